//! Coverage over the whole desk: a mail whose sender's contract includes nothing is
//! answered once and kept, and what was decided is told by mail.

use domain::{Command, CoverageFacts, NoticeKind, OpenTicket, RefusedMail, TicketId};
use server::app::NewDesk;
use server::outbox::send_due;
use sla::policy::Cause;

use crate::bed::{Bed, START, ann, at, desk, mail_by, people, rita};
use crate::on_both;
use crate::support::letterbox::Letterbox;

const RITA_WRITES: &str = "rita@acme.example.com";

/// It takes mail, and its contracts include no incidents.
const STRICT: &str = r#"
format = 1
[policy]
name = "Strict"
version = "1"
languages = ["en", "fr"]
effective = 2026-01-01
calendar = "always"
[channel.mail]
[coverage]
otherwise = "covered"
[[coverage.row]]
id = "incidents"
kind = "incident"
decision = "refused"
reason = { en = "Incidents are not part of it.", fr = "Les incidents n'en font pas partie." }
clause = "Scope, 2"
"#;

async fn a_mail_that_is_not_covered_is_answered_once_and_kept(bed: &Bed) {
    let new = NewDesk {
        desk: desk("strict"),
        name: "Strict".to_owned(),
        prefix: "STR".to_owned(),
        addresses: vec!["support@strict.example.com".to_owned()],
        language: "en".to_owned(),
        zone: "Etc/UTC".to_owned(),
        accent: "#0a5a76".to_owned(),
        policy: STRICT.to_owned(),
        effective_at: at("2026-01-01T00:00:00Z"),
    };
    bed.app.create_desk(&new).await.unwrap();
    let write = people("strict", "en");
    bed.app.store().write(write).await.unwrap();
    for id in ["1", "2"] {
        let raw = mail_by(RITA_WRITES, id, "", "Nothing works");
        let row = bed.mail("strict", RITA_WRITES, &raw).await;
        assert_eq!(row.state, "done");
        let outcome = row.outcome.unwrap();
        assert!(
            outcome.starts_with("refused: the sender's contract does not include it"),
            "{outcome}"
        );
        assert!(!row.raw.is_empty(), "it is kept");
    }
    assert_eq!(bed.tickets("strict").await.len(), 0);
    let outbox = bed.outbox("strict").await;
    assert_eq!(outbox.len(), 1, "once");
    let notice: domain::Notice = serde_json::from_str(&outbox[0].notice).unwrap();
    let NoticeKind::MailRefused { reason, .. } = notice.kind else {
        panic!("{}", outbox[0].notice)
    };
    assert_eq!(reason, RefusedMail::NotCovered);
    let letterbox = Letterbox::open().await;
    send_due(&bed.app, &letterbox.relay()).await.unwrap();
    let letters = letterbox.letters();
    assert_eq!(letters[0].recipients, [RITA_WRITES]);
    for words in [
        "did not become a ticket",
        "Incidents are not part of it.",
        "In the policy: Scope, 2",
        "write to support@strict.example.com",
        "Your mail is kept",
    ] {
        let text = &letters[0].mail.text_full;
        assert!(text.contains(words), "{words} in {text}");
    }
}

async fn what_was_decided_is_told_by_mail_in_the_customers_language(bed: &Bed) {
    let letterbox = Letterbox::open().await;
    let ticket = TicketId(bed.app.new_id());
    let open = Command::OpenTicket(OpenTicket {
        about: Some("formation".to_owned()),
        acknowledge: true,
        ..bed.opening(ticket, None)
    });
    bed.does("proconcept", ticket, rita(), open).await;
    send_due(&bed.app, &letterbox.relay()).await.unwrap();
    let dispute = Command::DisputeCoverage {
        reason: bed.text_of("C'était promis."),
    };
    bed.does("proconcept", ticket, rita(), dispute).await;
    send_due(&bed.app, &letterbox.relay()).await.unwrap();
    let upheld = Command::DecideCoverage {
        found: Box::default(),
        decision: None,
        reason: Some(bed.text_of("Nous n'en trouvons pas trace.")),
        seen: None,
    };
    bed.does("proconcept", ticket, ann(), upheld).await;
    send_due(&bed.app, &letterbox.relay()).await.unwrap();
    let letters = letterbox.letters();
    let to = |address: &str| -> Vec<String> {
        let theirs = letters
            .iter()
            .filter(|letter| letter.recipients == [address]);
        theirs.map(|letter| letter.mail.text_full.clone()).collect()
    };
    let rita = to(RITA_WRITES);
    assert_eq!(rita.len(), 2, "{rita:?}");
    for text in &rita {
        let told = "Couverture : hors contrat, facturé\n\
            La demande est hors du périmètre du contrat de maintenance.\n";
        assert!(text.replace("\r\n", "\n").contains(told), "{text}");
    }
    assert!(
        rita[1].contains("Nous n'en trouvons pas trace."),
        "{}",
        rita[1]
    );
    // Nobody has the ticket, so every supervisor hears that it is disputed.
    let sue = to("sue@vendor.example.com");
    assert!(sue[0].contains("C'était promis."), "{sue:?}");
    assert_eq!(to("sam@vendor.example.com").len(), 1);
    let found = CoverageFacts {
        cause: Some(Cause::Use),
        ..CoverageFacts::default()
    };
    let resolve = Command::ResolveTicket {
        solution: None,
        found: Box::new(found),
        seen: None,
    };
    bed.does("proconcept", ticket, ann(), resolve).await;
    let verified = bed.app.verify(&desk("proconcept"), |_| {}).await.unwrap();
    assert_eq!(verified.differences, [], "since {START}");
}

on_both!(
    a_mail_that_is_not_covered_is_answered_once_and_kept,
    what_was_decided_is_told_by_mail_in_the_customers_language,
);
