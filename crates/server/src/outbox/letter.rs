//! From an outbox row to the bytes of a mail: finds the facts the words are made
//! of, and who reads them.

use std::sync::Arc;

use domain::text::{Language, MailFacts, render, say};
use domain::{
    Actor, DeskName, MessageId, Notice, NoticeKind, Recipient, TextId, TextRef, Ticket, TicketId,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use sla::policy::Policy;

use crate::app::App;
use crate::error::AppError;
use crate::mail::Mailbox;
use crate::mail::compose::{Author, ComposeError, Composed, Outgoing, compose};
use crate::mail::thread::{TokenKey, reply_address};
use crate::store::{DeskRow, OutboxRow};

/// How many changes of a policy stand in a mail; all of them stand on the page.
const CHANGES_MAX: usize = 100;

/// Why there is no mail to be sent.
#[derive(Debug, thiserror::Error)]
pub(super) enum LetterError {
    #[error("the notice cannot be read: {0}")]
    Notice(#[from] serde_json::Error),
    #[error("there is nobody to send it to: {0}")]
    Nobody(&'static str),
    #[error("it cannot be put together: {0}")]
    Compose(#[from] ComposeError),
    #[error(transparent)]
    App(AppError),
}

impl From<AppError> for LetterError {
    fn from(error: AppError) -> Self {
        match error {
            AppError::NotFound(what) => Self::Nobody(what),
            error => Self::App(error),
        }
    }
}

impl From<crate::store::StoreError> for LetterError {
    fn from(error: crate::store::StoreError) -> Self {
        Self::App(error.into())
    }
}

/// Signs links to the rating page of a ticket.
#[must_use]
pub fn rating_token_key(desk: &DeskRow) -> TokenKey {
    TokenKey::new(desk.secret.as_bytes(), &format!("rating:{}", desk.desk))
}

/// Signs links to the page on which a proposed severity is answered.
#[must_use]
pub fn severity_token_key(desk: &DeskRow) -> TokenKey {
    TokenKey::new(desk.secret.as_bytes(), &format!("severity:{}", desk.desk))
}

/// Who reads the mail, and how.
struct Reader {
    name: String,
    address: String,
    language: Language,
    zone: TimeZone,
    staff: bool,
}

/// The ticket a notice is about.
struct About {
    ticket: Ticket,
    number: String,
    subject: String,
    policy: Arc<Policy>,
}

/// Writes the mail of an outbox row. The same row always gives the same mail, as
/// long as the ticket's texts stand.
pub(super) async fn write(app: &App, item: &OutboxRow) -> Result<Composed, LetterError> {
    let notice: Notice = serde_json::from_str(&item.notice)?;
    let desk = DeskName::new(&item.desk).ok_or(LetterError::Nobody("desk"))?;
    let desk_row = app.desk(&desk).await?;
    let reader = reader(app, &desk_row, &notice.to).await?;
    let about = match &item.ticket {
        Some(ticket) => Some(about(app, &desk, &desk_row, ticket).await?),
        None => None,
    };
    let (mut body, writer) = said(app, &desk, about.as_ref(), &notice.kind).await?;
    match &notice.kind {
        NoticeKind::PolicyChanging { version, .. } => {
            body = changes(app, &desk, version, reader.language).await?;
        }
        NoticeKind::ClocksRestated { reason, .. } => {
            let reason = reason.to_string();
            let reason = app.store().text(desk.as_str(), &reason).await?;
            body = reason.unwrap_or_else(|| say(reader.language, "text-erased", &[]));
        }
        _ => {}
    }
    let [severity, in_force] = severities(about.as_ref(), &notice.kind, reader.language);
    let coverage_reason = by_hand(app, &desk, about.as_ref()).await?;
    if notice.kind == NoticeKind::CoverageDisputed {
        body = disagreement(app, &desk, about.as_ref()).await?;
    }
    let other = other(app, &desk, &desk_row, &notice.kind).await?;
    let link = link(
        app,
        &desk_row,
        about.as_ref(),
        &reader,
        &notice.kind,
        &other,
    );
    let by_mail = about
        .as_ref()
        .is_some_and(|about| about.policy.channel("mail").accepted);
    let words = render(
        &notice.kind,
        &MailFacts {
            language: reader.language,
            zone: &reader.zone,
            desk: &desk_row.name,
            reader: &reader.name,
            writer: &writer,
            ticket: about.as_ref().map(|about| &about.ticket),
            number: about.as_ref().map_or("", |about| &about.number),
            subject: about.as_ref().map_or("", |about| &about.subject),
            other: &other,
            body: &body,
            coverage_reason: &coverage_reason,
            severity: &severity,
            severity_in_force: &in_force,
            link: &link,
            answers_by_mail: by_mail && !reader.staff,
        },
    );
    let key = TokenKey::new(desk_row.secret.as_bytes(), &desk_row.desk);
    let token = about.as_ref().map(|about| key.make(about.ticket.id.0));
    let reply_to = token
        .as_ref()
        .map(|token| reply_address(&desk_row.address, token));
    let root = token
        .as_ref()
        .map(|token| root_id(&desk_row, token.as_str()));
    let date = Timestamp::from_microsecond(item.created_at).unwrap_or_else(|_| app.now());
    Ok(compose(&Outgoing {
        from: Mailbox::new(Some(&desk_row.name), &desk_row.address),
        to: vec![Mailbox::new(Some(&reader.name), &reader.address)],
        reply_to: reply_to.filter(|_| by_mail),
        subject: words.subject,
        text: words.text,
        html: None,
        message_id: item.message_id.clone(),
        in_reply_to: None,
        references: root.into_iter().collect(),
        language: Some(reader.language.code().to_owned()),
        author: author(&notice.kind),
        desk: desk_row.desk.clone(),
        date,
    })?)
}

/// Every mail of a ticket refers to this id, so that mail programs show them as
/// one conversation.
fn root_id(desk: &DeskRow, token: &str) -> String {
    let domain = desk
        .address
        .rsplit_once('@')
        .map_or("localhost", |(_, domain)| domain);
    format!("{token}.ticket@{domain}")
}

fn author(kind: &NoticeKind) -> Author {
    match kind {
        NoticeKind::Acknowledgement => Author::Reply,
        NoticeKind::Reply { .. } | NoticeKind::Resolved { message: Some(_) } => Author::Person,
        NoticeKind::MailRefused { .. } => Author::Refusal,
        _ => Author::Notice,
    }
}

async fn reader(app: &App, desk: &DeskRow, to: &Recipient) -> Result<Reader, LetterError> {
    let zone = |name: &str| TimeZone::get(name).unwrap_or(TimeZone::UTC);
    let language = |code: &str| {
        Language::parse(code)
            .or_else(|| Language::parse(&desk.language))
            .unwrap_or(Language::En)
    };
    match to {
        Recipient::Contact(id) => {
            let contact = app
                .store()
                .contact_by_id(&desk.desk, &id.to_string())
                .await?;
            let contact = contact.ok_or(LetterError::Nobody("contact"))?;
            let customer = app
                .store()
                .customer_by_id(&desk.desk, &contact.customer)
                .await?;
            let customer_zone =
                customer.map_or_else(|| desk.zone.clone(), |customer| customer.zone);
            Ok(Reader {
                language: language(&contact.language),
                zone: zone(&customer_zone),
                name: contact.name,
                address: contact.address,
                staff: false,
            })
        }
        Recipient::Agent(id) => {
            let agent = app.store().agent_by_id(&desk.desk, &id.to_string()).await?;
            let agent = agent.ok_or(LetterError::Nobody("agent"))?;
            Ok(Reader {
                language: language(&agent.language),
                zone: zone(&agent.zone),
                name: agent.name,
                address: agent.address,
                staff: true,
            })
        }
        Recipient::Address(address) => Ok(Reader {
            name: String::new(),
            address: address.clone(),
            language: language(&desk.language),
            zone: zone(&desk.zone),
            staff: false,
        }),
        Recipient::Supervisors => Err(LetterError::Nobody("supervisors are told one by one")),
    }
}

async fn about(
    app: &App,
    desk: &DeskName,
    desk_row: &DeskRow,
    ticket: &str,
) -> Result<About, LetterError> {
    let id: TicketId = ticket.parse().map_err(|_| LetterError::Nobody("ticket"))?;
    let (ticket, _) = app.ticket(desk, id).await?;
    let number = app
        .store()
        .ticket_number(desk.as_str(), &id.to_string())
        .await?;
    let number = number.ok_or(LetterError::Nobody("ticket"))?;
    let subject = app
        .store()
        .text(desk.as_str(), &ticket.subject.id.to_string())
        .await?;
    Ok(About {
        number: format!("{}-{number}", desk_row.prefix),
        subject: subject.unwrap_or_default(),
        policy: app.policy(desk, &ticket.policy_version).await?,
        ticket,
    })
}

/// What a version changes for customers, a line each.
async fn changes(
    app: &App,
    desk: &DeskName,
    version: &str,
    language: Language,
) -> Result<String, LetterError> {
    let publication = app.store().publication(desk.as_str(), version).await?;
    let publication = publication.ok_or(LetterError::Nobody("policy version"))?;
    let changes = app.policy_changes(desk, &publication).await?;
    let lines = changes.iter().take(CHANGES_MAX);
    let lines: Vec<String> = lines
        .map(|change| format!("- {}", change.in_words(language.code())))
        .collect();
    let more = if changes.len() > CHANGES_MAX {
        "\n- ..."
    } else {
        ""
    };
    Ok(lines.join("\n") + more)
}

/// What staff wrote beside the decision on coverage; empty where they wrote nothing.
async fn by_hand(app: &App, desk: &DeskName, about: Option<&About>) -> Result<String, LetterError> {
    let record = about.and_then(|about| about.ticket.coverage.as_ref());
    let written = record.and_then(|record| record.ruling.reason_by_hand.as_ref());
    text(app, desk, written).await
}

/// Why the customer disagrees; empty once that was answered.
async fn disagreement(
    app: &App,
    desk: &DeskName,
    about: Option<&About>,
) -> Result<String, LetterError> {
    let record = about.and_then(|about| about.ticket.coverage.as_ref());
    let dispute = record.and_then(|record| record.dispute.as_ref());
    text(app, desk, dispute.map(|dispute| &dispute.reason)).await
}

async fn text(app: &App, desk: &DeskName, text: Option<&TextRef>) -> Result<String, LetterError> {
    let Some(text) = text else {
        return Ok(String::new());
    };
    let body = app
        .store()
        .text(desk.as_str(), &text.id.to_string())
        .await?;
    Ok(body.unwrap_or_default())
}

/// What a notice passes on, and who wrote it.
async fn said(
    app: &App,
    desk: &DeskName,
    about: Option<&About>,
    kind: &NoticeKind,
) -> Result<(String, String), LetterError> {
    let message: Option<MessageId> = match kind {
        NoticeKind::SeverityProposed { by, reason, .. } => {
            return written(app, desk, Some(*reason), *by).await;
        }
        NoticeKind::SeverityAnswered { by, reason, .. } => {
            return written(app, desk, *reason, *by).await;
        }
        NoticeKind::Reply { message } | NoticeKind::CustomerAnswered { message } => Some(*message),
        NoticeKind::Resolved { message } => *message,
        _ => None,
    };
    let message = message.and_then(|id| about.and_then(|about| about.ticket.message(id)));
    let Some(message) = message else {
        return Ok((String::new(), String::new()));
    };
    written(app, desk, Some(message.text.id), message.author).await
}

/// A text, and the name of its author.
async fn written(
    app: &App,
    desk: &DeskName,
    text: Option<TextId>,
    author: Actor,
) -> Result<(String, String), LetterError> {
    let body = match text {
        Some(text) => app.store().text(desk.as_str(), &text.to_string()).await?,
        None => None,
    };
    let writer = match author {
        Actor::Agent(id) => {
            let agent = app
                .store()
                .agent_by_id(desk.as_str(), &id.to_string())
                .await?;
            agent.map(|agent| agent.name)
        }
        Actor::Contact(id) => {
            let contact = app
                .store()
                .contact_by_id(desk.as_str(), &id.to_string())
                .await?;
            contact.map(|contact| contact.name)
        }
        Actor::System => None,
    };
    Ok((body.unwrap_or_default(), writer.unwrap_or_default()))
}

/// The number of the ticket it goes on in; empty where nothing was merged.
async fn other(
    app: &App,
    desk: &DeskName,
    desk_row: &DeskRow,
    kind: &NoticeKind,
) -> Result<String, LetterError> {
    let NoticeKind::Merged { into } = kind else {
        return Ok(String::new());
    };
    let id = into.to_string();
    let number = app.store().ticket_number(desk.as_str(), &id).await?;
    let number = number.ok_or(LetterError::Nobody("ticket"))?;
    Ok(format!("{}-{number}", desk_row.prefix))
}

/// What is proposed or answered, and what was in force, as the policy names them.
fn severities(about: Option<&About>, kind: &NoticeKind, language: Language) -> [String; 2] {
    let (named, in_force) = match kind {
        NoticeKind::SeverityProposed {
            severity, in_force, ..
        } => (Some(*severity), *in_force),
        NoticeKind::SeverityAnswered { severity, .. } => (Some(*severity), None),
        _ => (None, None),
    };
    [named, in_force].map(|severity| match (severity, about) {
        (Some(number), Some(about)) => {
            let name = about.policy.severity_name(number, language.code());
            format!("{number} · {name}")
        }
        _ => String::new(),
    })
}

fn link(
    app: &App,
    desk: &DeskRow,
    about: Option<&About>,
    reader: &Reader,
    kind: &NoticeKind,
    other: &str,
) -> String {
    let portal = format!("{}/d/{}", app.base_url(), desk.desk);
    match (kind, about) {
        (NoticeKind::PolicyChanging { .. } | NoticeKind::PolicyWithdrawn { .. }, _) => {
            format!("{portal}/policy")
        }
        (NoticeKind::SignIn { secret }, _) => format!("{portal}/sign-in/{secret}"),
        (NoticeKind::Closed, Some(about)) => {
            let token = rating_token_key(desk).make(about.ticket.id.0);
            format!("{portal}/rate/{token}")
        }
        (NoticeKind::Merged { .. }, _) => format!("{portal}/tickets/{other}"),
        (NoticeKind::SeverityProposed { .. }, Some(about)) if !reader.staff => {
            let token = severity_token_key(desk).make(about.ticket.id.0);
            format!("{portal}/severity/{token}")
        }
        (_, Some(about)) if reader.staff => format!("{portal}/agent/tickets/{}", about.number),
        (_, Some(about)) => format!("{portal}/tickets/{}", about.number),
        (_, None) => portal,
    }
}
