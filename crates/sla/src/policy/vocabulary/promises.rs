//! Promises with a time, the statements beside them, and golden cases.

use super::{Definition, Given, Shape, key, need, table, words};
use crate::policy::{
    channel::CHANNELS,
    names::{
        ACTS, AFTER_PAUSES, ANCHORS, AUDIENCES, FIRMNESSES, KINDS, METRICS, PAUSES, STARTS, STATES,
    },
    parts::{CAUSES, CONTRACTS, COVERAGES, MODIFIERS},
    step::FACTS,
};

pub(super) static TABLES: &[Definition] = &[
    table(
        "[[target]]",
        "One promise. For each metric and audience the one with most conditions applies to a request.",
        &[
            need("id", Shape::Line, "clocks are addressed by it"),
            need(
                "metric",
                Shape::Either(&Shape::Word(|| words(&METRICS)), &Shape::Line),
                "what is measured; a measure of your own stands in `metrics` of `[policy]`",
            ),
            need(
                "within",
                Shape::BySeverity(&Shape::Time),
                "the time it gives",
            ),
            key("warn", Shape::BySeverity(&Shape::Time), "when to warn"),
            key(
                "keep",
                Shape::BySeverity(&Shape::Share),
                "the share that is to be kept",
            ),
            key("severity", Shape::Numbers, "only for these severities"),
            key(
                "kind",
                Shape::Words(|| words(&KINDS)),
                "only for these kinds of ticket",
            ),
            key("plan", Shape::Lines, "only for these plans"),
            key(
                "channel",
                Shape::Words(|| CHANNELS.to_vec()),
                "only for what came by these channels",
            ),
            key(
                "received",
                Shape::Line,
                "`inside CALENDAR` or `outside CALENDAR`",
            ),
            key(
                "audience",
                Shape::Word(|| words(&AUDIENCES)),
                "promised to customers, or what you steer by",
            ),
            key("calendar", Shape::Line, "the calendar it is measured in"),
            key(
                "starts",
                Shape::Word(|| words(&STARTS)),
                "where its clock starts",
            ),
            key(
                "satisfied-by",
                Shape::AllOf(|| words(&ACTS)),
                "the acts that keep it; none named: any public message by staff",
            ),
            key(
                "paused-by",
                Shape::Words(|| words(&PAUSES)),
                "the pauses it honours",
            ),
            key(
                "anchor",
                Shape::Word(|| words(&ANCHORS)),
                "the event from which it counts; `receipt`, if not given",
            ),
            key("priority", Shape::Lines, "only for these priorities"),
            key(
                "after-pause",
                Shape::Word(|| words(&AFTER_PAUSES)),
                "what a pause does to a time in days",
            ),
            key(
                "firmness",
                Shape::Word(|| words(&FIRMNESSES)),
                "how firmly it is promised; `attempts`: measured, never a breach",
            ),
            need(
                "clause",
                Shape::Line,
                "where the published text says it, in your own words",
            ),
            key("says", Shape::Text, "the statement, in your own words"),
            key(
                "governs",
                Shape::Line,
                "why this statement governs where the text contradicts itself",
            ),
            key(
                "written",
                Shape::Tables("[[written]]"),
                "other statements of the same promise",
            ),
        ],
    ),
    table(
        "[[duty]]",
        "Work without a break: its gaps have clocks under its id, taking over has one under `ID-hand-over`.",
        &[
            need("id", Shape::Line, "clocks are addressed by it"),
            need(
                "longest-gap",
                Shape::BySeverity(&Shape::Time),
                "how long it may rest between two acts of work",
            ),
            key(
                "warn",
                Shape::BySeverity(&Shape::Time),
                "when to warn that a gap is about to become too long",
            ),
            key(
                "hand-over",
                Shape::BySeverity(&Shape::Time),
                "within what whoever takes over says that work has begun",
            ),
            key("severity", Shape::Numbers, "only for these severities"),
            key("priority", Shape::Lines, "only for these priorities"),
            key(
                "kind",
                Shape::Words(|| words(&KINDS)),
                "only for these kinds of ticket",
            ),
            key("plan", Shape::Lines, "only for these plans"),
            key(
                "channel",
                Shape::Words(|| CHANNELS.to_vec()),
                "only for what came by these channels",
            ),
            key(
                "received",
                Shape::Line,
                "`inside CALENDAR` or `outside CALENDAR`",
            ),
            key(
                "audience",
                Shape::Word(|| words(&AUDIENCES)),
                "promised to customers, or what you steer by",
            ),
            key(
                "calendar",
                Shape::Line,
                "the calendar of the duty; that of the plan, if not given",
            ),
            key(
                "begins-with",
                Shape::Words(|| words(&ACTS)),
                "the acts with any of which it begins; the request itself, if not given",
            ),
            key(
                "work",
                Shape::Words(|| words(&ACTS)),
                "the acts that count as work; if not given: work begun, any public message by staff, a published fix",
            ),
            key(
                "until",
                Shape::Words(|| words(&ACTS)),
                "the acts with any of which it is over, beside the resolution",
            ),
            key(
                "paused-by",
                Shape::Words(|| words(&PAUSES)),
                "the pauses it honours",
            ),
            key(
                "firmness",
                Shape::Word(|| words(&FIRMNESSES)),
                "how firmly it is promised; `attempts`: measured, never a breach",
            ),
            need(
                "clause",
                Shape::Line,
                "where the published text says it, in your own words",
            ),
            key("says", Shape::Text, "the statement, in your own words"),
        ],
    ),
    table(
        "[[written]]",
        "`[[target.written]]`: a statement as the text writes it, beside the one that governs.",
        &[
            need("clause", Shape::Line, "where it stands"),
            key(
                "within",
                Shape::BySeverity(&Shape::Line),
                "its times, as they are written",
            ),
            key(
                "satisfied-by",
                Shape::AllOf(|| words(&ACTS)),
                "the acts it names",
            ),
        ],
    ),
    table(
        "[[case]]",
        "A golden case: a policy is published only while it holds. The report is complete, and nothing has been done yet.",
        &[
            need("name", Shape::Line, "what it shows"),
            need("report", Shape::Table("`report`"), "what comes in"),
            key(
                "then",
                Shape::Tables("[[then]]"),
                "what happens after the report, in order",
            ),
            key(
                "look",
                Shape::Instant,
                "when the clocks are looked at; at the last step, if not given",
            ),
            key(
                "expect",
                Shape::Table("`expect`"),
                "what is due, and what is decided",
            ),
            key(
                "promises",
                Shape::Lines,
                "the ids of all targets that apply",
            ),
            key(
                "accepted",
                Shape::Flag,
                "whether the channel takes the report",
            ),
        ],
    ),
    table(
        "`report`",
        "What is reported in a case. What is left out of coverage is not known.",
        &[
            need("at", Shape::Instant, "when it is received"),
            key("severity", Shape::Number, "its severity"),
            key(
                "anchor",
                Shape::Word(|| words(&ANCHORS)),
                "the event that is reported; `receipt`, if not given",
            ),
            key("priority", Shape::Line, "its priority"),
            key(
                "release",
                Shape::Instant,
                "when the release that it is tied to comes out",
            ),
            key("plan", Shape::Line, "the customer's plan"),
            key(
                "kind",
                Shape::Word(|| words(&KINDS)),
                "`incident`, if not given",
            ),
            key(
                "channel",
                Shape::Word(|| CHANNELS.to_vec()),
                "`portal`, if not given",
            ),
            key(
                "registered",
                Shape::Flag,
                "whether the sender is registered; true, if not given",
            ),
            key(
                "subject",
                Shape::Line,
                "a subject of the coverage table, or `other`",
            ),
            key(
                "cause",
                Shape::Word(|| words(&CAUSES)),
                "what the problem comes from",
            ),
            key(
                "modified-by",
                Shape::Word(|| words(&MODIFIERS)),
                "who changed the software",
            ),
            key(
                "permission",
                Shape::Flag,
                "whether the change had written permission",
            ),
            key(
                "contract",
                Shape::Word(|| words(&CONTRACTS)),
                "the state of the contract",
            ),
            key("during", Shape::Lines, "the periods that run"),
            key(
                "answers",
                Shape::ByName(&Shape::Lines),
                "answers, by the id of their questionnaire",
            ),
        ],
    ),
    Definition {
        title: "`expect`",
        means: "What a case expects: instants by the id of a target, or of one of its cycles, and decisions.",
        keys: &[
            key(
                "coverage",
                Shape::Word(|| words(&COVERAGES)),
                "what the coverage table decides",
            ),
            key(
                "row",
                Shape::Line,
                "the row of the coverage table that decides",
            ),
            key(
                "level",
                Shape::Number,
                "the level that the answers find, else the first",
            ),
            key(
                "severity",
                Shape::Number,
                "the severity that the answers find, else the default",
            ),
        ],
        given: Some(Given {
            name: "the id of a target: its due instant, `no promise` or `no deadline`",
            shape: Shape::Either(&Shape::Instant, &Shape::Table("`expect.ID`")),
        }),
    },
    table(
        "`expect.ID`",
        "Instants of one target; those left out are not compared.",
        &[
            key("start", Shape::Instant, "when its clock starts"),
            key("warn", Shape::Instant, "when it warns"),
            key("due", Shape::Instant, "when it is due"),
            key("met", Shape::Instant, "when it was met"),
            key("breached", Shape::Instant, "when it was breached"),
            key(
                "state",
                Shape::Word(|| words(&STATES)),
                "what its clock shows",
            ),
        ],
    ),
    table(
        "[[then]]",
        "One step of a case, which says one thing beside `at`.",
        &[
            need("at", Shape::Instant, "when it happens"),
            key("severity", Shape::Number, "the severity is agreed"),
            key("priority", Shape::Line, "the priority is set"),
            key("act", Shape::Word(|| words(&ACTS)), "staff does this"),
            key("pause", Shape::Word(|| words(&PAUSES)), "it rests for this"),
            key("fact", Shape::Word(|| words(&FACTS)), "this happens"),
        ],
    ),
];

/// The text of a contract's overrides, which is no policy file.
pub(super) static CONTRACT: &[Definition] = &[
    table(
        "the contract's overrides",
        "What a contract promises otherwise than the policy, in a text of its own.",
        &[key(
            "override",
            Shape::Tables("[[override]]"),
            "single targets",
        )],
    ),
    table(
        "[[override]]",
        "One target, otherwise than in the policy.",
        &[
            need("target", Shape::Line, "the id of the target"),
            key("severity", Shape::Numbers, "only for these severities"),
            key("within", Shape::Time, "the time it gives"),
            key("warn", Shape::Time, "when to warn"),
            key("keep", Shape::Share, "the share that is to be kept"),
            key("calendar", Shape::Line, "the calendar it is measured in"),
            need("clause", Shape::Line, "where the contract says so"),
        ],
    ),
];
