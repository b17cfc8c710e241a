//! A sender that says exactly what a test tells it to.

use std::net::SocketAddr;
use std::sync::Arc;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

pub(crate) trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}
impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

pub(crate) struct Client<S = TcpStream> {
    stream: S,
    read: Vec<u8>,
}

impl Client {
    pub(crate) async fn connect(address: SocketAddr) -> Client {
        Client {
            stream: TcpStream::connect(address).await.unwrap(),
            read: Vec::new(),
        }
    }

    /// After the greeting.
    pub(crate) async fn greeted(address: SocketAddr) -> Client {
        let mut client = Client::connect(address).await;
        let greeting = client.answer().await;
        assert!(greeting.starts_with("220 mail.example.com"), "{greeting}");
        client
    }

    /// After EHLO and MAIL FROM.
    pub(crate) async fn ready(address: SocketAddr) -> Client {
        let mut client = Client::greeted(address).await;
        client.expect("EHLO sender.example.org", "250").await;
        client.expect("MAIL FROM:<ann@example.com>", "250").await;
        client
    }

    pub(crate) async fn encrypt(
        self,
        roots: rustls::RootCertStore,
    ) -> Client<tokio_rustls::client::TlsStream<TcpStream>> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
        let name = rustls::pki_types::ServerName::try_from("mail.example.com").unwrap();
        let stream = connector.connect(name, self.stream).await.unwrap();
        Client {
            stream,
            read: Vec::new(),
        }
    }
}

impl<S: Stream> Client<S> {
    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        self.stream.write_all(bytes).await.unwrap();
        self.stream.flush().await.unwrap();
    }

    /// Sends a line and returns the whole answer.
    pub(crate) async fn ask(&mut self, line: &str) -> String {
        self.send(format!("{line}\r\n").as_bytes()).await;
        self.answer().await
    }

    pub(crate) async fn expect(&mut self, line: &str, code: &str) {
        let answer = self.ask(line).await;
        let shown: String = line.chars().take(80).collect();
        assert!(answer.starts_with(code), "{shown}: {answer}");
    }

    /// One answer, all lines of it.
    pub(crate) async fn answer(&mut self) -> String {
        let mut answer = String::new();
        loop {
            let line = self.line().await;
            let last = line.len() < 4 || line.as_bytes()[3] != b'-';
            answer.push_str(&line);
            if last {
                return answer;
            }
        }
    }

    /// Says no more and reads all that still comes.
    pub(crate) async fn rest(&mut self) -> String {
        let waiting = std::time::Duration::from_millis(300);
        let mut rest = std::mem::take(&mut self.read);
        let mut piece = [0; 4096];
        // The other side may close by itself; else our end of the talk makes it.
        let mut closed = false;
        loop {
            match tokio::time::timeout(waiting, self.stream.read(&mut piece)).await {
                Ok(Ok(0) | Err(_)) => break,
                Ok(Ok(count)) => rest.extend_from_slice(&piece[..count]),
                Err(_) if closed => panic!("the server neither answers nor closes"),
                Err(_) => {
                    closed = true;
                    self.stream.shutdown().await.unwrap();
                }
            }
        }
        String::from_utf8(rest).unwrap()
    }

    async fn line(&mut self) -> String {
        let mut piece = [0; 4096];
        loop {
            if let Some(end) = self.read.iter().position(|byte| *byte == b'\n') {
                let line: Vec<u8> = self.read.drain(..=end).collect();
                return String::from_utf8(line).unwrap();
            }
            let count = self.stream.read(&mut piece).await.unwrap();
            if count == 0 {
                return String::new();
            }
            self.read.extend_from_slice(&piece[..count]);
        }
    }
}
