//! The parts that run no clock.

use super::{CLAUSE, Definition, OPERATING, Shape, key, need, table, words};
use crate::policy::{
    names::{ACTS, ANCHORS, KINDS},
    parts::{
        AWAITED, CAUSES, CONTRACTS, COVERAGES, FINDS, MODIFIERS, NEEDS, PARTIES, PAYMENT_TIMES,
    },
};

pub(super) static TABLES: &[Definition] = &[
    table(
        "[information]",
        "What a report must tell before work on it begins.",
        &[
            key(
                "item",
                Shape::Tables("[[information.item]]"),
                "the pieces, in the order in which they are asked",
            ),
            key(
                "judged-by",
                Shape::Text,
                "who judges that a report is complete",
            ),
            key(
                "waiver",
                Shape::Text,
                "who may do without a piece, and who decides a dispute",
            ),
            key("asks", Shape::Text, "what else is asked of the customer"),
            OPERATING,
            CLAUSE,
        ],
    ),
    table(
        "[[information.item]]",
        "One piece of information.",
        &[
            need("id", Shape::Line, "its id"),
            need("asks", Shape::Text, "what is asked"),
            key(
                "kind",
                Shape::Words(|| words(&KINDS)),
                "only for these kinds of ticket",
            ),
            key(
                "need",
                Shape::Word(|| words(&NEEDS)),
                "how much it is needed; `required`, if not given",
            ),
            key("when", Shape::Text, "the condition of a conditional one"),
        ],
    ),
    table(
        "[[questionnaire]]",
        "Questions that find the level of support, or the severity.",
        &[
            need("id", Shape::Line, "its id"),
            need("finds", Shape::Word(|| words(&FINDS)), "what it finds"),
            key(
                "question",
                Shape::Tables("[[questionnaire.question]]"),
                "at least one; the first is asked first",
            ),
            OPERATING,
            CLAUSE,
        ],
    ),
    table(
        "[[questionnaire.question]]",
        "One question.",
        &[
            need("id", Shape::Line, "its id"),
            need("asks", Shape::Text, "what is asked"),
            key(
                "answer",
                Shape::Tables("[[questionnaire.question.answer]]"),
                "at least one",
            ),
        ],
    ),
    table(
        "[[questionnaire.question.answer]]",
        "One answer, which leads to one of `to`, `level` or `severity`.",
        &[
            need("says", Shape::Text, "the answer"),
            key("to", Shape::Line, "the id of the next question"),
            key("level", Shape::Number, "the level that is found"),
            key("severity", Shape::Number, "the severity that is found"),
            key("advice", Shape::Text, "what helps at once"),
        ],
    ),
    table(
        "[lowering]",
        "What becomes of a severity once the business can go on.",
        &[
            key("severity", Shape::Numbers, "the severities it holds for"),
            key(
                "after",
                Shape::Words(|| words(&ACTS)),
                "the acts after which the severity is reviewed",
            ),
            key(
                "to",
                Shape::Number,
                "what the rest becomes; not given: the severity that fits it",
            ),
            key("says", Shape::Text, "the rule, in your own words"),
            CLAUSE,
        ],
    ),
    table(
        "[discretion]",
        "Which tickets you may close without asking the customer.",
        &[
            key(
                "after",
                Shape::Words(|| words(&ACTS)),
                "not before one of these acts",
            ),
            need("when", Shape::Text, "which tickets"),
            CLAUSE,
        ],
    ),
    table(
        "[inactivity]",
        "When a ticket nobody works on is reminded of and closed.",
        &[
            key(
                "awaiting",
                Shape::Words(|| words(&AWAITED)),
                "what the ticket waits for",
            ),
            need(
                "closes-after",
                Shape::Span,
                "the length without activity after which it is closed",
            ),
            key(
                "reminds-after",
                Shape::Spans,
                "the lengths after which the customer is reminded",
            ),
            key("says", Shape::Text, "what the customer reads"),
            CLAUSE,
        ],
    ),
    table(
        "[coverage]",
        "What the contract covers: the first row that fits decides.",
        &[
            need(
                "otherwise",
                Shape::Word(|| words(&COVERAGES)),
                "what holds where no row fits",
            ),
            key(
                "subject",
                Shape::ByName(&Shape::Text),
                "what a request can be about, by id",
            ),
            key("row", Shape::Tables("[[coverage.row]]"), "the rows"),
            key(
                "level",
                Shape::Number,
                "the level that takes what no row fits",
            ),
            key("reason", Shape::Reason, "why, as the customer reads it"),
            OPERATING,
            CLAUSE,
        ],
    ),
    table(
        "[[coverage.row]]",
        "One row. It fits where all its conditions hold.",
        &[
            need("id", Shape::Line, "its id"),
            need(
                "decision",
                Shape::Word(|| words(&COVERAGES)),
                "what it decides",
            ),
            key(
                "kind",
                Shape::Words(|| words(&KINDS)),
                "only for these kinds of ticket",
            ),
            key(
                "subject",
                Shape::Lines,
                "only for requests about these subjects",
            ),
            key(
                "cause",
                Shape::Words(|| words(&CAUSES)),
                "only where the problem comes from this",
            ),
            key(
                "modified-by",
                Shape::Words(|| words(&MODIFIERS)),
                "only where the software was changed by these",
            ),
            key(
                "permission",
                Shape::Flag,
                "only where the change had, or had not, written permission",
            ),
            key(
                "contract",
                Shape::Words(|| words(&CONTRACTS)),
                "only in these states of the contract",
            ),
            key("during", Shape::Lines, "only during one of these periods"),
            key("level", Shape::Number, "the level that takes it"),
            key("reason", Shape::Reason, "why, as the customer reads it"),
            OPERATING,
            CLAUSE,
        ],
    ),
    table(
        "[period.ID]",
        "A period that begins with an event of the contract.",
        &[
            need("name", Shape::Text, "its name"),
            need(
                "from",
                Shape::Words(|| words(&ANCHORS)),
                "the events with which it begins, each time anew",
            ),
            need("lasts", Shape::Span, "how long it lasts"),
            key("served-by", Shape::Text, "who serves the customer"),
            key("gives", Shape::Texts, "what it includes"),
            key("excludes", Shape::Texts, "what it does not include"),
            key("limit", Shape::Text, "what it is bound to"),
            CLAUSE,
        ],
    ),
    table(
        "[[compatibility]]",
        "A system the product works with.",
        &[
            need("system", Shape::Text, "the system"),
            key(
                "versions",
                Shape::Lines,
                "the supported versions, or `unstated`",
            ),
            CLAUSE,
        ],
    ),
    table(
        "[release]",
        "Patches and versions.",
        &[
            key("gives", Shape::Texts, "what is published"),
            key("to", Shape::Text, "who gets it"),
            key(
                "awaits-patch",
                Shape::Text,
                "what the customer is told of a problem that only a later patch solves",
            ),
            key(
                "awaits-research",
                Shape::Text,
                "what the customer is told when research and development are needed",
            ),
            CLAUSE,
        ],
    ),
    table(
        "[maintenance-window]",
        "The customer's own hours for planned outages.",
        &[
            need("set-by", Shape::Text, "who sets it, and where"),
            need("says", Shape::Text, "how firmly outages keep to it"),
            CLAUSE,
        ],
    ),
    table(
        "[complaint]",
        "How one complains.",
        &[
            key("addresses", Shape::Lines, "whom to write to"),
            key("asks", Shape::Texts, "what a complaint must tell"),
            key("directly", Shape::Text, "the way for whoever cannot wait"),
            key(
                "step",
                Shape::Tables("[[complaint.step]]"),
                "the steps, in order",
            ),
            CLAUSE,
        ],
    ),
    table(
        "[[complaint.step]]",
        "One step of a complaint.",
        &[
            need("id", Shape::Line, "its id"),
            need("owner", Shape::Text, "the role that owns it"),
            need("does", Shape::Text, "what is done"),
            key("when", Shape::Text, "when it is taken at all"),
            key(
                "after",
                Shape::Span,
                "taken once the complaint is open for so long",
            ),
            key("within", Shape::Time, "its own time"),
            key("repeats", Shape::Text, "how it repeats"),
            key("target", Shape::Line, "the target whose clock measures it"),
            CLAUSE,
        ],
    ),
    table(
        "[suggestion]",
        "Where suggestions and general complaints go.",
        &[
            key("addresses", Shape::Lines, "whom to write to"),
            key("says", Shape::Text, "what becomes of them"),
            CLAUSE,
        ],
    ),
    table(
        "[variation]",
        "Work outside the contract.",
        &[
            key("covers", Shape::Text, "what it is for"),
            key(
                "raised-by",
                Shape::Words(|| words(&PARTIES)),
                "who may ask for it",
            ),
            key(
                "quote-within",
                Shape::Span,
                "when the quote is due, from submission",
            ),
            key("quotes", Shape::Texts, "what the quote tells"),
            key(
                "written-approval",
                Shape::Flag,
                "true where only a written approval counts",
            ),
            key(
                "payment",
                Shape::Word(|| words(&PAYMENT_TIMES)),
                "when it is paid",
            ),
            key(
                "billed-apart",
                Shape::Flag,
                "true where it is billed apart from the contract",
            ),
            CLAUSE,
        ],
    ),
    table(
        "[customisation]",
        "Features made for one customer.",
        &[
            need("means", Shape::Text, "what counts as one"),
            key("may-decline", Shape::Flag, "true where you may decline it"),
            key("weighs", Shape::Text, "what you weigh"),
            key("price", Shape::Text, "how it is priced"),
            CLAUSE,
        ],
    ),
    table(
        "[payment]",
        "Payment terms.",
        &[
            key("due-within", Shape::Span, "when payments are due"),
            key(
                "due-from",
                Shape::Word(|| words(&ANCHORS)),
                "from when that counts",
            ),
            key("schedule", Shape::Text, "by which schedule"),
            key(
                "interest-per-month",
                Shape::Line,
                "interest on overdue amounts, `1.5%`",
            ),
            key(
                "interest-capped-by-law",
                Shape::Flag,
                "true where the law's maximum is the limit",
            ),
            key("taxes", Shape::Text, "what holds for taxes"),
            key("refunds", Shape::Text, "what holds for refunds"),
            CLAUSE,
        ],
    ),
    table(
        "[[charge]]",
        "Something that is charged beside the contract.",
        &[
            need("id", Shape::Line, "its id"),
            need("what", Shape::Text, "what is charged"),
            key("when", Shape::Text, "when"),
            key("rate", Shape::Text, "at which rate"),
            key("reimbursed", Shape::Texts, "costs that are reimbursed"),
            key("due-within", Shape::Span, "when it is due"),
            key(
                "due-from",
                Shape::Word(|| words(&ANCHORS)),
                "from when that counts",
            ),
            CLAUSE,
        ],
    ),
    table(
        "[[service]]",
        "Services of one occasion.",
        &[
            need("id", Shape::Line, "its id"),
            need("name", Shape::Text, "the occasion"),
            key("does", Shape::Texts, "what you are responsible for"),
            key("charged", Shape::Texts, "what of it is charged, and when"),
            key("does-not", Shape::Texts, "what you do not do"),
            key("steps", Shape::Texts, "the steps by which it is built up"),
            key(
                "rate",
                Shape::Text,
                "at which rate charged services are billed",
            ),
            CLAUSE,
        ],
    ),
    table(
        "[readiness]",
        "What must be there before work begins.",
        &[
            need("needs", Shape::Texts, "what must be there"),
            key("before", Shape::Text, "before what"),
            key("by", Shape::Text, "who sees to it"),
            CLAUSE,
        ],
    ),
    table(
        "[[term]]",
        "A term that is only shown.",
        &[
            need("id", Shape::Line, "its id"),
            need("says", Shape::Text, "the term, in your own words"),
            key("notice", Shape::Text, "how a change of it is announced"),
            CLAUSE,
        ],
    ),
    table(
        "[[note]]",
        "What the text says without asking anything of a desk; not shown to customers.",
        &[
            need("id", Shape::Line, "its id"),
            need("says", Shape::Text, "the note"),
            CLAUSE,
        ],
    ),
];
