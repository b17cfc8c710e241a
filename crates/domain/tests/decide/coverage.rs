//! Whether the contract covers a ticket: provisional when it is opened, final when it
//! is closed, with the reason told at both moments, and a disagreement answered.

use domain::text::{CoverageWords, Language, MailFacts, coverage_refused, render};
use domain::{Command, CoverageFacts, NoticeKind, OpenTicket, Recipient, RefusedMail, Ticket};
use jiff::tz::TimeZone;
use sla::policy::{Cause, ContractState, Coverage, CoverageFact, ModifiedBy};

use crate::story::{
    AGENT, CLIENT, REQUESTER, STAFF, Story, about, closes, decides, disputes, message, opening,
    reopens, resolves, says, text,
};

const OPENED: &str = "2026-11-18 09:00";
const LATER: &str = "2026-11-18 09:30";
const LATEST: &str = "2026-11-18 10:00";

fn found(found: CoverageFacts) -> Command {
    Command::ResolveTicket {
        solution: Some(message("Repaired.")),
        found: Box::new(found),
        seen: None,
    }
}

fn own_mistake() -> CoverageFacts {
    CoverageFacts {
        about: Some("other".to_owned()),
        cause: Some(Cause::OwnMistake),
        ..CoverageFacts::default()
    }
}

fn training() -> Story {
    Story::under("proconcept").when(OPENED, CLIENT, about("formation"))
}

fn ruling(story: &Story) -> domain::CoverageRuling {
    story.ticket().unwrap().coverage.unwrap().ruling
}

fn kinds(story: &Story) -> Vec<NoticeKind> {
    story.notices().into_iter().map(|told| told.kind).collect()
}

#[test]
fn what_lies_outside_is_decided_at_once_and_goes_to_the_level_the_row_names() {
    let story = training();
    let lines: Vec<String> = story.history()[..3]
        .iter()
        .map(|recorded| crate::story::line(&recorded.event, &TimeZone::UTC))
        .collect();
    assert_eq!(
        lines,
        [
            "ticket_opened no severity level 2",
            "coverage_decided billable by hors-maintenance final",
            "message_added public by customer",
        ]
    );
    let known = ruling(&story).facts;
    assert_eq!(known.contract, Some(ContractState::Active));
}

#[test]
fn the_cause_found_with_the_solution_decides_and_closing_makes_it_final() {
    let opened = Story::under("proconcept").open(OPENED, None);
    let provisional = ruling(&opened);
    assert!(provisional.depends_on.contains(&CoverageFact::Cause));
    assert!(!provisional.is_final);
    let resolved = opened.when(LATER, STAFF, found(own_mistake())).then(&[
        "message_added public by staff",
        "coverage_decided billable by erreur-de-manipulation final",
        "ticket_resolved with a message",
        "clock_met premiere-reponse.1 at Wed 18 09:30",
        "clock_met resolution.1 at Wed 18 09:30",
    ]);
    let told = kinds(&resolved);
    assert!(
        matches!(told[..], [NoticeKind::Resolved { .. }]),
        "the mail of the resolution tells the decision itself: {told:?}"
    );
    let closed = resolved
        .when(LATEST, CLIENT, closes())
        .then(&["ticket_closed"]);
    assert!(ruling(&closed).is_final);
}

#[test]
fn what_stays_unknown_is_closed_as_it_stands_and_open_again_when_reopened() {
    let story = Story::under("proconcept")
        .open(OPENED, None)
        .when(LATER, STAFF, resolves())
        .when(LATER, CLIENT, closes())
        .then(&[
            "ticket_closed",
            "coverage_decided covered by otherwise final untold",
        ]);
    assert!(ruling(&story).is_final);
    let again = story.when(LATEST, CLIENT, reopens());
    assert!(!ruling(&again).is_final, "its cause may be found now");
    again
        .when("2026-11-18 10:30", STAFF, found(own_mistake()))
        .when("2026-11-18 10:40", CLIENT, closes())
        .then(&["ticket_closed"]);
}

#[test]
fn staff_may_decide_otherwise_with_a_reason_and_it_stands() {
    let story = training()
        .when(
            LATER,
            STAFF,
            decides(Some(Coverage::Covered), Some("A gift for the new year.")),
        )
        .then(&["coverage_decided covered by hors-maintenance against billable final"]);
    let given = ruling(&story);
    assert_eq!(
        (given.reason, given.clause),
        (None, None),
        "not the table's"
    );
    assert_eq!(
        given.reason_by_hand,
        Some((&text("A gift for the new year.")).into())
    );
    assert_eq!(kinds(&story), [NoticeKind::CoverageDecided]);
    // A cause found later does not take it back.
    let resolved = story.when(LATEST, STAFF, found(own_mistake()));
    assert_eq!(ruling(&resolved).decision, Coverage::Covered);
    // Staff do, by deciding again.
    let again = resolved.when(LATEST, STAFF, decides(None, None));
    let again = ruling(&again);
    assert_eq!(
        (again.decision, again.deviates_from),
        (Coverage::Billable, None)
    );
}

