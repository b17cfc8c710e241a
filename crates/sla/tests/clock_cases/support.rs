//! A small language for the facts of a clock.
//!
//! Instants are local to Berlin. `Mon 16:00` lies in the week of 2 March 2026,
//! `Mon+1 11:00` in the week after; anything else is a date with a time.

use std::{collections::BTreeMap, sync::LazyLock};

use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::TimeZone};
use sla::calendar::{Calendar, CalendarSpec, Interval};
use sla::clock::explain::{self, Explanation};
use sla::clock::{self, Done, Hold, HoldReason, InForce, Reading, SpanState, Timeline};
use sla::policy::{
    Act, AfterPause, AllOf, Anchor, Audience, Firmness, Lasting, Metric, PauseReason, Promise,
    Start, Within,
};

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const MONDAY: &str = "2026-03-02T00:00";

/// An instant, from its local time in Berlin.
pub(crate) fn at(local: &str) -> Timestamp {
    let (day, time) = local.split_once(' ').unwrap();
    let date = match WEEKDAYS.iter().position(|name| day.starts_with(name)) {
        Some(weekday) => {
            let week: i64 = day[3..].parse().unwrap_or(0);
            let monday: DateTime = MONDAY.parse().unwrap();
            let days = weekday as i64 + 7 * week;
            (monday + SignedDuration::from_hours(24 * days)).date()
        }
        None => day.parse().unwrap(),
    };
    date.to_datetime(time.parse().unwrap())
        .to_zoned(TimeZone::get("Europe/Berlin").unwrap())
        .unwrap()
        .timestamp()
}

/// Berlin, Monday to Friday, the given hours.
pub(crate) fn weekdays(open_hour: u32, close_hour: u32) -> CalendarSpec {
    let mut spec = CalendarSpec::closed("Europe/Berlin");
    for day in 0..5 {
        spec.weekly[day].push(Interval {
            open: open_hour * 3_600,
            close: close_hour * 3_600,
        });
    }
    spec
}

pub(crate) static CALENDARS: LazyLock<BTreeMap<String, Calendar>> = LazyLock::new(calendars);

fn calendars() -> BTreeMap<String, Calendar> {
    let mut shift = CalendarSpec::closed("Europe/Berlin");
    for day in &mut shift.weekly {
        day.push(Interval {
            open: 22 * 3_600,
            close: 6 * 3_600,
        });
    }
    let mut monday_off = weekdays(9, 17);
    let holiday = at("Mon+1 00:00")
        .to_zoned(TimeZone::get("Europe/Berlin").unwrap())
        .date();
    monday_off
        .holidays
        .insert(holiday, "Founders' Day".to_owned());
    let mut new_york = weekdays(9, 17);
    new_york.zone = "America/New_York".to_owned();
    let compile = |spec| Calendar::compile(&spec).unwrap();
    BTreeMap::from([
        ("office".to_owned(), compile(weekdays(9, 17))),
        ("late office".to_owned(), compile(weekdays(10, 16))),
        ("monday off".to_owned(), compile(monday_off)),
        ("new york office".to_owned(), compile(new_york)),
        ("shift".to_owned(), compile(shift)),
        ("24x5".to_owned(), compile(weekdays(0, 24))),
        (
            "never".to_owned(),
            compile(CalendarSpec::closed("Europe/Berlin")),
        ),
        (
            "always".to_owned(),
            Calendar::always("Europe/Berlin").unwrap(),
        ),
    ])
}

pub(crate) fn hours(hours: i64) -> Within {
    Within::Open {
        seconds: hours * 3_600,
        strict: false,
    }
}

pub(crate) fn minutes(minutes: i64) -> Within {
    Within::Open {
        seconds: minutes * 60,
        strict: false,
    }
}

pub(crate) fn elapsed_hours(hours: i64) -> Within {
    Within::Elapsed {
        seconds: hours * 3_600,
        strict: false,
    }
}

/// A first response within the time, in the office calendar, resting while the
/// customer is asked.
pub(crate) fn promise(within: Within) -> Promise {
    Promise {
        target: "response".to_owned(),
        metric: Metric::FirstResponse,
        audience: Audience::Customer,
        within,
        warn: None,
        calendar: "office".to_owned(),
        starts: Start::Receipt,
        satisfied_by: vec![],
        paused_by: vec![PauseReason::Customer],
        after_pause: AfterPause::Moved,
        firmness: Firmness::Will,
        anchor: Anchor::Receipt,
        best_effort: false,
        clause: "Response times, 2".to_owned(),
        statement: "We answer in time.".to_owned(),
        operating: false,
        lasting: Lasting::default(),
        policy_version: None,
    }
}

/// The facts of a clock under construction.
#[derive(Clone)]
pub(crate) struct Given {
    pub(crate) timeline: Timeline,
}

/// A clock anchored at the instant, promised the time in the office calendar.
pub(crate) fn given(anchor: &str, within: Within) -> Given {
    let anchor_at = at(anchor);
    Given {
        timeline: Timeline {
            anchor_at,
            report_complete_at: None,
            promises: vec![InForce {
                since: anchor_at,
                promise: promise(within),
            }],
            holds: vec![],
            acts: vec![],
            ended_at: None,
            release_at: None,
        },
    }
}

impl Given {
    /// Changes the promise named last.
    pub(crate) fn with(mut self, change: impl FnOnce(&mut Promise)) -> Self {
        change(&mut self.timeline.promises.last_mut().unwrap().promise);
        self
    }

