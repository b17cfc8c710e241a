//! The files that came with a mail: name, type and bytes, safe to store under their hash.
//!
//! Names are cleaned of folders and control characters; types are as claimed by the sender and
//! are not to be believed when a file is served.

use mail_parser::decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode};
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders, PartType};
use serde::{Serialize, Serializer};

/// The most attachments taken from one mail.
pub const ATTACHMENTS_MAX: usize = 500;

/// The longest attachment name, in characters.
pub const NAME_CHARS_MAX: usize = 200;

/// One file of a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Attachment {
    /// File name without folders; made up when the mail gives none.
    pub name: String,
    /// Media type as the sender claims it, in lower case.
    #[serde(rename = "type")]
    pub media_type: String,
    /// The content, decoded. In JSON only its length appears, as `size`.
    #[serde(rename = "size", serialize_with = "length")]
    pub bytes: Vec<u8>,
    /// The id by which HTML refers to it (`cid:`), without angle brackets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_id: Option<String>,
}

/// All attachments of a message, the nested mails among them.
pub(super) fn attachments_of(message: &Message<'_>) -> Vec<Attachment> {
    // A multipart without readable parts counts as text, not as a file.
    let files = message
        .attachments()
        .filter(|part| !super::body::is_undivided(part));
    let files = files.take(ATTACHMENTS_MAX).enumerate();
    files
        .map(|(index, part)| attachment(message, part, index + 1))
        .collect()
}

fn attachment(message: &Message<'_>, part: &MessagePart<'_>, number: usize) -> Attachment {
    let media_type = media_type(part);
    Attachment {
        name: name(part, &media_type, number),
        bytes: bytes(message, part),
        content_id: part
            .content_id()
            .map(super::body::clean_line)
            .filter(|id| !id.is_empty()),
        media_type,
    }
}

fn media_type(part: &MessagePart<'_>) -> String {
    let claimed = part.content_type().map(|it| match it.subtype() {
        Some(subtype) => format!("{}/{subtype}", it.ctype()),
        None => it.ctype().to_owned(),
    });
    let claimed = claimed.unwrap_or_else(|| match part.body {
        PartType::Message(_) => "message/rfc822".to_owned(),
        PartType::Text(_) => "text/plain".to_owned(),
        PartType::Html(_) => "text/html".to_owned(),
        _ => "application/octet-stream".to_owned(),
    });
    super::body::clean_line(&claimed).to_ascii_lowercase()
}

fn name(part: &MessagePart<'_>, media_type: &str, number: usize) -> String {
    let given = part.attachment_name().map(str::to_owned);
    let located = || part.content_location().map(str::to_owned);
    let nested = || {
        let subject = part.message()?.subject()?;
        let subject = subject.replace(['/', '\\'], "-");
        (!subject.trim().is_empty()).then(|| format!("{}.eml", subject.trim()))
    };
    let name = given
        .or_else(located)
        .or_else(nested)
        .map(|name| safe_name(&name));
    name.filter(|name| !name.is_empty())
        .unwrap_or_else(|| format!("attachment-{number}.{}", extension(media_type)))
}

/// Only the last part of a path, without control characters and leading dots, of bounded length.
fn safe_name(name: &str) -> String {
    let last = name
        .trim()
        .trim_end_matches(['/', '\\'])
        .rsplit(['/', '\\'])
        .next()
        .unwrap_or_default();
    let visible: String = last
        .chars()
        .filter(|c| !c.is_control() && !matches!(c, '\u{202a}'..='\u{202e}'))
        .collect();
    let visible = visible.trim().trim_start_matches('.');
    let surplus = visible.chars().count().saturating_sub(NAME_CHARS_MAX);
    // The end carries the extension, so a long name loses its beginning.
    visible.chars().skip(surplus).collect()
}

fn extension(media_type: &str) -> &'static str {
    match media_type {
        "message/rfc822" => "eml",
        "message/delivery-status" | "text/rfc822-headers" | "text/plain" => "txt",
        "text/calendar" => "ics",
        other => mime_guess::get_mime_extensions_str(other)
            .and_then(|known| known.first().copied())
            .unwrap_or("bin"),
    }
}

/// The decoded bytes. The parser hands out text parts as UTF-8; a file must stay as it was sent,
/// so text files are decoded again from the transfer encoding alone.
fn bytes(message: &Message<'_>, part: &MessagePart<'_>) -> Vec<u8> {
    let (PartType::Text(_) | PartType::Html(_)) = part.body else {
        return part.contents().to_vec();
    };
    let raw = message
        .raw_message
        .get(part.offset_body as usize..part.offset_end as usize);
    let decoded = raw.and_then(|raw| match part.encoding {
        Encoding::None => Some(raw.to_vec()),
        Encoding::Base64 => base64_decode(raw),
        Encoding::QuotedPrintable => quoted_printable_decode(raw),
    });
    decoded.unwrap_or_else(|| part.contents().to_vec())
}

fn length<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(bytes.len() as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lose_folders_and_tricks() {
        for (given, expected) in [
            ("../../etc/passwd", "passwd"),
            ("C:\\Temp\\log.txt", "log.txt"),
            (".bashrc", "bashrc"),
            ("invoice\u{202e}fdp.exe", "invoicefdp.exe"),
            ("a\0b.txt", "ab.txt"),
        ] {
            assert_eq!(safe_name(given), expected);
        }
        assert_eq!(
            safe_name(&format!("{}.pdf", "x".repeat(500)))
                .chars()
                .count(),
            NAME_CHARS_MAX
        );
    }

    #[test]
    fn a_text_file_keeps_its_own_character_set() {
        let raw = b"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nhi\r\n--b\r\n\
            Content-Type: text/csv; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\
            Content-Disposition: attachment; filename=a.csv\r\n\r\nM=FCnchen\r\n--b--\r\n";
        let mail = crate::mail::parse(raw);
        assert_eq!(mail.attachments.len(), 1);
        assert_eq!(mail.attachments[0].bytes, b"M\xfcnchen");
        assert_eq!(mail.attachments[0].name, "a.csv");
        assert_eq!(mail.attachments[0].media_type, "text/csv");
    }
}
