//! The one task of this node that writes. It takes all writes that wait and
//! writes them in one transaction, with one statement per table. Other nodes do
//! the same beside it. If a batch fails for a reason no gate foresaw, its writes
//! are tried one by one, so that only the guilty one errs.

use std::{collections::BTreeMap, slice};

use tokio::sync::mpsc;

use super::{
    arrays::{Array, columns},
    connect::Connector,
    gates,
    session::{Call, Session},
};
use crate::store::{
    Change, Gate, RowOp, StoreError, Table, Value, Write, WriteError,
    batch::{self, Job, Submitter, Verdict, Waiting},
    dialect::{Dialect, Shape},
    value::resolved,
};

const NOTIFY: &str = "SELECT pg_notify('mainstay_changes', given.change)::TEXT FROM UNNEST($1::TEXT[]) AS given (change)";

pub(super) struct Writer {
    connector: Connector,
    session: Option<Session>,
}

impl Writer {
    /// The task ends when the last submitter is gone and all is written.
    pub(super) fn start(connector: Connector) -> Submitter {
        let (submitter, queue) = batch::queue();
        tokio::spawn(
            Self {
                connector,
                session: None,
            }
            .run(queue),
        );
        submitter
    }

    async fn run(mut self, mut queue: mpsc::Receiver<Job>) {
        let mut waiting = Waiting::default();
        while let Some(job) = queue.recv().await {
            waiting.push(job);
            waiting.fill(&mut queue);
            while !waiting.is_empty() {
                self.write(waiting.take(true)).await;
                waiting.fill(&mut queue);
            }
        }
    }

    async fn write(&mut self, jobs: Vec<Job>) {
        match self.commit(&jobs).await {
            Ok(verdicts) => {
                jobs.into_iter()
                    .zip(verdicts)
                    .for_each(|(job, verdict)| job.answer(verdict));
            }
            Err(error) if jobs.len() > 1 && is_of_one_write(&error) => {
                tracing::debug!(%error, writes = jobs.len(), "a batch failed, trying one by one");
                for job in jobs {
                    let verdicts = self.commit(slice::from_ref(&job)).await;
                    job.answer(only(verdicts));
                }
            }
            Err(error) => {
                jobs.into_iter()
                    .for_each(|job| job.answer(Err(error.clone().into())));
            }
        }
    }

    /// All of the batch, or an error and nothing of it. A connection that died
    /// since the last batch is replaced.
    async fn commit(&mut self, jobs: &[Job]) -> Result<Vec<Verdict>, StoreError> {
        let was_connected = self.session.is_some();
        match self.commit_once(jobs).await {
            Err(StoreError::Unreachable(_)) if was_connected => self.commit_once(jobs).await,
            verdicts => verdicts,
        }
    }

    async fn commit_once(&mut self, jobs: &[Job]) -> Result<Vec<Verdict>, StoreError> {
        let mut session = match self.session.take() {
            Some(session) if !session.is_closed() => session,
            _ => Session::new(self.connector.connect().await?),
        };
        let verdicts = transaction(&mut session, jobs).await;
        let sound = verdicts.is_ok() || session.run("ROLLBACK").await.is_ok();
        if sound {
            self.session = Some(session);
        }
        verdicts
    }
}

async fn transaction(session: &mut Session, jobs: &[Job]) -> Result<Vec<Verdict>, StoreError> {
    session.run("BEGIN").await?;
    let verdicts = gates::pass(session, jobs).await?;
    let numbers: Vec<_> = verdicts.iter().map(number).collect();
    let passed = jobs.iter().zip(&numbers).zip(&verdicts);
    let passed: Vec<_> = passed
        .filter(|(_, verdict)| verdict.is_ok())
        .map(|((job, number), _)| (&job.write, number))
        .collect();
    let news = news(&passed);
    session.call(&calls(&passed, &news)?).await?;
    session.run("COMMIT").await.map_err(uncertain)?;
    Ok(verdicts)
}

fn number(verdict: &Verdict) -> Value {
    verdict
        .as_ref()
        .ok()
        .and_then(|written| written.number)
        .into()
}

fn news(passed: &[(&Write, &Value)]) -> Vec<String> {
    let gates = passed.iter().flat_map(|(write, _)| &write.gates);
    gates
        .filter_map(|gate| match gate {
            Gate::TicketHead {
                desk, ticket, next, ..
            } => Some(Change::to_payload(desk, ticket, *next)),
            _ => None,
        })
        .collect()
}

/// One statement per table and shape, deletions first, and the news.
fn calls<'a>(
    passed: &[(&'a Write, &'a Value)],
    news: &'a [String],
) -> Result<Vec<Call<'a>>, StoreError> {
    let mut groups = BTreeMap::<_, (&Table, Vec<(&RowOp, &Value)>)>::new();
    for (write, number) in passed {
        for row in &write.rows {
            let (table, _) = row.parts();
            let group = groups.entry((row.shape(), table.name));
            group
                .or_insert_with(|| (table, Vec::new()))
                .1
                .push((row, number));
        }
    }
    let mut calls = Vec::with_capacity(groups.len() + 1);
    for ((shape, _), (table, rows)) in groups {
        calls.push(call(table, shape, &rows)?);
    }
    if !news.is_empty() {
        let changes = news.iter().map(|change| Some(change.as_str())).collect();
        calls.push(Call {
            sql: NOTIFY.to_owned(),
            arrays: vec![Array::Texts(changes)],
        });
    }
    Ok(calls)
}

fn call<'a>(
    table: &Table,
    shape: Shape,
    rows: &[(&'a RowOp, &'a Value)],
) -> Result<Call<'a>, StoreError> {
    let len = match shape {
        Shape::Delete { key_len } => key_len,
        _ => table.columns.len(),
    };
    let kinds = table.columns.iter().take(len).map(|column| column.kind);
    let rows = rows.iter().map(|(row, number)| {
        let (_, values) = row.parts();
        values.iter().map(|value| resolved(value, number))
    });
    Ok(Call {
        sql: Dialect::Postgres.rows(table, shape),
        arrays: columns(kinds, rows)?,
    })
}

/// Whether one write of a batch may be to blame, and the others innocent.
fn is_of_one_write(error: &StoreError) -> bool {
    !matches!(
        error,
        StoreError::Unreachable(_) | StoreError::Uncertain(_) | StoreError::Full(_)
    )
}

fn only(verdicts: Result<Vec<Verdict>, StoreError>) -> Verdict {
    let verdict = verdicts?.pop();
    verdict.unwrap_or(Err(WriteError::Store(StoreError::Closed)))
}

/// Without an answer to `COMMIT` nobody knows whether it was done.
fn uncertain(error: StoreError) -> StoreError {
    match error {
        StoreError::Unreachable(cause) => StoreError::Uncertain(cause),
        error => error,
    }
}
