//! Lists: narrowed, and gone through page by page.

use serde_json::{Value, json};

use crate::fixture::{World, new_ticket};

fn numbers(page: &Value) -> Vec<&str> {
    let tickets = page["tickets"].as_array().unwrap();
    tickets
        .iter()
        .map(|ticket| ticket["number"].as_str().unwrap())
        .collect()
}

async fn tickets_are_narrowed(world: &World) {
    let mut minor = new_ticket();
    minor["severity"] = json!(3);
    minor["requester"]["email"] = json!("bob@other.example.com");
    let minor = world.post("/tickets", &minor).await.with(201);
    let place = world.ticket().await;
    world
        .post(&format!("{place}/assignment"), &json!({ "agent": "me" }))
        .await
        .with(200);
    world
        .post("/tickets/1001/closure", &json!({}))
        .await
        .with(200);

    let customer = minor["customer"]["id"].as_str().unwrap();
    let cases = [
        (String::new(), vec!["NOR-1002", "NOR-1001"]),
        ("?status=open".to_owned(), vec!["NOR-1002"]),
        ("?status=closed".to_owned(), vec!["NOR-1001"]),
        ("?severity=3".to_owned(), vec!["NOR-1001"]),
        ("?severity=1".to_owned(), vec![]),
        ("?assignee=me".to_owned(), vec!["NOR-1002"]),
        (
            "?assignee=lea@nordwind.example.com".to_owned(),
            vec!["NOR-1002"],
        ),
        ("?assignee=none".to_owned(), vec!["NOR-1001"]),
        (format!("?customer={customer}"), vec!["NOR-1001"]),
        (
            "?due_before=2026-11-18T13:00:01Z".to_owned(),
            vec!["NOR-1002"],
        ),
        ("?due_before=2026-11-18T13:00:00Z".to_owned(), vec![]),
        (
            "?status=open&severity=2&assignee=me".to_owned(),
            vec!["NOR-1002"],
        ),
    ];
    for (query, wanted) in cases {
        let page = world.get(&format!("/tickets{query}")).await.with(200);
        assert_eq!(numbers(&page), wanted, "{query}");
    }
}

/// Follows `Link` headers from a path below the desk, and answers what each page
/// has under `name`.
async fn pages(world: &World, path: &str, name: &str) -> Vec<Vec<Value>> {
    let mut pages = Vec::new();
    let mut next = Some(path.to_owned());
    while let Some(path) = next.take() {
        let page = world.get(&path).await;
        let link = page.header("link").to_owned();
        if let Some(link) = link.strip_prefix("</api/v1/desks/nordwind") {
            let path = link.strip_suffix(">; rel=\"next\"").unwrap();
            next = Some(path.to_owned());
            assert!(page.body["next"].as_str().unwrap().ends_with(path));
        } else {
            assert_eq!(page.body["next"], Value::Null);
        }
        pages.push(page.with(200)[name].as_array().unwrap().clone());
        assert!(pages.len() < 20, "the pages come to an end");
    }
    pages
}

async fn pages_hold_everything_once(world: &World) {
    for person in 0..7 {
        let mut ticket = new_ticket();
        ticket["requester"]["email"] = json!(format!("p{person}@customer.example.com"));
        world.post("/tickets", &ticket).await.with(201);
    }
    world
        .post("/tickets/1001/closure", &json!({}))
        .await
        .with(200);
    let lists = [
        (
            "/tickets?limit=2&status=open",
            "tickets",
            "id",
            vec![2, 2, 2],
        ),
        ("/tickets?limit=7", "tickets", "id", vec![7]),
        ("/customers?limit=3", "customers", "id", vec![3, 3, 1]),
        ("/contacts?limit=6", "contacts", "id", vec![6, 1]),
        (
            "/tickets/1001/events?limit=5",
            "events",
            "sequence",
            vec![5, 5],
        ),
    ];
    for (path, name, key, wanted) in lists {
        let pages = pages(world, path, name).await;
        let lengths: Vec<usize> = pages.iter().map(Vec::len).collect();
        assert_eq!(lengths, wanted, "{path}");
        let mut keys: Vec<String> = pages
            .concat()
            .iter()
            .map(|one| one[key].to_string())
            .collect();
        let all = keys.len();
        keys.sort();
        keys.dedup();
        assert_eq!(keys.len(), all, "{path}: nothing twice");
    }
}

crate::on_both!(tickets_are_narrowed, pages_hold_everything_once);
