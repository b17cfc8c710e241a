//! Two tickets become one, and two again: both are written or neither, whoever else
//! writes meanwhile.

use domain::{
    AgentId, ClockCause, Command, ContactId, Event, NoticeKind, OpenTicket, Status, TicketId,
};
use server::app::{Once, Order};
use server::error::AppError;
use server::mail::thread::{TokenKey, reply_address};
use server::outbox::send_due;
use server::store::{ContactRow, Write};
use sla::clock::ClockState;
use uuid::Uuid;

use crate::bed::{ACME, Bed, GLOBEX, GUS, SAM, ann, desk, mail_by, rita};
use crate::on_both;
use crate::support::letterbox::Letterbox;

const NAME: &str = "appseconnect";
const RITA_WRITES: &str = "rita@acme.example.com";

fn into(into: TicketId) -> Command {
    Command::MergeTicket { into, seen: None }
}

async fn merge(bed: &Bed, ticket: TicketId, survivor: TicketId) {
    bed.does(NAME, ticket, ann(), into(survivor)).await;
}

async fn refused(bed: &Bed, ticket: TicketId, command: Command) -> &'static str {
    let name = desk(NAME);
    match bed
        .app
        .execute(Order::new(&name, ticket, ann(), command))
        .await
    {
        Err(AppError::Refused(refusal)) => refusal.code(),
        other => panic!("{other:?}"),
    }
}

/// Nothing that is stored contradicts anything else.
async fn verified(bed: &Bed) {
    let verified = bed.app.verify(&desk(NAME), |_| {}).await.unwrap();
    assert_eq!(verified.differences, []);
}

/// An earlier ticket and a graver later one.
async fn two(bed: &Bed) -> (TicketId, TicketId) {
    let first = bed.open(NAME, Some(3)).await;
    bed.advance("2026-11-18T09:20:00Z");
    let second = bed.open(NAME, Some(1)).await;
    (first, second)
}

async fn a_merge_changes_both_and_undoing_restores_both(bed: &Bed) {
    let (survivor, duplicate) = two(bed).await;
    let name = desk(NAME);
    let (before, _) = bed.app.ticket(&name, survivor).await.unwrap();
    bed.advance("2026-11-18T09:25:00Z");
    merge(bed, duplicate, survivor).await;
    let store = bed.app.store();
    let id = duplicate.to_string();
    let row = store.ticket_by_id(NAME, &id).await.unwrap().unwrap().ticket;
    assert_eq!((row.status.as_str(), row.open), ("merged", false));
    assert_eq!(store.timer_of_ticket(NAME, &id).await.unwrap(), None);
    let clocks = store.clocks_of_ticket(NAME, &id).await.unwrap();
    assert!(
        clocks.iter().all(|clock| clock.state == "absorbed"),
        "{clocks:?}"
    );
    let (merged, _) = bed.app.ticket(&name, survivor).await.unwrap();
    let earlier = |of: &domain::Ticket| of.next_due().unwrap().1;
    assert!(
        earlier(&merged) < earlier(&before),
        "the graver promise governs"
    );
    verified(bed).await;

    bed.advance("2026-11-18T09:26:00Z");
    bed.does(NAME, duplicate, ann(), Command::UnmergeTicket)
        .await;
    let (after, _) = bed.app.ticket(&name, survivor).await.unwrap();
    assert_eq!(earlier(&after), earlier(&before));
    let (alone, _) = bed.app.ticket(&name, duplicate).await.unwrap();
    assert_eq!(alone.status, Status::Open);
    assert!(store.timer_of_ticket(NAME, &id).await.unwrap().is_some());
    verified(bed).await;
    bed.app.rebuild(&name, |_| {}).await.unwrap();
    verified(bed).await;
}

