//! What is shown one by one: items of a list, and what there is once.

use std::iter;

use jsonschema::Validator;
use serde_json::Value;

use super::pages::FEW;
use crate::contract::changes::Finals;
use crate::contract::engine::{Ask, Engine, SILENT};
use crate::contract::record::{Intent, Wrong, in_path};
use crate::contract::who::As;
use crate::spec::{Effect, json_schema};

/// How far from every known number an unknown one is.
pub(super) const FAR: i64 = 1_000_003;

/// Requests that are worth more than a further look: the list in pages of the default size, and what there is once.
const ROOM: usize = FEW + 1;

/// What most patterns do not allow.
const MALFORMED: &str = "no-such-value";

impl Engine<'_> {
    /// Asks every operation that shows something and lists nothing.
    pub(super) async fn reads(&mut self) {
        for operation in 0..self.contract.operations.len() {
            self.show(operation).await;
        }
    }

    /// Asks those that were silent once more: a connection may break now and then.
    pub(super) async fn once_more(&mut self) {
        let known = &mut self.record.unserved;
        let silent = known.iter().filter(|(_, instead)| *instead == SILENT).map(|(operation, _)| *operation);
        let silent: Vec<_> = silent.collect();
        known.retain(|_, instead| instead != SILENT);
        for operation in silent {
            self.show(operation).await;
        }
    }

    async fn show(&mut self, operation: usize) {
        let described = &self.contract.operations[operation];
        match (&described.effect, &described.pagination) {
            (Some(Effect::Show { list, by }), _) => self.items(operation, list, by).await,
            (None, None) if described.is_read() => match self.unnamed(operation) {
                None => drop(self.read(operation).await),
                Some(name) => {
                    let id = &described.id;
                    let said =
                        format!("{id} was not asked: nothing says what its `{name}` names (x-swr-effect)");
                    self.leave_open(said);
                }
            },
            _ => {}
        }
    }

    /// A path parameter whose values nothing tells: what lists has it not, and no effect says where it is from.
    fn unnamed(&self, operation: usize) -> Option<&str> {
        let operations = &self.contract.operations;
        let lists = operations.iter().filter(|other| other.pagination.is_some());
        let told: Vec<_> = lists.flat_map(|list| &list.parameters).map(|known| known.name.as_str()).collect();
        let described = &operations[operation];
        let own = described
            .parameters
            .iter()
            .filter(|parameter| described.path.contains(&format!("{{{}}}", parameter.name)));
        own.map(|parameter| parameter.name.as_str())
            .find(|name| described.effect.is_none() && !told.contains(name))
    }

    /// Asks the same as those who may not; what the budget does not allow is said.
    pub(super) async fn strangers(&mut self) {
        let forbidden = self.forbidden.is_some().then_some((Intent::Forbidden, As::Forbidden));
        for (intent, who) in iter::once((Intent::Anonymous, As::Nobody)).chain(forbidden) {
            for operation in self.all(|operation| operation.is_read() && operation.pagination.is_none()) {
                if self.unnamed(operation).is_some() {
                    continue;
                }
                let known = self.record.exchanges.iter().rev().filter(|known| known.operation == operation);
                let identity = known.map(|known| &known.intent).find_map(|intent| match intent {
                    Intent::Item { identity, .. } => Some(identity.clone()),
                    _ => None,
                });
                if !self.is_served(operation) || self.stopped.is_some() {
                    continue;
                }
                if self.left() > self.worth() {
                    self.stranger(operation, intent.clone(), who, identity.as_deref(), None).await;
                } else {
                    let id = &self.contract.operations[operation].id;
                    self.leave_open(format!("too few requests were left for {id} as somebody who may not"));
                }
            }
        }
    }

    /// Asks for what there is once; its place.
    pub(super) async fn read(&mut self, operation: usize) -> Option<usize> {
        self.ask(Ask::new(operation, Intent::Read, Vec::new())).await.filter(|_| self.is_served(operation))
    }

    /// Items of a list, one that there is not, and what is no identity.
    async fn items(&mut self, operation: usize, list: &str, by: &str) {
        let contract = self.contract;
        let Some(list) = self.find(list) else { return };
        let Some(pages) = contract.operations[list].pagination.as_ref() else { return };
        let finals = Finals::new(self.contract, pages);
        let base = self.record.base(list, pages);
        let known: Vec<&Value> =
            base.into_iter().flat_map(|base| self.record.walked(pages, base)).map(|seen| seen.item).collect();
        let named = |item: Option<&&Value>| in_path(item?.get(&pages.identity)?);
        let ended = named(known.iter().find(|item| finals.is_final(item)));
        let at_work = known.iter().filter(|item| !finals.is_final(item));
        let at_work = named(at_work.max_by_key(|item| finals.stage(item)));
        let numbers = known.iter().filter_map(|item| item.get(&pages.identity)?.as_i64());
        let far = numbers.max().unwrap_or(0).checked_add(FAR).unwrap_or(FAR).to_string();
        // Where the run may start an item, that one is looked at instead of another one at work.
        let further = at_work.as_ref().filter(|_| ended.is_some() && !self.writes).cloned();
        // Where there is nothing to show, nobody can tell a service that shows nothing from one that never does.
        let Some(first) = ended.or(at_work) else { return };
        self.item(operation, list, by, &first).await;
        let form = self.form(operation, by);
        let is_form = |text: &str| form.as_ref().is_none_or(|form| form.is_valid(&Value::from(text)));
        if is_form(&far) && self.is_served(operation) {
            self.unknown(operation, by, &far).await;
        }
        if !is_form(MALFORMED) && self.is_served(operation) && self.left() > ROOM {
            let (parameter, value) = (by.to_owned(), MALFORMED.to_owned());
            let intent = Intent::Wrong { parameter, wrong: Wrong::AgainstPattern, value };
            let path = vec![(by, MALFORMED)];
            self.ask(Ask { path, ..Ask::new(operation, intent, Vec::new()) }).await;
        }
        if let Some(further) = further.filter(|_| self.left() > ROOM) {
            self.item(operation, list, by, &further).await;
        }
    }

    /// Asks for one item of a list; its place.
    pub(super) async fn item(
        &mut self,
        operation: usize,
        list: usize,
        by: &str,
        identity: &str,
    ) -> Option<usize> {
        if !self.is_served(operation) {
            return None;
        }
        let intent = Intent::Item { list, identity: identity.to_owned() };
        self.ask(Ask { path: vec![(by, identity)], ..Ask::new(operation, intent, Vec::new()) }).await
    }

    /// Asks about an item that there is not.
    pub(super) async fn unknown(&mut self, operation: usize, by: &str, identity: &str) {
        let intent = Intent::UnknownResource { parameter: by.to_owned() };
        self.ask(Ask { path: vec![(by, identity)], ..Ask::new(operation, intent, Vec::new()) }).await;
    }

    /// Asks as somebody who may not.
    pub(super) async fn stranger(
        &mut self,
        operation: usize,
        intent: Intent,
        who: As,
        identity: Option<&str>,
        body: Option<&Value>,
    ) {
        let contract = self.contract;
        let by = match &contract.operations[operation].effect {
            Some(Effect::Show { by, .. } | Effect::Stop { by, .. }) => Some(by.as_str()),
            _ => None,
        };
        let path: Vec<_> = by.into_iter().zip(identity).collect();
        if path.len() == usize::from(by.is_some()) {
            self.ask(Ask { who, path, ..Ask::with(operation, intent, body) }).await;
        }
    }

    /// Whether the service has an operation, as far as is known.
    pub(super) fn is_served(&self, operation: usize) -> bool {
        !self.record.unserved.contains_key(&operation)
    }

    pub(super) fn find(&self, id: &str) -> Option<usize> {
        self.contract.operations.iter().position(|operation| operation.id == id)
    }

    /// What judges the form of a path parameter.
    fn form(&self, operation: usize, name: &str) -> Option<Validator> {
        let parameters = &self.contract.operations[operation].parameters;
        let parameter = parameters.iter().find(|parameter| parameter.name == name)?;
        jsonschema::validator_for(&json_schema(&self.contract.source, &parameter.schema)).ok()
    }
}
