//! What a backtest found, in tables: by target and severity, by customer, ticket by
//! ticket, and the alerts. Long lists say what they leave out.

use domain::text::metric_name;
use sla::backtest::{Flip, Line, Report, Row, Seen};
use sla::compliance::{Figure, Verdict};
use sla::policy::Audience;

use crate::web::{Moment, Reader, Words};

/// How many customers are shown, those first of whom most is decided differently.
const CUSTOMERS_SHOWN_MAX: usize = 20;
/// How many tickets that could not be measured are named.
const PROBLEMS_SHOWN_MAX: usize = 5;

pub(in crate::web::pages::workspace::policy) struct Results {
    pub(in crate::web::pages::workspace::policy) tickets: String,
    pub(in crate::web::pages::workspace::policy) to_missed: u64,
    pub(in crate::web::pages::workspace::policy) to_kept: u64,
    pub(in crate::web::pages::workspace::policy) rows: Vec<RowView>,
    pub(in crate::web::pages::workspace::policy) customers: Vec<CustomerView>,
    pub(in crate::web::pages::workspace::policy) customers_left: Option<String>,
    pub(in crate::web::pages::workspace::policy) flips: Vec<FlipView>,
    pub(in crate::web::pages::workspace::policy) flips_left: Option<String>,
    /// Warnings then and now, breaches then and now.
    pub(in crate::web::pages::workspace::policy) alerts: [[u64; 2]; 2],
    pub(in crate::web::pages::workspace::policy) problems: Option<String>,
    /// As the core words them, in English.
    pub(in crate::web::pages::workspace::policy) problems_shown: Vec<String>,
}

/// What became of the clocks of one target and severity.
pub(in crate::web::pages::workspace::policy) struct RowView {
    pub(in crate::web::pages::workspace::policy) target: Option<String>,
    pub(in crate::web::pages::workspace::policy) severity: Option<u8>,
    pub(in crate::web::pages::workspace::policy) sides: [FigureView; 2],
    /// Ending of the text that says which side has the better share, and its tone.
    pub(in crate::web::pages::workspace::policy) effect: Option<(&'static str, &'static str)>,
}

pub(in crate::web::pages::workspace::policy) struct FigureView {
    pub(in crate::web::pages::workspace::policy) met: u64,
    pub(in crate::web::pages::workspace::policy) missed: u64,
    pub(in crate::web::pages::workspace::policy) running: u64,
    pub(in crate::web::pages::workspace::policy) share: String,
}

/// One customer, and behind it its rows.
pub(in crate::web::pages::workspace::policy) struct CustomerView {
    pub(in crate::web::pages::workspace::policy) name: String,
    /// `Missed: 3 then, 12 with the draft`.
    pub(in crate::web::pages::workspace::policy) missed: String,
    pub(in crate::web::pages::workspace::policy) rows: Vec<RowView>,
}

/// One ticket that is missed on one side and not on the other.
pub(in crate::web::pages::workspace::policy) struct FlipView {
    pub(in crate::web::pages::workspace::policy) number: String,
    pub(in crate::web::pages::workspace::policy) customer: String,
    pub(in crate::web::pages::workspace::policy) metric: String,
    pub(in crate::web::pages::workspace::policy) is_internal: bool,
    pub(in crate::web::pages::workspace::policy) severity: Option<u8>,
    pub(in crate::web::pages::workspace::policy) sides: [SideView; 2],
}

/// How a promise went on one side.
pub(in crate::web::pages::workspace::policy) struct SideView {
    /// Ending of the text that names the verdict, and its tone.
    pub(in crate::web::pages::workspace::policy) verdict: Option<(&'static str, &'static str)>,
    pub(in crate::web::pages::workspace::policy) due: Option<Moment>,
    pub(in crate::web::pages::workspace::policy) met: Option<Moment>,
}

