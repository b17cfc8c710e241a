//! A backtest of a million tickets on all cores, beside the same number of `add`
//! calls on the same cores, so that a ratio can be told.
//!
//! Tickets are made as they are counted and never stored; each goes through the
//! text of its line, as in a log. `cargo bench -p sla --bench backtest [-- TICKETS]`

#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a measurement talks, and may stop at the first surprise"
)]

use std::hint::black_box;
use std::thread;
use std::time::{Duration, Instant};

use jiff::{SignedDuration, Timestamp};
use sla::backtest::{Backtest, PastTicket, Report, Then};
use sla::calendar::Calendar;
use sla::history::{Fact, What};
use sla::policy::{Act, PauseReason, Policy};

const POLICY: &str = include_str!("../examples/eventlog/policy.toml");
const TICKETS: u64 = 1_000_000;
/// 2026-01-01T00:00:00Z.
const NEWYEAR: i64 = 1_767_225_600;
const YEAR: i64 = 31_536_000;

fn main() {
    let mut given = std::env::args().filter_map(|argument| argument.parse().ok());
    let tickets = given.next_back().unwrap_or(TICKETS);
    let threads = thread::available_parallelism().map_or(1, std::num::NonZero::get) as u64;
    let then = Policy::parse("then.toml", POLICY).policy.unwrap();
    let draft = POLICY.replace("1 = \"8h\", 2 = \"16h\"", "1 = \"7h\", 2 = \"14h\"");
    let now = Policy::parse("draft.toml", &draft).policy.unwrap();
    let at = Timestamp::from_second(NEWYEAR + YEAR).unwrap();
    let backtest = Backtest::new(&now, Then::Policy(&then), at);

    let (lines, making) = timed(|| {
        on_all_cores(threads, tickets, |number| {
            black_box(ticket(number).to_line()).len()
        })
    });
    let bytes: usize = lines.iter().sum();
    let (report, counting) = timed(|| run(&backtest, threads, tickets));
    let (_, adding) = timed(|| {
        let office = then.calendar("office").unwrap();
        on_all_cores(threads, tickets, |number| add(office, number))
    });
    println!(
        "{tickets} tickets on {threads} threads, lines of {} bytes on average",
        bytes as u64 / tickets
    );
    println!("making the lines:                {making:>10.3?}");
    println!("making, reading, both policies:  {counting:>10.3?}");
    println!("the same number of `add`:        {adding:>10.3?}");
    let net = counting.saturating_sub(making);
    println!(
        "a ticket costs {} times an `add`",
        net.as_nanos() / adding.as_nanos().max(1)
    );
    println!(
        "{} missed now and not then; memory at most {}",
        report.flips.to_missed,
        memory()
    );
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let done = work();
    (done, start.elapsed())
}

/// Sums what the work answers for each ticket, thread by thread.
fn on_all_cores(threads: u64, tickets: u64, work: impl Fn(u64) -> usize + Sync) -> Vec<usize> {
    let work = &work;
    thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|part| {
                scope.spawn(move || (part..tickets).step_by(threads as usize).map(work).sum())
            })
            .collect();
        parts.into_iter().map(|part| part.join().unwrap()).collect()
    })
}

fn run(backtest: &Backtest<'_>, threads: u64, tickets: u64) -> Report {
    let tally = thread::scope(|scope| {
        let parts: Vec<_> = (0..threads)
            .map(|part| {
                scope.spawn(move || {
                    let mut tally = backtest.tally();
                    for number in (part..tickets).step_by(threads as usize) {
                        backtest.count_line(&mut tally, number + 1, &ticket(number).to_line());
                    }
                    tally
                })
            })
            .collect();
        let mut whole = backtest.tally();
        for part in parts {
            whole.merge(part.join().unwrap());
        }
        whole
    });
    let report = backtest.report(&tally);
    assert_eq!((report.tickets, report.problems.count), (tickets, 0));
    report
}

fn add(office: &Calendar, number: u64) -> usize {
    let (start, seconds) = (at(number, 0), i64::from(chance(number, 9)) % 622_800);
    usize::from(black_box(office.add(start, seconds)).is_ok())
}

/// A ticket with work begun, sometimes a pause and a raised severity, resolved.
fn ticket(number: u64) -> PastTicket {
    let received_at = at(number, 0);
    let mut past = PastTicket::received(&format!("N-{number:07}"), received_at);
    past.customer = Some(format!("C-{:04}", chance(number, 1) % 5_000));
    past.history.request.severity = u8::try_from(1 + chance(number, 2) % 4).ok();
    let mut minutes = 0;
    let mut tell = |later: u32, what| {
        minutes += i64::from(later);
        let at = received_at + SignedDuration::from_mins(minutes);
        past.history.facts.push(Fact { at, what });
    };
    tell(chance(number, 3) % 600, What::Act(Act::WorkBegun));
    if chance(number, 4).is_multiple_of(4) {
        tell(30, What::Severity(1));
    }
    if chance(number, 5).is_multiple_of(3) {
        tell(60, What::Paused(PauseReason::Customer));
        tell(chance(number, 6) % 3_000, What::CustomerWrote);
    }
    tell(chance(number, 7) % 9_000, What::Resolved { told_at: None });
    tell(20_160, What::Closed);
    past
}

fn at(number: u64, salt: u64) -> Timestamp {
    let second = NEWYEAR + i64::from(chance(number, salt)) % YEAR;
    Timestamp::from_second(second).unwrap()
}

/// Chance without a generator to carry along.
fn chance(number: u64, salt: u64) -> u32 {
    let mut mixed = number
        .wrapping_add(salt << 40)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    (mixed >> 33) as u32
}

/// The largest amount of memory the process had, as Linux tells it.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    peak.map_or_else(|| "unknown".to_owned(), |peak| peak.trim().to_owned())
}
