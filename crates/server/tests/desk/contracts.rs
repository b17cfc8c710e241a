//! What a contract says for the instant of receipt decides what is promised.

use domain::{
    Actor, AgentId, Command, ContractSource, Event, OpenTicket, Refusal, Says, Terms, Ticket,
    TicketId,
};
use server::app::{ContractChosen, NewStatement};
use server::contracts::{apply_waiting, notice_lapsing};
use server::error::AppError;
use server::store::{StatementRow, Write};
use sla::policy::Act;
use uuid::Uuid;

use crate::bed::{ACME, ANN, Bed, ann, at, desk, patrol_of};
use crate::on_both;

on_both!(
    what_the_contract_promises_otherwise_stays_with_the_ticket,
    a_call_written_down_later_is_owed_what_was_bought_then,
    an_amendment_signed_late_restates_what_it_lists,
    what_is_refused_writes_nothing,
    a_contract_that_lapses_is_told_of_once,
    an_amendment_is_applied_in_batches_and_goes_on_after_a_stop,
);

const DESK: &str = "infocyte";

const BETTER: &str = r#"[[override]]
target = "first-response"
severity = [1]
within = "under 30m"
clause = "Framework agreement, 4.2"
"#;

async fn says(bed: &Bed, statement: StatementRow) {
    let write = Write::rows([statement.insert()]);
    bed.app.store().write(write).await.unwrap();
}

/// One more statement of Acme's contract, recorded now.
fn statement(bed: &Bed, number: u128, from: &str) -> StatementRow {
    StatementRow {
        statement: Uuid::from_u128(number).to_string(),
        from_at: at(from).as_microsecond(),
        recorded_at: bed.app.now().as_microsecond(),
        ..patrol_of(DESK, ACME)
    }
}

async fn ticket(bed: &Bed, id: TicketId) -> Ticket {
    bed.app.ticket(&desk(DESK), id).await.unwrap().0
}

fn response(ticket: &Ticket) -> (String, String) {
    let promise = ticket.clocks["first-response.1"].promise();
    (promise.within.to_string(), promise.clause.clone())
}

async fn what_the_contract_promises_otherwise_stays_with_the_ticket(bed: &Bed) {
    let better = StatementRow {
        overrides: BETTER.to_owned(),
        ..statement(bed, 7, "2026-11-01T00:00:00Z")
    };
    says(bed, better).await;
    let opened = bed.open(DESK, Some(2)).await;
    let ticket_opened = ticket(bed, opened).await;
    let source = ContractSource {
        contract: domain::ContractId(ACME),
        statement: domain::StatementId(Uuid::from_u128(7)),
    };
    assert_eq!(ticket_opened.contract, Some(source));
    assert_eq!(response(&ticket_opened).0, "under 4h");
    // What is said of the contract since does not touch it.
    bed.advance("2026-11-18T09:05:00Z");
    says(bed, statement(bed, 8, "2026-11-01T00:00:00Z")).await;
    let worse = Command::ChangeSeverity {
        severity: 1,
        reason: bed.text_of("It is worse than it looked"),
        agreed: true,
        seen: None,
    };
    bed.does(DESK, opened, ann(), worse).await;
    let (within, clause) = response(&ticket(bed, opened).await);
    assert_eq!(within, "under 30m");
    assert_eq!(clause, "Framework agreement, 4.2");
    // The next one is owed what is known now.
    let next = bed.open(DESK, Some(1)).await;
    assert_eq!(response(&ticket(bed, next).await).0, "under 1h");
}

async fn a_call_written_down_later_is_owed_what_was_bought_then(bed: &Bed) {
    let ended = StatementRow {
        says: "ended".to_owned(),
        plan: None,
        ..statement(bed, 9, "2026-11-18T08:00:00Z")
    };
    says(bed, ended).await;
    let received = |ticket, at| OpenTicket {
        received_at: Some(at),
        ..bed.opening(ticket, Some(2))
    };
    for (received_at, plan) in [
        ("2026-11-18T07:59:59Z", Some("patrol")),
        ("2026-11-18T08:00:00Z", None),
    ] {
        let id = TicketId(bed.app.new_id());
        let open = Command::OpenTicket(received(id, at(received_at)));
        bed.does(DESK, id, ann(), open).await;
        assert_eq!(ticket(bed, id).await.plan.as_deref(), plan, "{received_at}");
    }
}

const SOONER: &str = r#"[[override]]
target = "first-response"
severity = [2]
within = "under 2h"
clause = "Amendment, 3"
"#;

fn sooner(from: &str, until: Option<&str>) -> NewStatement {
    NewStatement {
        from: at(from),
        until: until.map(at),
        says: Says::InForce(Terms {
            plan: Some("patrol".to_owned()),
            overrides: SOONER.to_owned(),
        }),
        signed_at: None,
        reason: Some("The amendment came back signed in December".to_owned()),
        by: format!("agent:{ANN}"),
    }
}

