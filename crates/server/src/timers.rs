//! Timers: what falls due by itself is looked at when it does. A timer is a
//! hint: firing gives a command, and `decide` looks again. Late, early and
//! double firings do no harm.

use std::time::Duration;

use domain::{Actor, Command, DeskName, TicketId, next_look_at};
use jiff::Timestamp;

use crate::app::{App, Order};
use crate::error::{AppError, log};
use crate::store::{RowOp, TimerRow, Write};

/// How many timers are fired before the next look at the clock.
const BATCH: i64 = 200;
/// The longest sleep: other processes may set timers too.
const SLEEP_MAX: Duration = Duration::from_secs(5);
/// How long a timer that only led to errors is left alone.
const TROUBLE_MICROSECONDS: i64 = 60_000_000;

/// Fires due timers for ever.
pub async fn run(app: App) {
    loop {
        let fired = fire_due(&app).await.unwrap_or_else(|error| {
            log(&error, "timers could not be read; trying again");
            0
        });
        if fired == 0 {
            let wait = wait(&app).await;
            // Rung or slept out, the next round is the same.
            drop(tokio::time::timeout(wait, app.timers_set().notified()).await);
        }
    }
}

async fn wait(app: &App) -> Duration {
    let Ok(Some(next)) = app.store().timer_next().await else {
        return SLEEP_MAX;
    };
    let microseconds = next.saturating_sub(app.now().as_microsecond());
    Duration::from_micros(u64::try_from(microseconds).unwrap_or_default()).min(SLEEP_MAX)
}

/// Fires one batch of what is due; answers how many timers it went through.
///
/// # Errors
/// When the timers cannot be read. A single timer's trouble is logged and that
/// timer put off.
pub async fn fire_due(app: &App) -> Result<usize, AppError> {
    let now = app.now();
    let due = app.store().timers_due(now.as_microsecond(), BATCH).await?;
    for timer in &due {
        if let Err(error) = fire(app, timer, now).await {
            log(
                &error,
                &format!("the timer of {} failed; put off by a minute", timer.ticket),
            );
            let later = now.as_microsecond().saturating_add(TROUBLE_MICROSECONDS);
            let row = TimerRow {
                fire_at: later,
                ..timer.clone()
            };
            app.store().write(Write::rows([row.upsert()])).await?;
        }
    }
    Ok(due.len())
}

async fn fire(app: &App, timer: &TimerRow, now: Timestamp) -> Result<(), AppError> {
    let desk = DeskName::new(&timer.desk).ok_or(AppError::NotFound("desk"))?;
    let ticket: TicketId = timer
        .ticket
        .parse()
        .map_err(|_| AppError::NotFound("ticket"))?;
    let order = Order::new(&desk, ticket, Actor::System, Command::ObserveClocks);
    let done = app.execute(order).await?;
    // Without this, a timer that nothing comes of would fire for ever.
    if done.events.is_empty() && next_look_at(&done.ticket).is_none_or(|at| at <= now) {
        let key = vec![timer.desk.as_str().into(), timer.ticket.as_str().into()];
        app.store()
            .write(Write::rows([RowOp::Delete(TimerRow::TABLE, key)]))
            .await?;
    }
    Ok(())
}
