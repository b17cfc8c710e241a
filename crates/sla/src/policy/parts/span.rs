//! Lengths counted without opening hours: plain days, months and hours.

use jiff::{Span, Timestamp, tz::TimeZone};

use crate::policy::Within;

/// The length that counts: an operating value stands in for what is unstated.
fn operating(within: &Within) -> &Within {
    match within {
        Within::Unstated {
            operating: Some(own),
        } => own,
        stated => stated,
    }
}

/// Whether a length needs no opening hours. One that is unstated and has no
/// operating value needs none either: nothing is counted.
pub(super) fn is_plain(within: &Within) -> bool {
    matches!(
        operating(within),
        Within::Elapsed { .. } | Within::CalendarSpan { .. } | Within::Unstated { .. }
    )
}

/// The instant at which a plain length has passed: the same local time some days
/// and months later, or so many plain seconds. `None` for what names no length,
/// or lies beyond the years that can be named.
pub(super) fn after(within: &Within, from: Timestamp, zone: &TimeZone) -> Option<Timestamp> {
    let span = match operating(within) {
        Within::Elapsed { seconds, .. } => {
            return from
                .checked_add(Span::new().try_seconds(*seconds).ok()?)
                .ok();
        }
        Within::CalendarSpan { months, days } => Span::new()
            .try_months(*months)
            .and_then(|span| span.try_days(*days))
            .ok()?,
        _ => return None,
    };
    let later = from.to_zoned(zone.clone()).checked_add(span).ok()?;
    Some(later.timestamp())
}
