//! The examples in the document. Tests send the requests as they stand here and
//! compare the answers' fields with those of the real ones, so that none lies.

pub(super) const NOTHING: &str = "{}";

pub(super) const NEW_TICKET: &str = r#"{
  "subject": "Nightly export stops halfway",
  "body": "Since yesterday the export ends after 2,000 of 5,000 rows.",
  "kind": "incident",
  "severity": 2,
  "requester": { "email": "ann@customer.example.com", "name": "Ann Archer" },
  "product": "Exporter 4.2"
}"#;

pub(super) const NEW_MESSAGE: &str = r#"{ "body": "We found the cause: a row with an empty key.", "public": true, "act": "diagnosed" }"#;

pub(super) const NEW_ACT: &str = r#"{ "act": "work_begun" }"#;

pub(super) const NEW_REPORT_JUDGEMENT: &str = r#"{ "complete": false }"#;

pub(super) const ASSIGNMENT: &str = r#"{ "agent": "me" }"#;

pub(super) const NEW_SEVERITY: &str = r#"{ "severity": 1, "reason": "Nobody can work, as Ann told us by telephone.", "agreed": true }"#;

pub(super) const NEW_SEVERITY_PROPOSAL: &str =
    r#"{ "severity": 3, "reason": "The import by hand works." }"#;

pub(super) const NEW_SEVERITY_ANSWER: &str =
    r#"{ "accept": false, "reason": "By hand it takes a day." }"#;

pub(super) const NEW_WORKAROUND_ACCEPTANCE: &str =
    r#"{ "severity": 3, "comment": "They can go on by hand." }"#;

pub(super) const NEW_PRIORITY: &str =
    r#"{ "priority": "urgent", "reason": "The fair begins tomorrow." }"#;

pub(super) const NEW_LEVEL: &str = r#"{ "level": 2, "reason": "It needs a look at the code." }"#;

pub(super) const PAUSE: &str =
    r#"{ "reason": "customer", "question": "Which row is the last in your file?" }"#;

pub(super) const RESOLUTION: &str =
    r#"{ "body": "Version 4.2.1 skips rows with an empty key and tells which." }"#;

pub(super) const REOPENING: &str = r#"{ "reason": "It stopped again tonight." }"#;

pub(super) const MERGE: &str = r#"{ "into": "INF-1041" }"#;

pub(super) const NEW_RATING: &str = r#"{ "rating": "good", "comment": "Quick and clear." }"#;

pub(super) const NEW_COVERAGE: &str = r#"{
  "found": { "cause": "own_mistake" },
  "decision": "covered",
  "reason": "It was the first time, and the manual was not clear."
}"#;

pub(super) const NEW_DISPUTE: &str =
    r#"{ "reason": "Your consultant changed this setting, not we." }"#;

pub(super) const NEW_CUSTOMER: &str =
    r#"{ "name": "Archer Mills", "zone": "Europe/Berlin", "language": "en" }"#;

pub(super) const NEW_CONTACT: &str = r#"{
  "customer": "019a0000-0000-7000-8000-000000000002",
  "name": "Bob Bolt",
  "email": "bob@customer.example.com",
  "manager": false
}"#;

macro_rules! clock {
    () => {
        r#"{
  "id": "response-2.1",
  "target": "response-2",
  "cycle": 1,
  "audience": "customer",
  "metric": "first_response",
  "state": "running",
  "promise": "We answer: within 4 hours of opening time",
  "operating": false,
  "started_at": "2026-11-18T09:00:00Z",
  "warn_at": "2026-11-18T12:00:00Z",
  "due_at": "2026-11-18T13:00:00Z",
  "met_at": null,
  "breached_at": null,
  "paused_at": null,
  "used_seconds": 1800,
  "remaining_seconds": 12600,
  "calendar": "office",
  "policy_version": "5e0c8b7a",
  "clause": "Response times, 2",
  "restatements": [
    {
      "at": "2026-11-18T09:20:00Z",
      "author": { "actor": "agent", "id": "019a0000-0000-7000-8000-000000000004" },
      "reason": "Founders' Day was declared late.",
      "before": { "due_at": "2026-11-18T12:00:00Z", "breached_at": null, "met_at": null },
      "after": { "due_at": "2026-11-18T13:00:00Z", "breached_at": null, "met_at": null }
    }
  ]"#
    };
}

