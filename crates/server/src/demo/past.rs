//! Tickets of the last weeks, each played through the real decisions at instants
//! of its own, and written as finished histories.

use domain::{
    Actor, Channel, ClockRecord, Command, Context, ContractFacts, DeskFacts, DeskName, MessageId,
    NewMessage, NewText, OpenTicket, Policies, Rating, Recorded, RequesterFacts, TextId, Ticket,
    TicketId, contract_facts, decide, next_look_at,
};
use jiff::{SignedDuration, Timestamp};
use sla::policy::{Act, Metric, PauseReason};

use super::desks::Example;
use super::dice::Dice;
use super::people::{Cast, Client};
use super::subjects::{Phrases, Story, phrases};
use crate::app::contracts::under;
use crate::app::{App, History};
use crate::error::AppError;

/// How far back the stories go.
const DAYS: u64 = 45;

/// Plays and writes so many tickets.
pub(super) async fn tell(
    app: &App,
    desk: &DeskName,
    example: &Example,
    cast: &Cast,
    tickets: u64,
    dice: &mut Dice,
) -> Result<(), AppError> {
    let policies = Policies::only(app.policy_at(desk, app.now()).await?);
    let now = app.now();
    let mut histories: Vec<(Timestamp, History)> = (0..tickets)
        .filter_map(|_| {
            let ago = recent(dice);
            let at = now.checked_sub(SignedDuration::from_secs(ago)).ok()?;
            Scene::new(&policies, cast, phrases(example.language), now, at, dice).play()
        })
        .map(|history| {
            (
                history.events.first().map_or(now, |event| event.at),
                history,
            )
        })
        .collect();
    histories.sort_by_key(|(at, _)| *at);
    let writes = histories
        .iter()
        .map(|(_, history)| app.import(desk, history));
    for written in futures_util::future::join_all(writes).await {
        written?;
    }
    Ok(())
}

/// Seconds ago: recent tickets are more frequent than old ones.
fn recent(dice: &mut Dice) -> i64 {
    let span = DAYS * 86_400;
    let seconds = dice.below(span).min(dice.below(span)).min(dice.below(span));
    i64::try_from(seconds).unwrap_or_default() + 120
}

/// One ticket being played.
struct Scene<'a> {
    policies: Policies,
    phrases: &'a Phrases,
    client: &'a Client,
    /// What the client's company was owed when the ticket was opened.
    owed: ContractFacts,
    agent: Actor,
    /// The present, which the story never passes.
    now: Timestamp,
    at: Timestamp,
    dice: &'a mut Dice,
    ticket: Option<Ticket>,
    id: TicketId,
    events: Vec<Recorded>,
    texts: Vec<NewText>,
}

impl<'a> Scene<'a> {
    fn new(
        policies: &'a Policies,
        cast: &'a Cast,
        phrases: &'a Phrases,
        now: Timestamp,
        at: Timestamp,
        dice: &'a mut Dice,
    ) -> Self {
        let client = dice.pick(&cast.contacts);
        let agent = Actor::Agent(dice.pick(&cast.agents).0);
        let id = TicketId(dice.id());
        let (events, texts) = (Vec::new(), Vec::new());
        let owed = contract_facts(std::slice::from_ref(&client.contract), at, at);
        let policies = under(policies.clone(), &owed.terms.overrides);
        Self {
            policies,
            phrases,
            client,
            owed,
            agent,
            now,
            at,
            dice,
            ticket: None,
            id,
            events,
            texts,
        }
    }

    /// Plays until the present; `None` when the ticket was not even opened.
    fn play(mut self) -> Option<History> {
        self.open()?;
        self.work();
        self.wait();
        Some(History {
            ticket: self.id,
            events: self.events,
            texts: self.texts,
        })
    }

