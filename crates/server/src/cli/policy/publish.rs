//! `mainstay policy publish`: puts a policy into force at a desk. A published
//! version is never changed or taken back; tickets keep the one they live under.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use serde_json::json;
use sla::policy::CaseResult;

use super::open;
use crate::app::Proposal;
use crate::cli::beside::desk;
use crate::cli::flags::Place;
use crate::cli::serve::block_on;
use crate::cli::{Answer, due, failure::Failure, say};

/// Put a policy into force at a desk
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mainstay policy publish policies/in8sync.toml --desk in8sync \\\n    \
    --effective '2027-01-01T00:00:00[America/Denver]'\n\n\
    The policy must pass its own golden cases. It governs tickets received from the given time\n\
    on. The notice period of the version in force is kept, unless --reason says why not; customers\n\
    are told by mail. Where the desk asks for a second person, `mainstay policy approve` follows."
)]
pub(super) struct Arguments {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The desk's short name
    #[arg(long, value_name = "NAME")]
    desk: String,
    /// From when on it counts; as soon as the notice period allows, if not given
    #[arg(long, value_name = "TIME", value_parser = due::instant)]
    effective: Option<Timestamp>,
    /// Why it comes sooner than the notice period allows; stands on record
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

/// Who acts on the command line, as it stands in records.
pub(super) const COMMAND_LINE: &str = "command line";

/// The text of a policy that may be published: it can be read, and its golden
/// cases hold.
pub(in crate::cli) fn publishable(path: &Path) -> Result<String, Failure> {
    let results = open(path)?.run_cases();
    let failed = results.iter().filter(|case| !case.holds()).count();
    if failed > 0 {
        let names = results.iter().filter(|case| !case.holds());
        let names: Vec<String> = names.map(failed_case).collect();
        return Err(Failure::Use(format!(
            "`{}` is not published, because {} of it does not hold; `mainstay policy test` tells \
             why\n\n{}",
            path.display(),
            say::counted(failed, "golden case"),
            names.join("\n")
        )));
    }
    fs::read_to_string(path).map_err(|source| Failure::Read {
        path: path.to_owned(),
        source,
    })
}

fn failed_case(case: &CaseResult) -> String {
    format!("  FAILED {}", case.name)
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    block_on(publish(arguments, out))
}

async fn publish(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    let source = publishable(&arguments.file)?;
    let version = open(&arguments.file)?.version().to_owned();
    let app = arguments.place.open().await?;
    let (name, desk) = desk(&app, &arguments.desk).await?;
    let now = app.now();
    if let Some(past) = arguments.effective.filter(|at| *at < now) {
        return Err(Failure::Use(format!(
            "{past} is past, and history is not rewritten: leave --effective out to publish as \
             soon as the notice period allows"
        )));
    }
    let before = app.store().policy_by_version(&desk.desk, &version).await?;
    let publication = app.store().publication(&desk.desk, &version).await?;
    let is_published = publication.is_none_or(|row| row.state == "published");
    if let Some(before) = before.filter(|_| is_published) {
        let at = say::instant(before.effective_at);
        return Err(Failure::Use(format!(
            "this very text was published before and counts from {at} on; a version is never \
             published twice, so change its `version` or a comment to publish it anew"
        )));
    }
    let proposal = Proposal {
        source,
        effective_at: arguments.effective,
        by: COMMAND_LINE.to_owned(),
        reason: arguments.reason.clone(),
    };
    let publication = app.propose_policy(&name, &proposal).await?;
    let effective_at = say::instant(publication.effective_at);
    let in_force = app
        .store()
        .policy_version_in_force(&desk.desk, publication.effective_at);
    let governs = in_force.await?.as_deref() == Some(version.as_str());
    if arguments.json {
        let answer = json!({
            "desk": desk.desk,
            "version": version,
            "effective_at": effective_at.to_string(),
            "state": publication.state,
            "governs": governs,
        });
        say::json(out, &answer)?;
    } else {
        let state = &publication.state;
        writeln!(
            out,
            "{state} {version}\nfor tickets received from {effective_at} on"
        )?;
        if state == "proposed" {
            writeln!(
                out,
                "the desk asks for a second person: `mainstay policy approve {version} --desk {} \
                 --as EMAIL`",
                desk.desk
            )?;
        }
    }
    Ok(Answer::Yes)
}
