//! One mail inside a conversation: its sender, its recipients, its content, its keeping.

use std::io;

use sha2::{Digest, Sha256};
use smtp_proto::{MailFrom, RcptTo};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::time::{Instant, timeout_at};

use super::{Next, Session};
use crate::mail::smtp::data::DataReader;
use crate::mail::smtp::trace::{Trace, headers};
use crate::mail::smtp::{Envelope, Intake, IntakeError, reply};
use crate::mail::thread::split_plus;

/// A mail being sent: its sender and the recipients accepted so far, each with its desk.
pub(super) struct Transaction<Desk> {
    sender: Option<String>,
    recipients: Vec<(Desk, String)>,
}

impl<I: Intake, S: AsyncRead + AsyncWrite + Unpin + Send> Session<'_, I, S> {
    pub(super) fn mail_from(&mut self, from: MailFrom<String>) -> Next {
        let limits = &self.shared.settings.limits;
        if self.hello.is_none() {
            return self.refuse(reply::HELLO_FIRST);
        }
        if self.mail.is_some() {
            return self.refuse(reply::MAIL_TWICE);
        }
        if from.size > limits.mail_bytes_max {
            let words = reply::too_big(limits);
            return self.refuse(&words);
        }
        if self.mails >= limits.mails_max {
            self.wire.answer(reply::MAILS_ENOUGH);
            return Next::Close;
        }
        if !from.address.is_empty() && !is_clean(&from.address) {
            return self.refuse(reply::BAD_SENDER);
        }
        let sender = (!from.address.is_empty()).then_some(from.address);
        self.mail = Some(Transaction {
            sender,
            recipients: Vec::new(),
        });
        self.say(reply::SENDER_OK)
    }

    pub(super) async fn rcpt_to(&mut self, to: RcptTo<String>) -> Next {
        let limits = &self.shared.settings.limits;
        let Some(mail) = &self.mail else {
            return self.refuse(reply::MAIL_FIRST);
        };
        if mail.recipients.len() >= limits.recipients_max {
            let words = reply::too_many_recipients(limits);
            return self.refuse(&words);
        }
        if !is_clean(&to.address) {
            return self.refuse(reply::BAD_RECIPIENT);
        }
        match self.desk_of(&to.address).await {
            Ok(Some(desk)) => {
                if let Some(mail) = &mut self.mail {
                    mail.recipients.push((desk, to.address));
                }
                self.say(reply::RECIPIENT_OK)
            }
            Ok(None) => self.refuse(&reply::no_such_desk(&to.address)),
            Err(error) => {
                tracing::error!(%error, "a recipient could not be looked up");
                self.say(reply::LOOKUP_FAILED)
            }
        }
    }

    async fn desk_of(&self, address: &str) -> Result<Option<I::Desk>, IntakeError> {
        let address = match address.rsplit_once('@') {
            Some((local, domain)) => format!("{local}@{}", domain.to_lowercase()),
            None => address.to_owned(),
        };
        let desk = self.shared.intake.desk_of(&address).await?;
        match split_plus(&address) {
            Some((plain, _)) if desk.is_none() => self.shared.intake.desk_of(&plain).await,
            _ => Ok(desk),
        }
    }

    pub(super) async fn data(&mut self) -> io::Result<Next> {
        let Some(mail) = self.mail.take() else {
            return Ok(self.refuse(reply::MAIL_FIRST));
        };
        if mail.recipients.is_empty() {
            return Ok(self.refuse(reply::NO_RECIPIENT));
        }
        self.wire.answer(reply::GO_AHEAD);
        self.flush().await?;
        let limits = &self.shared.settings.limits;
        let Some(content) = self.content().await? else {
            self.wire.answer(reply::TOO_SLOW);
            return Ok(Next::Close);
        };
        let Some(content) = content else {
            let words = reply::too_big(limits);
            return Ok(self.refuse(&words));
        };
        self.mails += 1;
        match self.keep(mail, content).await {
            Ok(id) => Ok(self.say(&format!("250 2.0.0 Kept as {id}"))),
            Err(error) => {
                tracing::error!(%error, "a mail could not be kept; its sender will try again");
                let full = matches!(error, IntakeError::Full);
                Ok(self.say(if full {
                    reply::STORAGE_FULL
                } else {
                    reply::KEEP_FAILED
                }))
            }
        }
    }

    /// The content of a mail: `None` when it took too long, `Some(None)` when it was too big. A
    /// sender that goes away in the middle is an error, and nothing is kept.
    async fn content(&mut self) -> io::Result<Option<Option<Vec<u8>>>> {
        let limits = &self.shared.settings.limits;
        let deadline = Instant::now() + limits.mail_timeout;
        let mut reader = DataReader::new(limits.mail_bytes_max);
        loop {
            let step = deadline.min(Instant::now() + limits.data_timeout);
            let Ok(bytes) = timeout_at(step, self.wire.bytes()).await else {
                return Ok(None);
            };
            let bytes = bytes?;
            if bytes.is_empty() {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            let end = reader.feed(bytes);
            let used = end.unwrap_or(bytes.len());
            self.wire.consume(used);
            if end.is_some() {
                return Ok(Some(reader.finish()));
            }
        }
    }

    /// Gives the mail to the intake, once per desk, and returns the id told to the sender.
    async fn keep(
        &self,
        mail: Transaction<I::Desk>,
        content: Vec<u8>,
    ) -> Result<String, IntakeError> {
        let received_at = (self.shared.clock)();
        let content_digest: [u8; 32] = Sha256::digest(&content).into();
        let id: String = content_digest
            .iter()
            .take(8)
            .map(|byte| format!("{byte:02x}"))
            .collect();
        let hello = self.hello.as_ref();
        let mut raw = headers(&Trace {
            sender: mail.sender.as_deref(),
            hello: hello.map_or("unknown", |hello| hello.name.as_str()),
            extended: hello.is_some_and(|hello| hello.extended),
            tls: self.tls,
            peer: self.peer,
            host_name: &self.shared.settings.host_name,
            id: &id,
            received_at,
        })
        .into_bytes();
        raw.extend_from_slice(&content);
        drop(content);
        for (desk, recipients) in by_desk(mail.recipients) {
            let envelope = Envelope {
                desk,
                sender: mail.sender.clone(),
                recipients,
                peer: self.peer,
                received_at,
                tls: self.tls,
                content_digest,
            };
            self.shared.intake.keep(envelope, raw.clone()).await?;
        }
        Ok(id)
    }
}

/// An address with an @ and without characters that could leave their place in a header.
fn is_clean(address: &str) -> bool {
    let clean = |c: char| !(c.is_control() || c.is_whitespace() || matches!(c, '<' | '>'));
    address.contains('@') && address.chars().all(clean)
}

/// The recipients of each desk, in the order of their first mention, each once.
fn by_desk<Desk: PartialEq>(recipients: Vec<(Desk, String)>) -> Vec<(Desk, Vec<String>)> {
    let mut desks: Vec<(Desk, Vec<String>)> = Vec::new();
    for (desk, address) in recipients {
        match desks.iter_mut().find(|(known, _)| *known == desk) {
            Some((_, addresses)) if addresses.contains(&address) => {}
            Some((_, addresses)) => addresses.push(address),
            None => desks.push((desk, vec![address])),
        }
    }
    desks
}
