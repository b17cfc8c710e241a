//! The fields of a sent form, with or without files, each bounded by a limit with
//! a name.

use std::collections::BTreeMap;
use std::str::FromStr;

use axum::body::Bytes;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;

use super::{PageError, Web};

/// How many fields a form may have, files included.
pub const FIELDS_MAX: usize = 100;

/// How many files may come with one form.
pub const FILES_MAX: usize = 20;

/// Longest name of a file that is kept; the rest is cut.
const FILE_NAME_CHARS_MAX: usize = 120;

/// What somebody filled in.
#[derive(Clone, Debug, Default)]
pub struct Fields {
    values: BTreeMap<String, Vec<String>>,
    pub files: Vec<Upload>,
}

/// A file that came with a form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// Without folders.
    pub name: String,
    /// As the browser says, for example `image/png`.
    pub media: String,
    pub bytes: Bytes,
}

impl Fields {
    /// What was typed, with line ends as we keep them; empty when missing.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.all(name).first().map_or("", String::as_str)
    }

    /// What was typed, without space around it; `None` when there is nothing.
    #[must_use]
    pub fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name).trim()).filter(|text| !text.is_empty())
    }

    /// Every value of a field that may be repeated.
    #[must_use]
    pub fn all(&self, name: &str) -> &[String] {
        self.values.get(name).map_or(&[], Vec::as_slice)
    }

    /// A value of our own making: a number, an id. `None` when nothing was given.
    ///
    /// # Errors
    /// When something was given that is none.
    pub fn parsed<T: FromStr>(&self, name: &'static str) -> Result<Option<T>, PageError> {
        self.given(name)
            .map(|text| text.parse().map_err(|_| PageError::BadForm(name)))
            .transpose()
    }

    /// All values by name, to show a refused form again.
    #[must_use]
    pub fn values(&self) -> &BTreeMap<String, Vec<String>> {
        &self.values
    }

    fn add(&mut self, name: String, value: &str) -> Result<(), PageError> {
        let known: usize = self.values.values().map(Vec::len).sum();
        if known + self.files.len() >= FIELDS_MAX {
            return Err(PageError::TooLarge);
        }
        // Browsers send line ends as two characters, whatever was typed.
        let value = value.replace("\r\n", "\n");
        self.values.entry(name).or_default().push(value);
        Ok(())
    }

    async fn add_field(&mut self, field: Field<'_>) -> Result<(), PageError> {
        let name = field.name().unwrap_or_default().to_owned();
        let Some(file_name) = field.file_name().map(file_name) else {
            let value = field.text().await.map_err(unreadable)?;
            return self.add(name, &value);
        };
        let media = field
            .content_type()
            .unwrap_or("application/octet-stream")
            .to_owned();
        let bytes = field.bytes().await.map_err(unreadable)?;
        // A file field left empty still comes, without name and content.
        if file_name.is_empty() && bytes.is_empty() {
            return Ok(());
        }
        if self.files.len() >= FILES_MAX {
            return Err(PageError::TooLarge);
        }
        self.files.push(Upload {
            name: file_name,
            media,
            bytes,
        });
        Ok(())
    }
}

impl FromRequest<Web> for Fields {
    type Rejection = PageError;

    async fn from_request(request: Request, web: &Web) -> Result<Self, PageError> {
        let is_multipart = request
            .headers()
            .get(CONTENT_TYPE)
            .is_some_and(|kind| kind.as_bytes().starts_with(b"multipart/form-data"));
        let mut fields = Self::default();
        if is_multipart {
            let mut parts = Multipart::from_request(request, web)
                .await
                .map_err(|_| PageError::BadForm("its parts"))?;
            while let Some(field) = parts.next_field().await.map_err(unreadable)? {
                fields.add_field(field).await?;
            }
        } else {
            let body =
                Bytes::from_request(request, web)
                    .await
                    .map_err(|rejection| match rejection {
                        BytesRejection::FailedToBufferBody(_) => PageError::TooLarge,
                        _ => PageError::BadForm("its body"),
                    })?;
            for (name, value) in url::form_urlencoded::parse(&body) {
                fields.add(name.into_owned(), &value)?;
            }
        }
        Ok(fields)
    }
}

fn unreadable(error: MultipartError) -> PageError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        PageError::TooLarge
    } else {
        PageError::BadForm("a readable part")
    }
}

/// The last part of a path, without control characters.
fn file_name(given: &str) -> String {
    let last = given.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars()
        .filter(|character| !character.is_control())
        .take(FILE_NAME_CHARS_MAX)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_name_has_no_folders_and_no_line_ends() {
        let cases = [
            ("log.txt", "log.txt"),
            ("../../etc/passwd", "passwd"),
            ("C:\\Users\\x\\a.png", "a.png"),
            ("a\r\nb.txt", "ab.txt"),
            ("", ""),
        ];
        for (given, expected) in cases {
            assert_eq!(file_name(given), expected, "{given:?}");
        }
    }

    #[test]
    fn fields_beyond_the_limit_are_refused() {
        let mut fields = Fields::default();
        for n in 0..FIELDS_MAX {
            fields.add("x".to_owned(), &n.to_string()).unwrap();
        }
        assert!(matches!(
            fields.add("x".to_owned(), "one more"),
            Err(PageError::TooLarge)
        ));
    }
}
