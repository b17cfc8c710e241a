//! What a clock shows after it was measured again: in a corrected calendar, or under
//! the promises of another contract. Folding only: what was decided stands in the
//! event.

use jiff::Timestamp;
use sla::clock::{ClockState, InForce};

use crate::{ClockRecord, Correction, Event, Recorded, TextRef};

/// What was measured, and why it was measured again.
struct Measured<'a> {
    reason: &'a TextRef,
    started_at: Option<Timestamp>,
    paused_at: Option<Timestamp>,
    warn_at: Option<Timestamp>,
    due_at: Option<Timestamp>,
    breached_at: Option<Timestamp>,
    late_on_arrival: bool,
    met_at: Option<Timestamp>,
}

impl ClockRecord {
    /// Measured in the calendar of another version, because that of the first was
    /// wrong.
    pub(crate) fn correct(&mut self, recorded: &Recorded, opened_under: &str) {
        let Event::ClockCorrected {
            clock: _,
            from,
            to,
            reason,
            started_at,
            paused_at,
            warn_at,
            due_at,
            breached_at,
            late_on_arrival,
            met_at,
        } = &recorded.event
        else {
            return;
        };
        for InForce { promise, .. } in &mut self.promises {
            if promise.policy_version.as_deref().unwrap_or(opened_under) == from {
                promise.policy_version = Some(to.clone());
            }
        }
        // Without this, a clock that warned too early would not warn in time.
        if warn_at.is_some_and(|at| at > recorded.at) {
            self.warned_at = None;
        }
        let measured = Measured {
            reason,
            started_at: *started_at,
            paused_at: *paused_at,
            warn_at: *warn_at,
            due_at: *due_at,
            breached_at: *breached_at,
            late_on_arrival: *late_on_arrival,
            met_at: *met_at,
        };
        self.take_over(recorded, &measured);
    }

    /// Measured under the promises of another contract.
    pub(crate) fn repromise(&mut self, recorded: &Recorded) {
        let Event::ClockRepromised {
            clock: _,
            promises,
            reason,
            started_at,
            paused_at,
            warn_at,
            due_at,
            warned_at,
            breached_at,
            late_on_arrival,
            met_at,
        } = &recorded.event
        else {
            return;
        };
        for (known, chosen) in self.promises.iter_mut().zip(promises) {
            known.promise.clone_from(chosen);
        }
        self.warned_at = *warned_at;
        let measured = Measured {
            reason,
            started_at: *started_at,
            paused_at: *paused_at,
            warn_at: *warn_at,
            due_at: *due_at,
            breached_at: *breached_at,
            late_on_arrival: *late_on_arrival,
            met_at: *met_at,
        };
        self.take_over(recorded, &measured);
    }

    /// Takes over what was measured, and keeps what stood there. What was given up or
    /// goes on elsewhere stays so, unless it turns out to have been met.
    fn take_over(&mut self, recorded: &Recorded, measured: &Measured<'_>) {
        let before = self.result();
        self.started_at = measured.started_at;
        self.paused_at = measured.paused_at;
        self.warn_at = measured.warn_at;
        self.due_at = measured.due_at;
        self.breached_at = measured.breached_at;
        self.late_on_arrival = measured.late_on_arrival;
        self.met_at = measured.met_at;
        let is_over = matches!(self.state, ClockState::Cancelled | ClockState::Absorbed);
        self.state = match (measured.met_at, measured.breached_at) {
            (Some(_), Some(_)) => ClockState::MissedMet,
            (Some(_), None) => ClockState::Met,
            (None, _) if is_over => self.state,
            (None, _) => self.unfinished(recorded.at),
        };
        self.corrections.push(Correction {
            at: recorded.at,
            author: recorded.actor,
            reason: measured.reason.clone(),
            before,
            after: self.result(),
        });
    }
}
