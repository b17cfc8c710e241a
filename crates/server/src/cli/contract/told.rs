//! What is said of contracts on the command line, in tables and in JSON.

use std::io::Write;

use domain::{Says, Statement};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::{Value, json};

use super::zone;
use crate::app::contracts::{facts, held, last_day};
use crate::app::{App, Held, Touched};
use crate::cli::beside::desk;
use crate::cli::customer::OfDesk;
use crate::cli::{Answer, failure::Failure, say};
use crate::store::{DeskRow, StatementRow};

/// How many customers are read at once.
const PAGE: i64 = 500;

pub(super) async fn list(of: &OfDesk, out: &mut impl Write) -> Result<Answer, Failure> {
    let app = of.place.open().await?;
    let (_, desk) = desk(&app, &of.desk).await?;
    let (zone, now) = (zone(&desk), app.now());
    let mut rows: Vec<[String; 6]> = Vec::new();
    let mut answers: Vec<Value> = Vec::new();
    let mut after = (String::new(), String::new());
    loop {
        let place = (after.0.as_str(), after.1.as_str());
        let page = app.store().customers(&desk.desk, Some(place), PAGE).await?;
        let (Some(first), Some(last)) = (page.first(), page.last()) else {
            break;
        };
        let of_page = app.store().contracts_of_customers(
            &desk.desk,
            (&first.name, &first.customer),
            (&last.name, &last.customer),
        );
        for held in held(of_page.await?)? {
            let customer = page.iter().find(|row| row.customer == held.row.customer);
            let customer = customer.map_or("", |row| row.name.as_str());
            let owed = facts(std::slice::from_ref(&held), now, now);
            let governing = held.contract.governing(now, now);
            let state = governing.map_or("not in force", |statement| state(&statement.says));
            let plan = owed.terms.plan.unwrap_or_default();
            let until = held.contract.lapses_at(now);
            let until = until.map(|until| last_day(until, &zone).to_string());
            answers.push(json!({
                "id": held.row.contract,
                "name": held.row.name,
                "customer": held.row.customer,
                "customer_name": customer,
                "state": state,
                "plan": plan,
                "last_day": until,
            }));
            let until = until.unwrap_or_default();
            let name = held.row.name.clone();
            let row = [customer.to_owned(), name, state.to_owned(), plan, until];
            let [customer, name, state, plan, until] = row;
            rows.push([customer, name, state, plan, until, held.row.contract]);
        }
        after = (last.name.clone(), last.customer.clone());
    }
    if of.json {
        say::json(out, &json!({ "contracts": answers }))?;
    } else {
        let heading = ["customer", "contract", "state", "plan", "last day", "id"];
        say::table(out, heading, &rows)?;
    }
    Ok(Answer::Yes)
}

pub(super) async fn show(
    app: &App,
    desk: &DeskRow,
    held: &Held,
    as_json: bool,
    out: &mut impl Write,
) -> Result<(), Failure> {
    let (zone, now) = (zone(desk), app.now());
    let restated = app
        .store()
        .contract_restatements(&desk.desk, &held.row.contract)
        .await?;
    if as_json {
        let statements: Vec<Value> = held.statements.iter().map(statement).collect();
        let segments: Vec<Value> = held
            .contract
            .segments(now)
            .into_iter()
            .map(|segment| {
                json!({
                    "from": segment.from,
                    "until": segment.until,
                    "statement": segment.statement.id.to_string(),
                })
            })
            .collect();
        let restated: Vec<Value> = restated
            .iter()
            .map(|row| json!({ "statement": row.statement, "ticket": row.ticket }))
            .collect();
        let answer = json!({
            "id": held.row.contract,
            "name": held.row.name,
            "customer": held.row.customer,
            "statements": statements,
            "segments": segments,
            "restated": restated,
        });
        return say::json(out, &answer);
    }
    writeln!(out, "{} ({})\n", held.row.name, held.row.contract)?;
    let rows: Vec<[String; 4]> = held
        .contract
        .segments(now)
        .into_iter()
        .map(|segment| {
            let [from, until] = days(segment.from, segment.until, &zone);
            [
                from,
                until,
                says(segment.statement),
                known(segment.statement, &zone),
            ]
        })
        .collect();
    say::table(out, ["first day", "last day", "says", "known since"], &rows)?;
    writeln!(out, "\nrecorded, one after the other:")?;
    let rows: Vec<[String; 6]> = held
        .contract
        .statements
        .iter()
        .zip(&held.statements)
        .map(|(said, row)| {
            let [from, until] = days(said.from, said.until, &zone);
            let tickets = restated.iter();
            let tickets = tickets.filter(|one| one.statement == row.statement).count();
            let tickets = if tickets == 0 {
                String::new()
            } else {
                tickets.to_string()
            };
            let reason = row.reason.clone().unwrap_or_default();
            [known(said, &zone), from, until, says(said), tickets, reason]
        })
        .collect();
    let heading = [
        "recorded",
        "first day",
        "last day",
        "says",
        "restated",
        "reason",
    ];
    say::table(out, heading, &rows)
}

