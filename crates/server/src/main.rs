//! The one binary. Everything it does lies in the library; this only starts it.

use std::process::ExitCode;

/// Pages and answers are made of many small texts.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    server::cli::run()
}
