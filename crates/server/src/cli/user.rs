//! `mainstay user`: the agents of a desk.

use std::io::Write;

use clap::{Args, Subcommand};
use domain::text::Language;
use serde::Serialize;
use serde_json::json;

use super::beside::{audit, desk};
use super::customer::OfDesk;
use super::serve::block_on;
use super::{Answer, check, failure::Failure, say, secret};
use crate::app::App;
use crate::password;
use crate::store::{AgentRow, Write as StoreWrite};

/// Make, list and disable the agents of a desk
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make an agent
    #[command(
        after_help = "Example:\n  mainstay user create --desk infocyte --name 'Ada Park' \\\n    \
        --address ada@infocyte.example.com --role supervisor\n\n\
        Without --password-stdin a password is made up and printed, this once."
    )]
    Create(Create),
    /// List a desk's agents
    #[command(after_help = "Example:\n  mainstay user list --desk infocyte")]
    List(OfDesk),
    /// Shut out an agent
    #[command(
        after_help = "Example:\n  mainstay user disable ada@infocyte.example.com --desk infocyte\n\n\
        Ends their sessions; their tokens stop working. Their tickets stay with them until\n\
        somebody takes over."
    )]
    Disable(One),
    /// Let an agent in again
    #[command(
        after_help = "Example:\n  mainstay user enable ada@infocyte.example.com --desk infocyte"
    )]
    Enable(One),
    /// Give an agent another password
    #[command(
        after_help = "Example:\n  mainstay user password ada@infocyte.example.com --desk infocyte\n\n\
        Ends their sessions. Without --password-stdin a password is made up and printed, this once."
    )]
    Password {
        /// Take the password from the first line of standard input
        #[arg(long)]
        password_stdin: bool,
        #[command(flatten)]
        one: One,
    },
}

const ROLES: [&str; 3] = ["agent", "supervisor", "administrator"];

#[derive(Debug, Args)]
struct Create {
    /// The person's name
    #[arg(long, value_name = "TEXT", value_parser = check::name)]
    name: String,
    /// Mail address, with which they sign in
    #[arg(long, value_name = "ADDRESS", value_parser = check::address)]
    address: String,
    /// Level on which they work
    #[arg(long, value_name = "LEVEL", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=9))]
    level: u8,
    /// agent, supervisor or administrator
    #[arg(long, value_name = "ROLE", default_value = "agent", value_parser = ROLES)]
    role: String,
    /// Language; the desk's, if not given
    #[arg(long, value_name = "CODE", value_parser = check::language)]
    language: Option<Language>,
    /// Time zone; the desk's, if not given
    #[arg(long, value_name = "ZONE", value_parser = check::zone)]
    zone: Option<String>,
    /// Take the password from the first line of standard input
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    of: OfDesk,
}

#[derive(Debug, Args)]
struct One {
    /// The agent's mail address
    #[arg(value_name = "ADDRESS", value_parser = check::address)]
    address: String,
    #[command(flatten)]
    of: OfDesk,
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    match &arguments.command {
        Command::Create(new) => block_on(create(new, out)),
        Command::List(of) => block_on(list(of, out)),
        Command::Disable(one) => block_on(switch(one, false, out)),
        Command::Enable(one) => block_on(switch(one, true, out)),
        Command::Password {
            password_stdin,
            one,
        } => block_on(set_password(one, *password_stdin, out)),
    }
}

/// An agent as listed, and once, when it was made up, with the password.
#[derive(Serialize)]
struct Listed {
    id: String,
    name: String,
    address: String,
    level: i64,
    role: String,
    language: String,
    zone: String,
    active: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<String>,
}

impl From<AgentRow> for Listed {
    fn from(row: AgentRow) -> Self {
        Self {
            id: row.agent,
            name: row.name,
            address: row.address,
            level: row.level,
            role: row.role,
            language: row.language,
            zone: row.zone,
            active: row.active,
            password: None,
        }
    }
}

/// A password with its hash; `made` is to be printed.
struct Password {
    hash: String,
    made: Option<String>,
}

impl Password {
    fn take(from_stdin: bool) -> Result<Self, Failure> {
        if from_stdin {
            let hash = password::hash(&secret::password_given()?);
            return Ok(Self { hash, made: None });
        }
        let made = secret::password_made();
        let hash = password::hash(&made);
        Ok(Self {
            hash,
            made: Some(made),
        })
    }
}

