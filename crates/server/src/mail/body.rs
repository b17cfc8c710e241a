//! The readable text of a mail: from its plain parts, or from HTML where there is nothing else.
//!
//! It cuts nothing; [`super::quote`] does. HTML for display is [`super::html`]'s business.

mod words;

use std::panic::{AssertUnwindSafe, catch_unwind};

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

/// The longest HTML turned into text. Longer HTML is cut before it is read; the kept bytes have
/// all of it.
pub const HTML_BYTES_MAX: usize = 2 * 1024 * 1024;

/// The longest text of a mail shown as its body. What is longer stays in the kept bytes.
pub const TEXT_BYTES_MAX: usize = 2 * 1024 * 1024;

/// HTML nested deeper than this is read by the simple reader, which does not build a tree.
const HTML_DEPTH_MAX: usize = 500;

/// Columns of the text made from HTML; wide enough that paragraphs stay on one line.
const HTML_COLUMNS: usize = 2_000;

/// The text a person reads: all plain parts, HTML parts where a mail has no plain version.
pub(super) fn text_of(message: &Message<'_>) -> String {
    let mut texts: Vec<String> = Vec::new();
    for part in message.text_bodies() {
        let text = match &part.body {
            PartType::Text(text) => clean(text),
            PartType::Html(html) => from_html(html),
            _ => continue,
        };
        if !text.trim().is_empty() {
            texts.push(text);
        }
    }
    texts.extend(message.parts.iter().filter_map(undivided));
    if texts.is_empty() && message.attachments.is_empty() {
        texts.push(below_headers(message));
    }
    limit(texts.join("\n\n"), TEXT_BYTES_MAX)
}

/// The content of a multipart whose boundaries are wrong, so that it has no parts to read. Without
/// this its words would be lost.
fn undivided(part: &MessagePart<'_>) -> Option<String> {
    let text = clean(&String::from_utf8_lossy(
        is_undivided(part).then(|| part.contents())?,
    ));
    (!text.trim().is_empty()).then_some(text)
}

/// Whether a part calls itself a multipart and could not be divided.
pub(super) fn is_undivided(part: &MessagePart<'_>) -> bool {
    let multipart = part
        .content_type()
        .is_some_and(|it| it.ctype() == "multipart");
    multipart && !matches!(part.body, PartType::Multipart(_))
}

/// Everything below the headers as it came, for a mail in which no part was found.
fn below_headers(message: &Message<'_>) -> String {
    let root = message.parts.first();
    let start = root.map_or(0, |root| root.offset_body as usize);
    let bytes = message.raw_message.get(start..).unwrap_or_default();
    let bytes = bytes
        .get(..bytes.len().min(TEXT_BYTES_MAX))
        .unwrap_or_default();
    clean(&String::from_utf8_lossy(bytes))
}

/// The HTML the sender wrote, unsafe as it came, when the mail has an HTML version.
pub(super) fn html_of(message: &Message<'_>) -> Option<String> {
    let parts = message.html_bodies().filter_map(|part| match &part.body {
        PartType::Html(html) => Some(html.as_ref()),
        _ => None,
    });
    let html = parts.collect::<Vec<_>>().join("\n");
    let html = limit(html.replace('\0', ""), HTML_BYTES_MAX);
    (!html.trim().is_empty()).then_some(html)
}

/// HTML as readable text: quotes get `> `, links and pictures only their words.
pub fn from_html(html: &str) -> String {
    // The table borders we do not want and rules are one thing to the HTML reader: without this
    // the words on both sides of a rule would run into one.
    let html = limit(html.to_owned(), HTML_BYTES_MAX);
    let html = html
        .replace("<hr", "<p>---</p><hr")
        .replace("<HR", "<p>---</p><HR");
    if depth(&html) > HTML_DEPTH_MAX {
        return clean(&mail_parser::decoders::html::html_to_text(&html));
    }
    // A mail must not be able to stop the desk, so a panic in the HTML reader counts as "cannot
    // read this" and the simple reader takes over.
    let read = catch_unwind(AssertUnwindSafe(|| {
        html2text::config::with_decorator(words::Words)
            .no_table_borders()
            .allow_width_overflow()
            .string_from_read(html.as_bytes(), HTML_COLUMNS)
    }));
    match read {
        Ok(Ok(text)) => clean(&text),
        _ => clean(&mail_parser::decoders::html::html_to_text(&html)),
    }
}

