//! The policy that is changed, and what each change is told as.

use sla::policy::{Effect, Part};

pub(crate) const BASE: &str = r#"format = 1
[policy]
name      = "Nordwind Support Policy"
version   = "2026.1"
languages = ["en", "fr"]
effective = 2026-01-01
notice    = "3 months"
calendar  = "office"

[calendar.office]
zone    = "America/Denver"
weekly  = { mon-fri = "08:00-17:00" }
closed  = { 2026-12-25 = "Christmas" }

[plan.silver]
name     = "Silver"
calendar = "office"

[plan.gold]
name     = "Gold"
calendar = "always"
channels = ["portal", "phone"]

[severity]
default = 2

[severity.1]
name  = { en = "Critical", fr = "Critique" }
without-a-break = false

[severity.2]
name = { en = "Minor", fr = "Mineure" }

[severity.3]
name = { en = "Question", fr = "Question" }

[group]
low = { severity = [2, 3] }

[level.1]
name = { en = "Front", fr = "Accueil" }
does = []

[channel.portal]
[channel.phone]
[channel.mail]
from    = "registered"
instead = { en = "Register.", fr = "Inscrivez-vous." }

[[target]]
id        = "response"
metric    = "first response"
within    = { 1 = "1h", 2-3 = "4h" }
warn      = { 1 = "45m", 2-3 = "3h" }
keep      = "90% of tickets received per month"
paused-by = ["customer"]
clause    = "Response times"

[[target]]
id       = "night"
metric   = "first response"
received = "outside office"
within   = { 1 = "24h elapsed" }
firmness = "attempts"
clause   = "Nights"

[[target]]
id     = "resolution"
metric = "resolution"
within = "3 working days"
clause = "Resolution times"

[[target]]
id       = "steering"
metric   = "resolution"
audience = "internal"
within   = "16h"
clause   = "Indicators"

[[duty]]
id          = "endurance"
severity    = 1
longest-gap = "2h"
hand-over   = "30m"
calendar    = "always"
clause      = "Critical failures"

[rating]
scale = [{ en = "Good", fr = "Bien" }, { en = "Bad", fr = "Mal" }]

[text]
hello = { en = "Hello", fr = "Bonjour" }

[[unstated]]
what = { en = "Holidays", fr = "Jours fériés" }
"#;

/// A line of [`BASE`], what stands in its place, and the changes: part, effect and
/// English words of each.
pub(crate) type Case = (
    &'static str,
    &'static str,
    &'static [(Part, Effect, &'static str)],
);

