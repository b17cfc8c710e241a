//! Arriving mails: kept raw before the sender is answered ([`keep`]), worked on
//! after, at our own pace ([`work`]). Every mail ends as a ticket, as a message on
//! one, or as a kept, explained and repeatable refusal. One that cannot be worked
//! on never stands in the way of the next.

mod keep;
mod people;
mod refuse;
mod ticket;
mod work;

use std::time::Duration;

use crate::app::App;
use crate::error::{AppError, log};
use crate::store::WriteError;

pub use keep::{Deliver, deliver};

/// How many mails are worked on before the next look.
const BATCH: i64 = 50;
/// The longest sleep: other processes may keep mails too.
const SLEEP_MAX: Duration = Duration::from_secs(2);
/// How long after a failure a mail is tried again, doubling with each attempt.
const RETRY_SECONDS: i64 = 15;
/// The longest wait between attempts.
const RETRY_SECONDS_MAX: i64 = 3_600;

/// Works on arriving mails for ever.
pub async fn run(app: App) {
    loop {
        let worked = work_waiting(&app).await.unwrap_or_else(|error| {
            log(&error, "arriving mails could not be read; trying again");
            0
        });
        if worked == 0 {
            // Rung or slept out, the next round is the same.
            drop(tokio::time::timeout(SLEEP_MAX, app.mails_kept().notified()).await);
        }
    }
}

/// Works on one batch of what waits; answers how many mails it went through.
///
/// # Errors
/// When the mails cannot be read. A single mail's trouble is logged, and that
/// mail waits for another attempt.
pub async fn work_waiting(app: &App) -> Result<usize, AppError> {
    let now = app.now();
    let waiting = app
        .store()
        .mails_waiting(now.as_microsecond(), BATCH)
        .await?;
    for mail in &waiting {
        if let Err(error) = work::work(app, mail).await {
            log(
                &error,
                &format!("mail {} could not be worked on", mail.mail),
            );
            let doubled = RETRY_SECONDS << mail.attempts.clamp(0, 10);
            let wait = doubled.min(RETRY_SECONDS_MAX) * 1_000_000;
            let next_at = now.as_microsecond().saturating_add(wait);
            let reason = format!("not yet worked on: {error}");
            match app.store().mail_settle(mail.retry(&reason, next_at)).await {
                // Another node settled it meanwhile.
                Ok(()) | Err(WriteError::Taken) => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
    Ok(waiting.len())
}
