//! `mainstay demo`: the same as `serve`, with five example desks.

use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use jiff::{Timestamp, Zoned};

use super::{Answer, failure::Failure, flags, serve};
use crate::clock::Clock;
use crate::config::Settings;
use crate::demo::{self, DESKS, Login, PASSWORD, Plan};
use crate::serve::{Installation, asked_to_stop};

/// Where a demo lives, unless `--data` says otherwise.
const FOLDER: &str = "target/demo";
/// Marks a folder as made by the demo, so that nothing else is ever swept away.
const MARK: &str = "demo.made";

/// Run five example desks with people, contracts and tickets
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mainstay demo --seed 7 --now 2026-11-20T09:00:00Z\n\n\
    The desks are made anew at each start, unless --keep is given. Everybody's password\n\
    is printed, and so is an API token for each desk."
)]
pub(super) struct Arguments {
    #[command(flatten)]
    server: flags::Server,
    /// Other people and tickets
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Start the clock at this time
    #[arg(long, value_name = "TIME", value_parser = instant)]
    now: Option<Timestamp>,
    /// Give the first desk so many past tickets and the others none, for measuring
    #[arg(long, value_name = "N")]
    tickets: Option<u64>,
    /// Go on with the desks of the last demo
    #[arg(long)]
    keep: bool,
}

fn instant(text: &str) -> Result<Timestamp, String> {
    let zoned = text.parse::<Zoned>().map(|zoned| zoned.timestamp());
    zoned
        .or_else(|_| text.parse())
        .map_err(|_| "write a time with its offset, 2026-11-20T09:00:00Z, or its zone".to_owned())
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    let mut layers = arguments.server.layers()?;
    if !layers.has("data") {
        layers = layers.flag("data", Some(FOLDER));
    }
    let settings = layers.settings()?;
    serve::trace();
    let fresh = prepare(&settings, arguments.keep)?;
    let clock = arguments.now.map_or_else(Clock::system, Clock::starting_at);
    let plan = Plan {
        seed: arguments.seed,
        tickets: arguments.tickets,
    };
    serve::block_on(async {
        let data = settings.data.clone();
        let installation = Installation::open(settings, clock, true).await?;
        let logins = if fresh {
            let logins = fill(&installation, plan).await?;
            keep_logins(&data, &logins)?;
            logins
        } else {
            kept_logins(&data)
        };
        let mut told = Ok(());
        let ready = |settings: &Settings| told = tell(out, settings, &logins);
        installation.run(asked_to_stop(), ready).await?;
        Ok(told?)
    })?;
    Ok(Answer::Yes)
}

/// True when the desks are to be made. Sweeps away the last demo, and nothing else.
fn prepare(settings: &Settings, keep: bool) -> Result<bool, Failure> {
    let folder = &settings.data;
    let failed = |source| Failure::Folder {
        path: folder.clone(),
        source,
    };
    let marked = folder.join(MARK).exists();
    if keep && marked {
        return Ok(false);
    }
    let used = folder
        .read_dir()
        .is_ok_and(|mut entries| entries.next().is_some());
    if used && !marked {
        return Err(Failure::Use(format!(
            "`{}` holds something that is no demo: give another folder with --data",
            folder.display()
        )));
    }
    if marked {
        // A server that still runs on the folder keeps its lock, and its data.
        drop(crate::store::DataDir::open(folder).and_then(|folder| folder.lock())?);
        std::fs::remove_dir_all(folder).map_err(failed)?;
    }
    std::fs::create_dir_all(folder).map_err(failed)?;
    std::fs::write(folder.join(MARK), "").map_err(failed)?;
    Ok(true)
}

async fn fill(installation: &Installation, plan: Plan) -> Result<Vec<Login>, Failure> {
    let total = plan.tickets.unwrap_or_default();
    let bar = ProgressBar::new(total);
    if total < 1_000 || !std::io::stderr().is_terminal() {
        bar.set_draw_target(indicatif::ProgressDrawTarget::hidden());
    }
    let style = "{bar:40} {pos} of {len} tickets, {eta} left";
    bar.set_style(
        ProgressStyle::with_template(style).unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let logins = demo::fill(&installation.app, plan, |done| bar.set_position(done)).await?;
    bar.finish_and_clear();
    Ok(logins)
}

fn logins_file(folder: &Path) -> PathBuf {
    folder.join(MARK)
}

/// Who can sign in, kept beside the data for the next start with `--keep`.
fn keep_logins(folder: &Path, logins: &[Login]) -> Result<(), Failure> {
    let path = logins_file(folder);
    let text = serde_json::to_string(logins)?;
    std::fs::write(&path, text).map_err(|source| Failure::Folder { path, source })
}

fn kept_logins(folder: &Path) -> Vec<Login> {
    let text = std::fs::read_to_string(logins_file(folder)).unwrap_or_default();
    // A demo broken off while it was being made has none.
    serde_json::from_str(&text).unwrap_or_default()
}

fn tell(out: &mut impl Write, settings: &Settings, logins: &[Login]) -> std::io::Result<()> {
    let base = &settings.base_url;
    writeln!(out, "Mainstay is running: {base}\n")?;
    writeln!(out, "Everybody's password is `{PASSWORD}`.\n")?;
    for login in logins {
        writeln!(out, "{} ({base}/d/{}/sign-in)", login.name, login.desk)?;
        writeln!(out, "  agent       {}", login.agent)?;
        writeln!(out, "  supervisor  {}", login.supervisor)?;
        writeln!(out, "  customer    {}", login.contact)?;
        writeln!(out, "  API token   {}", login.token)?;
        let addresses = DESKS
            .iter()
            .find(|desk| desk.desk == login.desk)
            .map(|desk| desk.addresses);
        writeln!(
            out,
            "  mail to     {}\n",
            addresses.unwrap_or_default().join(", ")
        )?;
    }
    writeln!(out, "Mails arrive at {}.", settings.smtp)?;
    match &settings.relay {
        Some(_) => writeln!(out, "Mails are sent through the relay.")?,
        None => writeln!(out, "Without --relay, mails wait: {base}/admin/outbox")?,
    }
    writeln!(out, "Stop it with Ctrl-C.")?;
    out.flush()
}
