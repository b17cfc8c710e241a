//! Tells customers of coming changes of the policy, and of those that do not come
//! after all: a bounded batch at a time, until nobody is left to tell. It decides
//! nothing; that a version is to be announced stands in its publication.

use std::time::Duration;

use crate::app::App;
use crate::error::{AppError, log};

/// How many publications are looked at in a round.
const BATCH: i64 = 10;
/// How long a round waits for the next: publishing is rare and nobody is in haste.
const SLEEP: Duration = Duration::from_secs(2);

/// Announces for ever.
pub async fn run(app: App) {
    loop {
        match announce_waiting(&app).await {
            Ok(0) => tokio::time::sleep(SLEEP).await,
            Ok(_) => {}
            Err(error) => {
                log(&error, "a policy could not be announced; trying again");
                tokio::time::sleep(SLEEP).await;
            }
        }
    }
}

/// One batch of each publication that is still to be announced; answers how many
/// publications there were.
///
/// # Errors
/// When the store fails.
pub async fn announce_waiting(app: &App) -> Result<usize, AppError> {
    let waiting = app.store().publications_announcing(BATCH).await?;
    for publication in &waiting {
        match app.announce(publication).await {
            // Another node was quicker.
            Ok(()) | Err(AppError::Busy) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(waiting.len())
}
