//! Rows to test with. Their texts carry the desk's name, so that a row of the
//! wrong desk is noticed.

use server::store::*;

pub(crate) fn desk(desk: &str) -> DeskRow {
    DeskRow {
        desk: desk.into(),
        name: format!("{desk} name"),
        prefix: desk.to_uppercase(),
        address: format!("Support@{desk}.example.com"),
        language: "en".into(),
        zone: "Europe/Berlin".into(),
        accent: "#204080".into(),
        secret: "secret".into(),
        created_at: 1,
    }
}

pub(crate) fn customer(desk: &str, customer: &str) -> CustomerRow {
    CustomerRow {
        desk: desk.into(),
        customer: customer.into(),
        name: format!("{customer} of {desk}"),
        zone: "Europe/Berlin".into(),
        language: "en".into(),
        active: true,
        created_at: 1,
    }
}

/// Without an end, and with nothing to be told of it.
pub(crate) fn contract(desk: &str, contract: &str, customer: &str) -> ContractRow {
    ContractRow {
        desk: desk.into(),
        contract: contract.into(),
        customer: customer.into(),
        name: format!("{contract} of {desk}"),
        created_at: 1,
        statements: 1,
        notice_at: None,
    }
}

pub(crate) fn statement(desk: &str, contract: &str, statement: &str) -> StatementRow {
    StatementRow {
        desk: desk.into(),
        contract: contract.into(),
        statement: statement.into(),
        from_at: 1,
        until_at: None,
        recorded_at: 1,
        recorded_by: "command line".into(),
        says: "in_force".into(),
        plan: Some("gold".into()),
        overrides: String::new(),
        signed_at: None,
        reason: None,
        applied_after: None,
    }
}

pub(crate) fn restatement(
    desk: &str,
    contract: &str,
    statement: &str,
    ticket: &str,
) -> RestatementRow {
    RestatementRow {
        desk: desk.into(),
        contract: contract.into(),
        statement: statement.into(),
        ticket: ticket.into(),
        restated_at: 1,
    }
}

pub(crate) fn contact(desk: &str, contact: &str) -> ContactRow {
    ContactRow {
        desk: desk.into(),
        contact: contact.into(),
        customer: "acme".into(),
        name: format!("{contact} of {desk}"),
        address: format!("{contact}@acme.example.com"),
        language: "en".into(),
        manager: false,
        password_hash: None,
        active: true,
        created_at: 1,
    }
}

pub(crate) fn agent(desk: &str, agent: &str) -> AgentRow {
    AgentRow {
        desk: desk.into(),
        agent: agent.into(),
        name: format!("{agent} of {desk}"),
        address: format!("{agent}@desk.example.com"),
        language: "en".into(),
        zone: "Europe/Berlin".into(),
        level: 1,
        role: "agent".into(),
        password_hash: Some("hash".into()),
        active: true,
        created_at: 1,
    }
}

/// Published, and told to everybody.
pub(crate) fn publication(desk: &str, version: &str) -> PublicationRow {
    PublicationRow {
        desk: desk.into(),
        version: version.into(),
        state: "published".into(),
        replaces: None,
        effective_at: 1,
        proposed_by: "agent:ada".into(),
        proposed_at: 1,
        reason: None,
        approved_by: None,
        published_at: Some(1),
        withdrawn_by: None,
        withdrawn_at: None,
        withdrawn_why: None,
        announced_after: None,
        announced_at: None,
        taken_after: None,
        corrects: None,
    }
}

pub(crate) fn ticket(desk: &str, ticket: &str, number: i64) -> TicketRow {
    TicketRow {
        desk: desk.into(),
        ticket: ticket.into(),
        number,
        sequence: 1,
        status: "open".into(),
        open: true,
        kind: "incident".into(),
        severity: Some(2),
        level: 1,
        channel: "portal".into(),
        customer: "acme".into(),
        requester: "rita".into(),
        assignee: None,
        subject: format!("{ticket} at {desk}"),
        plan: None,
        received_at: number,
        changed_at: number,
        next_due_at: DUE_NEVER,
        next_clock: None,
        waiting: false,
        rating: None,
        coverage: None,
        disputed: false,
        priority: Some("normal".to_owned()),
    }
}

