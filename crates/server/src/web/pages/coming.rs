//! The versions of a policy, as customers and staff see them: what is coming, what
//! it changes, and what was in force before.

use sla::policy::Effect;

use crate::error::AppError;
use crate::store::{PolicyRow, PublicationRow};
use crate::web::{Moment, Reader, Web};
use domain::DeskName;

/// How much of a version is shown: enough to tell versions apart.
const DIGEST_CHARS: usize = 12;

/// A version that was proposed or announced and is not in force yet.
pub(super) struct Coming {
    pub(super) version: String,
    pub(super) digest: String,
    pub(super) effective: Moment,
    /// False: it waits for a second person.
    pub(super) is_published: bool,
    /// `agent:ID` or `command line`.
    pub(super) proposed_by: String,
    /// Why the notice period is not kept, or the calendars are corrected.
    pub(super) reason: Option<String>,
    /// It corrects the calendars of the version in force, from its first day on.
    pub(super) is_correction: bool,
    pub(super) changes: Vec<ChangeLine>,
}

/// One change in words, with what it means for the customer.
pub(super) struct ChangeLine {
    pub(super) words: String,
    /// Ending of the text that names the effect; `None` where nothing can be told.
    pub(super) effect: Option<&'static str>,
    /// How its mark is toned.
    pub(super) tone: &'static str,
}

/// A version that is or was in force.
pub(super) struct Past {
    pub(super) digest: String,
    pub(super) since: Moment,
    pub(super) is_in_force: bool,
}

impl ChangeLine {
    pub(super) fn new(change: &sla::policy::Change, language: &str) -> Self {
        let (effect, tone) = match change.effect {
            Effect::Better => (Some("better"), "track"),
            Effect::Worse => (Some("worse"), "late"),
            Effect::Mixed => (Some("mixed"), "soon"),
            Effect::Neutral => (None, ""),
        };
        Self {
            words: change.in_words(language),
            effect,
            tone,
        }
    }
}

/// What is coming, the nearest first. `proposed`: also what waits for approval.
pub(super) async fn coming(
    web: &Web,
    desk: &DeskName,
    reader: &Reader,
    proposed: bool,
) -> Result<Vec<Coming>, AppError> {
    let publications = web.app().store().publications(desk.as_str()).await?;
    let mut coming = Vec::new();
    for row in publications.iter().rev() {
        let is_published = row.state == "published";
        let is_ahead = row.effective_at > reader.now.as_microsecond();
        if (is_published && is_ahead) || (proposed && row.state == "proposed") {
            coming.push(one(web, desk, reader, row, is_published).await?);
        }
    }
    Ok(coming)
}

async fn one(
    web: &Web,
    desk: &DeskName,
    reader: &Reader,
    row: &PublicationRow,
    is_published: bool,
) -> Result<Coming, AppError> {
    let changes = web.app().policy_changes(desk, row).await?;
    let language = reader.words().code();
    Ok(Coming {
        digest: digest(&row.version),
        version: row.version.clone(),
        effective: Moment::of_microsecond(reader, row.effective_at),
        is_published,
        proposed_by: row.proposed_by.clone(),
        reason: row.reason.clone(),
        is_correction: row.corrects.is_some(),
        changes: changes
            .iter()
            .map(|change| ChangeLine::new(change, language))
            .collect(),
    })
}

/// The versions that are or were in force, the latest first.
pub(super) async fn past(
    web: &Web,
    desk: &DeskName,
    reader: &Reader,
    in_force: &str,
) -> Result<Vec<Past>, AppError> {
    let store = web.app().store();
    let publications = store.publications(desk.as_str()).await?;
    let took_effect = |row: &PolicyRow| {
        let known = publications.iter().find(|one| one.version == row.version);
        row.effective_at <= reader.now.as_microsecond()
            && known.is_none_or(|known| known.state == "published")
    };
    let versions = store.policies(desk.as_str()).await?;
    Ok(versions
        .iter()
        .filter(|row| took_effect(row))
        .map(|row| Past {
            digest: digest(&row.version),
            since: Moment::of_microsecond(reader, row.effective_at),
            is_in_force: row.version == in_force,
        })
        .collect())
}

pub(super) fn digest(version: &str) -> String {
    version.chars().take(DIGEST_CHARS).collect()
}