#[test]
fn a_reason_that_the_policy_leaves_open_is_written_once_and_kept() {
    let story = Story::under("proconcept").when(OPENED, CLIENT, about("fonctionnalite"));
    assert!(ruling(&story).lacks_reason());
    let story = story
        .when(LATER, STAFF, decides(None, None))
        .refused("reason-unstated")
        .when(
            LATER,
            STAFF,
            decides(None, Some("Une fonction nouvelle est un développement.")),
        )
        .then(&["coverage_decided billable by consulting final"]);
    assert!(!ruling(&story).lacks_reason());
    // The same once more changes nothing, and nobody is told twice.
    story
        .when(LATEST, STAFF, decides(None, None))
        .then(&[])
        .when(LATEST, STAFF, resolves())
        .when(LATEST, STAFF, closes())
        .then(&["ticket_closed"]);
}

#[test]
fn a_resolution_does_not_bring_in_a_decision_without_a_reason() {
    let modified = CoverageFacts {
        about: Some("other".to_owned()),
        cause: Some(Cause::Defect),
        modified_by: Some(ModifiedBy::Customer),
        permission: Some(false),
        ..CoverageFacts::default()
    };
    Story::under("proconcept")
        .open(OPENED, None)
        .when(LATER, STAFF, found(modified))
        .refused("reason-unstated");
}

#[test]
fn a_period_that_runs_decides_over_the_warranty() {
    let known = |during: &[&str]| {
        let facts = CoverageFacts {
            about: Some("other".to_owned()),
            cause: Some(Cause::Defect),
            modified_by: Some(ModifiedBy::Vendor),
            during: Some(during.iter().map(|id| (*id).to_owned()).collect()),
            ..CoverageFacts::default()
        };
        Command::DecideCoverage {
            found: Box::new(facts),
            decision: None,
            reason: None,
            seen: None,
        }
    };
    let story = || Story::under("appseconnect").open(OPENED, Some(3));
    story()
        .when(LATER, STAFF, known(&["warranty"]))
        .then(&["coverage_decided covered by in-warranty final"]);
    story()
        .when(LATER, STAFF, known(&[]))
        .then(&["coverage_decided variation_order by after-warranty final"]);
    story()
        .when(LATER, STAFF, known(&["holidays"]))
        .refused("unknown-coverage-fact");
}

#[test]
fn a_disagreement_waits_for_an_answer_with_a_reason() {
    let disputed = training().when(LATER, CLIENT, disputes("It was promised to us."));
    let told = disputed.notices();
    assert_eq!(told[0].to, Recipient::Supervisors, "nobody has it yet");
    assert_eq!(told[0].kind, NoticeKind::CoverageDisputed);
    let record = disputed.ticket().unwrap().coverage.unwrap();
    assert_eq!(
        record.dispute.unwrap().reason,
        (&text("It was promised to us.")).into()
    );
    let story = disputed
        .when(LATER, STAFF, decides(None, None))
        .refused("reason-missing")
        .when(LATER, CLIENT, closes());
    let still = story.ticket().unwrap().coverage.unwrap();
    assert!(still.dispute.is_some(), "closing answers nobody");
    let upheld = story
        .when(
            LATEST,
            STAFF,
            decides(None, Some("We found no such promise.")),
        )
        .then(&["coverage_decided billable by hors-maintenance final"]);
    assert_eq!(upheld.ticket().unwrap().coverage.unwrap().dispute, None);
    let told = upheld.notices();
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].to, Recipient::Contact(REQUESTER));
    assert_eq!(told[0].kind, NoticeKind::CoverageDecided);
}

#[test]
fn the_assignee_hears_of_a_disagreement_first() {
    let assign = Command::AssignTicket {
        agent: Some(AGENT),
        seen: None,
    };
    let story = training()
        .when(LATER, STAFF, assign)
        .when(LATER, CLIENT, disputes("Why?"));
    let told = story.notices();
    assert_eq!(told[0].to, Recipient::Agent(AGENT));
}

#[test]
fn a_form_made_before_another_decision_is_refused() {
    let story = training();
    let shown = Some(story.ticket().unwrap().sequence);
    let form = Command::DecideCoverage {
        found: Box::default(),
        decision: Some(Coverage::Covered),
        reason: Some(text("Agreed.")),
        seen: shown,
    };
    // What is not about coverage does not stand in its way.
    story
        .when(LATER, CLIENT, says("And?"))
        .when(LATER, CLIENT, disputes("Unfair."))
        .when(LATER, STAFF, form)
        .refused("changed-meanwhile");
}

