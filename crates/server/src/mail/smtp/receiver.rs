//! Accepts connections, counts them, and lets running mails end when the server stops.

use std::collections::HashMap;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use rustls::ServerConfig;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::session::{End, Session};
use super::{Intake, Limits, reply};

/// Pause after a failed accept, usually too many open files.
const ACCEPT_PAUSE: Duration = Duration::from_millis(200);

/// Where the receiver takes the time from.
pub type Clock = fn() -> Timestamp;

/// Name and limits of a receiver.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The name this server greets with and writes into `Received`.
    pub host_name: String,
    /// What a sender may use.
    pub limits: Limits,
}

impl Settings {
    /// Settings with default limits.
    pub fn new(host_name: &str) -> Settings {
        Settings {
            host_name: super::trace::visible(host_name),
            limits: Limits::default(),
        }
    }
}

/// What all connections share.
pub(super) struct Shared<I> {
    pub(super) intake: Arc<I>,
    pub(super) settings: Settings,
    pub(super) tls: Option<TlsAcceptor>,
    pub(super) clock: Clock,
    connections: Mutex<HashMap<IpAddr, usize>>,
}

/// An SMTP server that has not begun to listen yet.
pub struct Receiver<I> {
    shared: Shared<I>,
}

impl<I: Intake> Receiver<I> {
    /// A receiver that gives its mails to `intake`.
    pub fn new(intake: Arc<I>, settings: Settings, clock: Clock) -> Receiver<I> {
        let connections = Mutex::new(HashMap::new());
        Receiver {
            shared: Shared {
                intake,
                settings,
                tls: None,
                clock,
                connections,
            },
        }
    }

    /// Offers STARTTLS with this certificate.
    #[must_use]
    pub fn with_tls(mut self, config: Arc<ServerConfig>) -> Receiver<I> {
        self.shared.tls = Some(TlsAcceptor::from(config));
        self
    }

    /// Serves until `shutdown` resolves. Mails being sent then may end within
    /// [`Limits::shutdown_timeout`]; idle senders are told to come back.
    pub async fn serve(self, listener: TcpListener, shutdown: impl Future<Output = ()>) {
        let shared = Arc::new(self.shared);
        let (stop, stopping) = watch::channel(false);
        let mut sessions = JoinSet::new();
        tokio::pin!(shutdown);
        loop {
            tokio::select! {
                () = &mut shutdown => break,
                accepted = listener.accept() => match accepted {
                    Ok((stream, peer)) => {
                        sessions.spawn(converse(Arc::clone(&shared), stream, peer, stopping.clone()));
                    }
                    Err(error) => {
                        tracing::warn!(%error, "a mail connection could not be accepted");
                        tokio::time::sleep(ACCEPT_PAUSE).await;
                    }
                },
                Some(ended) = sessions.join_next() => report(ended),
            }
        }
        drop(listener);
        let _nobody_listens = stop.send(true);
        let all = async {
            while let Some(ended) = sessions.join_next().await {
                report(ended);
            }
        };
        if timeout(shared.settings.limits.shutdown_timeout, all)
            .await
            .is_err()
        {
            tracing::warn!("mails still being received were cut off; their senders will try again");
        }
    }
}

/// A task that panicked must not go unnoticed; its sender saw no `250` and tries again.
fn report(ended: Result<(), tokio::task::JoinError>) {
    if let Err(error) = ended
        && error.is_panic()
    {
        tracing::error!(%error, "a mail connection ended with a fault");
    }
}

async fn converse<I: Intake>(
    shared: Arc<Shared<I>>,
    stream: TcpStream,
    peer: SocketAddr,
    stopping: watch::Receiver<bool>,
) {
    let Some(_place) = Place::take(&shared, peer.ip()) else {
        refuse(stream, shared.settings.limits.write_timeout).await;
        return;
    };
    if let Err(error) = speak(&shared, stream, peer, stopping).await {
        tracing::debug!(%error, "a mail connection broke off");
    }
}

async fn speak<I: Intake>(
    shared: &Shared<I>,
    stream: TcpStream,
    peer: SocketAddr,
    stopping: watch::Receiver<bool>,
) -> io::Result<()> {
    // Answers are small; without this each would wait for the next packet.
    stream.set_nodelay(true)?;
    let plain = Session::new(shared, stream, peer, false);
    let End::StartTls(stream) = plain.run(true, stopping.clone()).await? else {
        return Ok(());
    };
    let Some(acceptor) = &shared.tls else {
        return Ok(());
    };
    let handshake = timeout(
        shared.settings.limits.handshake_timeout,
        acceptor.accept(stream),
    );
    let stream = handshake.await.map_err(|_| io::ErrorKind::TimedOut)??;
    Session::new(shared, stream, peer, true)
        .run(false, stopping)
        .await?;
    Ok(())
}

async fn refuse(mut stream: TcpStream, write_timeout: Duration) {
    let words = format!("{}\r\n", reply::BUSY);
    // The sender may be gone already, which is all right: it was to go away.
    let _sent = timeout(write_timeout, stream.write_all(words.as_bytes())).await;
}

/// A counted connection; given back when dropped, also after a fault.
struct Place<'a, I> {
    shared: &'a Shared<I>,
    peer: IpAddr,
}

impl<'a, I> Place<'a, I> {
    fn take(shared: &'a Shared<I>, peer: IpAddr) -> Option<Place<'a, I>> {
        let limits = &shared.settings.limits;
        let mut connections = shared
            .connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let all: usize = connections.values().sum();
        let own = connections.get(&peer).copied().unwrap_or_default();
        if all >= limits.connections_max || own >= limits.connections_per_peer_max {
            return None;
        }
        connections.insert(peer, own + 1);
        Some(Place { shared, peer })
    }
}

impl<I> Drop for Place<'_, I> {
    fn drop(&mut self) {
        let mut connections = self
            .shared
            .connections
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if let Some(own) = connections.get_mut(&self.peer) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                connections.remove(&self.peer);
            }
        }
    }
}
