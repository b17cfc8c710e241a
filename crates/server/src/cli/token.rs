//! `mainstay token`: by which programs sign in. The secret is printed once and
//! never stored.

use std::io::Write;

use clap::{Args, Subcommand};
use serde::Serialize;
use serde_json::json;

use super::beside::{audit, desk};
use super::customer::OfDesk;
use super::serve::block_on;
use super::{Answer, check, failure::Failure, say, user};
use crate::app::App;
use crate::error::AppError;
use crate::store::{TokenRow, Write as StoreWrite};
use crate::web::api::{self, Scope};

/// Make, list and disable tokens for programs
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a token and print it, this once
    #[command(
        after_help = "Example:\n  mainstay token create --desk infocyte --name 'Status page' \\\n    \
        --agent ada@infocyte.example.com --scope tickets:read\n\n\
        What the program does, the agent does; when the agent is disabled, so is the token.\n\
        Scopes: tickets:read, tickets:write, customers:read, customers:write."
    )]
    Create(Create),
    /// List a desk's tokens
    #[command(after_help = "Example:\n  mainstay token list --desk infocyte --json")]
    List(OfDesk),
    /// Disable a token for ever
    #[command(after_help = "Example:\n  mainstay token disable 5f1c0a9be2d4 --desk infocyte")]
    Disable {
        /// Its id, as `mainstay token list` shows it
        #[arg(value_name = "TOKEN")]
        token: String,
        #[command(flatten)]
        of: OfDesk,
    },
}

/// So much of a token's digest tells it from the others of a desk.
const ID_CHARS: usize = 12;

#[derive(Debug, Args)]
struct Create {
    /// Which program it is given to
    #[arg(long, value_name = "TEXT", value_parser = check::name)]
    name: String,
    /// Mail address of the agent in whose name the program acts
    #[arg(long, value_name = "ADDRESS", value_parser = check::address)]
    agent: String,
    /// What it may do; give it once for each
    #[arg(long = "scope", required = true, value_name = "SCOPE", value_parser = scope)]
    scopes: Vec<Scope>,
    #[command(flatten)]
    of: OfDesk,
}

/// A token as listed, and once, when it was made, with its secret.
#[derive(Serialize)]
struct Listed {
    id: String,
    name: String,
    agent: String,
    scopes: Vec<String>,
    active: bool,
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    match &arguments.command {
        Command::Create(new) => block_on(create(new, out)),
        Command::List(of) => block_on(list(of, out)),
        Command::Disable { token, of } => block_on(disable(token, of, out)),
    }
}

async fn create(new: &Create, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = new.of.place.open().await?;
    let agent = user::find(&app, &new.of.desk, &new.agent).await?;
    if !agent.active {
        return Err(Failure::Use(format!(
            "the agent {} is disabled",
            agent.address
        )));
    }
    let (name, _) = desk(&app, &new.of.desk).await?;
    let id_of_agent = agent
        .agent
        .parse()
        .map_err(|_| AppError::NotFound("agent"))?;
    let mut scopes = new.scopes.clone();
    scopes.dedup();
    let (token, row) = api::make(&name, id_of_agent, &new.name, &scopes, app.now());
    let about = format!("token:{}", id(&row));
    let rows = [row.insert(), audit(&app, &agent.desk, &about, "created")];
    app.store().write(StoreWrite::rows(rows)).await?;
    if new.of.json {
        let listed = listed(&app, row).await?;
        say::json(
            out,
            &Listed {
                token: Some(token.secret),
                ..listed
            },
        )?;
    } else {
        writeln!(
            out,
            "made token {} for {}\n{}",
            id(&row),
            row.name,
            token.secret
        )?;
    }
    Ok(Answer::Yes)
}

fn scope(name: &str) -> Result<Scope, String> {
    let known: Vec<&str> = Scope::ALL.iter().map(|scope| scope.as_str()).collect();
    Scope::parse(name).ok_or_else(|| format!("use one of {}", known.join(", ")))
}

fn id(row: &TokenRow) -> String {
    row.digest.chars().take(ID_CHARS).collect()
}

async fn list(of: &OfDesk, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = of.place.open().await?;
    let (_, desk) = desk(&app, &of.desk).await?;
    let mut tokens = Vec::new();
    for row in app.store().tokens(&desk.desk).await? {
        tokens.push(listed(&app, row).await?);
    }
    if of.json {
        say::json(out, &json!({ "tokens": tokens }))?;
        return Ok(Answer::Yes);
    }
    let rows: Vec<[String; 5]> = tokens
        .into_iter()
        .map(|row| {
            [
                row.id,
                row.name,
                row.agent,
                row.scopes.join(" "),
                say::mark(!row.active),
            ]
        })
        .collect();
    say::table(out, ["token", "name", "agent", "scopes", "disabled"], &rows)?;
    Ok(Answer::Yes)
}

async fn listed(app: &App, row: TokenRow) -> Result<Listed, Failure> {
    let agent = app.store().agent_by_id(&row.desk, &row.agent).await?;
    Ok(Listed {
        id: id(&row),
        agent: agent.map_or(row.agent, |agent| agent.address),
        name: row.name,
        scopes: row.scopes.split_whitespace().map(str::to_owned).collect(),
        active: row.active,
        created_at: say::instant(row.created_at).to_string(),
        token: None,
    })
}

async fn disable(token: &str, of: &OfDesk, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = of.place.open().await?;
    let (_, desk) = desk(&app, &of.desk).await?;
    let tokens = app.store().tokens(&desk.desk).await?;
    let found = tokens
        .into_iter()
        .find(|row| id(row) == token || row.digest == token);
    let mut row = found.ok_or_else(|| {
        let desk = &desk.desk;
        Failure::Use(format!(
            "desk `{desk}` has no token `{token}`: see `mainstay token list --desk {desk}`"
        ))
    })?;
    row.active = false;
    let about = format!("token:{}", id(&row));
    let rows = [row.upsert(), audit(&app, &desk.desk, &about, "disabled")];
    app.store().write(StoreWrite::rows(rows)).await?;
    let (id, name) = (id(&row), row.name.clone());
    if of.json {
        say::json(out, &listed(&app, row).await?)?;
    } else {
        writeln!(out, "disabled token {id} of {name}")?;
    }
    Ok(Answer::Yes)
}
