//! A calendar that was wrong: everything measured in it is measured again, the
//! original results stay, and customers are told of what was promised to them.

use domain::{Actor, AgentId, ClockRecord, Command, Event, NoticeKind, Refusal, Ticket, TicketId};
use server::announcements::announce_waiting;
use server::app::{CorrectionProposal, Order, Proposal, SECOND_PERSON};
use server::error::AppError;
use server::outbox::send_due;
use server::store::{DeskSettingRow, OutboxRow, PublicationRow, Write};
use server::timers::take_over;
use sla::policy::Audience;

use crate::bed::{Bed, SAM, SUE, ann, at, desk};
use crate::on_both;
use crate::support::letterbox::Letterbox;

on_both!(
    what_was_measured_in_a_wrong_calendar_is_measured_again,
    customers_are_told_once_of_what_was_promised,
    a_kill_in_the_middle_does_no_harm,
    a_correction_differs_in_calendars_alone,
    a_second_person_approves_a_correction,
    a_correction_waits_for_what_the_wrong_version_still_takes_over,
);

const DESK: &str = "appseconnect";
const POLICY: &str = include_str!("../../../../policies/appseconnect.toml");
const HOURS: &str = "weekly    = { mon-fri = \"00:00-24:00\" }\n";

/// The desk's policy with Wednesday 18 November 2026 closed. Its golden cases, which
/// are of that day, go: they promise nothing.
fn right() -> String {
    let closed = format!("{HOURS}closed    = {{ 2026-11-18 = \"Founders' Day\" }}\n");
    let cases = POLICY.find("\n[[case]]").unwrap();
    let right = POLICY[..cases].replacen(HOURS, &closed, 1);
    assert_ne!(right, POLICY[..cases]);
    right
}

fn proposal(source: String) -> CorrectionProposal {
    CorrectionProposal {
        source,
        by: format!("agent:{SAM}"),
        reason: "Founders' Day was declared late.".to_owned(),
    }
}

async fn correct(bed: &Bed, source: String) -> Result<PublicationRow, Refusal> {
    let name = desk(DESK);
    match bed.app.propose_correction(&name, &proposal(source)).await {
        Ok(publication) => Ok(publication),
        Err(AppError::Refused(refusal)) => Err(refusal),
        Err(error) => panic!("{error}"),
    }
}

async fn ticket(bed: &Bed, id: TicketId) -> Ticket {
    bed.app.ticket(&desk(DESK), id).await.unwrap().0
}

fn resolution(ticket: &Ticket) -> &ClockRecord {
    &ticket.clocks["resolution.1"]
}

/// Three tickets of Wednesday at 14:30 in Kolkata, to be solved in eight hours: one
/// solved too late, one given up, one running still at noon on Thursday.
async fn three(bed: &Bed) -> [TicketId; 3] {
    let late = bed.open(DESK, Some(2)).await;
    let given_up = bed.open(DESK, Some(2)).await;
    let running = bed.open(DESK, Some(2)).await;
    bed.advance("2026-11-18T20:00:00Z");
    let resolve = Command::ResolveTicket {
        solution: None,
        found: Box::default(),
        seen: None,
    };
    bed.does(DESK, late, ann(), resolve).await;
    let close = Command::CloseTicket { seen: None };
    bed.does(DESK, given_up, ann(), close).await;
    bed.advance("2026-11-19T06:30:00Z");
    [late, given_up, running]
}

async fn carry_out(bed: &Bed) -> usize {
    let mut rounds = 0;
    while take_over(&bed.app).await.unwrap() > 0 {
        rounds += 1;
    }
    rounds
}

