//! A desk that keeps mails in memory, and a receiver in front of it.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use server::mail::parse;
use server::mail::smtp::{Envelope, Intake, IntakeError, Limits, Receiver, Settings};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

type Kept = (Envelope<String>, Vec<u8>);

#[derive(Default)]
pub(crate) struct Shelf {
    kept: Mutex<Vec<Kept>>,
    failure: Mutex<Option<IntakeError>>,
}

impl Shelf {
    pub(crate) fn failing(error: IntakeError) -> Shelf {
        Shelf {
            failure: Mutex::new(Some(error)),
            ..Shelf::default()
        }
    }

    pub(crate) fn kept(&self) -> Vec<Kept> {
        self.kept.lock().unwrap().clone()
    }

    pub(crate) fn subjects(&self) -> Vec<String> {
        self.kept()
            .iter()
            .map(|(_, raw)| parse(raw).subject)
            .collect()
    }
}

impl Intake for Shelf {
    type Desk = String;

    async fn desk_of(&self, address: &str) -> Result<Option<String>, IntakeError> {
        let desk = match address {
            "support@in8sync.example.com" | "sales@in8sync.example.com" => "in8sync",
            "support@infocyte.example.com" => "infocyte",
            _ => return Ok(None),
        };
        Ok(Some(desk.to_owned()))
    }

    async fn keep(&self, envelope: Envelope<String>, raw: Vec<u8>) -> Result<(), IntakeError> {
        if let Some(error) = self.failure.lock().unwrap().take() {
            return Err(error);
        }
        self.kept.lock().unwrap().push((envelope, raw));
        Ok(())
    }
}

pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) shelf: Arc<Shelf>,
    stop: Option<oneshot::Sender<()>>,
    task: Option<JoinHandle<()>>,
}

impl Server {
    pub(crate) async fn start(shelf: Shelf, limits: Limits) -> Server {
        Server::start_as(shelf, limits, None).await
    }

    /// With a certificate of its own making, and the roots that trust it.
    pub(crate) async fn start_with_tls() -> (Server, rustls::RootCertStore) {
        let made = rcgen::generate_simple_self_signed(vec!["mail.example.com".to_owned()]).unwrap();
        let certificate = made.cert.der().clone();
        let key =
            rustls::pki_types::PrivateKeyDer::try_from(made.signing_key.serialize_der()).unwrap();
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)
            .unwrap();
        let mut roots = rustls::RootCertStore::empty();
        roots.add(certificate).unwrap();
        let server = Server::start_as(Shelf::default(), Limits::default(), Some(Arc::new(config)));
        (server.await, roots)
    }

    async fn start_as(
        shelf: Shelf,
        limits: Limits,
        tls: Option<Arc<rustls::ServerConfig>>,
    ) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let shelf = Arc::new(shelf);
        let settings = Settings {
            limits,
            ..Settings::new("mail.example.com")
        };
        let clock = || "2026-03-02T09:00:00Z".parse().unwrap();
        let mut receiver = Receiver::new(Arc::clone(&shelf), settings, clock);
        if let Some(config) = tls {
            receiver = receiver.with_tls(config);
        }
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(receiver.serve(listener, async {
            let _either_way = stopped.await;
        }));
        Server {
            address,
            shelf,
            stop: Some(stop),
            task: Some(task),
        }
    }

    pub(crate) fn stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    pub(crate) async fn ended(&mut self) {
        self.task.take().unwrap().await.unwrap();
    }
}
