//! What a run has started is stopped again, whatever happens.

use std::collections::BTreeSet;

use crate::contract::changes::Finals;
use crate::contract::engine::{Ask, Engine};
use crate::contract::record::{Answer, Exchange, Intent, Purpose, Walk, identity, in_path};
use crate::contract::words::status;
use crate::spec::{Effect, Pagination};

impl Engine<'_> {
    /// Keeps in mind what an exchange has started, and what it has stopped.
    pub(in crate::contract) fn keep_in_mind(&mut self, place: usize) {
        let contract = self.contract;
        let Some(Exchange { operation, intent, outcome, .. }) = self.record.exchanges.get(place) else {
            return;
        };
        let described = &contract.operations[*operation];
        match (&described.effect, outcome, intent) {
            (Some(Effect::Stop { .. }), Ok(answer), Intent::Stop { identity, .. }) if answer.is_2xx() => {
                self.owed.remove(identity);
            }
            (Some(Effect::Start { list, id, .. }), Ok(answer), _) if answer.is_2xx() => {
                let id = answer.value().and_then(|body| in_path(body.pointer(id)?));
                let list = self.find(list);
                match id {
                    // What was there before is somebody else's.
                    Some(id) if list.is_some_and(|list| self.is_foreign(list, &id)) => {
                        self.leave_open(format!(
                            "{} has started something under the known name {id}, so nothing stopped it",
                            described.id
                        ))
                    }
                    Some(id) if !self.record.started.insert(id.clone()) => {
                        self.leave_open(format!(
                            "{} has started something under the name {id} again, so it may be at work",
                            described.id
                        ));
                        self.owed.insert(id);
                    }
                    Some(id) => {
                        self.owed.insert(id);
                    }
                    None => self.leave_open(format!(
                        "{} has started something without saying what, so nothing stopped it",
                        described.id
                    )),
                }
            }
            (Some(Effect::Start { .. }), Err(failure), _) if !failure.absent => self.leave_open(format!(
                "{} was not answered, so nobody knows whether something was started",
                described.id
            )),
            (Some(Effect::Start { .. }), Ok(Answer { status: 500.., .. }), _) => self.leave_open(format!(
                "{} was answered with a failure of the server, so nobody knows whether something was started",
                described.id
            )),
            _ => {}
        }
    }

    /// Asks what should start nothing, and stops what it starts all the same.
    pub(super) async fn ask_and_undo(&mut self, ask: Ask<'_>) {
        let before = self.owed.clone();
        self.ask(ask).await;
        let new: Vec<_> = self.owed.difference(&before).cloned().collect();
        for id in new {
            self.end(&id).await;
        }
    }

    /// Stops what the run has started and not stopped, also where nothing more was to be asked.
    pub(super) async fn undo(&mut self) {
        for id in self.owed.clone() {
            if let Some(why) = self.end(&id).await {
                let said = format!("{id} was started and is not known to have ended, since {why}");
                self.leave_open(said);
            }
        }
        self.appeared();
    }

    /// Names what has come into a list although its start was refused: nobody stops it, since it may be somebody else's.
    fn appeared(&mut self) {
        let contract = self.contract;
        for (start, described) in contract.operations.iter().enumerate() {
            let Some(Effect::Start { list, .. }) = &described.effect else { continue };
            let refused = self.record.exchanges.iter().any(|known| {
                known.operation == start && known.outcome.as_ref().is_ok_and(Answer::is_refusal)
            });
            let Some(list) = self.find(list).filter(|_| refused) else { continue };
            let Some(pages) = contract.operations[list].pagination.as_ref() else { continue };
            let ids = |walk: &Walk| -> BTreeSet<String> {
                self.record.walked(pages, walk).filter_map(|seen| identity(pages, seen.item)).collect()
            };
            let last = self
                .record
                .walks
                .iter()
                .rev()
                .find(|walk| walk.operation == list && walk.purpose == Purpose::Again);
            let Some((base, last)) = self.record.base(list, pages).zip(last) else { continue };
            let (before, mut new) = (ids(base), ids(last));
            new.retain(|id| !before.contains(id) && !self.record.started.contains(id));
            if !new.is_empty() {
                let new = new.into_iter().collect::<Vec<_>>().join(", ");
                let id = &described.id;
                self.leave_open(format!("{new} came into the list after {id} had been refused: look whether it was started all the same"));
            }
        }
    }

    /// Has an item of the run's own end; why it may still be at work, if it may.
    async fn end(&mut self, id: &str) -> Option<String> {
        let contract = self.contract;
        let stops = |(place, operation): (usize, &'_ crate::spec::Operation)| match &operation.effect {
            Some(Effect::Stop { by, .. }) => Some((place, by.clone())),
            _ => None,
        };
        let Some((stop, by)) = contract.operations.iter().enumerate().find_map(stops) else {
            return Some("nothing stops it".to_owned());
        };
        let name = &contract.operations[stop].id;
        if let Some(instead) = self.record.unserved.get(&stop) {
            return (!self.has_ended(id)).then(|| format!("{name} was answered with {instead}"));
        }
        let intent = Intent::Stop { identity: id.to_owned(), again: true };
        let stopped = self.stopped.take();
        self.closing = true;
        let path = vec![(by.as_str(), id)];
        let place = self.ask(Ask { path, ..Ask::new(stop, intent, Vec::new()) }).await;
        self.closing = false;
        self.stopped = stopped.or(self.stopped.take());
        let unknown = contract.operations[stop].status_of("unknown-resource");
        match place.and_then(|place| self.record.answer(place)).map(|answer: &Answer| answer.status) {
            Some(200..300) => None,
            // There is nothing to stop.
            told if told.is_some() && told == unknown => None,
            _ if self.has_ended(id) => None,
            Some(told) => Some(format!("{name} was answered with {}", status(told))),
            None => Some(format!("{name} was not answered")),
        }
    }

    /// Whether an item was at its end when it was seen last.
    fn has_ended(&self, id: &str) -> bool {
        let lists = self.contract.operations.iter().enumerate();
        let mut lists = lists.filter_map(|(list, operation)| Some((list, operation.pagination.as_ref()?)));
        lists.any(|(list, pages)| {
            let finals = Finals::new(self.contract, pages);
            self.last(list, pages, id).is_some_and(|item| finals.is_final(item))
        })
    }

    /// Whether an item was in a list before the run started anything of that name.
    fn is_foreign(&self, list: usize, id: &str) -> bool {
        let pages = self.contract.operations[list].pagination.as_ref();
        let listed = |pages: &Pagination| {
            let lists = self.record.exchanges.iter().enumerate().filter(|(_, known)| known.operation == list);
            let mut items = lists.flat_map(|(place, _)| self.record.items(pages, place));
            items.any(|item| identity(pages, item).is_some_and(|known| known == id))
        };
        !self.record.started.contains(id) && pages.is_some_and(listed)
    }

    /// Keeps in mind what could not be told, once.
    pub(super) fn leave_open(&mut self, said: String) {
        if !self.record.open.contains(&said) {
            self.record.open.push(said);
        }
    }
}
