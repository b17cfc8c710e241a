//! The one thread that writes. It takes all writes that wait and commits them
//! together: one flush to the disk for many callers, who are answered only after
//! it. When one of them is refused, all are written again, each in a savepoint of
//! its own. Other programs may write beside it; it waits for them and tells when
//! they have.

use std::{collections::HashMap, thread, time::Duration};

use rusqlite::Connection;
use tokio::sync::mpsc;

use super::apply::Failure;
use crate::store::{
    Change, Gate, StoreError, Write, Written,
    batch::{self, Job, Submitter, Verdict, Waiting},
    changes::Announcer,
    dialect::Shape,
    params,
};

/// How often to look whether another program has written.
const LOOK_EVERY: Duration = Duration::from_millis(500);

pub(super) struct Writer {
    pub(super) connection: Connection,
    announcer: Announcer,
    /// Made once per table and kind of change.
    pub(super) texts: HashMap<(&'static str, Shape), String>,
    /// SQLite's count of what others have committed.
    others: i64,
}

impl Writer {
    /// The thread ends when the last submitter is gone and all is written.
    pub(super) fn start(
        connection: Connection,
        announcer: Announcer,
    ) -> Result<Submitter, StoreError> {
        let (submitter, queue) = batch::queue();
        let mut writer = Self {
            connection,
            announcer,
            texts: HashMap::new(),
            others: 0,
        };
        writer.others = writer.others_now()?;
        thread::Builder::new()
            .name("store-writer".into())
            .spawn(move || writer.run(queue))
            .map_err(StoreError::database)?;
        submitter.nudge_every(LOOK_EVERY);
        Ok(submitter)
    }

    fn run(mut self, mut queue: mpsc::Receiver<Job>) {
        let mut waiting = Waiting::default();
        while let Some(job) = queue.blocking_recv() {
            waiting.push(job);
            waiting.fill(&mut queue);
            self.look_at_others();
            while !waiting.is_empty() {
                self.write(waiting.take(false));
                waiting.fill(&mut queue);
            }
        }
    }

    fn look_at_others(&mut self) {
        match self.others_now() {
            Ok(now) if now == self.others => {}
            Ok(now) => {
                self.others = now;
                self.announcer.tell(Change::Unknown);
            }
            Err(error) => tracing::warn!(%error, "cannot see whether other programs have written"),
        }
    }

    fn others_now(&self) -> Result<i64, rusqlite::Error> {
        self.connection
            .query_row("PRAGMA data_version", [], |row| row.get(0))
    }

    fn write(&mut self, jobs: Vec<Job>) {
        let (nudges, jobs): (Vec<_>, Vec<_>) = jobs
            .into_iter()
            .partition(|job| job.write == Write::default());
        nudges
            .into_iter()
            .for_each(|job| job.answer(Ok(Written::default())));
        if jobs.is_empty() {
            return;
        }
        match self.commit(&jobs) {
            Ok(verdicts) => {
                for (job, verdict) in jobs.into_iter().zip(verdicts) {
                    if verdict.is_ok() {
                        self.announce(&job.write);
                    }
                    job.answer(verdict);
                }
            }
            Err(error) => {
                self.roll_back();
                let error = StoreError::from(error);
                jobs.into_iter()
                    .for_each(|job| job.answer(Err(error.clone().into())));
            }
        }
    }

    /// All of the batch, or an error and nothing of it.
    fn commit(&mut self, jobs: &[Job]) -> Result<Vec<Verdict>, rusqlite::Error> {
        if let Some(verdicts) = self.commit_together(jobs)? {
            return Ok(verdicts);
        }
        self.execute("BEGIN IMMEDIATE", params![])?;
        let verdicts = jobs
            .iter()
            .map(|job| self.apart(&job.write))
            .collect::<Result<_, _>>()?;
        self.execute("COMMIT", params![])?;
        Ok(verdicts)
    }

    /// The batch without savepoints, which copy every page that is about to change.
    /// Nearly always all writes succeed; when one of several does not, nothing is
    /// written, and the answer is `None`.
    fn commit_together(&mut self, jobs: &[Job]) -> Result<Option<Vec<Verdict>>, rusqlite::Error> {
        self.execute("BEGIN IMMEDIATE", params![])?;
        let mut verdicts = Vec::with_capacity(jobs.len());
        for job in jobs {
            match self.verdict(&job.write)? {
                Ok(written) => verdicts.push(Ok(written)),
                Err(refusal) => {
                    self.execute("ROLLBACK", params![])?;
                    return Ok((jobs.len() == 1).then(|| vec![Err(refusal)]));
                }
            }
        }
        self.execute("COMMIT", params![])?;
        Ok(Some(verdicts))
    }