macro_rules! ticket {
    () => {
        concat!(
            r#"{
  "id": "019a0000-0000-7000-8000-000000000001",
  "number": "INF-1042",
  "status": "open",
  "pause": null,
  "kind": "incident",
  "severity": 2,
  "severity_requested": 2,
  "severity_assessed": null,
  "severity_agreed": null,
  "severity_proposal": { "severity": 3, "by_staff": true, "at": "2026-11-18T09:20:00Z" },
  "severity_declined": null,
  "workaround": null,
  "priority": null,
  "priority_requested": null,
  "level": 1,
  "subject": "Nightly export stops halfway",
  "channel": "api",
  "customer": { "id": "019a0000-0000-7000-8000-000000000002", "name": "Archer Mills" },
  "requester": {
    "id": "019a0000-0000-7000-8000-000000000003",
    "name": "Ann Archer",
    "email": "ann@customer.example.com"
  },
  "assignee": { "id": "019a0000-0000-7000-8000-000000000004", "name": "Lea Lind" },
  "plan": null,
  "coverage": {
    "decision": "covered",
    "about": null,
    "row": null,
    "level": 1,
    "reason": "Help with normal use is part of the contract.",
    "reason_by_hand": null,
    "clause": "Scope, 1",
    "final": false,
    "depends_on": ["subject", "cause"],
    "deviates_from": null,
    "disputed": null
  },
  "merged_into": null,
  "absorbed": [],
  "received_at": "2026-11-18T09:00:00Z",
  "changed_at": "2026-11-18T09:30:00Z",
  "rating": null,
  "policy_version": "5e0c8b7a",
  "clocks": ["#,
            clock!(),
            "}]}"
        )
    };
}

pub(super) const TICKET: &str = ticket!();

pub(super) const TICKET_PAGE: &str =
    concat!(r#"{ "tickets": ["#, ticket!(), r#"], "next": null }"#);

pub(super) const CLOCKS: &str = concat!(r#"{ "clocks": ["#, clock!(), "}] }");

pub(super) const EXPLANATION: &str = concat!(
    clock!(),
    r#",
  "spans": [
    {
      "from": "2026-11-18T09:00:00Z",
      "until": "2026-11-18T13:00:00Z",
      "state": "counted",
      "counted_seconds": 14400,
      "ahead": false
    }
  ],
  "facts": [{ "at": "2026-11-18T09:00:00Z", "fact": "anchored" }],
  "calendar_zone": "America/Chicago",
  "text": "response-2: within 4 hours of opening time, in calendar office"
}"#
);

pub(super) const MESSAGES: &str = r#"{ "messages": [{
  "id": "019a0000-0000-7000-8000-000000000005",
  "public": true,
  "author": { "id": "019a0000-0000-7000-8000-000000000003", "name": "Ann Archer" },
  "by_staff": false,
  "channel": "api",
  "body": "Since yesterday the export ends after 2,000 of 5,000 rows.",
  "at": "2026-11-18T09:00:00Z"
}] }"#;

pub(super) const EVENTS: &str = r#"{ "events": [{
  "sequence": 3,
  "at": "2026-11-18T09:30:00Z",
  "kind": "ticket_assigned",
  "version": 1,
  "actor": { "actor": "agent", "id": "019a0000-0000-7000-8000-000000000004" },
  "data": { "agent": "019a0000-0000-7000-8000-000000000004" }
}], "next": null }"#;

