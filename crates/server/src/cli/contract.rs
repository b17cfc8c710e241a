//! `mainstay contract`: what customers bought, since and until when, and when that
//! became known. Days are local to the desk; the last day of a period is part of it.

mod told;

use std::fs;
use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use domain::{DeskName, Terms};
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::beside::desk;
use super::customer::{OfDesk, find};
use super::serve::block_on;
use super::{Answer, failure::Failure};
use crate::app::contracts::{Said, beginning, held};
use crate::app::{App, Change, ContractChosen, Held, NewStatement};
use crate::contracts::apply_waiting;
use crate::store::DeskRow;

/// Record what customers bought, and show what holds when
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Begin a contract
    #[command(
        after_help = "Example:\n  mainstay contract create 'Acme Robotics' --desk infocyte \\\n    \
        --from 2026-01-01 --until 2026-12-31 --plan patrol --name 'Support 2026'"
    )]
    Create {
        /// Name or id of the customer
        #[arg(value_name = "CUSTOMER")]
        customer: String,
        /// Its first day
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// Its last day; without an end, if not given
        #[arg(long, value_name = "DATE")]
        until: Option<Date>,
        /// How people call it; as the customer, if not given
        #[arg(long, value_name = "NAME", value_parser = super::check::name)]
        name: Option<String>,
        #[command(flatten)]
        terms: Bought,
        #[command(flatten)]
        how: How,
    },
    /// Show what a contract says, and when that became known
    #[command(after_help = "Example:\n  mainstay contract show 'Acme Robotics' --desk infocyte")]
    Show {
        #[command(flatten)]
        which: Which,
        #[command(flatten)]
        of: OfDesk,
    },
    /// Change what a contract promises from a day on
    #[command(
        after_help = "Example:\n  mainstay contract amend 'Acme Robotics' --desk infocyte \\\n    \
        --from 2026-11-01 --overrides better.toml --signed-at 2026-11-20 \\\n    \
        --reason 'Amendment 2 came back signed' --dry-run\n\n\
        What is not given stays as it was, the end too. An amendment that begins in the past\n\
        restates the tickets received since; --dry-run lists them and changes nothing."
    )]
    Amend {
        #[command(flatten)]
        which: Which,
        /// The first day it holds for
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// The last day it holds for; until the contract ends, if not given
        #[arg(long, value_name = "DATE")]
        until: Option<Date>,
        #[command(flatten)]
        terms: Bought,
        #[command(flatten)]
        how: How,
    },
    /// Go on after a contract's end, without a hole
    #[command(
        after_help = "Example:\n  mainstay contract renew 'Acme Robotics' --desk infocyte --until 2027-12-31"
    )]
    Renew {
        #[command(flatten)]
        which: Which,
        /// The new last day
        #[arg(long, value_name = "DATE")]
        until: Date,
        #[command(flatten)]
        terms: Bought,
        #[command(flatten)]
        how: How,
    },
    /// Owe nothing for a while
    #[command(
        after_help = "Example:\n  mainstay contract suspend 'Acme Robotics' --desk infocyte \\\n    \
        --from 2026-12-01 --until 2026-12-31 --reason 'Invoice 1188 is unpaid'"
    )]
    Suspend {
        #[command(flatten)]
        which: Which,
        /// The first day nothing is owed
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// The last such day; until further notice, if not given
        #[arg(long, value_name = "DATE")]
        until: Option<Date>,
        #[command(flatten)]
        how: How,
    },
    /// End a contract
    #[command(
        after_help = "Example:\n  mainstay contract end 'Acme Robotics' --desk infocyte --from 2027-01-01"
    )]
    End {
        #[command(flatten)]
        which: Which,
        /// The first day without it
        #[arg(long, value_name = "DATE")]
        from: Date,
        #[command(flatten)]
        how: How,
    },
    /// List a desk's contracts with what holds today
    #[command(after_help = "Example:\n  mainstay contract list --desk infocyte --json")]
    List(OfDesk),
}

#[derive(Debug, Args)]
struct Which {
    /// Id of the contract, or name or id of a customer that has one
    #[arg(value_name = "CONTRACT")]
    contract: String,
}

#[derive(Debug, Args)]
struct Bought {
    /// The id of a plan of the policy in force
    #[arg(long, value_name = "PLAN")]
    plan: Option<String>,
    /// A file with what the contract promises otherwise than the policy
    #[arg(long, value_name = "FILE")]
    overrides: Option<PathBuf>,
}

#[derive(Debug, Args)]
struct How {
    /// The day it was signed
    #[arg(long, value_name = "DATE")]
    signed_at: Option<Date>,
    /// Why; needed where tickets are restated, and stands on record beside them
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    /// Only list the tickets it would restate
    #[arg(long)]
    dry_run: bool,
    #[command(flatten)]
    of: OfDesk,
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    match &arguments.command {
        Command::List(of) => block_on(told::list(of, out)),
        Command::Show { which, of } => block_on(show(which, of, out)),
        Command::Create { how, .. }
        | Command::Amend { how, .. }
        | Command::Renew { how, .. }
        | Command::Suspend { how, .. }
        | Command::End { how, .. } => block_on(record(&arguments.command, how, out)),
    }
}

