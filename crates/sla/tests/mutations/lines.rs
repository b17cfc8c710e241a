//! A policy file as lines that know their table, and edits of them.

/// One `key = value` on one line.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Entry<'s> {
    /// Index of the line, from zero.
    pub(crate) at: usize,
    pub(crate) key: &'s str,
    pub(crate) value: &'s str,
    /// The header it stands under, as written: `[calendar.office]`, `[[target]]`.
    pub(crate) header: &'s str,
    /// Index of the header's line.
    pub(crate) header_at: usize,
}

/// The lines of a file.
#[derive(Debug)]
pub(crate) struct File<'s> {
    lines: Vec<&'s str>,
}

impl<'s> File<'s> {
    pub(crate) fn new(source: &'s str) -> Self {
        Self {
            lines: source.lines().collect(),
        }
    }

    /// Every header with the index of its line.
    pub(crate) fn headers(&self) -> impl Iterator<Item = (usize, &'s str)> {
        let lines = self.lines.iter().copied().enumerate();
        lines.filter(|(_, line)| line.starts_with('['))
    }

    /// Every entry that begins and ends on one line.
    pub(crate) fn entries(&self) -> Vec<Entry<'s>> {
        let (mut header, mut header_at) = ("", 0);
        let mut entries = Vec::new();
        for (at, line) in self.lines.iter().copied().enumerate() {
            if line.starts_with('[') {
                (header, header_at) = (line, at);
            }
            let key_value = line.split_once('=');
            if let Some((key, value)) = key_value
                && line.starts_with(|first: char| first.is_ascii_lowercase())
                && is_whole(value)
            {
                entries.push(Entry {
                    at,
                    key: key.trim(),
                    value: value.trim(),
                    header,
                    header_at,
                });
            }
        }
        entries
    }

    /// The entries under one header, given one of them.
    pub(crate) fn siblings(&self, of: &Entry<'_>) -> Vec<Entry<'s>> {
        let mut entries = self.entries();
        entries.retain(|entry| entry.header_at == of.header_at);
        entries
    }

    /// The text with a line replaced; by several where `line` has line breaks.
    pub(crate) fn replace(&self, at: usize, line: &str) -> String {
        self.edit(&[(at, Some(line))])
    }

    /// The text with lines replaced, or left out where there is nothing instead.
    pub(crate) fn edit(&self, edits: &[(usize, Option<&str>)]) -> String {
        let mut text = String::new();
        for (at, line) in self.lines.iter().copied().enumerate() {
            let edited = edits.iter().find(|(edited, _)| *edited == at);
            if let Some(line) = edited.map_or(Some(line), |(_, instead)| *instead) {
                text.push_str(line);
                text.push('\n');
            }
        }
        text
    }

    /// The text without a line.
    pub(crate) fn without(&self, at: usize) -> String {
        self.edit(&[(at, None)])
    }
}

/// True where a value closes all that it opens.
fn is_whole(value: &str) -> bool {
    let count = |of: char| value.matches(of).count();
    count('[') == count(']') && count('{') == count('}') && count('"').is_multiple_of(2)
}

/// Each text in quotation marks, as its range in the value without the marks.
pub(crate) fn quoted(value: &str) -> Vec<std::ops::Range<usize>> {
    let marks: Vec<usize> = value.match_indices('"').map(|(at, _)| at).collect();
    marks
        .chunks_exact(2)
        .map(|pair| pair[0] + 1..pair[1])
        .collect()
}
