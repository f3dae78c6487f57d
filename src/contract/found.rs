//! What rules look at, and where they put what they find.

use std::collections::{BTreeMap, BTreeSet};

use super::about::About;
use super::body::Json;
use super::changes::{Changes, Finals};
use super::record::{Answer, Exchange, Intent, Record, Walk, identity, in_path};
use super::remark::Remark;
use crate::findings::{Finding, Place, Position, Severity};
use crate::spec::{Contract, Effect, Operation, Pagination, origin};
use crate::text::Cleaner;

/// Findings of one rule at one place of the description; further ones are told together.
pub(crate) const MOST: usize = 12;

/// A run that is over.
pub(crate) struct Run<'a> {
    pub(crate) contract: &'a Contract,
    pub(crate) record: &'a Record,
    /// Of each operation with pages.
    lists: BTreeMap<usize, (Finals, Changes)>,
    /// Items that a wrong body has started; what is wrong with them is the fault of who accepted it.
    misbegotten: BTreeSet<String>,
}

impl<'a> Run<'a> {
    pub(crate) fn new(contract: &'a Contract, record: &'a Record) -> Self {
        let mut lists = BTreeMap::new();
        for (index, operation) in contract.operations.iter().enumerate() {
            if let Some(pagination) = &operation.pagination {
                let finals = Finals::new(contract, pagination);
                let changes = Changes::new(record, index, pagination, &finals);
                lists.insert(index, (finals, changes));
            }
        }
        let starts =
            record.exchanges.iter().filter(|exchange| matches!(exchange.intent, Intent::WrongBody(_)));
        let misbegotten = starts.filter_map(|exchange| {
            let Some(Effect::Start { id, .. }) = &contract.operations[exchange.operation].effect else {
                return None;
            };
            let answer = exchange.outcome.as_ref().ok().filter(|answer| answer.is_2xx())?;
            in_path(answer.value()?.pointer(id)?)
        });
        Self { contract, record, lists, misbegotten: misbegotten.collect() }
    }

    /// Every exchange with its place; what the service does not have says nothing.
    pub(crate) fn exchanges(&self) -> impl Iterator<Item = (usize, &'a Exchange)> {
        let record = self.record;
        let known = |exchange: &Exchange| !record.unserved.contains_key(&exchange.operation);
        record.exchanges.iter().enumerate().filter(move |(_, exchange)| known(exchange))
    }

    /// Every exchange that has an answer.
    pub(crate) fn answers(&self) -> impl Iterator<Item = (usize, &'a Exchange, &'a Answer)> {
        self.exchanges()
            .filter_map(|(place, exchange)| Some((place, exchange, exchange.outcome.as_ref().ok()?)))
    }

    /// Everything that was to be said of bodies by their schemas.
    pub(crate) fn remarks(&self) -> impl Iterator<Item = (usize, &'a Remark)> {
        let all = self.answers();
        let all = all.flat_map(|(place, _, answer)| answer.remarks.iter().map(move |remark| (place, remark)));
        all.filter(|(place, remark)| self.misbegotten.is_empty() || !self.is_misbegotten(*place, remark))
    }

    fn is_misbegotten(&self, place: usize, remark: &Remark) -> bool {
        let Some(exchange) = self.record.exchanges.get(place) else { return false };
        if let Intent::Item { identity, .. } = &exchange.intent {
            return self.misbegotten.contains(identity);
        }
        let Some(pages) = &self.operation(exchange).pagination else { return false };
        let index = remark.place.strip_prefix(&pages.items).and_then(|rest| rest.split('/').nth(1));
        let item = index.and_then(|index| self.record.items(pages, place).get(index.parse::<usize>().ok()?));
        item.and_then(|item| identity(pages, item)).is_some_and(|id| self.misbegotten.contains(&id))
    }