    pub(crate) fn calendar(self, id: &str) -> Self {
        self.with(|promise| promise.calendar = id.to_owned())
    }

    pub(crate) fn warn(self, warn: Within) -> Self {
        self.with(|promise| promise.warn = Some(warn))
    }

    pub(crate) fn starts(self, starts: Start) -> Self {
        self.with(|promise| promise.starts = starts)
    }

    pub(crate) fn satisfied_by(self, acts: &[Act]) -> Self {
        self.with(|promise| promise.satisfied_by = acts.iter().copied().map(AllOf::from).collect())
    }

    pub(crate) fn resolution(self) -> Self {
        self.with(|promise| promise.metric = Metric::Resolution)
            .satisfied_by(&[Act::Resolved])
    }

    /// From then on another time is promised, all else the same.
    pub(crate) fn changed(mut self, since: &str, within: Within) -> Self {
        let before = self.timeline.promises.last().unwrap().promise.clone();
        let promise = Promise { within, ..before };
        self.timeline.promises.push(InForce {
            since: at(since),
            promise,
        });
        self
    }

    pub(crate) fn held(self, from: &str, until: &str) -> Self {
        self.hold(HoldReason::Pause(PauseReason::Customer), from, Some(until))
    }

    pub(crate) fn held_since(self, from: &str) -> Self {
        self.hold(HoldReason::Pause(PauseReason::Customer), from, None)
    }

    pub(crate) fn hold(mut self, reason: HoldReason, from: &str, until: Option<&str>) -> Self {
        self.timeline.holds.push(Hold {
            from: at(from),
            until: until.map(at),
            reason,
        });
        self
    }

    pub(crate) fn done(mut self, act: Act, when: &str) -> Self {
        self.timeline.acts.push(Done { act, at: at(when) });
        self
    }

    pub(crate) fn complete(mut self, when: &str) -> Self {
        self.timeline.report_complete_at = Some(at(when));
        self
    }

    pub(crate) fn ended(mut self, when: &str) -> Self {
        self.timeline.ended_at = Some(at(when));
        self
    }

    pub(crate) fn release(mut self, when: &str) -> Self {
        self.timeline.release_at = Some(at(when));
        self
    }

    /// The reading at an instant, checked to be proven by its spans.
    pub(crate) fn read(&self, now: &str) -> Reading {
        self.read_at(at(now))
    }

    pub(crate) fn read_at(&self, now: Timestamp) -> Reading {
        let reading = clock::read(&self.timeline, &*CALENDARS, now).unwrap();
        assert_proven(&self.timeline, &reading, now);
        let glance = clock::glance(&self.timeline, &*CALENDARS, now).unwrap();
        assert_eq!(
            glance,
            Reading {
                spans: vec![],
                ..reading.clone()
            }
        );
        reading
    }

    /// The explanation at an instant, to somebody in London, checked with its spans.
    pub(crate) fn explain(&self, now: &str) -> Explanation {
        self.read(now);
        let viewer = TimeZone::get("Europe/London").unwrap();
        explain::explain(&self.timeline, &*CALENDARS, at(now), &viewer).unwrap()
    }

    pub(crate) fn next(&self, now: &str) -> Option<Timestamp> {
        clock::next_threshold(&self.timeline, &*CALENDARS, at(now)).unwrap()
    }
}

/// The spans run from the anchor without gaps, add up to the time used, and up
/// to the deadline to the time used and remaining.
pub(crate) fn assert_proven(timeline: &Timeline, reading: &Reading, now: Timestamp) {
    let spans = &reading.spans;
    let end = reading
        .met_at
        .or(timeline.ended_at.filter(|end| *end <= now))
        .unwrap_or(now);
    let last = reading.due_at.map_or(end, |due_at| due_at.max(end));
    if last > timeline.anchor_at {
        assert_eq!(spans.first().unwrap().from, timeline.anchor_at);
        assert_eq!(spans.last().unwrap().until, last);
    } else {
        assert_eq!(spans, &[]);
    }
    for pair in spans.windows(2) {
        assert_eq!(pair[0].until, pair[1].from);
    }
    for span in spans {
        assert!(span.from < span.until, "{span:?}");
        assert_eq!(span.ahead, span.from >= end, "{span:?}");
        if !matches!(span.state, SpanState::Counted | SpanState::Collapsed) {
            assert_eq!(span.counted_seconds, 0, "{span:?}");
        }
    }
    let sum = |keep: &dyn Fn(&clock::Span) -> bool| -> i64 {
        spans
            .iter()
            .filter(|span| keep(span))
            .map(|span| span.counted_seconds)
            .sum()
    };
    assert_eq!(sum(&|span| !span.ahead), reading.used_seconds);
    if let (Some(due_at), Some(remaining)) = (reading.due_at, reading.remaining_seconds) {
        assert_eq!(
            sum(&|span| span.until <= due_at),
            reading.used_seconds + remaining
        );
    }
}

/// The English explanation at an instant says each of the lines, in that order.
pub(crate) fn assert_says(clock: &Given, now: &str, lines: &[&str]) {
    assert_in_order(&explain::text(&clock.explain(now), "en"), lines);
}

/// The text has each of the lines, in that order.
pub(crate) fn assert_in_order(text: &str, lines: &[&str]) {
    let mut rest = text;
    for line in lines {
        let place = rest.find(line);
        let place = place.unwrap_or_else(|| panic!("missing {line:?} at its place in:\n{text}"));
        rest = &rest[place + line.len()..];
    }
}
