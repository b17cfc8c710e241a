//! Prints what is made from the vocabulary of the policy language: the reference
//! page, or the JSON Schema.
//!
//! ```text
//! cargo run -p sla --example vocabulary -- reference > docs/src/policy-reference.md
//! cargo run -p sla --example vocabulary -- schema > policies/policy.schema.json
//! ```

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "an example prints"
)]

fn main() {
    match std::env::args().nth(1).as_deref() {
        Some("reference") => print!("{}", sla::policy::policy_reference()),
        Some("schema") => println!("{:#}", sla::policy::policy_schema()),
        _ => {
            eprintln!("write `reference` or `schema`");
            std::process::exit(2);
        }
    }
}
