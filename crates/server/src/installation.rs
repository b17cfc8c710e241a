//! Opening the installation that the settings name: for the server, and for
//! commands that work beside it.

use crate::app::App;
use crate::clock::Clock;
use crate::config::Settings;
use crate::store::{DataDir, Store, StoreError};

/// Opens the store of the settings, making folder and schema where there are none.
///
/// # Errors
/// When the folder cannot be made or the database cannot be opened.
pub async fn open_store(settings: &Settings) -> Result<Store, StoreError> {
    let folder = DataDir::open(&settings.data)?;
    match &settings.database {
        Some(url) => Store::open_postgres(url).await,
        None => Store::open_sqlite(&folder.database()).await,
    }
}

/// Opens the app beside a running server, or without one.
///
/// # Errors
/// As [`open_store`].
pub async fn open_beside(settings: &Settings) -> Result<App, StoreError> {
    Ok(App::new(
        open_store(settings).await?,
        Clock::system(),
        &settings.base_url,
    ))
}
