//! `mainstay calendar eval`: working time, one JSON line in, one out.
//!
//! It streams: a line is answered before the next is read, so that memory does
//! not grow with the input. What a line asks is understood elsewhere
//! ([`sla::calendar::eval`]).

use std::io::{self, BufRead, Read, Write};

use clap::{Args, Subcommand};
use sla::calendar::eval::eval_line;

use super::{Answer, failure::Failure};

/// Compute with opening hours
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add or measure working time: one JSON line in, one out
    #[command(
        after_help = "Example:\n  echo '{\"id\": 1, \"tz\": \"Europe/Berlin\", \
        \"weekly\": {\"mon\": [[\"09:00\", \"17:00\"]]}, \"op\": \"add\", \
        \"start\": \"2026-11-23T16:00:00+01:00\", \"amount_seconds\": 7200}' | mainstay calendar eval\n\n\
        Weekdays that are missing are closed. `op` is `add` with `amount_seconds`, or `between`\n\
        with `end`. Further fields: `holidays`: [DATE], `exceptions`: [{\"date\", \"hours\"}]."
    )]
    Eval,
}

/// A longer line is answered with an error: a calendar with every holiday of a
/// century is far shorter.
const LINE_BYTES_MAX: u64 = 1 << 20;

pub(super) fn run(arguments: &Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    match arguments.command {
        Command::Eval => eval(io::stdin().lock(), out),
    }
}

fn eval(mut lines: impl BufRead, out: &mut impl Write) -> Result<Answer, Failure> {
    let mut line = Vec::new();
    loop {
        line.clear();
        let mut limited = lines.by_ref().take(LINE_BYTES_MAX);
        if limited
            .read_until(b'\n', &mut line)
            .map_err(Failure::Input)?
            == 0
        {
            return Ok(Answer::Yes);
        }
        let is_cut = limited.limit() == 0 && line.last() != Some(&b'\n');
        let answer = match String::from_utf8_lossy(&line) {
            _ if is_cut => {
                lines.skip_until(b'\n').map_err(Failure::Input)?;
                format!(r#"{{"id":null,"error":"a line may have {LINE_BYTES_MAX} bytes"}}"#)
            }
            blank if blank.trim().is_empty() => continue,
            question => eval_line(&question),
        };
        writeln!(out, "{answer}")?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answers(input: &[u8]) -> Vec<String> {
        let mut out = Vec::new();
        assert_eq!(eval(input, &mut out).unwrap(), Answer::Yes);
        String::from_utf8(out)
            .unwrap()
            .lines()
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn each_line_has_its_answer() {
        let question = r#"{"id":2,"tz":"UTC","weekly":{"mon":[["22:00","06:00"]]},"op":"between","start":"2026-11-24T10:00:00Z","end":"2026-11-23T10:00:00Z","extra":1}"#;
        let input = format!("{question}\n\ngarbage\n{question}");
        let answered = answers(input.as_bytes());
        assert_eq!(answered[0], r#"{"id":2,"result":-28800}"#);
        assert!(
            answered[1].starts_with(r#"{"id":null,"error":"#),
            "{}",
            answered[1]
        );
        assert_eq!(answered[2..], [answered[0].clone()]);
    }

    #[test]
    fn a_line_without_an_end_does_not_fill_the_memory() {
        let mut input = vec![b'x'; 3 << 20];
        input.extend(b"\n{\"id\":1}\n");
        let answered = answers(&input);
        assert_eq!(
            answered[0],
            r#"{"id":null,"error":"a line may have 1048576 bytes"}"#
        );
        assert!(
            answered[1].starts_with(r#"{"id":1,"error":"#),
            "{}",
            answered[1]
        );
        assert_eq!(answered.len(), 2);
    }
}
