//! Files that people sent, given back. Never shown inside our pages: a file that
//! claims to be a page would otherwise speak in our name.

use axum::http::header::{CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::{PageError, Web};

/// Types that are passed on as they were declared; all others are plain bytes.
const MEDIA_KNOWN: [&str; 9] = [
    "application/pdf",
    "application/zip",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
    "text/csv",
    "text/plain",
    "video/mp4",
];

/// What may stand unescaped in a file name of a header (RFC 8187).
const NAME_KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_');

/// An attachment of a message of a ticket that the caller may see.
///
/// # Errors
/// [`PageError::NotFound`] when there is no such file.
pub async fn download(
    web: &Web,
    desk: &str,
    ticket: &str,
    message: &str,
    place: i64,
) -> Result<Response, PageError> {
    let store = web.app().store();
    let found = store.attachment(desk, ticket, message, place).await?;
    let file = found.ok_or(PageError::NotFound)?;
    let bytes = store.blob(desk, &file.digest).await?;
    let bytes = bytes.ok_or(PageError::NotFound)?;
    let headers = [
        (CONTENT_TYPE, media(&file.media).to_owned()),
        (CONTENT_DISPOSITION, disposition(&file.name)),
        (CONTENT_SECURITY_POLICY, "sandbox".to_owned()),
    ];
    Ok((headers, bytes).into_response())
}

fn media(declared: &str) -> &'static str {
    let plain = declared.split(';').next().unwrap_or_default().trim();
    MEDIA_KNOWN
        .into_iter()
        .find(|known| plain.eq_ignore_ascii_case(known))
        .unwrap_or("application/octet-stream")
}

fn disposition(name: &str) -> String {
    let ascii: String = name
        .chars()
        .map(|c| match c {
            '"' | '\\' => '_',
            c if c.is_ascii_graphic() || c == ' ' => c,
            _ => '_',
        })
        .collect();
    let whole = utf8_percent_encode(name, NAME_KEPT);
    format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{whole}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_in_disguise_is_plain_bytes() {
        let cases = [
            ("image/png", "image/png"),
            ("Text/Plain; charset=utf-8", "text/plain"),
            ("text/html", "application/octet-stream"),
            ("image/svg+xml", "application/octet-stream"),
        ];
        for (declared, expected) in cases {
            assert_eq!(media(declared), expected, "{declared}");
        }
    }

    #[test]
    fn names_cannot_leave_their_header() {
        assert_eq!(
            disposition("a\"b\r\n.txt"),
            "attachment; filename=\"a_b__.txt\"; filename*=UTF-8''a%22b%0D%0A.txt"
        );
        let french = disposition("été.pdf");
        assert!(
            french.ends_with("filename*=UTF-8''%C3%A9t%C3%A9.pdf"),
            "{french}"
        );
    }
}
