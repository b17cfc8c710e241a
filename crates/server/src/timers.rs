//! Timers: what falls due by itself is looked at when it does, and a policy version
//! that governs running tickets takes them over when it takes effect. A timer is a
//! hint: firing gives a command, and `decide` looks again. Late, early and
//! double firings do no harm.

use std::time::Duration;

use domain::{Actor, Command, DeskName, TicketId, next_look_after};
use jiff::Timestamp;

use crate::app::{App, Order};
use crate::error::{AppError, log};
use crate::store::{Gate, TimerRow, Write, WriteError};

/// How many timers are fired before the next look at the clock.
const BATCH: i64 = 200;
/// The longest sleep: other processes may set timers too.
const SLEEP_MAX: Duration = Duration::from_secs(5);
/// How long a timer that only led to errors is left alone.
const TROUBLE_MICROSECONDS: i64 = 60_000_000;

/// Fires due timers for ever.
pub async fn run(app: App) {
    loop {
        // What takes effect first decides what falls due.
        match take_over(&app).await {
            Ok(0) => {}
            Ok(_) => continue,
            Err(error) => {
                log(
                    &error,
                    "a version could not take tickets over; trying again",
                );
                tokio::time::sleep(SLEEP_MAX).await;
                continue;
            }
        }
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

/// One batch of running tickets for each version that takes them over; answers how
/// many such versions there were.
///
/// # Errors
/// When the store fails.
pub async fn take_over(app: &App) -> Result<usize, AppError> {
    let now = app.now().as_microsecond();
    let taking = app.store().publications_taking(now, BATCH).await?;
    for publication in &taking {
        match app.take_over(publication).await {
            // Another node was quicker.
            Ok(()) | Err(AppError::Busy) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(taking.len())
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
    if done.events.is_empty() {
        settle(app, timer, next_look_after(&done.ticket, now)).await?;
    }
    Ok(())
}

/// Moves a timer that nothing came of to `next`, or takes it away. Without this
/// it would fire for ever.
async fn settle(app: &App, timer: &TimerRow, next: Option<Timestamp>) -> Result<(), AppError> {
    let fire_at = next.map_or(timer.fire_at, Timestamp::as_microsecond);
    let claim = Gate::Claim {
        table: TimerRow::TABLE,
        key: vec![timer.desk.as_str().into(), timer.ticket.as_str().into()],
        column: "fire_at",
        from: timer.fire_at.into(),
        set: vec![("fire_at", fire_at.into())],
    };
    let mut write = Write::default().gate(claim);
    if next.is_none() {
        write = write.row(TimerRow::delete(&timer.desk, &timer.ticket));
    }
    match app.store().write(write).await {
        // Somebody set it meanwhile, who knew better.
        Ok(_) | Err(WriteError::Taken) => Ok(()),
        Err(error) => Err(error.into()),
    }
}
