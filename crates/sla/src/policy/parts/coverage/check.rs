//! Rows that name what is not declared, and rows that never decide.

use super::{CoverageRow, CoverageTable, ids};
use crate::policy::{
    problems::Problems,
    table::{Placed, unknown},
};

pub(in crate::policy::parts) fn check(
    table: &CoverageTable,
    periods: &[&str],
    levels: &[u8],
    problems: &mut Problems<'_>,
) {
    let subjects: Vec<&str> = table.subjects.iter().map(|(id, _)| id.as_str()).collect();
    for row in table.rows.iter().chain([&table.otherwise]) {
        known(&row.subjects, &subjects, "`[coverage.subject]`", problems);
        known(&row.during, periods, "the periods of the policy", problems);
        if let Some(level) = row.level.filter(|level| !levels.contains(level)) {
            let message = format!("there is no level {level}");
            let help = format!("declare it with `[level.{level}]`, or correct the number");
            problems.add("unknown-reference", &row.place, message, help);
        }
    }
    for (index, row) in table.rows.iter().enumerate() {
        let above = table.rows.iter().take(index);
        if let Some(earlier) = above.clone().find(|earlier| earlier.includes(row)) {
            let message = format!(
                "the row `{}` never decides: `{}` above it fits all its requests",
                row.id, earlier.id
            );
            let help = "move the special row above the general one, or remove it";
            problems.add("shadowed-row", &row.place, message, help);
        }
    }
}

fn known(used: &[Placed<String>], declared: &[&str], place: &str, problems: &mut Problems<'_>) {
    for id in used
        .iter()
        .filter(|id| !declared.contains(&id.value.as_str()))
    {
        unknown(
            "unknown-reference",
            &id.value,
            &id.place,
            place,
            declared,
            problems,
        );
    }
}

impl CoverageRow {
    /// Whether it fits every request that the other row fits.
    fn includes(&self, other: &Self) -> bool {
        let words = |row: &[Placed<String>]| ids(row).map(str::to_owned).collect::<Vec<_>>();
        wider(&self.kinds, &other.kinds)
            && wider(&words(&self.subjects), &words(&other.subjects))
            && wider(&self.causes, &other.causes)
            && wider(&self.modified_by, &other.modified_by)
            && wider(self.permission.as_slice(), other.permission.as_slice())
            && wider(&self.contracts, &other.contracts)
            // Several periods can run at once, and one of them is enough.
            && wider(&words(&self.during), &words(&other.during))
    }
}

/// Whether a condition holds wherever the other does; an empty one always holds.
fn wider<T: PartialEq>(condition: &[T], other: &[T]) -> bool {
    let contains_all = !other.is_empty() && other.iter().all(|item| condition.contains(item));
    condition.is_empty() || contains_all
}
