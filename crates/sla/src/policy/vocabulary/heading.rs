//! The file itself, its heading, hours, plans, severities, levels, channels, and
//! the texts around them.

use super::{CLAUSE, Definition, Given, OPERATING, ROOT, Shape, key, need, table, words};
use crate::policy::channel::CHANNELS;

pub(super) static TABLES: &[Definition] = &[
    table(
        ROOT,
        "One TOML file is one policy.",
        &[
            need("format", Shape::Format, "the version of this language"),
            need("policy", Shape::Table("[policy]"), "the heading"),
            key(
                "calendar",
                Shape::ByName(&Shape::Table("[calendar.ID]")),
                "opening hours",
            ),
            key(
                "plan",
                Shape::ByName(&Shape::Table("[plan.ID]")),
                "what a customer can buy",
            ),
            key(
                "severity",
                Shape::Table("[severity]"),
                "severities and who sets them",
            ),
            key(
                "priority",
                Shape::Table("[priority]"),
                "how urgently requests are handled",
            ),
            key(
                "group",
                Shape::ByName(&Shape::Table("[group.ID]")),
                "other scales on the same severities",
            ),
            key(
                "level",
                Shape::ByName(&Shape::Table("[level.ID]")),
                "who works on what",
            ),
            key(
                "channel",
                Shape::ByName(&Shape::Table("[channel.ID]")),
                "the ways by which requests come",
            ),
            key(
                "target",
                Shape::Tables("[[target]]"),
                "promises with a time",
            ),
            key("duty", Shape::Tables("[[duty]]"), "work without a break"),
            key(
                "rating",
                Shape::Table("[rating]"),
                "how a closed ticket is rated",
            ),
            key(
                "text",
                Shape::ByName(&Shape::Text),
                "texts sent to customers, by id",
            ),
            key(
                "information",
                Shape::Table("[information]"),
                "what a report must tell",
            ),
            key(
                "questionnaire",
                Shape::Tables("[[questionnaire]]"),
                "questions that find level or severity",
            ),
            key(
                "lowering",
                Shape::Table("[lowering]"),
                "what becomes of a severity after a workaround",
            ),
            key(
                "discretion",
                Shape::Table("[discretion]"),
                "which tickets you may close by yourself",
            ),
            key(
                "inactivity",
                Shape::Table("[inactivity]"),
                "when a ticket nobody works on is closed",
            ),
            key(
                "coverage",
                Shape::Table("[coverage]"),
                "what the contract covers",
            ),
            key(
                "period",
                Shape::ByName(&Shape::Table("[period.ID]")),
                "periods that begin with an event of the contract",
            ),
            key(
                "compatibility",
                Shape::Tables("[[compatibility]]"),
                "the systems the product works with",
            ),
            key("release", Shape::Table("[release]"), "patches and versions"),
            key(
                "maintenance-window",
                Shape::Table("[maintenance-window]"),
                "the customer's hours for planned outages",
            ),
            key(
                "complaint",
                Shape::Table("[complaint]"),
                "how one complains",
            ),
            key(
                "suggestion",
                Shape::Table("[suggestion]"),
                "where suggestions go",
            ),
            key(
                "variation",
                Shape::Table("[variation]"),
                "work outside the contract",
            ),
            key(
                "customisation",
                Shape::Table("[customisation]"),
                "features made for one customer",
            ),
            key("payment", Shape::Table("[payment]"), "payment terms"),
            key(
                "charge",
                Shape::Tables("[[charge]]"),
                "what is charged beside the contract",
            ),
            key(
                "service",
                Shape::Tables("[[service]]"),
                "what you do and do not do",
            ),
            key(
                "readiness",
                Shape::Table("[readiness]"),
                "what must be there before work begins",
            ),
            key(
                "term",
                Shape::Tables("[[term]]"),
                "terms that are only shown",
            ),
            key(
                "note",
                Shape::Tables("[[note]]"),
                "notes for whoever keeps the file",
            ),
            key(
                "unstated",
                Shape::Tables("[[unstated]]"),
                "what the text leaves open",
            ),
            key("case", Shape::Tables("[[case]]"), "golden cases"),
        ],
    ),
    table(
        "[policy]",
        "The heading: what the policy is called, since when, for whom.",
        &[
            need("name", Shape::Line, "its name"),
            need(
                "version",
                Shape::Line,
                "your own name for this state of the text",
            ),
            need(
                "languages",
                Shape::Lines,
                "codes of its languages; texts without one are in the first",
            ),
            need("effective", Shape::Date, "the date from which it holds"),
            key("review", Shape::Text, "when and how it is reviewed"),
            key(
                "notice",
                Shape::Time,
                "how long before it takes effect a change is announced",
            ),
            key(
                "running",
                Shape::Word(|| words(&crate::policy::heading::RUNNING)),
                "what becomes of open tickets: they keep the version they were received under \
                 (`stay`, where nothing is said), or from the day it takes effect it governs \
                 them too (`move`)",
            ),
            key("purpose", Shape::Text, "what it is for"),
            key("scope", Shape::Text, "whom it is for"),
            key(
                "metrics",
                Shape::Lines,
                "measures of your own, beside those every policy knows",
            ),
            key(
                "calendar",
                Shape::Line,
                "the calendar where no plan and no target names another",
            ),
        ],
    ),
    table(
        "[calendar.ID]",
        "Opening hours in a time zone. `always` is there without being declared.",
        &[
            need("zone", Shape::Line, "a time zone of the IANA database"),
            need(
                "weekly",
                Shape::ByName(&Shape::Hours),
                "hours by day: `mon-fri = \"09:00-17:00\"`",
            ),
            key(
                "closed",
                Shape::ByName(&Shape::Line),
                "closed dates with their names",
            ),
            key(
                "special",
                Shape::ByName(&Shape::Hours),
                "dates with hours of their own",
            ),
            key(
                "operating",
                Shape::Words(|| vec!["zone", "weekly"]),
                "which parts the text does not state",
            ),
            CLAUSE,
        ],
    ),
    table(
        "[plan.ID]",
        "A tier that a customer can buy.",
        &[
            need("name", Shape::Text, "its name"),
            key("means", Shape::Text, "what it is"),
            key("calendar", Shape::Line, "the calendar of its hours"),
            key(
                "channels",
                Shape::Words(|| CHANNELS.to_vec()),
                "the channels it may use; none named: all",
            ),
            OPERATING,
            CLAUSE,
        ],
    ),
    Definition {
        title: "[severity]",
        means: "Who sets the severity, and the severities themselves.",
        keys: &[
            key(
                "default",
                Shape::Number,
                "what a request has that nobody classified",
            ),
            key("set-by", Shape::Text, "who sets it first"),
            key("changed-by", Shape::Text, "who may change it"),
            key(
                "change",
                Shape::Word(|| words(&crate::policy::severity::CHANGES)),
                "whether a change needs the customer's agreement",
            ),
            key(
                "counts-from",
                Shape::Word(|| words(&crate::policy::severity::COUNTS_FROM)),
                "what the promises of a new severity count from",
            ),
            OPERATING,
            CLAUSE,
        ],
        given: Some(Given {
            name: "a number, 1 the gravest",
            shape: Shape::Table("[severity.ID]"),
        }),
    },
    table(
        "[severity.ID]",
        "One severity.",
        &[
            need("name", Shape::Text, "its name"),
            key("means", Shape::Text, "what it means"),
            key("examples", Shape::Texts, "what belongs to it"),
            key(
                "disqualified",
                Shape::Texts,
                "what looks like it and does not qualify",
            ),
            key(
                "without-a-break",
                Shape::Flag,
                "true where it is worked on without a break",
            ),
        ],
    ),
    Definition {
        title: "[priority]",
        means: "Who sets the priority, and the priorities themselves, most urgent first.",
        keys: &[
            key(
                "default",
                Shape::Line,
                "what a request has whose priority nobody chose",
            ),
            key("set-by", Shape::Text, "who sets it first"),
            key("changed-by", Shape::Text, "who may change it"),
            OPERATING,
            CLAUSE,
        ],
        given: Some(Given {
            name: "a word, by which targets name it",
            shape: Shape::Table("[priority.ID]"),
        }),
    },
    table(
        "[priority.ID]",
        "One priority.",
        &[
            need("name", Shape::Text, "its name"),
            key("means", Shape::Text, "what it means"),
        ],
    ),
    table(
        "[group.ID]",
        "Several severities under one name.",
        &[
            need("severity", Shape::Numbers, "the severities"),
            OPERATING,
        ],
    ),
    table(
        "[level.ID]",
        "A level of support; its id is its number.",
        &[
            need("name", Shape::Text, "its name"),
            need("does", Shape::Texts, "what it does"),
            key("hands-over", Shape::Text, "when it hands a ticket on"),
            key(
                "told",
                Shape::Reason,
                "why a ticket was handed to it, as the customer reads it",
            ),
            key(
                "sees",
                Shape::Text,
                "what its people may see that others may not",
            ),
            CLAUSE,
        ],
    ),
    table(
        "[channel.ID]",
        "A way by which requests come: `portal`, `mail`, `chat`, `phone`, `social`, `api`. A policy that names any is closed to the others.",
        &[
            key(
                "accepted",
                Shape::Flag,
                "false: what comes this way is answered with `instead`",
            ),
            key(
                "from",
                Shape::Word(|| vec!["anyone", "registered"]),
                "who may use it",
            ),
            key(
                "instead",
                Shape::Text,
                "the notice to whoever is refused; needed where somebody is",
            ),
            key("addresses", Shape::Lines, "your own addresses"),
            key(
                "identify",
                Shape::Text,
                "what a caller tells so that the contract is found",
            ),
            key("preferred", Shape::Flag, "true for the way you prefer"),
            CLAUSE,
        ],
    ),
    table(
        "[rating]",
        "How the customer rates a closed ticket.",
        &[
            need("scale", Shape::Texts, "the answers, best first"),
            key("question", Shape::Text, "what is asked"),
            OPERATING,
            CLAUSE,
        ],
    ),
    table(
        "[[unstated]]",
        "Something the text leaves open, and what you do about it.",
        &[
            need("what", Shape::Text, "what is not stated"),
            key("we-use", Shape::Text, "your own choice, never a promise"),
            CLAUSE,
        ],
    ),
];
