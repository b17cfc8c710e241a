//! The desk itself: commands go in, and one transaction writes events,
//! projections, timers and outgoing notices. Pages, API, mail, timers and the
//! command line all stand on this; nothing here knows any of them.

mod backtest;
mod changed;
pub(crate) mod contracts;
mod correcting;
mod desks;
mod execute;
mod foresee;
mod governing;
mod history;
mod import;
mod notify;
mod policies;
mod project;
mod publishing;
mod rebuild;
mod verify;

use std::sync::Arc;

use domain::DeskName;
use jiff::Timestamp;
use tokio::sync::Notify;
use uuid::Uuid;

use crate::clock::Clock;
use crate::error::AppError;
use crate::store::{DeskRow, Store};

pub use backtest::runs::{KEPT_HOURS, KEPT_MAX, NotStarted, RUNNING_MAX, Run, RunOwner, RunState};
pub(crate) use backtest::zone_of;
pub use backtest::{PastPage, Trial};
pub use contracts::{
    Bought, Change, ContractChosen, Held, NewStatement, Owed, Said, TOUCHED_MAX, Touched,
    TouchedClock, beginning, lapses_at, last_day,
};
pub use correcting::{
    CorrectedClock, CorrectedPolicy, CorrectionPage, CorrectionProposal, Reasons,
};
pub use desks::NewDesk;
pub use execute::{Done, Once, Order};
pub use foresee::Foreseen;
pub use import::History;
pub(crate) use notify::outbox_row;
pub use project::{audience, metric, state};
pub use publishing::{Proposal, SECOND_PERSON};
pub use verify::{Difference, Verified};

/// One running desk installation. Cheap to clone.
#[derive(Clone)]
pub struct App {
    shared: Arc<Shared>,
}

struct Shared {
    store: Store,
    clock: Clock,
    policies: policies::Compiled,
    backtests: backtest::runs::Runs,
    /// Where people reach the desk in a browser, without a slash at the end.
    base_url: String,
    mails_kept: Notify,
    notices_waiting: Notify,
    timers_set: Notify,
}

impl App {
    /// An app over an open store.
    #[must_use]
    pub fn new(store: Store, clock: Clock, base_url: &str) -> Self {
        Self {
            shared: Arc::new(Shared {
                store,
                clock,
                policies: policies::Compiled::default(),
                backtests: backtest::runs::Runs::new(),
                base_url: base_url.trim_end_matches('/').to_owned(),
                mails_kept: Notify::new(),
                notices_waiting: Notify::new(),
                timers_set: Notify::new(),
            }),
        }
    }

    #[must_use]
    pub fn store(&self) -> &Store {
        &self.shared.store
    }

    /// The instant of now; read it once per piece of work and pass it on.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.shared.clock.now()
    }

    /// A fresh id (UUID version 7), ordered by the time it was made.
    #[must_use]
    pub fn new_id(&self) -> Uuid {
        Uuid::now_v7()
    }

    /// Where people reach the desks in a browser, without a slash at the end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.shared.base_url
    }

    /// Rings when an arriving mail was kept.
    #[must_use]
    pub fn mails_kept(&self) -> &Notify {
        &self.shared.mails_kept
    }

    /// Rings when a notice waits in the outbox.
    #[must_use]
    pub fn notices_waiting(&self) -> &Notify {
        &self.shared.notices_waiting
    }

    /// Rings when a timer was set.
    #[must_use]
    pub fn timers_set(&self) -> &Notify {
        &self.shared.timers_set
    }

    /// The desk's row.
    ///
    /// # Errors
    /// [`AppError::NotFound`] when there is no such desk.
    pub async fn desk(&self, desk: &DeskName) -> Result<DeskRow, AppError> {
        self.store()
            .desk_by_id(desk.as_str())
            .await?
            .ok_or(AppError::NotFound("desk"))
    }
}
