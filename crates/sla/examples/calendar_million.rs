//! A million random calendar questions around daylight-saving changes, each
//! compared with a brute force; stops at the first difference.
//!
//! `cargo run --release -p sla --example calendar_million [QUESTIONS [SEED]]`

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    unreachable_pub,
    reason = "a check that shares its parts with the tests"
)]

#[path = "../tests/calendar_checks/cases.rs"]
mod cases;
#[path = "../tests/calendar_checks/oracle.rs"]
mod oracle;

fn main() {
    let mut arguments = std::env::args()
        .skip(1)
        .map(|argument| argument.parse().unwrap());
    let questions = arguments.next().unwrap_or(1_000_000);
    let seed = arguments.next().unwrap_or(1);
    cases::compare(seed, questions);
    println!("{questions} questions answered as the brute force does");
}
