//! What stands on the page, and what must not.

use crate::policy::Policy;

const HOSTILE: &str = r#"
format = 1
[policy]
name = "A <b>bold</b> & \"quoted\" policy"
version = "1"
languages = ["en"]
effective = "unstated"
calendar = "office"
[calendar.office]
zone = "Europe/Berlin"
weekly = { mon-thu = "09:00-12:00, 13:00-17:00", fri = "09:00-12:00" }
operating = ["zone"]
[severity.1]
name = "<script>alert(1)</script>"
[[target]]
id = "response"
metric = "first response"
within = "unstated, we use 8h"
clause = "Response"
[[target]]
id = "steering"
metric = "first response"
audience = "internal"
within = "1h"
clause = "Secret indicator"
"#;

fn page() -> String {
    Policy::parse("hostile.toml", HOSTILE)
        .policy
        .unwrap()
        .page_html("en")
}

#[test]
fn texts_are_escaped() {
    let page = page();
    assert!(
        !page.contains("<script>") && !page.contains("<b>"),
        "{page}"
    );
    assert!(page.contains("A &lt;b&gt;bold&lt;/b&gt; &amp; &quot;quoted&quot; policy"));
}

#[test]
fn operating_values_are_shown_as_our_own() {
    let page = page();
    let own = "<em class=\"own\">(our own choice, not stated in the policy)</em>";
    assert!(
        page.contains(&format!("within 8 hours of opening time {own}")),
        "{page}"
    );
    assert!(page.contains(&format!("Europe/Berlin {own}")), "{page}");
    assert!(
        page.contains("<td>Mon-Thu 09:00-12:00, 13:00-17:00; Fri 09:00-12:00</td>"),
        "{page}"
    );
}

#[test]
fn what_we_steer_by_stays_inside() {
    assert!(!page().contains("Secret indicator"));
}

#[test]
fn a_page_of_its_own_declares_its_language_and_title() {
    let policy = Policy::parse("hostile.toml", HOSTILE).policy.unwrap();
    let page = policy.page_html_standalone("en");
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">"));
    assert!(page.contains("<title>A &lt;b&gt;"));
    assert_eq!(page.matches("<h1>").count(), 1);
}
