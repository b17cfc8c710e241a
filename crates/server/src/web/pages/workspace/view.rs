//! The views of the inbox: which tickets, in which order.

use crate::store::{TicketFilter, Whose};

/// One way of looking at the desk's tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::web::pages) enum View {
    Due,
    Mine,
    Unassigned,
    Waiting,
    Resolved,
    All,
}

impl View {
    pub(super) const ALL: &'static [Self] = &[
        Self::Due,
        Self::Mine,
        Self::Unassigned,
        Self::Waiting,
        Self::Resolved,
        Self::All,
    ];

    /// As it stands in addresses and ids of texts.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Due => "due",
            Self::Mine => "mine",
            Self::Unassigned => "unassigned",
            Self::Waiting => "waiting",
            Self::Resolved => "resolved",
            Self::All => "all",
        }
    }

    /// The view of that name; an unknown or missing one is the first.
    pub(super) fn parse(name: &str) -> Self {
        let found = Self::ALL.iter().find(|view| view.name() == name);
        found.copied().unwrap_or(Self::Due)
    }

    pub(super) fn href(self, desk: &str) -> String {
        match self {
            Self::Due => format!("/d/{desk}/agent"),
            view => format!("/d/{desk}/agent?view={}", view.name()),
        }
    }

    pub(super) fn hotkey(self) -> &'static str {
        match self {
            Self::Due => "g d",
            Self::Mine => "g m",
            Self::Unassigned => "g u",
            Self::Waiting => "g w",
            Self::Resolved => "g r",
            Self::All => "g a",
        }
    }

    /// Open tickets go by their next deadline, the others by age.
    pub(super) fn is_by_deadline(self) -> bool {
        !matches!(self, Self::Resolved | Self::All)
    }

    pub(super) fn filter(self, agent: &str) -> TicketFilter {
        let all = TicketFilter::default();
        match self {
            Self::Due | Self::All => all,
            Self::Mine => TicketFilter {
                whose: Whose::Assignee(agent.to_owned()),
                ..all
            },
            Self::Unassigned => TicketFilter {
                whose: Whose::Unassigned,
                ..all
            },
            Self::Waiting => TicketFilter {
                waiting: Some(true),
                ..all
            },
            Self::Resolved => TicketFilter {
                status: Some("resolved".to_owned()),
                ..all
            },
        }
    }
}
