//! Opening the installation beside a running server, and finding a desk in it.
//!
//! A command never makes an installation by accident: with a mistyped folder it
//! would answer from an empty one. Only `desk create` may make one.

use domain::DeskName;

use super::failure::Failure;
use super::flags::Place;
use crate::app::App;
use crate::config::Settings;
use crate::installation::open_beside;
use crate::store::{AuditRow, DataDir, DeskRow, RowOp};

impl Place {
    /// Opens the installation that is there.
    pub(super) async fn open(&self) -> Result<App, Failure> {
        let settings = self.layers()?.settings()?;
        if !is_there(&settings) {
            return Err(Failure::Use(format!(
                "there is no installation in `{}`: name its folder with --data, or make one with \
                 `mainstay desk create` or `mainstay serve`",
                settings.data.display()
            )));
        }
        Ok(open_beside(&settings).await?)
    }

    /// Opens the installation, and makes it where there is none.
    pub(super) async fn open_or_make(&self) -> Result<App, Failure> {
        Ok(open_beside(&self.layers()?.settings()?).await?)
    }
}

/// False where opening would make a new, empty database.
pub(super) fn is_there(settings: &Settings) -> bool {
    settings.database.is_some() || DataDir::file_in(&settings.data).is_file()
}

/// The desk of that name; an unknown one is answered with those there are.
pub(super) async fn desk(app: &App, name: &str) -> Result<(DeskName, DeskRow), Failure> {
    let desks = app.store().desks().await?;
    let known: Vec<String> = desks.iter().map(|desk| desk.desk.clone()).collect();
    let found = desks.into_iter().find(|desk| desk.desk == name);
    match found.and_then(|row| Some((DeskName::new(&row.desk)?, row))) {
        Some(found) => Ok(found),
        None if known.is_empty() => Err(Failure::Use(format!(
            "there is no desk `{name}`, and no other yet: make one with `mainstay desk create`"
        ))),
        None => Err(Failure::Use(format!(
            "there is no desk `{name}`; the desks are: {}",
            known.join(", ")
        ))),
    }
}

/// The desks a command goes through: the one named, or all.
pub(super) async fn desks(app: &App, name: Option<&str>) -> Result<Vec<DeskName>, Failure> {
    if let Some(name) = name {
        return Ok(vec![desk(app, name).await?.0]);
    }
    let desks = app.store().desks().await?;
    Ok(desks
        .iter()
        .filter_map(|row| DeskName::new(&row.desk))
        .collect())
}

/// The row that says what was changed from the command line, to be written with
/// the change.
pub(super) fn audit(app: &App, desk: &str, subject: &str, change: &str) -> RowOp {
    AuditRow {
        desk: desk.to_owned(),
        entry: app.new_id().to_string(),
        at: app.now().as_microsecond(),
        actor: "command line".to_owned(),
        subject: subject.to_owned(),
        change: change.to_owned(),
    }
    .insert()
}
