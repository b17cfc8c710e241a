//! A command and a ticket become events, or a refusal. Pure: the same ticket,
//! command and context always give the same answer.

mod act;
mod assign;
mod contract;
mod coverage;
mod end;
mod level;
mod merge;
mod message;
mod open;
mod pause;
mod policy;
mod priority;
mod proposal;
mod rate;
mod reopen;
mod report;
mod severity;
mod workaround;

pub(crate) use open::request;
pub use proposal::if_agreed;

use std::borrow::Cow;

use jiff::Timestamp;
use sla::policy::Act;

use crate::{
    Actor, ClockCause, Command, Context, CoverageFacts, Event, Policies, Recorded, Refusal, Status,
    Ticket, clocks,
};

/// A ticket being worked on by one command: events are recorded and applied at
/// once, so that each step sees the one before.
pub(crate) struct Draft {
    pub(crate) ticket: Ticket,
    pub(crate) now: Timestamp,
    actor: Actor,
    recorded: Vec<Recorded>,
}

impl Draft {
    fn new(ticket: Ticket, actor: Actor, now: Timestamp) -> Self {
        Self {
            ticket,
            now,
            actor,
            recorded: Vec::new(),
        }
    }

    pub(crate) fn record(&mut self, event: Event) {
        let sequence = self.ticket.sequence + 1;
        let recorded = Recorded {
            sequence,
            at: self.now,
            actor: self.actor,
            event,
        };
        self.ticket.apply(&recorded);
        self.recorded.push(recorded);
    }
}

/// Decides a command on a ticket (`None` for [`Command::OpenTicket`]).
///
/// The events are numbered from the ticket's last sequence on. What its clocks
/// let fall due before the command is recorded ahead of what the command does. A
/// command whose message is already there was carried out before: no events.
///
/// # Errors
/// A [`Refusal`] that says what to do instead.
pub fn decide(
    ticket: Option<&Ticket>,
    actor: Actor,
    command: &Command,
    context: &Context<'_>,
) -> Result<Vec<Recorded>, Refusal> {
    let Some(ticket) = ticket else {
        let Command::OpenTicket(open) = command else {
            return Err(Refusal::NoSuchTicket);
        };
        return open::open(open, actor, context);
    };
    let repeated = command
        .message()
        .is_some_and(|message| ticket.message(message.message).is_some());
    if repeated {
        return Ok(Vec::new());
    }
    if ticket.merged.is_some() && !command.is_for_merged() {
        return Err(Refusal::AlreadyMerged);
    }
    let mut draft = Draft::new(ticket.clone(), actor, context.now);
    // What takes effect earlier decides what fell due since.
    let until = match command {
        Command::ChangePolicy { since, .. } => context.now.min(*since),
        _ => context.now,
    };
    clocks::fall_due(&mut draft, context.policies, until)?;
    // Those the ticket lives under after the command: it may bring one.
    let mut policies = Cow::Borrowed(context.policies);
    match command {
        Command::OpenTicket(_) => {}
        // Whoever says that it is resolved resolves it.
        Command::AddMessage(message) if message.act == Some(Act::Resolved) => {
            end::resolve(
                &mut draft,
                Some(message),
                &CoverageFacts::default(),
                None,
                context,
            )?;
        }
        Command::AddMessage(message) => message::add(&mut draft, message, context)?,
        Command::RecordAct { act, happened_at } => {
            act::record(&mut draft, *act, *happened_at, context)?;
        }
        Command::JudgeReport {
            complete,
            happened_at,
        } => report::judge(&mut draft, *complete, *happened_at, context)?,
        Command::AssignTicket { agent, seen } => assign::assign(&mut draft, *agent, *seen)?,
        Command::ChangeSeverity {
            severity,
            reason,
            agreed,
            seen,
        } => {
            severity::change(&mut draft, *severity, reason, *agreed, *seen, context)?;
        }
        Command::ProposeSeverity {
            severity,
            reason,
            seen,
        } => {
            proposal::propose(&mut draft, *severity, reason, *seen, context)?;
        }
        Command::AnswerSeverity {
            accept,
            reason,
            seen,
        } => {
            proposal::answer(&mut draft, *accept, reason.as_ref(), *seen, context)?;
        }
        Command::ChangePriority {
            priority,
            reason,
            seen,
        } => {
            priority::change(&mut draft, priority, reason, *seen, context)?;
        }
        Command::AcceptWorkaround {
            severity,
            comment,
            seen,
        } => {
            workaround::accept(&mut draft, *severity, comment, *seen, context)?;
        }
        Command::ChangeLevel {
            level,
            reason,
            seen,
        } => {
            level::change(&mut draft, *level, reason, *seen, context)?;
        }
        Command::PauseTicket {
            reason,
            question,
            seen,
        } => {
            pause::pause(&mut draft, *reason, question.as_ref(), *seen, context)?;
        }
        Command::ResumeTicket { seen } => pause::resume(&mut draft, *seen, context)?,
        Command::ResolveTicket {
            solution,
            found,
            seen,
        } => {
            end::resolve(&mut draft, solution.as_ref(), found, *seen, context)?;
        }
        Command::CloseTicket { seen } => end::close(&mut draft, *seen, context)?,
        Command::ReopenTicket { reason, seen } => {
            reopen::reopen(&mut draft, Some(reason), *seen, context.now, context)?;
        }
        Command::RateTicket { rating, comment } => {
            rate::rate(&mut draft, *rating, comment.as_ref())?;
        }
        Command::DecideCoverage {
            found,
            decision,
            reason,
            seen,
        } => {
            coverage::decide(
                &mut draft,
                found,
                *decision,
                reason.as_ref(),
                *seen,
                context,
            )?;
        }
        Command::DisputeCoverage { reason } => coverage::dispute(&mut draft, reason)?,
        Command::ChangePolicy { since, .. } => {
            policies = policy::change(&mut draft, *since, context)?
        }
        Command::CorrectClocks { from, reason, .. } => {
            policies = policy::correct(&mut draft, from, reason, context)?;
        }
        Command::MergeTicket { into, seen } => merge::merge(&mut draft, *into, *seen, context)?,
        Command::AbsorbTicket { from } => {
            merge::absorb(&mut draft, *from, context)?;
            policies = policies_merged(context);
        }
        Command::UnmergeTicket => merge::unmerge(&mut draft, context)?,
        Command::SeparateTicket { from } => merge::separate(&mut draft, *from, context)?,
        Command::ApplyContract {
            contract,
            plan,
            overrides,
            reason,
        } => {
            let plan = plan.as_ref();
            policies = contract::apply(&mut draft, *contract, plan, overrides, reason, context)?;
        }
        Command::ObserveClocks => {}
    }
    clocks::observe(&mut draft, &policies, ClockCause::Resumed)?;
    clocks::owe(&mut draft, &policies)?;
    Ok(draft.recorded)
}