/// Acme's contract, as it is known by its id.
async fn record(bed: &Bed, new: &NewStatement) -> Result<StatementRow, AppError> {
    let acme = ACME.to_string();
    let known = ContractChosen::Known(&acme);
    let app = &bed.app;
    app.record_statement(&desk(DESK), &acme, known, new, None)
        .await
}

async fn touched(bed: &Bed, new: &NewStatement) -> Vec<server::app::Touched> {
    let acme = ACME.to_string();
    let known = ContractChosen::Known(&acme);
    let app = &bed.app;
    app.touched(&desk(DESK), &acme, known, new).await.unwrap()
}

async fn opened_at(bed: &Bed, now: &str) -> TicketId {
    bed.advance(now);
    bed.open(DESK, Some(2)).await
}

async fn an_amendment_signed_late_restates_what_it_lists(bed: &Bed) {
    let before = opened_at(bed, "2026-11-18T14:00:00Z").await;
    let answered = opened_at(bed, "2026-11-19T14:00:00Z").await;
    bed.advance("2026-11-19T17:00:00Z");
    let plan = domain::NewMessage {
        act: Some(Act::PlanGiven),
        ..bed.message("This is the plan.")
    };
    bed.does(DESK, answered, ann(), Command::AddMessage(plan))
        .await;
    let running = opened_at(bed, "2026-11-20T14:00:00Z").await;
    bed.advance("2026-11-20T14:30:00Z");

    let new = sooner("2026-11-19T00:00:00Z", None);
    let listed = touched(bed, &new).await;
    let tickets: Vec<TicketId> = listed.iter().map(|one| one.ticket).collect();
    assert_eq!(tickets, [answered, running]);
    let [late] = listed[0].clocks.as_slice() else {
        panic!("{listed:?}");
    };
    assert_eq!(late.clock, "first-response.1");
    assert_eq!(late.missed_before, None);
    assert_eq!(late.missed_after, Some(at("2026-11-19T16:00:00Z")));
    assert_eq!(
        bed.app
            .contracts(&desk(DESK), &ACME.to_string())
            .await
            .unwrap()[0]
            .statements
            .len(),
        1,
        "only shown"
    );

    let statement = record(bed, &new).await.unwrap();
    assert_eq!(
        ticket(bed, running).await.clocks["first-response.1"].corrections,
        [],
        "not applied yet"
    );
    while apply_waiting(&bed.app).await.unwrap() > 0 {}
    assert_eq!(
        ticket(bed, before).await.contract.unwrap().statement.0,
        ACME
    );

    let restated = ticket(bed, answered).await;
    let clock = &restated.clocks["first-response.1"];
    assert_eq!(clock.breached_at, Some(at("2026-11-19T16:00:00Z")));
    let [original] = clock.corrections.as_slice() else {
        panic!("{:?}", clock.corrections);
    };
    assert_eq!(original.before.breached_at, None);
    assert_eq!(original.before.due_at, Some(at("2026-11-19T18:00:00Z")));
    assert_eq!(original.author, Actor::Agent(AgentId(ANN)));
    let reason = bed.text(DESK, original.reason.id).await;
    assert_eq!(Some(reason), new.reason);
    let due = ticket(bed, running).await.clocks["first-response.1"].due_at;
    assert_eq!(due, Some(at("2026-11-20T16:00:00Z")));

    let store = bed.app.store();
    let kept = store
        .contract_restatements(DESK, &ACME.to_string())
        .await
        .unwrap();
    let mut kept: Vec<String> = kept.into_iter().map(|row| row.ticket).collect();
    kept.sort();
    let mut expected = vec![answered.to_string(), running.to_string()];
    expected.sort();
    assert_eq!(kept, expected);
    assert_eq!(statement.applied_after.as_deref(), Some(""));
    let verified = bed.app.verify(&desk(DESK), |_| {}).await.unwrap();
    assert_eq!(verified.differences, []);
    // A new one is owed the same, and again nothing is left to be applied.
    let next = opened_at(bed, "2026-11-20T15:00:00Z").await;
    assert_eq!(response(&ticket(bed, next).await).0, "under 2h");
    assert_eq!(touched(bed, &new).await, [], "the same is said already");
}

