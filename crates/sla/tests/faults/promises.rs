//! Faults in what is promised, to whom and by which hours: a policy that reads and
//! cannot be meant.

/// Code, what is replaced (empty: added at the end), and the fault.
pub(crate) const FAULTS: &[(&str, &str, &str)] = &[
    (
        "limited-hours",
        "[severity.1]",
        "[[duty]]\nid = \"endurance\"\nlongest-gap = \"2h\"\ncalendar = \"office\"\nclause = \"3\"\n\
         [severity.§1]\nwithout-a-break = true",
    ),
    (
        "no-longest-gap",
        "[severity.1]",
        "[severity.§1]\nwithout-a-break = true",
    ),
    (
        "no-longest-gap",
        "",
        "[[duty]]\nid = \"endurance\"\nlongest-gap = { 1 = §\"unstated\" }\nclause = \"3\"",
    ),
    (
        "no-longest-gap",
        "",
        "[[duty]]\nid = \"endurance\"\nlongest-gap = §\"none\"\nclause = \"3\"",
    ),
    (
        "duty-never-begins",
        "",
        "[[duty]]\nid = §\"endurance\"\nlongest-gap = \"2h\"\nbegins-with = \"work begun\"\nclause = \"3\"",
    ),
    (
        "duplicate-id",
        "",
        "[[duty]]\nid = §\"response\"\nlongest-gap = \"2h\"\nclause = \"3\"",
    ),
    (
        "two-targets",
        "",
        "[[duty]]\nid = \"one\"\nlongest-gap = \"2h\"\nclause = \"3\"\n\
         [[duty]]\nid = §\"two\"\nlongest-gap = \"3h\"\nclause = \"3\"",
    ),
    (
        "empty-hours",
        "weekly = { mon-fri = \"08:00-17:00\" }",
        "weekly = { mon-fri = \"08:00-17:00\", sat = §\"00:00-00:00\" }",
    ),
    (
        "overlapping-hours",
        "weekly = { mon-fri = \"08:00-17:00\" }",
        "weekly = { mon-fri = §\"08:00-13:00, 12:00-17:00\" }",
    ),
    (
        "overlapping-hours",
        "weekly = { mon-fri = \"08:00-17:00\" }",
        "weekly = { mon-thu = \"08:00-17:00\", fri = §\"08:00-09:00, 08:30-10:00\" }",
    ),
    (
        "overlapping-hours",
        "weekly = { mon-fri = \"08:00-17:00\" }",
        "weekly = { mon = §\"08:00-17:00\", tue-fri = \"08:00-17:00\", sun = \"22:00-08:01\" }",
    ),
    (
        "overlapping-hours",
        "weekly = { mon-fri = \"08:00-17:00\" }",
        "weekly = { mon-fri = \"08:00-17:00\" }\nspecial = { 2026-12-24 = §\"08:00-10:00, 09:00-11:00\" }",
    ),
    (
        "unstated-hours",
        "weekly = { mon-fri = \"08:00-17:00\" }",
        "weekly = { mon-fri = §\"unstated\" }",
    ),
    (
        "unstated-hours",
        "zone   = \"America/Denver\"",
        "zone   = §\"unstated\"",
    ),
    (
        "closed-and-special",
        "weekly = { mon-fri = \"08:00-17:00\" }",
        "weekly = { mon-fri = \"08:00-17:00\" }\nclosed = { §2027-12-24 = \"Eve\" }\nspecial = { 2027-12-24 = \"08:00-10:00\" }",
    ),
    (
        "holidays-run-out",
        "effective = 2026-01-01\ncalendar  = \"office\"\n\n[calendar.office]",
        "effective = 2026-01-02\ncalendar  = \"office\"\n\n[calendar.§office]\nclosed = { 2026-12-25 = \"Christmas Day\" }",
    ),
    (
        "unused",
        "[plan.gold]",
        "[calendar.§night]\nzone = \"UTC\"\nweekly = { mon-sun = \"22:00-06:00\" }\n[plan.gold]",
    ),
    (
        "no-default-severity",
        "[severity]\ndefault = 2\n\n[severity.1]",
        "[severity.§1]",
    ),
    (
        "no-way-in",
        "[channel.portal]",
        "[channel.§portal]\naccepted = false\ninstead = \"Sorry.\"",
    ),
    (
        "refused-channel",
        "calendar = \"always\"",
        "calendar = \"always\"\nchannels = §[\"portal\", \"phone\"]",
    ),
    (
        "zero-time",
        "within = { 1 = \"1h\", 2 = \"4h\" }",
        "within = { 1 = §\"0m\", 2 = \"4h\" }",
    ),
    (
        "graver-is-slower",
        "within = { 1 = \"1h\", 2 = \"4h\" }\nwarn   = { 1 = \"45m\", 2 = \"3h\" }",
        "within = { 1 = §\"4h\", 2 = \"1h\" }",
    ),
    (
        "same-promises",
        "within = { 1 = \"1h\", 2 = \"4h\" }\nwarn   = { 1 = \"45m\", 2 = \"3h\" }\nclause = \"Response times\"\n\n\
         [[target]]\nid     = \"resolution\"\nmetric = \"resolution\"\nsatisfied-by = [\"resolved\"]\n\
         within = { 1 = \"8h\", 2 = \"3 working days\" }",
        "within = { 1 = \"1h\", 2-3 = \"4h\" }\nclause = \"Response times\"\n\n[severity.§3]\nname = \"Same\"\n\
         [[target]]\nid     = \"resolution\"\nmetric = \"resolution\"\nsatisfied-by = [\"resolved\"]\n\
         within = { 1 = \"8h\", 2-3 = \"3 working days\" }",
    ),
    (
        "internal-after-promise",
        "",
        "[[target]]\nid = \"steer\"\nmetric = \"first response\"\naudience = \"internal\"\nwithin = { 1 = §\"2h\", 2 = \"3h\" }\nclause = \"Indicators\"",
    ),
    (
        "never-applies",
        "",
        "[[target]]\nid = §\"rest\"\nmetric = \"resolution\"\nwithin = \"5 working days\"\nsatisfied-by = \"resolved\"\nclause = \"The rest\"",
    ),
    (
        "never-applies",
        "",
        "[[target]]\nid = §\"never\"\nmetric = \"update\"\nreceived = \"outside always\"\nwithin = \"8h\"\nclause = \"Updates\"",
    ),
    (
        "never-applies",
        "",
        "[[target]]\nid = \"all\"\nmetric = \"update\"\nwithin = { 1 = \"8h\", 2 = §\"9h\" }\nclause = \"Updates\"\n\
         [[target]]\nid = \"minor\"\nmetric = \"update\"\nseverity = 2\nreceived = \"inside always\"\nwithin = \"10h\"\nclause = \"Updates\"",
    ),
    (
        "never-due",
        "[plan.gold]",
        "[calendar.fair]\nzone = \"UTC\"\nweekly = {}\nspecial = { 2026-05-01 = \"09:00-17:00\" }\n\
         [[target]]\nid = \"update\"\nmetric = \"update\"\ncalendar = \"fair\"\nwithin = §\"9h\"\nclause = \"Updates\"\n[plan.gold]",
    ),
    (
        "met-by-any-message",
        "id     = \"resolution\"\nmetric = \"resolution\"\nsatisfied-by = [\"resolved\"]",
        "id     = §\"resolution\"\nmetric = \"resolution\"",
    ),
    (
        "automatic-act",
        "id     = \"response\"",
        "satisfied-by = [\"acknowledged automatically\"]\nid     = §\"response\"",
    ),
    (
        "release-without-fix",
        "metric = \"resolution\"\nsatisfied-by = [\"resolved\"]\nwithin = { 1 = \"8h\", 2 = \"3 working days\" }",
        "metric = \"resolution\"\nsatisfied-by = [\"conveyed to principals\"]\nwithin = { 1 = \"8h\", 2 = §\"next release\" }",
    ),
    (
        "without-effect",
        "within = { 1 = \"8h\", 2 = \"3 working days\" }",
        "within = { 1 = \"8h\" }\nkeep = { 1 = \"95% of tickets resolved per calendar month\", 2 = §\"90% of tickets resolved per calendar month\" }",
    ),
    (
        "without-effect",
        "within = { 1 = \"8h\", 2 = \"3 working days\" }",
        "within = { 1 = \"8h\", 2 = \"none\" }\nkeep = { 2 = §\"90% of tickets resolved per calendar month\" }",
    ),
    (
        "without-effect",
        "id     = \"resolution\"",
        "governs = \"newer\"\nid     = §\"resolution\"",
    ),
    (
        "statement-without-promise",
        "within = { 1 = \"8h\", 2 = \"3 working days\" }\nclause = \"Resolution times\"",
        "within = { 1 = \"8h\" }\nclause = \"Resolution times\"\n[[target.written]]\nclause = \"Prose\"\nwithin = { 2 = §\"3 working days\" }",
    ),
];
