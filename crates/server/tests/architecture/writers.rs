//! Tickets change only through the app: nobody else writes events or the rows
//! made from them, or gives a ticket its number.

use crate::sources::{self, Source};
use crate::tokens::{paths, tokens};
use crate::{Violation, assert_none, assert_places};

/// Who may: the app, and the store that declares the tables.
const WRITERS: [&str; 2] = ["crates/server/src/app/", "crates/server/src/store/"];

/// Tables and gates that only the app may put into a write.
const RESERVED: [&str; 6] = [
    "EventRow",
    "ClockRow",
    "MessageRow",
    "TicketNumberRow",
    "Gate::TicketHead",
    "Gate::TicketNumber",
];

/// Rows that are read everywhere and made by the app alone.
const BUILT: [&str; 3] = ["EventRow", "ClockRow", "MessageRow"];

fn writers(files: &[Source]) -> Vec<Violation> {
    let mut found = Vec::new();
    for file in files.iter().filter(|file| !file.is_under(&WRITERS)) {
        for path in paths(&tokens(file)) {
            let reserved = RESERVED.iter().find(|name| {
                // Reading a row names its type; only `TABLE` leads to writing one.
                let read = BUILT.contains(name) && !path.contains("TABLE");
                path.contains(name) && !read
            });
            if let Some(name) = reserved.filter(|_| !path.test) {
                found.push(Violation::new(
                    format!("{}:{}", file.path, path.line),
                    format!("`{name}`; give the app a command instead"),
                ));
            }
        }
    }
    found
}

#[test]
fn only_the_app_writes_what_happened_to_tickets() {
    assert_none(
        "only the app writes what happened to tickets",
        &writers(&sources::all(&["crates/server/src"], &["rs"])),
    );
}

#[test]
fn planted_violations_are_found() {
    let writes = "//! x\nfn a() {\n  let head = Gate::TicketHead { next: 1 };\n  \
                  let table = EventRow::TABLE;\n  let read: EventRow = b();\n}";
    let path = "crates/server/src/web/planted.rs";
    assert_places(
        &writers(&[Source::planted(path, writes)]),
        &[&format!("{path}:3"), &format!("{path}:4")],
    );
    assert_places(
        &writers(&[Source::planted("crates/server/src/app/planted.rs", writes)]),
        &[],
    );
}