async fn what_was_measured_in_a_wrong_calendar_is_measured_again(bed: &Bed) {
    let [late, given_up, running] = three(bed).await;
    let wrong = ticket(bed, late).await.policy_version;
    let missed = at("2026-11-18T17:00:00Z");
    assert_eq!(
        resolution(&ticket(bed, late).await).breached_at,
        Some(missed)
    );

    let name = desk(DESK);
    let would = bed.app.correction(&name, &proposal(right())).await.unwrap();
    let page = bed.app.corrected_clocks(&name, &would, "").await.unwrap();
    let page = page.unwrap();
    assert_eq!(page.looked_at, 3);
    let after = bed.app.corrected_clocks(&name, &would, &page.last).await;
    assert_eq!(after.unwrap(), None);
    assert_eq!(
        resolution(&ticket(bed, late).await).corrections,
        [],
        "a look"
    );

    let published = correct(bed, right()).await.unwrap();
    assert_eq!(published.state, "published");
    assert_eq!(published.corrects.as_ref(), Some(&wrong));
    for instant in ["2026-01-01T00:00:00Z", "2026-11-19T06:30:00Z"] {
        let in_force = bed.app.policy_at(&name, at(instant)).await.unwrap();
        assert_eq!(in_force.version(), published.version, "{instant}");
    }
    assert_eq!(correct(bed, right()).await, Err(Refusal::NothingToCorrect));
    // Nothing that was promised changes, so nothing is announced.
    assert_eq!(announce_waiting(&bed.app).await.unwrap(), 0);

    let new = bed.open(DESK, Some(2)).await;
    assert_eq!(carry_out(bed).await, 1);
    let done = ticket(bed, late).await;
    let clock = resolution(&done);
    assert_eq!(clock.due_at, Some(at("2026-11-19T02:30:00Z")));
    assert_eq!(
        (clock.breached_at, clock.met_at),
        (None, Some(at("2026-11-18T20:00:00Z")))
    );
    let [correction] = &clock.corrections[..] else {
        panic!("{:?}", clock.corrections);
    };
    assert_eq!(correction.before.breached_at, Some(missed));
    assert_eq!(correction.author, Actor::Agent(AgentId(SAM)));
    let reason = bed.text(DESK, correction.reason.id).await;
    assert_eq!(reason, "Founders' Day was declared late.");

    // Missed before and missed after, at another instant.
    let clock_of = async |id| resolution(&ticket(bed, id).await).clone();
    assert_eq!(
        clock_of(running).await.breached_at,
        Some(at("2026-11-19T02:30:00Z"))
    );
    assert_eq!(clock_of(given_up).await.breached_at, None);
    for id in [late, given_up, running, new] {
        assert_eq!(ticket(bed, id).await.policy_version, published.version);
    }
    let opened = ticket(bed, new).await;
    assert_eq!(opened.opened_under, published.version);
    assert_eq!(resolution(&opened).corrections, []);

    let changed: usize = [late, given_up, running].len();
    let promised = page.clocks.iter().filter(|one| one.clock == "resolution.1");
    assert_eq!(promised.count(), changed, "as it was said before");
    let verified = bed.app.verify(&name, |_| {}).await.unwrap();
    assert_eq!(verified.differences, [], "recorded as the calendars say");
    bed.app.rebuild(&name, |_| {}).await.unwrap();
    let verified = bed.app.verify(&name, |_| {}).await.unwrap();
    assert_eq!(verified.differences, [], "made anew to the same rows");
}

fn restated(rows: &[OutboxRow]) -> Vec<Vec<String>> {
    let notices = rows.iter().map(|row| {
        let notice: domain::Notice = serde_json::from_str(&row.notice).unwrap();
        (row.recipient.clone(), notice.kind)
    });
    let restated = notices.filter_map(|(recipient, kind)| match kind {
        NoticeKind::ClocksRestated { clocks, .. } => {
            assert!(recipient.starts_with("contact:"), "{recipient}");
            Some(clocks.into_iter().map(|one| one.clock).collect())
        }
        _ => None,
    });
    restated.collect()
}