/// What a statement would restate, or did.
pub(super) fn touched(
    touched: &[Touched],
    desk: &DeskRow,
    recorded: Option<&StatementRow>,
    as_json: bool,
    out: &mut impl Write,
) -> Result<(), Failure> {
    if as_json {
        let tickets: Vec<Value> = touched.iter().map(ticket).collect();
        let answer = json!({ "statement": recorded.map(statement), "tickets": tickets });
        return say::json(out, &answer);
    }
    match recorded {
        Some(row) => writeln!(out, "recorded {} ({})", row.says, row.statement)?,
        None => writeln!(out, "nothing is recorded: this is only a look")?,
    }
    if touched.is_empty() {
        writeln!(out, "no ticket is restated")?;
        return Ok(());
    }
    let what = if recorded.is_some() {
        "restated"
    } else {
        "would be restated"
    };
    let count = say::counted(touched.len(), "ticket");
    writeln!(out, "{count} {what}:\n")?;
    let zone = zone(desk);
    let shown = |at: Option<Timestamp>| {
        at.map_or_else(
            || "–".to_owned(),
            |at| {
                let local = at.to_zoned(zone.clone());
                local.strftime("%Y-%m-%d %H:%M").to_string()
            },
        )
    };
    let mut rows: Vec<[String; 5]> = Vec::new();
    for one in touched {
        let number = one.number.to_string();
        if one.clocks.is_empty() {
            let plan = |plan: &Option<String>| plan.clone().unwrap_or_else(|| "–".to_owned());
            let change = format!(
                "plan {} → {}",
                plan(&one.plan_before),
                plan(&one.plan_after)
            );
            rows.push([number, change, String::new(), String::new(), String::new()]);
            continue;
        }
        for clock in &one.clocks {
            let missed = match (clock.missed_before, clock.missed_after) {
                (None, Some(_)) => "now missed",
                (Some(_), None) => "no longer missed",
                (Some(_), Some(_)) => "missed before and after",
                (None, None) => "",
            };
            rows.push([
                number.clone(),
                clock.clock.clone(),
                shown(clock.due_before),
                shown(clock.due_after),
                missed.to_owned(),
            ]);
        }
    }
    say::table(out, ["ticket", "clock", "was due", "is due", ""], &rows)
}

fn ticket(touched: &Touched) -> Value {
    let clocks: Vec<Value> = touched
        .clocks
        .iter()
        .map(|clock| {
            json!({
                "clock": clock.clock,
                "due_before": clock.due_before,
                "due_after": clock.due_after,
                "missed_before": clock.missed_before,
                "missed_after": clock.missed_after,
            })
        })
        .collect();
    json!({
        "number": touched.number.to_string(),
        "received_at": touched.received_at,
        "plan_before": touched.plan_before,
        "plan_after": touched.plan_after,
        "clocks": clocks,
    })
}

fn statement(row: &StatementRow) -> Value {
    json!({
        "id": row.statement,
        "from": say::instant(row.from_at),
        "until": row.until_at.map(say::instant),
        "says": row.says,
        "plan": row.plan,
        "overrides": row.overrides,
        "recorded_at": say::instant(row.recorded_at),
        "recorded_by": row.recorded_by,
        "signed_at": row.signed_at.map(say::instant),
        "reason": row.reason,
    })
}

fn days(from: Timestamp, until: Option<Timestamp>, zone: &TimeZone) -> [String; 2] {
    let first = from.to_zoned(zone.clone()).date().to_string();
    let last = until.map_or_else(|| "–".to_owned(), |at| last_day(at, zone).to_string());
    [first, last]
}

fn known(statement: &Statement, zone: &TimeZone) -> String {
    let at = statement.recorded_at.to_zoned(zone.clone());
    at.strftime("%Y-%m-%d %H:%M").to_string()
}

fn says(statement: &Statement) -> String {
    match &statement.says {
        Says::InForce(terms) => {
            let plan = terms.plan.as_deref();
            let plan = plan.map_or_else(|| "in force".to_owned(), |plan| format!("plan {plan}"));
            if terms.overrides.trim().is_empty() {
                plan
            } else {
                format!("{plan}, with overrides")
            }
        }
        Says::Suspended | Says::Ended => state(&statement.says).to_owned(),
    }
}

fn state(says: &Says) -> &'static str {
    match says {
        Says::InForce(_) => "in force",
        Says::Suspended => "suspended",
        Says::Ended => "ended",
    }
}
