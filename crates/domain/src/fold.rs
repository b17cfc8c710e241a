//! Events become a ticket. Folding never fails and never consults a policy, a
//! calendar or a time zone.

use std::collections::BTreeMap;

use jiff::Timestamp;
use sla::clock::{ClockState, Done, Hold, HoldReason, InForce};
use sla::history::Hears;
use sla::policy::Act;

use crate::{Author, ClockRecord, Correction, Event, Message, Recorded, Status, Ticket, TicketId};

impl Ticket {
    /// Folds a history from its first event; `None` when it does not begin with
    /// an opening.
    #[must_use]
    pub fn fold(id: TicketId, history: &[Recorded]) -> Option<Self> {
        let (first, rest) = history.split_first()?;
        let mut ticket = Self::opened(id, first)?;
        for recorded in rest {
            ticket.apply(recorded);
        }
        Some(ticket)
    }

    fn opened(id: TicketId, recorded: &Recorded) -> Option<Self> {
        let Event::TicketOpened {
            kind,
            channel,
            customer,
            requester,
            subject,
            severity_requested,
            severity,
            plan,
            level,
            policy_version,
            received_at,
            contract,
        } = &recorded.event
        else {
            return None;
        };
        let sequence = recorded.sequence;
        Some(Self {
            id,
            sequence,
            status: Status::Open,
            kind: *kind,
            channel: *channel,
            customer: *customer,
            requester: *requester,
            subject: subject.clone(),
            severity_requested: *severity_requested,
            severity: *severity,
            severities: vec![(*received_at, *severity)],
            plan: plan.clone(),
            contract: *contract,
            level: *level,
            policy_version: policy_version.clone(),
            opened_under: policy_version.clone(),
            received_at: *received_at,
            changed_at: recorded.at,
            assignee: None,
            messages: Vec::new(),
            pause: None,
            resolved_at: None,
            closed_at: None,
            rating: None,
            rating_comment: None,
            unanswered_since: None,
            clocks: BTreeMap::new(),
            holds: Vec::new(),
            report_complete_at: Some(*received_at),
            acts: Vec::new(),
            severity_changed: sequence,
            assignment_changed: sequence,
            level_changed: sequence,
            status_changed: sequence,
        })
    }

    /// Adds one event to what is known.
    pub fn apply(&mut self, recorded: &Recorded) {
        let Recorded {
            sequence,
            at,
            event,
            ..
        } = recorded;
        self.sequence = *sequence;
        self.changed_at = *at;
        match event {
            Event::TicketOpened { .. } => {}
            Event::MessageAdded {
                message,
                text,
                public,
                author,
                channel,
                act,
                happened_at,
            } => {
                self.messages.push(Message {
                    id: *message,
                    sequence: *sequence,
                    text: text.clone(),
                    public: *public,
                    author: *author,
                    channel: *channel,
                    act: *act,
                    happened_at: *happened_at,
                    recorded_at: *at,
                });
                self.hear(*author, *public, *act, *happened_at);
            }
            Event::ActRecorded { act, happened_at } => self.act(*act, *happened_at),
            Event::ReportJudged {
                complete,
                judged_at,
            } => {
                self.report_complete_at = complete.then_some(*judged_at);
            }
            Event::TicketAssigned { agent } => {
                self.assignee = *agent;
                self.assignment_changed = *sequence;
            }
            Event::SeverityChanged { to, .. } => {
                self.severities.push((*at, Some(*to)));
                self.severity = Some(*to);
                self.severity_changed = *sequence;
            }
            Event::LevelChanged { to, .. } => {
                self.level = *to;
                self.level_changed = *sequence;
            }
            Event::PolicyChanged { to, .. } => self.policy_version.clone_from(to),
            Event::ContractApplied { contract, plan, .. } => {
                self.contract = Some(*contract);
                self.plan.clone_from(plan);
            }
            Event::TicketPaused { reason, .. } => {
                Hold::begin(&mut self.holds, *at, HoldReason::Pause(*reason));
                self.stand(Status::Paused, *sequence);
                self.pause = Some(*reason);
            }
            Event::TicketResumed { answered } => {
                let ended_at = if *answered {
                    self.answered_at(*at)
                } else {
                    *at
                };
                Hold::end(&mut self.holds, ended_at);
                self.stand(Status::Open, *sequence);
            }
            Event::TicketResolved { message } => {
                // Told by telephone and logged later, it was resolved then.
                let solution = message.and_then(|id| self.message(id));
                let told = solution.is_some_and(|solution| solution.act == Some(Act::Resolved));
                let done_at = solution.map_or(*at, |solution| solution.happened_at);
                if !told {
                    self.act(Act::Resolved, done_at);
                }
                self.resolved_at = Some(*at);
                self.unanswered_since = None;
                Hold::begin(&mut self.holds, *at, HoldReason::Resolved);
                self.stand(Status::Resolved, *sequence);
            }
            Event::TicketClosed => {
                self.closed_at = Some(*at);
                self.unanswered_since = None;
                // Closing what is resolved ends no hold: it is not reopened.
                if self.status != Status::Resolved {
                    Hold::begin(&mut self.holds, *at, HoldReason::Resolved);
                }
                self.stand(Status::Closed, *sequence);
            }
            Event::TicketReopened { .. } => {
                Hold::end(&mut self.holds, *at);
                self.resolved_at = None;
                self.closed_at = None;
                self.stand(Status::Open, *sequence);
            }
            Event::TicketRated { rating, comment } => {
                self.rating = Some(*rating);
                self.rating_comment.clone_from(comment);
            }
            Event::ClockStarted { .. }
            | Event::ClockMoved { .. }
            | Event::ClockWarned { .. }
            | Event::ClockBreached { .. }
            | Event::ClockMet { .. }
            | Event::ClockRestated { .. }
            | Event::ClockCancelled { .. }
            | Event::ClockCorrected { .. }
            | Event::ClockRepromised { .. } => self.apply_clock(recorded),
        }
    }

