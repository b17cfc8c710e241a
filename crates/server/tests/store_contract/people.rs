//! Desks, people, and how they sign in.

use server::store::*;

use crate::{Fresh, fixture::*, on_both};

on_both!(
    desks_are_found_by_what_leads_to_them,
    contacts_are_found_however_the_address_is_written,
    agents_are_found_however_the_address_is_written,
    customers_come_by_name_page_by_page,
    sessions_end,
    links_are_spent_once,
    failed_signins_are_counted,
    tokens_can_be_disabled,
    policies_take_effect,
    the_audit_comes_newest_first,
);

fn is_duplicate(result: Result<(), WriteError>) -> bool {
    matches!(result, Err(WriteError::Store(StoreError::Duplicate(_))))
}

async fn desks_are_found_by_what_leads_to_them(store: &Fresh) {
    store.desk_create(&desk("b"), &[]).await.unwrap();
    store
        .desk_create(&desk("a"), &["Help@A.example.com", "help@a.example.com"])
        .await
        .unwrap();
    let expected = Some(desk("a"));
    assert_eq!(store.desk_by_id("a").await.unwrap(), expected);
    assert_eq!(store.desk_by_name("a name").await.unwrap(), expected);
    assert_eq!(store.desk_by_prefix("A").await.unwrap(), expected);
    for address in [
        "help@a.example.com",
        "HELP@a.example.COM",
        "support@a.example.com",
    ] {
        assert_eq!(
            store.desk_by_address(address).await.unwrap(),
            expected,
            "{address}"
        );
    }
    assert_eq!(
        store.desk_by_address("help@b.example.com").await.unwrap(),
        None
    );
    let addresses = store.desk_addresses("a").await.unwrap();
    assert_eq!(addresses, ["help@a.example.com", "support@a.example.com"]);
    assert_eq!(store.desks().await.unwrap(), [desk("a"), desk("b")]);

    let same_prefix = DeskRow {
        prefix: "A".into(),
        ..desk("c")
    };
    assert!(is_duplicate(store.desk_create(&same_prefix, &[]).await));
    assert!(is_duplicate(
        store.desk_create(&desk("c"), &["help@a.example.com"]).await
    ));
    assert_eq!(store.desk_by_id("c").await.unwrap(), None);
}

async fn contacts_are_found_however_the_address_is_written(store: &Fresh) {
    let written = ContactRow {
        address: "Rita@ACME.example.com".into(),
        ..contact("a", "rita")
    };
    store.contact_insert(&written).await.unwrap();
    assert!(is_duplicate(
        store.contact_insert(&contact("a", "rita")).await
    ));
    let rita = contact("a", "rita");
    assert_eq!(
        store.contact_by_id("a", "rita").await.unwrap(),
        Some(rita.clone())
    );
    let found = store
        .contact_by_address("a", "rITA@acme.example.com")
        .await
        .unwrap();
    assert_eq!(found, Some(rita.clone()));

    let renamed = ContactRow {
        name: "Rita B.".into(),
        manager: true,
        ..rita
    };
    store.contact_upsert(&renamed).await.unwrap();
    let mut zoe = ContactRow {
        customer: "other".into(),
        ..contact("a", "zoe")
    };
    store.contact_upsert(&zoe).await.unwrap();
    assert_eq!(
        store.contacts_of_customer("a", "acme").await.unwrap(),
        std::slice::from_ref(&renamed)
    );
    assert_eq!(
        store.contacts("a", "", 9).await.unwrap(),
        [renamed.clone(), zoe.clone()]
    );
    assert_eq!(
        store.contacts("a", &renamed.address, 9).await.unwrap(),
        [zoe.clone()]
    );
    assert_eq!(
        store.contacts("a", "", 1).await.unwrap(),
        std::slice::from_ref(&renamed)
    );
    zoe.address = renamed.address;
    assert!(
        is_duplicate(store.contact_upsert(&zoe).await),
        "the address is another's"
    );
}

