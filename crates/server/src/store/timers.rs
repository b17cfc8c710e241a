//! When tickets must be looked at again. A timer is a hint: what is to be done
//! is decided when it fires. Two functions serve the whole installation, for
//! the reconciler that fires them.

use super::{Row, RowOp, Store, StoreError, params, table};

table! {
    TimerRow in "timers", key 2 {
        desk: String,
        ticket: String,
        fire_at: i64,
    }
}

impl TimerRow {
    /// Takes a ticket's timer away.
    #[must_use]
    pub fn delete(desk: &str, ticket: &str) -> RowOp {
        RowOp::Delete(Self::TABLE, params![desk, ticket])
    }
}

impl Store {
    /// Of all desks, those to be fired at that instant, the earliest first.
    pub async fn timers_due(&self, at: i64, limit: i64) -> Result<Vec<TimerRow>, StoreError> {
        let sql = format!(
            "SELECT {} FROM timers WHERE fire_at <= $1 ORDER BY fire_at LIMIT $2",
            TimerRow::COLUMNS
        );
        self.rows(sql, params![at, limit], TimerRow::read).await
    }

    /// Of all desks, the instant of the next one.
    pub async fn timer_next(&self) -> Result<Option<i64>, StoreError> {
        self.row("SELECT MIN(fire_at) FROM timers", params![], Row::take)
            .await
            .map(Option::flatten)
    }

    pub async fn timer_of_ticket(
        &self,
        desk: &str,
        ticket: &str,
    ) -> Result<Option<i64>, StoreError> {
        let sql = "SELECT fire_at FROM timers WHERE desk = $1 AND ticket = $2";
        self.row(sql, params![desk, ticket], Row::take).await
    }
}
