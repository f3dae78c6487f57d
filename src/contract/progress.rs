//! How far a walk from page to page has come, and where it ends.

use std::collections::HashSet;

use super::record::{Answer, End, Next, Record, identity};
use crate::spec::Pagination;

/// Pages in a row without anything new, after which a walk goes in circles.
const OLD: usize = 2;
/// Pages in a row without any item, after which a list has no end.
const EMPTY: usize = 3;

/// What a walk has seen.
#[derive(Default)]
pub(super) struct Progress {
    markers: HashSet<String>,
    items: HashSet<String>,
    /// Pages in a row that brought nothing at all, and nothing new.
    empty: usize,
    old: usize,
}

impl Progress {
    /// Takes in the next page; the marker of the one behind it, or how the walk ended.
    pub(super) fn step(
        &mut self,
        record: &Record,
        pages: &Pagination,
        place: usize,
        is_filtered: bool,
    ) -> Result<String, End> {
        let readable = |answer: &Answer| answer.is_2xx() && answer.value().is_some();
        if !record.answer(place).is_some_and(readable) {
            return Err(End::Broken);
        }
        let page = record.items(pages, place);
        let mut new = 0;
        for id in page.iter().filter_map(|item| identity(pages, item)) {
            new += usize::from(self.items.insert(id));
        }
        self.empty = if page.is_empty() { self.empty + 1 } else { 0 };
        self.old = if new == 0 && !page.is_empty() { self.old + 1 } else { 0 };
        let next = match record.next(pages, place) {
            Next::End => return Err(End::Complete),
            Next::Unusable => return Err(End::Broken),
            Next::Marker(next) => next.to_owned(),
        };
        if !self.markers.insert(next.clone()) || self.old == OLD {
            return Err(End::Loop);
        }
        // Whoever filters after cutting pages has empty ones, and comes to an end all the same.
        if self.empty == EMPTY && !is_filtered {
            return Err(End::Endless);
        }
        Ok(next)
    }
}
