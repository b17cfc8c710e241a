//! Statements as the text writes them, beside the one that governs.
//!
//! A faithful transcription may contain what no policy should: a bare "2 days",
//! a second time for the same promise. Here it stands as a quotation; the checks
//! compare it with what governs.

use super::{
    AllOf, Within, WithinError,
    by_severity::{BySeverity, Scale},
    problems::{Place, Problems},
    table::{Node, Placed, Table},
    target::read_satisfied_by,
};

/// One `[[target.written]]`.
#[derive(Clone, Debug)]
pub(crate) struct Written {
    pub(crate) clause: String,
    pub(crate) within: Option<BySeverity<WrittenTime>>,
    /// The acts this statement names, where they differ from those that govern.
    pub(crate) satisfied_by: Vec<AllOf>,
    pub(crate) place: Place,
}

/// A time as it stands in the text, and how it reads, if it does.
#[derive(Clone, Debug)]
pub(crate) struct WrittenTime {
    pub(crate) text: String,
    pub(crate) reading: Result<Within, WithinError>,
}

impl WrittenTime {
    /// True where the governing time says the same, or is one of the readings of
    /// a day that could be several.
    pub(crate) fn agrees_with(&self, governing: &Within) -> bool {
        let governing = match governing {
            Within::Unstated {
                operating: Some(within),
            } => within,
            other => other,
        };
        match &self.reading {
            Ok(within) => within == governing,
            Err(WithinError::AmbiguousDay { days, .. }) => match governing {
                Within::WorkingDays { days: governing } => governing == days,
                Within::CalendarSpan {
                    months: 0,
                    days: governing,
                } => governing == days,
                Within::Open { seconds, .. } | Within::Elapsed { seconds, .. } => {
                    *seconds == i64::from(*days) * 86_400
                }
                _ => false,
            },
            // Free words ("as soon as possible") can be compared with nothing.
            Err(_) => true,
        }
    }
}

pub(crate) fn read(
    tables: Vec<Table<'_>>,
    scale: Scale<'_>,
    problems: &mut Problems<'_>,
) -> Vec<Written> {
    let mut written = Vec::new();
    for mut table in tables {
        let clause = table
            .need("clause", problems)
            .and_then(|node| node.string(problems));
        let within = table
            .take("within")
            .and_then(|node| BySeverity::read(&node, scale, problems, read_time));
        let satisfied_by = read_satisfied_by(table.take("satisfied-by"), problems);
        let place = table.place.clone();
        table.finish(problems);
        let clause = clause.map(|clause| clause.value);
        written.extend(clause.map(|clause| Written {
            clause,
            within,
            satisfied_by,
            place,
        }));
    }
    written
}

fn read_time(node: &Node<'_>, problems: &mut Problems<'_>) -> Option<Placed<WrittenTime>> {
    let written = node.string(problems)?;
    let reading = written.value.parse();
    Some(Placed {
        value: WrittenTime {
            text: written.value,
            reading,
        },
        place: written.place,
    })
}
