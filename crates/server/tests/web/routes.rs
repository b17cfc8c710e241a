//! Every route of the table, tried by everybody.

use axum::http::{Method, StatusCode, header};
use domain::CustomerId;
use server::app::{Proposal, SECOND_PERSON};
use server::store::{DeskSettingRow, Write};
use server::web::{Access, Route, WebConfig, routes};

use crate::world::{Answer, World, desk};

/// Who tries, in order of what they may.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Who {
    Nobody,
    Contact,
    Agent,
    Supervisor,
    Administrator,
}

const EVERYBODY: [Who; 5] = [
    Who::Nobody,
    Who::Contact,
    Who::Agent,
    Who::Supervisor,
    Who::Administrator,
];

fn may(who: Who, access: Access) -> bool {
    use Who::{Administrator, Agent, Contact, Nobody, Supervisor};
    match access {
        Access::Public => true,
        Access::Person => who != Nobody,
        Access::Contact => who == Contact,
        Access::Agent => matches!(who, Agent | Supervisor | Administrator),
        Access::Supervisor => matches!(who, Supervisor | Administrator),
        Access::Administrator => who == Administrator,
    }
}

impl World {
    fn cookie(&self, who: Who) -> &str {
        match who {
            Who::Nobody => "",
            Who::Contact => &self.cookies.contact,
            Who::Agent => &self.cookies.agent,
            Who::Supervisor => &self.cookies.supervisor,
            Who::Administrator => &self.cookies.administrator,
        }
    }

    /// A policy version that waits for a second person; the first time it is asked
    /// for, somebody else proposes it.
    async fn proposed(&self) -> String {
        let known = self.app.store().publications("infocyte").await.unwrap();
        if let Some(known) = known.first() {
            return known.version.clone();
        }
        let setting = DeskSettingRow {
            desk: "infocyte".to_owned(),
            setting: SECOND_PERSON.to_owned(),
            value: "yes".to_owned(),
        };
        let write = Write::rows([setting.upsert()]);
        self.app.store().write(write).await.unwrap();
        let policy = include_str!("../../../../policies/infocyte.toml");
        let proposal = Proposal {
            source: format!("{policy}\n# another\n"),
            effective_at: None,
            by: "command line".to_owned(),
            reason: None,
        };
        let proposed = self.app.propose_policy(&desk(), &proposal).await.unwrap();
        proposed.version
    }

    /// A contract of the customer; the first time it is asked for, one is begun.
    async fn contract(&self, customer: CustomerId) -> String {
        let customer = customer.to_string();
        let store = self.app.store();
        let known = store.contracts_of_customer("infocyte", &customer);
        if let Some((contract, _)) = known.await.unwrap().first() {
            return contract.contract.clone();
        }
        let row = store.customer_by_id("infocyte", &customer).await.unwrap();
        let rows = self
            .app
            .first_contract(&row.unwrap(), "UTC", Some("patrol"), "command line");
        store.write(Write::rows(rows)).await.unwrap();
        let found = store.contracts_of_customer("infocyte", &customer);
        found.await.unwrap()[0].0.contract.clone()
    }

    /// The path with every parameter filled in by something that is there.
    async fn real(&self, route: &Route, number: &str) -> String {
        let ticket = self.ticket_of(number).await;
        let outbox = self.app.store().outbox("infocyte", None, 1).await.unwrap();
        let clock = ticket.clocks.keys().next().unwrap().clone();
        let mut path = route.path.to_owned();
        for (name, value) in [
            ("{desk}", "infocyte".to_owned()),
            ("{of}", "infocyte".to_owned()),
            ("{number}", number.to_owned()),
            ("{clock}", clock),
            ("{message}", ticket.messages[0].id.to_string()),
            ("{place}", "1".to_owned()),
            ("{item}", outbox[0].item.clone()),
            ("{version}", self.proposed().await),
            ("{customer}", ticket.customer.to_string()),
            ("{contract}", self.contract(ticket.customer).await),
        ] {
            path = path.replace(name, &value);
        }
        path
    }
}

fn is_turned_away(answer: &Answer) -> bool {
    matches!(
        answer.status,
        StatusCode::NOT_FOUND | StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN
    ) || (answer.status == StatusCode::SEE_OTHER
        && (answer.location().contains("/sign-in") || answer.location() == "/"))
}

