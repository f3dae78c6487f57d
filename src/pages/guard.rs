//! What keeps a walk from going round in circles.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// Empty pages in a row that are still believed to lead somewhere.
const EMPTY_PAGES: u32 = 10;

/// Why a walk must not go on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The next marker was seen before.
    Circle,
    /// Too many empty pages in a row.
    Empty(u32),
    /// Exactly the items of the page before.
    Repeated,
}

/// Watches the pages of one walk.
///
/// Markers are kept as hashes: eight bytes a page, so a walk through a million tasks stays small.
pub(super) struct Guard {
    hasher: RandomState,
    markers: HashSet<u64>,
    previous: Option<u64>,
    empty: u32,
}

impl Guard {
    /// A guard for a walk that begins at `marker`.
    pub(super) fn new(marker: Option<&str>) -> Self {
        let hasher = RandomState::new();
        let markers = marker.map(|marker| hasher.hash_one(marker)).into_iter().collect();
        Self { hasher, markers, previous: None, empty: 0 }
    }

    /// Looks at a page and the marker that it names, if it does.
    pub(super) fn inspect(&mut self, ids: &[Option<String>], next: Option<&str>) -> Result<(), Fault> {
        if let Some(next) = next
            && !self.markers.insert(self.hasher.hash_one(next))
        {
            return Err(Fault::Circle);
        }
        if ids.is_empty() {
            self.empty += 1;
            let endless = next.is_some() && self.empty > EMPTY_PAGES;
            return if endless { Err(Fault::Empty(self.empty)) } else { Ok(()) };
        }
        self.empty = 0;
        // Items without an id cannot be told apart, so they prove nothing.
        let ids = ids.iter().all(Option::is_some).then(|| self.hasher.hash_one(ids));
        let repeated = ids.is_some() && self.previous == ids;
        self.previous = ids;
        if repeated { Err(Fault::Repeated) } else { Ok(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Fault, Guard};

    fn ids(numbers: &[i64]) -> Vec<Option<String>> {
        numbers.iter().map(|number| Some(number.to_string())).collect()
    }

    #[test]
    fn a_marker_seen_before_ends_the_walk_also_the_one_it_began_at() {
        let mut guard = Guard::new(Some("a"));
        assert_eq!(guard.inspect(&ids(&[1]), Some("b")), Ok(()));
        assert_eq!(guard.inspect(&ids(&[2]), Some("a")), Err(Fault::Circle));
    }

    #[test]
    fn ten_empty_pages_are_borne_and_the_eleventh_is_not() {
        let mut guard = Guard::new(None);
        for page in 0..10 {
            assert_eq!(guard.inspect(&[], Some(&format!("m{page}"))), Ok(()));
        }
        assert_eq!(guard.inspect(&[], Some("m10")), Err(Fault::Empty(11)));
    }

    #[test]
    fn the_same_items_again_end_the_walk_also_on_the_last_page() {
        for next in [Some("b"), None] {
            let mut guard = Guard::new(None);
            assert_eq!(guard.inspect(&ids(&[1, 2]), Some("a")), Ok(()));
            assert_eq!(guard.inspect(&ids(&[1, 2]), next), Err(Fault::Repeated));
        }
    }

    #[test]
    fn items_without_ids_prove_nothing() {
        let mut guard = Guard::new(None);
        assert_eq!(guard.inspect(&[None], Some("a")), Ok(()));
        assert_eq!(guard.inspect(&[None], Some("b")), Ok(()));
    }
}
