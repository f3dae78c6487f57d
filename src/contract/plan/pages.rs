//! Walks from page to page.

use serde_json::Value;

use crate::contract::engine::{Ask, Engine, Stopped};
use crate::contract::progress::Progress;
use crate::contract::record::{Answer, End, Intent, Next, Purpose, Walk, identity};

/// A page size between the smallest and the default one, in which few lists end.
const ODD: i64 = 7;

/// Pages of a walk that is there for its size, if the rest of the budget allows no more.
pub(super) const FEW: usize = 4;

/// The same of a long list, and where the budget is for more than lists.
const FEWER: usize = 3;
const FEWEST: usize = 2;

impl Engine<'_> {
    /// Asks for the first page, and goes on from there to the end; whether one is let in at all, if there are pages.
    pub(super) async fn begin(&mut self, operation: usize) -> Option<bool> {
        let size = self.contract.operations[operation].pagination.as_ref()?.limit_maximum;
        // The other walks are worth more than the end of a list without one.
        let most = (self.left() * 3 / 10).max(2);
        self.walk(operation, size, None, most, Purpose::Base).await;
        let base = self.record.walks.last()?;
        self.kept = (base.pages.len() + 1).min(self.left() / 3);
        let place = base.pages.first().copied()?;
        let refused = |answer: &Answer| matches!(answer.status, 401 | 403 | 404);
        Some(!self.record.answer(place).is_some_and(refused))
    }

    /// The same pages twice, the same list in small pages, and a page of no size.
    pub(super) async fn pages(&mut self, operation: usize) {
        let Some(pages) = self.contract.operations[operation].pagination.clone() else { return };
        let Some(base) = self.record.walks.iter().find(|walk| walk.operation == operation) else { return };
        let twice: Vec<_> = base.pages.iter().copied().enumerate().collect();
        let last = twice.len().saturating_sub(1);
        // All of them come again with the second look at the list.
        let wanted = if self.writes { [last.min(1); 3] } else { [0, 1, last] };
        for (index, of) in twice.iter().copied().filter(|(index, _)| wanted.contains(index)) {
            let mut query = vec![(pages.limit.as_str(), pages.limit_maximum.to_string())];
            if let Some((_, before)) = index.checked_sub(1).and_then(|before| twice.get(before)) {
                let Next::Marker(marker) = self.record.next(&pages, *before) else { break };
                query.push((pages.marker.as_str(), marker.to_owned()));
            }
            self.ask(Ask::new(operation, Intent::Repeat { of }, query)).await;
        }
        // A long list takes much of the budget twice.
        let long = 3 * self.left() < 2 * self.most_requests;
        let few = match long {
            _ if self.writes => FEWEST,
            true => FEWER,
            false => FEW,
        };
        for size in [pages.limit_minimum, ODD] {
            if (pages.limit_minimum..pages.limit_maximum).contains(&size) && size != pages.limit_default {
                self.walk(operation, size, None, few, Purpose::Prefix).await;
            }
        }
        let intent = Intent::Page { size: None, later: false };
        self.ask(Ask::new(operation, intent, Vec::new())).await;
    }

    /// The same list in pages of the default size, as far as the budget goes.
    pub(super) async fn further(&mut self, operation: usize) {
        let Some(pages) = self.contract.operations[operation].pagination.clone() else { return };
        if pages.limit_default < pages.limit_maximum && self.left() > 0 {
            let few = if self.writes { 1 } else { FEW };
            // All else has been asked by now, but for what changes something.
            let most = self.left().saturating_sub(self.worth()).max(few).min(self.left());
            self.walk(operation, pages.limit_default, None, most, Purpose::Prefix).await;
        }
    }

    /// The whole list once more, to tell what changed from what was wrong; twice where it changed.
    pub(super) async fn again(&mut self, operation: usize) {
        let Some(pages) = self.contract.operations[operation].pagination.clone() else { return };
        for _ in 0..2 {
            let Some(base) = self.record.base(operation, &pages) else { return };
            let most = (base.pages.len() + 1).min(self.left());
            let Some(size) = base.size.filter(|_| most > 0) else { return };
            let before: Vec<_> = self.record.walked(&pages, base).map(|seen| seen.item.clone()).collect();
            self.walk(operation, size, None, most, Purpose::Again).await;
            let Some(again) = self.record.walks.last() else { return };
            let own =
                |item: &Value| identity(&pages, item).is_some_and(|id| self.record.started.contains(&id));
            let after = || self.record.walked(&pages, again).map(|seen| seen.item);
            let all = after().filter(|item| own(item)).count() >= self.record.started.len();
            if all && after().filter(|item| !own(item)).eq(&before) {
                return;
            }
            self.pause(0).await;
        }
    }

    /// Walks through at most so many pages.
    pub(super) async fn walk(
        &mut self,
        operation: usize,
        size: i64,
        filter: Option<(&str, &str)>,
        most: usize,
        purpose: Purpose,
    ) {
        let Some(pages) = self.contract.operations[operation].pagination.clone() else { return };
        let owned = filter.map(|(name, word)| (name.to_owned(), word.to_owned()));
        let mut walk =
            Walk { operation, size: Some(size), filter: owned, pages: Vec::new(), end: End::Enough, purpose };
        let mut marker: Option<String> = None;
        let mut progress = Progress::default();
        while walk.pages.len() < most {
            let mut query = vec![(pages.limit.as_str(), size.to_string())];
            query.extend(filter.map(|(name, word)| (name, word.to_owned())));
            query.extend(marker.clone().map(|marker| (pages.marker.as_str(), marker)));
            let intent = Intent::Page { size: Some(size), later: marker.is_some() };
            let Some(place) = self.ask(Ask::new(operation, intent, query)).await else { break };
            walk.pages.push(place);
            match progress.step(&self.record, &pages, place, filter.is_some()) {
                Ok(next) => marker = Some(next),
                Err(end) => {
                    walk.end = end;
                    break;
                }
            }
        }
        if self.stopped.as_ref().is_some_and(|stopped| *stopped != Stopped::Budget) {
            walk.end = End::Broken;
        }
        self.record.walks.push(walk);
    }
}
