//! Reads lines and bytes from a connection, and gathers answers so that pipelined commands are
//! answered in one packet.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

/// Bytes asked from the network at once.
const READ_BYTES: usize = 16 * 1024;

/// One line of commands.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The line with its LF.
    Text(Vec<u8>),
    /// Longer than allowed; it was read to its end and forgotten.
    TooLong,
    /// The other side has gone.
    Closed,
}

/// A buffered connection.
#[derive(Debug)]
pub(super) struct Wire<S> {
    stream: S,
    unread: Vec<u8>,
    answers: Vec<u8>,
    skipping: bool,
}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Wire<S> {
    pub(super) fn new(stream: S) -> Wire<S> {
        Wire {
            stream,
            unread: Vec::new(),
            answers: Vec::new(),
            skipping: false,
        }
    }

    /// The next line. Can be dropped and called again without losing bytes.
    pub(super) async fn line(&mut self, bytes_max: usize) -> io::Result<Line> {
        loop {
            if let Some(end) = self.unread.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.unread.drain(..=end).collect();
                let skipped = std::mem::take(&mut self.skipping);
                return Ok(if skipped || line.len() > bytes_max {
                    Line::TooLong
                } else {
                    Line::Text(line)
                });
            }
            if self.unread.len() > bytes_max {
                self.unread.clear();
                self.skipping = true;
            }
            if !self.fill().await? {
                return Ok(Line::Closed);
            }
        }
    }

    /// Bytes that arrived and were not used yet, after waiting for some. Empty when the other side
    /// has gone.
    pub(super) async fn bytes(&mut self) -> io::Result<&[u8]> {
        if self.unread.is_empty() {
            self.fill().await?;
        }
        Ok(&self.unread)
    }

    /// Marks bytes as used.
    pub(super) fn consume(&mut self, count: usize) {
        self.unread.drain(..count.min(self.unread.len()));
    }

    /// Whether the sender has sent more than was asked for.
    pub(super) fn has_unread(&self) -> bool {
        !self.unread.is_empty()
    }

    /// Whether another whole command waits, so that answers may be gathered.
    pub(super) fn has_line(&self) -> bool {
        self.unread.contains(&b'\n')
    }

    /// Adds an answer to what is to be sent.
    pub(super) fn answer(&mut self, text: &str) {
        self.answers.extend_from_slice(text.as_bytes());
        self.answers.extend_from_slice(b"\r\n");
    }

    /// Sends the gathered answers.
    pub(super) async fn flush(&mut self) -> io::Result<()> {
        if !self.answers.is_empty() {
            self.stream.write_all(&self.answers).await?;
            self.answers.clear();
        }
        self.stream.flush().await
    }

    /// Says goodbye to the connection, so that the last answer arrives.
    pub(super) async fn close(&mut self) -> io::Result<()> {
        self.stream.shutdown().await
    }

    /// The bare connection, for TLS.
    pub(super) fn into_stream(self) -> S {
        self.stream
    }

    async fn fill(&mut self) -> io::Result<bool> {
        self.unread.reserve(READ_BYTES);
        Ok(self.stream.read_buf(&mut self.unread).await? > 0)
    }
}