/// Those of the ticket and of the one it absorbs: a promise may come from either.
fn policies_merged<'c>(context: &Context<'c>) -> Cow<'c, Policies> {
    match context.other {
        Some(other) => Cow::Owned(context.policies.clone().knowing(other.policies)),
        None => Cow::Borrowed(context.policies),
    }
}

fn staff_only(draft: &Draft) -> Result<(), Refusal> {
    if draft.actor.is_staff() {
        Ok(())
    } else {
        Err(Refusal::StaffOnly)
    }
}

/// Refuses what only makes sense as long as somebody works on the ticket.
fn not_over(draft: &Draft) -> Result<(), Refusal> {
    ticket_not_over(&draft.ticket)
}

fn ticket_not_over(ticket: &Ticket) -> Result<(), Refusal> {
    match ticket.status {
        Status::Open | Status::Paused => Ok(()),
        Status::Resolved => Err(Refusal::AlreadyResolved),
        Status::Closed => Err(Refusal::AlreadyClosed),
        Status::Merged => Err(Refusal::AlreadyMerged),
    }
}

/// Refuses when the thing a form overwrites changed after the form was made.
fn unchanged(
    seen: Option<u64>,
    changed: u64,
    now_is: impl FnOnce() -> String,
) -> Result<(), Refusal> {
    match seen {
        Some(seen) if changed > seen => Err(Refusal::ChangedMeanwhile { now_is: now_is() }),
        _ => Ok(()),
    }
}

fn status_unchanged(draft: &Draft, seen: Option<u64>) -> Result<(), Refusal> {
    let ticket = &draft.ticket;
    unchanged(seen, ticket.status_changed, || {
        ticket.status.as_str().to_owned()
    })
}

/// An instant given by hand must lie between receipt and now.
fn happened(draft: &Draft, given: Option<Timestamp>) -> Result<Timestamp, Refusal> {
    match given {
        None => Ok(draft.now),
        Some(at) if at > draft.now => Err(Refusal::InFuture),
        Some(at) if at < draft.ticket.received_at => Err(Refusal::BeforeReceipt),
        Some(at) => Ok(at),
    }
}
