//! One conversation with a sending server: commands in, answers out, mails to the intake.

use std::io;
use std::net::SocketAddr;

use sha2::{Digest, Sha256};
use smtp_proto::{MailFrom, RcptTo, Request};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio::time::{Instant, timeout, timeout_at};

use super::data::DataReader;
use super::receiver::Shared;
use super::trace::{Trace, headers};
use super::wire::{Line, Wire};
use super::{Envelope, Intake, IntakeError, reply};
use crate::mail::thread::split_plus;

/// How a conversation ended.
pub(super) enum End<S> {
    /// For good.
    Closed,
    /// The sender asked for TLS; the conversation begins anew over it.
    StartTls(S),
}

/// Whether the conversation goes on.
#[derive(PartialEq, Eq)]
enum Next {
    Continue,
    Close,
    StartTls,
}

struct Hello {
    name: String,
    extended: bool,
}

/// A mail being sent: its sender and the recipients accepted so far, each with its desk.
struct Transaction<Desk> {
    sender: Option<String>,
    recipients: Vec<(Desk, String)>,
}

pub(super) struct Session<'a, I: Intake, S> {
    shared: &'a Shared<I>,
    wire: Wire<S>,
    peer: SocketAddr,
    tls: bool,
    hello: Option<Hello>,
    mail: Option<Transaction<I::Desk>>,
    errors: usize,
    mails: usize,
}

impl<'a, I: Intake, S: AsyncRead + AsyncWrite + Unpin + Send> Session<'a, I, S> {
    pub(super) fn new(shared: &'a Shared<I>, stream: S, peer: SocketAddr, tls: bool) -> Self {
        let wire = Wire::new(stream);
        Session {
            shared,
            wire,
            peer,
            tls,
            hello: None,
            mail: None,
            errors: 0,
            mails: 0,
        }
    }

    /// Speaks until the sender, a limit or a stop ends it. `greet` is false after STARTTLS.
    pub(super) async fn run(
        mut self,
        greet: bool,
        mut stop: watch::Receiver<bool>,
    ) -> io::Result<End<S>> {
        if greet {
            self.wire.answer(&format!(
                "220 {} ESMTP Mainstay",
                self.shared.settings.host_name
            ));
        }
        loop {
            if !self.wire.has_line() {
                self.flush().await?;
            }
            let limits = &self.shared.settings.limits;
            let line = tokio::select! {
                biased;
                () = stopped(&mut stop) => return self.close(reply::STOPPING).await,
                line = timeout(limits.command_timeout, self.wire.line(limits.line_bytes_max)) => line,
            };
            let next = match line {
                Err(_) => return self.close(reply::IDLE).await,
                Ok(Err(error)) => return Err(error),
                Ok(Ok(Line::Closed)) => return Ok(End::Closed),
                Ok(Ok(Line::TooLong)) => self.refuse(reply::LINE_TOO_LONG),
                Ok(Ok(Line::Text(line))) => self.command(&line).await?,
            };
            match next {
                Next::Continue if self.errors > limits.errors_max => {
                    return self.close(reply::ERRORS_ENOUGH).await;
                }
                Next::Continue => {}
                Next::Close => {
                    self.flush().await?;
                    self.wire.close().await?;
                    return Ok(End::Closed);
                }
                Next::StartTls => {
                    self.flush().await?;
                    return Ok(End::StartTls(self.wire.into_stream()));
                }
            }
        }
    }

    async fn command(&mut self, line: &[u8]) -> io::Result<Next> {
        let request = match Request::parse(&mut line.iter()) {
            Ok(request) => request.into_owned(),
            Err(error) => return Ok(self.misunderstood(line, &error)),
        };
        let next = match request {
            Request::Ehlo { host } => self.ehlo(host),
            Request::Helo { host } => self.helo(host),
            Request::Mail { from } => self.mail_from(from),
            Request::Rcpt { to } => self.rcpt_to(to).await,
            Request::Data => self.data().await?,
            Request::Rset => {
                self.mail = None;
                self.say(reply::OK)
            }
            Request::Noop { .. } => self.say(reply::OK),
            Request::Vrfy { .. } => self.say(reply::VRFY),
            Request::Help { .. } => self.say(reply::HELP),
            Request::StartTls => self.start_tls(),
            Request::Quit => {
                self.wire.answer(reply::BYE);
                Next::Close
            }
            // The chunk follows at once and would be read as commands: the only safe answer is to
            // hang up.
            Request::Bdat { .. } | Request::Burl { .. } => {
                self.wire.answer(reply::NO_CHUNKS);
                Next::Close
            }
            _ => self.refuse(reply::NOT_OFFERED),
        };
        Ok(next)
    }

    fn misunderstood(&mut self, line: &[u8], error: &smtp_proto::Error) -> Next {
        // A browser made to send a form here could carry commands in its body.
        if line.windows(7).any(|piece| piece == b" HTTP/1") {
            self.wire.answer(reply::NOT_HTTP);
            return Next::Close;
        }
        self.refuse(&reply::misunderstood(error))
    }

    fn ehlo(&mut self, host: String) -> Next {
        self.mail = None;
        self.hello = Some(Hello {
            name: host,
            extended: true,
        });
        let settings = &self.shared.settings;
        let mut offers = vec![
            settings.host_name.clone(),
            "PIPELINING".to_owned(),
            format!("SIZE {}", settings.limits.mail_bytes_max),
            "8BITMIME".to_owned(),
            "SMTPUTF8".to_owned(),
            "ENHANCEDSTATUSCODES".to_owned(),
        ];
        if self.shared.tls.is_some() && !self.tls {
            offers.push("STARTTLS".to_owned());
        }
        let last = offers.len() - 1;
        for (index, offer) in offers.iter().enumerate() {
            let dash = if index == last { ' ' } else { '-' };
            self.wire.answer(&format!("250{dash}{offer}"));
        }
        Next::Continue
    }

    fn helo(&mut self, host: String) -> Next {
        self.mail = None;
        self.hello = Some(Hello {
            name: host,
            extended: false,
        });
        let host_name = &self.shared.settings.host_name;
        self.wire.answer(&format!("250 {host_name}"));
        Next::Continue
    }

    fn mail_from(&mut self, from: MailFrom<String>) -> Next {
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

    async fn rcpt_to(&mut self, to: RcptTo<String>) -> Next {
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

    async fn data(&mut self) -> io::Result<Next> {
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

    fn start_tls(&mut self) -> Next {
        if self.shared.tls.is_none() || self.tls {
            return self.refuse(reply::NOT_OFFERED);
        }
        // Commands sent in clear behind STARTTLS must not be taken for encrypted ones.
        if self.wire.has_unread() {
            self.wire.answer(reply::TLS_PIPELINED);
            return Next::Close;
        }
        self.wire.answer(reply::START_TLS);
        Next::StartTls
    }

    fn say(&mut self, words: &str) -> Next {
        self.wire.answer(words);
        Next::Continue
    }

    fn refuse(&mut self, words: &str) -> Next {
        self.errors += 1;
        self.say(words)
    }

    async fn flush(&mut self) -> io::Result<()> {
        let write_timeout = self.shared.settings.limits.write_timeout;
        timeout(write_timeout, self.wire.flush())
            .await
            .map_err(|_| io::ErrorKind::TimedOut)?
    }

    async fn close(mut self, words: &str) -> io::Result<End<S>> {
        self.wire.answer(words);
        self.flush().await?;
        self.wire.close().await?;
        Ok(End::Closed)
    }
}

/// Resolves when the server stops, or is gone.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    let _either_way = stop.wait_for(|stopping| *stopping).await;
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
