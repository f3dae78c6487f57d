//! Walks from page to page, put together again from what was recorded.

use std::collections::{HashMap, HashSet};

use super::asked::Page;
use crate::contract::progress::Progress;
use crate::contract::record::{End, Intent, Next, Purpose, Record, Walk};
use crate::spec::{Contract, Pagination};

/// Finds out what each page of an operation was asked for, and which pages follow each other.
pub(super) fn weave(contract: &Contract, operation: usize, record: &mut Record, asked: &[Option<Page>]) {
    let Some(pages) = &contract.operations[operation].pagination else { return };
    let mut weaver = Weaver { pages, operation, open: Vec::new(), seen: HashMap::new(), before: None };
    let mut offered = HashSet::new();
    for (place, page) in asked.iter().enumerate() {
        let Some(page) = page else { continue };
        let is_2xx = record.answer(place).is_some_and(|answer| answer.is_2xx());
        let later = page.marker.is_some();
        // Whether a marker is good that nobody has seen offered, nobody knows.
        if !is_2xx && page.marker.as_ref().is_some_and(|marker| !offered.contains(marker)) {
            continue;
        }
        let repeated = weaver.repeated(record, place, page);
        record.exchanges[place].intent =
            repeated.map_or(Intent::Page { size: page.size, later }, |of| Intent::Repeat { of });
        if is_2xx {
            if let Next::Marker(next) = record.next(pages, place) {
                offered.insert(next.to_owned());
            }
            weaver.add(record, place, page);
        }
    }
    weaver.finish(record);
}

struct Weaver<'a> {
    pages: &'a Pagination,
    operation: usize,
    open: Vec<Thread>,
    /// Where a page was asked for last.
    seen: HashMap<Page, usize>,
    /// The page before.
    before: Option<usize>,
}

/// A walk that may go on.
struct Thread {
    walk: Walk,
    progress: Progress,
    /// What the next page is asked for by.
    next: Option<Page>,
}

impl Weaver<'_> {
    /// The page that this one is asked for again after, if it was asked for just before, or the whole walk was.
    fn repeated(&mut self, record: &Record, place: usize, page: &Page) -> Option<usize> {
        let of = self.seen.insert(page.clone(), place);
        let before = self.before.replace(place)?;
        let of = of.filter(|_| page.filters.is_empty())?;
        let goes_on = matches!(record.exchanges[before].intent, Intent::Repeat { .. });
        let walk = self.open.iter().find(|thread| thread.walk.pages.contains(&of));
        let ends = walk.is_some_and(|thread| thread.walk.pages.last() == Some(&before));
        (of == before || ends || goes_on).then_some(of)
    }

    /// Adds a page to the walk that it continues, or begins one.
    fn add(&mut self, record: &Record, place: usize, page: &Page) {
        let threads = self.open.iter().enumerate().filter(|(_, thread)| thread.next.as_ref() == Some(page));
        let latest = threads.max_by_key(|(_, thread)| thread.walk.pages.last().copied());
        let index = match latest.map(|(index, _)| index) {
            Some(index) => index,
            None if page.filters.len() > 1 => return,
            None => {
                self.open.push(Thread::new(self.operation, page));
                self.open.len() - 1
            }
        };
        let thread = &mut self.open[index];
        thread.walk.pages.push(place);
        thread.walk.end = End::Enough;
        let is_filtered = thread.walk.filter.is_some();
        thread.next = match thread.progress.step(record, self.pages, place, is_filtered) {
            Ok(next) => Some(Page { marker: Some(next), ..page.clone() }),
            Err(end) => {
                thread.walk.end = end;
                None
            }
        };
    }

    /// Tells what each walk is good for.
    fn finish(self, record: &mut Record) {
        let mut walks: Vec<_> = self.open.into_iter().map(|thread| thread.walk).collect();
        // Of one page of no stated size nobody knows whether it is full.
        walks.retain(|walk| walk.size.is_some() || walk.pages.len() > 1);
        let is_repeated = |walk: &Walk| {
            let repeats = |place: &usize| matches!(record.exchanges[*place].intent, Intent::Repeat { .. });
            walk.end != End::Complete && walk.pages.iter().all(repeats)
        };
        walks.retain(|walk| !is_repeated(walk));
        let largest =
            walks.iter().filter(|walk| walk.purpose == Purpose::Prefix).filter_map(|walk| walk.size).max();
        let first = walks.iter_mut().find(|walk| walk.purpose == Purpose::Prefix && walk.size == largest);
        if let Some(first) = first {
            first.purpose = Purpose::Base;
        }
        record.walks.extend(walks);
        let base = record.base(self.operation, self.pages);
        let Some((size, pages)) = base.map(|base| (base.size, base.pages.clone())) else { return };
        for walk in &mut record.walks {
            let again =
                walk.operation == self.operation && walk.size == size && walk.pages.first() > pages.first();
            let whole = walk.end == End::Complete || walk.pages.len() >= pages.len();
            if again && whole && walk.purpose == Purpose::Prefix {
                walk.purpose = Purpose::Again;
            }
        }
    }
}

impl Thread {
    fn new(operation: usize, page: &Page) -> Self {
        let filter = page.filters.first().cloned();
        let purpose = match &filter {
            _ if page.marker.is_some() || page.size.is_none() => Purpose::Part,
            Some(_) => Purpose::Filter,
            None => Purpose::Prefix,
        };
        let walk = Walk { operation, size: page.size, filter, pages: Vec::new(), end: End::Enough, purpose };
        Self { walk, progress: Progress::default(), next: None }
    }
}
