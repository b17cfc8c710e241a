//! Makes the HTML of a mail safe to show: no scripts, no forms, no styles that reach outside, and
//! no pictures from elsewhere until somebody asks for them.
//!
//! The page that shows it has a content security policy and a sandboxed frame besides.

use std::borrow::Cow;
use std::collections::HashSet;

use ammonia::{Builder, UrlRelative};

/// Harmless style properties; none of them takes an address.
const STYLE_PROPERTIES: [&str; 16] = [
    "color",
    "background-color",
    "font-weight",
    "font-style",
    "font-size",
    "font-family",
    "text-align",
    "text-decoration",
    "white-space",
    "margin",
    "padding",
    "border",
    "border-collapse",
    "width",
    "height",
    "vertical-align",
];

/// Deeper nesting is shown as text; tree builders recurse.
const DEPTH_MAX: usize = 500;

/// Safe HTML with pictures from other servers blocked: a sender must not learn when and where a
/// mail was read. Pictures inside the mail (`cid:`) stay.
///
/// ```
/// let html = server::mail::html::clean("<p onclick=x>Hi<img src='https://example.com/a.png'></p>");
/// assert_eq!(html, "<p>Hi<img></p>");
/// ```
pub fn clean(html: &str) -> String {
    sanitise(html, false)
}

/// The same with pictures from other servers, for a reader who asked for them.
pub fn clean_with_images(html: &str) -> String {
    sanitise(html, true)
}

/// Whether the HTML would load pictures from other servers.
pub fn has_remote_images(html: &str) -> bool {
    sanitise(html, true) != sanitise(html, false)
}

fn sanitise(html: &str, remote_images: bool) -> String {
    let html = super::body::limit(html.to_owned(), super::body::HTML_BYTES_MAX);
    if super::body::depth(&html) > DEPTH_MAX {
        return ammonia::clean_text(&super::body::from_html(&html));
    }
    let mut builder = Builder::default();
    builder
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel", "cid"]))
        .url_relative(UrlRelative::Deny)
        .link_rel(Some("noopener noreferrer nofollow"))
        .add_generic_attributes(["style"])
        .filter_style_properties(HashSet::from(STYLE_PROPERTIES))
        .attribute_filter(move |element, attribute, value| {
            let inside = value.trim_start().to_ascii_lowercase().starts_with("cid:");
            let loads = matches!((element, attribute), (_, "src" | "srcset" | "background"));
            (!loads || inside || remote_images).then_some(Cow::Borrowed(value))
        });
    builder.set_tag_attribute_value("a", "target", "_blank");
    builder.clean(&html).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_or_reports_goes() {
        for (html, safe) in [
            ("<script>alert(1)</script>x", "x"),
            ("<style>@import url(https://example.com)</style>x", "x"),
            ("<img src=https://example.com/a.png>", "<img>"),
            ("<img src=' HTTPS://example.com/a.png'>", "<img>"),
            ("<img src=//example.com/a.png>", "<img>"),
            (
                "<img src='cid:a@b' alt=A>",
                "<img src=\"cid:a@b\" alt=\"A\">",
            ),
            ("<img src=x onerror=alert(1)>", "<img>"),
            (
                "<a href='javascript:alert(1)'>x</a>",
                "<a target=\"_blank\" rel=\"noopener noreferrer nofollow\">x</a>",
            ),
            ("<form action=/x><input name=a></form>", ""),
            ("<iframe src=https://example.com></iframe>", ""),
            ("<svg onload=alert(1)></svg>", ""),
            (
                "<p style='color:red;background-image:url(https://example.com)'>x</p>",
                "<p style=\"color:red\">x</p>",
            ),
            ("<base href=https://example.com>x", "x"),
            (
                "<meta http-equiv=refresh content='0;url=https://example.com'>x",
                "x",
            ),
        ] {
            assert_eq!(clean(html), safe, "{html}");
        }
    }

    #[test]
    fn pictures_come_when_asked() {
        let html = "<img src=\"https://example.com/a.png\">";
        assert_eq!(clean_with_images(html), html);
        assert!(has_remote_images(html));
        assert!(!has_remote_images("<img src='cid:x'><b>y</b>"));
    }

    #[test]
    fn deep_nesting_does_not_stop_the_desk() {
        let html = format!("{}<script>x</script>deep", "<div>".repeat(200_000));
        assert_eq!(clean(&html).trim(), "deep");
        assert!(clean(&format!("{}deep", "<p><b>".repeat(20_000))).contains("deep"));
    }
}
