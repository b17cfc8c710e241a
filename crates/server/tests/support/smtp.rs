//! A sender of mails that reports what happened instead of failing: the server it
//! talks to is being killed.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;

/// A conversation after EHLO.
pub struct Smtp(BufReader<TcpStream>);

impl Smtp {
    pub async fn connect(server: SocketAddr) -> io::Result<Self> {
        let stream = TcpStream::connect(server).await?;
        stream.set_nodelay(true)?;
        let mut smtp = Self(BufReader::new(stream));
        smtp.answer().await?;
        smtp.ask("EHLO sender.example.org").await?;
        Ok(smtp)
    }

    /// Offers a mail; the answer is the last one, or the first that is a refusal.
    pub async fn send(&mut self, from: &str, to: &str, mail: &str) -> io::Result<String> {
        let lines = [
            format!("MAIL FROM:<{from}>"),
            format!("RCPT TO:<{to}>"),
            "DATA".into(),
        ];
        for line in lines {
            let answer = self.ask(&line).await?;
            if !answer.starts_with(['2', '3']) {
                self.ask("RSET").await?;
                return Ok(answer);
            }
        }
        self.content(mail).await
    }

    /// The content of a mail that was announced, and the answer to it.
    pub async fn content(&mut self, mail: &str) -> io::Result<String> {
        let mut wire = String::with_capacity(mail.len() + 16);
        for line in mail.lines() {
            if line.starts_with('.') {
                wire.push('.');
            }
            wire.push_str(line);
            wire.push_str("\r\n");
        }
        wire.push_str(".\r\n");
        self.0.get_mut().write_all(wire.as_bytes()).await?;
        self.answer().await
    }

    /// Says a line and hears the answer.
    pub async fn ask(&mut self, line: &str) -> io::Result<String> {
        let line = format!("{line}\r\n");
        self.0.get_mut().write_all(line.as_bytes()).await?;
        self.answer().await
    }

    async fn answer(&mut self) -> io::Result<String> {
        let mut answer = String::new();
        loop {
            let begin = answer.len();
            if self.0.read_line(&mut answer).await? == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            if answer.as_bytes().get(begin + 3) != Some(&b'-') {
                return Ok(answer);
            }
        }
    }
}
