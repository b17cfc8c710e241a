//! Prints the reference page of the policy language:
//! `cargo run -p sla --example policy_reference > docs/src/policy-reference.md`.

#![allow(clippy::print_stdout, reason = "an example prints")]

fn main() {
    print!("{}", sla::policy::policy_reference());
}
