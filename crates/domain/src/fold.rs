//! Events become a ticket. Folding never fails and never consults a policy, a
//! calendar or a time zone.

mod clocks;

use std::collections::BTreeMap;

use jiff::Timestamp;
use sla::clock::{Done, Hold, HoldReason};
use sla::policy::Act;

use crate::{
    AbsorbedTicket, Author, Event, Grading, MergedInto, Message, Recorded, Status, Ticket, TicketId,
};

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
            priority_requested,
            priority,
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
            grading: Grading::default(),
            priority_requested: priority_requested.clone(),
            priority: priority.clone(),
            severities: vec![(*received_at, *severity)],
            plan: plan.clone(),
            contract: *contract,
            level: *level,
            policy_version: policy_version.clone(),
            opened_under: policy_version.clone(),
            received_at: *received_at,
            own_received_at: *received_at,
            changed_at: recorded.at,
            assignee: None,
            messages: Vec::new(),
            pause: None,
            resolved_at: None,
            closed_at: None,
            rating: None,
            rating_comment: None,
            coverage: None,
            unanswered_since: None,
            handed_over_at: None,
            merged: None,
            absorbed: Vec::new(),
            clocks: BTreeMap::new(),
            holds: Vec::new(),
            report_complete_at: Some(*received_at),
            acts: Vec::new(),
            severity_changed: sequence,
            priority_changed: sequence,
            assignment_changed: sequence,
            level_changed: sequence,
            coverage_changed: 0,
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
                if !complete {
                    for taken in &mut self.absorbed {
                        taken.facts.report_complete_at = None;
                    }
                }
            }
            Event::TicketAssigned { agent } => {
                // Whoever takes what nobody had takes it over from nobody.
                if self.assignee.is_some() {
                    self.handed_over_at = Some(*at);
                }
                self.assignee = *agent;
                self.assignment_changed = *sequence;
            }
            Event::SeverityProposed { .. }
            | Event::SeverityAgreed { .. }
            | Event::SeverityDeclined { .. }
            | Event::SeverityChanged { .. }
            | Event::WorkaroundAccepted { .. } => self.grade(recorded),
            Event::PriorityChanged { to, .. } => {
                self.priority = Some(to.clone());
                for taken in &mut self.absorbed {
                    taken.facts.request.priority = Some(to.clone());
                }
                self.priority_changed = *sequence;
            }
            Event::LevelChanged { to, .. } => {
                self.handed_over_at = Some(*at);
                self.level = *to;
                self.level_changed = *sequence;
            }
            Event::PolicyChanged { to, .. } => {
                self.policy_version.clone_from(to);
                if let Some(merged) = &mut self.merged {
                    merged.policy_changed = true;
                }
            }
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
                self.lapse();
                self.unanswered_since = None;
                Hold::begin(&mut self.holds, *at, HoldReason::Resolved);
                self.stand(Status::Resolved, *sequence);
            }
            Event::TicketClosed => {
                self.closed_at = Some(*at);
                self.lapse();
                self.unanswered_since = None;
                for taken in &mut self.absorbed {
                    taken.facts.unanswered_since = None;
                }
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
                self.reopen_coverage();
                self.stand(Status::Open, *sequence);
            }
            Event::TicketRated { rating, comment } => {
                self.rating = Some(*rating);
                self.rating_comment.clone_from(comment);
            }
            Event::TicketMerged { .. }
            | Event::TicketUnmerged { .. }
            | Event::TicketAbsorbed { .. }
            | Event::TicketSeparated { .. } => self.apply_merge(recorded),
            Event::CoverageDecided(_) | Event::CoverageDisputed { .. } => {
                self.apply_coverage(recorded);
            }
            Event::ClockStarted { .. }
            | Event::ClockMoved { .. }
            | Event::ClockWarned { .. }
            | Event::ClockBreached { .. }
            | Event::ClockMet { .. }
            | Event::ClockRestated { .. }
            | Event::ClockCancelled { .. }
            | Event::ClockCorrected { .. }
            | Event::ClockRepromised { .. }
            | Event::ClockAbsorbed { .. }
            | Event::ClockSeparated { .. } => self.apply_clock(recorded),
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
        self.worked_around(act, at);
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

    fn apply_merge(&mut self, recorded: &Recorded) {
        let Recorded {
            sequence,
            at,
            event,
            ..
        } = recorded;
        match event {
            Event::TicketMerged { into } => {
                self.merged = Some(MergedInto {
                    into: *into,
                    at: *at,
                    pause_before: self.pause,
                    policy_changed: false,
                });
                self.stand(Status::Merged, *sequence);
            }
            Event::TicketUnmerged { .. } => {
                // The hold it was in went on all along.
                let pause = self.merged.take().and_then(|merged| merged.pause_before);
                let status = pause.map_or(Status::Open, |_| Status::Paused);
                self.stand(status, *sequence);
                self.pause = pause;
            }
            Event::TicketAbsorbed {
                from,
                requester,
                absorbed,
            } => self.absorbed.push(AbsorbedTicket {
                from: *from,
                requester: *requester,
                at: *at,
                facts: (**absorbed).clone(),
            }),
            Event::TicketSeparated { from } => self.absorbed.retain(|taken| taken.from != *from),
            _ => {}
        }
        let others = self.absorbed.iter();
        let others = others.map(|taken| taken.facts.request.received_at);
        self.received_at = others.fold(self.own_received_at, Timestamp::min);
    }
}
