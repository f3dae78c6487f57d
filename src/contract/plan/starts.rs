//! Items that a run starts and stops itself, each with the flag set with which nothing is deleted.

use std::time::Duration;

use serde_json::Value;

use super::START;
use super::bodies::{Flawed, Template};
use crate::contract::changes::Finals;
use crate::contract::engine::{As, Ask, Engine};
use crate::contract::record::{Answer, Intent, identity, in_path};
use crate::contract::started::LOOKS;
use crate::contract::words::status;
use crate::spec::{Effect, Pagination};

/// What belongs to an operation that starts something.
struct Course<'a> {
    list: usize,
    pages: &'a Pagination,
    /// Where the answer has the identity of the new item.
    id: &'a str,
    trial: &'a str,
    /// The operation that shows an item, and its path parameter.
    show: Option<(usize, &'a str)>,
    /// The same of the one that stops it.
    stop: Option<(usize, &'a str)>,
}

impl<'a> Engine<'a> {
    /// Starts an item with each operation that can, looks at it, stops it, and tells it so twice.
    pub(super) async fn starts(&mut self) {
        for operation in 0..self.contract.operations.len() {
            let Some(course) = self.course(operation) else { continue };
            let template =
                Template::new(&self.contract.source, &self.contract.operations[operation], course.trial);
            if self.left() < START {
                let id = &self.contract.operations[operation].id;
                self.record.open.push(format!("too few requests were left for {id}"));
                continue;
            }
            let Some(body) = template.and_then(|template| template.sound()) else { continue };
            let started = self.ask(Ask::with(operation, Intent::Start, Some(&body))).await;
            let answer = started.and_then(|place| self.record.answer(place));
            if !self.is_served(operation) || started.is_none() {
                continue;
            }
            match answer.filter(|answer| answer.is_2xx()) {
                Some(answer) => {
                    let id = answer.value().and_then(|body| in_path(body.pointer(course.id)?));
                    if let Some(id) = id.filter(|id| !self.is_listed(&course, id)) {
                        self.follow(&course, &id).await;
                    }
                }
                None => self.not_done(operation, started),
            }
            self.stranger(operation, Intent::Anonymous, As::Nobody, None, Some(&body)).await;
        }
    }

    /// Looks at an item of the run's own, and stops it.
    async fn follow(&mut self, course: &Course<'_>, id: &str) {
        self.record.started.insert(id.to_owned());
        if let Some((show, by)) = course.show {
            self.item(show, course.list, by, id).await;
        }
        let Some((stop, by)) = course.stop else { return };
        for again in [false, true] {
            let intent = Intent::Stop { identity: id.to_owned(), again };
            let place = self.ask(Ask { path: vec![(by, id)], ..Ask::new(stop, intent, Vec::new()) }).await;
            if !self.is_served(stop) {
                return;
            }
            if !again {
                self.not_done(stop, place);
            }
        }
        if let Some(unknown) = id.parse::<i64>().ok().and_then(|id| id.checked_add(super::reads::FAR)) {
            self.unknown(stop, by, &unknown.to_string()).await;
        }
    }

    /// Looks at what was stopped until it has ended, a few times.
    pub(super) async fn settle(&mut self) {
        for operation in 0..self.contract.operations.len() {
            let Some(course) = self.course(operation) else { continue };
            let Some((show, by)) = course.show else { continue };
            let finals = Finals::new(self.contract, course.pages);
            for id in self.record.started.clone() {
                for look in 0..u32::try_from(LOOKS).unwrap_or(u32::MAX) {
                    if self.last(&course, show, &id).is_none_or(|item| finals.is_final(item)) {
                        break;
                    }
                    self.pause(look).await;
                    self.item(show, course.list, by, &id).await;
                }
            }
        }
    }

    /// An item as it was seen last.
    fn last(&self, course: &Course<'_>, show: usize, id: &str) -> Option<&Value> {
        self.record.exchanges.iter().enumerate().rev().find_map(|(place, exchange)| {
            let shown = matches!(&exchange.intent, Intent::Item { identity, .. } if identity == id);
            if exchange.operation == show && shown {
                return self.record.answer(place).filter(|answer| answer.is_2xx())?.value();
            }
            let listed = exchange.operation == course.list;
            let mut items = self.record.items(course.pages, place).iter().filter(|_| listed);
            items.find(|item| is_named(course.pages, item, id))
        })
    }

    fn is_listed(&self, course: &Course<'_>, id: &str) -> bool {
        let base = self.record.base(course.list, course.pages);
        let mut items = base.into_iter().flat_map(|base| self.record.walked(course.pages, base));
        items.any(|seen| is_named(course.pages, seen.item, id))
    }

    /// What belongs to an operation that starts something, if it may be asked.
    fn course(&self, operation: usize) -> Option<Course<'a>> {
        let contract = self.contract;
        let Some(Effect::Start { list, id, trial }) = &contract.operations[operation].effect else {
            return None;
        };
        let effects = || contract.operations.iter().map(|operation| operation.effect.as_ref());
        let shows = |effect: Option<&'a Effect>| match effect {
            Some(Effect::Show { list: of, by }) if of == list => Some(by.as_str()),
            _ => None,
        };
        let show = effects().enumerate().find_map(|(place, effect)| Some((place, shows(effect)?)));
        let show = show.filter(|(place, _)| self.is_served(*place));
        let shown = show.map(|(place, _)| contract.operations[place].id.as_str());
        let stops = |effect: Option<&'a Effect>| match effect {
            Some(Effect::Stop { show, by, .. }) if Some(show.as_str()) == shown => Some(by.as_str()),
            _ => None,
        };
        let stop = effects().enumerate().find_map(|(place, effect)| Some((place, stops(effect)?)));
        let list = self.find(list)?;
        let pages = contract.operations[list].pagination.as_ref()?;
        Some(Course { list, pages, id, trial, show, stop })
    }

    /// Keeps in mind that a right request was refused for a reason that says nothing against the service.
    pub(super) fn not_done(&mut self, operation: usize, place: Option<usize>) {
        let described = &self.contract.operations[operation];
        let busy = described.status_of("busy");
        let answer = place.and_then(|place| self.record.answer(place));
        let refused =
            answer.map(|answer: &Answer| answer.status).filter(|told| *told == 403 || Some(*told) == busy);
        if let Some(told) = refused {
            let said = format!(
                "{} was answered with {}, so what comes of it was not seen",
                described.id,
                status(told)
            );
            self.record.open.push(said);
        }
    }

    /// Asks with a body that has to be refused.
    pub(super) async fn flaw(&mut self, operation: usize, Flawed { flaw, body, .. }: Flawed) {
        if self.is_served(operation) {
            let place = self.ask(Ask::with(operation, Intent::WrongBody(flaw), Some(&body))).await;
            self.own(operation, place);
        }
    }

    /// Keeps in mind what was started though it should not have been.
    fn own(&mut self, operation: usize, place: Option<usize>) {
        let Some(Effect::Start { id, .. }) = &self.contract.operations[operation].effect else { return };
        let answer = place.and_then(|place| self.record.answer(place)).filter(|answer| answer.is_2xx());
        let started = answer.and_then(|answer| in_path(answer.value()?.pointer(id)?));
        self.record.started.extend(started);
    }

    /// Waits before the next look, longer from look to look; next door things are quick.
    pub(super) async fn pause(&self, look: u32) {
        let first = Duration::from_millis(if self.local { 20 } else { 1000 });
        tokio::time::sleep(first * 2_u32.saturating_pow(look.min(4))).await;
    }
}

fn is_named(pages: &Pagination, item: &Value, id: &str) -> bool {
    identity(pages, item).is_some_and(|known| known.trim_matches('"') == id)
}
