//! Merges that are refused, and why.

use domain::{Command, CustomerId, MessageId, NewMessage, OpenTicket, Refusal};
use uuid::Uuid;

use crate::merge::{DUPLICATE, THIRD, duplicate, merged, separated, survivor};
use crate::story::{CLIENT, STAFF, Story, TICKET, closes, message, opening, resolves};

/// Stories of merges that are refused, for [`crate::refusals`].
pub fn refused() -> Vec<(&'static str, Story)> {
    let early = || survivor("2026-03-06 10:00", 2);
    let late = || duplicate("2026-03-06 10:10", 2);
    let at = "2026-03-06 10:20";
    let own = early();
    let ticket = own.ticket();
    let itself = Command::MergeTicket {
        into: TICKET,
        seen: None,
    };
    let strange = OpenTicket {
        ticket: DUPLICATE,
        customer: CustomerId(Uuid::from_u128(99)),
        ..opening()
    };
    let strange = Story::under("nordwind").of(DUPLICATE).when(
        "2026-03-06 10:10",
        CLIENT,
        Command::OpenTicket(strange),
    );
    let (taker, gone) = merged(at, early(), late());
    let third = || {
        Story::under("nordwind")
            .of(THIRD)
            .open("2026-03-06 10:11", Some(2))
    };
    let unmerge = |by| {
        let ticket = late().ticket();
        early().beside(ticket).when(at, by, Command::UnmergeTicket)
    };
    let over = early().when(at, STAFF, closes());
    let ended = {
        let (taker, gone) = merged(at, early(), late());
        let taker = taker.when("2026-03-06 10:30", STAFF, resolves());
        separated("2026-03-06 10:40", taker, gone).1
    };
    let message = NewMessage {
        message: MessageId(Uuid::from_u128(500)),
        ..message("More of it")
    };
    vec![
        (
            "merge-into-itself",
            own.beside(ticket).when(at, STAFF, itself),
        ),
        ("other-customer", merged(at, early(), strange).1),
        ("already-merged", merged(at, third(), gone).1),
        (
            "already-merged",
            merged(at, early(), late()).1.when(
                "2026-03-06 10:30",
                CLIENT,
                Command::AddMessage(message),
            ),
        ),
        (
            "survivor-merged",
            merged(at, merged(at, early(), late()).1, third()).1,
        ),
        ("survivor-over", merged(at, over, late()).1),
        ("survivor-over", ended),
        ("has-absorbed", merged(at, third(), taker).1),
        ("not-merged", unmerge(STAFF)),
        ("merged-later", {
            let (taker, first) = merged(at, early(), late());
            let (taker, _) = merged(at, taker, third());
            separated("2026-03-06 10:40", taker, first).1
        }),
        (
            "already-closed",
            merged(at, early(), late().when(at, STAFF, closes())).1,
        ),
        ("staff-only", unmerge(CLIENT)),
    ]
}

#[test]
fn refusals_change_neither() {
    for (code, story) in refused() {
        assert_eq!(story.refusal().map(Refusal::code), Some(code));
    }
}
