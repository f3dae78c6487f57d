//! Items that a run starts and stops itself, each with the flag set with which nothing is deleted.

use std::time::Duration;

use serde_json::Value;

use super::START;
use super::bodies::{Flawed, Template};
use crate::contract::changes::Finals;
use crate::contract::engine::{Ask, Engine};
use crate::contract::record::{Answer, Intent, identity, in_path};
use crate::contract::started::LOOKS;
use crate::contract::who::As;
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
                self.leave_open(format!("too few requests were left for {id}"));
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
                    if let Some(id) = id.filter(|id| self.record.started.contains(id)) {
                        self.follow(&course, &id).await;
                    }
                }
                None => self.not_done(operation, started),
            }
            // Another one is another one, also by its name.
            if !self.record.started.is_empty() && self.owed.is_empty() && self.left() >= START / 2 {
                self.ask_and_undo(Ask::with(operation, Intent::Start, Some(&body))).await;
            }
            let stranger = Ask::with(operation, Intent::Anonymous, Some(&body));
            self.ask_and_undo(Ask { who: As::Nobody, ..stranger }).await;
            if self.forbidden.is_some() && self.has_spare() {
                let stranger = Ask::with(operation, Intent::Forbidden, Some(&body));
                self.ask_and_undo(Ask { who: As::Forbidden, ..stranger }).await;
            }
        }
    }

    /// Looks at an item of the run's own, and stops it.
    async fn follow(&mut self, course: &Course<'_>, id: &str) {
        if let Some((show, by)) = course.show {
            let shown = self.item(show, course.list, by, id).await;
            // What is not there cannot be stopped.
            if shown.and_then(|place| self.record.answer(place)).is_some_and(Answer::is_refusal) {
                return;
            }
        }
        let Some((stop, by)) = course.stop else { return };
        let forbidden = self.forbidden.is_some().then_some((Intent::Forbidden, As::Forbidden));
        for (intent, who) in forbidden.into_iter().chain([(Intent::Anonymous, As::Nobody)]) {
            if self.has_spare() {
                self.stranger(stop, intent, who, Some(id), None).await;
            }
        }
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
        if self.is_forbidden(stop) {
            return;
        }
        if let Some(unknown) = id.parse::<i64>().ok().and_then(|id| id.checked_add(super::reads::FAR)) {
            self.unknown(stop, by, &unknown.to_string()).await;
        }
    }

    /// Looks at what was told to stop until it has ended, a few times.
    pub(super) async fn settle(&mut self) {
        for operation in 0..self.contract.operations.len() {
            let Some(course) = self.course(operation) else { continue };
            let Some((show, by)) = course.show else { continue };
            let finals = Finals::new(self.contract, course.pages);
            let stops = self.record.exchanges.iter().filter_map(|exchange| match &exchange.intent {
                Intent::Stop { identity, again: false } => Some(identity).filter(|_| exchange.is_accepted()),
                _ => None,
            });
            for id in stops.cloned().collect::<Vec<_>>() {
                for look in 0..u32::try_from(LOOKS).unwrap_or(u32::MAX) {
                    let last = self.last(course.list, course.pages, &id);
                    if last.is_none_or(|item| finals.is_final(item)) {
                        break;
                    }
                    self.pause(look).await;
                    self.item(show, course.list, by, &id).await;
                }
            }
        }
    }

    /// An item as it was seen last, in its list or alone.
    pub(super) fn last(&self, list: usize, pages: &Pagination, id: &str) -> Option<&Value> {
        self.record.exchanges.iter().enumerate().rev().find_map(|(place, exchange)| {
            match &exchange.intent {
                Intent::Item { list: of, identity } if *of == list && identity == id => {
                    return self.record.answer(place).filter(|answer| answer.is_2xx())?.value();
                }
                _ if exchange.operation != list => return None,
                _ => {}
            }
            let mut items = self.record.items(pages, place).iter();
            items.find(|item| identity(pages, item).is_some_and(|known| known == id))
        })
    }

    /// What belongs to an operation that starts something, if it may be asked.
    fn course(&self, operation: usize) -> Option<Course<'a>> {
        let contract = self.contract;
        let Some(Effect::Start { list, id, trial, .. }) = &contract.operations[operation].effect else {
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
            self.leave_open(said);
        }
    }

    /// Whether there is more than all that is worth more takes.
    fn has_spare(&self) -> bool {
        self.left() > 2 * self.worth()
    }

    /// Whether this user may not do it even with a right request.
    fn is_forbidden(&self, operation: usize) -> bool {
        let right = |intent: &Intent| matches!(intent, Intent::Start | Intent::Write | Intent::Stop { .. });
        let mut known = self.record.exchanges.iter().filter(|known| known.operation == operation);
        known.any(|known| {
            right(&known.intent) && known.outcome.as_ref().is_ok_and(|answer| answer.status == 403)
        })
    }

    /// Asks with a body that has to be refused.
    pub(super) async fn flaw(&mut self, operation: usize, Flawed { flaw, body, .. }: Flawed) {
        if self.is_served(operation) && !self.is_forbidden(operation) {
            self.ask_and_undo(Ask::with(operation, Intent::WrongBody(flaw), Some(&body))).await;
        }
    }

    /// Waits before the next look, longer from look to look; next door things are quick.
    pub(super) async fn pause(&self, look: u32) {
        let first = Duration::from_millis(if self.local { 20 } else { 1000 });
        tokio::time::sleep(first * 2_u32.saturating_pow(look.min(4))).await;
    }
}
