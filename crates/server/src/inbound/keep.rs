//! Keeping a mail: the raw bytes become a row, durably, before anybody is told
//! that we have it.

use domain::DeskName;
use uuid::Uuid;

use crate::app::App;
use crate::error::{AppError, log};
use crate::mail::smtp::{Envelope, Intake, IntakeError};
use crate::store::MailRow;

/// A mail as it was handed over.
#[derive(Clone, Debug)]
pub struct Deliver {
    /// Envelope sender; `None` is the empty one of bounces.
    pub sender: Option<String>,
    /// The recipients that lead to this desk, tags included.
    pub recipients: Vec<String>,
    pub raw: Vec<u8>,
}

/// Keeps a mail for a desk and rings the worker; answers its id.
///
/// # Errors
/// When it could not be written: then nothing is kept, and the sender must be
/// told to try again.
pub async fn deliver(app: &App, desk: &DeskName, mail: Deliver) -> Result<Uuid, AppError> {
    let now = app.now().as_microsecond();
    let id = app.new_id();
    let row = MailRow {
        desk: desk.as_str().to_owned(),
        mail: id.to_string(),
        received_at: now,
        sender: mail.sender.unwrap_or_default(),
        recipients: mail.recipients.join(" "),
        raw: mail.raw,
        state: "waiting".to_owned(),
        attempts: 0,
        outcome: None,
        ticket: None,
        next_at: now,
    };
    app.store().mail_store(&row).await?;
    app.mails_kept().notify_one();
    Ok(id)
}

impl Intake for App {
    type Desk = DeskName;

    async fn desk_of(&self, address: &str) -> Result<Option<DeskName>, IntakeError> {
        let desk = self
            .store()
            .desk_by_address(address)
            .await
            .map_err(AppError::from);
        let desk = desk.map_err(|error| trouble(&error))?;
        Ok(desk.and_then(|desk| DeskName::new(&desk.desk)))
    }

    async fn keep(&self, envelope: Envelope<DeskName>, raw: Vec<u8>) -> Result<(), IntakeError> {
        let Envelope {
            desk,
            sender,
            recipients,
            ..
        } = envelope;
        let kept = deliver(
            self,
            &desk,
            Deliver {
                sender,
                recipients,
                raw,
            },
        )
        .await;
        kept.map(|_| ()).map_err(|error| trouble(&error))
    }
}

fn trouble(error: &AppError) -> IntakeError {
    match error {
        AppError::Full => IntakeError::Full,
        error => {
            log(error, "a mail could not be kept");
            IntakeError::Failed(error.to_string())
        }
    }
}
