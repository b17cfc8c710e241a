//! `mainstay policy`: checks, tests, shows, compares, tries, publishes and corrects
//! policy files, and prints their schema.

mod backtest;
mod correct;
mod decide;
mod diff;
mod publish;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use jiff::tz::TimeZone;
use serde::Serialize;
use sla::policy::{CaseResult, Diagnostic, Gravity, Parsed, Policy};

pub(super) use publish::publishable;

use super::say::counted;
use super::{Answer, failure::Failure};
use crate::clock::system_now;

/// Check, test, show, compare, try, publish and correct policy files
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// List all problems of policy files, with their places
    #[command(after_help = "Example:\n  mainstay policy check policies/*.toml\n\n\
        Exits with 1 when a file has an error; warnings and notes do not fail.")]
    Check {
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Run the golden cases of a policy
    #[command(
        after_help = "Example:\n  mainstay policy test policies/in8sync.toml\n\n\
        Exits with 1 when a case does not hold."
    )]
    Test {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Answer in JSON
        #[arg(long)]
        json: bool,
    },
    /// Show the customer-readable page of a policy
    #[command(
        after_help = "Example:\n  mainstay policy show policies/proconcept.toml --html > page.html"
    )]
    Show {
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// Write a whole HTML page
        #[arg(long)]
        html: bool,
        /// One of the policy's languages; its first, if not given
        #[arg(long, value_name = "CODE")]
        language: Option<String>,
    },
    Diff(diff::Arguments),
    /// Print the JSON Schema of policy files, for editors
    #[command(
        after_help = "Example:\n  mainstay policy schema > policy.schema.json\n\n\
        A policy file that begins with `#:schema ./policy.schema.json` is then completed and \
        checked by editors that know TOML, such as those with Even Better TOML or taplo."
    )]
    Schema,
    Backtest(backtest::Arguments),
    Publish(publish::Arguments),
    Correct(correct::Arguments),
    Approve(decide::Approve),
    Withdraw(decide::Withdraw),
}

pub(super) fn run(arguments: Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    match arguments.command {
        Command::Check { files, json } => check(&files, json, out),
        Command::Test { file, json } => test(&file, json, out),
        Command::Show {
            file,
            html,
            language,
        } => show(&file, html, language.as_deref(), out),
        Command::Diff(arguments) => diff::run(&arguments, out),
        Command::Schema => {
            serde_json::to_writer_pretty(&mut *out, &sla::policy::policy_schema())?;
            writeln!(out)?;
            Ok(Answer::Yes)
        }
        Command::Backtest(arguments) => backtest::run(&arguments, out),
        Command::Publish(arguments) => publish::run(&arguments, out),
        Command::Correct(arguments) => correct::run(&arguments, out),
        Command::Approve(arguments) => decide::approve(&arguments, out),
        Command::Withdraw(arguments) => decide::withdraw(&arguments, out),
    }
}

/// Reads a policy; one with errors is a failure that lists them.
pub(super) fn open(path: &Path) -> Result<Policy, Failure> {
    let Parsed {
        policy,
        diagnostics,
    } = read(path)?;
    policy.ok_or_else(|| {
        let errors = diagnostics
            .iter()
            .filter(|found| found.severity == Gravity::Error);
        let errors: Vec<String> = errors.map(ToString::to_string).collect();
        Failure::BrokenPolicy {
            path: path.to_owned(),
            findings: errors.join("\n\n"),
        }
    })
}

fn read(path: &Path) -> Result<Parsed, Failure> {
    let source = fs::read_to_string(path).map_err(|source| Failure::Read {
        path: path.to_owned(),
        source,
    })?;
    Ok(Policy::parse(&path.display().to_string(), &source))
}

/// One file in the answer of `check --json`.
#[derive(Serialize)]
struct Checked {
    file: String,
    /// Content hash; absent where the file is not a usable policy.
    version: Option<String>,
    diagnostics: Vec<Diagnostic>,
}

fn check(files: &[PathBuf], json: bool, out: &mut impl Write) -> Result<Answer, Failure> {
    let mut all = Vec::new();
    for path in files {
        let Parsed {
            policy,
            mut diagnostics,
        } = read(path)?;
        let today = system_now().to_zoned(TimeZone::UTC).date();
        let dated = policy.iter().flat_map(|policy| policy.findings_on(today));
        diagnostics.extend(dated);
        let version = policy.map(|policy| policy.version().to_owned());
        all.push(Checked {
            file: path.display().to_string(),
            version,
            diagnostics,
        });
    }
    if json {
        serde_json::to_writer_pretty(&mut *out, &serde_json::json!({ "files": all }))?;
        writeln!(out)?;
    } else {
        for checked in &all {
            write_checked(checked, out)?;
        }
    }
    let broken = all.iter().any(|checked| checked.version.is_none());
    Ok(if broken { Answer::No } else { Answer::Yes })
}

fn write_checked(checked: &Checked, out: &mut impl Write) -> Result<(), Failure> {
    for found in &checked.diagnostics {
        writeln!(out, "{found}\n")?;
    }
    let count = |gravity| {
        checked
            .diagnostics
            .iter()
            .filter(|found| found.severity == gravity)
            .count()
    };
    writeln!(
        out,
        "{}: {}, {}, {}",
        checked.file,
        counted(count(Gravity::Error), "error"),
        counted(count(Gravity::Warning), "warning"),
        counted(count(Gravity::Note), "note"),
    )?;
    Ok(())
}

fn test(file: &Path, json: bool, out: &mut impl Write) -> Result<Answer, Failure> {
    let results = open(file)?.run_cases();
    if json {
        serde_json::to_writer_pretty(&mut *out, &serde_json::json!({ "cases": results }))?;
        writeln!(out)?;
    } else {
        write_results(file, &results, out)?;
    }
    let all_hold = results.iter().all(CaseResult::holds);
    Ok(if all_hold { Answer::Yes } else { Answer::No })
}

fn write_results(file: &Path, results: &[CaseResult], out: &mut impl Write) -> Result<(), Failure> {
    for case in results {
        writeln!(
            out,
            "{} {}",
            if case.holds() { "ok    " } else { "FAILED" },
            case.name
        )?;
    }
    for failure in results.iter().flat_map(|case| &case.failures) {
        writeln!(out, "\n{failure}")?;
    }
    let failed = results.iter().filter(|case| !case.holds()).count();
    writeln!(
        out,
        "\n{}: {}, {failed} failed",
        file.display(),
        counted(results.len(), "case")
    )?;
    Ok(())
}

/// Wide enough for the tables of a page, narrow enough for most terminals.
const COLUMNS: usize = 120;

fn show(
    file: &Path,
    html: bool,
    language: Option<&str>,
    out: &mut impl Write,
) -> Result<Answer, Failure> {
    let policy = open(file)?;
    let languages = policy.languages();
    let language = match language {
        Some(code) if languages.iter().any(|known| known == code) => code,
        Some(code) => {
            let known = languages.join(", ");
            return Err(Failure::Use(format!(
                "the policy is not written in `{code}`, but in {known}"
            )));
        }
        None => languages.first().map_or("en", String::as_str),
    };
    if html {
        out.write_all(policy.page_html_standalone(language).as_bytes())?;
    } else {
        let page = policy.page_html(language);
        let text = html2text::from_read(page.as_bytes(), COLUMNS).map_err(|error| {
            Failure::Use(format!("the page does not fit {COLUMNS} columns: {error}"))
        })?;
        out.write_all(text.as_bytes())?;
    }
    Ok(Answer::Yes)
}
