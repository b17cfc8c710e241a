//! The desks a whole journey is made through, and its people.

use super::desk::{Desk, deadline, due};
use jiff::Timestamp;

/// Somebody with a name and an address.
pub struct Person {
    pub name: &'static str,
    pub address: &'static str,
}

/// One desk, and who takes part.
pub struct Cast {
    pub desk: &'static str,
    /// What numbers of tickets begin with.
    pub prefix: &'static str,
    /// Where the desk takes mail.
    pub support: &'static str,
    /// A registered contact.
    pub requester: Person,
    /// Where the requester is.
    pub zone: &'static str,
    pub agent: Person,
    /// The plan of the requester's company, where the policy has plans.
    pub plan: Option<&'static str>,
    /// Where the calendar of the promises is.
    pub calendar_zone: &'static str,
    /// Whether the desk takes a stranger's mail.
    pub takes_strangers: bool,
    /// The act that is a first response there: as the form sends it and as people read it.
    pub response: (&'static str, &'static str),
    /// An entry of the desk's scale: as the form sends it and as people read it.
    pub rating: (&'static str, &'static str),
}

/// Takes mail from everybody, and has plans.
pub const INFOCYTE: Cast = Cast {
    desk: "infocyte",
    prefix: "INF-",
    support: "support@infocyte.example.com",
    requester: Person {
        name: "Rhys Calder",
        address: "rhys.calder@calder-mills.example.com",
    },
    zone: "Europe/London",
    agent: Person {
        name: "Marta Ruiz",
        address: "marta.ruiz@infocyte.example.com",
    },
    plan: Some("enlist"),
    calendar_zone: "Etc/GMT+5",
    takes_strangers: true,
    response: ("plan-given", "a plan of action"),
    rating: ("good", "Good"),
};

/// Takes mail from registered people only, and steers by aims beside its promises.
pub const APPSECONNECT: Cast = Cast {
    desk: "appseconnect",
    prefix: "APP-",
    support: "support@appseconnect.example.com",
    requester: Person {
        name: "Dana Whitfield",
        address: "dana.whitfield@bluewater-outfitters.example.com",
    },
    zone: "America/New_York",
    agent: Person {
        name: "Priya Nair",
        address: "priya.nair@appseconnect.example.com",
    },
    plan: None,
    calendar_zone: "Asia/Kolkata",
    takes_strangers: false,
    response: ("diagnosed", "a diagnosis"),
    rating: ("bad", "Bad"),
};

impl Cast {
    /// An address of a page of the desk.
    pub fn page(&self, desk: &Desk, path: &str) -> String {
        desk.page(&format!("/d/{}{path}", self.desk))
    }

    /// The page of a ticket, as the requester sees it.
    pub fn ticket(&self, desk: &Desk, number: &str) -> String {
        self.page(desk, &format!("/tickets/{number}"))
    }

    /// The page of a ticket, as the agent sees it.
    pub fn agents_ticket(&self, desk: &Desk, number: &str) -> String {
        self.page(desk, &format!("/agent/tickets/{number}"))
    }

    /// When the first response to a mail of the requester is due.
    pub fn first_response_due_at(&self, received: &str) -> Timestamp {
        deadline(&due(self.desk, self.plan, received), "first-response")
    }
}