/// A timer that fires long after finds nothing to say of what was merged.
async fn what_was_merged_is_never_missed(bed: &Bed) {
    let (survivor, duplicate) = two(bed).await;
    merge(bed, duplicate, survivor).await;
    bed.advance("2026-11-25T09:00:00Z");
    server::timers::fire_due(&bed.app).await.unwrap();
    let (ticket, history) = bed.app.ticket(&desk(NAME), duplicate).await.unwrap();
    assert!(
        ticket
            .clocks
            .values()
            .all(|clock| clock.state == ClockState::Absorbed)
    );
    let missed = |event: &Event| matches!(event, Event::ClockBreached { .. });
    assert!(!history.iter().any(|told| missed(&told.event)));
    let (_, history) = bed.app.ticket(&desk(NAME), survivor).await.unwrap();
    assert!(history.iter().any(|told| missed(&told.event)));
    verified(bed).await;
}

async fn two_merges_into_each_other_leave_one_that_goes_on(bed: &Bed) {
    let (one, other) = two(bed).await;
    let name = desk(NAME);
    let give = |ticket, survivor| {
        let (app, name) = (bed.app.clone(), name.clone());
        tokio::spawn(async move {
            app.execute(Order::new(&name, ticket, ann(), into(survivor)))
                .await
        })
    };
    let answers = futures_util::future::join_all([give(one, other), give(other, one)]).await;
    let done = answers
        .into_iter()
        .filter(|answer| answer.as_ref().unwrap().is_ok());
    assert_eq!(done.count(), 1);
    let mut open = 0;
    for ticket in [one, other] {
        let (ticket, _) = bed.app.ticket(&name, ticket).await.unwrap();
        open += usize::from(ticket.is_open());
        assert_eq!(ticket.is_open(), ticket.absorbed.len() == 1);
    }
    assert_eq!(open, 1);
    verified(bed).await;
}

async fn a_merge_and_many_others_at_once_are_each_decided_on_what_is_there(bed: &Bed) {
    let (survivor, first) = two(bed).await;
    let second = bed.open(NAME, Some(2)).await;
    let name = desk(NAME);
    let mut orders = vec![(first, into(survivor)), (second, into(survivor))];
    for place in 0..8 {
        let said = Command::AddMessage(bed.message(&format!("Survivor {place}")));
        orders.push((survivor, said));
        let said = Command::AddMessage(bed.message(&format!("Duplicate {place}")));
        orders.push((first, said));
    }
    let answers = orders.into_iter().map(|(ticket, command)| {
        let (app, name) = (bed.app.clone(), name.clone());
        tokio::spawn(async move { app.execute(Order::new(&name, ticket, ann(), command)).await })
    });
    for answer in futures_util::future::join_all(answers).await {
        match answer.unwrap() {
            Ok(_) => {}
            Err(AppError::Refused(refusal)) => assert_eq!(refusal.code(), "already-merged"),
            Err(error) => panic!("{error}"),
        }
    }
    let (ticket, _) = bed.app.ticket(&name, survivor).await.unwrap();
    assert_eq!(ticket.absorbed.len(), 2);
    assert_eq!(ticket.messages.len(), 1 + 8);
    for duplicate in [first, second] {
        let (ticket, _) = bed.app.ticket(&name, duplicate).await.unwrap();
        assert_eq!(ticket.status, Status::Merged);
    }
    verified(bed).await;
}

async fn a_merge_given_twice_is_done_once(bed: &Bed) {
    let (survivor, duplicate) = two(bed).await;
    let name = desk(NAME);
    let order = || Order {
        once: Some(Once {
            scope: "api".to_owned(),
            key: "k1".to_owned(),
            fingerprint: "same".to_owned(),
        }),
        ..Order::new(&name, duplicate, ann(), into(survivor))
    };
    let first = bed.app.execute(order()).await.unwrap();
    let again = bed.app.execute(order()).await.unwrap();
    assert!(!first.repeated && again.repeated);
    // Without a key the same wish changes nothing either.
    let third = bed.does(NAME, duplicate, ann(), into(survivor)).await;
    assert!(third.events.is_empty());
    let (ticket, _) = bed.app.ticket(&name, survivor).await.unwrap();
    assert_eq!(ticket.absorbed.len(), 1);
}

