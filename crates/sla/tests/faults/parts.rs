//! Faults in the parts that run no clock, added at the end of the sound policy.

/// Code, nothing that is replaced, and the fault.
pub(crate) const FAULTS: &[(&str, &str, &str)] = &[
    (
        "endless-questionnaire",
        "",
        "[level.1]\nname = \"One\"\ndoes = \"All\"\n[[questionnaire]]\nid = \"level\"\nfinds = \"level\"\n\
         question = [{ id = \"q\", asks = \"Q?\", answer = [{ says = \"Yes\", level = 1 }, §{ says = \"No\", to = \"q\" }] }]",
    ),
    (
        "unreachable-question",
        "",
        "[level.1]\nname = \"One\"\ndoes = \"All\"\n[[questionnaire]]\nid = \"level\"\nfinds = \"level\"\n\
         question = [{ id = \"q\", asks = \"Q?\", answer = [{ says = \"Yes\", level = 1 }] },\n\
         §{ id = \"r\", asks = \"R?\", answer = [{ says = \"Yes\", level = 1 }] }]",
    ),
    (
        "shadowed-row",
        "",
        "[coverage]\notherwise = \"covered\"\nsubject.training = \"Training\"\n\
         [[coverage.row]]\nid = \"all\"\nkind = [\"question\", \"incident\"]\ndecision = \"covered\"\n\
         [[coverage.row]]\nid = §\"never\"\nkind = \"question\"\nsubject = \"training\"\ndecision = \"billable\"",
    ),
    (
        "unknown-reference",
        "",
        "[coverage]\notherwise = \"covered\"\n[[coverage.row]]\nid = \"t\"\nsubject = §\"trainnig\"\ndecision = \"billable\"",
    ),
    (
        "unknown-reference",
        "",
        "[coverage]\notherwise = \"covered\"\n[[coverage.row]]\nid = \"t\"\nduring = §\"warranty\"\ndecision = \"covered\"",
    ),
    (
        "unknown-reference",
        "",
        "[coverage]\notherwise = \"covered\"\n[[coverage.row]]\nid = §\"t\"\ndecision = \"covered\"\nlevel = 7",
    ),
    (
        "unknown-reference",
        "",
        "[[questionnaire]]\nid = \"s\"\nfinds = \"severity\"\n\
         question = [{ id = \"q\", asks = \"Q?\", answer = [§{ says = \"Yes\", severity = 9 }] }]",
    ),
    (
        "unknown-reference",
        "",
        "[[questionnaire]]\nid = \"s\"\nfinds = \"severity\"\n\
         question = [{ id = \"q\", asks = \"Q?\", answer = [§{ says = \"Yes\", to = \"nowhere\" }] }]",
    ),
    (
        "unknown-reference",
        "",
        "[complaint]\nstep = [{ id = \"a\", owner = \"O\", does = \"D\", target = §\"nothing\" }]",
    ),
    (
        "unknown-reference",
        "",
        "[lowering]\nseverity = §9\nafter = \"workaround given\"",
    ),
    (
        "missing-key",
        "",
        "§[[questionnaire]]\nid = \"level\"\nfinds = \"level\"",
    ),
    (
        "missing-key",
        "",
        "[[questionnaire]]\nid = \"s\"\nfinds = \"severity\"\n\
         question = [{ id = \"q\", asks = \"Q?\", answer = [§{ says = \"Yes\" }] }]",
    ),
    (
        "missing-key",
        "",
        "[information]\nitem = [§{ id = \"build\", asks = \"Which?\", need = \"conditional\" }]",
    ),
    (
        "duplicate-id",
        "",
        "[[note]]\nid = \"a\"\nsays = \"A\"\n[[note]]\nid = §\"a\"\nsays = \"B\"",
    ),
    (
        "wrong-duration",
        "",
        "[variation]\nquote-within = §\"14 working days\"",
    ),
    (
        "wrong-value",
        "",
        "[payment]\ninterest-per-month = §\"1,5%\"",
    ),
    (
        "warn-not-before-due",
        "",
        "[inactivity]\ncloses-after = \"14 calendar days\"\nreminds-after = [\"7 calendar days\", §\"14 calendar days\"]",
    ),
    (
        "unstated",
        "",
        "[coverage]\notherwise = \"covered\"\nreason = §\"unstated\"",
    ),
    (
        "unstated",
        "",
        "[inactivity]\ncloses-after = §\"unstated, we use 14 calendar days\"",
    ),
    (
        "unstated",
        "",
        "[[compatibility]]\nsystem = \"Shop\"\nversions = §\"unstated\"",
    ),
    (
        "wrong-value",
        "",
        "[[target]]\nid = §\"level\"\nmetric = \"update\"\nwithin = \"1h\"\nclause = \"U\"",
    ),
    (
        "unknown-reference",
        "",
        "[[case]]\nname = \"c\"\nreport = { at = \"2026-01-05T00:00:00Z\", answers = { §what = [] } }\naccepted = true",
    ),
    (
        "unknown-reference",
        "",
        "[[case]]\nname = \"c\"\nreport = { at = \"2026-01-05T00:00:00Z\", subject = §\"x\" }\naccepted = true",
    ),
    (
        "failed-case",
        "",
        "[coverage]\notherwise = \"covered\"\n[[case]]\nname = \"c\"\n\
         report = { at = \"2026-01-05T00:00:00Z\" }\nexpect = { coverage = §\"billable\" }",
    ),
    (
        "failed-case",
        "",
        "[coverage]\notherwise = \"covered\"\n[[case]]\nname = \"c\"\n\
         report = { at = \"2026-01-05T00:00:00Z\" }\nexpect = { row = §\"training\" }",
    ),
    (
        "failed-case",
        "",
        "[level.1]\nname = \"One\"\ndoes = \"All\"\n[[questionnaire]]\nid = \"q\"\nfinds = \"level\"\n\
         question = [{ id = \"q\", asks = \"Q?\", answer = [{ says = \"Yes\", level = 1 }] }]\n[[case]]\nname = \"c\"\n\
         report = { at = \"2026-01-05T00:00:00Z\", answers = { q = \"Yes\" } }\nexpect = { level = §2 }",
    ),
    (
        "failed-case",
        "",
        "[[case]]\nname = \"c\"\nreport = { at = \"2026-01-05T00:00:00Z\" }\nexpect = { severity = §1 }",
    ),
    (
        "unstated",
        "",
        "[coverage]\notherwise = \"covered\"\n[[coverage.row]]\nid = \"t\"\nkind = \"question\"\n\
         decision = \"billable\"\n§operating = true",
    ),
    (
        "unstated",
        "",
        "[priority]\ndefault = \"low\"\n§operating = true\n[priority.low]\nname = \"Low\"",
    ),
];
