//! A running installation: everything is opened, bound and started here, and
//! ended here in the other order.

use std::future::Future;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;

use tokio::net::TcpListener;

use crate::app::App;
use crate::clock::{Clock, system_now};
use crate::config::Settings;
use crate::installation::open_store;
use crate::mail::relay::{Relay, RelayUrlError};
use crate::mail::smtp::{self, Receiver};
use crate::store::{DataDir, DataLock, StoreError};
use crate::web::{self, Web, WebConfig};
use crate::{announcements, contracts, inbound, outbox, timers};

/// Why the server cannot run.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    #[error("cannot open the database")]
    Store(#[from] StoreError),
    #[error("cannot listen on {address} for {what}: is another program using it?")]
    Listen {
        what: &'static str,
        address: SocketAddr,
        #[source]
        source: std::io::Error,
    },
    #[error("the setting `relay` cannot be used")]
    Relay(#[from] RelayUrlError),
    #[error("the certificate for STARTTLS cannot be used: {0}")]
    Certificate(String),
    #[error("the server stopped")]
    Stopped(#[source] std::io::Error),
}

/// An opened installation, not yet answering. Keeps other servers away from its
/// data folder and its ports as long as it lives.
pub struct Installation {
    pub app: App,
    settings: Settings,
    pages: TcpListener,
    mails: TcpListener,
    demo: bool,
    _lock: DataLock,
}

impl Installation {
    /// Locks the data folder, opens the store and takes the ports. Where a setting
    /// says port 0 the system chooses one, and [`Installation::run`] tells which.
    ///
    /// # Errors
    /// When another server runs on the folder, the store cannot be opened, or a port
    /// is taken.
    pub async fn open(
        mut settings: Settings,
        clock: Clock,
        demo: bool,
    ) -> Result<Self, ServeError> {
        let lock = DataDir::open(&settings.data)?.lock()?;
        let store = open_store(&settings).await?;
        let (pages, browsers) = listen("browsers", settings.listen).await?;
        let (mails, senders) = listen("mails", settings.smtp).await?;
        settings.listens_on(browsers, senders);
        let app = App::new(store, clock, &settings.base_url);
        Ok(Self {
            app,
            settings,
            pages,
            mails,
            demo,
            _lock: lock,
        })
    }

    /// Answers and works until `shutdown` comes; then ends what is under way.
    /// `ready` is called once everything answers, with the ports as they are.
    ///
    /// # Errors
    /// When a certificate or relay is unusable.
    pub async fn run(
        self,
        shutdown: impl Future<Output = ()>,
        ready: impl FnOnce(&Settings),
    ) -> Result<(), ServeError> {
        let Self {
            app,
            settings,
            pages,
            mails,
            demo,
            _lock,
        } = self;
        let relay = settings.relay.as_deref().map(Relay::from_url).transpose()?;
        let mut receiver = Receiver::new(
            Arc::new(app.clone()),
            smtp::Settings::new(&host_name(&settings.base_url)),
            system_now,
        );
        if let (Some(certificate), Some(key)) = (&settings.smtp_certificate, &settings.smtp_key) {
            receiver = receiver.with_tls(Arc::new(certified(certificate, key)?));
        }
        let (stop, stopped) = tokio::sync::watch::channel(false);
        let ended = |mut stopped: tokio::sync::watch::Receiver<bool>| async move {
            // An error means that the sender is gone: stop as well.
            drop(stopped.wait_for(|stop| *stop).await);
        };
        let mut reconcilers = tokio::task::JoinSet::new();
        reconcilers.spawn(timers::run(app.clone()));
        reconcilers.spawn(inbound::run(app.clone()));
        reconcilers.spawn(announcements::run(app.clone()));
        reconcilers.spawn(contracts::run(app.clone()));
        if let Some(relay) = relay {
            // On SQLite the lock says that nobody else is sending.
            reconcilers.spawn(outbox::run(app.clone(), relay, settings.database.is_none()));
        }
        let receiving = tokio::spawn(receiver.serve(mails, ended(stopped.clone())));
        let web = Web::new(app.clone(), WebConfig { demo });
        let router = web::router(web.clone());
        let answering = axum::serve(pages, router).with_graceful_shutdown(ended(stopped));
        let answering = tokio::spawn(answering.into_future());
        ready(&settings);
        shutdown.await;
        web.close();
        stop.send_replace(true);
        let answered = answering.await;
        // The receiver ends its connections within its own limit.
        drop(receiving.await);
        reconcilers.shutdown().await;
        match answered {
            Ok(result) => result.map_err(ServeError::Stopped),
            Err(_) => Ok(()),
        }
    }
}

async fn listen(
    what: &'static str,
    address: SocketAddr,
) -> Result<(TcpListener, SocketAddr), ServeError> {
    let failed = |source| ServeError::Listen {
        what,
        address,
        source,
    };
    let listener = TcpListener::bind(address).await.map_err(failed)?;
    let bound = listener.local_addr().map_err(failed)?;
    Ok((listener, bound))
}

/// Ends when the process is asked to: Ctrl-C, or SIGTERM.
pub async fn asked_to_stop() {
    let interrupted = tokio::signal::ctrl_c();
    let mut terminated =
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(signal) => signal,
            Err(error) => {
                tracing::warn!(
                    error = &error as &dyn std::error::Error,
                    "SIGTERM is not heard"
                );
                drop(interrupted.await);
                return;
            }
        };
    tokio::select! {
        _ = interrupted => {}
        _ = terminated.recv() => {}
    }
}

fn host_name(base_url: &str) -> String {
    let url = url::Url::parse(base_url).ok();
    url.and_then(|url| url.host_str().map(str::to_owned))
        .unwrap_or_else(|| "localhost".to_owned())
}

/// What STARTTLS on arriving mails needs, from PEM files.
///
/// # Errors
/// When a file cannot be read, or the key does not fit the certificate.
pub fn certified(certificate: &Path, key: &Path) -> Result<rustls::ServerConfig, ServeError> {
    use rustls::pki_types::pem::PemObject;
    use rustls::pki_types::{CertificateDer, PrivateKeyDer};
    let unusable = |path: &Path, reason: String| {
        ServeError::Certificate(format!("`{}`: {reason}", path.display()))
    };
    let chain = CertificateDer::pem_file_iter(certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| unusable(certificate, error.to_string()))?;
    let key_der =
        PrivateKeyDer::from_pem_file(key).map_err(|error| unusable(key, error.to_string()))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| unusable(certificate, error.to_string()))?
        .with_no_client_auth()
        .with_single_cert(chain, key_der)
        .map_err(|error| unusable(certificate, error.to_string()))
}
