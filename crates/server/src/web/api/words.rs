//! The words of the desk as the document lists them, from the types that read them.

use domain::{Channel, Kind, Rating, Status};
use sla::clock::ClockState;
use sla::policy::{Cause, Coverage, CoverageFact, ModifiedBy};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ArrayBuilder, ObjectBuilder, Schema, SchemaType, Type};

use crate::app;

fn one_of<'a>(words: impl IntoIterator<Item = &'a str>) -> Schema {
    ObjectBuilder::new()
        .schema_type(SchemaType::new(Type::String))
        .enum_values(Some(words))
        .into()
}

fn one_of_or_null<'a>(words: impl IntoIterator<Item = &'a str>) -> Schema {
    let words = words.into_iter().map(Some).chain([None]);
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .enum_values(Some(words))
        .into()
}

pub(super) fn kind() -> Schema {
    one_of(Kind::ALL.iter().map(|word| word.as_str()))
}

pub(super) fn channel() -> Schema {
    one_of(Channel::ALL.iter().map(|word| word.as_str()))
}

pub(super) fn status() -> Schema {
    one_of(Status::ALL.iter().map(|word| word.as_str()))
}

pub(super) fn rating() -> Schema {
    one_of(Rating::ALL.iter().map(|word| word.as_str()))
}

pub(super) fn rating_or_null() -> Schema {
    one_of_or_null(Rating::ALL.iter().map(|word| word.as_str()))
}

pub(super) fn coverage() -> Schema {
    one_of(Coverage::ALL.iter().map(|word| word.as_str()))
}

pub(super) fn coverage_or_null() -> Schema {
    one_of_or_null(Coverage::ALL.iter().map(|word| word.as_str()))
}

pub(super) fn cause_or_null() -> Schema {
    one_of_or_null(Cause::ALL.iter().map(|word| word.as_str()))
}

pub(super) fn modified_by_or_null() -> Schema {
    one_of_or_null(ModifiedBy::ALL.iter().map(|word| word.as_str()))
}

pub(super) fn coverage_facts() -> Schema {
    let facts = CoverageFact::ALL.iter().map(|fact| fact.as_str());
    Schema::Array(ArrayBuilder::new().items(RefOr::T(one_of(facts))).build())
}

pub(super) fn clock_state() -> Schema {
    let states = [
        ClockState::Waiting,
        ClockState::Running,
        ClockState::Paused,
        ClockState::Met,
        ClockState::MissedRunning,
        ClockState::MissedMet,
        ClockState::Cancelled,
        ClockState::Absorbed,
    ];
    one_of(states.map(app::state))
}

/// The stored names of the acts, which the types themselves read.
pub(super) const ACTS: [&str; 14] = [
    "acknowledged_automatically",
    "responded",
    "acknowledged",
    "diagnosed",
    "plan_given",
    "work_begun",
    "workaround_given",
    "conveyed_to_principals",
    "forwarded",
    "feedback_given",
    "training_suggested",
    "quote_given",
    "fix_released",
    "resolved",
];

/// The stored names of the reasons for a pause.
pub(super) const PAUSES: [&str; 4] = ["customer", "supplier", "release", "force_majeure"];

pub(super) fn act() -> Schema {
    one_of(ACTS)
}

pub(super) fn act_or_null() -> Schema {
    one_of_or_null(ACTS)
}

pub(super) fn pause() -> Schema {
    one_of(PAUSES)
}

pub(super) fn pause_or_null() -> Schema {
    one_of_or_null(PAUSES)
}

#[cfg(test)]
mod tests {
    use sla::policy::{Act, PauseReason};

    use super::*;

    #[test]
    fn the_listed_words_are_all_that_the_types_read() {
        let acts: Vec<Act> = ACTS
            .iter()
            .map(|act| serde_json::from_value((*act).into()).unwrap())
            .collect();
        assert_eq!(known_by::<Act>(), acts.len());
        let pauses: Vec<PauseReason> = PAUSES
            .iter()
            .map(|pause| serde_json::from_value((*pause).into()).unwrap())
            .collect();
        assert_eq!(known_by::<PauseReason>(), pauses.len());
    }

    /// How many words a type reads, as it says itself when it reads another.
    fn known_by<T: serde::de::DeserializeOwned>() -> usize {
        let error = serde_json::from_str::<T>("\"nonsense\"").err().unwrap();
        let (_, words) = error
            .to_string()
            .split_once("expected one of")
            .map(|(a, b)| (a.to_owned(), b.to_owned()))
            .unwrap();
        words.matches('`').count() / 2
    }
}
