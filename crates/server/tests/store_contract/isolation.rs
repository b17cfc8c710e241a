//! Nothing of one desk is found through another: every function that takes a
//! desk is asked, with the ids of desk `a`, through desk `b`.

use server::store::*;

use crate::{Fresh, fixture::*, on_both};

on_both!(
    nothing_of_one_desk_is_found_through_another,
    the_same_ids_in_two_desks_do_not_meet
);

/// One of everything, all open, due and unexpired.
async fn fill(store: &Fresh, id: &str) {
    store.desk_create(&desk(id), &[]).await.unwrap();
    store.write(new_ticket(id, "t")).await.unwrap();
    store.contact_insert(&contact(id, "rita")).await.unwrap();
    store.agent_insert(&agent(id, "ada")).await.unwrap();
    store.mail_store(&mail(id, "m", 1)).await.unwrap();
    let (desk, digest) = (id.to_owned(), "d".to_owned());
    let rows = [
        customer(id, "acme").insert(),
        contract(id, "c", "acme").insert(),
        statement(id, "c", "s").insert(),
        restatement(id, "c", "s", "t").insert(),
        BlobRow {
            desk: desk.clone(),
            digest: digest.clone(),
            bytes: id.into(),
        }
        .ensure(),
        SessionRow {
            desk: desk.clone(),
            digest: digest.clone(),
            person: "ada".into(),
            role: "agent".into(),
            created_at: 1,
            expires_at: 99,
        }
        .insert(),
        LinkRow {
            desk: desk.clone(),
            digest: digest.clone(),
            purpose: "rating".into(),
            person: "rita".into(),
            state: "fresh".into(),
            created_at: 1,
            expires_at: 99,
        }
        .insert(),
        TokenRow {
            desk: desk.clone(),
            digest: digest.clone(),
            name: "script".into(),
            agent: "ada".into(),
            scopes: String::new(),
            active: true,
            created_at: 1,
        }
        .insert(),
        SigninFailureRow {
            desk: desk.clone(),
            address: "x".into(),
            failures: 1,
            last_at: 1,
        }
        .insert(),
        PolicyRow {
            desk: desk.clone(),
            version: "v".into(),
            source: id.into(),
            effective_at: 1,
            published_at: 1,
        }
        .insert(),
        publication(&desk, "v").insert(),
        DeskSettingRow {
            desk: desk.clone(),
            setting: "s".into(),
            value: id.into(),
        }
        .insert(),
        PolicyDraftRow {
            desk: desk.clone(),
            agent: "ada".into(),
            source: id.into(),
            revision: "r".into(),
            saved_at: 1,
        }
        .insert(),
        AuditRow {
            desk: desk.clone(),
            entry: "e".into(),
            at: 1,
            actor: "ada".into(),
            subject: "s".into(),
            change: "{}".into(),
        }
        .insert(),
        OnceRow {
            desk: desk.clone(),
            scope: "api".into(),
            key: "k".into(),
            at: 1,
            result: id.into(),
        }
        .insert(),
        MailThreadRow {
            desk: desk.clone(),
            message_id: "1@x".into(),
            ticket: "t".into(),
        }
        .insert(),
        AttachmentRow {
            desk,
            ticket: "t".into(),
            message: "t-m".into(),
            place: 1,
            name: "n".into(),
            media: "text/plain".into(),
            bytes: 1,
            digest,
        }
        .insert(),
    ];
    store.write(Write::rows(rows)).await.unwrap();
}