async fn create(new: &Create, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = new.of.place.open().await?;
    let (_, desk) = desk(&app, &new.of.desk).await?;
    if let Some(other) = app
        .store()
        .agent_by_address(&desk.desk, &new.address)
        .await?
    {
        return Err(Failure::Use(format!(
            "the address {} belongs to the agent {} already",
            new.address, other.name
        )));
    }
    let password = Password::take(new.password_stdin)?;
    let row = AgentRow {
        desk: desk.desk.clone(),
        agent: app.new_id().to_string(),
        name: new.name.clone(),
        address: new.address.clone(),
        language: new
            .language
            .map_or(desk.language, |language| language.code().to_owned()),
        zone: new.zone.clone().unwrap_or(desk.zone),
        level: i64::from(new.level),
        role: new.role.clone(),
        password_hash: Some(password.hash),
        active: true,
        created_at: app.now().as_microsecond(),
    };
    let about = format!("agent:{}", row.agent);
    let rows = [row.insert(), audit(&app, &desk.desk, &about, "created")];
    app.store().write(StoreWrite::rows(rows)).await?;
    told(row, "made", password.made, new.of.json, out)
}

async fn list(of: &OfDesk, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = of.place.open().await?;
    let (_, desk) = desk(&app, &of.desk).await?;
    let agents = app.store().agents(&desk.desk).await?;
    let agents: Vec<Listed> = agents.into_iter().map(Listed::from).collect();
    if of.json {
        say::json(out, &json!({ "users": agents }))?;
        return Ok(Answer::Yes);
    }
    let rows: Vec<[String; 5]> = agents
        .into_iter()
        .map(|row| {
            [
                row.name,
                row.address,
                row.role,
                row.level.to_string(),
                say::mark(!row.active),
            ]
        })
        .collect();
    say::table(out, ["name", "address", "role", "level", "disabled"], &rows)?;
    Ok(Answer::Yes)
}

async fn switch(one: &One, active: bool, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = one.of.place.open().await?;
    let mut row = find(&app, &one.of.desk, &one.address).await?;
    row.active = active;
    let word = if active { "enabled" } else { "disabled" };
    change(&app, &row, word).await?;
    told(row, word, None, one.of.json, out)
}

async fn set_password(
    one: &One,
    from_stdin: bool,
    out: &mut impl Write,
) -> Result<Answer, Failure> {
    let app = one.of.place.open().await?;
    let mut row = find(&app, &one.of.desk, &one.address).await?;
    let password = Password::take(from_stdin)?;
    row.password_hash = Some(password.hash);
    change(&app, &row, "password changed").await?;
    told(
        row,
        "changed the password of",
        password.made,
        one.of.json,
        out,
    )
}

/// Writes the row with its audit entry, and ends the agent's sessions.
async fn change(app: &App, row: &AgentRow, word: &str) -> Result<(), Failure> {
    let about = format!("agent:{}", row.agent);
    let rows = [row.upsert(), audit(app, &row.desk, &about, word)];
    app.store().write(StoreWrite::rows(rows)).await?;
    Ok(app
        .store()
        .sessions_delete_of(&row.desk, &row.agent)
        .await?)
}

/// The agent with that address.
pub(super) async fn find(app: &App, name: &str, address: &str) -> Result<AgentRow, Failure> {
    let (_, desk) = desk(app, name).await?;
    let found = app.store().agent_by_address(&desk.desk, address).await?;
    found.ok_or_else(|| {
        let desk = desk.desk;
        Failure::Use(format!(
            "desk `{desk}` has no agent with the address {address}: see `mainstay user list --desk \
             {desk}`"
        ))
    })
}

fn told(
    row: AgentRow,
    word: &str,
    made: Option<String>,
    as_json: bool,
    out: &mut impl Write,
) -> Result<Answer, Failure> {
    if as_json {
        say::json(
            out,
            &Listed {
                password: made,
                ..row.into()
            },
        )?;
        return Ok(Answer::Yes);
    }
    writeln!(out, "{word} {} <{}>", row.name, row.address)?;
    if let Some(password) = made {
        writeln!(out, "password: {password}")?;
    }
    Ok(Answer::Yes)
}
