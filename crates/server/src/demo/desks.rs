//! The five example vendors. What they promise stands in their policy files;
//! here is only what a desk has beside its policy.

/// One example desk.
#[derive(Clone, Copy, Debug)]
pub struct Example {
    pub desk: &'static str,
    pub name: &'static str,
    pub prefix: &'static str,
    pub addresses: &'static [&'static str],
    pub language: &'static str,
    pub zone: &'static str,
    pub accent: &'static str,
    pub policy: &'static str,
    /// Customers with their zones.
    pub customers: &'static [(&'static str, &'static str)],
    /// Contacts, dealt out to the customers in turn.
    pub contacts: &'static [&'static str],
    pub agents: &'static [&'static str],
}

/// Every example desk.
pub const DESKS: &[Example] = &[
    Example {
        desk: "appseconnect",
        name: "APPSeCONNECT",
        prefix: "APP",
        addresses: &["support@appseconnect.example.com", "support@insync.example.com"],
        language: "en",
        zone: "Asia/Kolkata",
        accent: "#0b6b52",
        policy: include_str!("../../../../policies/appseconnect.toml"),
        customers: &[
            ("Tamarind Retail", "Asia/Kolkata"),
            ("Bluewater Outfitters", "America/New_York"),
            ("Kestrel Components", "Europe/London"),
            ("Saffron Foods", "Asia/Dubai"),
        ],
        contacts: &[
            "Anika Rao", "Dana Whitfield", "Owen Pryce", "Leila Haddad", "Vikram Sethi",
            "Cole Barrett", "Gwen Parry", "Omar Nasser",
        ],
        agents: &["Priya Nair", "Arjun Bose", "Sneha Dutta", "Rahul Mitra"],
    },
    Example {
        desk: "infocyte",
        name: "Infocyte",
        prefix: "INF",
        addresses: &["support@infocyte.example.com"],
        language: "en",
        zone: "America/New_York",
        accent: "#0a5a76",
        policy: include_str!("../../../../policies/infocyte.toml"),
        customers: &[
            ("Calder Mills", "Europe/London"),
            ("Halden Rail", "Europe/Oslo"),
            ("Orchard Bank", "America/New_York"),
            ("Fjordkraft Nord", "Europe/Oslo"),
        ],
        contacts: &[
            "Rhys Calder", "Elin Moe", "Grace Okafor", "Sindre Lie", "Hannah Booth",
            "Jonas Berg", "Marcus Feld", "Ingrid Sol",
        ],
        agents: &["Marta Ruiz", "Ada Osei", "Jonah Tate", "Sofia Kern"],
    },
    Example {
        desk: "in8sync",
        name: "In8Sync",
        prefix: "IN8",
        addresses: &["support@in8sync.example.com"],
        language: "en",
        zone: "America/Denver",
        accent: "#7a3b8f",
        policy: include_str!("../../../../policies/in8sync.toml"),
        customers: &[
            ("Redrock Supply", "America/Denver"),
            ("Pinecrest Hardware", "America/Chicago"),
            ("Harbor & Vine", "America/Los_Angeles"),
        ],
        contacts: &[
            "Wade Colter", "Nora Lindqvist", "Tess Moreno", "Eli Banner", "June Abbott",
            "Ray Castillo",
        ],
        agents: &["Kelsey Dunn", "Mateo Vega", "Brooke Ashby"],
    },
    Example {
        desk: "three-levels",
        name: "Three Levels",
        prefix: "TRI",
        addresses: &["support@three-levels.example.com"],
        language: "en",
        zone: "Europe/London",
        accent: "#8a4b00",
        policy: include_str!("../../../../policies/three-levels.toml"),
        customers: &[("Brightwell Clinics", "Europe/London"), ("Norvik Shipping", "Europe/Oslo")],
        contacts: &["Amara Bell", "Pål Hagen", "Jude Ferris", "Siri Voll"],
        agents: &["Imogen Hart", "Felix Brandt", "Yusuf Demir"],
    },
    Example {
        desk: "proconcept",
        name: "ProConcept",
        prefix: "PRO",
        addresses: &["support@proconcept.example.com"],
        language: "fr",
        zone: "Europe/Zurich",
        accent: "#9b2335",
        policy: include_str!("../../../../policies/proconcept.toml"),
        customers: &[
            ("Horlogerie du Lac", "Europe/Zurich"),
            ("Ateliers Berset", "Europe/Zurich"),
            ("Fonderie Vauthier", "Europe/Paris"),
        ],
        contacts: &[
            "Chloé Rochat", "Luc Berset", "Amélie Vauthier", "Denis Favre", "Sylvie Jaquet",
            "Marc Thévenaz",
        ],
        agents: &["Nadia Perrin", "Julien Morel", "Élise Girard"],
    },
];
