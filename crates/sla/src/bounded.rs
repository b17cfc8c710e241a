//! What cannot grow without end, and can be merged: a map that keeps the first
//! keys and takes the rest together, and a list of the first of many.
//!
//! Which keys are kept follows from the keys alone, so that parts counted apart,
//! in whatever order, merge to what one count over all would give.

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

/// At most `MAX` keys with their values, and the rest in one value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bounded<K, V, const MAX: usize> {
    kept: BTreeMap<K, V>,
    rest: Option<V>,
}

impl<K, V, const MAX: usize> Default for Bounded<K, V, MAX> {
    fn default() -> Self {
        Self {
            kept: BTreeMap::new(),
            rest: None,
        }
    }
}

impl<K: Ord, V: Merge + Default, const MAX: usize> Bounded<K, V, MAX> {
    /// The value to add to for a key: its own, or that of the rest.
    pub(crate) fn at(&mut self, key: K) -> &mut V {
        let is_full = self.kept.len() >= MAX;
        let last = self.kept.last_key_value();
        if is_full && last.is_none_or(|(last, _)| key > *last) {
            return self.rest.get_or_insert_default();
        }
        if is_full && !self.kept.contains_key(&key) {
            let evicted = self.kept.pop_last();
            self.take_in(evicted.map(|(_, value)| value));
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

    fn take_in(&mut self, value: Option<V>) {
        if let Some(value) = value {
            self.rest.get_or_insert_default().merge(value);
        }
    }
}

impl<K: Ord, V: Merge + Default, const MAX: usize> Merge for Bounded<K, V, MAX> {
    fn merge(&mut self, other: Self) {
        for (key, value) in other.kept {
            self.at(key).merge(value);
        }
        self.take_in(other.rest);
    }
}

/// The first `MAX` of many by their keys, and how many there were.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed<K, V, const MAX: usize> {
    kept: BTreeMap<K, V>,
    count: u64,
}

impl<K, V, const MAX: usize> Default for Listed<K, V, MAX> {
    fn default() -> Self {
        Self {
            kept: BTreeMap::new(),
            count: 0,
        }
    }
}

impl<K: Ord, V, const MAX: usize> Listed<K, V, MAX> {
    /// Counts one more, and makes it only where it is kept.
    pub(crate) fn offer(&mut self, key: K, make: impl FnOnce() -> V) {
        self.count.merge(1);
        if self.kept.len() < MAX
            || self
                .kept
                .last_key_value()
                .is_some_and(|(last, _)| key < *last)
        {
            self.kept.insert(key, make());
            self.shorten();
        }
    }

    /// The first of them, in their order.
    pub(crate) fn kept(&self) -> impl Iterator<Item = &V> {
        self.kept.values()
    }

    /// How many there were, listed or not.
    pub(crate) fn count(&self) -> u64 {
        self.count
    }

    fn shorten(&mut self) {
        while self.kept.len() > MAX {
            self.kept.pop_last();
        }
    }
}

impl<K: Ord, V, const MAX: usize> Merge for Listed<K, V, MAX> {
    fn merge(&mut self, other: Self) {
        self.count.merge(other.count);
        self.kept.extend(other.kept);
        self.shorten();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_first_keys_are_kept_and_the_rest_is_counted() {
        let mut counts: Bounded<&str, u64, 2> = Bounded::default();
        for name in ["c", "d", "a", "d", "b", "c"] {
            counts.at(name).merge(1);
        }
        assert_eq!(counts.kept(), &BTreeMap::from([("a", 1), ("b", 1)]));
        assert_eq!(counts.rest(), Some(&4));
    }

    #[test]
    fn the_first_of_many_are_listed_and_all_are_counted() {
        let mut listed: Listed<u8, u8, 2> = Listed::default();
        for key in [5, 1, 9, 3] {
            listed.offer(key, || key * 10);
        }
        assert_eq!(listed.kept().collect::<Vec<_>>(), [&10, &30]);
        assert_eq!(listed.count(), 4);
    }

    proptest! {
        /// Counted in any two parts and merged, it is as counted at once.
        #[test]
        fn parts_merge_to_the_whole(keys in proptest::collection::vec(0..20_u8, 0..60), cut in 0..60_usize) {
            let count = |keys: &[u8]| {
                let mut counts: Bounded<u8, u64, 5> = Bounded::default();
                let mut listed: Listed<u8, u8, 5> = Listed::default();
                for key in keys {
                    counts.at(*key).merge(1);
                    listed.offer(*key, || *key);
                }
                (counts, listed)
            };
            let (left, right) = keys.split_at(cut.min(keys.len()));
            let (mut counts, mut listed) = count(right);
            let (other_counts, other_listed) = count(left);
            counts.merge(other_counts);
            listed.merge(other_listed);
            prop_assert_eq!((counts, listed), count(&keys));
        }
    }
}
