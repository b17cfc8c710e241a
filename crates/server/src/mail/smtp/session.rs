//! One conversation with a sending server: commands in, answers out, mails to the intake.

mod transaction;

use std::io;
use std::net::SocketAddr;

use smtp_proto::Request;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::watch;
use tokio::time::timeout;

use self::transaction::Transaction;
use super::receiver::Shared;
use super::wire::{Line, Wire};
use super::{Intake, reply};

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
