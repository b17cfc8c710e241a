//! The closed sets of words that stand in events: what a ticket is about, how it
//! came, and how it was rated. Stored names never change.

use serde::{Deserialize, Serialize};

macro_rules! words {
    ($(#[$doc:meta])* $type:ident: $($(#[$about:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $type {
            $($(#[$about])* #[serde(rename = $name)] $variant,)+
        }

        impl $type {
            /// Every value, in order of display.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored name.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The value with that stored name.
            #[must_use]
            pub fn parse(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// What a ticket is about.
    Kind: Incident = "incident", Question = "question", ChangeRequest = "change_request",
    ServiceRequest = "service_request", Complaint = "complaint", Suggestion = "suggestion"
}
words! {
    /// How something reached the desk.
    Channel: Portal = "portal", Mail = "mail", Chat = "chat", Phone = "phone", Api = "api",
    /// Written by staff in the workspace.
    Workspace = "workspace"
}
words! {
    /// The customer's verdict.
    Rating: Good = "good", Bad = "bad"
}