async fn agents_are_found_however_the_address_is_written(store: &Fresh) {
    let written = AgentRow {
        address: "Ada@desk.example.com".into(),
        ..agent("a", "ada")
    };
    store.agent_insert(&written).await.unwrap();
    assert!(is_duplicate(store.agent_insert(&agent("a", "ada")).await));
    let found = store
        .agent_by_address("a", "aDA@desk.example.com")
        .await
        .unwrap();
    assert_eq!(found, Some(agent("a", "ada")));
    let left = AgentRow {
        active: false,
        ..agent("a", "ada")
    };
    store.agent_upsert(&left).await.unwrap();
    store.agent_insert(&agent("a", "aaron")).await.unwrap();
    assert_eq!(
        store.agent_by_id("a", "ada").await.unwrap(),
        Some(left.clone())
    );
    assert_eq!(
        store.agents("a").await.unwrap(),
        [agent("a", "aaron"), left]
    );
}

async fn customers_come_by_name_page_by_page(store: &Fresh) {
    let rows = ["c", "a", "b"].map(|id| customer("a", id));
    let same_name = CustomerRow {
        customer: "z".into(),
        created_at: 2,
        ..customer("a", "b")
    };
    let writes = rows.iter().chain([&same_name]).map(CustomerRow::insert);
    store.write(Write::rows(writes)).await.unwrap();
    assert_eq!(
        store.customer_by_id("a", "b").await.unwrap(),
        Some(customer("a", "b"))
    );
    assert_eq!(
        store.customer_by_name("a", "b of a").await.unwrap(),
        Some(customer("a", "b"))
    );
    let mut after: Option<CustomerRow> = None;
    let mut seen = Vec::new();
    loop {
        let place = after
            .as_ref()
            .map(|row| (row.name.as_str(), row.customer.as_str()));
        let page = store.customers("a", place, 1).await.unwrap();
        let Some(row) = page.into_iter().next() else {
            break;
        };
        seen.push(row.customer.clone());
        after = Some(row);
    }
    assert_eq!(seen, ["a", "b", "z", "c"]);
}

async fn sessions_end(store: &Fresh) {
    let session = |digest: &str, expires_at| SessionRow {
        desk: "a".into(),
        digest: digest.into(),
        person: "ada".into(),
        role: "agent".into(),
        created_at: 1,
        expires_at,
    };
    for (digest, expires_at) in [("x", 10), ("y", 20), ("z", 30), ("old", 5)] {
        store
            .session_insert(&session(digest, expires_at))
            .await
            .unwrap();
    }
    let find = |digest, now| store.session_by_digest("a", digest, now);
    assert_eq!(find("x", 9).await.unwrap(), Some(session("x", 10)));
    assert_eq!(find("x", 10).await.unwrap(), None);
    store.session_delete("a", "y").await.unwrap();
    store.session_delete("a", "y").await.unwrap();
    assert_eq!(find("y", 1).await.unwrap(), None);
    assert_eq!(store.sessions_delete_expired("a", 10, 1).await.unwrap(), 1);
    assert_eq!(store.sessions_delete_expired("a", 10, 9).await.unwrap(), 1);
    assert_eq!(find("x", 1).await.unwrap(), None);
    assert_eq!(find("z", 1).await.unwrap(), Some(session("z", 30)));
    store.sessions_delete_of("a", "ada").await.unwrap();
    assert_eq!(find("z", 1).await.unwrap(), None);
}

async fn links_are_spent_once(store: &Fresh) {
    let link = LinkRow {
        desk: "a".into(),
        digest: "d".into(),
        purpose: "sign-in".into(),
        person: "rita".into(),
        state: String::new(),
        created_at: 1,
        expires_at: 10,
    };
    store.link_insert(&link).await.unwrap();
    let found = store.link_by_digest("a", "d", 9).await.unwrap().unwrap();
    assert_eq!(found, link.clone().fresh());
    assert_eq!(
        store.link_by_digest("a", "d", 10).await.unwrap(),
        None,
        "it has expired"
    );
    store
        .link_spend(&found, [text("a", "first").insert()])
        .await
        .unwrap();
    let second = store
        .link_spend(&found, [text("a", "second").insert()])
        .await;
    assert!(matches!(second, Err(WriteError::Taken)));
    assert_eq!(store.text("a", "second").await.unwrap(), None);
    assert_eq!(store.link_by_digest("a", "d", 9).await.unwrap(), None);
}