    /// What falls due until now happens at its instant, whether or not anybody acts.
    fn wait(&mut self) {
        while let Some(next) = self.ticket.as_ref().and_then(next_look_at)
            && next <= self.now
        {
            let before = self.events.len();
            self.at = self.at.max(next);
            self.act(Actor::System, Command::ObserveClocks);
            if self.events.len() == before {
                return;
            }
        }
    }

    fn open(&mut self) -> Option<()> {
        let story = *self.dice.pick(self.phrases.stories);
        let numbers: Vec<u8> = self
            .policies
            .severities()
            .iter()
            .map(|severity| severity.number)
            .collect();
        let severity = match numbers.len() {
            0 => None,
            // Most problems are of the middle kind.
            _ if self.dice.percent(45) => None,
            _ => Some(*self.dice.pick(&numbers)),
        };
        let channel = self.channel();
        let message = self.message(story.report, true, channel);
        let subject = self.text(story.subject);
        let open = OpenTicket {
            ticket: self.id,
            customer: self.client.customer,
            requester: self.client.contact,
            kind: story.kind,
            about: self.about(story),
            channel,
            subject,
            severity,
            priority: None,
            received_at: None,
            message,
            acknowledge: true,
        };
        let contact = Actor::Contact(self.client.contact);
        self.act(contact, Command::OpenTicket(open)).then_some(())
    }

    /// What the policy calls what the story is about, where it has a word for it.
    fn about(&self, story: Story) -> Option<String> {
        let table = self.policies.coverage_table()?;
        let mut subjects = table.subjects.iter().map(|(id, _)| id);
        subjects
            .find(|id| Some(id.as_str()) == story.about)
            .cloned()
    }

    fn channel(&mut self) -> Channel {
        let open: Vec<Channel> = [
            Channel::Portal,
            Channel::Mail,
            Channel::Mail,
            Channel::Phone,
        ]
        .into_iter()
        .filter(|channel| self.policies.channel(channel.as_str()).accepted)
        .collect();
        if open.is_empty() {
            Channel::Portal
        } else {
            *self.dice.pick(&open)
        }
    }

    /// What staff and customer did; ends wherever the present is reached.
    fn work(&mut self) {
        if !self.later(5, 180) || self.dice.percent(8) {
            return;
        }
        let Actor::Agent(agent) = self.agent else {
            return;
        };
        self.staff(Command::AssignTicket {
            agent: Some(agent),
            seen: None,
        });
        if self.dice.percent(25) {
            let note = *self.dice.pick(self.phrases.notes);
            let message = self.message(note, false, Channel::Workspace);
            self.staff(Command::AddMessage(message));
        }
        if !self.later(5, 240) {
            return;
        }
        let diagnosis = *self.dice.pick(self.phrases.diagnoses);
        let mut message = self.message(diagnosis, true, Channel::Workspace);
        message.act = Some(self.first_act());
        self.staff(Command::AddMessage(message));
        self.staff(Command::RecordAct {
            act: Act::WorkBegun,
            happened_at: None,
        });
        if self.dice.percent(20) {
            self.hand_over();
        }
        if self.dice.percent(40) && !self.ask() {
            return;
        }
        if !self.later(60, 4_000) || self.dice.percent(12) {
            return;
        }
        let solution = *self.dice.pick(self.phrases.solutions);
        let solution = self.message(solution, true, Channel::Workspace);
        self.staff(Command::ResolveTicket {
            solution: Some(solution),
            found: Box::default(),
            seen: None,
        });
        self.conclude();
    }

    fn hand_over(&mut self) {
        let levels: Vec<u8> = self
            .policies
            .levels()
            .iter()
            .map(|level| level.number)
            .collect();
        let level = if levels.is_empty() {
            2
        } else {
            *self.dice.pick(&levels)
        };
        let reason = *self.dice.pick(self.phrases.reasons);
        let reason = self.text(reason);
        self.staff(Command::ChangeLevel {
            level,
            reason,
            seen: None,
        });
    }