async fn answers_by_mail_arrive_where_it_goes_on(bed: &Bed) {
    let row = bed
        .mail(
            NAME,
            RITA_WRITES,
            &mail_by(RITA_WRITES, "first", "", "Help"),
        )
        .await;
    let duplicate = bed.ticket_of(NAME, &row).await.id;
    let survivor = bed.open(NAME, Some(3)).await;
    merge(bed, duplicate, survivor).await;
    let desk_row = bed.app.desk(&desk(NAME)).await.unwrap();
    let key = TokenKey::new(desk_row.secret.as_bytes(), &desk_row.desk);
    let address = reply_address(&desk_row.address, &key.make(duplicate.0));
    let raw = mail_by(RITA_WRITES, "second", "", "One more thing");
    let row = bed
        .mail_to(NAME, &address, Some(RITA_WRITES), raw.as_bytes())
        .await;
    assert_eq!(row.ticket, Some(survivor.to_string()), "{:?}", row.outcome);
    let own = "References: <first@acme.example.com>\r\n";
    let raw = mail_by(RITA_WRITES, "third", own, "And another");
    let row = bed.mail(NAME, RITA_WRITES, &raw).await;
    assert_eq!(row.ticket, Some(survivor.to_string()), "{:?}", row.outcome);
    let (ticket, _) = bed.app.ticket(&desk(NAME), survivor).await.unwrap();
    assert_eq!(ticket.messages.len(), 3);
    let ann_writes = "ann@vendor.example.com";
    let raw = mail_by(ann_writes, "note", "", "Known since Monday");
    let row = bed
        .mail_to(NAME, &address, Some(ann_writes), raw.as_bytes())
        .await;
    assert_eq!(row.ticket, Some(survivor.to_string()), "{:?}", row.outcome);
}

/// Rita's colleague, who reported the same.
async fn colleague(bed: &Bed) -> TicketId {
    let contact = ContactId(Uuid::from_u128(0xC01));
    let row = ContactRow {
        desk: NAME.to_owned(),
        contact: contact.to_string(),
        customer: ACME.to_string(),
        name: "Colin".to_owned(),
        address: "colin@acme.example.com".to_owned(),
        language: "en".to_owned(),
        manager: false,
        password_hash: None,
        active: true,
        created_at: 0,
    };
    bed.app
        .store()
        .write(Write::rows([row.insert()]))
        .await
        .unwrap();
    let ticket = TicketId(bed.app.new_id());
    let open = OpenTicket {
        requester: contact,
        ..bed.opening(ticket, Some(3))
    };
    let by = domain::Actor::Contact(contact);
    bed.does(NAME, ticket, by, Command::OpenTicket(open)).await;
    ticket
}

async fn everybody_who_asked_is_told(bed: &Bed) {
    let survivor = bed.open(NAME, Some(3)).await;
    let duplicate = colleague(bed).await;
    merge(bed, duplicate, survivor).await;
    let reply = Command::AddMessage(bed.message("It is the queue."));
    bed.does(NAME, survivor, ann(), reply).await;
    let letterbox = Letterbox::open().await;
    send_due(&bed.app, &letterbox.relay()).await.unwrap();
    let letters = letterbox.letters();
    let to = |address: &str| -> Vec<String> {
        let letters = letters
            .iter()
            .filter(|letter| letter.recipients == [address]);
        letters.map(|letter| letter.mail.subject.clone()).collect()
    };
    let reply = "Re: [APP-1001] Nothing is synchronised";
    assert_eq!(to(RITA_WRITES), [reply]);
    let moved = "Goes on as APP-1001: [APP-1002] Nothing is synchronised";
    let mut told = to("colin@acme.example.com");
    told.sort();
    assert_eq!(told, [moved, reply]);
    let letter = letters
        .iter()
        .find(|letter| letter.mail.subject == moved)
        .unwrap();
    let link = "https://desk.example.com/d/appseconnect/tickets/APP-1001";
    assert!(
        letter.mail.text_full.contains(link),
        "{}",
        letter.mail.text_full
    );
}

