//! The header lines the receiver puts on top of a mail.

use jiff::Timestamp;
use jiff::fmt::rfc2822::DateTimePrinter;
use std::net::SocketAddr;

/// The longest text from outside repeated in a header or an answer.
const VISIBLE_CHARS_MAX: usize = 255;

/// What is known about a mail when it arrives.
pub(super) struct Trace<'a> {
    pub(super) sender: Option<&'a str>,
    pub(super) hello: &'a str,
    pub(super) extended: bool,
    pub(super) tls: bool,
    pub(super) peer: SocketAddr,
    pub(super) host_name: &'a str,
    pub(super) id: &'a str,
    pub(super) received_at: Timestamp,
}

/// `Return-Path` and `Received`, each ending with CR LF.
pub(super) fn headers(trace: &Trace<'_>) -> String {
    let protocol = match (trace.extended, trace.tls) {
        (false, _) => "SMTP",
        (true, false) => "ESMTP",
        (true, true) => "ESMTPS",
    };
    let date = DateTimePrinter::new()
        .timestamp_to_string(&trace.received_at)
        .unwrap_or_default();
    format!(
        "Return-Path: <{sender}>\r\nReceived: from {hello} ([{peer}])\r\n\tby {host} with {protocol} id {id};\r\n\t{date}\r\n",
        sender = visible(trace.sender.unwrap_or_default()),
        hello = visible(trace.hello),
        peer = trace.peer.ip(),
        host = trace.host_name,
        id = trace.id,
    )
}

/// Text from outside in one harmless line: anything but visible characters becomes `?`.
pub(super) fn visible(text: &str) -> String {
    let harmless =
        |c: char| !(c.is_control() || c.is_whitespace() || matches!(c, '<' | '>' | '(' | ')'));
    text.chars()
        .take(VISIBLE_CHARS_MAX)
        .map(|c| if harmless(c) { c } else { '?' })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_are_headers_whatever_the_sender_says() {
        let text = headers(&Trace {
            sender: None,
            hello: "evil\r\nX-Injected: yes",
            extended: true,
            tls: true,
            peer: "192.0.2.1:4000".parse().unwrap(),
            host_name: "mail.example.com",
            id: "abc",
            received_at: "2026-03-02T09:00:00Z".parse().unwrap(),
        });
        assert_eq!(
            text,
            "Return-Path: <>\r\nReceived: from evil??X-Injected:?yes ([192.0.2.1])\r\n\tby mail.example.com \
             with ESMTPS id abc;\r\n\tMon, 2 Mar 2026 09:00:00 -0000\r\n"
        );
    }
}
