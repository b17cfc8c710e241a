//! From a sent form to an order: at most once, however often the button was
//! pressed, and with the files that came along.

use domain::{NewAttachment, NewText, TextId};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Fields, PageError, Upload, Web};
use crate::app::{Done, Once, Order};
use crate::error::AppError;
use crate::store::{BlobRow, RowOp};

/// The field that carries the id of the form.
pub const FORM_FIELD: &str = "_form";

/// Of the keys that forms leave behind.
const SCOPE: &str = "form";

/// A form as it was shown once. Made when the page is made and carried in a hidden
/// field, so that sending it twice does its work once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormId(pub Uuid);

impl FormId {
    /// For a form that is shown for the first time.
    #[must_use]
    pub fn new(web: &Web) -> Self {
        Self(web.app().new_id())
    }

    /// The one a sent form carries.
    ///
    /// # Errors
    /// When it carries none: it is not a form of ours.
    pub fn of(fields: &Fields) -> Result<Self, PageError> {
        let id = fields.parsed(FORM_FIELD)?;
        id.map(Self).ok_or(PageError::BadForm(FORM_FIELD))
    }

    /// The key under which its order happens at most once; `what` it is for.
    #[must_use]
    pub fn once(self, what: &str) -> Once {
        Once {
            scope: SCOPE.to_owned(),
            key: self.0.to_string(),
            fingerprint: what.to_owned(),
        }
    }
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
    let attachments = files
        .iter()
        .map(|file| {
            let digest = hex_digest(&file.bytes);
            rows.push(
                BlobRow {
                    desk: desk.to_owned(),
                    digest: digest.clone(),
                    bytes: file.bytes.to_vec(),
                }
                .ensure(),
            );
            NewAttachment {
                name: file.name.clone(),
                media: file.media.clone(),
                bytes: i64::try_from(file.bytes.len()).unwrap_or(i64::MAX),
                digest,
            }
        })
        .collect();
    // The same file twice is one blob: a write may name a key once only.
    rows.dedup();
    (attachments, rows)
}

fn hex_digest(bytes: &[u8]) -> String {
    Sha256::digest(bytes)
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}
