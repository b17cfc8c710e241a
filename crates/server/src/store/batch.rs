//! What the writers of both databases share: the queue in front of them, its
//! limits, and the gathering of waiting writes into a batch. It does not know
//! how a batch is written.

use std::{
    collections::{HashSet, VecDeque},
    time::Duration,
};

use tokio::sync::{mpsc, oneshot};

use super::{StoreError, Write, WriteError, Written};

/// How many writes may wait before callers have to.
pub(super) const WRITES_WAITING_MAX: usize = 4_096;
/// How many writes share one transaction.
const BATCH_WRITES_MAX: usize = 256;
/// How much one transaction carries; a single larger write goes alone.
const BATCH_BYTES_MAX: usize = 16 << 20;

/// A write and who waits for it.
pub(super) struct Job {
    pub(super) write: Write,
    answer: oneshot::Sender<Verdict>,
}

pub(super) type Verdict = Result<Written, WriteError>;

impl Job {
    /// Nobody listening any more (a caller that was cancelled) is no error.
    pub(super) fn answer(self, verdict: Verdict) {
        let _ = self.answer.send(verdict);
    }
}

/// The caller's end of the queue.
#[derive(Clone)]
pub(super) struct Submitter(mpsc::Sender<Job>);

pub(super) fn queue() -> (Submitter, mpsc::Receiver<Job>) {
    let (sender, receiver) = mpsc::channel(WRITES_WAITING_MAX);
    (Submitter(sender), receiver)
}

impl Submitter {
    pub(super) async fn write(&self, mut write: Write) -> Verdict {
        write.check()?;
        write.order();
        let (answer, verdict) = oneshot::channel();
        self.0
            .send(Job { write, answer })
            .await
            .map_err(|_| StoreError::Closed)?;
        verdict.await.map_err(|_| StoreError::Closed)?
    }

    /// Sends empty writes from time to time, so that a writer that is idle
    /// looks around, until nobody else can submit any more.
    pub(super) fn nudge_every(&self, pause: Duration) {
        let sender = self.0.downgrade();
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(pause).await;
                let Some(sender) = sender.upgrade() else {
                    return;
                };
                let submitter = Self(sender);
                if submitter.write(Write::default()).await.is_err() {
                    return;
                }
            }
        });
    }
}

/// The writes that wait, in the order in which they came.
#[derive(Default)]
pub(super) struct Waiting(VecDeque<Job>);

impl Waiting {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn push(&mut self, job: Job) {
        self.0.push_back(job);
    }

    /// Takes in what has come meanwhile, without waiting.
    pub(super) fn fill(&mut self, queue: &mut mpsc::Receiver<Job>) {
        while self.0.len() < BATCH_WRITES_MAX {
            let Ok(job) = queue.try_recv() else { return };
            self.0.push_back(job);
        }
    }

    /// The next batch, in which no two writes touch the same thing if they are
    /// to be `apart`. What has to wait keeps its place, and nothing overtakes
    /// a write that touches the same.
    pub(super) fn take(&mut self, apart: bool) -> Vec<Job> {
        let (mut batch, mut later) = (Vec::new(), VecDeque::new());
        let (mut taken, mut bytes) = (HashSet::new(), 0);
        while let Some(job) = self.0.pop_front() {
            let size = job.write.size();
            let full = batch.len() == BATCH_WRITES_MAX
                || (!batch.is_empty() && bytes + size > BATCH_BYTES_MAX);
            if full {
                later.push_back(job);
                break;
            }
            let lanes = if apart { job.write.lanes() } else { Vec::new() };
            let free = !lanes.iter().any(|lane| taken.contains(lane));
            taken.extend(lanes);
            if free {
                bytes += size;
                batch.push(job);
            } else {
                later.push_back(job);
            }
        }
        later.append(&mut self.0);
        self.0 = later;
        batch
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{TextRow, TimerRow};

    fn timer(ticket: &str) -> Write {
        let row = TimerRow {
            desk: "d".into(),
            ticket: ticket.into(),
            fire_at: 1,
        };
        Write::rows([row.upsert()])
    }

    fn batches(writes: Vec<Write>, apart: bool) -> Vec<usize> {
        let mut waiting = Waiting::default();
        for write in writes {
            waiting.push(Job {
                write,
                answer: oneshot::channel().0,
            });
        }
        let mut sizes = Vec::new();
        while !waiting.is_empty() {
            sizes.push(waiting.take(apart).len());
        }
        sizes
    }

    #[test]
    fn writes_that_touch_the_same_wait_for_the_next_batch() {
        let writes = || vec![timer("a"), timer("a"), timer("b"), timer("a")];
        assert_eq!(batches(writes(), true), [2, 1, 1]);
        assert_eq!(batches(writes(), false), [4]);
    }

    #[test]
    fn a_batch_is_bounded_in_number_and_size() {
        let many = (0..=BATCH_WRITES_MAX)
            .map(|n| timer(&n.to_string()))
            .collect();
        assert_eq!(batches(many, true), [BATCH_WRITES_MAX, 1]);
        let large = |text: &str| {
            let body = "x".repeat(BATCH_BYTES_MAX + 1);
            Write::rows([TextRow {
                desk: "d".into(),
                text: text.into(),
                body,
            }
            .insert()])
        };
        assert_eq!(batches(vec![large("a"), large("b")], true), [1, 1]);
    }
}
