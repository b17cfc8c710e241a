//! A map that cannot grow without end, and that can be merged.
//!
//! It keeps the first keys in their order; what comes after them is taken
//! together. Which keys are kept follows from the keys alone, so that parts
//! counted apart, in whatever order, merge to what one count over all would give.

use std::collections::BTreeMap;

/// Something that adds up.
pub(crate) trait Merge {
    fn merge(&mut self, other: Self);
}

impl Merge for u64 {
    fn merge(&mut self, other: Self) {
        *self = self.saturating_add(other);
    }
}

/// At most `limit` keys with their values, and the rest in one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bounded<K, V> {
    limit: usize,
    kept: BTreeMap<K, V>,
    rest: Option<V>,
}

impl<K: Ord, V: Merge + Default> Bounded<K, V> {
    /// An empty map that keeps `limit` keys.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            kept: BTreeMap::new(),
            rest: None,
        }
    }

    /// Whether a value for that key would be kept by itself.
    pub(crate) fn keeps(&self, key: &K) -> bool {
        self.kept.len() < self.limit
            || self
                .kept
                .last_key_value()
                .is_some_and(|(last, _)| key <= last)
    }

    /// The value to add to for a key: its own, or that of the rest.
    pub(crate) fn at(&mut self, key: K) -> &mut V {
        if !self.keeps(&key) {
            return self.rest.get_or_insert_default();
        }
        if self.kept.len() == self.limit && !self.kept.contains_key(&key) {
            let evicted = self.kept.pop_last();
            self.fold_in(evicted.map(|(_, value)| value));
        }
        self.kept.entry(key).or_default()
    }

    /// The kept keys in their order.
    pub(crate) fn kept(&self) -> &BTreeMap<K, V> {
        &self.kept
    }

    /// What came after the kept keys; `None`: nothing did.
    pub(crate) fn rest(&self) -> Option<&V> {
        self.rest.as_ref()
    }

    fn fold_in(&mut self, value: Option<V>) {
        if let Some(value) = value {
            self.rest.get_or_insert_default().merge(value);
        }
    }
}

impl<K: Ord, V: Merge + Default> Merge for Bounded<K, V> {
    fn merge(&mut self, other: Self) {
        for (key, value) in other.kept {
            self.at(key).merge(value);
        }
        self.fold_in(other.rest);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_keys_are_kept_and_the_rest_is_counted() {
        let mut counts: Bounded<&str, u64> = Bounded::new(2);
        for name in ["c", "d", "a", "d", "b", "c"] {
            counts.at(name).merge(1);
        }
        assert_eq!(counts.kept(), &BTreeMap::from([("a", 1), ("b", 1)]));
        assert_eq!(counts.rest(), Some(&4));
        assert!(counts.keeps(&"a") && !counts.keeps(&"bb"));
    }

    proptest! {
        /// Counted in any two parts and merged, it is as counted at once.
        #[test]
        fn parts_merge_to_the_whole(keys in proptest::collection::vec(0..20_u8, 0..60), cut in 0..60_usize, limit in 1..8_usize) {
            let count = |keys: &[u8]| {
                let mut counts = Bounded::new(limit);
                for key in keys {
                    Merge::merge(counts.at(*key), 1_u64);
                }
                counts
            };
            let (left, right) = keys.split_at(cut.min(keys.len()));
            let mut merged = count(right);
            merged.merge(count(left));
            prop_assert_eq!(merged, count(&keys));
        }
    }
}
