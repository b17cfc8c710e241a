//! What holds of any story, whoever tells it.

use std::sync::LazyLock;

use domain::{
    Actor, AgentId, Channel, Command, MessageId, NewMessage, Recorded, Refusal, TextId, Ticket,
    next_look_at, notices,
};
use jiff::{SignedDuration, Timestamp};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use sla::policy::{Act, PauseReason};
use uuid::Uuid;

use crate::story::{
    AGENT, CLIENT, OTHER_AGENT, STAFF, Story, TICKET, accepts_workaround, answers, asks, closes,
    does, message, notes, opening, policy_names, prioritises, proposes, reopens, replies, resolves,
    says, sets_severity, text,
};

fn acts() -> impl Strategy<Value = Act> {
    prop::sample::select(vec![
        Act::Responded,
        Act::Acknowledged,
        Act::Diagnosed,
        Act::PlanGiven,
        Act::WorkaroundGiven,
        Act::FeedbackGiven,
        Act::TrainingSuggested,
        Act::Resolved,
    ])
}

fn commands() -> impl Strategy<Value = (Actor, Command)> {
    let staff = |command: Command| (STAFF, command);
    prop_oneof![
        4 => Just((CLIENT, says("And?"))),
        3 => Just(staff(says("We look."))),
        3 => acts().prop_map(move |act| staff(replies("This is it.", act))),
        1 => Just(staff(notes("Hm."))),
        2 => Just(staff(does(Act::WorkBegun))),
        2 => Just(staff(does(Act::FixReleased))),
        1 => any::<bool>().prop_map(move |complete| staff(Command::JudgeReport { complete, happened_at: None })),
        3 => (1_u8..7).prop_map(move |severity| staff(sets_severity(severity))),
        2 => (1_u8..7).prop_map(move |severity| staff(proposes(severity))),
        1 => (1_u8..7).prop_map(|severity| (CLIENT, proposes(severity))),
        3 => any::<bool>().prop_map(|accept| (CLIENT, answers(accept))),
        1 => any::<bool>().prop_map(move |accept| staff(answers(accept))),
        2 => Just((CLIENT, accepts_workaround(None))),
        1 => (2_u8..7).prop_map(move |severity| staff(accepts_workaround(Some(severity)))),
        1 => prop::sample::select(vec!["urgent", "low"]).prop_map(move |id| staff(prioritises(id))),
        3 => Just(staff(asks("Which version?"))),
        1 => Just(staff(Command::PauseTicket { reason: PauseReason::Supplier, question: None, seen: None })),
        2 => Just(staff(Command::ResumeTicket { seen: None })),
        3 => Just(staff(resolves())),
        2 => Just(staff(closes())),
        2 => Just((CLIENT, reopens())),
        1 => Just(staff(Command::AssignTicket { agent: Some(AGENT), seen: None })),
        1 => Just(staff(Command::AssignTicket { agent: Some(OTHER_AGENT), seen: None })),
        2 => (1_u8..4).prop_map(move |level| staff(Command::ChangeLevel { level, reason: text("Deeper."), seen: None })),
        3 => Just((Actor::System, Command::ObserveClocks)),
    ]
}

/// Steps: how many seconds after the one before, who, what, and how many
/// minutes ago it happened.
pub type Step = (i64, (Actor, Command), Option<i64>);

pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    // A second more than minutes, so that no step falls on a deadline: what is then
    // first is a matter of the order, which the named cases show.
    let seconds = prop_oneof![0_i64..90, 0_i64..3_000].prop_map(|minutes| minutes * 60 + 1);
    let ago = prop::option::weighted(0.2, 0_i64..600);
    prop::collection::vec((seconds, commands(), ago), 1..16)
}

/// Each message is a new one, told when it happened.
pub fn said(command: Command, step: u128, happened_at: Option<Timestamp>) -> Command {
    let anew = |message: NewMessage| NewMessage {
        message: MessageId(Uuid::from_u128(1_000 + step)),
        happened_at,
        ..message
    };
    match command {
        Command::AddMessage(message) => Command::AddMessage(anew(message)),
        Command::PauseTicket {
            reason,
            question,
            seen,
        } => Command::PauseTicket {
            reason,
            question: question.map(anew),
            seen,
        },
        Command::RecordAct { act, .. } => Command::RecordAct { act, happened_at },
        other => other,
    }
}

fn tell(policy: &str, severity: Option<u8>, steps: &[Step]) -> Story {
    let mut story = Story::under(policy).open("2026-03-06 15:30", severity);
    let mut now = story.instant("2026-03-06 15:30");
    for (place, (seconds, (actor, command), ago)) in (0_u128..).zip(steps) {
        now += SignedDuration::from_secs(*seconds);
        let happened_at = ago.map(|ago| now - SignedDuration::from_mins(ago));
        story = story.when_at(now, *actor, said(command.clone(), place, happened_at));
        if let Some(Refusal::Clock(reason)) = story.refusal() {
            panic!("{reason}");
        }
    }
    // What was refused was not looked at either.
    story.when_at(now, Actor::System, Command::ObserveClocks)
}

