//! The command line: one list of every command, one file per command.
//!
//! A command answers on standard output and exits 0, or 1 where the answer is no.
//! What cannot be answered is told on standard error, with exit code 2.

mod beside;
mod calendar;
mod check;
mod clock;
mod contract;
mod customer;
mod demo;
mod desk;
mod doctor;
#[cfg(test)]
mod documented_tests;
mod due;
mod explain;
mod export;
mod failure;
mod flags;
mod mail;
mod policy;
mod rebuild;
mod say;
mod secret;
mod serve;
mod token;
mod user;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use failure::Failure;

/// The support desk that keeps a software vendor's word.
#[derive(Debug, Parser)]
#[command(name = "mainstay", version, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Serve(serve::Arguments),
    Demo(demo::Arguments),
    Policy(policy::Arguments),
    Due(due::Arguments),
    Explain(explain::Arguments),
    Export(export::Arguments),
    Calendar(calendar::Arguments),
    Mail(mail::Arguments),
    Desk(desk::Arguments),
    Customer(customer::Arguments),
    Contract(contract::Arguments),
    User(user::Arguments),
    Token(token::Arguments),
    Verify(rebuild::Verify),
    Rebuild(rebuild::Rebuild),
    Doctor(doctor::Arguments),
}

/// What a command found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Yes,
    No,
}

/// Runs the command of the process's arguments.
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let mut out = BufWriter::new(io::stdout().lock());
    let answer = answer(arguments.command, &mut out).and_then(|answer| {
        out.flush()?;
        Ok(answer)
    });
    match answer {
        Ok(Answer::Yes) => ExitCode::SUCCESS,
        Ok(Answer::No) => ExitCode::from(1),
        // Whoever reads our output has had enough (`mainstay ... | head`).
        Err(Failure::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            ExitCode::SUCCESS
        }
        Err(failure) => {
            tell(&failure);
            ExitCode::from(2)
        }
    }
}

fn answer(command: Command, out: &mut impl Write) -> Result<Answer, Failure> {
    match command {
        Command::Serve(arguments) => serve::run(&arguments, out),
        Command::Demo(arguments) => demo::run(&arguments, out),
        Command::Policy(arguments) => policy::run(arguments, out),
        Command::Due(arguments) => due::run(&arguments, out),
        Command::Explain(arguments) => explain::run(&arguments, out),
        Command::Export(arguments) => export::run(&arguments, out),
        Command::Calendar(arguments) => calendar::run(&arguments, out),
        Command::Mail(arguments) => mail::run(arguments, out),
        Command::Desk(arguments) => desk::run(&arguments, out),
        Command::Customer(arguments) => customer::run(&arguments, out),
        Command::Contract(arguments) => contract::run(&arguments, out),
        Command::User(arguments) => user::run(&arguments, out),
        Command::Token(arguments) => token::run(&arguments, out),
        Command::Verify(arguments) => rebuild::verify(&arguments, out),
        Command::Rebuild(arguments) => rebuild::rebuild(&arguments, out),
        Command::Doctor(arguments) => doctor::run(&arguments, out),
    }
}

/// Errors go to standard error, each cause on a line of its own.
#[expect(clippy::print_stderr, reason = "this is the command line's own voice")]
fn tell(failure: &Failure) {
    eprintln!("error: {failure}");
    let mut cause = std::error::Error::source(failure);
    while let Some(error) = cause {
        eprintln!("  because: {error}");
        cause = error.source();
    }
}
