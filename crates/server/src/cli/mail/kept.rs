//! `mainstay mail list` and `retry`: what became of kept mails, and another try.

use std::io::Write;
use std::time::{Duration, Instant};

use clap::Args;
use domain::{DeskName, TicketNumber};
use serde::Serialize;
use serde_json::json;

use crate::app::App;
use crate::cli::beside::{audit, desk};
use crate::cli::customer::OfDesk;
use crate::cli::{Answer, failure::Failure, say};
use crate::error::AppError;
use crate::inbound;
use crate::store::{DeskRow, MailListed, MailRow, Write as StoreWrite};

/// List arrived mails and what became of them, newest first
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  mainstay mail list --desk infocyte --state failed")]
pub(super) struct List {
    /// Only those that are waiting, done or failed
    #[arg(long, value_name = "STATE", value_parser = ["waiting", "done", "failed"])]
    state: Option<String>,
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..))]
    limit: u16,
    #[command(flatten)]
    of: OfDesk,
}

/// Work once more on a mail that was refused
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mainstay mail retry 01937f6e-0000-7000-8000-000000000000 --desk infocyte\n\n\
    After its sender was registered, say. Exits with 1 when it is refused again."
)]
pub(super) struct Retry {
    /// The mail's id, as `mainstay mail list` shows it
    #[arg(value_name = "MAIL")]
    mail: String,
    #[command(flatten)]
    of: OfDesk,
}

/// How many mails are read at once.
const PAGE: i64 = 200;
/// How long to wait for a mail that a running server works on.
const WAIT_MAX: Duration = Duration::from_secs(10);
const WAIT_STEP: Duration = Duration::from_millis(100);

#[derive(Serialize)]
struct Listed {
    mail: String,
    received_at: String,
    sender: String,
    state: String,
    outcome: Option<String>,
    ticket: Option<String>,
}

pub(super) async fn list(which: &List, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = which.of.place.open().await?;
    let (_, desk) = desk(&app, &which.of.desk).await?;
    let mut mails = Vec::new();
    let mut before: Option<(i64, String)> = None;
    let wanted = usize::from(which.limit);
    loop {
        let from = before.as_ref().map(|(at, mail)| (*at, mail.as_str()));
        let page = app.store().mails(&desk.desk, from, PAGE).await?;
        let Some(last) = page.last() else { break };
        before = Some((last.received_at, last.mail.clone()));
        let fits = |mail: &MailListed| {
            which
                .state
                .as_ref()
                .is_none_or(|state| mail.state == *state)
        };
        for mail in page.into_iter().filter(fits) {
            mails.push(listed(&app, &desk, mail).await?);
        }
        if mails.len() >= wanted {
            break;
        }
    }
    mails.truncate(wanted);
    if which.of.json {
        say::json(out, &json!({ "mails": mails }))?;
        return Ok(Answer::Yes);
    }
    let rows: Vec<[String; 5]> = mails
        .into_iter()
        .map(|mail| {
            let outcome = mail.ticket.or(mail.outcome).unwrap_or_default();
            [
                mail.mail,
                mail.received_at,
                mail.sender,
                mail.state,
                outcome,
            ]
        })
        .collect();
    say::table(
        out,
        ["mail", "received", "sender", "state", "outcome"],
        &rows,
    )?;
    Ok(Answer::Yes)
}

async fn listed(app: &App, desk: &DeskRow, mail: MailListed) -> Result<Listed, Failure> {
    Ok(Listed {
        ticket: number(app, desk, mail.ticket.as_deref()).await?,
        mail: mail.mail,
        received_at: say::instant(mail.received_at).to_string(),
        sender: mail.sender,
        state: mail.state,
        outcome: mail.outcome,
    })
}

pub(super) async fn retry(which: &Retry, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = which.of.place.open().await?;
    let (name, desk) = desk(&app, &which.of.desk).await?;
    let row = mail(&app, &desk.desk, &which.mail).await?;
    if has_landed(&row) {
        let ticket = number(&app, &desk, row.ticket.as_deref()).await?;
        return Err(Failure::Use(format!(
            "that mail was not refused: it is on ticket {}",
            ticket.unwrap_or_default()
        )));
    }
    if row.state != "waiting" {
        let about = format!("mail:{}", row.mail);
        let noted = audit(&app, &desk.desk, &about, "to be worked on again");
        let write = StoreWrite::rows([noted]).gate(row.again(app.now().as_microsecond()));
        app.store().write(write).await?;
    }
    work(&app, &name, &row.mail).await?;
    tell(&app, &desk, &row.mail, which.of.json, out).await
}

/// Works on what waits until the mail is settled, by us or by a running server,
/// or has had its attempt.
pub(super) async fn work(app: &App, desk: &DeskName, id: &str) -> Result<(), Failure> {
    let begun = Instant::now();
    let attempts = mail(app, desk.as_str(), id).await?.attempts;
    loop {
        match inbound::work_waiting(app).await {
            // The server was quicker with one of the mails.
            Ok(_) | Err(AppError::Busy) => {}
            Err(error) => return Err(error.into()),
        }
        let row = mail(app, desk.as_str(), id).await?;
        if row.state != "waiting" || row.attempts > attempts || begun.elapsed() > WAIT_MAX {
            return Ok(());
        }
        tokio::time::sleep(WAIT_STEP).await;
    }
}

/// Tells what became of a mail: yes when it is a ticket or on one.
pub(super) async fn tell(
    app: &App,
    desk: &DeskRow,
    id: &str,
    as_json: bool,
    out: &mut impl Write,
) -> Result<Answer, Failure> {
    let row = mail(app, &desk.desk, id).await?;
    let ticket = number(app, desk, row.ticket.as_deref()).await?;
    let answer = if has_landed(&row) {
        Answer::Yes
    } else {
        Answer::No
    };
    let outcome = row
        .outcome
        .unwrap_or_else(|| "kept, not yet worked on".to_owned());
    if as_json {
        let told = json!({ "mail": id, "state": row.state, "outcome": outcome, "ticket": ticket });
        say::json(out, &told)?;
    } else {
        match ticket {
            Some(number) => writeln!(out, "{number}: {outcome}")?,
            None => writeln!(out, "{outcome}\nmail {id}")?,
        }
    }
    Ok(answer)
}

/// Whether the mail is a ticket or a message on one. Others are kept, some of
/// them beside the ticket they are about.
fn has_landed(row: &MailRow) -> bool {
    let kept = row
        .outcome
        .as_deref()
        .is_some_and(|outcome| outcome.starts_with("kept"));
    row.ticket.is_some() && !kept
}

async fn mail(app: &App, desk: &str, id: &str) -> Result<MailRow, Failure> {
    let found = app.store().mail(desk, id).await?;
    found.ok_or_else(|| {
        Failure::Use(format!(
            "desk `{desk}` has no mail `{id}`: see `mainstay mail list --desk {desk}`"
        ))
    })
}

/// The number people know a ticket by.
async fn number(
    app: &App,
    desk: &DeskRow,
    ticket: Option<&str>,
) -> Result<Option<String>, Failure> {
    let Some(ticket) = ticket else {
        return Ok(None);
    };
    let number = app.store().ticket_number(&desk.desk, ticket).await?;
    Ok(number.map(|number| {
        let prefix = desk.prefix.clone();
        TicketNumber { prefix, number }.to_string()
    }))
}
