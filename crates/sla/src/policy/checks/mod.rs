//! The linter: what is wrong, doubtful or worth saying in a policy that reads.
//!
//! Each file holds one family of checks. They only add findings; whether the
//! policy may be used is decided by the gravity of what they found.

mod coverage;
mod references;
mod statements;
mod ties;
mod times;

use super::{Policy, parts, problems::Problems};

/// Runs every check. Checks that compute instants run only where all names
/// resolve, because without its calendar no promise can be computed.
pub(super) fn run(policy: &Policy, problems: &mut Problems<'_>) {
    references::run(policy, problems);
    coverage::run(policy, problems);
    parts::check(policy, problems);
    statements::run(policy, problems);
    ties::run(policy, problems);
    if !problems.has_errors() {
        times::run(policy, problems);
    }
}
