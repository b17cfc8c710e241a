//! Prints the JSON Schema of policy files:
//! `cargo run -p sla --example policy_schema > policies/policy.schema.json`.

#![allow(clippy::print_stdout, reason = "an example prints")]

fn main() {
    println!("{:#}", sla::policy::policy_schema());
}