    /// What the first words on a cause are: mostly the act that the desk's policy
    /// calls a first response, as its people know it.
    fn first_act(&mut self) -> Act {
        let clocks = self.ticket.iter().flat_map(|ticket| ticket.clocks.values());
        let diagnosis_is_enough = clocks
            .map(ClockRecord::promise)
            .filter(|promise| promise.metric == Metric::FirstResponse)
            .all(|promise| promise.is_served_by(Act::Diagnosed));
        match (diagnosis_is_enough, self.dice.percent(85)) {
            (true, true) | (false, false) => Act::Diagnosed,
            (true, false) | (false, true) => Act::PlanGiven,
        }
    }

    /// A question and, sooner or later, its answer; false when none has come yet.
    fn ask(&mut self) -> bool {
        if !self.later(10, 300) {
            return false;
        }
        let question = *self.dice.pick(self.phrases.questions);
        let question = Some(self.message(question, true, Channel::Workspace));
        let reason = PauseReason::Customer;
        self.staff(Command::PauseTicket {
            reason,
            question,
            seen: None,
        });
        if self.dice.percent(15) || !self.later(20, 2_000) {
            return false;
        }
        let answer = *self.dice.pick(self.phrases.answers);
        let message = self.message(answer, true, Channel::Portal);
        self.act(
            Actor::Contact(self.client.contact),
            Command::AddMessage(message),
        );
        true
    }

    fn conclude(&mut self) {
        if !self.later(60, 3_000) || self.dice.percent(25) {
            return;
        }
        let contact = Actor::Contact(self.client.contact);
        self.act(contact, Command::CloseTicket { seen: None });
        if self.later(1, 200) && self.dice.percent(70) {
            let rating = if self.dice.percent(85) {
                Rating::Good
            } else {
                Rating::Bad
            };
            let thanks = *self.dice.pick(self.phrases.thanks);
            let comment = (rating == Rating::Good).then(|| self.text(thanks));
            self.act(contact, Command::RateTicket { rating, comment });
        }
    }

    /// Lets so many minutes pass, at least and at most; false when that would be
    /// after the present.
    fn later(&mut self, minutes_min: u64, minutes_max: u64) -> bool {
        let spread = self.dice.below((minutes_max - minutes_min) * 60);
        let seconds = i64::try_from(minutes_min * 60 + spread).unwrap_or(i64::MAX);
        match self.at.checked_add(SignedDuration::from_secs(seconds)) {
            Ok(at) if at < self.now => {
                self.at = at;
                true
            }
            _ => false,
        }
    }

    fn staff(&mut self, command: Command) {
        self.act(self.agent, command);
    }

    /// Decides and keeps; a refused step is simply not part of the story.
    fn act(&mut self, actor: Actor, command: Command) -> bool {
        let desk = DeskFacts::default();
        let requester = RequesterFacts {
            contact: self.client.contact,
            customer: self.client.customer,
            contract: self.owed.clone(),
        };
        let context = Context {
            now: self.at,
            desk: &desk,
            policies: &self.policies,
            named: None,
            requester: Some(&requester),
            other: None,
        };
        let Ok(events) = decide(self.ticket.as_ref(), actor, &command, &context) else {
            return false;
        };
        match &mut self.ticket {
            Some(ticket) => events.iter().for_each(|event| ticket.apply(event)),
            none => *none = Ticket::fold(self.id, &events),
        }
        self.texts.extend(command.texts().into_iter().cloned());
        self.events.extend(events);
        true
    }

    fn text(&mut self, body: &str) -> NewText {
        NewText {
            id: TextId(self.dice.id()),
            body: body.to_owned(),
        }
    }

    fn message(&mut self, body: &str, public: bool, channel: Channel) -> NewMessage {
        NewMessage {
            message: MessageId(self.dice.id()),
            text: self.text(body),
            public,
            channel,
            act: None,
            happened_at: None,
            attachments: Vec::new(),
        }
    }
}
