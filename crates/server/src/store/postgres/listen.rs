//! The connection that brings news of commits by all nodes, this one included,
//! and comes back by itself after it broke.

use std::time::Duration;

use tokio::task::JoinHandle;
use tokio_postgres::Client;

use super::connect::{Connector, News};
use crate::store::{Change, StoreError, changes::Announcer};

const CONNECT_AGAIN_AFTER: Duration = Duration::from_secs(1);

pub(super) struct Listener(JoinHandle<()>);

impl Drop for Listener {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl Listener {
    pub(super) async fn start(
        connector: Connector,
        announcer: Announcer,
    ) -> Result<Self, StoreError> {
        let first = listen(&connector).await?;
        Ok(Self(tokio::spawn(run(connector, announcer, first))))
    }
}

async fn run(connector: Connector, announcer: Announcer, first: (Client, News)) {
    let mut connection = Some(first);
    loop {
        if let Some((_client, mut news)) = connection.take() {
            while let Some(notification) = news.recv().await {
                announcer.tell(Change::from_payload(notification.payload()));
            }
        }
        tokio::time::sleep(CONNECT_AGAIN_AFTER).await;
        connection = match listen(&connector).await {
            Ok(connection) => {
                announcer.tell(Change::Unknown);
                Some(connection)
            }
            Err(error) => {
                tracing::warn!(%error, "no news from the database");
                None
            }
        };
    }
}

async fn listen(connector: &Connector) -> Result<(Client, News), StoreError> {
    let (client, news) = connector.connect_for_news().await?;
    client.batch_execute("LISTEN mainstay_changes").await?;
    Ok((client, news))
}
