//! `mainstay export`: what is in an installation, as lines for other programs.

use std::io::Write;

use clap::{Args, Subcommand};
use jiff::Timestamp;

use super::beside::desk;
use super::flags::Place;
use super::serve::block_on;
use super::{Answer, failure::Failure};

/// Write what is stored as lines of JSON
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write a desk's tickets as a log for backtests
    #[command(
        after_help = "Example:\n  mainstay export tickets --desk infocyte > tickets.jsonl\n\n\
        One line a ticket: what happened when, and what was recorded of its clocks. No text that\n\
        people wrote is in it, but the names of customers are."
    )]
    Tickets {
        #[arg(long, value_name = "NAME")]
        desk: String,
        #[command(flatten)]
        place: Place,
    },
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    match &arguments.command {
        Command::Tickets { desk, place } => tickets(desk, place, out),
    }
}

fn tickets(name: &str, place: &Place, out: &mut impl Write) -> Result<Answer, Failure> {
    block_on(async {
        let app = place.open().await?;
        let (desk, _) = desk(&app, name).await?;
        let mut after = String::new();
        while let Some(page) = app
            .past_tickets(&desk, &after, Timestamp::MIN, Timestamp::MAX)
            .await?
        {
            for ticket in &page.tickets {
                writeln!(out, "{}", ticket.to_line())?;
            }
            after = page.last;
        }
        Ok(Answer::Yes)
    })
}