async fn customers_are_told_once_of_what_was_promised(bed: &Bed) {
    let [late, ..] = three(bed).await;
    correct(bed, right()).await.unwrap();
    carry_out(bed).await;
    let told = restated(&bed.outbox(DESK).await);
    assert_eq!(told.len(), 3, "once for each ticket: {told:?}");
    let record = ticket(bed, late).await;
    for clock in told.iter().flatten() {
        let audience = record.clocks[clock].promise().audience;
        assert_eq!(audience, Audience::Customer, "{clock}");
    }
    let steered = record.clocks.values().any(|clock| {
        clock.promise().audience == Audience::Internal && clock.restatements().next().is_some()
    });
    assert!(steered, "there was something to keep silent about");

    let letterbox = Letterbox::open().await;
    send_due(&bed.app, &letterbox.relay()).await.unwrap();
    let letters = letterbox.letters_to("rita@acme.example.com");
    let letter = letters
        .iter()
        .find(|letter| {
            letter
                .mail
                .subject
                .starts_with("Measured again: [APP-1001]")
        })
        .unwrap();
    for words in [
        "- Resolution: kept at Thursday 19 November 2026, 01:30 (Asia/Kolkata), due Thursday 19 \
         November 2026, 08:00 (Asia/Kolkata); before: missed at Wednesday 18 November 2026, 22:30 \
         (Asia/Kolkata)",
        "Why: Founders' Day was declared late.",
        "https://desk.example.com/d/appseconnect/tickets/APP-1001",
    ] {
        let text = letter.mail.text_full.replace('\n', " ");
        assert!(text.contains(words), "{words} in {text}");
    }
    assert!(!letter.mail.text_full.contains("indicator"));
}

async fn a_kill_in_the_middle_does_no_harm(bed: &Bed) {
    const TICKETS: usize = 130;
    let mut tickets = Vec::new();
    for _ in 0..TICKETS {
        tickets.push(bed.open(DESK, Some(2)).await);
    }
    bed.advance("2026-11-18T12:00:00Z");
    let published = correct(bed, right()).await.unwrap();

    // Killed before it wrote down how far it came: some are corrected already.
    for id in &tickets[..7] {
        let command = Command::CorrectClocks {
            from: published.corrects.clone().unwrap(),
            to: published.version.clone(),
            reason: bed.text_of("Founders' Day was declared late."),
        };
        let (name, by) = (desk(DESK), Actor::Agent(AgentId(SAM)));
        let order = Order::new(&name, *id, by, command);
        bed.app.execute(order).await.unwrap();
    }
    assert_eq!(take_over(&bed.app).await.unwrap(), 1);
    let known = bed.app.store().publication(DESK, &published.version);
    let known = known.await.unwrap().unwrap();
    assert!(known.taken_after.as_deref() > Some(""), "{known:?}");
    // A node that had read the publication before goes through the batch again.
    let stale = bed.app.take_over(&published).await;
    assert!(matches!(stale, Err(AppError::Busy)), "{stale:?}");
    assert_eq!(carry_out(bed).await, 1, "a hundred, and the rest");

    for id in &tickets {
        let (ticket, history) = bed.app.ticket(&desk(DESK), *id).await.unwrap();
        for (clock, record) in &ticket.clocks {
            assert!(record.corrections.len() <= 1, "{clock}: {record:?}");
        }
        let once = |wanted: fn(&Event) -> bool| {
            let events = history.iter().map(|recorded| &recorded.event);
            events.filter(|event| wanted(event)).count()
        };
        assert_eq!(
            once(|event| matches!(event, Event::PolicyChanged { .. })),
            1
        );
        assert_eq!(resolution(&ticket).due_at, Some(at("2026-11-19T02:30:00Z")));
    }
    assert_eq!(restated(&bed.outbox(DESK).await).len(), TICKETS);
}

async fn a_correction_differs_in_calendars_alone(bed: &Bed) {
    let shorter = right().replacen("notice    = \"3 months\"", "notice    = \"2 months\"", 1);
    let others = "- Notice of changes: within 2 months (before: within 3 months)".to_owned();
    assert_eq!(
        correct(bed, shorter).await,
        Err(Refusal::NotOnlyCalendars { others })
    );
    let reworded = format!("{POLICY}\n# reviewed\n");
    assert_eq!(correct(bed, reworded).await, Err(Refusal::NothingToCorrect));
    let silent = CorrectionProposal {
        reason: " ".to_owned(),
        ..proposal(right())
    };
    let silent = bed.app.propose_correction(&desk(DESK), &silent).await;
    assert!(matches!(
        silent,
        Err(AppError::Refused(Refusal::ReasonMissing))
    ));
    let wrong = "\n[[case]]\nname = \"wrong\"\n\
        report = { severity = 1, at = \"2026-03-06T09:00:00Z\" }\npromises = []\n";
    let failing = right() + wrong;
    assert_eq!(correct(bed, failing).await, Err(Refusal::CasesDoNotHold));
    assert_eq!(bed.app.store().publications(DESK).await.unwrap(), []);
}