    /// A message was said: remember what it did, and whose turn it is.
    fn hear(&mut self, author: Author, public: bool, act: Option<Act>, at: Timestamp) {
        match author {
            Author::Agent(_) if public => {
                // A call that was made before the question, and logged after it,
                // answers nothing.
                if self.unanswered_since.is_some_and(|since| at >= since) {
                    self.unanswered_since = None;
                }
                // Whatever else it is, a public message is a response.
                self.act(Act::Responded, at);
                if let Some(act) = act.filter(|act| *act != Act::Responded) {
                    self.act(act, at);
                }
            }
            Author::Agent(_) => {
                if let Some(act) = act {
                    self.act(act, at);
                }
            }
            Author::Contact(_) => {
                self.unanswered_since.get_or_insert(at);
            }
            Author::System => {}
        }
    }

    fn act(&mut self, act: Act, at: Timestamp) {
        self.acts.push(Done { act, at });
    }

    /// When the answer that was recorded at `recorded_at` was given: a mail may
    /// have lain with us for a while.
    fn answered_at(&self, recorded_at: Timestamp) -> Timestamp {
        let answer = self.messages.last().filter(|message| {
            matches!(message.author, Author::Contact(_)) && message.recorded_at == recorded_at
        });
        answer.map_or(recorded_at, |answer| answer.happened_at)
    }

    fn stand(&mut self, status: Status, sequence: u64) {
        self.status = status;
        self.status_changed = sequence;
        self.pause = None;
    }

    fn apply_clock(&mut self, recorded: &Recorded) {
        if let Event::ClockStarted {
            clock,
            cycle,
            anchor_at,
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

    /// Takes over what was measured again, and keeps what stood there.
    fn correct(&mut self, recorded: &Recorded, opened_under: &str) {
        let Event::ClockCorrected {
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
            ..
        } = &recorded.event
        else {
            return;
        };
        self.corrections.push(Correction {
            at: recorded.at,
            author: recorded.actor,
            reason: reason.clone(),
            due_at: self.due_at,
            breached_at: self.breached_at,
        });
        for InForce { promise, .. } in &mut self.promises {
            if promise.policy_version.as_deref().unwrap_or(opened_under) == from {
                promise.policy_version = Some(to.clone());
            }
        }
        self.started_at = *started_at;
        self.paused_at = *paused_at;
        self.warn_at = *warn_at;
        self.due_at = *due_at;
        self.breached_at = *breached_at;
        self.late_on_arrival = *late_on_arrival;
        self.met_at = *met_at;
        if self.state != ClockState::Cancelled {
            self.state = match (met_at, breached_at) {
                (Some(_), Some(_)) => ClockState::MissedMet,
                (Some(_), None) => ClockState::Met,
                (None, _) => self.unfinished(recorded.at),
            };
        }
    }
}
