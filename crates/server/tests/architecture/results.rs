//! No result of the store is thrown away: `.ok()` on it would make a failure read
//! as "not found", and `let _ =` would hide that nothing was written.
//!
//! Types are not known here, so a statement counts as the store's when it names it.

use crate::sources::{self, Source};
use crate::tokens::{Token, tokens};
use crate::{Violation, assert_none, assert_places};

/// (`reader` is not among them: in this house a reader is a person.)
const STORE_WORDS: [&str; 9] = [
    "commit",
    "database",
    "db",
    "execute",
    "query",
    "store",
    "transaction",
    "tx",
    "writer",
];

fn dropped(files: &[Source]) -> Vec<Violation> {
    let mut found = Vec::new();
    for file in files {
        let tokens = tokens(file);
        let ends = |token: &Token| token.is(";") || token.is("{") || token.is("}");
        for statement in tokens.split(ends) {
            let line = match statement {
                [first, ..] if first.test => continue,
                [first, ..] => first.line,
                [] => continue,
            };
            let of_store = statement
                .iter()
                .any(|token| STORE_WORDS.iter().any(|word| token.is(word)));
            let is_ok = statement.windows(4).any(|window| {
                window[0].is(".") && window[1].is("ok") && window[2].is("(") && window[3].is(")")
            });
            let is_ignored = statement[0].is("let")
                && statement.get(1).is_some_and(|token| token.is("_"))
                && statement.get(2).is_some_and(|token| token.is("="));
            if of_store && (is_ok || is_ignored) {
                found.push(Violation::new(
                    format!("{}:{line}", file.path),
                    "a result of the store is thrown away; return it or say why it cannot fail",
                ));
            }
        }
    }
    found
}

#[test]
fn results_of_the_store_are_looked_at() {
    let files = sources::all(&["crates/server/src"], &["rs"]);
    assert_none("no result of the store is thrown away", &dropped(&files));
}

#[test]
fn planted_violations_are_found() {
    let path = "crates/server/src/web/planted.rs";
    let text = concat!(
        "//! x\n",
        "fn a() {\n",
        "let found = store.ticket(id).await.ok();\n",
        "let number = text.parse().ok();\n",
        "let _ = tx.commit();\n",
        "}\n",
        "#[cfg(test)] mod tests { fn a() { store.b().ok(); } }\n",
    );
    assert_places(
        &dropped(&[Source::planted(path, text)]),
        &[&format!("{path}:3"), &format!("{path}:5")],
    );
}