/// Unix line ends, no NUL or other control characters, no blanks at line ends (but for the
/// signature mark `-- `), no blank lines around.
pub fn clean(text: &str) -> String {
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n') {
        let visible: String = line
            .chars()
            .filter(|c| *c == '\t' || !(c.is_control() || *c == '\u{feff}'))
            .collect();
        let trimmed = visible.trim_end();
        lines.push(if trimmed == "--" && visible.starts_with("-- ") {
            "-- ".to_owned()
        } else {
            trimmed.to_owned()
        });
    }
    let text = lines.join("\n");
    text.trim_matches('\n').to_owned()
}

/// One line of text for a subject or a name: control characters and line ends become blanks.
pub fn clean_line(text: &str) -> String {
    let visible: String = text
        .chars()
        .map(|c| {
            if c.is_control() || c == '\u{feff}' {
                ' '
            } else {
                c
            }
        })
        .collect();
    visible.trim().to_owned()
}

/// Cuts at a character boundary at or before `bytes_max`.
pub(super) fn limit(mut text: String, bytes_max: usize) -> String {
    if text.len() > bytes_max {
        text.truncate(text.floor_char_boundary(bytes_max));
    }
    text
}

/// An upper bound for how deeply elements nest: open tags minus closing tags. Counting is enough
/// to keep the tree builders, which recurse, away from hostile mails.
pub(super) fn depth(html: &str) -> usize {
    let mut open: usize = 0;
    let mut deepest = 0;
    for piece in html.split('<').skip(1) {
        if piece.starts_with('/') {
            open = open.saturating_sub(1);
        } else if piece.starts_with(|c: char| c.is_ascii_alphabetic()) && !is_void(piece) {
            open += 1;
            deepest = deepest.max(open);
        }
    }
    deepest
}

fn is_void(tag: &str) -> bool {
    let name = tag
        .split(|c: char| !c.is_ascii_alphanumeric())
        .next()
        .unwrap_or_default();
    let void = [
        "br", "img", "hr", "meta", "link", "input", "col", "base", "wbr", "area", "p", "li", "td",
        "tr", "o",
    ];
    void.iter().any(|known| name.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_becomes_readable_text() {
        let cases = [
            ("<p>Hello</p><p>World</p>", "Hello\n\nWorld"),
            ("<div>a<br>b</div>", "a\nb"),
            ("<blockquote>old</blockquote>", "> old"),
            ("see <a href='https://example.com'>here</a>", "see here"),
            ("<script>alert(1)</script>text", "text"),
            ("a<hr>b", "a\n---\nb"),
            ("<table><tr><td>a</td><td>b</td></tr></table>", "a b"),
        ];
        for (html, expected) in cases {
            let text = from_html(html);
            let squeezed = text.replace("\n\n", "\n");
            assert_eq!(squeezed, expected.replace("\n\n", "\n"), "{html}");
        }
    }

    #[test]
    fn deeply_nested_html_is_still_read() {
        let html = format!(
            "{}deep{}",
            "<div>".repeat(100_000),
            "</div>".repeat(100_000)
        );
        assert_eq!(from_html(&html).trim(), "deep");
        let quotes = format!("{}deep", "<blockquote><table><tr><td>".repeat(50_000));
        assert!(from_html(&quotes).contains("deep"));
    }

    #[test]
    fn control_characters_go_and_the_signature_mark_stays() {
        assert_eq!(clean("a\0b\r\n-- \r\nMe\u{7}  \r\n"), "ab\n-- \nMe");
        assert_eq!(clean_line("a\r\nBcc: x\0"), "a  Bcc: x");
    }
}
