//! The stored names of what a coverage decision is made of. They stand in events,
//! forms and addresses, and never change; the words of the policy file are
//! others.

use super::{Cause, ContractState, Coverage, CoverageFact, ModifiedBy};

macro_rules! stored {
    ($type:ident: $($variant:ident = $name:literal),+ $(,)?) => {
        impl $type {
            /// Every value, in order of declaration.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stored name.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The value with that stored name.
            ///
            /// ```
            /// use sla::policy::Coverage;
            ///
            /// for coverage in Coverage::ALL {
            ///     assert_eq!(Coverage::parse(coverage.as_str()), Some(*coverage));
            /// }
            /// ```
            pub fn parse(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

stored!(Coverage: Covered = "covered", Billable = "billable",
    VariationOrder = "variation_order", Refused = "refused");
stored!(Cause: Defect = "defect", OwnMistake = "own_mistake", Use = "use",
    Surroundings = "surroundings");
stored!(ModifiedBy: Nobody = "nobody", Vendor = "vendor", Customer = "customer");
stored!(ContractState: Active = "active", Ended = "ended", Absent = "absent");
stored!(CoverageFact: Subject = "subject", Cause = "cause", ModifiedBy = "modified_by",
    Permission = "permission", Contract = "contract", During = "during");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stored_names_are_those_of_the_stored_form() {
        macro_rules! same {
            ($($type:ident),+) => {$(
                for value in $type::ALL {
                    let stored = serde_json::to_value(value).unwrap();
                    assert_eq!(stored, value.as_str());
                    assert_eq!($type::parse(value.as_str()), Some(*value));
                }
            )+};
        }
        same!(Coverage, Cause, ModifiedBy, ContractState, CoverageFact);
        assert_eq!(Coverage::parse("free"), None);
    }
}
