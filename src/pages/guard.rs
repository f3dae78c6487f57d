//! What keeps a walk from going round in circles.

use std::collections::HashSet;
use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;

/// Empty pages in a row that are still believed to lead somewhere.
const EMPTY_PAGES: u32 = 10;

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

    /// Looks at a page that names a next one; the reason if the walk must not go on.
    pub(super) fn inspect(&mut self, ids: &[Option<String>], next: &str) -> Result<(), String> {
        if !self.markers.insert(self.hasher.hash_one(next)) {
            return Err(format!(
                "the next marker {next:?} was seen before in this walk, which would never end"
            ));
        }
        if ids.is_empty() {
            self.empty += 1;
            if self.empty > EMPTY_PAGES {
                return Err(format!(
                    "{} empty pages in a row, and marker {next:?} to yet another one",
                    self.empty
                ));
            }
            return Ok(());
        }
        self.empty = 0;
        // Items without an id cannot be told apart, so they prove nothing.
        let ids = ids.iter().all(Option::is_some).then(|| self.hasher.hash_one(ids));
        let repeated = ids.is_some() && self.previous == ids;
        self.previous = ids;
        if repeated {
            return Err("the page holds exactly the items of the page before".to_owned());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Guard;

    fn ids(numbers: &[i64]) -> Vec<Option<String>> {
        numbers.iter().map(|number| Some(number.to_string())).collect()
    }

    #[test]
    fn a_marker_seen_before_ends_the_walk_also_the_one_it_began_at() {
        let mut guard = Guard::new(Some("a"));
        assert_eq!(guard.inspect(&ids(&[1]), "b"), Ok(()));
        assert!(guard.inspect(&ids(&[2]), "a").unwrap_err().contains("\"a\" was seen before"));
    }

    #[test]
    fn ten_empty_pages_are_borne_and_the_eleventh_is_not() {
        let mut guard = Guard::new(None);
        for page in 0..10 {
            assert_eq!(guard.inspect(&[], &format!("m{page}")), Ok(()));
        }
        assert!(guard.inspect(&[], "m10").unwrap_err().contains("11 empty pages"));
    }

    #[test]
    fn the_same_items_again_end_the_walk_and_unknown_ids_do_not() {
        let mut guard = Guard::new(None);
        assert_eq!(guard.inspect(&ids(&[1, 2]), "a"), Ok(()));
        assert!(guard.inspect(&ids(&[1, 2]), "b").is_err());
        let mut guard = Guard::new(None);
        assert_eq!(guard.inspect(&[None], "a"), Ok(()));
        assert_eq!(guard.inspect(&[None], "b"), Ok(()));
    }
}
