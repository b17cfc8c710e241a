//! `mainstay due`: what a policy promises to one request, and when it is due.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use jiff::{Timestamp, Zoned, tz::TimeZone};
use sla::clock::explain::english::length;
use sla::clock::{Reading, SpanState};
use sla::policy::{Anchor, Audience, Policy, Promise, Request, start_of};

use super::clock::{Clock, in_words};
use super::{Answer, failure::Failure, policy, say};

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
    for promise in policy.promises(&request) {
        let reading = policy
            .read_at_receipt(&promise, request.received_at)
            .map_err(|error| {
                Failure::Use(format!("`{}` cannot be computed: {error}", promise.target))
            })?;
        clocks.push((promise, reading));
    }
    if arguments.json {
        write_json(&policy, &clocks, out)?;
    } else {
        write_text(&policy, &request, &clocks, out)?;
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
    clocks: &[(Promise, Reading)],
    out: &mut impl Write,
) -> Result<(), Failure> {
    // A request that just came in is in the first cycle of each target.
    let clocks: Vec<Clock<'_>> = clocks
        .iter()
        .map(|(promise, reading)| Clock::new(1, promise, reading, policy.version()))
        .collect();
    say::json(out, &serde_json::json!({ "clocks": clocks }))
}

fn write_text(
    policy: &Policy,
    request: &Request,
    clocks: &[(Promise, Reading)],
    out: &mut impl Write,
) -> Result<(), Failure> {
    let severity = request.severity.or(policy.severity_default());
    if let Some(number) = severity {
        writeln!(
            out,
            "severity  {number}, {}",
            policy.severity_name(number, "en")
        )?;
    }
    writeln!(out, "received  {}", request.received_at)?;
    if clocks.is_empty() {
        writeln!(out, "\nNothing is promised to this request.")?;
    }
    for (promise, reading) in clocks {
        write_clock(policy, promise, reading, out)?;
    }
    Ok(())
}

fn write_clock(
    policy: &Policy,
    promise: &Promise,
    reading: &Reading,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let zone = policy.zone_of(&promise.calendar);
    let whom = match (promise.audience, promise.operating) {
        (Audience::Internal, _) => "what we steer by, not promised",
        (Audience::Customer, true) => "our own value, not promised",
        (Audience::Customer, false) => "promised to the customer",
    };
    writeln!(out, "\n{} ({whom})", promise.target)?;
    writeln!(out, "  {}", in_words(promise))?;
    writeln!(out, "  clause    {}", promise.clause)?;
    let zone_name = zone.iana_name().unwrap_or("UTC");
    writeln!(out, "  calendar  {} ({zone_name})", promise.calendar)?;
    for (what, at) in [
        ("start", start_of(reading)),
        ("warn", reading.warn_at),
        ("due", reading.due_at),
    ] {
        let shown = at.map_or("-".to_owned(), |at| format!("{}  {at}", local(at, &zone)));
        writeln!(out, "  {what:<8}  {shown}")?;
    }
    for span in &reading.spans {
        let (from, until) = (local(span.from, &zone), local(span.until, &zone));
        let why = why(&span.state);
        let counted = match span.counted_seconds {
            0 => String::new(),
            seconds => format!("  {}", length(seconds)),
        };
        writeln!(out, "  {why:<8}  {from} - {until}{counted}")?;
    }
    Ok(())
}

fn why(state: &SpanState) -> String {
    match state {
        SpanState::Counted => "counted".to_owned(),
        SpanState::Closed => "closed".to_owned(),
        SpanState::Holiday { name } if name.is_empty() => "holiday".to_owned(),
        SpanState::Holiday { name } => format!("holiday ({name})"),
        SpanState::Held { .. } => "paused".to_owned(),
        SpanState::BeforeStart => "before".to_owned(),
        SpanState::Collapsed => "in sum".to_owned(),
    }
}

fn local(at: Timestamp, zone: &TimeZone) -> String {
    at.to_zoned(zone.clone())
        .strftime("%a %Y-%m-%d %H:%M:%S %:z")
        .to_string()
}
