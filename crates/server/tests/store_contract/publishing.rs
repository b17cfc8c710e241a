//! Publications, what a desk asks for, and drafts.

use server::store::*;

use crate::{Fresh, fixture::*, on_both};

on_both!(
    only_what_is_published_comes_into_force,
    publications_are_announced_until_nobody_is_left,
    versions_take_over_in_the_order_in_which_they_take_effect,
    managers_are_told_or_else_everybody,
    settings_and_drafts_are_one_each,
);

fn policy(version: &str, effective_at: i64) -> PolicyRow {
    PolicyRow {
        desk: "a".into(),
        version: version.into(),
        source: format!("version {version}"),
        effective_at,
        published_at: effective_at,
    }
}

async fn only_what_is_published_comes_into_force(store: &Fresh) {
    store.policy_publish(&policy("1", 10)).await.unwrap();
    store.policy_publish(&policy("2", 20)).await.unwrap();
    let second = publication("a", "2");
    let in_force = async || store.policy_version_in_force("a", 30).await.unwrap();
    for (state, expected) in [("proposed", "1"), ("published", "2"), ("withdrawn", "1")] {
        let row = PublicationRow {
            state: state.into(),
            ..second.clone()
        };
        store.write(Write::rows([row.upsert()])).await.unwrap();
        assert_eq!(in_force().await.as_deref(), Some(expected), "{state}");
        assert_eq!(store.publication("a", "2").await.unwrap(), Some(row));
    }
    // Another desk's state says nothing of this one.
    let other = PublicationRow {
        state: "withdrawn".into(),
        ..publication("b", "1")
    };
    store.write(Write::rows([other.insert()])).await.unwrap();
    assert_eq!(in_force().await.as_deref(), Some("1"));
    assert_eq!(store.publication("a", "1").await.unwrap(), None);
}

async fn publications_are_announced_until_nobody_is_left(store: &Fresh) {
    let later = PublicationRow {
        effective_at: 30,
        announced_after: Some("rita@acme.example.com".into()),
        ..publication("a", "3")
    };
    let told = PublicationRow {
        announced_after: None,
        announced_at: Some(9),
        ..publication("a", "2")
    };
    let fresh = PublicationRow {
        announced_after: Some(String::new()),
        ..publication("b", "1")
    };
    let rows = [later.insert(), told.insert(), fresh.insert()];
    store.write(Write::rows(rows)).await.unwrap();
    let waiting = store.publications_announcing(9).await.unwrap();
    assert_eq!(waiting, [later.clone(), fresh]);
    assert_eq!(store.publications_announcing(1).await.unwrap().len(), 1);
    let all = store.publications("a").await.unwrap();
    assert_eq!(all, [later, told], "the one that takes effect last first");
}

async fn versions_take_over_in_the_order_in_which_they_take_effect(store: &Fresh) {
    let taking = |version: &str, effective_at| PublicationRow {
        effective_at,
        taken_after: Some(String::new()),
        ..publication("a", version)
    };
    let done = PublicationRow {
        taken_after: None,
        ..publication("a", "4")
    };
    let (later, first, ahead) = (taking("1", 30), taking("2", 20), taking("3", 90));
    let rows = [
        later.insert(),
        first.insert(),
        ahead.insert(),
        done.insert(),
    ];
    store.write(Write::rows(rows)).await.unwrap();
    let now = store.publications_taking(50, 9).await.unwrap();
    assert_eq!(now, [first.clone(), later]);
    assert_eq!(store.publications_taking(50, 1).await.unwrap(), [first]);

    let closed = TicketRow {
        status: "closed".into(),
        open: false,
        ..ticket("a", "t2", 2)
    };
    let late = TicketRow {
        received_at: 60,
        ..ticket("a", "t4", 4)
    };
    let old = |id: &str, number| TicketRow {
        received_at: 5,
        ..ticket("a", id, number)
    };
    let closed = TicketRow {
        received_at: 5,
        ..closed
    };
    let rows = [
        old("t1", 1).insert(),
        closed.insert(),
        old("t3", 3).insert(),
        late.insert(),
    ];
    store.write(Write::rows(rows)).await.unwrap();
    let running = async |after: &str, limit| {
        let running = store.tickets_running("a", 20, after, limit);
        running.await.unwrap()
    };
    assert_eq!(running("", 9).await, ["t1", "t3"]);
    assert_eq!(running("", 1).await, ["t1"]);
    assert_eq!(running("t1", 9).await, ["t3"]);

    // A correction asks for the closed ones too.
    let received = async |from, after: &str, limit| {
        let received = store.tickets_received_from("a", from, after, limit);
        received.await.unwrap()
    };
    assert_eq!(received(5, "", 9).await, ["t1", "t2", "t3", "t4"]);
    assert_eq!(received(6, "", 9).await, ["t4"]);
    assert_eq!(received(5, "t1", 2).await, ["t2", "t3"]);
}

async fn managers_are_told_or_else_everybody(store: &Fresh) {
    let at = |customer: &str, name: &str, manager, active| ContactRow {
        customer: customer.into(),
        address: format!("{name}@example.com"),
        manager,
        active,
        ..contact("a", name)
    };
    let gone = CustomerRow {
        active: false,
        ..customer("a", "gone")
    };
    let rows = [
        customer("a", "acme").insert(),
        customer("a", "globex").insert(),
        gone.insert(),
        at("acme", "amy", true, true).insert(),
        at("acme", "bob", false, true).insert(),
        at("globex", "cas", false, true).insert(),
        at("globex", "dan", true, false).insert(),
        at("globex", "eve", false, false).insert(),
        at("gone", "fay", true, true).insert(),
        at("globex", "gil", false, true).insert(),
    ];
    store.write(Write::rows(rows)).await.unwrap();
    let names = async |after: &str, limit| -> Vec<String> {
        let contacts = store.contacts_to_announce("a", after, limit).await.unwrap();
        contacts.into_iter().map(|one| one.contact).collect()
    };
    assert_eq!(names("", 9).await, ["amy", "cas", "gil"]);
    assert_eq!(names("", 2).await, ["amy", "cas"]);
    assert_eq!(names("cas@example.com", 2).await, ["gil"]);
}

async fn settings_and_drafts_are_one_each(store: &Fresh) {
    assert_eq!(store.desk_setting("a", "s").await.unwrap(), None);
    let draft = PolicyDraftRow {
        desk: "a".into(),
        agent: "ada".into(),
        source: "format = 1".into(),
        revision: "r1".into(),
        saved_at: 5,
    };
    for value in ["yes", "no"] {
        let setting = DeskSettingRow {
            desk: "a".into(),
            setting: "s".into(),
            value: value.into(),
        };
        let draft = PolicyDraftRow {
            revision: value.into(),
            ..draft.clone()
        };
        let rows = [setting.upsert(), draft.upsert()];
        store.write(Write::rows(rows)).await.unwrap();
        let found = store.desk_setting("a", "s").await.unwrap();
        assert_eq!(found.as_deref(), Some(value));
        assert_eq!(store.policy_draft("a", "ada").await.unwrap(), Some(draft));
    }
    assert_eq!(store.policy_draft("a", "bo").await.unwrap(), None);
}
