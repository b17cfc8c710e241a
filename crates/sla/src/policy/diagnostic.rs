//! A problem in a policy file, with its place: what is wrong and how to mend it.
//!
//! The finding of problems lies with the reader and the checks; this file only
//! says what a finding is, how it is shown, and which codes exist.

use std::fmt;

use serde::Serialize;

/// How grave a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Gravity {
    /// The file is not a policy as long as it stands.
    Error,
    /// The policy can be run, and its author should look.
    Warning,
    /// Said for the record: a gap with its operating value, a settled contradiction.
    Note,
}

/// A finding in a policy file.
///
/// Lines and columns count from one; columns count characters. `Display` shows
/// the place, the line, a caret and the remedy, over several lines.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable name of the kind of finding; each has a page in the documents.
    pub code: &'static str,
    /// How grave it is: a [`Gravity::Error`] keeps the file from being run.
    pub severity: Gravity,
    /// The name the file was given when it was read.
    pub file: String,
    /// From one.
    pub line: usize,
    /// In characters, from one.
    pub column: usize,
    /// Characters to underline, at least one, never past the end of the line.
    pub width: usize,
    /// The whole line it is on, to be shown.
    pub line_text: String,
    /// What is wrong, in English.
    pub message: String,
    /// How to mend it; empty where there is nothing to mend.
    pub help: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let gravity = match self.severity {
            Gravity::Error => "error",
            Gravity::Warning => "warning",
            Gravity::Note => "note",
        };
        let number = self.line.to_string();
        let margin = " ".repeat(number.len());
        // Tabs keep their width in the caret line, so that the caret stays below.
        let indent: String = self
            .line_text
            .chars()
            .take(self.column - 1)
            .map(|c| if c == '\t' { '\t' } else { ' ' })
            .collect();
        writeln!(f, "{gravity}[{}]: {}", self.code, self.message)?;
        writeln!(f, "{margin}--> {}:{}:{}", self.file, self.line, self.column)?;
        writeln!(f, "{margin} |")?;
        writeln!(f, "{number} | {}", self.line_text)?;
        write!(f, "{margin} | {indent}{}", "^".repeat(self.width.max(1)))?;
        if !self.help.is_empty() {
            write!(f, "\n{margin} = help: {}", self.help)?;
        }
        Ok(())
    }
}

/// Every code with its gravity, in alphabetical order. A test holds this list
/// against the documents and against a planted fault for each.
pub const CODES: &[(&str, Gravity)] = &[
    ("ambiguous-day", Gravity::Error),
    ("automatic-act", Gravity::Warning),
    ("closed-and-special", Gravity::Warning),
    ("contradiction", Gravity::Error),
    ("duplicate-id", Gravity::Error),
    ("duty-never-begins", Gravity::Warning),
    ("empty-hours", Gravity::Error),
    ("endless-questionnaire", Gravity::Error),
    ("failed-case", Gravity::Error),
    ("graver-is-slower", Gravity::Warning),
    ("holidays-run-out", Gravity::Warning),
    ("internal-after-promise", Gravity::Warning),
    ("limited-hours", Gravity::Warning),
    ("met-by-any-message", Gravity::Warning),
    ("missing-key", Gravity::Error),
    ("missing-text", Gravity::Warning),
    ("never-applies", Gravity::Warning),
    ("never-due", Gravity::Warning),
    ("never-opens", Gravity::Error),
    ("no-default-severity", Gravity::Warning),
    ("no-longest-gap", Gravity::Warning),
    ("no-way-in", Gravity::Warning),
    ("overlapping-hours", Gravity::Warning),
    ("percentage-without-population", Gravity::Note),
    ("plan-without-hours", Gravity::Error),
    ("refused-channel", Gravity::Warning),
    ("release-without-fix", Gravity::Warning),
    ("response-after-resolution", Gravity::Warning),
    ("same-promises", Gravity::Note),
    ("severity-without-target", Gravity::Warning),
    ("shadowed-row", Gravity::Warning),
    ("short-notice", Gravity::Warning),
    ("statement-without-promise", Gravity::Warning),
    ("superseded", Gravity::Note),
    ("toml", Gravity::Error),
    ("two-targets", Gravity::Error),
    ("unknown-key", Gravity::Error),
    ("unknown-reference", Gravity::Error),
    ("unknown-word", Gravity::Error),
    ("unknown-zone", Gravity::Error),
    ("unreachable-question", Gravity::Warning),
    ("unstated", Gravity::Note),
    ("unstated-hours", Gravity::Error),
    ("unused", Gravity::Warning),
    ("warn-not-before-due", Gravity::Error),
    ("without-effect", Gravity::Warning),
    ("written-day", Gravity::Note),
    ("wrong-duration", Gravity::Error),
    ("wrong-time", Gravity::Error),
    ("wrong-type", Gravity::Error),
    ("wrong-value", Gravity::Error),
    ("zero-time", Gravity::Error),
];
