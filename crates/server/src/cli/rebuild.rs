//! `mainstay rebuild` and `verify`: the rows that lists and pages read, made
//! anew from what happened, or compared with it.

use std::io::Write;

use clap::Args;
use domain::DeskName;
use indicatif::{ProgressBar, ProgressStyle};
use serde_json::json;

use super::beside::desks;
use super::flags::Place;
use super::serve::block_on;
use super::{Answer, failure::Failure, say};
use crate::app::{App, Verified};

/// Make the rows that lists and pages read anew from what happened
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  mainstay rebuild --desk infocyte\n\n\
    Needed when `mainstay verify` finds differences. It may run beside the server; each ticket is\n\
    made anew in one step.")]
pub(super) struct Rebuild {
    #[command(flatten)]
    which: Which,
}

/// Compare what is stored with what happened
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  mainstay verify --json\n\n\
    Folds every ticket's events, and compares the rows that lists and pages read, the digests of\n\
    texts, and each clock with a computation under the policy the ticket lives under. Changes\n\
    nothing. Exits with 1 when something differs.")]
pub(super) struct Verify {
    #[command(flatten)]
    which: Which,
}

#[derive(Debug, Args)]
struct Which {
    /// Only this desk; all, if not given
    #[arg(long, value_name = "NAME")]
    desk: Option<String>,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

pub(super) fn rebuild(arguments: &Rebuild, out: &mut impl Write) -> Result<Answer, Failure> {
    let Which { desk, json, place } = &arguments.which;
    let tickets = block_on(async {
        let app = place.open().await?;
        let mut tickets = 0;
        for desk in desks(&app, desk.as_deref()).await? {
            let bar = bar(&app, &desk).await?;
            tickets += app.rebuild(&desk, |done| bar.set_position(done)).await?;
            bar.finish_and_clear();
        }
        Ok(tickets)
    })?;
    if *json {
        say::json(out, &json!({ "tickets": tickets }))?;
    } else {
        writeln!(out, "made {tickets} tickets anew")?;
    }
    Ok(Answer::Yes)
}

pub(super) fn verify(arguments: &Verify, out: &mut impl Write) -> Result<Answer, Failure> {
    let Which { desk, json, place } = &arguments.which;
    let mut verified = Verified::default();
    block_on(async {
        let app = place.open().await?;
        for desk in desks(&app, desk.as_deref()).await? {
            let bar = bar(&app, &desk).await?;
            verified.add(app.verify(&desk, |done| bar.set_position(done)).await?);
            bar.finish_and_clear();
        }
        Ok(())
    })?;
    if *json {
        say::json(out, &in_json(&verified))?;
    } else {
        write_text(&verified, out)?;
    }
    Ok(if verified.differences.is_empty() {
        Answer::Yes
    } else {
        Answer::No
    })
}

/// Shown on standard error, and only where that is a terminal.
async fn bar(app: &App, desk: &DeskName) -> Result<ProgressBar, Failure> {
    let bar = ProgressBar::new(app.ticket_count(desk).await?);
    let style = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}");
    bar.set_style(style.expect("the template names parts that exist"));
    bar.set_message(desk.to_string());
    Ok(bar)
}

fn in_json(verified: &Verified) -> serde_json::Value {
    let differences: Vec<_> = verified
        .differences
        .iter()
        .map(|found| json!({ "ticket": found.ticket, "what": found.what }))
        .collect();
    json!({
        "tickets": verified.tickets,
        "events": verified.events,
        "clocks": verified.clocks,
        "texts": verified.texts,
        "texts_erased": verified.texts_erased,
        "differences": differences,
    })
}

fn write_text(verified: &Verified, out: &mut impl Write) -> Result<(), Failure> {
    for found in &verified.differences {
        writeln!(out, "{}: {}", found.ticket, found.what)?;
    }
    let Verified {
        tickets,
        events,
        clocks,
        texts,
        texts_erased,
        differences,
    } = verified;
    writeln!(
        out,
        "compared {tickets} tickets with {events} events, {clocks} clocks and {texts} texts \
         ({texts_erased} erased): {}",
        say::counted(differences.len(), "difference")
    )?;
    Ok(())
}
