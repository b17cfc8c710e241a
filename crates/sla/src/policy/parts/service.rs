//! What the vendor does and does not do, what must be ready before a project
//! begins, and how customisations are dealt with: lists that people read, and
//! that coverage decisions refer to.

use serde::Serialize;

use super::part::{Ids, Part};
use crate::policy::Text;

/// One `[[service]]`: a list of services of one occasion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Service {
    /// Unique among the services.
    pub id: String,
    /// The occasion.
    pub name: Text,
    /// What the vendor is responsible for.
    pub does: Vec<Text>,
    /// What of it is charged, and when.
    pub charged: Vec<Text>,
    /// What the vendor does not do.
    pub does_not: Vec<Text>,
    /// The steps by which the service is built up, in order.
    pub steps: Vec<Text>,
    /// At which rate charged services are billed.
    pub rate: Option<Text>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

pub(super) fn read(part: &mut Part<'_, '_, '_>, ids: &mut Ids) -> Option<Service> {
    let id = part.need_id("a service", ids);
    let name = part.need_text("name");
    let (does, charged) = (part.texts("does"), part.texts("charged"));
    let (does_not, steps) = (part.texts("does-not"), part.texts("steps"));
    let (rate, clause) = (part.text("rate"), part.clause());
    Some(Service {
        id: id?.value,
        name: name?,
        does,
        charged,
        does_not,
        steps,
        rate,
        clause,
    })
}

/// What stands under `[readiness]`: what must be there before work begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Readiness {
    /// What must be there, each by itself.
    pub needs: Vec<Text>,
    /// Before what.
    pub before: Option<Text>,
    /// Who sees to it, by role.
    pub by: Option<Text>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

pub(super) fn read_readiness(part: &mut Part<'_, '_, '_>) -> Option<Readiness> {
    let readiness = Readiness {
        needs: part.need_texts("needs"),
        before: part.text("before"),
        by: part.text("by"),
        clause: part.clause(),
    };
    Some(readiness)
}

/// What stands under `[customisation]`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Customisation {
    /// What counts as one.
    pub means: Text,
    /// True where the vendor may decline it.
    pub may_decline: bool,
    /// What the vendor weighs.
    pub weighs: Option<Text>,
    /// How it is priced; `None`: not stated.
    pub price: Option<Text>,
    /// Where the published text says so, as the file names the place; `None`: the file
    /// does not say.
    pub clause: Option<String>,
}

pub(super) fn read_customisation(part: &mut Part<'_, '_, '_>) -> Option<Customisation> {
    let means = part.need_text("means");
    let may_decline = part.flag("may-decline");
    let (weighs, price) = (part.text("weighs"), part.text("price"));
    let clause = part.clause();
    Some(Customisation {
        means: means?,
        may_decline,
        weighs,
        price,
        clause,
    })
}
