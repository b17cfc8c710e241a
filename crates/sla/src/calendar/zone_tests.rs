//! The table of every zone against the zone database itself.

use super::{CYCLE, Zone};
use jiff::{Timestamp, civil::DateTime, tz::TimeZoneDatabase};

/// Checks a zone's table around one instant and around the local time shown there.
fn check(zone: &Zone, name: &str, instant: i64) {
    let at = Timestamp::from_second(instant).unwrap();
    let offset = i64::from(zone.time_zone.to_offset(at).seconds());
    assert_eq!(zone.offset_at(instant), offset, "{name} at {at}");
    let local = instant + offset;
    let shown: DateTime = jiff::tz::Offset::UTC.to_datetime(Timestamp::from_second(local).unwrap());
    let resolved = zone.time_zone.to_timestamp(shown).unwrap().as_second();
    assert_eq!(zone.resolve(local), resolved, "{name} at local {shown}");
}

#[test]
fn every_zone_agrees_with_the_database_up_to_the_year_9000() {
    let database = TimeZoneDatabase::bundled();
    let mut step = 0;
    for name in database.available() {
        let zone = Zone::get(name.as_str()).unwrap();
        for transition in &zone.transitions {
            for around in [-90_000, -1, 0, 1_800, 3_600] {
                check(&zone, name.as_str(), transition.at + around);
            }
        }
        for cycle in [1, 2, 7, 16] {
            // One year in seven of each later cycle, another one for each zone.
            step += 1;
            for transition in zone
                .transitions
                .iter()
                .skip(zone.count_settled + step % 14)
                .step_by(14)
            {
                for around in [-1, 0, 1_800] {
                    check(&zone, name.as_str(), transition.at + cycle * CYCLE + around);
                }
            }
        }
    }
    assert!(step > 1_000, "only {step} cycles of zones were checked");
}

#[test]
fn a_spelling_of_one_zone_adds_no_table() {
    let (one, other) = (
        Zone::get("Europe/Berlin").unwrap(),
        Zone::get("europe/BERLIN").unwrap(),
    );
    assert!(std::sync::Arc::ptr_eq(&one, &other));
}

#[test]
fn most_zones_settle_in_2038() {
    assert_eq!(
        Zone::get("Europe/Berlin").unwrap().settled,
        super::SETTLED_EARLY
    );
    // Ramadan moves through the year, so its dates are written out until 2086.
    assert_eq!(Zone::get("Asia/Gaza").unwrap().settled, super::SETTLED_LATE);
}
