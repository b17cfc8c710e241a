//! What stands beside every page of the workspace: the views with their counts,
//! and who one is.

use jiff::Timestamp;

use crate::store::{TICKET_COUNT_MAX, TicketCounts};
use crate::web::{Page, PageError, Staff, Web};

use super::view::View;

/// The side of a page.
pub(in crate::web::pages) struct Side {
    pub(in crate::web::pages) links: Vec<SideLink>,
    pub(in crate::web::pages) counts: TicketCounts,
    pub(in crate::web::pages) desk: String,
    pub(in crate::web::pages) name: String,
    pub(in crate::web::pages) level: i64,
    /// The reader's zone, in which times are shown.
    pub(in crate::web::pages) zone: String,
    pub(in crate::web::pages) is_supervisor: bool,
    /// Which other page this is, if it is none of the views.
    pub(in crate::web::pages) place: &'static str,
}

pub(in crate::web::pages) struct SideLink {
    pub(in crate::web::pages) href: String,
    pub(in crate::web::pages) label: String,
    pub(in crate::web::pages) count: Option<String>,
    /// The count is of tickets past their deadline.
    pub(in crate::web::pages) is_late: bool,
    pub(in crate::web::pages) is_current: bool,
    pub(in crate::web::pages) hotkey: &'static str,
}

impl Side {
    /// Counts what the views hold. `place` names a page that is no view.
    pub(in crate::web::pages) async fn load(
        web: &Web,
        staff: &Staff,
        current: Option<View>,
        place: &'static str,
    ) -> Result<Self, PageError> {
        let t = staff.reader.words();
        let counts = web
            .app()
            .store()
            .ticket_counts(
                &staff.desk.desk,
                &staff.agent.agent,
                staff.reader.now.as_microsecond(),
            )
            .await?;
        let links = View::ALL
            .iter()
            .map(|view| {
                let (count, is_late) = match view {
                    View::Due if counts.late > 0 => (Some(counts.late), true),
                    View::Due => (Some(counts.open), false),
                    View::Mine => (Some(counts.mine), false),
                    View::Unassigned => (Some(counts.unassigned), false),
                    View::Waiting => (Some(counts.waiting), false),
                    View::Resolved | View::All => (None, false),
                };
                let count = count.map(|count| {
                    let shown = shown(count);
                    if is_late {
                        t.say_with("side-late", "count", shown)
                    } else {
                        shown
                    }
                });
                SideLink {
                    href: view.href(&staff.desk.desk),
                    label: t.say(&format!("view-{}", view.name())),
                    count,
                    is_late,
                    is_current: current == Some(*view),
                    hotkey: view.hotkey(),
                }
            })
            .collect();
        Ok(Self {
            links,
            counts,
            desk: staff.desk.desk.clone(),
            name: staff.agent.name.clone(),
            level: staff.agent.level,
            zone: zone_name(staff, staff.reader.now),
            is_supervisor: staff.is_supervisor(),
            place,
        })
    }
}

/// The frame of a page in the workspace.
pub(in crate::web::pages) fn page(web: &Web, staff: &Staff, title: String) -> Page {
    Page::new(web, &staff.reader, title).live(&staff.desk)
}

/// `Europe/Paris (UTC+1)`.
fn zone_name(staff: &Staff, now: Timestamp) -> String {
    let zone = &staff.reader.zone;
    let offset = now.to_zoned(zone.clone()).offset().seconds();
    let (hours, minutes) = (offset.abs() / 3_600, offset.abs() % 3_600 / 60);
    let sign = if offset < 0 { '-' } else { '+' };
    let name = zone.iana_name().unwrap_or("UTC");
    if minutes == 0 {
        format!("{name} (UTC{sign}{hours})")
    } else {
        format!("{name} (UTC{sign}{hours}:{minutes:02})")
    }
}

/// Counting stops at a limit; from there on it is "1000+".
pub(in crate::web::pages) fn shown(count: i64) -> String {
    if count >= TICKET_COUNT_MAX {
        format!("{TICKET_COUNT_MAX}+")
    } else {
        count.to_string()
    }
}
