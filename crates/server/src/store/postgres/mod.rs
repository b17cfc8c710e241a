//! The store on PostgreSQL: a pool of connections for queries, one task that
//! writes ([`writer`]), and one connection that brings news ([`listen`]). It
//! knows connections and values, nothing of the tables.

mod arrays;
mod connect;
mod gates;
mod listen;
mod numbers;
mod session;
mod value;
mod writer;

use std::{sync::Arc, time::Duration};

use deadpool_postgres::{Manager, ManagerConfig, Pool, PoolError, RecyclingMethod, Runtime};
use futures_util::future::try_join_all;
use tokio_postgres::types::ToSql;

use self::{connect::Connector, listen::Listener, writer::Writer};
use super::{Query, Row, StoreError, batch::Submitter, changes::Announcer, migrate};

/// Connections for queries.
const READERS: usize = 16;
/// How long a query waits for one of them.
const READER_WAIT_MAX: Duration = Duration::from_secs(10);

#[derive(Clone)]
pub(super) struct Postgres {
    pool: Pool,
    writer: Submitter,
    /// Ends with the last clone.
    _listener: Arc<Listener>,
}

impl Postgres {
    pub(super) async fn open(url: &str, announcer: Announcer) -> Result<Self, StoreError> {
        let connector = Connector::new(url)?;
        let mut client = connector.connect().await?;
        migrate::postgres(&mut client).await?;
        let listener = Arc::new(Listener::start(connector.clone(), announcer).await?);
        let writer = Writer::start(connector.clone());
        let pool = pool(connector)?;
        Ok(Self {
            pool,
            writer,
            _listener: listener,
        })
    }

    pub(super) fn writer(&self) -> &Submitter {
        &self.writer
    }

    /// Runs queries side by side on one connection, each in its own view of the
    /// database. A pooled connection may have died while nobody looked, as when
    /// the server was restarted, so that a failure is tried once more.
    pub(super) async fn query(&self, queries: Vec<Query>) -> Result<Vec<Vec<Row>>, StoreError> {
        match self.query_once(&queries).await {
            Err(StoreError::Unreachable(_)) => self.query_once(&queries).await,
            answers => answers,
        }
    }

    async fn query_once(&self, queries: &[Query]) -> Result<Vec<Vec<Row>>, StoreError> {
        let client = self.pool.get().await.map_err(from_pool)?;
        try_join_all(queries.iter().map(|query| run(&client, query))).await
    }
}

async fn run(client: &deadpool_postgres::Client, query: &Query) -> Result<Vec<Row>, StoreError> {
    let statement = client.prepare_cached(&query.sql).await?;
    let params: Vec<&(dyn ToSql + Sync)> = query
        .params
        .iter()
        .map(|value| value as &(dyn ToSql + Sync))
        .collect();
    client
        .query(&statement, &params)
        .await?
        .iter()
        .map(value::read)
        .collect()
}

fn pool(connector: Connector) -> Result<Pool, StoreError> {
    let config = connector.config().clone();
    let settings = ManagerConfig {
        recycling_method: RecyclingMethod::Fast,
    };
    let manager = Manager::from_connect(config, connector, settings);
    Pool::builder(manager)
        .max_size(READERS)
        .wait_timeout(Some(READER_WAIT_MAX))
        .runtime(Runtime::Tokio1)
        .build()
        .map_err(StoreError::database)
}

fn from_pool(error: PoolError) -> StoreError {
    match error {
        PoolError::Timeout(_) => StoreError::Busy,
        PoolError::Backend(error) => StoreError::from(error),
        PoolError::Closed => StoreError::Closed,
        error => StoreError::Unreachable(Arc::new(error)),
    }
}