/// A customer who is refused learns why; staff may still write the request down.
#[test]
fn without_a_contract_the_door_is_closed_to_customers_and_open_to_staff() {
    for policy in crate::story::policy_names() {
        for state in [ContractState::Ended, ContractState::Absent] {
            let story = || Story::under(policy).contract(state);
            let Some(_) = story().policies().coverage_table() else {
                continue;
            };
            let refused = story().when(OPENED, CLIENT, Command::OpenTicket(opening()));
            let refused = refused.refused("coverage-refused");
            assert!(refused.ticket().is_none());
            for language in Language::ALL {
                let words =
                    coverage_refused(refused.refusal().unwrap(), "help@vendor.example", *language);
                assert!(words.unwrap().contains("help@vendor.example"), "{policy}");
            }
            let logged = story().when(OPENED, STAFF, Command::OpenTicket(opening()));
            assert_eq!(ruling(&logged).decision, Coverage::Refused, "{policy}");
        }
    }
}

/// What could turn out otherwise is not refused at the door.
#[test]
fn a_refusal_that_is_not_certain_opens_the_ticket() {
    let source = include_str!("nordwind.toml").to_owned()
        + r#"
[coverage]
otherwise = "covered"
[[coverage.row]]
id = "own-fault"
cause = "own mistake"
decision = "covered"
[[coverage.row]]
id = "complaints"
kind = "complaint"
decision = "refused"
"#;
    let complaint = Command::OpenTicket(OpenTicket {
        kind: domain::Kind::Complaint,
        ..opening()
    });
    let story = Story::under_text("Etc/UTC", &source).when(OPENED, CLIENT, complaint);
    let decided = ruling(&story);
    assert_eq!(
        (decided.decision, decided.is_final),
        (Coverage::Refused, false)
    );
}

fn mail(kind: &NoticeKind, ticket: &Ticket, by_hand: &str, language: Language) -> String {
    let facts = MailFacts {
        language,
        zone: &TimeZone::UTC,
        desk: "ProConcept",
        reader: "",
        writer: "",
        ticket: Some(ticket),
        number: "PRO-1",
        subject: "Formation",
        other: "",
        severity: "",
        severity_in_force: "",
        body: "",
        coverage_reason: by_hand,
        link: "https://desk.example/PRO-1",
        answers_by_mail: false,
    };
    render(kind, &facts).text
}

#[test]
fn the_mails_tell_decision_reason_and_clause() {
    let ticket = training().ticket().unwrap();
    for kind in [
        NoticeKind::Acknowledgement,
        NoticeKind::CoverageDecided,
        NoticeKind::Resolved { message: None },
        NoticeKind::Closed,
    ] {
        let text = mail(&kind, &ticket, "", Language::Fr);
        let paragraph = "Couverture : hors contrat, facturé\n\
            La demande est hors du périmètre du contrat de maintenance.\n\
            Dans la politique : Couverture de l'assistance\n";
        assert!(text.contains(paragraph), "{text}");
    }
    let covered = Story::under("infocyte")
        .open(OPENED, Some(2))
        .ticket()
        .unwrap();
    let first = mail(&NoticeKind::Acknowledgement, &covered, "", Language::En);
    assert!(!first.contains("Coverage:"), "it simply is: {first}");
    let last = mail(&NoticeKind::Closed, &covered, "", Language::En);
    assert!(last.contains("Coverage: covered by the contract"), "{last}");
    let to_staff = mail(&NoticeKind::Assigned, &ticket, "", Language::En);
    assert!(!to_staff.contains("Coverage:"), "{to_staff}");
}

#[test]
fn an_open_reason_is_told_as_open_until_it_is_written() {
    let story = Story::under("proconcept").when(OPENED, CLIENT, about("fonctionnalite"));
    let words = |story: &Story, by_hand| CoverageWords::of(&ruling(story), by_hand, Language::En);
    let open = words(&story, "");
    assert_eq!(
        open.reason,
        "The policy leaves the reason open; our staff give it by hand."
    );
    let story = story.when(LATER, STAFF, decides(None, Some("It is new.")));
    let written = words(&story, "It is new.");
    assert_eq!((&*written.reason, &*written.by_hand), ("", "It is new."));
}

#[test]
fn a_provisional_decision_names_what_it_depends_on() {
    let story = Story::under("proconcept").open(OPENED, None);
    let words = CoverageWords::of(&ruling(&story), "", Language::Fr);
    assert_eq!(
        words.standing,
        "Provisoire : cela peut encore changer selon l'objet de la demande, sa cause, \
         qui a modifié le logiciel, l'autorisation écrite de le modifier."
    );
}

#[test]
fn a_mail_that_is_refused_says_that_it_is_the_contract() {
    let kind = NoticeKind::MailRefused {
        subject: "Help".to_owned(),
        reason: RefusedMail::NotCovered,
        instead: "Renew it.".to_owned(),
    };
    let ticket = training().ticket().unwrap();
    for language in Language::ALL {
        let text = mail(&kind, &ticket, "", *language);
        assert!(text.contains("Renew it."), "{text}");
    }
}
