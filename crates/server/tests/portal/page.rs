//! An answer of the server, and what a reader finds in it.

use axum::body::to_bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;

const BYTES_MAX: usize = 4 * 1024 * 1024;

/// Attributes that people read or hear.
const SPOKEN: [&str; 8] = [
    "aria-label",
    "title",
    "alt",
    "placeholder",
    "data-left",
    "data-late",
    "data-offline",
    "data-draft-kept",
];

#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Page {
    pub(crate) async fn of(response: Response) -> Self {
        let (head, body) = response.into_parts();
        let bytes = to_bytes(body, BYTES_MAX).await.unwrap();
        Self {
            status: head.status,
            headers: head.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }

    /// Where a redirect leads.
    #[track_caller]
    pub(crate) fn location(&self) -> &str {
        assert_eq!(self.status, 303, "{}", self.text());
        self.headers["location"].to_str().unwrap()
    }

    /// The cookie that the next request brings along, `name=value`.
    pub(crate) fn flash(&self) -> String {
        let cookies = self.headers.get_all("set-cookie").iter();
        let mut flash = cookies.filter_map(|cookie| {
            let cookie = cookie.to_str().unwrap();
            cookie
                .starts_with("mainstay-flash=")
                .then(|| cookie.split(';').next().unwrap().to_owned())
        });
        flash.next().unwrap()
    }

    #[track_caller]
    pub(crate) fn has(&self, text: &str) {
        let found = self.text().contains(text);
        assert!(found, "`{text}` is missing in:\n{}", self.text());
    }

    #[track_caller]
    pub(crate) fn lacks(&self, text: &str) {
        assert!(!self.body.contains(text), "`{text}` is in:\n{}", self.body);
    }

    /// The value of a hidden field or input, by its name.
    pub(crate) fn field(&self, name: &str) -> String {
        let start = format!("name=\"{name}\" value=\"");
        let (_, rest) = self.body.split_once(&start).unwrap();
        rest.split('"').next().unwrap().to_owned()
    }

    /// Everything after each occurrence of `before`, up to `after`.
    pub(crate) fn all(&self, before: &str, after: char) -> Vec<String> {
        let parts = self.body.split(before).skip(1);
        parts
            .map(|part| part.split(after).next().unwrap().to_owned())
            .collect()
    }

    /// What people read or hear, with single spaces.
    pub(crate) fn text(&self) -> String {
        let mut text = String::new();
        for part in self.body.split('<').skip(1) {
            let (tag, after) = part.split_once('>').unwrap_or((part, ""));
            for name in SPOKEN {
                let start = format!(" {name}=\"");
                for (at, _) in tag.match_indices(&start) {
                    let value = tag[at + start.len()..].split('"').next().unwrap();
                    text.push_str(&format!(" {value} "));
                }
            }
            text.push(' ');
            text.push_str(after);
        }
        let text = text
            .replace("&#39;", "'")
            .replace("&#38;", "&")
            .replace("&quot;", "\"")
            .replace("&#34;", "\"")
            .replace(['\u{a0}', '\u{202f}'], " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    }
}
