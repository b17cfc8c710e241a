//! What a promise had come to before its calendar was corrected, as pages say it
//! beside what it has come to.

use domain::text::{Names, restatement};
use domain::{ClockRecord, Correction};

use super::{Reader, day_time};
use crate::app::Reasons;

/// Who corrected calendars, and why.
#[derive(Clone, Copy)]
pub struct Corrections<'a> {
    pub names: &'a (dyn Names + Sync),
    pub reasons: &'a Reasons,
}

impl Corrections<'_> {
    /// A line for each correction that changed the clock's result, oldest first.
    pub fn told(&self, record: &ClockRecord, reader: &Reader) -> Vec<String> {
        let when = |at| day_time(reader.language, at, &reader.zone);
        let told = |correction: &Correction| {
            let reason = self.reasons.get(&correction.reason.id);
            let who = self.names.actor(correction.author);
            let reason = reason.map(String::as_str);
            restatement(correction, reason, &who, reader.language, &when)
        };
        record.restatements().map(told).collect()
    }
}
