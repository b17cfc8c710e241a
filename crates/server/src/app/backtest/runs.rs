//! Backtests that run beside what people do: started from a page, left, and looked
//! at later. They live in the memory of this program alone; a restart loses them,
//! and whoever started one is told so and starts it anew (decision 8).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use domain::DeskName;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use sla::backtest::Report;
use tokio::sync::broadcast;
use tokio::task::AbortHandle;
use uuid::Uuid;

use super::Trial;
use crate::app::App;
use crate::error::{AppError, log};

/// How many run at once; each takes about one processor.
pub const RUNNING_MAX: usize = 2;
/// How many are kept; the oldest that is over makes room for a new one.
pub const KEPT_MAX: usize = 20;
/// How long after its start one is kept.
pub const KEPT_HOURS: i64 = 24;
/// How often whoever looks at one hears how far it is.
const NEWS_PAUSE: Duration = Duration::from_secs(1);
/// How often it is said that one is over: a page that was being loaded at its end
/// listens only afterwards, and would go on showing that it runs.
const NEWS_OF_END: u32 = 5;
/// How much news a slow listener may have before it.
const NEWS_WAITING_MAX: usize = 256;

/// Whose run it is: each of a desk's people has one at most.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RunOwner {
    pub desk: DeskName,
    pub agent: String,
}

/// A backtest over a desk's own tickets, as it stands.
#[derive(Clone, Debug)]
pub struct Run {
    pub trial: Trial,
    /// The first and the last day of receipt.
    pub days: (Date, Date),
    pub state: RunState,
}

/// How far a run is.
#[derive(Clone, Debug)]
pub enum RunState {
    Running {
        looked_at: u64,
        /// How many the desk has; zero until they are counted.
        of: u64,
    },
    Done(Arc<Report>),
    /// The log says why.
    Failed,
}

/// Why a run was not started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotStarted {
    /// The last one of the same person still runs.
    Running,
    /// Others run so many that this one would slow down everybody.
    Full,
}

/// All runs, and the news of them.
pub(in crate::app) struct Runs {
    kept: Mutex<HashMap<RunOwner, Kept>>,
    news: broadcast::Sender<RunOwner>,
}

struct Kept {
    /// Tells a run from one that was started after it was cancelled.
    id: Uuid,
    run: Run,
    task: AbortHandle,
}

impl Kept {
    fn is_running(&self) -> bool {
        matches!(self.run.state, RunState::Running { .. })
    }

    fn is_old(&self, now: Timestamp) -> bool {
        !self.is_running()
            && now.duration_since(self.run.trial.at) > SignedDuration::from_hours(KEPT_HOURS)
    }
}

impl Runs {
    pub(in crate::app) fn new() -> Self {
        Self {
            kept: Mutex::default(),
            news: broadcast::Sender::new(NEWS_WAITING_MAX),
        }
    }

    fn kept(&self) -> MutexGuard<'_, HashMap<RunOwner, Kept>> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Nobody listening is no error.
    fn tell(&self, owner: &RunOwner) {
        let _ = self.news.send(owner.clone());
    }

    /// Changes a run, if it is still the one that is kept.
    fn change(&self, owner: &RunOwner, id: Uuid, change: impl FnOnce(&mut RunState)) {
        let mut kept = self.kept();
        if let Some(kept) = kept.get_mut(owner).filter(|kept| kept.id == id) {
            change(&mut kept.run.state);
        }
    }
}

