//! A mail server that takes every mail and remembers it: the relay of a test.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use server::mail::parse;
use server::mail::smtp::{Envelope, Intake, IntakeError, Receiver, Settings};
use tokio::net::TcpListener;

/// A mail the relay took.
#[derive(Clone, Debug)]
pub struct Delivery {
    pub message_id: String,
    pub recipients: Vec<String>,
    pub subject: String,
}

/// Everything it took, in order.
#[derive(Default)]
struct Shelf(Mutex<Vec<Delivery>>);

impl Intake for Shelf {
    type Desk = ();

    async fn desk_of(&self, _: &str) -> Result<Option<()>, IntakeError> {
        Ok(Some(()))
    }

    async fn keep(&self, envelope: Envelope<()>, raw: Vec<u8>) -> Result<(), IntakeError> {
        let mail = parse(&raw);
        self.0.lock().unwrap().push(Delivery {
            message_id: mail.message_id.unwrap_or_default(),
            recipients: envelope.recipients,
            subject: mail.subject,
        });
        Ok(())
    }
}

/// The running relay; it ends with the test.
pub struct Relay {
    pub address: SocketAddr,
    shelf: Arc<Shelf>,
}

impl Relay {
    pub async fn start() -> Self {
        Self::start_on(SocketAddr::from(([127, 0, 0, 1], 0))).await
    }

    pub async fn start_on(address: SocketAddr) -> Self {
        let listener = TcpListener::bind(address).await.unwrap();
        let address = listener.local_addr().unwrap();
        let shelf = Arc::new(Shelf::default());
        let settings = Settings::new("relay.example.com");
        let receiver = Receiver::new(Arc::clone(&shelf), settings, jiff::Timestamp::now);
        tokio::spawn(receiver.serve(listener, std::future::pending()));
        Self { address, shelf }
    }

    /// As the setting `relay` names it.
    pub fn url(&self) -> String {
        format!("smtp://{}", self.address)
    }

    pub fn deliveries(&self) -> Vec<Delivery> {
        self.shelf.0.lock().unwrap().clone()
    }
}