macro_rules! customer {
    () => {
        r#"{
  "id": "019a0000-0000-7000-8000-000000000002",
  "name": "Archer Mills",
  "plan": null,
  "zone": "Europe/Berlin",
  "language": "en",
  "active": true,
  "created_at": "2026-11-18T09:00:00Z"
}"#
    };
}

pub(super) const CUSTOMER: &str = customer!();

pub(super) const CUSTOMER_PAGE: &str =
    concat!(r#"{ "customers": ["#, customer!(), r#"], "next": null }"#);

macro_rules! statement {
    () => {
        r#"{
  "id": "019a0000-0000-7000-8000-000000000009",
  "from": "2025-12-31T23:00:00Z",
  "until": "2026-12-31T23:00:00Z",
  "says": "in_force",
  "plan": "standard",
  "overrides": "",
  "recorded_at": "2025-12-10T09:00:00Z",
  "recorded_by": "agent:019a0000-0000-7000-8000-000000000004",
  "signed_at": null,
  "reason": null
}"#
    };
}

pub(super) const CONTRACTS: &str = concat!(
    r#"{ "contracts": [{
  "id": "019a0000-0000-7000-8000-000000000008",
  "name": "Support 2026",
  "statements": ["#,
    statement!(),
    r#"],
  "segments": [
    {
      "from": "2025-12-31T23:00:00Z",
      "until": "2026-12-31T23:00:00Z",
      "statement": "019a0000-0000-7000-8000-000000000009"
    }
  ]
}] }"#
);

pub(super) const NEW_CONTRACT: &str = r#"{
  "name": "Support 2026",
  "from": "2026-01-01",
  "last_day": "2026-12-31",
  "plan": "standard"
}"#;

pub(super) const NEW_STATEMENT: &str = r#"{
  "change": "amend",
  "from": "2026-11-01",
  "signed": "2026-11-18",
  "overrides": "[[override]]\ntarget = \"response\"\nwithin = \"30m\"\nclause = \"Amendment, 2\"\n",
  "reason": "Amendment 2 came back signed",
  "dry_run": true
}"#;

pub(super) const RECORDED: &str = concat!(
    r#"{ "statement": "#,
    statement!(),
    r#",
  "tickets": [
    {
      "number": "INF-1042",
      "plan_before": "standard",
      "plan_after": "standard",
      "clocks": [
        {
          "id": "response.1",
          "due_before": "2026-11-18T13:00:00Z",
          "due_after": "2026-11-18T09:30:00Z",
          "breached_before": null,
          "breached_after": "2026-11-18T09:30:00Z"
        }
      ]
    }
  ]
}"#
);

macro_rules! contact {
    () => {
        r#"{
  "id": "019a0000-0000-7000-8000-000000000006",
  "customer": "019a0000-0000-7000-8000-000000000002",
  "name": "Bob Bolt",
  "email": "bob@customer.example.com",
  "language": "en",
  "manager": false,
  "active": true,
  "created_at": "2026-11-18T09:00:00Z"
}"#
    };
}

pub(super) const CONTACT: &str = contact!();

pub(super) const CONTACT_PAGE: &str =
    concat!(r#"{ "contacts": ["#, contact!(), r#"], "next": null }"#);

pub(super) const POLICY: &str = r#"{
  "version": "5e0c8b7a",
  "name": "Support policy",
  "version_name": "2026.1",
  "effective": "2026-01-01",
  "languages": ["en"],
  "severities": [{ "number": 1, "name": "Critical" }, { "number": 2, "name": "High" }],
  "severity_default": 2,
  "priorities": [{ "id": "urgent", "name": "Urgent" }, { "id": "normal", "name": "Normal" }],
  "priority_default": "normal",
  "levels": [{ "number": 1, "name": "First contact" }],
  "plans": [{ "id": "standard", "name": "Standard" }]
}"#;

pub(super) const STREAM: &str = "event: ticket\ndata: {\"ticket\":\
    \"019a0000-0000-7000-8000-000000000001\",\"number\":\"INF-1042\",\"sequence\":4}\n\n";