async fn nothing_of_one_desk_is_found_through_another(store: &Fresh) {
    fill(store, "a").await;
    let all = TicketFilter::default();

    assert!(store.desk_addresses("b").await.unwrap().is_empty());
    assert_eq!(store.customer_by_id("b", "acme").await.unwrap(), None);
    assert_eq!(
        store.customer_by_name("b", "acme of a").await.unwrap(),
        None
    );
    assert!(store.customers("b", None, 9).await.unwrap().is_empty());
    assert_eq!(store.contact_by_id("b", "rita").await.unwrap(), None);
    assert_eq!(
        store
            .contact_by_address("b", "rita@acme.example.com")
            .await
            .unwrap(),
        None
    );
    assert!(store.contacts("b", "", 9).await.unwrap().is_empty());
    assert!(
        store
            .contacts_of_customer("b", "acme")
            .await
            .unwrap()
            .is_empty()
    );
    let nothing: Vec<ContractRead> = Vec::new();
    let found = store.contracts_of_customer("b", "acme").await.unwrap();
    assert_eq!(found, nothing);
    let all_named = (("", ""), ("zzz", "zzz"));
    let found = store.contracts_of_customers("b", all_named.0, all_named.1);
    assert_eq!(found.await.unwrap(), nothing);
    assert_eq!(store.contract("b", "c").await.unwrap(), nothing);
    let found = store.contract_statement("b", "c", "s").await.unwrap();
    assert_eq!(found, None);
    let received = store.tickets_received("b", "acme", (i64::MIN, i64::MAX), "", 9);
    assert!(received.await.unwrap().is_empty());
    let restated = store.contract_restatements("b", "c").await.unwrap();
    assert!(restated.is_empty());
    assert_eq!(store.agent_by_id("b", "ada").await.unwrap(), None);
    assert_eq!(
        store
            .agent_by_address("b", "ada@desk.example.com")
            .await
            .unwrap(),
        None
    );
    assert!(store.agents("b").await.unwrap().is_empty());
    assert_eq!(store.session_by_digest("b", "d", 1).await.unwrap(), None);
    assert_eq!(store.link_by_digest("b", "d", 1).await.unwrap(), None);
    assert_eq!(store.signin_failures("b", "x").await.unwrap(), None);
    assert_eq!(store.token_by_digest("b", "d").await.unwrap(), None);
    assert!(store.tokens("b").await.unwrap().is_empty());
    assert!(store.policies("b").await.unwrap().is_empty());
    assert_eq!(store.policy_by_version("b", "v").await.unwrap(), None);
    assert_eq!(store.policy_version_in_force("b", 99).await.unwrap(), None);
    assert!(store.publications("b").await.unwrap().is_empty());
    assert_eq!(store.publication("b", "v").await.unwrap(), None);
    assert!(
        store
            .contacts_to_announce("b", "", 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(store.desk_setting("b", "s").await.unwrap(), None);
    assert_eq!(store.policy_draft("b", "ada").await.unwrap(), None);
    assert!(store.audit("b", None, 9).await.unwrap().is_empty());

    assert!(
        store
            .events_of_ticket("b", "t", 1)
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(store.ticket_sequence("b", "t").await.unwrap(), 0);
    assert!(
        store
            .tickets_running("b", i64::MAX, "", 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        store
            .tickets_received_from("b", 0, "", 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(store.ticket_ids("b", "", 9).await.unwrap().is_empty());
    assert!(
        store
            .events_of_tickets("b", "t", "t")
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(store.ticket_number("b", "t").await.unwrap(), None);
    assert_eq!(store.ticket_of_number("b", 1_001).await.unwrap(), None);
    assert_eq!(store.ticket_by_id("b", "t").await.unwrap(), None);
    assert_eq!(store.ticket_by_number("b", 1_001).await.unwrap(), None);
    assert!(
        store
            .tickets_open("b", &all, None, 9)
            .await
            .unwrap()
            .is_empty()
    );
    assert!(
        store
            .tickets_newest("b", &all, None, 9)
            .await
            .unwrap()
            .is_empty()
    );
    let counts = store.ticket_counts("b", "ada", i64::MAX).await.unwrap();
    assert_eq!(counts, TicketCounts::default());
    assert!(store.clocks_of_ticket("b", "t").await.unwrap().is_empty());
    assert!(
        store
            .clocks_of_tickets("b", &["t"])
            .await
            .unwrap()
            .is_empty()
    );
    assert!(store.messages_of_ticket("b", "t").await.unwrap().is_empty());
    assert!(
        store
            .attachments_of_ticket("b", "t")
            .await
            .unwrap()
            .is_empty()
    );
    assert_eq!(store.attachment("b", "t", "t-m", 1).await.unwrap(), None);
    assert_eq!(store.blob("b", "d").await.unwrap(), None);
    assert_eq!(store.text("b", "t-m text").await.unwrap(), None);
    assert!(store.texts("b", &["t-m text"]).await.unwrap().is_empty());
    assert_eq!(store.timer_of_ticket("b", "t").await.unwrap(), None);
    assert!(store.mails("b", None, 9).await.unwrap().is_empty());
    assert!(store.mail_states("b").await.unwrap().is_empty());
    assert_eq!(store.mail("b", "m").await.unwrap(), None);
    assert_eq!(
        store.ticket_by_message_ids("b", &["1@x"]).await.unwrap(),
        None
    );
    assert!(store.outbox("b", None, 9).await.unwrap().is_empty());
    assert!(store.outbox_states("b").await.unwrap().is_empty());
    assert_eq!(store.outbox_item("b", "t-o").await.unwrap(), None);
    assert_eq!(store.once("b", "api", "k").await.unwrap(), None);

    // What changes rows changes none of the other desk's.
    store.session_delete("b", "d").await.unwrap();
    store.sessions_delete_of("b", "ada").await.unwrap();
    assert_eq!(
        store
            .sessions_delete_expired("b", i64::MAX, 9)
            .await
            .unwrap(),
        0
    );
    assert_eq!(store.once_forget("b", "api", i64::MAX, 9).await.unwrap(), 0);
    store.signin_failures_forget("b", "x").await.unwrap();
    store.text_erase("b", "t-m text").await.unwrap();
    assert!(
        store
            .session_by_digest("a", "d", 1)
            .await
            .unwrap()
            .is_some()
    );
    assert!(store.once("a", "api", "k").await.unwrap().is_some());
    assert!(store.signin_failures("a", "x").await.unwrap().is_some());
    assert!(store.text("a", "t-m text").await.unwrap().is_some());
}

async fn the_same_ids_in_two_desks_do_not_meet(store: &Fresh) {
    fill(store, "a").await;
    fill(store, "b").await;
    for desk in ["a", "b"] {
        let all = TicketFilter::default();
        let listed = store.tickets_open(desk, &all, None, 9).await.unwrap();
        assert_eq!(listed.len(), 1);
        assert_eq!(listed[0].ticket.subject, format!("t at {desk}"));
        assert_eq!(listed[0].customer_name, Some(format!("acme of {desk}")));
        assert_eq!(listed[0].requester_name, Some(format!("rita of {desk}")));
        let messages = store.messages_of_ticket(desk, "t").await.unwrap();
        assert_eq!(messages.len(), 1);
        assert_eq!(messages[0].body, Some(text(desk, "t-m text").body));
        assert_eq!(messages[0].author_name, Some(format!("rita of {desk}")));
        assert_eq!(store.clocks_of_ticket(desk, "t").await.unwrap().len(), 3);
        assert_eq!(store.events_of_ticket(desk, "t", 1).await.unwrap().len(), 6);
        assert_eq!(store.blob(desk, "d").await.unwrap(), Some(desk.into()));
        assert_eq!(
            store.once(desk, "api", "k").await.unwrap().unwrap().result,
            desk
        );
        assert_eq!(store.desk_addresses(desk).await.unwrap().len(), 1);
    }
}
