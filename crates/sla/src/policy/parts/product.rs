//! Rules about the product itself: releases and patches, which systems it works
//! with, and the customer's maintenance window.

use serde::Serialize;

use super::part::Part;
use crate::policy::Text;

/// What stands under `[release]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReleaseRules {
    /// What is published: patches, versions.
    pub gives: Vec<Text>,
    /// Who gets it.
    pub to: Option<Text>,
    /// What the customer is told of a problem that only a later patch solves.
    pub awaits_patch: Option<Text>,
    /// What the customer is told when research and development are needed.
    pub awaits_research: Option<Text>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

pub(super) fn read_release(part: &mut Part<'_, '_, '_>) -> Option<ReleaseRules> {
    let rules = ReleaseRules {
        gives: part.texts("gives"),
        to: part.text("to"),
        awaits_patch: part.text("awaits-patch"),
        awaits_research: part.text("awaits-research"),
        clause: part.clause(),
    };
    Some(rules)
}

/// One `[[compatibility]]`: a system the product works with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Compatibility {
    /// The system, as its maker calls it.
    pub system: Text,
    /// The versions that are supported; `None`: the text does not list them.
    pub versions: Option<Vec<String>>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

impl Compatibility {
    /// Whether a version is supported; `None` where the text does not say.
    ///
    /// ```
    /// # let file = r#"
    /// # format = 1
    /// # [policy]
    /// # name = "Nordwind"
    /// # version = "1"
    /// # languages = ["en"]
    /// # effective = 2026-01-01
    /// # [[compatibility]]
    /// # system = "Shop"
    /// # versions = ["7.1", "7.2"]
    /// # "#;
    /// # let policy = sla::policy::Policy::parse("nordwind.toml", file).policy.unwrap();
    /// let shop = &policy.compatibility()[0];
    /// assert_eq!(shop.supports("7.2"), Some(true));
    /// assert_eq!(shop.supports("6.0"), Some(false));
    /// ```
    pub fn supports(&self, version: &str) -> Option<bool> {
        let versions = self.versions.as_ref()?;
        Some(versions.iter().any(|known| known == version))
    }
}

pub(super) fn read_compatibility(part: &mut Part<'_, '_, '_>) -> Option<Compatibility> {
    let system = part.need_text("system");
    let versions = part.strings("versions");
    let clause = part.clause();
    let unstated = versions.iter().find(|version| version.value == "unstated");
    if let Some(version) = unstated {
        let place = version.place.clone();
        part.problem(
            "unstated",
            &place,
            "which versions are supported is not stated",
            "",
        );
    }
    let known = unstated.is_none() && !versions.is_empty();
    let versions = known.then(|| versions.into_iter().map(|version| version.value).collect());
    Some(Compatibility {
        system: system?,
        versions,
        clause,
    })
}

/// What stands under `[maintenance-window]`: the customer's own hours for
/// planned outages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MaintenanceWindow {
    /// Who sets it, and where.
    pub set_by: Text,
    /// How firmly planned outages keep to it.
    pub says: Text,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

pub(super) fn read_window(part: &mut Part<'_, '_, '_>) -> Option<MaintenanceWindow> {
    let (set_by, says) = (part.need_text("set-by"), part.need_text("says"));
    let clause = part.clause();
    Some(MaintenanceWindow {
        set_by: set_by?,
        says: says?,
        clause,
    })
}
