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
use crate::cli::beside::{audit, desk};
use crate::cli::flags::Place;
use crate::cli::serve::block_on;
use crate::cli::{Answer, due, failure::Failure, say};
use crate::store::Write as StoreWrite;

/// Put a policy into force at a desk
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mainstay policy publish policies/in8sync.toml --desk in8sync \\\n    \
    --effective '2027-01-01T00:00:00[America/Denver]'\n\n\
    The policy must pass its own golden cases. It governs tickets received from the given time\n\
    on; those that are there keep the version they live under."
)]
pub(super) struct Arguments {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The desk's short name
    #[arg(long, value_name = "NAME")]
    desk: String,
    /// From when on it counts; now, if not given
    #[arg(long, value_name = "TIME", value_parser = due::instant)]
    effective: Option<Timestamp>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

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
    let effective_at = arguments.effective.unwrap_or(now);
    if effective_at < now {
        return Err(Failure::Use(format!(
            "{effective_at} is past, and history is not rewritten: leave --effective out to publish \
             for now"
        )));
    }
    let before = app.store().policy_by_version(&desk.desk, &version).await?;
    if let Some(before) = &before {
        let at = say::instant(before.effective_at);
        return Err(Failure::Use(format!(
            "this very text was published before and counts from {at} on; a version is never \
             published twice, so change its `version` or a comment to publish it anew"
        )));
    }
    app.publish_policy(&name, &source, effective_at).await?;
    let about = format!("policy:{version}");
    let change = format!("published, counts from {effective_at} on");
    let row = audit(&app, &desk.desk, &about, &change);
    app.store().write(StoreWrite::rows([row])).await?;
    let in_force = app
        .store()
        .policy_version_in_force(&desk.desk, effective_at.as_microsecond());
    let governs = in_force.await?.as_deref() == Some(version.as_str());
    if arguments.json {
        let answer = json!({
            "desk": desk.desk,
            "version": version,
            "effective_at": effective_at.to_string(),
            "governs": governs,
        });
        say::json(out, &answer)?;
    } else {
        writeln!(
            out,
            "published {version}\nfor tickets received from {effective_at} on"
        )?;
    }
    Ok(Answer::Yes)
}
