//! A ticket's story: commands at local times, and the events they gave. After
//! each step everything that must hold of any ticket is checked (see
//! [`promises`]).

mod lines;
mod promises;

use std::sync::Arc;

use domain::{
    Actor, AgentId, Channel, Command, ContactId, Context, ContractFacts, ContractId,
    ContractSource, CustomerId, DeskFacts, Kind, MessageId, NewMessage, NewText, Notice,
    OpenTicket, Other, Policies, Recorded, Refusal, RequesterFacts, StatementId, Terms, TextId,
    Ticket, TicketId, decide, notices,
};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use sla::policy::{Act, ContractState, Coverage, Overrides, PauseReason, Policy};
use uuid::Uuid;

pub use lines::line;

pub const TICKET: TicketId = TicketId(Uuid::from_u128(1));
pub const CUSTOMER: CustomerId = CustomerId(Uuid::from_u128(2));
pub const REQUESTER: ContactId = ContactId(Uuid::from_u128(3));
pub const COLLEAGUE: ContactId = ContactId(Uuid::from_u128(4));
pub const AGENT: AgentId = AgentId(Uuid::from_u128(5));
pub const OTHER_AGENT: AgentId = AgentId(Uuid::from_u128(6));

pub const STAFF: Actor = Actor::Agent(AGENT);
pub const CLIENT: Actor = Actor::Contact(REQUESTER);

/// The ready-made policies and one of ours, with the zone in which their stories are told.
const POLICIES: &[(&str, &str, &str)] = &[
    ("nordwind", "Etc/UTC", include_str!("../nordwind.toml")),
    ("endurance", "Etc/UTC", include_str!("../endurance.toml")),
    (
        "appseconnect",
        "Asia/Kolkata",
        include_str!("../../../../../policies/appseconnect.toml"),
    ),
    (
        "infocyte",
        "Etc/GMT+5",
        include_str!("../../../../../policies/infocyte.toml"),
    ),
    (
        "in8sync",
        "America/Denver",
        include_str!("../../../../../policies/in8sync.toml"),
    ),
    (
        "three-levels",
        "Etc/UTC",
        include_str!("../../../../../policies/three-levels.toml"),
    ),
    (
        "proconcept",
        "Europe/Zurich",
        include_str!("../../../../../policies/proconcept.toml"),
    ),
];

pub fn policy_names() -> impl Iterator<Item = &'static str> {
    POLICIES.iter().map(|(name, ..)| *name)
}

pub struct Story {
    id: TicketId,
    policies: Policies,
    zone: TimeZone,
    plan: Option<String>,
    contract: ContractState,
    commands: Vec<(Timestamp, Actor, Command, Option<Ticket>)>,
    history: Vec<Recorded>,
    last: Result<Vec<Recorded>, Refusal>,
    published: Vec<Arc<Policy>>,
    last_actor: Actor,
    /// The ticket it is merged with, or separated from, by the next command.
    other: Option<Ticket>,
}

impl Story {
    /// Under a ready-made policy.
    pub fn under(name: &str) -> Self {
        let known = POLICIES.iter().find(|(known, ..)| *known == name);
        let (_, zone, source) = known.unwrap();
        Self::under_text(zone, source)
    }

    pub fn under_text(zone: &str, source: &str) -> Self {
        let parsed = Policy::parse("policy.toml", source);
        let policy = parsed.policy;
        Self {
            id: TICKET,
            policies: Policies::only(Arc::new(
                policy.unwrap_or_else(|| panic!("{:?}", parsed.diagnostics)),
            )),
            zone: TimeZone::get(zone).unwrap(),
            plan: None,
            contract: ContractState::Active,
            commands: Vec::new(),
            history: Vec::new(),
            last: Ok(Vec::new()),
            published: Vec::new(),
            last_actor: Actor::System,
            other: None,
        }
    }

    /// The story of another ticket than usual.
    pub fn of(mut self, id: TicketId) -> Self {
        self.id = id;
        self
    }

    pub fn id(&self) -> TicketId {
        self.id
    }

    /// The next commands are about this ticket too.
    pub fn beside(mut self, other: Option<Ticket>) -> Self {
        self.other = other;
        self
    }

    pub fn plan(mut self, plan: &str) -> Self {
        self.plan = Some(plan.to_owned());
        self
    }

    /// How the customer's contract stands at receipt.
    pub fn contract(mut self, state: ContractState) -> Self {
        self.contract = state;
        self
    }

    /// The customer opens the ticket in the portal.
    pub fn open(self, at: &str, severity: Option<u8>) -> Self {
        let open = OpenTicket {
            ticket: self.id,
            severity,
            ..opening()
        };
        self.when(at, CLIENT, Command::OpenTicket(open))
    }

    /// Somebody asks for something at a local time.
    pub fn when(self, at: &str, actor: Actor, command: Command) -> Self {
        let at = self.instant(at);
        self.when_at(at, actor, command)
    }