async fn what_is_refused_writes_nothing(bed: &Bed) {
    opened_at(bed, "2026-11-19T14:00:00Z").await;
    let good = sooner("2026-11-19T00:00:00Z", None);
    let in_force = |plan: &str, overrides: &str| {
        Says::InForce(Terms {
            plan: Some(plan.to_owned()),
            overrides: overrides.to_owned(),
        })
    };
    let reversed = NewStatement {
        until: Some(at("2026-11-18T00:00:00Z")),
        ..good.clone()
    };
    let unsigned = NewStatement {
        signed_at: Some(at("2027-01-01T00:00:00Z")),
        ..good.clone()
    };
    let silent = NewStatement {
        reason: None,
        ..good.clone()
    };
    let unknown = NewStatement {
        says: in_force("gold", ""),
        ..good.clone()
    };
    let odd = NewStatement {
        says: in_force(
            "patrol",
            "[[override]]\ntarget = \"lunch\"\nwithin = \"1h\"\nclause = \"1\"",
        ),
        ..good.clone()
    };
    let cases = [
        (reversed, "period-empty"),
        (unsigned, "in-future"),
        (silent, "reason-missing"),
        (unknown, "no-such-plan"),
        (odd, "overrides-unread"),
    ];
    for (new, code) in cases {
        match record(bed, &new).await {
            Err(AppError::Refused(refusal)) => assert_eq!(refusal.code(), code),
            other => panic!("{code}: {other:?}"),
        }
    }
    let acme = ACME.to_string();
    let second = ContractChosen::New("A second one");
    let app = &bed.app;
    let refused = app
        .record_statement(&desk(DESK), &acme, second, &good, None)
        .await;
    assert!(
        matches!(refused, Err(AppError::Refused(Refusal::ContractOverlaps))),
        "{refused:?}"
    );
    let held = app.contracts(&desk(DESK), &acme).await.unwrap();
    assert_eq!((held.len(), held[0].statements.len()), (1, 1));
    // What changes nothing that was promised needs no reason.
    let ahead = NewStatement {
        from: at("2026-12-01T00:00:00Z"),
        reason: None,
        ..good
    };
    record(bed, &ahead).await.unwrap();
    assert_eq!(
        apply_waiting(app).await.unwrap(),
        0,
        "it reaches into no past"
    );
}

async fn a_contract_that_lapses_is_told_of_once(bed: &Bed) {
    let year = NewStatement {
        reason: None,
        says: Says::InForce(Terms::of_plan(Some("patrol".to_owned()))),
        ..sooner("2026-11-18T08:00:00Z", Some("2027-01-31T00:00:00Z"))
    };
    record(bed, &year).await.unwrap();
    let over = NewStatement {
        until: None,
        says: Says::Ended,
        ..sooner("2027-01-31T00:00:00Z", None)
    };
    // Acme had the plan for ever: only with an end of its own does it lapse.
    assert_eq!(notice_lapsing(&bed.app).await.unwrap(), 0);
    record(bed, &over).await.unwrap();
    let lapsing = NewStatement {
        until: Some(at("2027-01-31T00:00:00Z")),
        ..year.clone()
    };
    let acme = ACME.to_string();
    let globex = crate::bed::GLOBEX.to_string();
    let app = &bed.app;
    let ended = NewStatement {
        from: at("2026-11-18T08:00:00Z"),
        until: None,
        says: Says::Ended,
        ..year.clone()
    };
    let known = ContractChosen::Known(&globex);
    app.record_statement(&desk(DESK), &globex, known, &ended, None)
        .await
        .unwrap();
    let second = ContractChosen::New("Support 2026");
    app.record_statement(&desk(DESK), &globex, second, &lapsing, None)
        .await
        .unwrap();
    assert_eq!(
        app.contracts(&desk(DESK), &acme).await.unwrap()[0]
            .row
            .notice_at,
        None
    );
    assert_eq!(notice_lapsing(app).await.unwrap(), 0, "not yet");
    bed.advance("2027-01-01T00:00:00Z");
    assert_eq!(notice_lapsing(app).await.unwrap(), 1);
    assert_eq!(notice_lapsing(app).await.unwrap(), 0, "once");
    let mails = bed.outbox(DESK).await;
    let told: Vec<&str> = mails.iter().map(|row| row.notice.as_str()).collect();
    let told = told
        .iter()
        .filter(|notice| notice.contains("contract_lapsing"));
    assert_eq!(told.count(), 1, "{mails:?}");
}

async fn an_amendment_is_applied_in_batches_and_goes_on_after_a_stop(bed: &Bed) {
    let mut opened = Vec::new();
    bed.advance("2026-11-19T14:00:00Z");
    for _ in 0..130 {
        opened.push(bed.open(DESK, Some(2)).await);
    }
    record(
        bed,
        &sooner("2026-11-19T00:00:00Z", Some("2026-11-20T00:00:00Z")),
    )
    .await
    .unwrap();
    assert_eq!(apply_waiting(&bed.app).await.unwrap(), 1);
    let restated = async |id| {
        ticket(bed, id).await.clocks["first-response.1"]
            .corrections
            .len()
    };
    assert_eq!(
        (restated(opened[99]).await, restated(opened[100]).await),
        (1, 0)
    );
    // As after a kill: what was carried out and not noted is met again.
    let waiting = bed.app.store().statements_applying(9).await.unwrap();
    let again = StatementRow {
        applied_after: Some(String::new()),
        ..waiting[0].clone()
    };
    bed.app
        .store()
        .write(Write::rows([again.upsert()]))
        .await
        .unwrap();
    let mut rounds = 0;
    while apply_waiting(&bed.app).await.unwrap() > 0 {
        rounds += 1;
    }
    assert_eq!(rounds, 2);
    for id in opened {
        assert_eq!(restated(id).await, 1);
        let (_, history) = bed.app.ticket(&desk(DESK), id).await.unwrap();
        let applied = |r: &&domain::Recorded| matches!(r.event, Event::ContractApplied { .. });
        assert_eq!(history.iter().filter(applied).count(), 1);
    }
}
