//! The writer's own connection with its prepared statements.

use std::collections::HashMap;

use futures_util::future::join_all;
use tokio_postgres::{Client, Row, Statement, types::ToSql};

use super::arrays::Array;
use crate::store::StoreError;

pub(super) struct Session {
    client: Client,
    statements: HashMap<String, Statement>,
}

/// A statement with its arrays.
pub(super) struct Call<'a> {
    pub(super) sql: String,
    pub(super) arrays: Vec<Array<'a>>,
}

impl Session {
    pub(super) fn new(client: Client) -> Self {
        Self {
            client,
            statements: HashMap::new(),
        }
    }

    pub(super) fn is_closed(&self) -> bool {
        self.client.is_closed()
    }

    /// A statement without parameters or answer, such as `BEGIN`.
    pub(super) async fn run(&self, sql: &str) -> Result<(), StoreError> {
        Ok(self.client.batch_execute(sql).await?)
    }

    /// Sends all calls at once; the server does them in this order.
    pub(super) async fn call(&mut self, calls: &[Call<'_>]) -> Result<Vec<Vec<Row>>, StoreError> {
        for call in calls {
            self.prepare(&call.sql).await?;
        }
        let Self { client, statements } = &*self;
        let answers = calls.iter().filter_map(|call| {
            let statement = statements.get(&call.sql)?;
            let params: Vec<&(dyn ToSql + Sync)> = call.arrays.iter().map(Array::param).collect();
            Some(async move { client.query(statement, &params).await })
        });
        let answers = join_all(answers).await;
        Ok(answers.into_iter().collect::<Result<_, _>>()?)
    }

    async fn prepare(&mut self, sql: &str) -> Result<(), StoreError> {
        if !self.statements.contains_key(sql) {
            let statement = self.client.prepare(sql).await?;
            self.statements.insert(sql.to_owned(), statement);
        }
        Ok(())
    }
}
