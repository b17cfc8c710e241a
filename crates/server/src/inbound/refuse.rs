//! A mail that does not become a ticket: it is kept, and its sender is told why and
//! the way that does, once per address and day, never a machine.

use domain::text::{Language, coverage_refused};
use domain::{Notice, NoticeKind, Recipient, Refusal, RefusedMail};
use jiff::tz::TimeZone;

use super::work::Arrived;
use crate::app::{App, outbox_row};
use crate::error::AppError;
use crate::mail::Mailbox;
use crate::store::{Gate, OnceResult, Write, WriteError};

/// The policy takes no mail, or none of this sender's, and says what to do instead.
pub(super) async fn by_channel(
    app: &App,
    arrived: &Arrived<'_>,
    sender: &Mailbox,
    reason: RefusedMail,
) -> Result<(), AppError> {
    let rule = arrived.policy.channel("mail");
    let language = &arrived.desk_row.language;
    let instead = rule.instead.as_ref();
    let instead = instead.map_or("", |text| text.in_language(language));
    refuse(app, arrived, sender, reason, instead.to_owned()).await
}

/// The sender's contract does not include it: the policy's reason and clause, and
/// whom to write to.
pub(super) async fn by_coverage(
    app: &App,
    arrived: &Arrived<'_>,
    sender: &Mailbox,
    refusal: &Refusal,
) -> Result<(), AppError> {
    let desk = &arrived.desk_row;
    let language = Language::parse(&desk.language).unwrap_or(Language::En);
    let why = coverage_refused(refusal, &desk.address, language).unwrap_or_default();
    refuse(app, arrived, sender, RefusedMail::NotCovered, why).await
}

async fn refuse(
    app: &App,
    arrived: &Arrived<'_>,
    sender: &Mailbox,
    reason: RefusedMail,
    instead: String,
) -> Result<(), AppError> {
    let outcome = match reason {
        RefusedMail::Unregistered => "refused: the address is not registered with the desk",
        RefusedMail::MailNotTaken => "refused: the desk takes no tickets by mail",
        RefusedMail::NotCovered => "refused: the sender's contract does not include it",
    };
    let silent = arrived.mail.automatic.is_some() || arrived.row.sender.is_empty();
    if silent {
        let outcome = format!("{outcome}; not answered, because a machine sent it");
        return super::work::settle(app, arrived, &outcome, None).await;
    }
    let now = app.now();
    let address = sender.address.to_lowercase();
    let zone = TimeZone::get(&arrived.desk_row.zone).unwrap_or(TimeZone::UTC);
    let once = Gate::Once {
        desk: arrived.desk.as_str().to_owned(),
        scope: "mail-refusal".to_owned(),
        key: format!("{address} {}", now.to_zoned(zone).date()),
        at: now.as_microsecond(),
        result: OnceResult::Text(arrived.row.mail.clone()),
    };
    let notice = Notice {
        to: Recipient::Address(sender.address.clone()),
        kind: NoticeKind::MailRefused {
            subject: arrived.mail.subject.clone(),
            reason,
            instead,
        },
    };
    let told = format!("{outcome}; told so, with the way that is open");
    let write = Write::rows([outbox_row(&arrived.desk_row, None, &notice, now).insert()])
        .gate(arrived.row.done(&told, None))
        .gate(once);
    match app.store().write(write).await {
        Ok(_) => {
            app.notices_waiting().notify_one();
            Ok(())
        }
        Err(WriteError::AlreadyDone { .. }) => {
            let outcome = format!("{outcome}; told so before today");
            super::work::settle(app, arrived, &outcome, None).await
        }
        Err(error) => Err(error.into()),
    }
}