#[tokio::test]
async fn everybody_gets_in_where_the_table_says_and_nowhere_else() {
    let world = World::with(WebConfig { demo: true }).await;
    let number = world.ticket("Console unreachable").await;
    let mut tried = 0;
    for route in routes() {
        let path = world.real(&route, &number).await;
        for who in EVERYBODY {
            // Signing out would end the sessions of those who come after.
            if route.path.ends_with("/sign-out") && who != Who::Nobody {
                continue;
            }
            let cookie = world.cookie(who);
            let answer = if route.method == Method::GET {
                world.get(cookie, &path).await
            } else {
                world.post(cookie, &path, &[]).await
            };
            tried += 1;
            let place = format!("{who:?} {} {path}: {}", route.method, answer.status);
            assert!(!answer.status.is_server_error(), "{place}\n{}", answer.body);
            if !may(who, route.access) {
                assert!(is_turned_away(&answer), "{place}: may not be let in");
            } else if route.access != Access::Public && !path.contains('{') {
                assert!(!is_turned_away(&answer), "{place}: has to be let in");
            }
        }
    }
    assert!(tried > 200, "only {tried} were tried");
}

#[tokio::test]
async fn nobody_of_another_desk_gets_in() {
    let world = World::new().await;
    for path in ["/d/in8sync/agent", "/d/in8sync/agent/policy"] {
        let answer = world.get(&world.cookies.administrator, path).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{path}");
        assert!(answer.location().starts_with("/d/in8sync/sign-in?next="));
    }
    let nowhere = world.get(&world.cookies.agent, "/d/nowhere/agent").await;
    assert_eq!(nowhere.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn looking_changes_nothing() {
    let world = World::with(WebConfig { demo: true }).await;
    let number = world.ticket("Console unreachable").await;
    let watcher = rusqlite::Connection::open(&world.database).unwrap();
    // Rises whenever another connection commits anything at all.
    let commits = || -> i64 {
        watcher
            .pragma_query_value(None, "data_version", |row| row.get(0))
            .unwrap()
    };
    world.proposed().await;
    world
        .contract(world.ticket_of(&number).await.customer)
        .await;
    let before = commits();
    for route in routes().iter().filter(|route| route.method == Method::GET) {
        let path = world.real(route, &number).await;
        for who in EVERYBODY {
            world.get(world.cookie(who), &path).await;
        }
        assert_eq!(commits(), before, "GET {path} wrote something");
    }
    let path = format!("/d/infocyte/agent/tickets/{number}/closure");
    let page = world
        .get(&world.cookies.agent, path.trim_end_matches("/closure"))
        .await;
    let form = page.field("_form");
    world
        .post(&world.cookies.agent, &path, &[("_form", &form)])
        .await;
    assert_ne!(commits(), before, "the watcher sees what is written");
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let world = World::new().await;
    let answer = world.get(&world.cookies.agent, "/d/infocyte/agent").await;
    assert_eq!(answer.status, StatusCode::OK);
    let policy = answer.headers[header::CONTENT_SECURITY_POLICY]
        .to_str()
        .unwrap();
    assert!(
        policy.contains("default-src 'self'") && !policy.contains("unsafe"),
        "{policy}"
    );
    assert_eq!(answer.headers[header::X_CONTENT_TYPE_OPTIONS], "nosniff");
    assert!(answer.headers.contains_key("x-request-id"));
    for inline in [" style=", " onclick=", "<script>", "<style"] {
        answer.lacks(inline);
    }
}

#[tokio::test]
async fn forms_of_other_sites_are_refused() {
    let world = World::new().await;
    let number = world.ticket("Console unreachable").await;
    let request = axum::http::Request::post(format!("/d/infocyte/agent/tickets/{number}/closure"))
        .header("sec-fetch-site", "cross-site")
        .header(header::ORIGIN, "https://elsewhere.example.com");
    let body = axum::body::Body::empty();
    let answer = world.send(&world.cookies.agent, request, body).await;
    assert_eq!(answer.status, StatusCode::FORBIDDEN);
    answer.has("This form came from elsewhere");
    assert!(world.ticket_of(&number).await.is_open());
}

#[tokio::test]
async fn a_page_that_is_not_there_says_what_to_do() {
    let world = World::new().await;
    let answer = world.get("mainstay-language=fr", "/no/such/page").await;
    assert_eq!(answer.status, StatusCode::NOT_FOUND);
    answer.has("lang=\"fr\"").has("page n&#39;existe pas");
    let id = answer.headers["x-request-id"].to_str().unwrap();
    answer.has(id);
}