async fn show(which: &Which, of: &OfDesk, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = of.place.open().await?;
    let (name, desk) = desk(&app, &of.desk).await?;
    let held = known(&app, &name, &which.contract).await?;
    told::show(&app, &desk, &held, of.json, out).await?;
    Ok(Answer::Yes)
}

async fn record(command: &Command, how: &How, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = how.of.place.open().await?;
    let (name, desk) = desk(&app, &how.of.desk).await?;
    let (customer, contract, new) = understood(&app, &name, &desk, command, how).await?;
    let chosen = match &contract {
        Named::Known(id) => ContractChosen::Known(id),
        Named::New(name) => ContractChosen::New(name),
    };
    let touched = app.touched(&name, &customer, chosen, &new).await?;
    if how.dry_run {
        told::touched(&touched, &desk, None, how.of.json, out)?;
        return Ok(Answer::Yes);
    }
    let statement = app
        .record_statement(&name, &customer, chosen, &new, None)
        .await?;
    while apply_waiting(&app).await? > 0 {}
    told::touched(&touched, &desk, Some(&statement), how.of.json, out)?;
    Ok(Answer::Yes)
}

enum Named {
    Known(String),
    New(String),
}

/// Whose contract, which one, and what is to be said of it.
async fn understood(
    app: &App,
    name: &DeskName,
    desk: &DeskRow,
    command: &Command,
    how: &How,
) -> Result<(String, Named, NewStatement), Failure> {
    let zone = zone(desk);
    let said = Said {
        by: "command line".to_owned(),
        signed: how.signed_at,
        reason: how.reason.clone(),
    };
    let refused = |refusal| Failure::App(crate::error::AppError::Refused(refusal));
    let (which, change) = match command {
        Command::Create {
            customer,
            from,
            until,
            name,
            terms,
            ..
        } => {
            let row = find(app, &desk.desk, customer).await?;
            let overrides = overrides(terms)?;
            let terms = Terms {
                plan: terms.plan.clone(),
                overrides: overrides.unwrap_or_default(),
            };
            let new = beginning(*from, *until, terms, &said, &zone).map_err(refused)?;
            let called = name.clone().unwrap_or(row.name);
            return Ok((row.customer, Named::New(called), new));
        }
        Command::Amend {
            which,
            from,
            until,
            terms,
            ..
        } => {
            let change = Change::Amend {
                from: *from,
                last: *until,
                plan: terms.plan.clone(),
                overrides: overrides(terms)?,
            };
            (which, change)
        }
        Command::Renew {
            which,
            until,
            terms,
            ..
        } => {
            let change = Change::Renew {
                last: *until,
                plan: terms.plan.clone(),
                overrides: overrides(terms)?,
            };
            (which, change)
        }
        Command::Suspend {
            which, from, until, ..
        } => {
            let (from, last) = (*from, *until);
            (which, Change::Suspend { from, last })
        }
        Command::End { which, from, .. } => (which, Change::End { from: *from }),
        Command::Show { .. } | Command::List(_) => {
            return Err(Failure::Use("this records nothing".to_owned()));
        }
    };
    let held = known(app, name, &which.contract).await?;
    let new = change
        .statement(&held.contract, &said, &zone, app.now())
        .map_err(refused)?;
    Ok((held.row.customer, Named::Known(held.row.contract), new))
}

fn overrides(terms: &Bought) -> Result<Option<String>, Failure> {
    let Some(path) = &terms.overrides else {
        return Ok(None);
    };
    let read = fs::read_to_string(path).map_err(|source| Failure::Read {
        path: path.clone(),
        source,
    });
    read.map(Some)
}

/// The contract with that id, or the only one of a customer.
async fn known(app: &App, desk: &DeskName, named: &str) -> Result<Held, Failure> {
    let by_id = app.store().contract(desk.as_str(), named).await?;
    if let Some(found) = held(by_id)?.into_iter().next() {
        return Ok(found);
    }
    let customer = find(app, desk.as_str(), named).await?;
    let mut of_customer = app.contracts(desk, &customer.customer).await?;
    match (of_customer.pop(), of_customer.as_slice()) {
        (Some(only), []) => Ok(only),
        (None, _) => Err(Failure::Use(format!(
            "customer {} has no contract: begin one with `mainstay contract create`",
            customer.name
        ))),
        (Some(_), _) => Err(Failure::Use(format!(
            "customer {} has several contracts: name one by its id, as `mainstay contract list` \
             has it",
            customer.name
        ))),
    }
}

/// The zone in which a desk's days begin.
fn zone(desk: &DeskRow) -> TimeZone {
    TimeZone::get(&desk.zone).unwrap_or(TimeZone::UTC)
}
