//! `mainstay desk`: makes and lists desks. A desk is never removed: its tickets
//! are what the vendor was measured by.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use domain::DeskName;
use domain::text::Language;
use serde::Serialize;
use serde_json::json;

use super::beside::{self, audit};
use super::flags::Place;
use super::serve::block_on;
use super::{Answer, check, failure::Failure, policy, say};
use crate::app::{App, NewDesk, SECOND_PERSON};
use crate::store::{DeskRow, DeskSettingRow, Write as StoreWrite};

/// Make and list desks
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a desk with its first policy
    #[command(
        after_help = "Example:\n  mainstay desk create infocyte --name 'Infocyte Support' --prefix INF \\\n    \
        --address support@infocyte.example.com --policy policies/infocyte.toml --zone America/Chicago\n\n\
        The policy must pass its own golden cases; it is in force at once."
    )]
    Create(Create),
    /// Say whether the policies of a desk need a second person to be published
    #[command(after_help = "Example:\n  mainstay desk second-person infocyte yes")]
    SecondPerson {
        #[arg(value_name = "NAME")]
        desk: String,
        #[arg(value_name = "yes|no", value_parser = ["yes", "no"])]
        asked: String,
        #[command(flatten)]
        place: Place,
    },
    /// List the desks
    #[command(after_help = "Example:\n  mainstay desk list --json")]
    List {
        /// Answer in JSON
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        place: Place,
    },
}

#[derive(Debug, Args)]
struct Create {
    /// Short name, as it stands in addresses: a-z, 0-9 and -
    #[arg(value_name = "NAME", value_parser = check::desk_name)]
    desk: DeskName,
    /// As customers know it
    #[arg(long, value_name = "TEXT", value_parser = check::name)]
    name: String,
    /// Of its ticket numbers: INF makes INF-1001
    #[arg(long, value_name = "LETTERS", value_parser = check::prefix)]
    prefix: String,
    /// Mail address that leads to it; the first is the one it writes from
    #[arg(long = "address", required = true, value_name = "ADDRESS", value_parser = check::address)]
    addresses: Vec<String>,
    /// The policy it runs
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,
    /// Language in which it speaks to people without one of their own
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = check::language)]
    language: Language,
    /// Time zone in which it tells times to people without one of their own
    #[arg(long, value_name = "ZONE", default_value = "UTC", value_parser = check::zone)]
    zone: String,
    /// Colour of its portal
    #[arg(long, value_name = "COLOUR", default_value = "#0a5a76", value_parser = check::colour)]
    accent: String,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    place: Place,
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    match &arguments.command {
        Command::Create(new) => block_on(create(new, out)),
        Command::SecondPerson { desk, asked, place } => {
            block_on(second_person(desk, asked, place, out))
        }
        Command::List { json, place } => block_on(list(*json, place, out)),
    }
}

/// A desk as it is listed; its secret never is.
#[derive(Serialize)]
struct Listed {
    desk: String,
    name: String,
    prefix: String,
    addresses: Vec<String>,
    language: String,
    zone: String,
    accent: String,
    /// `None` where no policy is in force.
    policy_version: Option<String>,
    created_at: String,
}

async fn create(new: &Create, out: &mut impl Write) -> Result<Answer, Failure> {
    let policy = policy::publishable(&new.policy)?;
    let app = new.place.open_or_make().await?;
    free(&app, new).await?;
    let desk = NewDesk {
        desk: new.desk.clone(),
        name: new.name.clone(),
        prefix: new.prefix.clone(),
        addresses: new.addresses.clone(),
        language: new.language.code().to_owned(),
        zone: new.zone.clone(),
        accent: new.accent.clone(),
        policy,
        effective_at: app.now(),
    };
    app.create_desk(&desk).await?;
    let row = audit(
        &app,
        new.desk.as_str(),
        &format!("desk:{}", new.desk),
        "created",
    );
    app.store().write(StoreWrite::rows([row])).await?;
    let made = listed(&app, app.desk(&new.desk).await?).await?;
    if new.json {
        say::json(out, &made)?;
    } else {
        writeln!(
            out,
            "made desk {}, reached at {}",
            made.desk,
            made.addresses.join(", ")
        )?;
    }
    Ok(Answer::Yes)
}

/// Whether name, prefix and addresses are free; says which is not.
async fn free(app: &App, new: &Create) -> Result<(), Failure> {
    let store = app.store();
    if store.desk_by_id(new.desk.as_str()).await?.is_some() {
        return Err(Failure::Use(format!(
            "there is a desk `{}` already",
            new.desk
        )));
    }
    if let Some(other) = store.desk_by_prefix(&new.prefix).await? {
        return Err(Failure::Use(format!(
            "the prefix {} belongs to desk `{}`: ticket numbers are unique in an installation",
            new.prefix, other.desk
        )));
    }
    for address in &new.addresses {
        if let Some(other) = store.desk_by_address(address).await? {
            return Err(Failure::Use(format!(
                "the address {address} leads to desk `{}` already",
                other.desk
            )));
        }
    }
    Ok(())
}

async fn second_person(
    name: &str,
    asked: &str,
    place: &Place,
    out: &mut impl Write,
) -> Result<Answer, Failure> {
    let app = place.open().await?;
    let (_, desk) = beside::desk(&app, name).await?;
    let setting = DeskSettingRow {
        desk: desk.desk.clone(),
        setting: SECOND_PERSON.to_owned(),
        value: asked.to_owned(),
    };
    let change = format!("{SECOND_PERSON}: {asked}");
    let row = audit(&app, &desk.desk, &format!("desk:{}", desk.desk), &change);
    let write = StoreWrite::rows([setting.upsert(), row]);
    app.store().write(write).await?;
    writeln!(out, "{change}")?;
    Ok(Answer::Yes)
}

async fn list(as_json: bool, place: &Place, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = place.open().await?;
    let mut desks = Vec::new();
    for row in app.store().desks().await? {
        desks.push(listed(&app, row).await?);
    }
    if as_json {
        say::json(out, &json!({ "desks": desks }))?;
        return Ok(Answer::Yes);
    }
    let rows: Vec<[String; 5]> = desks
        .into_iter()
        .map(|desk| {
            let version = desk
                .policy_version
                .map(|version| version.chars().take(12).collect());
            let version = version.unwrap_or_else(|| "none".to_owned());
            [
                desk.desk,
                desk.name,
                desk.prefix,
                desk.addresses.join(" "),
                version,
            ]
        })
        .collect();
    say::table(
        out,
        ["desk", "name", "prefix", "addresses", "policy"],
        &rows,
    )?;
    Ok(Answer::Yes)
}

async fn listed(app: &App, row: DeskRow) -> Result<Listed, Failure> {
    let store = app.store();
    let now = app.now().as_microsecond();
    let mut addresses = store.desk_addresses(&row.desk).await?;
    // The one it writes from comes first.
    addresses.sort_by_key(|address| *address != row.address.to_lowercase());
    Ok(Listed {
        addresses,
        policy_version: store.policy_version_in_force(&row.desk, now).await?,
        created_at: say::instant(row.created_at).to_string(),
        desk: row.desk,
        name: row.name,
        prefix: row.prefix,
        language: row.language,
        zone: row.zone,
        accent: row.accent,
    })
}
