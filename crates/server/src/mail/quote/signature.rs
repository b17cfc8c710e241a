//! Finds the signature at the end of a mail: below `-- `, or a mobile program's one line.

use super::is_blank;

/// A signature is short; more lines below `-- ` are content (a table, a log).
const SIGNATURE_LINES_MAX: usize = 20;

/// The mark without its blank is weaker evidence, so less may follow it.
const SIGNATURE_LINES_MAX_WEAK: usize = 10;

/// Longer lines are sentences, not advertisements of a mail program.
const MOBILE_CHARS_MAX: usize = 80;

const MOBILE_STARTS: [&str; 31] = [
    "sent from my ",
    "sent from outlook",
    "sent from mail for",
    "sent from yahoo",
    "sent from proton",
    "sent with proton",
    "sent via ",
    "get outlook for ",
    "von meinem ",
    "gesendet von ",
    "gesendet mit ",
    "diese nachricht wurde von meinem ",
    "envoyé de mon ",
    "envoyé depuis ",
    "envoyé à partir de ",
    "télécharger outlook",
    "enviado desde mi ",
    "enviado desde ",
    "enviado do meu ",
    "enviado de meu ",
    "obtener outlook",
    "inviato da ",
    "inviato dal mio ",
    "verzonden vanaf ",
    "verstuurd vanaf ",
    "skickat från min ",
    "sendt fra min ",
    "lähetetty ",
    "wysłane z ",
    "отправлено с ",
    "отправлено из ",
];

const MOBILE_ENDS: [&str; 5] = [
    "から送信",
    "から送信されました",
    "发送自我的手机",
    "发自我的iphone",
    "에서 보냄",
];

/// The lines without a signature at their end.
pub(super) fn without_signature<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let mut kept = lines.to_vec();
    trim_blank(&mut kept);
    if let Some(start) = start(&kept) {
        kept.truncate(start);
        trim_blank(&mut kept);
    }
    while kept.last().is_some_and(|line| is_mobile(line)) {
        kept.pop();
        trim_blank(&mut kept);
    }
    kept
}

/// Whether these lines are blank or only a signature.
pub(super) fn nothing_but_signature(lines: &[&str]) -> bool {
    let mut written = lines.iter().filter(|line| !is_blank(line));
    match written.next() {
        None => true,
        Some(first) => {
            (is_mark(first) && written.count() <= SIGNATURE_LINES_MAX) || is_mobile(first)
        }
    }
}

fn start(lines: &[&str]) -> Option<usize> {
    let start = lines.iter().rposition(|line| is_mark(line))?;
    let below = lines.len() - start - 1;
    let strong = lines.get(start).is_some_and(|line| line.starts_with("-- "));
    let lines_max = if strong {
        SIGNATURE_LINES_MAX
    } else {
        SIGNATURE_LINES_MAX_WEAK
    };
    (below <= lines_max).then_some(start)
}

fn is_mark(line: &str) -> bool {
    line == "-- " || line == "--"
}

fn is_mobile(line: &str) -> bool {
    let line = line.trim().to_lowercase();
    if line.chars().count() > MOBILE_CHARS_MAX || line.ends_with(['?', '!']) {
        return false;
    }
    MOBILE_STARTS.iter().any(|start| line.starts_with(start))
        || MOBILE_ENDS.iter().any(|end| line.ends_with(end))
}

fn trim_blank(lines: &mut Vec<&str>) {
    while lines.last().is_some_and(|line| is_blank(line)) {
        lines.pop();
    }
}