async fn strangers_tickets_are_never_merged(bed: &Bed) {
    let survivor = bed.open(NAME, Some(3)).await;
    let ticket = TicketId(bed.app.new_id());
    let open = OpenTicket {
        customer: domain::CustomerId(GLOBEX),
        requester: ContactId(GUS),
        ..bed.opening(ticket, Some(3))
    };
    let gus = domain::Actor::Contact(ContactId(GUS));
    bed.does(NAME, ticket, gus, Command::OpenTicket(open)).await;
    assert_eq!(refused(bed, ticket, into(survivor)).await, "other-customer");
    assert_eq!(
        refused(bed, survivor, into(survivor)).await,
        "merge-into-itself"
    );
    // A ticket of another desk is no ticket here.
    let elsewhere = bed.open("infocyte", None).await;
    assert_eq!(
        refused(bed, survivor, into(elsewhere)).await,
        "no-such-ticket"
    );
    // Half a merge is none.
    let half = Command::AbsorbTicket { from: ticket };
    assert_eq!(refused(bed, survivor, half).await, "no-such-ticket");
    let half = Command::SeparateTicket { from: ticket };
    assert_eq!(refused(bed, survivor, half).await, "no-such-ticket");
    let (ticket, _) = bed.app.ticket(&desk(NAME), ticket).await.unwrap();
    assert_eq!(ticket.status, Status::Open);
}

async fn a_late_promise_is_announced_once(bed: &Bed) {
    let first = bed.open(NAME, Some(1)).await;
    let assign = Command::AssignTicket {
        agent: Some(AgentId(SAM)),
        seen: None,
    };
    bed.advance("2026-11-18T16:00:00Z");
    let second = bed.open(NAME, Some(1)).await;
    bed.does(NAME, second, ann(), assign).await;
    bed.advance("2026-11-18T16:01:00Z");
    merge(bed, first, second).await;
    let (ticket, history) = bed.app.ticket(&desk(NAME), second).await.unwrap();
    let late = ticket.clocks.values().filter(|clock| clock.late_on_arrival);
    assert!(late.clone().count() > 0);
    assert!(
        late.clone()
            .all(|clock| clock.breached_at == Some(bed.app.now()))
    );
    let moved = history.iter().filter(|told| {
        matches!(
            told.event,
            Event::ClockMoved {
                cause: ClockCause::Merged,
                ..
            }
        )
    });
    assert!(moved.count() > 0);
    let missed = late.count();
    let told = bed.outbox(NAME).await.into_iter().filter(|row| {
        let notice: domain::Notice = serde_json::from_str(&row.notice).unwrap();
        let to_sam = row.recipient.contains(&SAM.to_string());
        to_sam
            && row.ticket == Some(second.to_string())
            && matches!(notice.kind, NoticeKind::ClockBreached { .. })
    });
    assert_eq!(told.count(), missed);
    verified(bed).await;
    let reopened = bed.does(NAME, first, rita(), Command::ObserveClocks).await;
    assert!(reopened.events.is_empty());
}

on_both!(
    a_merge_changes_both_and_undoing_restores_both,
    what_was_merged_is_never_missed,
    two_merges_into_each_other_leave_one_that_goes_on,
    a_merge_and_many_others_at_once_are_each_decided_on_what_is_there,
    a_merge_given_twice_is_done_once,
    answers_by_mail_arrive_where_it_goes_on,
    everybody_who_asked_is_told,
    strangers_tickets_are_never_merged,
    a_late_promise_is_announced_once,
);
