//! Writes HTML: text is always escaped, tables always have headers.

use std::fmt::Write;

/// A fragment being written.
#[derive(Debug, Default)]
pub(super) struct Html {
    text: String,
}

impl Html {
    pub(super) fn finish(self) -> String {
        self.text
    }

    pub(super) fn element(&mut self, name: &str, text: &str) {
        let _ = writeln!(self.text, "<{name}>{}</{name}>", escape(text));
    }

    /// A section with its heading, labelled by it; nothing where `body` writes nothing.
    pub(super) fn section(&mut self, id: &str, heading: &str, body: impl FnOnce(&mut Html)) {
        let mut inner = Html::default();
        body(&mut inner);
        if inner.text.is_empty() {
            return;
        }
        let _ = writeln!(self.text, "<section aria-labelledby=\"policy-{id}\">");
        let _ = writeln!(self.text, "<h2 id=\"policy-{id}\">{}</h2>", escape(heading));
        self.text.push_str(&inner.text);
        self.text.push_str("</section>\n");
    }

    /// Names with their values; pairs without a value are left out.
    pub(super) fn pairs(&mut self, pairs: &[(&str, Option<Cell>)]) {
        let given = || {
            pairs
                .iter()
                .filter_map(|(name, value)| Some((name, value.as_ref()?)))
        };
        if given().next().is_none() {
            return;
        }
        self.text.push_str("<dl>\n");
        for (name, value) in given() {
            let _ = writeln!(
                self.text,
                "<dt>{}</dt><dd>{}</dd>",
                escape(name),
                value.html
            );
        }
        self.text.push_str("</dl>\n");
    }

    pub(super) fn list(&mut self, items: impl IntoIterator<Item = Cell>) {
        let mut items = items.into_iter().peekable();
        if items.peek().is_none() {
            return;
        }
        self.text.push_str("<ul>\n");
        for item in items {
            let _ = writeln!(self.text, "<li>{}</li>", item.html);
        }
        self.text.push_str("</ul>\n");
    }

    /// A table whose first column heads its rows; columns without any content are
    /// left out, and so is a table without rows.
    pub(super) fn table(&mut self, caption: &str, columns: &[&str], rows: &[Vec<Cell>]) {
        if rows.is_empty() {
            return;
        }
        let filled = |column: usize| {
            rows.iter()
                .any(|row| row.get(column).is_some_and(|cell| !cell.html.is_empty()))
        };
        let shown: Vec<usize> = (0..columns.len())
            .filter(|column| filled(*column))
            .collect();
        let _ = write!(
            self.text,
            "<table>\n<caption>{}</caption>\n<thead><tr>",
            escape(caption)
        );
        for name in shown.iter().filter_map(|column| columns.get(*column)) {
            let _ = write!(self.text, "<th scope=\"col\">{}</th>", escape(name));
        }
        self.text.push_str("</tr></thead>\n<tbody>\n");
        for row in rows {
            self.text.push_str("<tr>");
            for (place, cell) in shown
                .iter()
                .filter_map(|column| row.get(*column))
                .enumerate()
            {
                let _ = match place {
                    0 => write!(self.text, "<th scope=\"row\">{}</th>", cell.html),
                    _ => write!(self.text, "<td>{}</td>", cell.html),
                };
            }
            self.text.push_str("</tr>\n");
        }
        self.text.push_str("</tbody>\n</table>\n");
    }
}

/// The content of one cell, item or value: escaped text, possibly with marks.
#[derive(Clone, Debug, Default)]
pub(super) struct Cell {
    html: String,
}

impl Cell {
    pub(super) fn text(text: &str) -> Self {
        Self { html: escape(text) }
    }

    /// Paragraph-like parts of one cell, one per line; empty ones are left out.
    pub(super) fn lines<'a>(lines: impl IntoIterator<Item = &'a str>) -> Self {
        let lines = lines.into_iter().filter(|line| !line.is_empty());
        let lines: Vec<String> = lines.map(escape).collect();
        Self {
            html: lines.join("<br>"),
        }
    }

    /// Marks the content as the vendor's own choice, in words and not by looks alone.
    pub(super) fn own(self, own: bool, mark: &str) -> Self {
        if !own {
            return self;
        }
        let html = format!("{} <em class=\"own\">({})</em>", self.html, escape(mark));
        Self { html }
    }
}

pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
