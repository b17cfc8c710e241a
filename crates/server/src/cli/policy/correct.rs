//! `mainstay policy correct`: a calendar of the version in force was wrong. Says what
//! that changes, puts the corrected version in its place, and has everything that
//! was measured in the wrong calendar measured again.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use domain::text::{Language, result_in_words};
use domain::{ClockResult, DeskName};
use jiff::Timestamp;
use serde_json::{Value, json};
use sla::policy::Audience;

use super::decide::supervisor;
use super::publish::{COMMAND_LINE, publishable};
use crate::app::{App, CorrectedClock, CorrectedPolicy, CorrectionProposal};
use crate::cli::beside::desk;
use crate::cli::flags::Place;
use crate::cli::serve::block_on;
use crate::cli::{Answer, failure::Failure, say};
use crate::store::PublicationRow;
use crate::timers::take_over;

/// Correct a wrong calendar of the policy in force, and measure again
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mainstay policy correct corrected.toml --desk in8sync --dry-run \\\n    \
    --reason 'Founders Day was declared on the day before'\n\n\
    The file may differ from the version in force in calendars alone, and counts from the same\n\
    time. Both results stay on the tickets, with the reason; customers whose results change are\n\
    told by mail. Where the desk asks for a second person, `mainstay policy approve` follows.\n\
    Interrupted, the desk goes on with it when it runs."
)]
pub(super) struct Arguments {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The desk's short name
    #[arg(long, value_name = "NAME")]
    desk: String,
    /// Why the calendar was wrong; customers read it
    #[arg(long, value_name = "TEXT")]
    reason: String,
    /// Mail address of the supervisor who found out
    #[arg(long = "as", value_name = "EMAIL")]
    by: Option<String>,
    /// Only list the clocks whose result would change
    #[arg(long)]
    dry_run: bool,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// What a correction changes.
struct Changes {
    clocks: Vec<CorrectedClock>,
    looked_at: u64,
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    block_on(correct(arguments, out))
}

async fn correct(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    let source = publishable(&arguments.file)?;
    let app = arguments.place.open().await?;
    let (name, row) = desk(&app, &arguments.desk).await?;
    let by = match &arguments.by {
        Some(address) => supervisor(&app, &row.desk, address).await?,
        None => COMMAND_LINE.to_owned(),
    };
    let proposal = CorrectionProposal {
        source,
        by,
        reason: arguments.reason.clone(),
    };
    let policy = app.correction(&name, &proposal).await?;
    let changes = changes(&app, &name, &policy).await?;
    let publication = if arguments.dry_run {
        None
    } else {
        let publication = app.propose_correction(&name, &proposal).await?;
        carry_out(&app, &publication).await?;
        Some(publication)
    };
    let state = publication.as_ref().map(|row| row.state.as_str());
    if arguments.json {
        let answer = json!({
            "desk": row.desk,
            "version": policy.right.version(),
            "corrects": policy.wrong.version(),
            "effective_at": say::instant(policy.effective_at),
            "state": state,
            "looked_at": changes.looked_at,
            "clocks": changes.clocks.iter().map(in_json).collect::<Vec<_>>(),
        });
        say::json(out, &answer)?;
    } else {
        write_changes(&changes, out)?;
        write_outcome(&row.desk, &policy, state, out)?;
    }
    Ok(Answer::Yes)
}

async fn changes(app: &App, desk: &DeskName, policy: &CorrectedPolicy) -> Result<Changes, Failure> {
    let mut changes = Changes {
        clocks: Vec::new(),
        looked_at: 0,
    };
    let mut after = String::new();
    while let Some(page) = app.corrected_clocks(desk, policy, &after).await? {
        changes.clocks.extend(page.clocks);
        changes.looked_at += page.looked_at;
        after = page.last;
    }
    Ok(changes)
}

/// Does what the desk would do when it runs next, so that the answer stands.
async fn carry_out(app: &App, publication: &PublicationRow) -> Result<(), Failure> {
    let (desk, version) = (&publication.desk, &publication.version);
    let store = app.store();
    while let Some(row) = store.publication(desk, version).await?
        && row.taken_after.is_some()
    {
        take_over(app).await?;
    }
    Ok(())
}

fn write_changes(changes: &Changes, out: &mut impl Write) -> Result<(), Failure> {
    let rows: Vec<[String; 5]> = changes
        .clocks
        .iter()
        .map(|one| {
            let correction = &one.correction;
            [
                one.number.to_string(),
                one.clock.clone(),
                audience(one.audience).to_owned(),
                words(&correction.before),
                words(&correction.after),
            ]
        })
        .collect();
    if !rows.is_empty() {
        say::table(out, ["TICKET", "CLOCK", "FOR", "BEFORE", "AFTER"], &rows)?;
        writeln!(out)?;
    }
    let looked_at = usize::try_from(changes.looked_at).unwrap_or(usize::MAX);
    writeln!(
        out,
        "{} with another result, of {}",
        say::counted(rows.len(), "clock"),
        say::counted(looked_at, "ticket")
    )?;
    Ok(())
}

fn write_outcome(
    desk: &str,
    policy: &CorrectedPolicy,
    state: Option<&str>,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let (right, wrong) = (policy.right.version(), policy.wrong.version());
    let from = say::instant(policy.effective_at);
    match state {
        None => writeln!(out, "nothing was written: this was a dry run")?,
        Some(state) => writeln!(
            out,
            "{state} {right}\nin the place of {wrong}, for tickets received from {from} on"
        )?,
    }
    if state == Some("proposed") {
        writeln!(
            out,
            "the desk asks for a second person: `mainstay policy approve {right} --desk {desk} \
             --as EMAIL`"
        )?;
    }
    Ok(())
}

fn in_json(one: &CorrectedClock) -> Value {
    json!({
        "ticket": one.number.to_string(),
        "clock": one.clock,
        "audience": one.audience,
        "before": one.correction.before,
        "after": one.correction.after,
    })
}

fn audience(audience: Audience) -> &'static str {
    match audience {
        Audience::Customer => "customer",
        Audience::Internal => "internal",
    }
}

fn words(result: &ClockResult) -> String {
    result_in_words(result, Language::En, &|at: Timestamp| at.to_string())
}
