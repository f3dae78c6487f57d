//! The entries of a HAR file, as records of what a client saw of one service.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use bytes::Bytes;
use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE, HeaderName, SET_COOKIE};
use jiff::{SignedDuration, Timestamp};

use super::asked::{Asked, Page, asked};
use super::route::{Route, Routed, route};
use super::weave::weave;
use super::{Reader, Said, too_long};
use crate::auth::Secret;
use crate::contract::body;
use crate::contract::record::{Answer, Exchange, Failure, Intent, Record};
use crate::contract::words::status;
use crate::har::{self, Entry};
use crate::spec::Contract;
use crate::text::Cleaner;

/// After a pause as long as that, a list may have become another one.
const PAUSE: SignedDuration = SignedDuration::from_mins(2);
/// Credentials of one file that are taken out of what is told; a shorter value is none.
const MOST_SECRETS: usize = 64;
const SHORTEST_SECRET: usize = 8;

/// What a client asked one service without a long pause.
struct Sitting {
    ended: Option<Timestamp>,
    entries: Vec<(usize, Route, Entry)>,
}

impl Reader<'_> {
    /// Hands over a record for each sitting of a HAR file.
    pub(super) fn traffic(
        self,
        name: &str,
        bytes: &[u8],
        said: &mut Said,
        take: &mut dyn FnMut(&Record, &Cleaner),
    ) {
        let entries = match har::read(bytes) {
            Ok(entries) => entries,
            Err(error) => return said.cannot_read(name, error),
        };
        let cleaner = Cleaner::default();
        cleaner.learn(secrets(&entries));
        for sitting in self.sittings(name, entries, said) {
            take(&self.record(name, sitting, said), &cleaner);
        }
    }

    fn sittings(self, name: &str, entries: Vec<Entry>, said: &mut Said) -> Vec<Sitting> {
        let (mut sittings, mut open) = (Vec::<Sitting>::new(), HashMap::new());
        for (index, entry) in entries.into_iter().enumerate() {
            let number = index + 1;
            let route = match route(self.contract, &entry.method, &entry.url) {
                Routed::To(route) => route,
                Routed::Undescribed(what) => {
                    said.not_described(format_args!("{what}, in {name}, entry {number}"));
                    continue;
                }
                Routed::Elsewhere => {
                    said.elsewhere += 1;
                    continue;
                }
            };
            let long = entry.body.as_ref().map(Bytes::len).filter(|bytes| *bytes > body::MOST);
            let long = long.map(|bytes| format!("entry {number}: {}", too_long(bytes)));
            if let Some(why) = entry.flaw.as_ref().map(ToString::to_string).or(long) {
                said.cannot_read(name, why);
                continue;
            }
            let ended = open.get(&route.resource).and_then(|at: &usize| sittings[*at].ended);
            let paused = ended.zip(entry.started).is_some_and(|(ended, now)| now - ended > PAUSE);
            if paused {
                open.remove(&route.resource);
            }
            let at = *open.entry(route.resource.clone()).or_insert(sittings.len());
            if at == sittings.len() {
                sittings.push(Sitting { ended: None, entries: Vec::new() });
            }
            sittings[at].ended = entry.started.or(sittings[at].ended);
            sittings[at].entries.push((number, route, entry));
        }
        sittings
    }

    fn record(self, name: &str, sitting: Sitting, said: &mut Said) -> Record {
        let mut record = Record { file: Some(name.to_owned()), ..Record::default() };
        // A resource of which anything was told is there, also where it is said later that it is not.
        let is_known =
            sitting.entries.iter().any(|(.., entry)| entry.status.is_some_and(|status| status / 100 == 2));
        let mut pages: Vec<Option<Page>> = Vec::new();
        for (number, route, entry) in sitting.entries {
            let described = &self.contract.operations[route.operation];
            // Who asked is not recorded, and to slow down is no verdict on what was asked.
            let open = match entry.status {
                None | Some(401 | 403 | 429) => true,
                Some(404) => !is_known,
                Some(_) => false,
            };
            let asked = if open { Asked::Untold } else { asked(self.contract, described, &route.query) };
            let (page, intent) = match asked {
                Asked::Page(page) => (Some(page), Intent::Untold),
                Asked::Wrong(intent) => (None, intent),
                Asked::Untold => (None, Intent::Untold),
            };
            pages.push(page);
            let outcome = match (entry.status, entry.error) {
                // What is not modified is in a cache of whoever recorded it.
                (Some(status), None) if status != 304 => {
                    said.answers += 1;
                    said.bodiless += usize::from(entry.body.is_none());
                    let headers = Some(entry.response_headers).filter(|headers| !headers.is_empty());
                    Ok(self.judge.answer(self.contract, described, (status, headers), entry.body, false))
                }
                // It may have been the client who hung up.
                (_, error) => {
                    said.unanswered += 1;
                    let message = error.unwrap_or_else(|| "there is no answer".to_owned());
                    Err(Failure { absent: true, answered: false, too_long: false, message })
                }
            };
            let Route { operation, target, .. } = route;
            let sent = entry.request_body.and_then(|body| serde_json::from_slice(&body).ok());
            let (number, curl) = (Some(number), None);
            record.exchanges.push(Exchange { number, operation, intent, target, sent, curl, outcome });
        }
        for operation in 0..self.contract.operations.len() {
            let of = |(place, page): (usize, &Option<Page>)| {
                page.clone().filter(|_| record.exchanges[place].operation == operation)
            };
            let pages: Vec<_> = pages.iter().enumerate().map(of).collect();
            weave(self.contract, operation, &mut record, &pages);
        }
        record.unserved = unserved(self.contract, &record);
        said.unserved.extend(record.unserved_in_words(self.contract));
        record
    }
}

/// Operations of which nothing is told but that there are none, by no answer that is described.
fn unserved(contract: &Contract, record: &Record) -> BTreeMap<usize, String> {
    let mut unserved = BTreeMap::new();
    for (index, operation) in contract.operations.iter().enumerate() {
        let answers = record.exchanges.iter().filter(|exchange| exchange.operation == index);
        let answers: Vec<_> = answers.filter_map(|exchange| exchange.outcome.as_ref().ok()).collect();
        let is_none = |answer: &&Answer| match answer.status {
            404 => !answer.raw.is_empty() && answer.value().is_none(),
            405 | 501 => true,
            _ => false,
        };
        if let (None, Some(last)) = (&operation.pagination, answers.last())
            && answers.iter().all(is_none)
        {
            unserved.insert(index, status(last.status));
        }
    }
    unserved
}

/// What proved who asked, in requests and answers.
fn secrets(entries: &[Entry]) -> Vec<Secret> {
    let named = [AUTHORIZATION, COOKIE, SET_COOKIE];
    let is_secret = |name: &HeaderName| named.contains(name) || name.as_str().contains("token");
    let values = |headers: &HeaderMap| -> Vec<String> {
        let secret = headers.iter().filter(|(name, _)| is_secret(name));
        secret.filter_map(|(_, value)| value.to_str().ok().map(str::to_owned)).collect()
    };
    let mut found = BTreeSet::new();
    for entry in entries {
        found.extend(values(&entry.request_headers));
        found.extend(values(&entry.response_headers));
        if found.len() >= MOST_SECRETS {
            break;
        }
    }
    found.retain(|value| value.len() >= SHORTEST_SECRET && value != "[redacted]");
    found.into_iter().map(Secret::from).collect()
}
