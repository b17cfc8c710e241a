//! The outbox: what was written to be sent is sent, one mail after another. A
//! mail is marked as being sent before the relay is spoken to, so that of a
//! killed process at most that one goes again, under the same Message-ID, and is
//! shown as such.

mod letter;

use std::time::Duration;

use crate::app::App;
use crate::error::{AppError, log};
use crate::mail::relay::{Relay, SendError};
use crate::store::{OutboxRow, WriteError};

pub use letter::{rating_token_key, severity_token_key};

/// How many mails are sent before the next look.
const BATCH: i64 = 50;
/// The longest sleep: other processes may write to the outbox too.
const SLEEP_MAX: Duration = Duration::from_secs(5);
/// How long a sender may take before another node takes the mail over.
const PATIENCE_MICROSECONDS: i64 = 600_000_000;
/// Waits between attempts, in seconds; the last one is repeated.
const RETRY_SECONDS: &[i64] = &[10, 60, 300, 900, 3_600];
/// After so many attempts (more than two days) a mail is given up, and shown so.
const ATTEMPTS_MAX: i64 = 60;

/// Sends for ever. `restarted`: no other node is sending, so whatever was being
/// sent when the last process ended is taken up at once.
pub async fn run(app: App, relay: Relay, restarted: bool) {
    let mut recover_from = if restarted {
        i64::MAX
    } else {
        app.now().as_microsecond()
    };
    loop {
        if let Err(error) = app.store().outbox_recover(recover_from, BATCH).await {
            log(&error.into(), "the outbox could not be read; trying again");
        }
        recover_from = app.now().as_microsecond();
        let sent = send_due(&app, &relay).await.unwrap_or_else(|error| {
            log(&error, "the outbox could not be worked on; trying again");
            0
        });
        if sent == 0 {
            // Rung or slept out, the next round is the same.
            drop(tokio::time::timeout(SLEEP_MAX, app.notices_waiting().notified()).await);
        }
    }
}

/// Sends one batch of what is due; answers how many mails it went through.
///
/// # Errors
/// When the outbox cannot be read or written. What the relay says of one mail is
/// written beside that mail.
pub async fn send_due(app: &App, relay: &Relay) -> Result<usize, AppError> {
    let due = app
        .store()
        .outbox_waiting(app.now().as_microsecond(), BATCH)
        .await?;
    for item in &due {
        match send(app, relay, item).await {
            // Another node took it.
            Ok(()) | Err(AppError::Busy) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(due.len())
}

/// What an item says, as its reader will see it: subject and text. For looking at
/// what waits; what was sent is shown as it was sent.
///
/// # Errors
/// When the store fails. An item that cannot be written says why instead.
pub async fn text(app: &App, item: &OutboxRow) -> Result<String, AppError> {
    let written = match item.rendered.as_deref().filter(|raw| !raw.is_empty()) {
        Some(raw) => raw.as_bytes().to_vec(),
        None => match letter::write(app, item).await {
            Ok(letter) => letter.bytes,
            Err(letter::LetterError::App(error)) => return Err(error),
            Err(error) => return Ok(error.to_string()),
        },
    };
    let mail = crate::mail::parse::parse(&written);
    Ok(format!("{}\n\n{}", mail.subject, mail.text_full))
}

async fn send(app: &App, relay: &Relay, item: &OutboxRow) -> Result<(), AppError> {
    let store = app.store();
    let until = app
        .now()
        .as_microsecond()
        .saturating_add(PATIENCE_MICROSECONDS);
    let letter = match letter::write(app, item).await {
        Ok(letter) => letter,
        // Trouble with one ticket must not stand in the way of the next mail.
        Err(letter::LetterError::App(error)) if of_this_mail(&error) => {
            store.outbox_claim(item, "", until).await?;
            let next_at = app
                .now()
                .as_microsecond()
                .saturating_add(wait(item.attempts));
            return Ok(store
                .outbox_failed(item, &error.to_string(), next_at)
                .await?);
        }
        Err(letter::LetterError::App(error)) => return Err(error),
        Err(error) => {
            store.outbox_claim(item, "", until).await?;
            return Ok(store.outbox_dead(item, &error.to_string()).await?);
        }
    };
    store
        .outbox_claim(item, &String::from_utf8_lossy(&letter.bytes), until)
        .await?;
    let sender = letter.sender.as_deref();
    let mut result = Ok(());
    for recipient in &letter.recipients {
        result = result.and(relay.send(sender, recipient, &letter.bytes).await);
    }
    let now = app.now().as_microsecond();
    let settled = match result {
        Ok(()) => store.outbox_sent(item, now).await,
        Err(SendError::Permanent(reason)) => store.outbox_dead(item, &reason).await,
        Err(SendError::Temporary(reason)) if item.attempts + 1 >= ATTEMPTS_MAX => {
            store.outbox_dead(item, &reason).await
        }
        Err(SendError::Temporary(reason)) => {
            store
                .outbox_failed(item, &reason, now.saturating_add(wait(item.attempts)))
                .await
        }
    };
    match settled {
        // Our patience ended before the relay answered: whoever took over settles.
        Err(WriteError::Taken) => Ok(()),
        other => Ok(other?),
    }
}

/// Whether other mails can be sent all the same.
fn of_this_mail(error: &AppError) -> bool {
    matches!(
        error,
        AppError::UnreadableHistory { .. } | AppError::UnreadablePolicy { .. }
    )
}

fn wait(attempts: i64) -> i64 {
    let place = usize::try_from(attempts).unwrap_or_default();
    let last = RETRY_SECONDS.last().copied().unwrap_or(1);
    RETRY_SECONDS.get(place).copied().unwrap_or(last) * 1_000_000
}
