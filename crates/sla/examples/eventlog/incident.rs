//! Rows of the incident log, and the ticket they tell of.

use jiff::{Timestamp, civil::DateTime, tz::TimeZone};
use sla::backtest::{PastTicket, RecordedClock};
use sla::compliance::Verdict;
use sla::history::{Fact, What};
use sla::policy::{Act, Audience, Metric, PauseReason};

/// Where the columns stand.
pub(super) struct Columns {
    places: [usize; NAMES.len()],
}

const NAMES: [&str; 8] = [
    "number",
    "ident_state",
    "made_sla",
    "opened_at",
    "sys_updated_at",
    "contact_type",
    "location",
    "priority",
];

/// One row: the incident as it stood from then on.
pub(super) struct Row {
    pub(super) number: String,
    state: String,
    made_sla: bool,
    opened_at: Timestamp,
    at: Timestamp,
    channel: &'static str,
    customer: Option<String>,
    severity: Option<u8>,
}

impl Columns {
    pub(super) fn of(heading: &str) -> Option<Self> {
        let names: Vec<&str> = heading.trim().split(',').collect();
        let mut places = [0; NAMES.len()];
        for (place, name) in places.iter_mut().zip(NAMES) {
            *place = names.iter().position(|known| *known == name)?;
        }
        Some(Self { places })
    }

    pub(super) fn row(&self, line: &str) -> Option<Row> {
        let fields: Vec<&str> = line.split(',').collect();
        let mut values = [""; NAMES.len()];
        for (value, place) in values.iter_mut().zip(self.places) {
            *value = fields.get(place)?;
        }
        let [
            number,
            state,
            made_sla,
            opened_at,
            at,
            contact,
            location,
            priority,
        ] = values;
        Some(Row {
            number: number.to_owned(),
            state: state.to_owned(),
            made_sla: made_sla == "true",
            opened_at: instant(opened_at)?,
            at: instant(at)?,
            channel: match contact {
                "Email" => "mail",
                "Self service" => "portal",
                "Direct opening" => "workspace",
                _ => "phone",
            },
            customer: (location != "?").then(|| location.to_owned()),
            severity: priority.parse().ok(),
        })
    }
}

/// `29/2/2016 01:16`, taken as UTC.
fn instant(text: &str) -> Option<Timestamp> {
    let local = DateTime::strptime("%d/%m/%Y %H:%M", text).ok()?;
    TimeZone::UTC.to_timestamp(local).ok()
}

/// An incident while its rows are read.
pub(super) struct Incident {
    ticket: PastTicket,
    severity: Option<u8>,
    begun: bool,
    pause: Option<PauseReason>,
    solved: bool,
    closed: bool,
    made_sla: bool,
}

impl Incident {
    pub(super) fn opened(row: &Row) -> Self {
        let mut ticket = PastTicket::received(&row.number, row.opened_at);
        ticket.customer.clone_from(&row.customer);
        row.channel.clone_into(&mut ticket.history.request.channel);
        ticket.history.request.severity = row.severity;
        Self {
            ticket,
            severity: row.severity,
            begun: false,
            pause: None,
            solved: false,
            closed: false,
            made_sla: true,
        }
    }

    pub(super) fn number(&self) -> &str {
        &self.ticket.ticket
    }

    pub(super) fn take(&mut self, row: &Row) {
        self.made_sla = row.made_sla;
        if let Some(severity) = row.severity.filter(|_| row.severity != self.severity) {
            self.severity = row.severity;
            self.tell(row, What::Severity(severity));
        }
        let pause = match row.state.as_str() {
            "New" | "Active" => None,
            "Awaiting User Info" | "Awaiting Evidence" => Some(PauseReason::Customer),
            "Awaiting Vendor" => Some(PauseReason::Supplier),
            "Awaiting Problem" => Some(PauseReason::Release),
            "Resolved" => return self.resolved(row),
            "Closed" => return self.close(row),
            _ => return,
        };
        if self.solved || self.closed {
            (self.solved, self.closed) = (false, false);
            self.tell(row, What::Reopened);
        }
        if row.state != "New" && !self.begun {
            self.begun = true;
            self.tell(row, What::Act(Act::WorkBegun));
        }
        self.wait(row, pause);
    }

    fn resolved(&mut self, row: &Row) {
        self.pause = None;
        if !self.solved {
            self.solved = true;
            self.tell(row, What::Resolved { told_at: None });
        }
    }

    fn close(&mut self, row: &Row) {
        self.pause = None;
        if !self.closed {
            self.closed = true;
            self.tell(row, What::Closed);
        }
    }

    fn wait(&mut self, row: &Row, pause: Option<PauseReason>) {
        if pause == self.pause {
            return;
        }
        self.pause = pause;
        self.tell(row, pause.map_or(What::Resumed, What::Paused));
    }

    fn tell(&mut self, row: &Row, what: What) {
        // Some rows were written before the time at which the incident was opened.
        let at = row.at.max(row.opened_at);
        self.ticket.history.facts.push(Fact { at, what });
    }

    pub(super) fn finish(mut self) -> PastTicket {
        let result = match self.made_sla {
            true => Verdict::Met,
            false => Verdict::Missed,
        };
        self.ticket.recorded.push(RecordedClock {
            target: "made-sla".to_owned(),
            metric: Metric::Resolution,
            audience: Audience::Customer,
            result: Some(result),
            due_at: None,
            warned_at: None,
            breached_at: None,
            met_at: None,
        });
        self.ticket
    }
}
