//! `mainstay doctor`: which settings are in force, where each stands, and what
//! is wrong with the installation. It looks and changes nothing, and goes on
//! after what is wrong as far as it can.

mod checks;

use std::io::Write;

use clap::Args;
use serde::Serialize;
use serde_json::json;

use super::serve::block_on;
use super::{Answer, failure::Failure, flags, say};
use crate::config::Layers;

/// Show the settings in force, and what is wrong
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mainstay doctor --config /etc/mainstay.toml\n\n\
    Exits with 1 when something is wrong. Passwords in URLs are not shown."
)]
pub(super) struct Arguments {
    #[command(flatten)]
    server: flags::Server,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// A setting as it is in force.
#[derive(Debug, Serialize)]
struct InForce {
    name: &'static str,
    /// `None`: not set.
    value: Option<String>,
    from: String,
    means: &'static str,
}

/// What one look found.
#[derive(Debug, Serialize)]
struct Finding {
    what: &'static str,
    state: State,
    says: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum State {
    Well,
    /// Not wrong, but worth knowing.
    Note,
    Wrong,
}

/// What was found, in order.
#[derive(Debug, Default)]
struct Findings(Vec<Finding>);

impl Findings {
    fn add(&mut self, what: &'static str, state: State, says: impl Into<String>) {
        let says = says.into();
        self.0.push(Finding { what, state, says });
    }

    fn well(&mut self, what: &'static str, says: impl Into<String>) {
        self.add(what, State::Well, says);
    }

    fn note(&mut self, what: &'static str, says: impl Into<String>) {
        self.add(what, State::Note, says);
    }

    fn wrong(&mut self, what: &'static str, says: impl Into<String>) {
        self.add(what, State::Wrong, says);
    }
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    let mut findings = Findings::default();
    let layers = match arguments.server.layers() {
        Ok(layers) => Some(layers),
        Err(error) => {
            findings.wrong("settings", chain(&error));
            None
        }
    };
    for variable in Layers::variables_unknown() {
        findings.wrong(
            "settings",
            format!("the variable {variable} sets nothing: is it misspelt?"),
        );
    }
    match layers.as_ref().map(Layers::settings) {
        Some(Ok(settings)) => {
            findings.well("settings", "all can be read");
            block_on(async {
                checks::all(&settings, &mut findings).await;
                Ok(())
            })?;
        }
        Some(Err(error)) => findings.wrong("settings", chain(&error)),
        None => {}
    }
    let settings = layers.as_ref().map(in_force).unwrap_or_default();
    let Findings(findings) = findings;
    if arguments.json {
        say::json(out, &json!({ "settings": settings, "findings": findings }))?;
    } else {
        write_text(&settings, &findings, out)?;
    }
    let is_wrong = findings.iter().any(|finding| finding.state == State::Wrong);
    Ok(if is_wrong { Answer::No } else { Answer::Yes })
}

fn in_force(layers: &Layers) -> Vec<InForce> {
    let settings = layers.explained().map(|(setting, value, from)| InForce {
        name: setting.name,
        value: value.map(without_password),
        from: from.to_owned(),
        means: setting.means,
    });
    settings.collect()
}

/// A URL with its password left out; anything else as it is.
fn without_password(value: &str) -> String {
    match url::Url::parse(value) {
        Ok(mut url) if url.password().is_some() => match url.set_password(Some("***")) {
            Ok(()) => url.to_string(),
            Err(()) => "not shown".to_owned(),
        },
        _ => value.to_owned(),
    }
}

fn write_text(
    settings: &[InForce],
    findings: &[Finding],
    out: &mut impl Write,
) -> Result<(), Failure> {
    let rows: Vec<[String; 3]> = settings
        .iter()
        .map(|setting| {
            let value = setting.value.clone().unwrap_or_else(|| "-".to_owned());
            [setting.name.to_owned(), value, setting.from.clone()]
        })
        .collect();
    say::table(out, ["setting", "value", "from"], &rows)?;
    writeln!(out)?;
    for Finding { what, state, says } in findings {
        let state = match state {
            State::Well => "well",
            State::Note => "note",
            State::Wrong => "WRONG",
        };
        writeln!(out, "{state:<5}  {what:<11}  {says}")?;
    }
    Ok(())
}

/// An error with its causes, on one line.
fn chain(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(": ");
        text.push_str(&error.to_string());
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_not_shown() {
        for (value, shown) in [
            (
                "smtps://desk:secret@mail.example.com",
                "smtps://desk:***@mail.example.com",
            ),
            (
                "postgres://desk:s%40t@db.example.com/x",
                "postgres://desk:***@db.example.com/x",
            ),
            (
                "postgres://desk@db.example.com/x",
                "postgres://desk@db.example.com/x",
            ),
            ("127.0.0.1:8080", "127.0.0.1:8080"),
            ("data", "data"),
        ] {
            assert_eq!(without_password(value), shown);
        }
    }
}
