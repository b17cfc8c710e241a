//! What a clock shows after its promises were chosen again. Folding only: what was
//! decided stands in the event.

use sla::clock::ClockState;

use crate::{ClockRecord, Correction, Event, Recorded};

impl ClockRecord {
    /// Takes over the promises of another contract, and keeps what stood there.
    pub(crate) fn repromise(&mut self, recorded: &Recorded) {
        let Event::ClockRepromised {
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
            ..
        } = &recorded.event
        else {
            return;
        };
        let before = self.result();
        for (known, chosen) in self.promises.iter_mut().zip(promises) {
            known.promise.clone_from(chosen);
        }
        self.started_at = *started_at;
        self.paused_at = *paused_at;
        self.warn_at = *warn_at;
        self.due_at = *due_at;
        self.warned_at = *warned_at;
        self.breached_at = *breached_at;
        self.late_on_arrival = *late_on_arrival;
        self.met_at = *met_at;
        if self.state != ClockState::Cancelled || met_at.is_some() {
            self.state = match (met_at, breached_at) {
                (Some(_), Some(_)) => ClockState::MissedMet,
                (Some(_), None) => ClockState::Met,
                (None, _) => self.unfinished(recorded.at),
            };
        }
        self.corrections.push(Correction {
            at: recorded.at,
            author: recorded.actor,
            reason: reason.clone(),
            before,
            after: self.result(),
        });
    }
}