impl Results {
    pub(super) fn new(reader: &Reader, report: &Report) -> Self {
        let t = reader.words();
        let left = |id: &str, count: u64| {
            let count = i64::try_from(count).unwrap_or(i64::MAX);
            (count > 0).then(|| t.count(id, count))
        };
        let mut lines: Vec<&Line> = report.customers.iter().collect();
        lines.sort_by_key(|line| std::cmp::Reverse(differently(line)));
        let shown = lines.iter().take(CUSTOMERS_SHOWN_MAX);
        let flips = &report.flips;
        let flipped = flips.to_missed.saturating_add(flips.to_kept);
        let alerts = report.alerts_total;
        let problems = report.problems.listed.iter().take(PROBLEMS_SHOWN_MAX);
        Self {
            tickets: report.tickets.to_string(),
            to_missed: flips.to_missed,
            to_kept: flips.to_kept,
            rows: report.rows.iter().map(|row| RowView::new(t, row)).collect(),
            customers: shown.map(|line| customer(t, line)).collect(),
            customers_left: left(
                "backtest-customers-left",
                beyond(lines.len(), CUSTOMERS_SHOWN_MAX),
            ),
            flips: flips
                .listed
                .iter()
                .map(|flip| FlipView::new(reader, flip))
                .collect(),
            flips_left: left(
                "backtest-flips-left",
                flipped.saturating_sub(u64::try_from(flips.listed.len()).unwrap_or(u64::MAX)),
            ),
            alerts: [
                [alerts.then.warnings, alerts.now.warnings],
                [alerts.then.breaches, alerts.now.breaches],
            ],
            problems: left("backtest-problems", report.problems.count),
            problems_shown: problems
                .map(|problem| format!("{}; {}", problem.found.problem, problem.found.remedy))
                .collect(),
        }
    }
}

fn beyond(count: usize, shown: usize) -> u64 {
    u64::try_from(count.saturating_sub(shown)).unwrap_or(u64::MAX)
}

/// How many promises of a customer are decided differently, at least.
fn differently(line: &Line) -> u64 {
    let rows = line.rows.iter();
    rows.map(|row| row.then.missed.abs_diff(row.now.missed) + row.then.met.abs_diff(row.now.met))
        .sum()
}

fn customer(t: Words, line: &Line) -> CustomerView {
    let missed = |side: fn(&Row) -> &Figure| {
        let missed: u64 = line.rows.iter().map(|row| side(row).missed).sum();
        missed.to_string()
    };
    let values = [
        ("then", missed(|row| &row.then)),
        ("now", missed(|row| &row.now)),
    ];
    CustomerView {
        name: match line.customer.as_deref() {
            Some("") => t.say("backtest-customer-none"),
            Some(name) => name.to_owned(),
            None => t.say("backtest-others"),
        },
        missed: t.say_all("backtest-customer-missed", &values),
        rows: line.rows.iter().map(|row| RowView::new(t, row)).collect(),
    }
}

impl RowView {
    fn new(t: Words, row: &Row) -> Self {
        let share = |figure: &Figure| figure.share().map(|share| share.basis_points);
        let effect = match (share(&row.then), share(&row.now)) {
            (Some(then), Some(now)) if now > then => Some(("better", "track")),
            (Some(then), Some(now)) if now < then => Some(("worse", "late")),
            _ => None,
        };
        Self {
            target: row.target.clone(),
            severity: row.severity,
            sides: [FigureView::new(t, &row.then), FigureView::new(t, &row.now)],
            effect,
        }
    }
}

impl FigureView {
    fn new(t: Words, figure: &Figure) -> Self {
        let share = figure.share().map(|share| share.to_string());
        let share = share.map(|share| match t.code() {
            "fr" => share.replace('.', ",").replace('%', "\u{a0}%"),
            _ => share,
        });
        Self {
            met: figure.met,
            missed: figure.missed,
            running: figure.running,
            share: share.unwrap_or_else(|| "–".to_owned()),
        }
    }
}

impl FlipView {
    pub(super) fn new(reader: &Reader, flip: &Flip) -> Self {
        Self {
            number: flip.ticket.ticket.clone(),
            customer: flip.ticket.customer.clone().unwrap_or_default(),
            metric: metric_name(reader.language, &flip.metric),
            is_internal: flip.audience == Audience::Internal,
            severity: flip.now.severity,
            sides: sides(reader, flip),
        }
    }
}

fn sides(reader: &Reader, flip: &Flip) -> [SideView; 2] {
    [&flip.then, &flip.now].map(|seen: &Seen| SideView {
        verdict: seen.verdict.map(|verdict| match verdict {
            Verdict::Met => ("met", "track"),
            Verdict::Missed => ("missed", "late"),
            Verdict::Running => ("running", ""),
        }),
        due: seen.due_at.map(|at| Moment::new(reader, at)),
        met: seen.met_at.map(|at| Moment::new(reader, at)),
    })
}
