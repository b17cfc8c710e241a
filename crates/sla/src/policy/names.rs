//! The words a policy file uses for metrics, acts, pauses, starts and kinds.

use crate::clock::ClockState;

use super::{Act, AfterPause, AllOf, Anchor, Audience, Firmness, Metric, PauseReason, Start};

pub(crate) const METRICS: [(&str, Metric); 8] = [
    ("acknowledgement", Metric::Acknowledgement),
    ("first response", Metric::FirstResponse),
    ("next response", Metric::NextResponse),
    ("update", Metric::Update),
    ("work begin", Metric::WorkBegin),
    ("workaround", Metric::Workaround),
    ("resolution", Metric::Resolution),
    ("quote", Metric::Quote),
];

/// What a duty measures, which no target names.
const DUTIES: [(&str, Metric); 2] = [
    ("continuous work", Metric::ContinuousWork),
    ("take-over", Metric::TakeOver),
];

pub(crate) const ACTS: [(&str, Act); 14] = [
    ("acknowledged automatically", Act::AcknowledgedAutomatically),
    ("responded", Act::Responded),
    ("acknowledged", Act::Acknowledged),
    ("diagnosed", Act::Diagnosed),
    ("plan given", Act::PlanGiven),
    ("work begun", Act::WorkBegun),
    ("workaround given", Act::WorkaroundGiven),
    ("conveyed to principals", Act::ConveyedToPrincipals),
    ("forwarded", Act::Forwarded),
    ("feedback given", Act::FeedbackGiven),
    ("training suggested", Act::TrainingSuggested),
    ("quote given", Act::QuoteGiven),
    ("fix released", Act::FixReleased),
    ("resolved", Act::Resolved),
];

pub(crate) const PAUSES: [(&str, PauseReason); 4] = [
    ("customer", PauseReason::Customer),
    ("supplier", PauseReason::Supplier),
    ("release", PauseReason::Release),
    ("force majeure", PauseReason::ForceMajeure),
];

pub(crate) const STARTS: [(&str, Start); 3] = [
    ("receipt", Start::Receipt),
    ("receipt in hours", Start::ReceiptInHours),
    ("complete report", Start::CompleteReport),
];

pub(crate) const AUDIENCES: [(&str, Audience); 2] = [
    ("customer", Audience::Customer),
    ("internal", Audience::Internal),
];

pub(crate) const ANCHORS: [(&str, Anchor); 8] = [
    ("receipt", Anchor::Receipt),
    ("submission", Anchor::Submission),
    ("go-live", Anchor::GoLive),
    ("delivery", Anchor::Delivery),
    ("purchase", Anchor::Purchase),
    ("renewal", Anchor::Renewal),
    ("signature", Anchor::Signature),
    ("invoice", Anchor::Invoice),
];

pub(crate) const FIRMNESSES: [(&str, Firmness); 3] = [
    ("will", Firmness::Will),
    ("aims", Firmness::Aims),
    ("attempts", Firmness::Attempts),
];

pub(crate) const AFTER_PAUSES: [(&str, AfterPause); 3] = [
    ("moved", AfterPause::Moved),
    ("fixed", AfterPause::Fixed),
    ("anew", AfterPause::Anew),
];

/// What a clock shows, as a golden case expects it.
pub(crate) const STATES: [(&str, ClockState); 7] = [
    ("waiting", ClockState::Waiting),
    ("running", ClockState::Running),
    ("paused", ClockState::Paused),
    ("met", ClockState::Met),
    ("missed and running", ClockState::MissedRunning),
    ("missed and met", ClockState::MissedMet),
    ("cancelled", ClockState::Cancelled),
];

/// Kinds of ticket: as a policy writes them, and as a [`super::Request`] has them.
pub(crate) const KINDS: [(&str, &str); 6] = [
    ("incident", "incident"),
    ("question", "question"),
    ("change request", "change_request"),
    ("service request", "service_request"),
    ("complaint", "complaint"),
    ("suggestion", "suggestion"),
];

/// The word for a metric; a measure of the policy's own has its own name.
pub(crate) fn metric_word(metric: &Metric) -> &str {
    match metric {
        Metric::Own(name) => name,
        known => METRICS
            .iter()
            .chain(&DUTIES)
            .find(|(_, metric)| metric == known)
            .map_or("", |(word, _)| word),
    }
}

/// The words for acts that satisfy together: `diagnosed and plan given`.
pub(crate) fn all_of_words(all: &AllOf) -> String {
    let words: Vec<&str> = all.0.iter().map(|act| act_word(*act)).collect();
    words.join(" and ")
}

/// The word for an act.
pub(crate) fn act_word(act: Act) -> &'static str {
    ACTS.iter()
        .find(|(_, known)| *known == act)
        .map_or("", |(word, _)| word)
}
