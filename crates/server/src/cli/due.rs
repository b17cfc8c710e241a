//! `mainstay due`: what a policy promises to one request, and when it is due.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use domain::text::Language;
use jiff::{Timestamp, Zoned};
use sla::clock::explain::{Explanation, text};
use sla::policy::{Anchor, Policy, Promise, Request};

use super::clock::Clock;
use super::{Answer, check, failure::Failure, policy, say};

/// Say when the promises to a request are due, and why
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  mainstay due policies/appseconnect.toml --severity 2 \
    --received 2026-11-20T22:10:00+05:30\n\n\
    A time carries its offset, or its zone: 2026-03-06T16:40:00[America/Denver].\n\
    Exits with 1 when nothing is promised to the request."
)]
pub(super) struct Arguments {
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// The severity's number; the policy's default, if not given
    #[arg(long, value_name = "S")]
    severity: Option<u8>,
    /// When the request came in
    #[arg(long, value_name = "TIME", value_parser = instant)]
    received: Timestamp,
    /// The plan's id
    #[arg(long, value_name = "P")]
    plan: Option<String>,
    /// incident, question, change_request, service_request, complaint or suggestion
    #[arg(long, value_name = "K", default_value = "incident", value_parser = KINDS)]
    kind: String,
    /// portal, mail, chat, phone, social or api
    #[arg(long, value_name = "C", default_value = "portal", value_parser = sla::policy::CHANNELS)]
    channel: String,
    /// Language of the text
    #[arg(long, value_name = "CODE", default_value = "en", value_parser = check::language)]
    language: Language,
    /// Answer in JSON
    #[arg(long)]
    json: bool,
}

const KINDS: [&str; 6] = [
    "incident",
    "question",
    "change_request",
    "service_request",
    "complaint",
    "suggestion",
];

pub(super) fn instant(text: &str) -> Result<Timestamp, String> {
    let zoned = text.parse::<Zoned>().map(|zoned| zoned.timestamp());
    zoned.or_else(|_| text.parse()).map_err(|_| {
        "write a time with its offset, 2026-11-20T22:10:00+05:30, or its zone, \
         2026-11-20T22:10:00[Asia/Kolkata]"
            .to_owned()
    })
}

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    let policy = policy::open(&arguments.file)?;
    let request = request(arguments, &policy)?;
    let mut clocks = Vec::new();
    let promises = policy.promises(&request).into_iter();
    for promise in promises.filter(Promise::begins_with_the_request) {
        let explanation = policy
            .explain_at_receipt(&promise, request.received_at)
            .map_err(|error| {
                Failure::Use(format!("`{}` cannot be computed: {error}", promise.target))
            })?;
        clocks.push(explanation);
    }
    if arguments.json {
        write_json(&policy, &clocks, out)?;
    } else {
        write_text(&policy, &request, &clocks, arguments.language, out)?;
    }
    Ok(if clocks.is_empty() {
        Answer::No
    } else {
        Answer::Yes
    })
}

/// The request the arguments describe, with names the policy knows.
fn request(arguments: &Arguments, policy: &Policy) -> Result<Request, Failure> {
    if let Some(number) = arguments.severity
        && !policy
            .severities()
            .iter()
            .any(|severity| severity.number == number)
    {
        let known: Vec<String> = policy
            .severities()
            .iter()
            .map(|severity| severity.number.to_string())
            .collect();
        return Err(Failure::Use(format!(
            "the policy has no severity {number}; it has: {}",
            if known.is_empty() {
                "none".to_owned()
            } else {
                known.join(", ")
            }
        )));
    }
    if let Some(id) = &arguments.plan
        && !policy.plans().iter().any(|plan| plan.id == *id)
    {
        return Err(Failure::Use(unknown_plan(policy, id)));
    }
    Ok(Request {
        anchor: Anchor::Receipt,
        priority: None,
        severity: arguments.severity,
        kind: arguments.kind.clone(),
        plan: arguments.plan.clone(),
        channel: arguments.channel.clone(),
        received_at: arguments.received,
    })
}

/// That the policy has no such plan, and which it has.
pub(super) fn unknown_plan(policy: &Policy, id: &str) -> String {
    let known: Vec<&str> = policy.plans().iter().map(|plan| plan.id.as_str()).collect();
    let known = if known.is_empty() {
        "none".to_owned()
    } else {
        known.join(", ")
    };
    format!("the policy has no plan `{id}`; it has: {known}")
}

fn write_json(
    policy: &Policy,
    clocks: &[Explanation],
    out: &mut impl Write,
) -> Result<(), Failure> {
    // A request that just came in is in the first cycle of each target.
    let clocks: Vec<Clock<'_>> = clocks
        .iter()
        .map(|told| Clock::new(1, &told.promise, &told.reading, policy.version()))
        .collect();
    say::json(out, &serde_json::json!({ "clocks": clocks }))
}

fn write_text(
    policy: &Policy,
    request: &Request,
    clocks: &[Explanation],
    language: Language,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let (severity, received, nothing) = match language {
        Language::En => (
            "severity",
            "received",
            "Nothing is promised to this request.",
        ),
        Language::Fr => ("gravité", "reçu", "Rien n'est promis à cette demande."),
    };
    if let Some(number) = request.severity.or(policy.severity_default()) {
        let name = policy.severity_name(number, language.code());
        writeln!(out, "{severity:<8}  {number}, {name}")?;
    }
    writeln!(out, "{received:<8}  {}", request.received_at)?;
    if clocks.is_empty() {
        writeln!(out, "\n{nothing}")?;
    }
    for explanation in clocks {
        write!(out, "\n{}", text(explanation, language.code()))?;
    }
    Ok(())
}
