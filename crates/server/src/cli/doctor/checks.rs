//! What the doctor looks at, one look per function.

use std::fs::{self, File};
use std::time::Duration;

use domain::DeskName;

use super::{Findings, chain};
use crate::app::App;
use crate::cli::beside::is_there;
use crate::config::Settings;
use crate::installation::open_beside;
use crate::mail::relay::Relay;
use crate::serve::certified;
use crate::store::{DataDir, StoreError};

/// How long a relay may take to answer.
const RELAY_WAIT_MAX: Duration = Duration::from_secs(20);

pub(super) async fn all(settings: &Settings, findings: &mut Findings) {
    folder(settings, findings);
    base_url(settings, findings);
    relay(settings, findings).await;
    certificate(settings, findings);
    let Some(app) = database(settings, findings).await else {
        return;
    };
    if let Err(error) = desks(&app, findings).await {
        findings.wrong("database", chain(&error));
    }
}

/// Whether the data folder can be written, and a server runs on it.
fn folder(settings: &Settings, findings: &mut Findings) {
    let folder = &settings.data;
    let shown = folder.display();
    if !folder.is_dir() {
        findings.note(
            "folder",
            format!("`{shown}` is not there yet: it is made at the first start"),
        );
        return;
    }
    let trial = folder.join("doctor.trial");
    match File::create(&trial).and_then(|_| fs::remove_file(&trial)) {
        Ok(()) => findings.well("folder", format!("`{shown}` can be written")),
        Err(error) => {
            findings.wrong("folder", format!("`{shown}` cannot be written: {error}"));
            return;
        }
    }
    match DataDir::open(folder).and_then(|folder| folder.lock()) {
        Ok(_lock) => findings.note("server", "none is running on the folder"),
        Err(StoreError::FolderInUse { .. }) => findings.well("server", "one is running"),
        Err(error) => findings.wrong("server", chain(&error)),
    }
}

fn base_url(settings: &Settings, findings: &mut Findings) {
    let given = &settings.base_url;
    let url = url::Url::parse(given);
    match url {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => {
            findings.well("base_url", format!("people reach the desks at {given}"));
        }
        _ => findings.wrong(
            "base_url",
            format!("`{given}` is no address of a web site: write https://support.example.com"),
        ),
    }
}

async fn relay(settings: &Settings, findings: &mut Findings) {
    let Some(url) = &settings.relay else {
        findings.note("relay", "none is set: mails wait in the outbox");
        return;
    };
    let relay = match Relay::from_url(url) {
        Ok(relay) => relay,
        Err(error) => return findings.wrong("relay", chain(&error)),
    };
    match tokio::time::timeout(RELAY_WAIT_MAX, relay.check()).await {
        Ok(Ok(())) => findings.well("relay", "it answers"),
        Ok(Err(error)) => findings.wrong("relay", error.to_string()),
        Err(_) => {
            let seconds = RELAY_WAIT_MAX.as_secs();
            findings.wrong(
                "relay",
                format!("it does not answer within {seconds} seconds"),
            );
        }
    }
}

fn certificate(settings: &Settings, findings: &mut Findings) {
    let (Some(certificate), Some(key)) = (&settings.smtp_certificate, &settings.smtp_key) else {
        findings.note("certificate", "none is set: mails arrive without STARTTLS");
        return;
    };
    match certified(certificate, key) {
        Ok(_) => findings.well("certificate", "it can be read, and the key fits"),
        Err(error) => findings.wrong("certificate", chain(&error)),
    }
}

async fn database(settings: &Settings, findings: &mut Findings) -> Option<App> {
    if !is_there(settings) {
        let folder = settings.data.display();
        let says = format!(
            "there is none in `{folder}`: `mainstay desk create` makes one with a first desk"
        );
        findings.wrong("database", says);
        return None;
    }
    let opened = match open_beside(settings).await {
        Ok(app) => app.store().schema().await.map(|schema| (app, schema)),
        Err(error) => Err(error),
    };
    match opened {
        Ok((app, schema)) => {
            let kind = if settings.database.is_some() {
                "PostgreSQL"
            } else {
                "SQLite"
            };
            findings.well(
                "database",
                format!("{kind} answers, its schema is number {schema}"),
            );
            Some(app)
        }
        Err(error) => {
            findings.wrong("database", chain(&error));
            None
        }
    }
}

async fn desks(app: &App, findings: &mut Findings) -> Result<(), StoreError> {
    let desks = app.store().desks().await?;
    if desks.is_empty() {
        findings.wrong(
            "desks",
            "there is none yet: make one with `mainstay desk create`",
        );
    }
    for row in desks {
        let Some(name) = DeskName::new(&row.desk) else {
            findings.wrong("desks", format!("`{}` is no name of a desk", row.desk));
            continue;
        };
        policy(app, &name, findings).await;
        agents(app, &name, findings).await?;
        mails(app, &name, findings).await?;
    }
    Ok(())
}

async fn policy(app: &App, desk: &DeskName, findings: &mut Findings) {
    match app.policy_at(desk, app.now()).await {
        Ok(policy) => {
            let version: String = policy.version().chars().take(12).collect();
            findings.well("policy", format!("{desk}: version {version} is in force"));
        }
        Err(error) => findings.wrong("policy", format!("{desk}: {}", chain(&error))),
    }
}

async fn agents(app: &App, desk: &DeskName, findings: &mut Findings) -> Result<(), StoreError> {
    let agents = app.store().agents(desk.as_str()).await?;
    let active: Vec<_> = agents.iter().filter(|agent| agent.active).collect();
    if active.is_empty() {
        let says = format!("{desk}: there is nobody to answer: see `mainstay user create --help`");
        findings.note("agents", says);
    } else if !active.iter().any(|agent| agent.role == "supervisor") {
        let says = format!("{desk}: there is no supervisor to be told of missed promises");
        findings.note("agents", says);
    }
    Ok(())
}

async fn mails(app: &App, desk: &DeskName, findings: &mut Findings) -> Result<(), StoreError> {
    let count = |states: Vec<(String, i64)>, wanted: &str| {
        let found = states.into_iter().find(|(state, _)| state == wanted);
        found.map_or(0, |(_, count)| count)
    };
    let failed = count(app.store().mail_states(desk.as_str()).await?, "failed");
    if failed > 0 {
        let see = format!("mainstay mail list --desk {desk} --state failed");
        findings.wrong(
            "mails",
            format!("{desk}: nothing could be made of {failed}: see `{see}`"),
        );
    }
    let dead = count(app.store().outbox_states(desk.as_str()).await?, "dead");
    if dead > 0 {
        let says = format!("{desk}: {dead} could not be sent and were given up: see /admin/outbox");
        findings.wrong("outbox", says);
    }
    Ok(())
}
