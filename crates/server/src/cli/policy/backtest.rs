//! `mainstay policy backtest`: a policy tried on the past.
//!
//! Takes a log or a desk's own tickets to the counting, shows the progress and
//! prints what came out. Nothing is computed here.

mod log;
mod words;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::{Timestamp, civil::Date};
use serde_json::json;
use sla::backtest::{Backtest, Report};
use sla::clock::explain;

use super::super::beside::desk;
use super::super::flags::Place;
use super::super::serve::block_on;
use super::super::{Answer, due, failure::Failure, say};
use super::open;
use crate::app::Trial;

/// Try a policy on recorded tickets
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mainstay policy backtest draft.toml --log 2025.jsonl --against policy.toml\n  \
    mainstay policy backtest draft.toml --desk infocyte --from 2026-07-01 --to 2026-09-30\n\n\
    Compares with another policy, or with what was recorded then. A log has one ticket a line; the\n\
    handbook's page on backtests describes it. Exits with 1 when a line could not be used."
)]
pub(super) struct Arguments {
    /// The policy to try
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// A log of tickets, one line of JSON each
    #[arg(
        long,
        value_name = "LOG",
        required_unless_present = "desk",
        conflicts_with = "desk"
    )]
    log: Option<PathBuf>,
    /// The tickets of this desk
    #[arg(long, value_name = "NAME", requires = "from", requires = "to")]
    desk: Option<String>,
    /// First day of receipt, in the zone of the policy
    #[arg(long, value_name = "DATE", requires = "desk")]
    from: Option<Date>,
    /// Last day of receipt
    #[arg(long, value_name = "DATE", requires = "desk")]
    to: Option<Date>,
    /// Compare with this policy, not with what was recorded
    #[arg(long, value_name = "FILE")]
    against: Option<PathBuf>,
    /// As of when: what is open then is running; now, if not given
    #[arg(long, value_name = "TIME", value_parser = due::instant)]
    at: Option<Timestamp>,
    /// Explain so many of the tickets that flip
    #[arg(long, value_name = "N", default_value_t = 3)]
    flips: usize,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    let then = arguments.against.as_deref().map(open).transpose()?;
    let trial = Trial {
        now: Arc::new(open(&arguments.file)?),
        then: then.map(Arc::new),
        at: arguments.at.unwrap_or_else(crate::clock::system_now),
    };
    let backtest = trial.backtest();
    let report = match (&arguments.log, &arguments.desk) {
        (Some(path), _) => of_log(&backtest, path)?,
        (None, Some(name)) => of_desk(&trial, name, arguments)?,
        (None, None) => {
            let help = "name a log with --log, or a desk with --desk, --from and --to";
            return Err(Failure::Use(help.to_owned()));
        }
    };
    let explained = explained(&backtest, &report, arguments.flips);
    if arguments.json {
        let answer = json!({ "report": report, "explanations": explained });
        say::json(out, &answer)?;
    } else {
        words::write(&report, &explained, out)?;
    }
    Ok(if report.problems.count == 0 {
        Answer::Yes
    } else {
        Answer::No
    })
}

fn of_log(backtest: &Backtest<'_>, path: &Path) -> Result<Report, Failure> {
    let bytes = std::fs::metadata(path).map_or(0, |file| file.len());
    let bar = bar(bytes, "{wide_bar} {bytes}/{total_bytes} {eta}");
    let tally = log::count(backtest, path, |read| bar.inc(read))?;
    bar.finish_and_clear();
    Ok(backtest.report(&tally))
}

fn of_desk(trial: &Trial, name: &str, arguments: &Arguments) -> Result<Report, Failure> {
    let (from, until) = trial.received(arguments.from, arguments.to);
    if from >= until {
        return Err(Failure::Use("--from lies after --to".to_owned()));
    }
    block_on(async {
        let app = arguments.place.open().await?;
        let (desk, _) = desk(&app, name).await?;
        let bar = bar(
            app.ticket_count(&desk).await?,
            "{wide_bar} {pos}/{len} {eta}",
        );
        let progress = |looked_at| bar.set_position(looked_at);
        let report = app.backtest(&desk, trial, from, until, progress).await?;
        bar.finish_and_clear();
        Ok(report)
    })
}

/// Shown on standard error, and only where that is a terminal.
fn bar(length: u64, template: &str) -> ProgressBar {
    let style = ProgressStyle::with_template(template);
    ProgressBar::new(length).with_style(style.expect("the template names parts that exist"))
}

/// A flip with both sides in words.
#[derive(Clone, Debug, serde::Serialize)]
struct Explained {
    ticket: String,
    then: Option<String>,
    now: Option<String>,
}

fn explained(backtest: &Backtest<'_>, report: &Report, count: usize) -> Vec<Explained> {
    let flips = report.flips.listed.iter().take(count);
    flips
        .map(|flip| {
            let sides = backtest.explain(flip);
            Explained {
                ticket: flip.ticket.ticket.clone(),
                then: sides.then.as_ref().map(|told| explain::text(told, "en")),
                now: sides.now.as_ref().map(|told| explain::text(told, "en")),
            }
        })
        .collect()
}
