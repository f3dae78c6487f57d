//! What keeps a walk from going round in circles.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, DefaultHasher, Hasher};

/// Empty pages in a row that are still believed to lead somewhere.
const EMPTY_PAGES: u32 = 10;

/// Why a walk must not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The next marker was seen before.
    Circle,
    /// Too many empty pages in a row.
    Empty(u32),
    /// Exactly the items of a page before.
    Repeated,
}

/// Watches the pages of one walk.
///
/// Markers and pages are kept as hashes: sixteen bytes a page, so a walk through a million tasks stays small.
pub(super) struct Guard {
    hasher: RandomState,
    markers: HashSet<u64>,
    pages: HashSet<u64>,
    empty: u32,
}

impl Guard {
    /// A guard for a walk that begins at `marker`.
    pub(super) fn new(marker: Option<&str>) -> Self {
        let hasher = RandomState::new();
        let markers = marker.map(|marker| hasher.hash_one(marker)).into_iter().collect();
        Self { hasher, markers, pages: HashSet::new(), empty: 0 }
    }

    /// Looks at a page and the marker that it names, if it does.
    ///
    /// `items` is the hash of what the page holds; `None` for an empty page.
    pub(super) fn inspect(&mut self, items: Option<Identity>, next: Option<&str>) -> Result<(), Fault> {
        if let Some(next) = next
            && !self.markers.insert(self.hasher.hash_one(next))
        {
            return Err(Fault::Circle);
        }
        let Some(items) = items else {
            self.empty += 1;
            let endless = next.is_some() && self.empty > EMPTY_PAGES;
            return if endless { Err(Fault::Empty(self.empty)) } else { Ok(()) };
        };
        self.empty = 0;
        match items {
            Identity::Known(page) if !self.pages.insert(page) => Err(Fault::Repeated),
            _ => Ok(()),
        }
    }

    /// The identity of a page's items, as far as `identify` tells them apart.
    pub(super) fn identity<T>(
        &self,
        items: &[T],
        identify: impl Fn(&T, &mut DefaultHasher) -> bool,
    ) -> Option<Identity> {
        let mut hasher = self.hasher.build_hasher();
        items.first()?;
        // Items without an id cannot be told apart, so they prove nothing.
        let known = items.iter().all(|item| identify(item, &mut hasher));
        Some(if known { Identity::Known(hasher.finish()) } else { Identity::Unknown })
    }
}

/// What is known of the items of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Identity {
    Known(u64),
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::{Fault, Guard, Identity};

    const FIRST: Option<Identity> = Some(Identity::Known(1));
    const SECOND: Option<Identity> = Some(Identity::Known(2));

    #[test]
    fn a_marker_seen_before_ends_the_walk_also_the_one_it_began_at() {
        let mut guard = Guard::new(Some("a"));
        assert_eq!(guard.inspect(FIRST, Some("b")), Ok(()));
        assert_eq!(guard.inspect(SECOND, Some("a")), Err(Fault::Circle));
    }

    #[test]
    fn ten_empty_pages_are_borne_and_the_eleventh_is_not() {
        let mut guard = Guard::new(None);
        for page in 0..10 {
            assert_eq!(guard.inspect(None, Some(&format!("m{page}"))), Ok(()));
        }
        assert_eq!(guard.inspect(None, Some("m10")), Err(Fault::Empty(11)));
    }

    #[test]
    fn the_same_items_again_end_the_walk_also_on_the_last_page() {
        for next in [Some("b"), None] {
            let mut guard = Guard::new(None);
            assert_eq!(guard.inspect(FIRST, Some("a")), Ok(()));
            assert_eq!(guard.inspect(FIRST, next), Err(Fault::Repeated));
        }
    }

    #[test]
    fn pages_that_alternate_end_the_walk_too() {
        let mut guard = Guard::new(None);
        assert_eq!(guard.inspect(FIRST, Some("a")), Ok(()));
        assert_eq!(guard.inspect(SECOND, Some("b")), Ok(()));
        assert_eq!(guard.inspect(FIRST, Some("c")), Err(Fault::Repeated));
    }

    #[test]
    fn items_without_ids_prove_nothing() {
        let mut guard = Guard::new(None);
        assert_eq!(guard.inspect(Some(Identity::Unknown), Some("a")), Ok(()));
        assert_eq!(guard.inspect(Some(Identity::Unknown), Some("b")), Ok(()));
    }

    #[test]
    fn a_page_is_known_by_all_its_items_and_their_order() {
        let guard = Guard::new(None);
        let identity = |items: &[Option<i64>]| {
            guard.identity(items, |item, hasher| {
                std::hash::Hash::hash(item, hasher);
                item.is_some()
            })
        };
        assert_eq!(identity(&[Some(1), Some(2)]), identity(&[Some(1), Some(2)]));
        assert_ne!(identity(&[Some(1), Some(2)]), identity(&[Some(2), Some(1)]));
        assert_eq!(identity(&[Some(1), None]), Some(Identity::Unknown));
        assert_eq!(identity(&[]), None);
    }
}