    pub fn when_at(mut self, now: Timestamp, actor: Actor, command: Command) -> Self {
        let before = self.ticket();
        let other = self.other.clone();
        let told =
            |story: &Self| story.decide(before.as_ref(), now, actor, &command, other.as_ref());
        self.last = told(&self);
        self.last_actor = actor;
        if let Ok(events) = &self.last {
            let again = told(&self);
            assert_eq!(again.as_ref(), Ok(events), "the same again");
            self.history.extend(events.iter().cloned());
            self.commands.push((now, actor, command, other));
            promises::check(&self, now);
        }
        self
    }

    fn decide(
        &self,
        ticket: Option<&Ticket>,
        now: Timestamp,
        actor: Actor,
        command: &Command,
        other: Option<&Ticket>,
    ) -> Result<Vec<Recorded>, Refusal> {
        let requester = RequesterFacts {
            contact: REQUESTER,
            customer: CUSTOMER,
            contract: ContractFacts {
                state: Some(self.contract),
                ..ContractFacts::in_force(Terms::of_plan(self.plan.clone()))
            },
        };
        let named = command.policy_named().map(|version| {
            let known = self
                .published
                .iter()
                .find(|policy| policy.version() == version);
            known.unwrap().clone()
        });
        let context = Context {
            now,
            desk: &DeskFacts::default(),
            policies: &self.policies,
            named: named.as_ref(),
            requester: ticket.is_none().then_some(&requester),
            other: other.map(|ticket| Other {
                ticket,
                policies: &self.policies,
            }),
        };
        decide(ticket, actor, command, &context)
    }

    /// The last command gave exactly these events.
    #[track_caller]
    pub fn then(self, expected: &[&str]) -> Self {
        let events = self.last.as_ref().unwrap();
        let lines: Vec<String> = events.iter().map(|e| line(&e.event, &self.zone)).collect();
        assert_eq!(lines, expected, "\n{}\n", lines.join("\n"));
        self
    }

    /// Of the last command's events, those about this clock.
    #[track_caller]
    pub fn then_of(self, clock: &str, expected: &[&str]) -> Self {
        let events = self.last.as_ref().unwrap();
        let of_clock = events.iter().filter(|e| e.event.clock() == Some(clock));
        let lines: Vec<String> = of_clock.map(|e| line(&e.event, &self.zone)).collect();
        assert_eq!(lines, expected, "\n{}\n", lines.join("\n"));
        self
    }

    /// The last command was refused for that reason.
    #[track_caller]
    pub fn refused(self, code: &str) -> Self {
        let refusal = self.last.as_ref().expect_err("a refusal");
        assert_eq!(refusal.code(), code, "{refusal}");
        self
    }

    #[track_caller]
    pub fn notices(&self) -> Vec<Notice> {
        let events = self.last.as_ref().unwrap();
        notices(&self.ticket().unwrap(), events, self.last_actor)
    }

    pub fn refusal(&self) -> Option<&Refusal> {
        self.last.as_ref().err()
    }

    pub fn ticket(&self) -> Option<Ticket> {
        Ticket::fold(self.id, &self.history)
    }

    pub fn history(&self) -> &[Recorded] {
        &self.history
    }

    pub fn policies(&self) -> &Policies {
        &self.policies
    }

    /// A version that takes running tickets over from a local time on is published.
    pub fn taken_over(mut self, at: &str, since: &str, source: &str) -> Self {
        let policy = self.publish(source);
        self.policies = self.policies.clone().with(policy.clone());
        let command = Command::ChangePolicy {
            to: policy.version().to_owned(),
            since: self.instant(since),
        };
        self = self.when(at, Actor::System, command);
        self.policies = self.policies.clone().governed_by(policy);
        self
    }

    /// The calendar turns out to have been wrong all along.
    pub fn corrected(mut self, at: &str, source: &str) -> Self {
        let policy = self.publish(source);
        self.policies = self.policies.clone().with(policy.clone());
        let command = Command::CorrectClocks {
            from: self.policies.version().to_owned(),
            to: policy.version().to_owned(),
            reason: text("The holiday was declared late."),
        };
        self = self.when(at, STAFF, command);
        if self.ticket().unwrap().policy_version == policy.version() {
            self.policies = self.policies.clone().governed_by(policy);
        }
        self
    }

    /// The contract turns out to have said something else all along.
    pub fn contracted(mut self, at: &str, plan: Option<&str>, overrides: &str) -> Self {
        let parsed = Overrides::parse(&self.policies, "contract.toml", overrides);
        let overrides = parsed
            .overrides
            .unwrap_or_else(|| panic!("{:?}", parsed.diagnostics));
        let command = Command::ApplyContract {
            contract: ContractSource {
                contract: ContractId(Uuid::from_u128(8)),
                statement: StatementId(text(at).id.0),
            },
            plan: plan.map(str::to_owned),
            overrides: overrides.clone(),
            reason: text("The amendment was signed late."),
        };
        let policies = self.policies.clone();
        self = self.when(at, Actor::System, command);
        self.policies = policies.under(overrides);
        self
    }