async fn failed_signins_are_counted(store: &Fresh) {
    let row = |failures| SigninFailureRow {
        desk: "a".into(),
        address: "ada@desk.example.com".into(),
        failures,
        last_at: 1,
    };
    let shouted = SigninFailureRow {
        address: "ADA@desk.example.com".into(),
        ..row(1)
    };
    store.signin_failures_set(&shouted).await.unwrap();
    let found = store
        .signin_failures("a", "Ada@desk.example.com")
        .await
        .unwrap();
    assert_eq!(found, Some(row(1)));
    store.signin_failures_set(&row(2)).await.unwrap();
    assert_eq!(
        store.signin_failures("a", &row(2).address).await.unwrap(),
        Some(row(2))
    );
    store
        .signin_failures_forget("a", &shouted.address)
        .await
        .unwrap();
    assert_eq!(
        store.signin_failures("a", &row(2).address).await.unwrap(),
        None
    );
}

async fn tokens_can_be_disabled(store: &Fresh) {
    let token = |digest: &str, created_at| TokenRow {
        desk: "a".into(),
        digest: digest.into(),
        name: "script".into(),
        agent: "ada".into(),
        scopes: "tickets:read tickets:write".into(),
        active: true,
        created_at,
    };
    store.token_insert(&token("y", 1)).await.unwrap();
    store.token_insert(&token("x", 2)).await.unwrap();
    assert_eq!(
        store.token_by_digest("a", "x").await.unwrap(),
        Some(token("x", 2))
    );
    let disabled = TokenRow {
        active: false,
        ..token("x", 2)
    };
    store.write(Write::rows([disabled.upsert()])).await.unwrap();
    assert_eq!(store.token_by_digest("a", "x").await.unwrap(), None);
    assert_eq!(store.tokens("a").await.unwrap(), [token("y", 1), disabled]);
}

async fn policies_take_effect(store: &Fresh) {
    let policy = |version: &str, effective_at, published_at| PolicyRow {
        desk: "a".into(),
        version: version.into(),
        source: format!("version {version}"),
        effective_at,
        published_at,
    };
    let (first, second) = (policy("1", 10, 1), policy("2", 20, 2));
    let corrected = policy("0-corrected", 20, 3);
    for policy in [&first, &second, &corrected] {
        store.policy_publish(policy).await.unwrap();
    }
    assert!(is_duplicate(
        store
            .policy_publish(&PolicyRow {
                source: "!".into(),
                ..first.clone()
            })
            .await
    ));
    for (at, expected) in [
        (9, None),
        (10, Some(&first)),
        (19, Some(&first)),
        (20, Some(&corrected)),
    ] {
        assert_eq!(
            store.policy_version_in_force("a", at).await.unwrap(),
            expected.map(|policy| policy.version.clone()),
            "{at}"
        );
    }
    assert_eq!(
        store.policy_by_version("a", "2").await.unwrap(),
        Some(second.clone())
    );
    assert_eq!(
        store.policies("a").await.unwrap(),
        [corrected, second, first]
    );
}

async fn the_audit_comes_newest_first(store: &Fresh) {
    let entry = |entry: &str, at| AuditRow {
        desk: "a".into(),
        entry: entry.into(),
        at,
        actor: "ada".into(),
        subject: "customer acme".into(),
        change: "{}".into(),
    };
    let entries = [entry("x", 1), entry("y", 2), entry("z", 2)];
    store
        .write(Write::rows(entries.iter().map(AuditRow::insert)))
        .await
        .unwrap();
    assert_eq!(
        store.audit("a", None, 2).await.unwrap(),
        [entry("z", 2), entry("y", 2)]
    );
    assert_eq!(
        store.audit("a", Some((2, "y")), 2).await.unwrap(),
        [entry("x", 1)]
    );
}
