//! `mainstay policy approve` and `mainstay policy withdraw`: what is decided of a
//! version between its proposal and its first day.

use std::io::Write;

use clap::Args;

use super::publish::COMMAND_LINE;
use crate::app::App;
use crate::cli::beside::desk;
use crate::cli::flags::Place;
use crate::cli::serve::block_on;
use crate::cli::{Answer, failure::Failure, say};
use crate::store::PublicationRow;

/// Approve a proposed policy version as a second person
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mainstay policy approve 3f9c0d --desk infocyte --as head@infocyte.example.com\n\n\
    The first characters of the version are enough."
)]
pub(super) struct Approve {
    #[arg(value_name = "VERSION")]
    version: String,
    /// The desk's short name
    #[arg(long, value_name = "NAME")]
    desk: String,
    /// Mail address of the supervisor who approves
    #[arg(long = "as", value_name = "EMAIL")]
    by: String,
    #[command(flatten)]
    place: Place,
}

/// Withdraw a policy version before it takes effect
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mainstay policy withdraw 3f9c0d --desk infocyte --reason 'the hours were wrong'\n\n\
    The first characters of the version are enough. Whoever was told of it is told of this too."
)]
pub(super) struct Withdraw {
    #[arg(value_name = "VERSION")]
    version: String,
    /// The desk's short name
    #[arg(long, value_name = "NAME")]
    desk: String,
    /// Why; stands on record
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    place: Place,
}

pub(super) fn approve(arguments: &Approve, out: &mut impl Write) -> Result<Answer, Failure> {
    block_on(async {
        let app = arguments.place.open().await?;
        let (name, row) = desk(&app, &arguments.desk).await?;
        let by = supervisor(&app, &row.desk, &arguments.by).await?;
        let found = found(&app, &row.desk, &arguments.version).await?;
        let approved = app.approve_policy(&name, &found.version, &by).await?;
        let from = say::instant(approved.effective_at);
        writeln!(
            out,
            "published {}\nfor tickets received from {from} on",
            approved.version
        )?;
        Ok(Answer::Yes)
    })
}

pub(super) fn withdraw(arguments: &Withdraw, out: &mut impl Write) -> Result<Answer, Failure> {
    block_on(async {
        let app = arguments.place.open().await?;
        let (name, row) = desk(&app, &arguments.desk).await?;
        let found = found(&app, &row.desk, &arguments.version).await?;
        app.withdraw_policy(&name, &found.version, COMMAND_LINE, &arguments.reason)
            .await?;
        writeln!(out, "withdrawn {}", found.version)?;
        Ok(Answer::Yes)
    })
}

/// The supervisor with that mail address, as they stand in records.
pub(super) async fn supervisor(app: &App, desk: &str, address: &str) -> Result<String, Failure> {
    let agent = app.store().agent_by_address(desk, address).await?;
    let agent = agent.filter(|agent| {
        agent.active && matches!(agent.role.as_str(), "supervisor" | "administrator")
    });
    match agent {
        Some(agent) => Ok(format!("agent:{}", agent.agent)),
        None => Err(Failure::Use(format!(
            "{address} is no supervisor of desk `{desk}`"
        ))),
    }
}

/// The publication whose version begins like that.
async fn found(app: &App, desk: &str, beginning: &str) -> Result<PublicationRow, Failure> {
    let publications = app.store().publications(desk).await?;
    let mut like = publications
        .into_iter()
        .filter(|row| row.version.starts_with(beginning));
    match (like.next(), like.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err(Failure::Use(format!(
            "no version that was proposed at desk `{desk}` begins with `{beginning}`"
        ))),
        (Some(_), Some(_)) => Err(Failure::Use(format!(
            "several versions begin with `{beginning}`: give more of it"
        ))),
    }
}
