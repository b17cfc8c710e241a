//! Applies what was said of contracts to the tickets it reaches back to, and tells
//! customers of contracts that lapse: a bounded batch at a time, until none is left. It
//! decides nothing; that something is to be applied or told stands in its row.

use std::time::Duration;

use crate::app::App;
use crate::error::{AppError, log};

/// How many statements are looked at in a round.
const BATCH: i64 = 10;
/// How long a round waits for the next: contracts change rarely.
const SLEEP: Duration = Duration::from_secs(2);

/// Applies for ever.
pub async fn run(app: App) {
    loop {
        match round(&app).await {
            Ok(0) => tokio::time::sleep(SLEEP).await,
            Ok(_) => {}
            Err(error) => {
                log(&error, "a contract could not be applied; trying again");
                tokio::time::sleep(SLEEP).await;
            }
        }
    }
}

async fn round(app: &App) -> Result<usize, AppError> {
    Ok(apply_waiting(app).await? + notice_lapsing(app).await?)
}

/// Tells the customers of a batch of contracts that they lapse; answers of how many.
///
/// # Errors
/// When the store fails.
pub async fn notice_lapsing(app: &App) -> Result<usize, AppError> {
    let now = app.now().as_microsecond();
    let waiting = app.store().contracts_noticing(now, BATCH).await?;
    for contract in &waiting {
        match app.notice_lapsing(contract).await {
            // Another node was quicker.
            Ok(()) | Err(AppError::Busy) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(waiting.len())
}

/// One batch of tickets for each statement that is still to be applied; answers how many
/// statements there were.
///
/// # Errors
/// When the store fails.
pub async fn apply_waiting(app: &App) -> Result<usize, AppError> {
    let waiting = app.store().statements_applying(BATCH).await?;
    for statement in &waiting {
        match app.apply_statement(statement).await {
            // Another node was quicker.
            Ok(()) | Err(AppError::Busy) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(waiting.len())
}
