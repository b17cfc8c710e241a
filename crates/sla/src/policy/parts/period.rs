//! Periods that begin with an event of the contract: care after go-live, the
//! warranty of a customisation, the term of maintenance.
//!
//! The dates of those events stand with the contract; here is how long each
//! period lasts and what it gives.

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use super::{part::Part, span};
use crate::policy::{Anchor, Text, Within, names::ANCHORS, problems::Place, table::Placed};

/// One `[period.ID]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Period {
    /// The word by which rows of the coverage table name it.
    pub id: String,
    /// What customers know it by.
    pub name: Text,
    /// The events with which it begins, each time anew; never empty.
    pub from: Vec<Anchor>,
    /// Plain days or months.
    pub lasts: Within,
    /// Who serves the customer during it, by role.
    pub served_by: Option<Text>,
    /// What it includes.
    pub gives: Vec<Text>,
    /// What it does not include.
    pub excludes: Vec<Text>,
    /// What it is bound to: one site, a running subscription.
    pub limit: Option<Text>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
    #[serde(skip)]
    pub(crate) place: Place,
}

impl Period {
    /// The first instant after the period that begins at `anchor`: it runs up to
    /// and without it. Months and days keep the local time of `zone`. `None`
    /// where the length is unstated, or ends beyond the years that can be named.
    ///
    /// ```
    /// # let file = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # [period.hypercare]
    /// # name = "Care after go-live"
    /// # from = "go-live"
    /// # lasts = "3 months"
    /// # "#;
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", file).policy.unwrap();
    /// let go_live = "2026-11-30T09:00:00Z".parse()?;
    /// let ends = policy.periods()[0].ends_at(go_live, &jiff::tz::TimeZone::UTC);
    /// assert_eq!(ends.unwrap().to_string(), "2027-02-28T09:00:00Z");
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn ends_at(&self, anchor: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        span::after(&self.lasts, anchor, zone)
    }
}

pub(super) fn read(id: Placed<String>, part: &mut Part<'_, '_, '_>) -> Option<Period> {
    let name = part.need_text("name");
    let from = part.need_words("from", &ANCHORS);
    let lasts = part.need_span("lasts");
    let (served_by, limit) = (part.text("served-by"), part.text("limit"));
    let (gives, excludes) = (part.texts("gives"), part.texts("excludes"));
    let clause = part.clause();
    Some(Period {
        id: id.value,
        name: name?,
        from,
        lasts: lasts?.value,
        served_by,
        gives,
        excludes,
        limit,
        clause,
        place: id.place,
    })
}
