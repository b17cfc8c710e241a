//! From a sent form to an order: at most once, however often the button was
//! pressed, and with the files that came along.

use std::collections::HashSet;

use domain::{NewAttachment, NewText, TextId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Fields, PageError, Upload, Web};
use crate::app::{Done, Once, Order};
use crate::error::AppError;
use crate::store::{BlobRow, RowOp};

/// The field that carries the id of the form.
pub const FORM_FIELD: &str = "_form";

/// A form as it was shown once, and what it was sent with. The id is made when the
/// page is made and carried in a hidden field, so that sending it twice does its
/// work once. Coming back to the page and sending something else is no repetition:
/// without the content that would be lost in silence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormId(pub Uuid, [u8; 32]);

impl FormId {
    /// For a form that is shown for the first time.
    #[must_use]
    pub fn new(web: &Web) -> Self {
        Self(web.app().new_id(), [0; 32])
    }

    /// The one a sent form carries.
    ///
    /// # Errors
    /// When it carries none: it is not a form of ours.
    pub fn of(fields: &Fields) -> Result<Self, PageError> {
        let id = fields.parsed(FORM_FIELD)?;
        let id = id.ok_or(PageError::BadForm(FORM_FIELD))?;
        Ok(Self(id, content(fields)))
    }

    /// The key under which its order happens at most once; `what` it is for.
    #[must_use]
    pub fn once(self, what: &str) -> Once {
        Once {
            scope: format!("form {what}"),
            key: format!("{} {}", self.0, hex(&self.1)),
            fingerprint: what.to_owned(),
        }
    }
}

/// A digest of everything that was filled in.
fn content(fields: &Fields) -> [u8; 32] {
    let mut hasher = Sha256::new();
    let mut add = |bytes: &[u8]| {
        hasher.update(bytes.len().to_be_bytes());
        hasher.update(bytes);
    };
    for (name, values) in fields.values() {
        add(name.as_bytes());
        for value in values {
            add(value.as_bytes());
        }
    }
    for file in &fields.files {
        add(file.name.as_bytes());
        add(&file.bytes);
    }
    hasher.finalize().into()
}

/// Carries out the order of a form. `None`: the form was sent before, and this was
/// already done.
///
/// # Errors
/// As [`App::execute`](crate::app::App::execute).
pub async fn carry_out(web: &Web, order: Order<'_>) -> Result<Option<Done>, AppError> {
    let desk = order.desk.clone();
    let once = order.once.clone();
    match web.app().execute(order).await {
        Ok(done) if done.repeated => Ok(None),
        Ok(done) => Ok(Some(done)),
        // What was done by the first sending is what the second is refused for.
        Err(AppError::Refused(refusal)) => match &once {
            Some(once) => {
                let done = web
                    .app()
                    .store()
                    .once(desk.as_str(), &once.scope, &once.key);
                match done.await? {
                    Some(_) => Ok(None),
                    None => Err(AppError::Refused(refusal)),
                }
            }
            None => Err(AppError::Refused(refusal)),
        },
        Err(error) => Err(error),
    }
}

/// A text with an id of its own.
#[must_use]
pub fn new_text(web: &Web, body: &str) -> NewText {
    NewText {
        id: TextId(web.app().new_id()),
        body: body.trim_end().to_owned(),
    }
}

/// The attachments that uploaded files become, and the rows that hold their bytes.
#[must_use]
pub fn files_of(desk: &str, files: &[Upload]) -> (Vec<NewAttachment>, Vec<RowOp>) {
    let mut rows = Vec::new();
    let mut known = HashSet::new();
    let attachments = files
        .iter()
        .map(|file| {
            let digest = hex(&Sha256::digest(&file.bytes));
            // The same file twice is one blob: a write may name a key once only.
            if known.insert(digest.clone()) {
                let row = BlobRow {
                    desk: desk.to_owned(),
                    digest: digest.clone(),
                    bytes: file.bytes.to_vec(),
                };
                rows.push(row.ensure());
            }
            NewAttachment {
                name: file.name.clone(),
                media: file.media.clone(),
                bytes: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
                digest,
            }
        })
        .collect();
    (attachments, rows)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