    /// The version it lives under may be named by commands too.
    pub fn knows_its_own(mut self) -> Self {
        let source = self.policies.source().to_owned();
        self.publish(&source);
        self
    }

    fn publish(&mut self, source: &str) -> Arc<Policy> {
        let parsed = Policy::parse("policy.toml", source);
        let policy = parsed.policy;
        let policy = Arc::new(policy.unwrap_or_else(|| panic!("{:?}", parsed.diagnostics)));
        self.published.push(policy.clone());
        policy
    }

    /// A local time of the story: `2026-11-20 22:10`.
    pub fn instant(&self, local: &str) -> Timestamp {
        let local: DateTime = local.replace(' ', "T").parse().unwrap();
        local.to_zoned(self.zone.clone()).unwrap().timestamp()
    }

    /// Tells the whole story again from its commands.
    pub fn retold(&self) -> Vec<Recorded> {
        let mut told: Vec<Recorded> = Vec::new();
        for (at, actor, command, other) in &self.commands {
            let ticket = Ticket::fold(self.id, &told);
            let events = self.decide(ticket.as_ref(), *at, *actor, command, other.as_ref());
            told.extend(events.unwrap());
        }
        told
    }
}

pub fn text(body: &str) -> NewText {
    // Texts are known by what they say: enough for a story.
    let id = body
        .bytes()
        .fold(7_u128, |id, byte| id.wrapping_mul(257) + u128::from(byte));
    NewText {
        id: TextId(Uuid::from_u128(id)),
        body: body.to_owned(),
    }
}

pub fn message(body: &str) -> NewMessage {
    NewMessage {
        message: MessageId(text(body).id.0),
        text: text(body),
        public: true,
        channel: Channel::Portal,
        act: None,
        happened_at: None,
        attachments: Vec::new(),
    }
}

pub fn opening() -> OpenTicket {
    OpenTicket {
        ticket: TICKET,
        customer: CUSTOMER,
        requester: REQUESTER,
        kind: Kind::Incident,
        about: None,
        channel: Channel::Portal,
        subject: text("Nothing is synchronised"),
        severity: None,
        priority: None,
        received_at: None,
        message: message("Since this morning no order arrives."),
        acknowledge: false,
    }
}

pub fn says(body: &str) -> Command {
    Command::AddMessage(message(body))
}

pub fn replies(body: &str, act: Act) -> Command {
    Command::AddMessage(NewMessage {
        act: Some(act),
        ..message(body)
    })
}

pub fn notes(body: &str) -> Command {
    Command::AddMessage(NewMessage {
        public: false,
        ..message(body)
    })
}

pub fn does(act: Act) -> Command {
    Command::RecordAct {
        act,
        happened_at: None,
    }
}

pub fn asks(question: &str) -> Command {
    Command::PauseTicket {
        reason: PauseReason::Customer,
        question: Some(message(question)),
        seen: None,
    }
}

pub fn resolves() -> Command {
    Command::ResolveTicket {
        solution: None,
        found: Box::default(),
        seen: None,
    }
}

pub fn closes() -> Command {
    Command::CloseTicket { seen: None }
}

pub fn reopens() -> Command {
    Command::ReopenTicket {
        reason: text("It is back."),
        seen: None,
    }
}

/// The portal's form says what it is about.
pub fn about(subject: &str) -> Command {
    Command::OpenTicket(OpenTicket {
        about: Some(subject.to_owned()),
        ..opening()
    })
}

pub fn decides(decision: Option<Coverage>, reason: Option<&str>) -> Command {
    Command::DecideCoverage {
        found: Box::default(),
        decision,
        reason: reason.map(text),
        seen: None,
    }
}

pub fn disputes(reason: &str) -> Command {
    Command::DisputeCoverage {
        reason: text(reason),
    }
}

pub fn sets_severity(severity: u8) -> Command {
    Command::ChangeSeverity {
        severity,
        reason: text("As agreed on the telephone"),
        agreed: true,
        seen: None,
    }
}

pub fn proposes(severity: u8) -> Command {
    Command::ProposeSeverity {
        severity,
        reason: text("Only one site is affected."),
        seen: None,
    }
}

pub fn answers(accept: bool) -> Command {
    Command::AnswerSeverity {
        accept,
        reason: Some(text("So we see it.")),
        seen: None,
    }
}

pub fn prioritises(priority: &str) -> Command {
    Command::ChangePriority {
        priority: priority.to_owned(),
        reason: text("The fair begins tomorrow."),
        seen: None,
    }
}

pub fn accepts_workaround(severity: Option<u8>) -> Command {
    Command::AcceptWorkaround {
        severity,
        comment: text("That helps for now."),
        seen: None,
    }
}