impl App {
    /// Starts a backtest over the owner's desk, in the place of the owner's last one.
    ///
    /// # Errors
    /// When that one still runs, or too many others do.
    pub fn start_backtest(
        &self,
        owner: &RunOwner,
        trial: &Trial,
        days: (Date, Date),
    ) -> Result<(), NotStarted> {
        let mut kept = self.shared.backtests.kept();
        if kept.get(owner).is_some_and(Kept::is_running) {
            return Err(NotStarted::Running);
        }
        if kept.values().filter(|kept| kept.is_running()).count() >= RUNNING_MAX {
            return Err(NotStarted::Full);
        }
        kept.remove(owner);
        kept.retain(|_, kept| !kept.is_old(trial.at));
        while kept.len() >= KEPT_MAX {
            let over = kept.iter().filter(|(_, kept)| !kept.is_running());
            let oldest = over.min_by_key(|(_, kept)| kept.run.trial.at);
            let Some(oldest) = oldest.map(|(owner, _)| owner.clone()) else {
                break;
            };
            kept.remove(&oldest);
        }
        let (id, app) = (self.new_id(), self.clone());
        let work = tokio::spawn({
            let (app, owner, trial) = (self.clone(), owner.clone(), trial.clone());
            async move { app.run_backtest(&owner, id, &trial, days).await }
        });
        let run = Run {
            trial: trial.clone(),
            days,
            state: RunState::Running {
                looked_at: 0,
                of: 0,
            },
        };
        let task = work.abort_handle();
        kept.insert(owner.clone(), Kept { id, run, task });
        let owner = owner.clone();
        tokio::spawn(async move { app.accompany(&owner, id, work).await });
        Ok(())
    }

    /// The owner's last backtest, if it is kept.
    #[must_use]
    pub fn backtest_run(&self, owner: &RunOwner) -> Option<Run> {
        let now = self.now();
        let mut kept = self.shared.backtests.kept();
        if kept.get(owner).is_some_and(|kept| kept.is_old(now)) {
            kept.remove(owner);
        }
        kept.get(owner).map(|kept| kept.run.clone())
    }

    /// Ends the owner's backtest and forgets it. False: it does not run.
    #[must_use]
    pub fn cancel_backtest(&self, owner: &RunOwner) -> bool {
        let mut kept = self.shared.backtests.kept();
        let is_running = kept.get(owner).is_some_and(Kept::is_running);
        if is_running && let Some(kept) = kept.remove(owner) {
            kept.task.abort();
        }
        is_running
    }

    /// News of whose backtest went on.
    #[must_use]
    pub fn backtest_news(&self) -> broadcast::Receiver<RunOwner> {
        self.shared.backtests.news.subscribe()
    }

    async fn run_backtest(
        &self,
        owner: &RunOwner,
        id: Uuid,
        trial: &Trial,
        days: (Date, Date),
    ) -> Result<Report, AppError> {
        let whole = self.ticket_count(&owner.desk).await?;
        let reached = |looked_at: u64| {
            // More tickets come while it runs.
            let of = whole.max(looked_at);
            let state = RunState::Running { looked_at, of };
            self.shared.backtests.change(owner, id, |now| *now = state);
        };
        reached(0);
        let (from, until) = trial.received(Some(days.0), Some(days.1));
        self.backtest(&owner.desk, trial, from, until, reached)
            .await
    }

    /// Tells how far a run is until it is over, and keeps what came of it.
    async fn accompany(
        &self,
        owner: &RunOwner,
        id: Uuid,
        mut work: tokio::task::JoinHandle<Result<Report, AppError>>,
    ) {
        let ended = loop {
            tokio::select! {
                ended = &mut work => break ended,
                () = tokio::time::sleep(NEWS_PAUSE) => self.shared.backtests.tell(owner),
            }
        };
        let state = match ended {
            Ok(Ok(report)) => RunState::Done(Arc::new(report)),
            Ok(Err(error)) => {
                log(&error, "a backtest failed");
                RunState::Failed
            }
            // Cancelled, and no longer kept; or a defect, whose trace is in the log.
            Err(_) => RunState::Failed,
        };
        self.shared.backtests.change(owner, id, |now| *now = state);
        for _ in 0..NEWS_OF_END {
            self.shared.backtests.tell(owner);
            tokio::time::sleep(NEWS_PAUSE).await;
        }
    }
}