pub(crate) fn clock(desk: &str, ticket: &str, target: &str) -> ClockRow {
    ClockRow {
        desk: desk.into(),
        ticket: ticket.into(),
        clock: format!("{target}:1"),
        target: target.into(),
        cycle: 1,
        metric: "resolution".into(),
        audience: "customer".into(),
        state: "running".into(),
        started_at: Some(1),
        warn_at: None,
        due_at: Some(9),
        met_at: None,
        warned_at: None,
        breached_at: None,
    }
}

pub(crate) fn event(desk: &str, ticket: &str, sequence: i64) -> EventRow {
    EventRow {
        desk: desk.into(),
        ticket: ticket.into(),
        sequence,
        at: sequence * 10,
        kind: "MessageReceived".into(),
        version: 1,
        actor: "rita".into(),
        payload: format!(r#"{{"desk":"{desk}"}}"#),
    }
}

pub(crate) fn message(desk: &str, ticket: &str, message: &str) -> MessageRow {
    MessageRow {
        desk: desk.into(),
        ticket: ticket.into(),
        message: message.into(),
        sequence: 1,
        public: true,
        author: "rita".into(),
        channel: "portal".into(),
        text: format!("{message} text"),
        at: 1,
    }
}

pub(crate) fn text(desk: &str, text: &str) -> TextRow {
    TextRow {
        desk: desk.into(),
        text: text.into(),
        body: format!("{text} at {desk}: élan 🦀"),
    }
}

pub(crate) fn mail(desk: &str, mail: &str, at: i64) -> MailRow {
    MailRow {
        desk: desk.into(),
        mail: mail.into(),
        received_at: at,
        sender: "rita@acme.example.com".into(),
        recipients: "support@a.example.com".into(),
        raw: b"Subject: \xff\x00raw\r\n\r\n".to_vec(),
        state: "waiting".into(),
        attempts: 0,
        outcome: None,
        ticket: None,
        next_at: at,
    }
}

pub(crate) fn outgoing(desk: &str, item: &str, at: i64) -> OutboxRow {
    OutboxRow {
        desk: desk.into(),
        item: item.into(),
        created_at: at,
        next_at: at,
        state: "waiting".into(),
        attempts: 0,
        resent: 0,
        last_error: None,
        recipient: "rita@acme.example.com".into(),
        message_id: format!("{item}@{desk}.example.com"),
        notice: "{}".into(),
        rendered: None,
        ticket: Some("t1".into()),
        sent_at: None,
    }
}

pub(crate) fn head(desk: &str, ticket: &str, expected: i64, next: i64) -> Gate {
    Gate::TicketHead {
        desk: desk.into(),
        ticket: ticket.into(),
        expected,
        next,
    }
}

/// Everything that a new ticket writes.
pub(crate) fn new_ticket(desk: &str, id: &str) -> Write {
    let number = TicketNumberRow {
        desk: desk.into(),
        number: 0,
        ticket: id.into(),
    };
    let timer = TimerRow {
        desk: desk.into(),
        ticket: id.into(),
        fire_at: 9,
    };
    let message = message(desk, id, &format!("{id}-m"));
    let mut rows = vec![
        number.insert().number_assigned("number"),
        ticket(desk, id, 0).upsert().number_assigned("number"),
        text(desk, &message.text).insert(),
        message.upsert(),
        timer.upsert(),
        outgoing(desk, &format!("{id}-o"), 1).insert(),
    ];
    rows.extend((1..=6).map(|sequence| event(desk, id, sequence).insert()));
    rows.extend(
        ["response", "workaround", "resolution"].map(|target| clock(desk, id, target).upsert()),
    );
    Write::rows(rows)
        .gate(head(desk, id, 0, 6))
        .gate(Gate::TicketNumber { desk: desk.into() })
}

pub(crate) async fn with_desk(store: &Store, id: &str) {
    store.desk_create(&desk(id), &[]).await.unwrap();
}
