//! What customers never see: notes and clocks among staff, others' tickets, other
//! desks. Every route of the portal is tried, so that a new one cannot be forgotten.

use axum::http::Method;
use domain::{Actor, Command};
use jiff::SignedDuration;
use server::app::CorrectionProposal;
use server::timers::take_over;
use server::web::pages::portal::routes;
use server::web::{Access, Route};
use sla::policy::{Act, Audience};

use crate::on_both;
use crate::world::{Person, World};

on_both!(
    nothing_among_staff_is_shown,
    a_corrected_promise_shows_both_results,
    nobody_elses_ticket_is_found,
    strangers_are_asked_to_sign_in,
);

/// Stands in everything that staff wrote for themselves.
const PLANTED: &str = "PLANTED";

/// A route with its places filled in.
fn filled(route: &Route, desk: &str, number: &str, file: &str, token: &str) -> String {
    let (message, place) = file.rsplit_once('/').unwrap();
    let (_, message) = message.rsplit_once('/').unwrap();
    route
        .path
        .replace("{desk}", desk)
        .replace("{number}", number)
        .replace("{message}", message)
        .replace("{place}", place)
        .replace("{token}", token)
}

struct Planted {
    path: String,
    /// Where the file of the note would be.
    file: String,
}

/// A ticket on which staff did everything they do among themselves.
async fn plant(world: &World, who: &Person) -> Planted {
    let agent = world.agent("appseconnect", "Priya Nair").await;
    let silent = world.agent("appseconnect", "PLANTED Assignee").await;
    let path = world
        .report(who, "Orders do not arrive", "Since this morning.")
        .await;
    let file = world
        .note_with_file(who, &path, agent, "PLANTED note", "PLANTED file")
        .await;
    let Actor::Agent(silent_id) = silent else {
        panic!("an agent was made");
    };
    for command in [
        Command::AssignTicket {
            agent: Some(silent_id),
            seen: None,
        },
        Command::RecordAct {
            act: Act::Forwarded,
            happened_at: None,
        },
        Command::ChangeSeverity {
            severity: 2,
            reason: world.text("Worse than it looked"),
            agreed: true,
            seen: None,
        },
        Command::ChangeLevel {
            level: 2,
            reason: world.text("It needs deeper knowledge"),
            seen: None,
        },
    ] {
        world.command(who, &path, agent, command).await;
    }
    // Long enough for the clocks among staff to warn and to be missed.
    world.advance_to("2026-12-24T12:00:00Z");
    world
        .command(who, &path, Actor::System, Command::ObserveClocks)
        .await;
    world.resolve(who, &path, agent).await;
    let ticket = world.ticket_of(who, &path).await;
    let internal = ticket.clocks_for(Audience::Internal);
    assert!(
        internal
            .iter()
            .any(|(_, clock)| clock.breached_at.is_some())
    );
    Planted { path, file }
}

async fn nothing_among_staff_is_shown(world: &World) {
    let company = world.company("appseconnect", "Tamarind Retail", None).await;
    let who = world
        .person("appseconnect", company, "Anika Rao", false)
        .await;
    let boss = world.person("appseconnect", company, "Dev Rao", true).await;
    let planted = plant(world, &who).await;
    let ticket = world.ticket_of(&who, &planted.path).await;
    let names: Vec<String> = ticket
        .clocks_for(Audience::Internal)
        .iter()
        .flat_map(|(id, clock)| [(*id).to_owned(), clock.promise().statement.clone()])
        .collect();
    assert!(!names.is_empty());
    let (_, number) = planted.path.rsplit_once('/').unwrap();
    let desk = world.app.desk(&who.desk).await.unwrap();
    let token = server::outbox::rating_token_key(&desk).make(ticket.id.0);
    let mut seen = 0;
    for person in [Some(&who), Some(&boss), None] {
        for route in routes().iter().filter(|route| route.method == Method::GET) {
            let path = filled(route, "appseconnect", number, &planted.file, token.as_str());
            let page = world.get(person, &path).await;
            page.lacks(PLANTED);
            for name in &names {
                page.lacks(name);
            }
            seen += usize::from(page.status == 200);
            if route.path.contains("attachments") {
                assert_ne!(page.status, 200, "{path}");
            }
        }
    }
    assert!(seen > 12, "only {seen} pages were seen");
    // The same looking does find what is the customer's.
    let page = world.get(Some(&who), &planted.path).await;
    page.has("It works again.");
    page.has("Priya Nair changed the severity from 3 to 2");
    page.has("Worse than it looked");
    page.has("It needs deeper knowledge");
}