async fn a_second_person_approves_a_correction(bed: &Bed) {
    let setting = DeskSettingRow {
        desk: DESK.to_owned(),
        setting: SECOND_PERSON.to_owned(),
        value: "yes".to_owned(),
    };
    bed.app
        .store()
        .write(Write::rows([setting.upsert()]))
        .await
        .unwrap();
    let id = bed.open(DESK, Some(2)).await;
    bed.advance("2026-11-18T12:00:00Z");
    let wrong = ticket(bed, id).await.policy_version;
    let proposed = correct(bed, right()).await.unwrap();
    assert_eq!(proposed.state, "proposed");
    assert_eq!(carry_out(bed).await, 0, "it waits");
    let approve = async |by: uuid::Uuid| {
        let (name, by) = (desk(DESK), format!("agent:{by}"));
        match bed.app.approve_policy(&name, &proposed.version, &by).await {
            Ok(row) => Ok(row.state),
            Err(AppError::Refused(refusal)) => Err(refusal),
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!(approve(SAM).await, Err(Refusal::SecondPersonNeeded));
    assert_eq!(approve(SUE).await.as_deref(), Ok("published"));
    assert_eq!(carry_out(bed).await, 1);
    let corrected = ticket(bed, id).await;
    assert_eq!(corrected.policy_version, proposed.version);
    let correction = &resolution(&corrected).corrections[0];
    assert_eq!(
        correction.author,
        Actor::Agent(AgentId(SAM)),
        "who found out"
    );

    // The next one is overtaken: what it corrects is not in force any more.
    let back = correct(bed, POLICY.to_owned() + "\n# as it was\n")
        .await
        .unwrap();
    assert_ne!(back.corrects.as_ref(), Some(&wrong));
    let overtaking = Proposal {
        source: POLICY.to_owned() + "\n# overtaking\n",
        effective_at: Some(at("2026-11-18T13:00:00Z")),
        by: format!("agent:{SAM}"),
        reason: Some("in haste".to_owned()),
    };
    let name = desk(DESK);
    let overtaking = bed.app.propose_policy(&name, &overtaking).await.unwrap();
    let by = format!("agent:{SUE}");
    bed.app
        .approve_policy(&name, &overtaking.version, &by)
        .await
        .unwrap();
    bed.advance("2026-11-18T14:00:00Z");
    let late = bed.app.approve_policy(&name, &back.version, &by).await;
    assert!(
        matches!(late, Err(AppError::Refused(Refusal::CorrectsThePast))),
        "{late:?}"
    );
    bed.app
        .withdraw_policy(&name, &back.version, &by, "overtaken")
        .await
        .unwrap();
}

/// Tickets that the wrong version had not reached yet would stay under it for good.
async fn a_correction_waits_for_what_the_wrong_version_still_takes_over(bed: &Bed) {
    let id = bed.open(DESK, Some(2)).await;
    let moving =
        |source: String| source.replacen("languages = [", "running   = \"move\"\nlanguages = [", 1);
    let wrong = Proposal {
        source: moving(POLICY.to_owned()),
        effective_at: Some(at("2026-11-18T09:30:00Z")),
        by: format!("agent:{SAM}"),
        reason: Some("for everybody".to_owned()),
    };
    let wrong = bed.app.propose_policy(&desk(DESK), &wrong).await.unwrap();
    bed.advance("2026-11-18T10:00:00Z");
    let right = correct(bed, moving(right())).await.unwrap();
    bed.app.take_over(&right).await.unwrap();
    let known = bed.app.store().publication(DESK, &right.version);
    let known = known.await.unwrap().unwrap();
    assert_eq!(known.taken_after.as_deref(), Some(""), "not begun");
    carry_out(bed).await;
    let (ticket, history) = bed.app.ticket(&desk(DESK), id).await.unwrap();
    let versions: Vec<&str> = history
        .iter()
        .filter_map(|recorded| match &recorded.event {
            Event::PolicyChanged { to, .. } => Some(to.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(versions, [&wrong.version, &right.version]);
    assert_eq!(ticket.policy_version, right.version);
    let verified = bed.app.verify(&desk(DESK), |_| {}).await.unwrap();
    assert_eq!(verified.differences, []);
}