pub(crate) const CASES: &[Case] = &[
    ("# nothing", "", &[]),
    (
        "within    = { 1 = \"1h\", 2-3 = \"4h\" }",
        "within    = { 1 = \"1h\", 2-3 = \"8h\" }",
        &[(
            Part::Target,
            Effect::Worse,
            "Severities 2, 3, first response: within 8 hours of opening time (before: within 4 hours of opening time)",
        )],
    ),
    (
        "within    = { 1 = \"1h\", 2-3 = \"4h\" }",
        "within    = { 1 = \"under 1h\", 2 = \"3h30m\", 3 = \"unstated, we use 4h\" }",
        &[
            (
                Part::Target,
                Effect::Better,
                "Severity 1, first response: in under 1 hour of opening time (before: within 1 hour of opening time)",
            ),
            (
                Part::Target,
                Effect::Better,
                "Severity 2, first response: within 3 hours 30 minutes of opening time (before: within 4 hours of opening time)",
            ),
            (
                Part::Target,
                Effect::Worse,
                "Severity 3, first response: not stated; our own value is within 4 hours of opening time (before: within 4 hours of opening time)",
            ),
        ],
    ),
    (
        "within = \"3 working days\"",
        "within = \"9h\"",
        &[(
            Part::Target,
            Effect::Better,
            "Severities 1, 2, 3, resolution: within 9 hours of opening time (before: within 3 working days)",
        )],
    ),
    // Longer for Silver, whose day has nine hours; shorter for Gold, whose day has all.
    (
        "within = \"3 working days\"",
        "within = \"30h\"",
        &[(
            Part::Target,
            Effect::Mixed,
            "Severities 1, 2, 3, resolution: within 30 hours of opening time (before: within 3 working days)",
        )],
    ),
    (
        "within = \"3 working days\"",
        "within = \"none, usually 24h\"",
        &[(
            Part::Target,
            Effect::Worse,
            "Severities 1, 2, 3, resolution: no promise, usually 24 hours (before: within 3 working days)",
        )],
    ),
    (
        "keep      = \"90% of tickets received per month\"",
        "keep      = { 1 = \"95% of tickets received per month\", 2 = \"90% of tickets received per month\" }",
        &[
            (
                Part::Target,
                Effect::Better,
                "Severity 1, first response, kept in: 95% of tickets received per calendar month (before: 90% of tickets received per calendar month)",
            ),
            (
                Part::Target,
                Effect::Worse,
                "Severity 3, first response, kept in: dropped (before: 90% of tickets received per calendar month)",
            ),
        ],
    ),
    (
        "paused-by = [\"customer\"]",
        "paused-by = [\"customer\", \"supplier\"]",
        &[(
            Part::Target,
            Effect::Worse,
            "First response, rests while waiting for: the customer, a supplier (before: the customer)",
        )],
    ),
    (
        "firmness = \"attempts\"\n",
        "",
        &[(
            Part::Target,
            Effect::Better,
            "First response (received outside office), how firmly: promised (before: attempted)",
        )],
    ),
    (
        "received = \"outside office\"\n",
        "kind     = \"question\"\n",
        &[(
            Part::Target,
            Effect::Mixed,
            "First response (question), applies to: question (before: received outside office)",
        )],
    ),
    (
        "metric = \"resolution\"\nwithin = \"3 working days\"\nclause",
        "metric = \"resolution\"\nstarts = \"complete report\"\nwithin = \"3 working days\"\nclause",
        &[(
            Part::Target,
            Effect::Worse,
            "Resolution, counted from: a complete report (before: receipt)",
        )],
    ),
    (
        "weekly  = { mon-fri = \"08:00-17:00\" }",
        "weekly  = { mon-sat = \"08:00-17:00\" }",
        &[(
            Part::Calendar,
            Effect::Better,
            "Calendar office: Mon-Sat 08:00-17:00 (before: Mon-Fri 08:00-17:00)",
        )],
    ),
    (
        "zone    = \"America/Denver\"",
        "zone    = \"America/Phoenix\"",
        &[(
            Part::Calendar,
            Effect::Mixed,
            "Calendar office, time zone: America/Phoenix (before: America/Denver)",
        )],
    ),
    (
        "closed  = { 2026-12-25 = \"Christmas\" }",
        "closed  = { 2026-12-25 = \"Christmas\", 2026-12-26 = \"\", 2027-01-01 = \"New Year\" }",
        &[
            (
                Part::Calendar,
                Effect::Neutral, // a Saturday
                "Calendar office, closed on 2026-12-26: closed (new)",
            ),
            (
                Part::Calendar,
                Effect::Worse,
                "Calendar office, closed on 2027-01-01: New Year (new)",
            ),
        ],
    ),
    (
        "calendar = \"always\"",
        "calendar = \"office\"",
        &[(
            Part::Plan,
            Effect::Worse,
            "Plan Gold: office (before: always)",
        )],
    ),
    (
        "channels = [\"portal\", \"phone\"]",
        "channels = [\"portal\"]",
        &[(
            Part::Plan,
            Effect::Worse,
            "Plan Gold, channels: Portal (before: Portal, Phone)",
        )],
    ),
    (
        "channels = [\"portal\", \"phone\"]\n",
        "",
        &[(
            Part::Plan,
            Effect::Better,
            "Plan Gold, channels: dropped (before: Portal, Phone)",
        )],
    ),
    (
        "[severity]\n",
        "[plan.basic]\nname = \"Basic\"\nmeans = \"The least\"\ncalendar = \"office\"\n[severity]\n",
        &[(Part::Plan, Effect::Neutral, "Plan Basic: office (new)")],
    ),
    (
        "without-a-break = false",
        "without-a-break = true",
        &[(
            Part::Severity,
            Effect::Better,
            "Severity 1, worked on without a break: yes (before: no)",
        )],
    ),
    (
        "name = { en = \"Minor\", fr = \"Mineure\" }",
        "name = { en = \"Small\", fr = \"Petite\" }",
        &[(
            Part::Severity,
            Effect::Neutral,
            "Severity 2: “Small” (before: “Minor”)",
        )],
    ),
    (
        "longest-gap = \"2h\"",
        "longest-gap = \"3h\"",
        &[(
            Part::Target,
            Effect::Worse,
            "Severity 1, continuous work: the next act of work within 3 hours of opening time (before: the next act of work within 2 hours of opening time)",
        )],
    ),
    (
        "hand-over   = \"30m\"",
        "hand-over   = \"15m\"",
        &[(
            Part::Target,
            Effect::Better,
            "Severity 1, take-over: within 15 minutes of opening time (before: within 30 minutes of opening time)",
        )],
    ),
    (
        "longest-gap = \"2h\"",
        "longest-gap = \"2h\"\nbegins-with = \"acknowledged\"\nuntil = \"workaround given\"",
        &[
            (
                Part::Target,
                Effect::Neutral,
                "Continuous work, kept by: work begun, responded, fix released, workaround given, resolved (before: work begun, responded, fix released, resolved)",
            ),
            (
                Part::Target,
                Effect::Neutral,
                "Continuous work, begins with: acknowledged (before: the request itself)",
            ),
            (
                Part::Target,
                Effect::Neutral,
                "Continuous work, until: workaround given, resolved (before: resolved)",
            ),
            (
                Part::Target,
                Effect::Neutral,
                "Take-over, kept by: work begun, workaround given, resolved (before: work begun, resolved)",
            ),
        ],
    ),
    (
        "default = 2",
        "default = 3",
        &[(
            Part::Severity,
            Effect::Neutral,
            "Severities, severity where nobody chose one: 3 (before: 2)",
        )],
    ),
    (
        "[channel.phone]\n",
        "",
        &[(
            Part::Channel,
            Effect::Worse,
            "Phone, open: no (before: yes)",
        )],
    ),
    (
        "from    = \"registered\"\n",
        "",
        &[(
            Part::Channel,
            Effect::Better,
            "Mail, for registered people only: no (before: yes)",
        )],
    ),
    (
        "notice    = \"3 months\"",
        "notice    = \"1 month\"",
        &[(
            Part::Heading,
            Effect::Worse,
            "Notice of changes: within 1 month (before: within 3 months)",
        )],
    ),
    (
        "notice    = \"3 months\"\n",
        "notice    = \"3 months\"\nrunning   = \"move\"\n",
        &[(
            Part::Heading,
            Effect::Neutral,
            "Also for running tickets: yes (before: no)",
        )],
    ),
    (
        "version   = \"2026.1\"",
        "version   = \"2026.2\"",
        &[(
            Part::Heading,
            Effect::Neutral,
            "Version: 2026.2 (before: 2026.1)",
        )],
    ),
    (
        "hello = { en = \"Hello\", fr = \"Bonjour\" }",
        "hello = { en = \"Hi\", fr = \"Bonjour\" }",
        &[(
            Part::Text,
            Effect::Neutral,
            "Text hello: “Hi” (before: “Hello”)",
        )],
    ),
    (
        "name = { en = \"Front\", fr = \"Accueil\" }",
        "name = { en = \"Desk\", fr = \"Accueil\" }",
        &[(
            Part::Level,
            Effect::Neutral,
            "Level 1: “Desk” (before: “Front”)",
        )],
    ),
    (
        "scale = [{ en = \"Good\", fr = \"Bien\" }, { en = \"Bad\", fr = \"Mal\" }]",
        "scale = [{ en = \"Good\", fr = \"Bien\" }]",
        &[(
            Part::Rating,
            Effect::Neutral,
            "Rating: “Good” (before: “Good”, “Bad”)",
        )],
    ),
    (
        "[[unstated]]\nwhat = { en = \"Holidays\", fr = \"Jours fériés\" }\n",
        "",
        &[(
            Part::Gap,
            Effect::Neutral,
            "Holidays: dropped (before: not stated)",
        )],
    ),
];

/// What customers never read of: the vendor's own thresholds and scales.
pub(crate) const INTERNAL: &[(&str, &str, &str)] = &[
    (
        "warn      = { 1 = \"45m\", 2-3 = \"3h\" }",
        "warn      = { 1 = \"30m\", 2-3 = \"3h\" }",
        "Severity 1, first response, warning: within 30 minutes of opening time (before: within 45 minutes of opening time)",
    ),
    (
        "within   = \"16h\"",
        "within   = \"8h\"",
        "Severities 1, 2, 3, resolution: within 8 hours of opening time (before: within 16 hours of opening time)",
    ),
    (
        "low = { severity = [2, 3] }",
        "low = { severity = [3] }",
        "Group low: 3 (before: 2, 3)",
    ),
];
