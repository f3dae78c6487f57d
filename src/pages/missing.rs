//! The items of a page that could not be read.

use crate::builder::ListGcTasks;
use crate::client::{Listing, Page};
use crate::types::GcTask;
use crate::wire::{Deviation, DeviationKind};

impl Page {
    /// The places of the items that are missing from the page, in order.
    pub(crate) fn missing_items(&self) -> Vec<usize> {
        let mut places: Vec<_> = self.deviations().iter().filter_map(place).collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// Every item in its place; of one that could not be read nothing is known.
    pub(crate) fn into_items(self) -> Vec<GcTask> {
        let missing = self.missing_items();
        let mut items = self.into_inner().tasks;
        for place in missing {
            items.insert(place.min(items.len()), GcTask::default());
        }
        items
    }
}

/// The place of an item that is missing, if that is what a deviation is about.
fn place(found: &Deviation) -> Option<usize> {
    let whole = matches!(found.kind(), DeviationKind::Unreadable | DeviationKind::Null);
    found.pointer().strip_prefix(ListGcTasks::ITEMS)?.strip_prefix('/')?.parse().ok().filter(|_| whole)
}
