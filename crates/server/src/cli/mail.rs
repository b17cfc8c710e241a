//! `mainstay mail`: what the desk understands of a mail, and mails brought by
//! hand, by the same way as those that arrive by SMTP.

mod kept;

use std::io::{self, Read, Write};

use clap::{Args, Subcommand};

use super::beside::desk;
use super::customer::OfDesk;
use super::serve::block_on;
use super::{Answer, check, failure::Failure, say};
use crate::inbound::{self, Deliver};
use crate::mail::{parse, smtp::Limits};

/// Read, deliver and list arriving mails
#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Say what the desk understands of a mail, as JSON; stores nothing
    #[command(after_help = "Example:\n  mainstay mail parse < message.eml")]
    Parse {
        /// Answer in JSON, as it always does
        #[arg(long)]
        json: bool,
    },
    /// Deliver a mail to a desk
    #[command(
        after_help = "Example:\n  mainstay mail deliver --desk infocyte < message.eml\n\n\
        The mail goes the way of those that arrive by SMTP. Exits with 1 when it did not become a\n\
        ticket or a message on one; it is kept then, see `mainstay mail list`."
    )]
    Deliver {
        /// Envelope sender; the author, if not given; '' for none, as bounces have
        #[arg(long, value_name = "ADDRESS")]
        sender: Option<String>,
        /// Envelope recipient; the desk's address, if not given
        #[arg(long = "recipient", value_name = "ADDRESS", value_parser = check::address)]
        recipients: Vec<String>,
        #[command(flatten)]
        of: OfDesk,
    },
    List(kept::List),
    Retry(kept::Retry),
}

pub(super) fn run(arguments: Arguments, out: &mut impl Write) -> Result<Answer, Failure> {
    match arguments.command {
        Command::Parse { json: _ } => {
            say::json(out, &parse(&message()?))?;
            Ok(Answer::Yes)
        }
        Command::Deliver {
            sender,
            recipients,
            of,
        } => block_on(deliver(sender, recipients, &of, out)),
        Command::List(which) => block_on(kept::list(&which, out)),
        Command::Retry(which) => block_on(kept::retry(&which, out)),
    }
}

/// A whole mail from standard input, no larger than one that comes by SMTP.
fn message() -> Result<Vec<u8>, Failure> {
    let bytes_max = Limits::default().mail_bytes_max;
    let mut raw = Vec::new();
    let limit = u64::try_from(bytes_max)
        .unwrap_or(u64::MAX)
        .saturating_add(1);
    let mut input = io::stdin().lock().take(limit);
    input.read_to_end(&mut raw).map_err(Failure::Input)?;
    if raw.is_empty() {
        let reason = "there is no mail on standard input: pass it with < message.eml";
        return Err(Failure::Use(reason.to_owned()));
    }
    if raw.len() > bytes_max {
        let reason = format!("a mail may have {bytes_max} bytes");
        return Err(Failure::Use(reason));
    }
    Ok(raw)
}

async fn deliver(
    sender: Option<String>,
    recipients: Vec<String>,
    of: &OfDesk,
    out: &mut impl Write,
) -> Result<Answer, Failure> {
    let app = of.place.open().await?;
    let (name, desk) = desk(&app, &of.desk).await?;
    let raw = message()?;
    let sender = match sender {
        Some(address) if address.is_empty() => None,
        Some(address) => Some(check::address(&address).map_err(Failure::Use)?),
        None => parse(&raw).from.map(|author| author.address),
    };
    let recipients = if recipients.is_empty() {
        vec![desk.address.clone()]
    } else {
        recipients
    };
    let mail = Deliver {
        sender,
        recipients,
        raw,
    };
    let id = inbound::deliver(&app, &name, mail).await?.to_string();
    kept::work(&app, &name, &id).await?;
    kept::tell(&app, &desk, &id, of.json, out).await
}
