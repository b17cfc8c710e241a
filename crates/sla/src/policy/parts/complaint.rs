//! How one complains: whom to write to, and the steps a complaint goes, each
//! with its owner, its condition and its own time. Suggestions, too.
//!
//! Clocks of complaints are ordinary targets; a step may name the one it has.

use jiff::{Timestamp, tz::TimeZone};
use serde::Serialize;

use super::{
    part::{Ids, Part},
    span,
};
use crate::policy::{Text, Within, table::Placed};

/// What stands under `[complaint]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComplaintPath {
    /// Whom to write to, as addresses or words.
    pub addresses: Vec<String>,
    /// What a complaint must tell.
    pub asks: Vec<Text>,
    /// The way for whoever cannot wait for the steps.
    pub directly: Option<Text>,
    /// In the order of the file.
    pub steps: Vec<ComplaintStep>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

/// One `[[complaint.step]]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ComplaintStep {
    /// Unique among the steps.
    pub id: String,
    /// The role that owns it.
    pub owner: Text,
    /// What the owner does.
    pub does: Text,
    /// In words, when the step is taken at all.
    pub when: Option<Text>,
    /// The step is taken once the complaint is open for so long.
    pub after: Option<Within>,
    /// The step's own time, from its beginning.
    pub within: Option<Within>,
    /// How it repeats.
    pub repeats: Option<Text>,
    /// The target whose clock measures it.
    #[serde(serialize_with = "value")]
    pub(crate) target: Option<Placed<String>>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

impl ComplaintStep {
    /// The target whose clock measures this step.
    pub fn target(&self) -> Option<&str> {
        self.target.as_ref().map(|target| target.value.as_str())
    }

    /// From when on the step is taken for a complaint received at an instant and
    /// not closed by then: at once, where no `after` is stated. `None` where the
    /// length is unstated.
    ///
    /// ```
    /// # let file = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # [complaint]
    /// # step = [{ id = "delay", owner = "Support manager", does = "Tells how it stands.", after = "7 calendar days" }]
    /// # "#;
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", file).policy.unwrap();
    /// let received = "2026-03-02T09:00:00Z".parse()?;
    /// let step = &policy.complaint_path().unwrap().steps[0];
    /// let begins = step.begins_at(received, &jiff::tz::TimeZone::UTC).unwrap();
    /// assert_eq!(begins.to_string(), "2026-03-09T09:00:00Z");
    /// assert_eq!(step.target(), None, "no clock measures it");
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn begins_at(&self, received_at: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
        match &self.after {
            Some(after) => span::after(after, received_at, zone),
            None => Some(received_at),
        }
    }
}

fn value<S: serde::Serializer>(
    target: &Option<Placed<String>>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let id = target.as_ref().map(|target| target.value.as_str());
    id.serialize(serializer)
}

pub(super) fn read(part: &mut Part<'_, '_, '_>) -> Option<ComplaintPath> {
    let mut ids = Ids::new();
    let path = ComplaintPath {
        addresses: part.plain_strings("addresses"),
        asks: part.texts("asks"),
        directly: part.text("directly"),
        steps: part.parts("step", |step| read_step(step, &mut ids)),
        clause: part.clause(),
    };
    Some(path)
}

fn read_step(part: &mut Part<'_, '_, '_>, ids: &mut Ids) -> Option<ComplaintStep> {
    let id = part.need_id("a step", ids);
    let (owner, does) = (part.need_text("owner"), part.need_text("does"));
    let (when, repeats) = (part.text("when"), part.text("repeats"));
    let (after, within) = (part.span("after"), part.within("within"));
    let target = part.string("target");
    let clause = part.clause();
    Some(ComplaintStep {
        id: id?.value,
        owner: owner?,
        does: does?,
        when,
        after: after.map(|after| after.value),
        within: within.map(|within| within.value),
        repeats,
        target,
        clause,
    })
}

/// What stands under `[suggestion]`: where wishes and general complaints go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Suggestions {
    /// Whom to write to, as addresses or words.
    pub addresses: Vec<String>,
    /// What becomes of a suggestion; `None`: the text does not say.
    pub says: Option<Text>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

pub(super) fn read_suggestions(part: &mut Part<'_, '_, '_>) -> Option<Suggestions> {
    let suggestions = Suggestions {
        addresses: part.plain_strings("addresses"),
        says: part.text("says"),
        clause: part.clause(),
    };
    Some(suggestions)
}
