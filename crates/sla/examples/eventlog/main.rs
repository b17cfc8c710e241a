//! Turns the published incident log of an IT company's service desk ("Incident
//! management process enriched event log", UCI) into a log for backtests.
//!
//! `cargo run --release -p sla --example eventlog < incident_event_log.csv > incidents.jsonl`
//!
//! Its rows are the states of an incident, one after another, with local times of
//! an unknown zone, taken as UTC here. What an incident's rows become:
//!
//! - `opened_at` is the receipt, `priority` the severity, `location` the customer.
//! - The first row that is `Active`, or waits, means that work has begun.
//! - `Awaiting User Info` and `Awaiting Evidence` wait for the customer, `Awaiting
//!   Vendor` for a supplier, `Awaiting Problem` for a release; any other state ends
//!   the wait.
//! - `Resolved` and `Closed` are what they say; a state that is open again after
//!   them is a reopening.
//! - `made_sla` of the last row is what was recorded of the resolution.
//!
//! Rows with the state `-100` say nothing. The file has no quoted fields.

#![cfg_attr(
    test,
    allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")
)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a converter talks to standard output"
)]

mod incident;

use std::io::{self, BufRead, BufWriter, Write};

use incident::{Columns, Incident};

fn main() -> io::Result<()> {
    let skipped = convert(io::stdin().lock(), &mut BufWriter::new(io::stdout().lock()))?;
    if skipped > 0 {
        eprintln!("{skipped} rows could not be read");
    }
    Ok(())
}

/// Writes every incident as a line; answers how many rows could not be read.
fn convert(csv: impl BufRead, out: &mut impl Write) -> io::Result<u64> {
    let mut lines = csv.split(b'\n');
    let heading = lines.next().transpose()?.unwrap_or_default();
    let columns = Columns::of(&String::from_utf8_lossy(&heading)).ok_or_else(|| {
        io::Error::new(
            io::ErrorKind::InvalidData,
            "these are not the columns of the log",
        )
    })?;
    let mut skipped = 0;
    let mut current: Option<Incident> = None;
    for line in lines {
        let line = line?;
        let text = String::from_utf8_lossy(&line);
        let row = text.trim_end();
        if row.is_empty() {
            continue;
        }
        let Some(row) = columns.row(row) else {
            skipped += 1;
            continue;
        };
        if current
            .as_ref()
            .is_none_or(|incident| incident.number() != row.number)
        {
            if let Some(incident) = current.take() {
                writeln!(out, "{}", incident.finish().to_line())?;
            }
            current = Some(Incident::opened(&row));
        }
        if let Some(incident) = &mut current {
            incident.take(&row);
        }
    }
    if let Some(incident) = current {
        writeln!(out, "{}", incident.finish().to_line())?;
    }
    Ok(skipped)
}

#[cfg(test)]
mod tests {
    use super::*;
    use sla::backtest::{Backtest, PastTicket, Then};
    use sla::compliance::Verdict;
    use sla::policy::Policy;

    /// Made by hand, in the form of the log.
    const CSV: &str = "\
number,ident_state,active,made_sla,opened_at,sys_updated_at,contact_type,location,priority,resolved_at,closed_at
0000001,New,true,true,4/3/2016 17:00,4/3/2016 17:05,Phone,143,3,8/3/2016 09:30,15/3/2016 09:30
0000001,Active,true,true,4/3/2016 17:00,7/3/2016 08:30,Phone,143,2,8/3/2016 09:30,15/3/2016 09:30
0000001,Awaiting User Info,true,true,4/3/2016 17:00,7/3/2016 10:00,Phone,143,2,8/3/2016 09:30,15/3/2016 09:30
0000001,Active,true,true,4/3/2016 17:00,7/3/2016 16:00,Phone,143,2,8/3/2016 09:30,15/3/2016 09:30
0000001,Resolved,true,true,4/3/2016 17:00,8/3/2016 09:30,Phone,143,2,8/3/2016 09:30,15/3/2016 09:30
0000001,Closed,false,true,4/3/2016 17:00,15/3/2016 09:30,Phone,143,2,8/3/2016 09:30,15/3/2016 09:30
0000002,New,true,true,4/3/2016 08:00,4/3/2016 08:00,Email,?,1,?,?
0000002,-100,true,false,4/3/2016 08:00,5/3/2016 08:00,Email,?,1,?,?
0000003,Active,true,true,yesterday,4/3/2016 08:00,Email,?,1,?,?
";

    fn converted() -> Vec<PastTicket> {
        let mut out = Vec::new();
        assert_eq!(convert(CSV.as_bytes(), &mut out).unwrap(), 1);
        let lines = String::from_utf8(out).unwrap();
        lines
            .lines()
            .map(|line| PastTicket::read(line).unwrap())
            .collect()
    }

    #[test]
    fn rows_become_what_happened() {
        let tickets = converted();
        assert_eq!(tickets.len(), 2);
        let told = serde_json::to_string(&tickets[0].history.facts).unwrap();
        assert_eq!(
            told,
            r#"[{"at":"2016-03-07T08:30:00Z","what":{"severity":2}},{"at":"2016-03-07T08:30:00Z","what":{"act":"work_begun"}},{"at":"2016-03-07T10:00:00Z","what":{"paused":"customer"}},{"at":"2016-03-07T16:00:00Z","what":"resumed"},{"at":"2016-03-08T09:30:00Z","what":{"resolved":{}}},{"at":"2016-03-15T09:30:00Z","what":"closed"}]"#
        );
        assert_eq!(tickets[0].customer.as_deref(), Some("143"));
        assert_eq!(
            (
                tickets[1].customer.as_deref(),
                tickets[1].history.request.channel.as_str()
            ),
            (None, "mail")
        );
        let recorded: Vec<Option<Verdict>> = tickets
            .iter()
            .map(|ticket| ticket.recorded[0].result)
            .collect();
        assert_eq!(recorded, [Some(Verdict::Met), Some(Verdict::Missed)]);
    }

    #[test]
    fn the_policy_for_it_holds_its_cases_and_can_be_tried() {
        let policy = Policy::parse("policy.toml", include_str!("policy.toml"))
            .policy
            .unwrap();
        assert!(policy.run_cases().iter().all(|case| case.holds()));
        let backtest = Backtest::new(
            &policy,
            Then::Recorded,
            "2016-04-01T00:00:00Z".parse().unwrap(),
        );
        let mut tally = backtest.tally();
        for ticket in converted() {
            backtest.count(&mut tally, 1, &ticket);
        }
        let report = backtest.report(&tally);
        assert_eq!(
            (report.tickets, report.flips.to_missed, report.flips.to_kept),
            (2, 0, 0)
        );
    }
}
