//! The reference page of the policy language, in Markdown.

use std::fmt::Write;

use super::{Definition, ROOT, Shape, contract, definitions};

/// The reference page: every table with its keys, what may stand there, and what
/// it means.
///
/// ```
/// let page = sla::policy::policy_reference();
/// assert!(page.contains("## `[variation]`"));
/// ```
pub fn policy_reference() -> String {
    let mut page = String::from(
        "# Reference of the policy language\n\n\
         Made from the definitions in `crates/sla/src/policy/vocabulary` by\n\
         `cargo run -p sla --example policy_reference`. How the parts work together is told in\n\
         [The policy language](policy-language.md); forms of times are listed there too.\n\n\
         A *text* is a string in the first language of the policy, or a table with one string per\n\
         language. Where several values may stand, one alone needs no brackets. A *plain length* is\n\
         counted without opening hours: `14 calendar days`, `3 months`, `48h elapsed`. Times can be\n\
         `unstated`, or `unstated, we use ...`.\n",
    );
    for definition in definitions().chain(contract()) {
        write_definition(definition, &mut page);
    }
    page
}

fn write_definition(definition: &Definition, page: &mut String) {
    let heading = match definition.title {
        ROOT => "The file".to_owned(),
        title if title.starts_with("the ") => "A contract's overrides".to_owned(),
        title => format!("`{}`", title.trim_matches('`')),
    };
    let _ = write!(page, "\n## {heading}\n\n{}\n\n", definition.means);
    page.push_str("| key | value | needed | means |\n| --- | --- | --- | --- |\n");
    for key in definition.keys {
        let needed = if key.needed { "yes" } else { "" };
        let value = value(key.shape);
        let _ = writeln!(
            page,
            "| `{}` | {value} | {needed} | {} |",
            key.name, key.means
        );
    }
    if let Some(given) = definition.given {
        let value = value(given.shape);
        let _ = writeln!(page, "| any other | {value} | | {} |", given.name);
    }
}

/// What may stand there, in words.
fn value(shape: Shape) -> String {
    let quoted = |words: Vec<&str>| {
        let words: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
        words.join(", ")
    };
    match shape {
        Shape::Format => "`1`".to_owned(),
        Shape::Text => "text".to_owned(),
        Shape::Texts => "texts".to_owned(),
        Shape::Line => "string".to_owned(),
        Shape::Lines => "strings".to_owned(),
        Shape::Flag => "`true` or `false`".to_owned(),
        Shape::Number => "number".to_owned(),
        Shape::Numbers => "numbers".to_owned(),
        Shape::Time => "time".to_owned(),
        Shape::Span => "plain length".to_owned(),
        Shape::Spans => "plain lengths".to_owned(),
        Shape::Reason => "text, or `unstated`".to_owned(),
        Shape::Date => "date, or `unstated`".to_owned(),
        Shape::Instant => "instant".to_owned(),
        Shape::Share => "share, `95% of tickets resolved per calendar month`".to_owned(),
        Shape::Hours => "hours, `09:00-12:00, 13:00-17:00` or `closed`".to_owned(),
        Shape::Word(words) => format!("one of {}", quoted(words())),
        Shape::Words(words) => format!("some of {}", quoted(words())),
        Shape::AllOf(words) => {
            let words = quoted(words());
            format!("some of {words}; `diagnosed and plan given` needs both")
        }
        Shape::BySeverity(inner) => format!("{}, for all or by severity", value(*inner)),
        Shape::ByName(inner) => format!("names, each with {}", value(*inner)),
        Shape::Either(one, other) => format!("{}, or {}", value(*one), value(*other)),
        Shape::Table(title) => format!("table {}", link(title)),
        Shape::Tables(title) => format!("tables {}", link(title)),
    }
}

/// A link to the heading of a table. mdBook makes the anchor from the letters,
/// digits and hyphens of a heading.
fn link(title: &str) -> String {
    let title = title.trim_matches('`');
    let kept = |letter: &char| letter.is_ascii_alphanumeric() || *letter == '-';
    let anchor: String = title.chars().filter(kept).collect();
    format!("[`{title}`](#{})", anchor.to_ascii_lowercase())
}
