//! What somebody wrote, ready for a page: Markdown of staff as HTML, and everything
//! else as it came. A customer's words are never read as Markdown: they did not mean
//! it so, and a log full of stars must stay one.

use comrak::{Options, markdown_to_html};

use crate::mail::html;

/// The words of a message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Prose {
    pub(crate) text: String,
    /// Safe to stand in a page as it is.
    pub(crate) is_html: bool,
}

impl Prose {
    pub(crate) fn of(text: String, by_staff: bool) -> Self {
        let text = if by_staff { markdown(&text) } else { text };
        Self {
            text,
            is_html: by_staff,
        }
    }
}

/// Safe HTML: tags that were typed are shown as text, lines break where they were
/// broken, and a heading is a strong line, because the page has headings of its own.
fn markdown(text: &str) -> String {
    let mut options = Options::default();
    options.extension.autolink = true;
    options.extension.strikethrough = true;
    options.render.hardbreaks = true;
    options.render.escape = true;
    let mut made = markdown_to_html(text, &options);
    for level in 1..=6 {
        made = made
            .replace(&format!("<h{level}>"), "<p><strong>")
            .replace(&format!("</h{level}>"), "</strong></p>");
    }
    html::clean(&made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn staff_write_markdown() {
        for (text, html) in [
            ("one\ntwo\n\nthree", "<p>one<br>\ntwo</p>\n<p>three</p>\n"),
            (
                "**so** `it`",
                "<p><strong>so</strong> <code>it</code></p>\n",
            ),
            ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
            ("## Steps", "<p><strong>Steps</strong></p>\n"),
            ("```\na <b>\n```", "<pre><code>a &lt;b&gt;\n</code></pre>\n"),
            (
                "https://example.com/a",
                "<p><a href=\"https://example.com/a\" target=\"_blank\" \
                 rel=\"noopener noreferrer nofollow\">https://example.com/a</a></p>\n",
            ),
        ] {
            assert_eq!(Prose::of(text.to_owned(), true).text, html, "{text}");
        }
    }

    #[test]
    fn nothing_that_acts_or_loads_comes_through() {
        for text in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "[x](javascript:alert(1))",
            "[x](<java\nscript:alert(1)>)",
            "![x](https://example.com/a.png)",
            "<h1 onclick=alert(1)>x</h1>",
            "[x](https://example.com \"a\\\" onmouseover=alert(1)\")",
        ] {
            let html = Prose::of(text.to_owned(), true).text;
            // What is left of an attack is text, with its brackets and quotes written
            // out: as markup it is cleaned to itself.
            assert_eq!(html::clean(&html), html, "{text}");
            for part in [
                "<script",
                "<h1",
                "<img src",
                "javascript:alert(1)\"",
                "src=\"http",
            ] {
                assert!(!html.contains(part), "{text}: {html}");
            }
        }
    }

    #[test]
    fn deep_nesting_is_still_read() {
        let html = Prose::of(format!("{}deep", "> ".repeat(20_000)), true).text;
        assert!(html.contains("deep"));
    }

    #[test]
    fn customers_words_stay_as_they_are() {
        let text = "*** error *** <x>\n# 4";
        let prose = Prose::of(text.to_owned(), false);
        assert_eq!((prose.text.as_str(), prose.is_html), (text, false));
    }
}
