//! Rust source as words, marks and literals: enough to look for names without
//! being fooled by comments, doc examples or the inside of strings.
//!
//! It does not resolve names: a rule that forbids `Timestamp::now` sees the two
//! words beside each other, whichever `Timestamp` is meant.

use std::str::FromStr;

use proc_macro2::{Delimiter, Spacing, TokenStream, TokenTree};

use crate::sources::Source;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Word,
    Mark,
    /// A literal as written, quotes included.
    Literal,
}

#[derive(Clone, Debug)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    pub(crate) text: String,
    pub(crate) line: usize,
    /// Inside an item that exists only in tests.
    pub(crate) test: bool,
}

impl Token {
    pub(crate) fn is(&self, text: &str) -> bool {
        self.kind != Kind::Literal && self.text == text
    }
}

/// A path such as `std::env::var`, with the groups of `use` written out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NamePath {
    pub(crate) parts: Vec<String>,
    pub(crate) line: usize,
    pub(crate) test: bool,
}

impl NamePath {
    /// Whether these parts stand in the path beside each other.
    pub(crate) fn contains(&self, name: &str) -> bool {
        let wanted: Vec<&str> = name.split("::").collect();
        self.parts
            .windows(wanted.len())
            .any(|window| window.iter().eq(wanted.iter()))
    }
}

/// The tokens of a file, without comments and documentation.
pub(crate) fn tokens(source: &Source) -> Vec<Token> {
    let stream = TokenStream::from_str(&source.text)
        .unwrap_or_else(|error| panic!("{} is not Rust: {error}", source.path));
    let mut flat = Vec::new();
    flatten(stream, source.is_test(), &mut flat);
    flat
}

/// The paths of two parts and more among these tokens.
pub(crate) fn paths(tokens: &[Token]) -> Vec<NamePath> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].kind == Kind::Word {
            at = path(tokens, at, &[], &mut found);
        } else {
            at += 1;
        }
    }
    found
}

/// Reads one path that begins at a word; answers where it ends.
fn path(tokens: &[Token], begin: usize, prefix: &[String], found: &mut Vec<NamePath>) -> usize {
    let mut parts = prefix.to_vec();
    parts.push(tokens[begin].text.clone());
    let mut at = begin + 1;
    while tokens.get(at).is_some_and(|token| token.is("::")) {
        match tokens.get(at + 1) {
            Some(next) if next.kind == Kind::Word => {
                parts.push(next.text.clone());
                at += 2;
            }
            Some(next) if next.is("{") => {
                at += 2;
                while at < tokens.len() && !tokens[at].is("}") {
                    if tokens[at].kind == Kind::Word {
                        at = path(tokens, at, &parts, found);
                    } else {
                        at += 1;
                    }
                }
                return at + 1;
            }
            _ => break,
        }
    }
    if parts.len() > 1 {
        found.push(NamePath {
            parts,
            line: tokens[begin].line,
            test: tokens[begin].test,
        });
    }
    at
}

fn flatten(stream: TokenStream, test: bool, flat: &mut Vec<Token>) {
    let trees: Vec<TokenTree> = stream.into_iter().collect();
    let mut item_is_test = test;
    let mut at = 0;
    while at < trees.len() {
        if let Some((attribute, end)) = attribute(&trees, at) {
            if is_test_attribute(&attribute) {
                item_is_test = true;
            }
            if !attribute.starts_with("doc") {
                for tree in &trees[at..end] {
                    one(tree.clone(), item_is_test, flat);
                }
            }
            at = end;
            continue;
        }
        let tree = trees[at].clone();
        let ends_item = match &tree {
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        one(tree, item_is_test, flat);
        if ends_item {
            item_is_test = test;
        }
        at += 1;
    }
}

/// The text of the attribute that begins here, without spaces, and its end.
fn attribute(trees: &[TokenTree], at: usize) -> Option<(String, usize)> {
    let is = |at: usize, wanted: char| matches!(trees.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == wanted);
    if !is(at, '#') {
        return None;
    }
    let group_at = if is(at + 1, '!') { at + 2 } else { at + 1 };
    match trees.get(group_at) {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
            let text = group.stream().to_string().replace(char::is_whitespace, "");
            Some((text, group_at + 1))
        }
        _ => None,
    }
}

fn is_test_attribute(attribute: &str) -> bool {
    attribute == "test"
        || attribute.ends_with("::test")
        || attribute == "cfg(test)"
        || attribute.starts_with("cfg(all(test,")
}

fn one(tree: TokenTree, test: bool, flat: &mut Vec<Token>) {
    let line = tree.span().start().line;
    let token = |kind, text: &str, line| Token {
        kind,
        text: text.to_owned(),
        line,
        test,
    };
    match tree {
        TokenTree::Ident(word) => flat.push(token(Kind::Word, &word.to_string(), line)),
        TokenTree::Literal(literal) => {
            flat.push(token(Kind::Literal, &literal.to_string(), line));
        }
        TokenTree::Punct(punct) if punct.as_char() == ':' => match flat.last_mut() {
            Some(last) if last.is(HALF) => last.text = "::".to_owned(),
            _ if punct.spacing() == Spacing::Joint => flat.push(token(Kind::Mark, HALF, line)),
            _ => flat.push(token(Kind::Mark, ":", line)),
        },
        TokenTree::Punct(punct) => {
            flat.push(token(Kind::Mark, &punct.as_char().to_string(), line));
        }
        TokenTree::Group(group) => {
            let (open, close) = match group.delimiter() {
                Delimiter::Parenthesis => ("(", ")"),
                Delimiter::Brace => ("{", "}"),
                Delimiter::Bracket => ("[", "]"),
                Delimiter::None => ("", ""),
            };
            flat.push(token(Kind::Mark, open, line));
            flatten(group.stream(), test, flat);
            flat.push(token(Kind::Mark, close, group.span_close().start().line));
        }
    }
}

/// A colon whose partner is still to come.
const HALF: &str = ":half";

#[test]
fn paths_are_written_out_and_tests_are_marked() {
    let source = Source::planted(
        "crates/server/src/x.rs",
        r#"
        //! See std::env::var.
        use std::{env, io::{self, Read}, fmt};
        /// let x = Timestamp::now();
        fn real() -> Vec<u8> { let text = "Timestamp::now"; jiff::Timestamp::now() }
        #[cfg(test)]
        mod tests { fn planted() { Timestamp::now(); } }
        fn after() { clock::read() }
        "#,
    );
    let found = paths(&tokens(&source));
    let texts: Vec<String> = found.iter().map(|path| path.parts.join("::")).collect();
    assert_eq!(
        texts,
        [
            "std::env",
            "std::io::self",
            "std::io::Read",
            "std::fmt",
            "jiff::Timestamp::now",
            "Timestamp::now",
            "clock::read",
        ]
    );
    let tests: Vec<bool> = found.iter().map(|path| path.test).collect();
    assert_eq!(tests, [false, false, false, false, false, true, false]);
    assert_eq!(found[4].line, 5);
}