    /// One write that fails without harm to the others of its batch.
    fn apart(&mut self, write: &Write) -> Result<Verdict, rusqlite::Error> {
        self.execute("SAVEPOINT one_write", params![])?;
        let verdict = self.verdict(write)?;
        if verdict.is_err() {
            self.execute("ROLLBACK TO one_write", params![])?;
        }
        self.execute("RELEASE one_write", params![])?;
        Ok(verdict)
    }

    /// What comes of one write. Where its failure harms the others of the batch (no
    /// room on the disk) the outer error says so.
    fn verdict(&mut self, write: &Write) -> Result<Verdict, rusqlite::Error> {
        Ok(match self.apply(write) {
            Err(Failure::Sql(error)) if self.is_fatal(&error) => return Err(error),
            Err(Failure::Sql(error)) => Err(StoreError::from(error).into()),
            Err(Failure::Refused(refusal)) => Err(refusal),
            Ok(written) => Ok(written),
        })
    }

    /// After some errors SQLite gives up the whole transaction by itself.
    fn is_fatal(&self, error: &rusqlite::Error) -> bool {
        self.connection.is_autocommit()
            || error.sqlite_error_code() == Some(rusqlite::ErrorCode::DiskFull)
    }

    fn roll_back(&self) {
        if self.connection.is_autocommit() {
            return;
        }
        if let Err(error) = self.execute("ROLLBACK", params![]) {
            tracing::error!(%error, "cannot roll back");
        }
    }

    fn announce(&self, write: &Write) {
        for gate in &write.gates {
            if let Gate::TicketHead {
                desk, ticket, next, ..
            } = gate
            {
                let (desk, ticket) = (desk.clone(), ticket.clone());
                self.announcer.tell(Change::Ticket {
                    desk,
                    ticket,
                    sequence: *next,
                });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{RowOp, TextRow, WriteError, migrate};

    fn text(id: &str, kib: usize) -> Write {
        let body = "x".repeat(kib << 10);
        Write::rows([TextRow {
            desk: "a".into(),
            text: id.into(),
            body,
        }
        .insert()])
    }

    async fn count(submitter: &Submitter, connection: &Connection) -> i64 {
        submitter.write(Write::default()).await.unwrap();
        connection
            .query_row("SELECT COUNT(*) FROM texts", [], |row| row.get(0))
            .unwrap()
    }

    #[tokio::test]
    async fn a_full_disk_fails_the_batch_and_not_the_writer() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("full.db");
        let mut connection = super::super::open_writer(&path).unwrap();
        migrate::sqlite(&mut connection).unwrap();
        let pages: i64 = connection
            .query_row("PRAGMA page_count", [], |row| row.get(0))
            .unwrap();
        connection
            .pragma_update(None, "max_page_count", pages + 32)
            .unwrap();
        let looking = Connection::open(&path).unwrap();
        let submitter = Writer::start(connection, Announcer::new()).unwrap();

        submitter.write(text("small", 1)).await.unwrap();
        let large = submitter.write(text("large", 1 << 10)).await.unwrap_err();
        assert!(matches!(large, WriteError::Full), "{large:?}");
        assert!(large.to_string().contains("make room"), "{large}");
        assert_eq!(
            count(&submitter, &looking).await,
            1,
            "nothing is half-written"
        );

        // Until it is full, by many at once: who was told yes is there.
        let writes = (0..64).map(|id| submitter.write(text(&id.to_string(), 4)));
        let verdicts = futures_util::future::join_all(writes).await;
        let kept = verdicts.iter().filter(|verdict| verdict.is_ok()).count();
        let full = verdicts
            .iter()
            .filter(|verdict| matches!(verdict, Err(WriteError::Full)))
            .count();
        assert_eq!(kept + full, 64);
        assert!(full > 0, "the disk was not full");
        assert_eq!(
            count(&submitter, &looking).await,
            1 + i64::try_from(kept).unwrap()
        );

        // Room is made, and the same writer goes on.
        let small = RowOp::Delete(TextRow::TABLE, params!["a", "small"]);
        submitter.write(Write::rows([small])).await.unwrap();
        submitter.write(text("after", 1)).await.unwrap();
    }
}
