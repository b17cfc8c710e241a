//! How commands say things: JSON, tables, instants. Words only.

use std::io::Write;

use jiff::Timestamp;
use serde::Serialize;

use super::failure::Failure;

/// An answer in JSON, on several lines.
pub(super) fn json(out: &mut impl Write, answer: &impl Serialize) -> Result<(), Failure> {
    serde_json::to_writer_pretty(&mut *out, answer)?;
    writeln!(out)?;
    Ok(())
}

/// Columns under a heading, as wide as their widest entry.
pub(super) fn table<const N: usize>(
    out: &mut impl Write,
    heading: [&str; N],
    rows: &[[String; N]],
) -> Result<(), Failure> {
    let mut widths = heading.map(|title| title.chars().count());
    for row in rows {
        for (width, entry) in widths.iter_mut().zip(row) {
            *width = (*width).max(entry.chars().count());
        }
    }
    let heading = heading.map(str::to_owned);
    for row in std::iter::once(&heading).chain(rows) {
        let padded = row.iter().zip(widths);
        let padded: Vec<String> = padded
            .map(|(entry, width)| format!("{entry:<width$}"))
            .collect();
        writeln!(out, "{}", padded.join("  ").trim_end())?;
    }
    Ok(())
}

/// `1 ticket`, `2 tickets`.
pub(super) fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// An instant as the database keeps it, in words for people and scripts.
pub(super) fn instant(microseconds: i64) -> Timestamp {
    Timestamp::from_microsecond(microseconds).unwrap_or(Timestamp::MAX)
}

/// `yes` or nothing, for a column of exceptions.
pub(super) fn mark(holds: bool) -> String {
    if holds { "yes" } else { "" }.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_as_wide_as_its_entries() {
        let mut out = Vec::new();
        let rows = [
            ["é".to_owned(), "1".to_owned()],
            ["long".to_owned(), String::new()],
        ];
        table(&mut out, ["a", "bb"], &rows).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "a     bb\né     1\nlong\n");
    }
}