    pub(crate) fn operation(&self, exchange: &Exchange) -> &'a Operation {
        &self.contract.operations[exchange.operation]
    }

    /// Walks of operations with pages.
    pub(crate) fn walks(&self) -> impl Iterator<Item = (&'a Walk, &'a Pagination)> {
        let (record, contract): (&'a Record, &'a Contract) = (self.record, self.contract);
        record.walks.iter().filter_map(move |walk| {
            Some((walk, contract.operations.get(walk.operation)?.pagination.as_ref()?))
        })
    }

    /// Every answer that is a page as described.
    pub(crate) fn pages(&self) -> impl Iterator<Item = (usize, &'a Exchange, &'a Pagination)> {
        self.answers().filter_map(|(place, exchange, answer)| {
            let operation = self.operation(exchange);
            let described = answer.is_2xx() && operation.responses.contains_key(&answer.status);
            Some((place, exchange, operation.pagination.as_ref().filter(|_| described)?))
        })
    }

    /// Whether the answer at a place has a body that is JSON.
    pub(crate) fn has_value(&self, place: usize) -> bool {
        self.record.answer(place).is_some_and(|answer| answer.value().is_some())
    }

    /// What changed while an operation's list was looked at.
    pub(crate) fn changes(&self, operation: usize) -> Option<&Changes> {
        self.lists.get(&operation).map(|(_, changes)| changes)
    }

    pub(crate) fn finals(&self, operation: usize) -> Option<&Finals> {
        self.lists.get(&operation).map(|(finals, _)| finals)
    }

    /// Whether an operation's list is known to have been the same all the time.
    pub(crate) fn is_steady(&self, operation: usize) -> bool {
        self.changes(operation).is_some_and(Changes::is_none)
    }

    /// Whether anything is known to have changed.
    pub(crate) fn has_changed(&self) -> bool {
        self.lists.values().any(|(_, changes)| changes.looked && !changes.is_none())
    }

    /// A fact that the vendor published makes an error, any other a warning.
    pub(crate) fn severity(&self, at: &str) -> Severity {
        let (object, keyword) = at.rsplit_once('/').unwrap_or((at, ""));
        let published = origin(&self.contract.source, object, Some(keyword)).is_published();
        if published { Severity::Error } else { Severity::Warning }
    }
}

/// Whether a request was one that has to succeed.
pub(crate) fn is_sound(exchange: &Exchange) -> bool {
    use Intent::{Item, Page, Read, Repeat, Start, Stop, Write};
    match &exchange.intent {
        Page { .. } | Repeat { .. } | Read | Item { .. } | Start | Write => true,
        // What has ended need not end again.
        Stop { again, .. } => !again,
        _ => false,
    }
}

/// What was found, one for each cause.
#[derive(Default)]
pub(crate) struct Found {
    causes: BTreeMap<(&'static str, String, String), Cause>,
    /// What could not be told, in words.
    open: BTreeSet<String>,
}

/// One cause, as often as it showed.
pub(crate) struct Cause {
    about: &'static About,
    severity: Severity,
    count: usize,
    place: usize,
    pointer: String,
    /// Line and column in the body where it shows first, of what is no JSON.
    at: Option<(usize, usize)>,
    /// Exchanges that it shows in.
    evidence: BTreeSet<usize>,
}

impl Cause {
    /// It takes these exchanges together to see it.
    pub(crate) fn over(&mut self, places: &[usize]) {
        self.evidence.extend(places);
    }

    /// It shows at this line and column first, if it has not shown before.
    pub(crate) fn at(&mut self, line: usize, column: usize) {
        if self.count == 1 {
            self.at = Some((line, column));
        }
    }
}

impl Found {
    /// One more time that a rule was broken: the message and the pointer into the description tell its cause.
    pub(crate) fn add(
        &mut self,
        about: &'static About,
        severity: Severity,
        message: impl Into<String>,
        schema: &str,
        place: usize,
        pointer: &str,
    ) -> &mut Cause {
        let mut key = (about.id, schema.to_owned(), message.into());
        if !self.causes.contains_key(&key) {
            let others = (about.id, schema.to_owned(), String::new())..;
            let others =
                self.causes.range(others).take_while(|(known, _)| known.0 == key.0 && known.1 == key.1);
            if others.count() >= MOST {
                key.2 = about.in_other_ways();
            }
        }
        let cause = self.causes.entry(key).or_insert_with(|| Cause {
            about,
            severity,
            count: 0,
            place,
            pointer: pointer.to_owned(),
            at: None,
            evidence: BTreeSet::new(),
        });
        cause.count += 1;
        cause.severity = cause.severity.max(severity);
        cause.evidence.insert(place);
        cause
    }

