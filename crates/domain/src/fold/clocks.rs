//! Events about clocks: what was decided of each, and what stood there before.

use jiff::Timestamp;
use sla::clock::{ClockState, InForce};
use sla::history::Hears;

use crate::{AbsorbedBy, ClockRecord, Event, Recorded, Status, Ticket};

impl Ticket {
    pub(super) fn apply_clock(&mut self, recorded: &Recorded) {
        if let Event::ClockStarted {
            clock,
            cycle,
            anchor_at,
            begun_by,
            promise,
            started_at,
            warn_at,
            due_at,
        } = &recorded.event
        {
            let recorded_acts = self.acts.len();
            let from_receipt = *anchor_at == self.received_at;
            let record = ClockRecord {
                cycle: *cycle,
                anchor_at: *anchor_at,
                hears: Hears::of(&promise.metric, *cycle, from_receipt, recorded_acts),
                promises: vec![InForce {
                    since: *anchor_at,
                    promise: (**promise).clone(),
                }],
                state: running(*started_at, recorded.at),
                started_at: *started_at,
                paused_at: None,
                warn_at: *warn_at,
                due_at: *due_at,
                warned_at: None,
                breached_at: None,
                late_on_arrival: false,
                met_at: None,
                cancelled_at: None,
                withdrawn: false,
                corrections: Vec::new(),
                restated_breach_at: None,
                absorbed: None,
                begun_by: *begun_by,
            };
            self.clocks.insert(clock.clone(), record);
        } else if let Some(clock) = recorded.event.clock()
            && let Some(record) = self.clocks.get_mut(clock)
        {
            record.apply(recorded, &self.opened_under);
            let cancelled = record.state == ClockState::Cancelled;
            let closed = self.status == Status::Closed;
            record.withdrawn = cancelled && (record.withdrawn || !closed);
        }
    }
}

fn running(started_at: Option<Timestamp>, now: Timestamp) -> ClockState {
    match started_at {
        Some(start) if start <= now => ClockState::Running,
        _ => ClockState::Waiting,
    }
}

impl ClockRecord {
    fn apply(&mut self, recorded: &Recorded, opened_under: &str) {
        match &recorded.event {
            Event::ClockMoved {
                promise,
                since,
                started_at,
                paused_at,
                warn_at,
                due_at,
                ..
            } => {
                if let Some(promise) = promise {
                    let promise = (**promise).clone();
                    self.promises.push(InForce {
                        since: since.unwrap_or(recorded.at),
                        promise,
                    });
                    self.warned_at = None;
                }
                self.started_at = *started_at;
                self.paused_at = *paused_at;
                self.warn_at = *warn_at;
                self.due_at = *due_at;
                self.met_at = None;
                self.cancelled_at = None;
                self.absorbed = None;
                self.state = self.unfinished(recorded.at);
            }
            Event::ClockWarned { at, .. } => self.warned_at = Some(*at),
            Event::ClockBreached {
                at,
                late_on_arrival,
                ..
            } => {
                self.breached_at = Some(*at);
                self.late_on_arrival = *late_on_arrival;
                self.state = self.unfinished(recorded.at);
            }
            Event::ClockMet { at, .. } => {
                self.met_at = Some(*at);
                self.paused_at = None;
                self.cancelled_at = None;
                self.state = match self.breached_at {
                    Some(_) => ClockState::MissedMet,
                    None => ClockState::Met,
                };
            }
            Event::ClockRestated {
                breached_at,
                met_at,
                ..
            } => {
                self.restated_breach_at = Some(*breached_at);
                self.breached_at = None;
                self.met_at = Some(*met_at);
                self.paused_at = None;
                self.cancelled_at = None;
                self.state = ClockState::Met;
            }
            Event::ClockCancelled { .. } => {
                self.paused_at = None;
                self.cancelled_at = Some(recorded.at);
                self.state = ClockState::Cancelled;
            }
            Event::ClockCorrected { .. } => self.correct(recorded, opened_under),
            Event::ClockRepromised { .. } => self.repromise(recorded),
            Event::ClockAbsorbed { by, .. } => {
                self.paused_at = None;
                self.absorbed = Some(AbsorbedBy {
                    ticket: *by,
                    at: recorded.at,
                });
                self.state = ClockState::Absorbed;
            }
            Event::ClockSeparated { breached_at, .. } => {
                self.paused_at = None;
                self.breached_at = None;
                self.late_on_arrival = false;
                self.met_at = None;
                self.restated_breach_at = breached_at.or(self.restated_breach_at);
                self.cancelled_at = Some(recorded.at);
                self.withdrawn = true;
                self.state = ClockState::Cancelled;
            }
            _ => {}
        }
    }

    pub(crate) fn unfinished(&self, now: Timestamp) -> ClockState {
        match (self.breached_at, self.paused_at) {
            (Some(_), _) => ClockState::MissedRunning,
            (None, Some(_)) => ClockState::Paused,
            (None, None) => running(self.started_at, now),
        }
    }
}
