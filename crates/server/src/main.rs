//! The one binary. Everything it does lies in the library; this only starts it.

use std::process::ExitCode;

fn main() -> ExitCode {
    server::cli::run()
}
