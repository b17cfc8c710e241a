//! `mainstay serve`: the desks of an installation, until they are asked to stop.

use std::future::Future;
use std::io::Write;

use clap::Args;

use super::{Answer, failure::Failure, flags};
use crate::clock::Clock;
use crate::config::Settings;
use crate::serve::{Installation, asked_to_stop};

/// Run the desks of an installation
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  mainstay serve --data /var/lib/mainstay \
    --relay smtp://mail.example.com:25\n\n\
    Settings come from the file (--config), then MAINSTAY_* variables, then flags.\n\
    `mainstay doctor` shows what is in force. Stop it with Ctrl-C or SIGTERM.")]
pub(super) struct Arguments {
    #[command(flatten)]
    server: flags::Server,
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    let settings = arguments.server.layers()?.settings()?;
    trace();
    block_on(async {
        let installation = Installation::open(settings, Clock::system(), false).await?;
        let mut told = Ok(());
        let ready = |settings: &Settings| {
            told = writeln!(
                out,
                "Desks: {}\nMails: {}",
                settings.base_url, settings.smtp
            )
            .and_then(|()| out.flush());
        };
        installation.run(asked_to_stop(), ready).await?;
        Ok(told?)
    })?;
    Ok(Answer::Yes)
}

/// Runs something asynchronous to its end.
pub(super) fn block_on<T>(future: impl Future<Output = Result<T, Failure>>) -> Result<T, Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    runtime.map_err(Failure::Runtime)?.block_on(future)
}

/// Logs to standard error: warnings, and what `RUST_LOG` asks for.
pub(super) fn trace() {
    let filter = tracing_subscriber::EnvFilter::builder()
        .with_default_directive(tracing::level_filters::LevelFilter::WARN.into())
        .from_env_lossy();
    // A second subscriber in one process is refused; the first one serves.
    drop(
        tracing_subscriber::fmt()
            .with_env_filter(filter)
            .with_writer(std::io::stderr)
            .try_init(),
    );
}