/// Both results of what was promised, with the reason; of what the vendor steers by
/// nothing, though that was measured again too.
async fn a_corrected_promise_shows_both_results(world: &World) {
    let who = world.customer("appseconnect", None).await;
    let agent = world.agent("appseconnect", "Priya Nair").await;
    let path = world
        .report(&who, "Orders stand still", "Since noon.")
        .await;
    let Actor::Agent(author) = agent else {
        panic!("an agent was made");
    };
    let severe = Command::ChangeSeverity {
        severity: 2,
        reason: world.text("Worse than thought"),
        agreed: true,
        seen: None,
    };
    world.command(&who, &path, agent, severe).await;
    let received_at = world.ticket_of(&who, &path).await.received_at;
    let kolkata = received_at.in_tz("Asia/Kolkata").unwrap();
    let day = kolkata.date();
    let later = received_at.checked_add(SignedDuration::from_hours(20));
    world.advance_to(&later.unwrap().to_string());
    world.resolve(&who, &path, agent).await;
    let before = world.get(Some(&who), &path).await;
    before.lacks("Restated");

    let source = include_str!("../../../../policies/appseconnect.toml");
    let hours = "weekly    = { mon-fri = \"00:00-24:00\" }\n";
    let closed = format!("{hours}closed    = {{ {day} = \"Founders' Day\" }}\n");
    let proposal = CorrectionProposal {
        source: source
            .split("\n[[case]]")
            .next()
            .unwrap()
            .replacen(hours, &closed, 1),
        by: format!("agent:{author}"),
        reason: "Founders' Day was declared late.".to_owned(),
    };
    let proposed = world.app.propose_correction(&who.desk, &proposal).await;
    proposed.unwrap();
    take_over(&world.app).await.unwrap();
    let ticket = world.ticket_of(&who, &path).await;
    let restated = |audience| -> usize {
        let clocks = ticket.clocks_for(audience).into_iter();
        clocks.map(|(_, clock)| clock.restatements().count()).sum()
    };
    assert!(restated(Audience::Internal) > 0);
    let page = world.get(Some(&who), &path).await;
    page.has("Restated: ");
    page.has("Founders' Day was declared late.");
    page.has("(Priya Nair, ");
    let lines = page.text().matches("Restated: ").count();
    assert_eq!(lines, restated(Audience::Customer));
}

async fn nobody_elses_ticket_is_found(world: &World) {
    let company = world.company("appseconnect", "Tamarind Retail", None).await;
    let who = world
        .person("appseconnect", company, "Anika Rao", false)
        .await;
    let colleague = world
        .person("appseconnect", company, "Dev Rao", false)
        .await;
    let rival = world.company("appseconnect", "Rival Retail", None).await;
    let rival = world.person("appseconnect", rival, "Max Rival", true).await;
    let elsewhere = world.customer("infocyte", Some("enlist")).await;
    let planted = plant(world, &who).await;
    let before = world.ticket_of(&who, &planted.path).await.sequence;
    let (_, number) = planted.path.rsplit_once('/').unwrap();
    let own_there = number.replace("APP", "INF");
    let mut tried = 0;
    for route in routes()
        .iter()
        .filter(|route| route.path.contains("{number}"))
    {
        assert_eq!(route.access, Access::Contact, "{}", route.path);
        let here = filled(route, "appseconnect", number, &planted.file, "x");
        let there = filled(route, "infocyte", number, &planted.file, "x");
        let disguised = filled(route, "infocyte", &own_there, &planted.file, "x");
        for (person, path) in [
            (&colleague, &here),
            (&rival, &here),
            (&elsewhere, &there),
            (&elsewhere, &disguised),
        ] {
            let page = attempt(world, Some(person), route, path).await;
            assert_eq!(page.status, 404, "{} {path}", route.method);
            page.lacks("Orders do not arrive");
            tried += 1;
        }
        let page = attempt(world, Some(&elsewhere), route, &here).await;
        assert!([303, 401].contains(&page.status.as_u16()), "{here}");
    }
    assert!(tried >= 24, "only {tried} were tried");
    for person in [&colleague, &rival] {
        let list = world.get(Some(person), "/d/appseconnect").await;
        list.lacks("Orders do not arrive");
    }
    assert_eq!(world.ticket_of(&who, &planted.path).await.sequence, before);
}

async fn strangers_are_asked_to_sign_in(world: &World) {
    let who = world.customer("appseconnect", None).await;
    let planted = plant(world, &who).await;
    let (_, number) = planted.path.rsplit_once('/').unwrap();
    for route in routes()
        .iter()
        .filter(|route| route.access == Access::Contact)
    {
        let path = filled(route, "appseconnect", number, &planted.file, "x");
        let page = attempt(world, None, route, &path).await;
        if route.method == Method::GET {
            assert_eq!(page.status, 303, "{path}");
            assert!(page.location().starts_with("/d/appseconnect/sign-in?next="));
        } else {
            assert_eq!(page.status, 401, "{path}");
        }
    }
    let welcome = world.get(None, "/d/appseconnect").await;
    welcome.has("Read what we promise");
    assert_eq!(world.get(None, "/d/no-such-desk").await.status, 404);
}

async fn attempt(
    world: &World,
    who: Option<&Person>,
    route: &Route,
    path: &str,
) -> crate::page::Page {
    if route.method == Method::GET {
        return world.get(who, path).await;
    }
    let once = world.app.new_id().to_string();
    let fields = [
        ("_form", once.as_str()),
        ("subject", "Mine"),
        ("text", "Mine"),
        ("reason", "Mine"),
        ("rating", "bad"),
    ];
    world.post(who, path, &fields).await
}
