//! Collects findings while a policy is read: turns byte offsets into lines and
//! columns, and looks up the gravity of a code. It decides nothing itself.

use std::ops::Range;

use super::diagnostic::{CODES, Diagnostic, Gravity};

/// Where something stands in the file: a range of bytes.
pub(crate) type Place = Range<usize>;

/// A file's text and the findings in it so far.
#[derive(Debug)]
pub(crate) struct Problems<'s> {
    file: &'s str,
    source: &'s str,
    found: Vec<Diagnostic>,
}

impl<'s> Problems<'s> {
    pub(crate) fn new(file: &'s str, source: &'s str) -> Self {
        Self {
            file,
            source,
            found: Vec::new(),
        }
    }

    /// Adds a finding. The code must stand in [`CODES`].
    pub(crate) fn add(
        &mut self,
        code: &'static str,
        place: &Place,
        message: impl Into<String>,
        help: impl Into<String>,
    ) {
        let severity = CODES
            .iter()
            .find(|(known, _)| *known == code)
            .map(|(_, gravity)| *gravity)
            .expect("every code used stands in the list of codes");
        let (line, column, width, line_text) = locate(self.source, place);
        self.found.push(Diagnostic {
            code,
            severity,
            file: self.file.to_owned(),
            line,
            column,
            width,
            line_text,
            message: message.into(),
            help: help.into(),
        });
    }

    pub(crate) fn has_errors(&self) -> bool {
        self.found
            .iter()
            .any(|found| found.severity == Gravity::Error)
    }

    /// The line on which a place begins, from one.
    pub(crate) fn line(&self, place: &Place) -> usize {
        locate(self.source, place).0
    }

    /// All findings, in the order of the file.
    pub(crate) fn into_sorted(mut self) -> Vec<Diagnostic> {
        self.found
            .sort_by_key(|found| (found.line, found.column, found.severity));
        self.found
    }
}

/// Line, column, width and text of a place. Places beyond the text (an
/// unexpected end) are shown at its end.
fn locate(source: &str, place: &Place) -> (usize, usize, usize, String) {
    let start = floor_boundary(source, place.start);
    let end = floor_boundary(source, place.end).max(start);
    let before = source.get(..start).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    let line_text = source
        .get(line_start..)
        .and_then(|rest| rest.lines().next())
        .unwrap_or_default();
    let column = source
        .get(line_start..start)
        .unwrap_or_default()
        .chars()
        .count()
        + 1;
    let marked = source.get(start..end).unwrap_or_default();
    let width = marked.lines().next().unwrap_or_default().chars().count();
    (line, column, width.max(1), line_text.to_owned())
}

fn floor_boundary(source: &str, offset: usize) -> usize {
    let mut offset = offset.min(source.len());
    while !source.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
