//! The linter: what is wrong, doubtful or worth saying in a policy that reads.
//!
//! Each file holds one family of checks. They only add findings; whether the
//! policy may be used is decided by the gravity of what they found.

mod coverage;
mod dated;
mod duties;
mod order;
mod reach;
mod references;
mod samples;
mod statements;
mod targets;
mod ties;
mod times;
mod ways;

use super::{Policy, parts, problems::Problems};
pub(super) use samples::{WEEK_SECONDS, WEEK_START_SECOND, requests};

/// Runs every check. Checks that compute instants run only where all names
/// resolve, because without its calendar no promise can be computed.
pub(super) fn run(policy: &Policy, problems: &mut Problems<'_>) {
    references::run(policy, problems);
    coverage::run(policy, problems);
    duties::run(policy, problems);
    parts::check(policy, problems);
    statements::run(policy, problems);
    targets::run(policy, problems);
    ties::run(policy, problems);
    ways::run(policy, problems);
    if !problems.has_errors() {
        let samples = samples::take(policy);
        times::run(policy, &samples, problems);
        order::run(policy, &samples, problems);
        reach::run(policy, &samples, problems);
        dated::run_from_effective(policy, problems);
    }
}