/// Events of every kind, from stories told once.
static EVENTS: LazyLock<Vec<Recorded>> = LazyLock::new(|| {
    let mut events = Vec::new();
    for policy in policy_names() {
        let severity = (policy == "appseconnect").then_some(3);
        let story = Story::under(policy)
            .open("2026-11-18 09:00", severity)
            .when("2026-11-18 10:00", STAFF, asks("Which version?"))
            .when("2026-11-18 11:00", CLIENT, says("4.2"))
            .when("2026-11-19 11:00", STAFF, sets_severity(1))
            .when("2026-11-19 11:00", STAFF, proposes(2))
            .when("2026-11-19 11:00", CLIENT, answers(true))
            .when("2026-11-19 11:00", STAFF, prioritises("low"))
            .when("2026-11-19 11:00", STAFF, replies("Found", Act::Diagnosed))
            .when("2026-11-19 12:00", STAFF, resolves())
            .when("2026-11-19 12:10", CLIENT, reopens())
            .when("2026-11-19 13:00", STAFF, closes());
        events.extend(story.history().iter().cloned());
    }
    let pair = crate::merge::merged_and_separated();
    for story in [&pair.0, &pair.1] {
        events.extend(story.history().iter().cloned());
    }
    events
});

/// The same stories each time, so that a change is judged by what it changes; other
/// ones, and as many as `PROPTEST_CASES` says, where that is asked for.
#[expect(
    clippy::disallowed_methods,
    reason = "how long to look is asked outside"
)]
pub fn config(usual: u32) -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok();
    let asked = asked.and_then(|asked| asked.parse::<u32>().ok());
    ProptestConfig {
        cases: asked.unwrap_or(usual),
        rng_seed: asked.map_or(RngSeed::Fixed(1), |_| RngSeed::Random),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(config(16))]

    /// The story itself checks, after every step, that records agree with the
    /// clocks, that folding and storing lose nothing, and that every event has
    /// its sentences.
    #[test]
    fn records_agree_with_clocks_whatever_happens(
        policy in prop::sample::select(policy_names().collect::<Vec<_>>()),
        steps in steps(),
    ) {
        let story = tell(policy, None, &steps);
        prop_assert_eq!(story.retold(), story.history());
    }

    /// A timer that fires late changes nothing but when it is written down.
    #[test]
    fn looking_more_often_finds_the_same_misses(steps in steps(), severity in 1_u8..7) {
        let plain = tell("appseconnect", Some(severity), &steps);
        let mut watched: Vec<Step> = Vec::new();
        for (seconds, step, ago) in &steps {
            let half = seconds / 2;
            watched.push((half, (Actor::System, Command::ObserveClocks), None));
            watched.push((seconds - half, step.clone(), *ago));
        }
        let watched = tell("appseconnect", Some(severity), &watched);
        let results = |story: &Story| -> Vec<_> {
            let clocks = story.ticket().unwrap().clocks;
            clocks.into_iter().map(|(id, clock)| {
                (id, clock.state, clock.breached_at, clock.met_at, clock.due_at, clock.late_on_arrival)
            }).collect()
        };
        prop_assert_eq!(results(&watched), results(&plain));
    }

    /// Folding never fails, whatever it is given in whatever order.
    #[test]
    fn folding_takes_anything(places in prop::collection::vec(any::<prop::sample::Index>(), 0..60)) {
        let opening = EVENTS[0].clone();
        let mut history = vec![opening];
        for (place, sequence) in places.iter().zip(2..) {
            history.push(Recorded { sequence, ..place.get(&EVENTS).clone() });
        }
        let ticket = Ticket::fold(TICKET, &history).unwrap();
        prop_assert_eq!(ticket.sequence, history.len() as u64);
        let _whatever = (ticket.next_due(), next_look_at(&ticket), notices(&ticket, &history, STAFF));
    }
}

#[test]
fn a_history_begins_with_an_opening() {
    assert_eq!(Ticket::fold(TICKET, &[]), None);
    let later = EVENTS
        .iter()
        .find(|event| event.event.name() == "message_added")
        .unwrap();
    assert_eq!(Ticket::fold(TICKET, std::slice::from_ref(later)), None);
}

#[test]
fn commands_name_every_text_they_bring() {
    let attachment = NewMessage {
        channel: Channel::Mail,
        ..message("With a picture")
    };
    let ids =
        |command: &Command| -> Vec<TextId> { command.texts().iter().map(|text| text.id).collect() };
    let open = opening();
    let expected = vec![open.subject.id, open.message.text.id];
    assert_eq!(ids(&Command::OpenTicket(open)), expected);
    assert_eq!(
        ids(&Command::AddMessage(attachment.clone())),
        [attachment.text.id]
    );
    assert_eq!(ids(&asks("Which?")), [text("Which?").id]);
    let assign = Command::AssignTicket {
        agent: Some(AgentId(Uuid::nil())),
        seen: None,
    };
    assert_eq!(ids(&assign), []);
}
