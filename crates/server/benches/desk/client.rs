//! A client that costs little: requests made beforehand, written to connections that
//! stay open, from one thread. It understands as much HTTP as the server speaks
//! when nobody asks for compression.

use std::cell::{Cell, RefCell};
use std::net::SocketAddr;
use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long an answer may take. A program that makes its tickets first has taken its
/// ports already, and lets whoever asks wait until it is done.
const ANSWER_WAIT_MAX: Duration = Duration::from_secs(600);

/// A connection that is kept open.
pub(crate) struct Connection {
    stream: TcpStream,
    received: Vec<u8>,
}

/// An answer, as long as the next request is not sent.
pub(crate) struct Answer<'a> {
    pub(crate) status: u16,
    pub(crate) head: &'a str,
    pub(crate) body: &'a [u8],
}

impl Connection {
    pub(crate) async fn open(address: SocketAddr) -> std::io::Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream,
            received: Vec::with_capacity(64 << 10),
        })
    }

    pub(crate) async fn ask(&mut self, request: &[u8]) -> Answer<'_> {
        let answered = tokio::time::timeout(ANSWER_WAIT_MAX, self.exchange(request));
        let head = answered.await.expect("no answer came").unwrap();
        let (head, body) = self.received.split_at(head);
        let head = std::str::from_utf8(head).unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        Answer { status, head, body }
    }

    /// Answers how long the head is.
    async fn exchange(&mut self, request: &[u8]) -> std::io::Result<usize> {
        self.stream.write_all(request).await?;
        self.received.clear();
        let head = loop {
            self.more().await?;
            if let Some(end) = find(&self.received, b"\r\n\r\n") {
                break end + 4;
            }
        };
        let length = body_length(&self.received[..head]);
        while self.received.len() < head + length {
            self.more().await?;
        }
        Ok(head)
    }

    async fn more(&mut self) -> std::io::Result<()> {
        match self.stream.read_buf(&mut self.received).await? {
            0 => Err(std::io::ErrorKind::UnexpectedEof.into()),
            _ => Ok(()),
        }
    }
}

impl Answer<'_> {
    pub(crate) fn has(&self, text: &str) -> bool {
        find(self.body, text.as_bytes()).is_some()
    }

    /// The value of a header of this name in small letters.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .filter(|(known, _)| *known == name)
            .map(|(_, value)| value)
            .next()
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(self.body).into_owned()
    }
}

fn body_length(head: &[u8]) -> usize {
    let head = std::str::from_utf8(head).unwrap();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length: "));
    length
        .unwrap_or_else(|| panic!("an answer without its length:\n{head}"))
        .parse()
        .unwrap()
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    let first = *part.first()?;
    let mut from = 0;
    while let Some(at) = text[from..].iter().position(|byte| *byte == first) {
        let at = from + at;
        if text[at..].starts_with(part) {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// How much is asked at most.
#[derive(Clone, Copy)]
pub(crate) struct Bounds {
    pub(crate) clients: usize,
    /// Not counted.
    pub(crate) warm_up: Duration,
    pub(crate) length: Duration,
    pub(crate) requests: u64,
}

/// What came of it.
pub(crate) struct Measured {
    /// Answers, those of the warm-up too.
    pub(crate) answers: u64,
    pub(crate) per_second: f64,
    pub(crate) median: Duration,
    /// 99 of 100 answers were at least as quick.
    pub(crate) slow: Duration,
}

/// Clients that each send their next request when the last one was answered.
/// `request` makes the one with that number, `check` looks at its answer.
pub(crate) async fn load(
    address: SocketAddr,
    bounds: Bounds,
    request: impl Fn(u64) -> Vec<u8>,
    check: impl Fn(u64, &Answer<'_>),
) -> Measured {
    let next = Cell::new(0);
    let times = RefCell::new(Vec::new());
    let last = Cell::new(Duration::ZERO);
    let started = Instant::now();
    let clients = (0..bounds.clients).map(async |_| {
        let mut connection = Connection::open(address).await.unwrap();
        while next.get() < bounds.requests && started.elapsed() < bounds.warm_up + bounds.length {
            let number = next.replace(next.get() + 1);
            let request = request(number);
            let sent = Instant::now();
            check(number, &connection.ask(&request).await);
            let now = Instant::now();
            if now - started > bounds.warm_up {
                times.borrow_mut().push(now - sent);
                last.set(now - started - bounds.warm_up);
            }
        }
    });
    join_all(clients).await;
    let mut times = times.into_inner();
    assert!(!times.is_empty(), "the bounds end within the warm-up");
    times.sort();
    Measured {
        answers: next.get(),
        per_second: times.len() as f64 / last.get().as_secs_f64(),
        median: times[times.len() / 2],
        slow: times[times.len() * 99 / 100],
    }
}