    /// A thing that would be a finding, had nothing changed.
    pub(crate) fn leave_open(&mut self, what: impl Into<String>) {
        self.open.insert(what.into());
    }

    /// The findings, each consequence with its cause, and what could not be told; `follows` knows which rules' findings
    /// may be the cause of one rule's.
    pub(crate) fn finish(
        self,
        run: &Run<'_>,
        cleaner: &Cleaner,
        follows: impl Fn(&str) -> &'static [&'static [&'static str]],
    ) -> (Vec<Finding>, BTreeSet<String>) {
        let of = |(id, schema, message): (&str, String, String), cause: Cause| {
            (finding(run, cleaner, schema, &message, &cause), id.to_owned(), cause.evidence)
        };
        let found: Vec<_> = self.causes.into_iter().map(|(key, cause)| of(key, cause)).collect();
        let mut findings = Vec::new();
        for (mut finding, id, evidence) in found.clone() {
            let cause = follows(&id).iter().copied().flatten().find_map(|cause| {
                found.iter().find(|(_, id, shows)| id == cause && !shows.is_disjoint(&evidence))
            });
            finding.caused_by = cause.map(|(cause, ..)| cause.fingerprint());
            findings.push(finding);
        }
        (findings, self.open)
    }
}

fn finding(run: &Run<'_>, cleaner: &Cleaner, schema: String, message: &str, cause: &Cause) -> Finding {
    // What is told may hold what the service sent, and that may hold what it was sent.
    let mut finding = Finding::new(cause.about.id, cause.severity, cleaner.clean(message));
    let source = &run.contract.source;
    let position = source.position(&schema);
    finding.position =
        (!schema.is_empty()).then(|| Position::new(source.file(), position.line, position.column));
    finding.pointer = schema;
    finding.count = cause.count;
    finding.remedy = Some(cause.about.fix.to_owned());
    if let Some(exchange) = run.record.exchanges.get(cause.place) {
        let operation = run.operation(exchange);
        finding.first = Place::default();
        finding.first.file = run.record.file.clone();
        finding.first.request = exchange.number;
        let target = exchange.number.map(|_| format!("{} {}", operation.method, exchange.target));
        finding.first.target = target.map(|target| cleaner.clean(&target));
        finding.first.pointer = Some(cleaner.clean(&cause.pointer)).filter(|pointer| !pointer.is_empty());
        (finding.first.line, finding.first.column) = cause.at.unzip();
        finding.curl = exchange.curl.as_deref().map(|curl| cleaner.clean(curl));
        let text = match &exchange.outcome {
            Ok(answer) => excerpt(cleaner, answer, &cause.pointer),
            Err(failure) => cleaner.excerpt(failure.message.as_bytes()),
        };
        finding.excerpt = Some(text).filter(|text| !text.is_empty());
    }
    finding
}

/// The value that is at fault, or else the beginning of the body.
fn excerpt(cleaner: &Cleaner, answer: &Answer, pointer: &str) -> String {
    let json = answer.body.json().filter(|_| !pointer.is_empty());
    let whole = json.filter(|json| !json.is_whole).and_then(|_| Json::plain(&answer.raw));
    let value = whole.as_ref().or(json).and_then(|json| json.value.pointer(pointer));
    match value {
        Some(value) => cleaner.excerpt(value.to_string().as_bytes()),
        None => cleaner.excerpt(&answer.raw[..answer.raw.len().min(8 << 10)]),
    }
}
