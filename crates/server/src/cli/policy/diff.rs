//! `mainstay policy diff`: what changes from one policy file to another, as a
//! customer would be told. Exits as `diff` does: 1 where there is a difference.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use serde_json::json;
use sla::policy::{Audience, Change, Effect, diff};

use super::open;
use crate::cli::{Answer, failure::Failure, say};

/// Tell what changes from one policy to another, in words
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mainstay policy diff policies/in8sync.toml draft.toml\n\n\
    Each line says whether the change is better or worse for customers, where that can be told.\n\
    Exits with 1 when something differs, as diff does."
)]
pub(super) struct Arguments {
    #[arg(value_name = "OLD")]
    old: PathBuf,
    #[arg(value_name = "NEW")]
    new: PathBuf,
    /// The language of the words
    #[arg(long, value_name = "CODE", default_value = "en")]
    language: Language,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

/// What the words of a difference are written in.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Language {
    En,
    Fr,
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    let (old, new) = (open(&arguments.old)?, open(&arguments.new)?);
    let changes = diff(&old, &new);
    let language = match arguments.language {
        Language::En => "en",
        Language::Fr => "fr",
    };
    if arguments.json {
        let changes: Result<Vec<_>, _> = changes
            .iter()
            .map(|change| told(change, language))
            .collect();
        let answer = json!({ "old": old.version(), "new": new.version(), "changes": changes? });
        say::json(out, &answer)?;
    } else {
        for change in &changes {
            let mark = mark(change);
            writeln!(out, "{mark:<8}  {}", change.in_words(language))?;
        }
        let count = say::counted(changes.len(), "difference");
        writeln!(out, "{}{count}", if changes.is_empty() { "" } else { "\n" })?;
    }
    Ok(if changes.is_empty() {
        Answer::Yes
    } else {
        Answer::No
    })
}

/// The change with its words.
fn told(change: &Change, language: &str) -> Result<serde_json::Value, serde_json::Error> {
    let mut told = serde_json::to_value(change)?;
    if let Some(fields) = told.as_object_mut() {
        fields.insert("words".to_owned(), change.in_words(language).into());
    }
    Ok(told)
}

fn mark(change: &Change) -> &'static str {
    match (change.audience, change.effect) {
        (Audience::Internal, _) => "internal",
        (_, Effect::Better) => "better",
        (_, Effect::Worse) => "worse",
        (_, Effect::Mixed) => "mixed",
        (_, Effect::Neutral) => "",
    }
}
