//! Making connections, over TLS where the URL asks for it. A connection that
//! asks (`sslmode=require`, or `verify-full` by its other name) always has the
//! server's certificate checked against the system's roots.

use std::{future::poll_fn, pin::Pin, str::FromStr, sync::Arc, time::Duration};

use rustls::{ClientConfig, RootCertStore, crypto::ring};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::mpsc,
    task::JoinHandle,
};
use tokio_postgres::{
    AsyncMessage, Client, Config, Connection, NoTls, Notification, Socket, config::SslMode,
};
use tokio_postgres_rustls::MakeRustlsConnect;

use crate::store::StoreError;

const CONNECT_WAIT_MAX: Duration = Duration::from_secs(10);
/// No statement of ours takes this long unless something is wrong.
const SESSION: &str = "SET statement_timeout = '30s'; SET synchronous_commit = on";

#[derive(Clone)]
pub(super) struct Connector {
    config: Config,
    tls: Option<MakeRustlsConnect>,
}

/// What a connection is told by the server without having asked.
pub(super) type News = mpsc::UnboundedReceiver<Notification>;
type Driver = JoinHandle<()>;

impl Connector {
    pub(super) fn new(url: &str) -> Result<Self, StoreError> {
        let url = url.replace("sslmode=verify-full", "sslmode=require");
        let mut config =
            Config::from_str(&url).map_err(|cause| StoreError::Url(Arc::new(cause)))?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_WAIT_MAX);
        }
        let tls = match config.get_ssl_mode() {
            SslMode::Require => Some(tls()?),
            _ => None,
        };
        Ok(Self { config, tls })
    }

    pub(super) fn config(&self) -> &Config {
        &self.config
    }

    pub(super) async fn connect(&self) -> Result<Client, StoreError> {
        Ok(self.connect_driven().await?.0)
    }

    /// A connection with its news, which end when it breaks.
    pub(super) async fn connect_for_news(&self) -> Result<(Client, News), StoreError> {
        let (client, news, _) = self.open().await?;
        Ok((client, news))
    }

    async fn connect_driven(&self) -> Result<(Client, Driver), tokio_postgres::Error> {
        let (client, _, driver) = self.open().await?;
        Ok((client, driver))
    }

    async fn open(&self) -> Result<(Client, News, Driver), tokio_postgres::Error> {
        let (sender, news) = mpsc::unbounded_channel();
        let (client, driver) = if let Some(tls) = self.tls.clone() {
            let (client, connection) = self.config.connect(tls).await?;
            (client, tokio::spawn(drive(connection, sender)))
        } else {
            let (client, connection) = self.config.connect(NoTls).await?;
            (client, tokio::spawn(drive(connection, sender)))
        };
        client.batch_execute(SESSION).await?;
        Ok((client, news, driver))
    }
}

impl deadpool_postgres::Connect for Connector {
    fn connect(
        &self,
        _: &Config,
    ) -> Pin<Box<dyn Future<Output = Result<(Client, Driver), tokio_postgres::Error>> + Send + '_>>
    {
        Box::pin(self.connect_driven())
    }
}

/// Moves the connection's bytes until it ends.
async fn drive<S>(mut connection: Connection<Socket, S>, news: mpsc::UnboundedSender<Notification>)
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
        match message {
            // Nobody wanting the news is no error.
            Ok(AsyncMessage::Notification(notification)) => drop(news.send(notification)),
            Ok(AsyncMessage::Notice(notice)) => tracing::debug!(%notice, "the database says"),
            Ok(_) => {}
            Err(error) => {
                tracing::warn!(%error, "a connection to the database broke");
                return;
            }
        }
    }
}

fn tls() -> Result<MakeRustlsConnect, StoreError> {
    let mut roots = RootCertStore::empty();
    let found = rustls_native_certs::load_native_certs();
    roots.add_parsable_certificates(found.certs);
    let config = ClientConfig::builder_with_provider(ring::default_provider().into())
        .with_safe_default_protocol_versions()
        .map_err(|cause| StoreError::Unreachable(Arc::new(cause)))?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}
