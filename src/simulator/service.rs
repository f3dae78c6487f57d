//! From a request to its answer: the order in which a request is looked at.

use std::collections::BTreeMap;

use http::HeaderMap;
use serde_json::Value;

use super::Identity;
use super::gate::admit;
use super::history;
use super::listing;
use super::parameters::Parameters;
use super::refusal::{Condition, Refusals};
use super::reply::Reply;
use crate::generated::files;
use crate::spec::{Contract, Operation, Source, check};

/// Everything that answers depend on.
pub(super) struct Service {
    routes: Vec<Route>,
    refusals: Refusals,
    identity: Identity,
    /// Values of path parameters that exist, by name.
    known: BTreeMap<&'static str, String>,
    /// Items by the name of their schema.
    collections: BTreeMap<String, Vec<Value>>,
}

/// What a request says, as far as answers depend on it.
#[derive(Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    pub(super) query: &'a str,
    pub(super) headers: &'a HeaderMap,
    pub(super) request_id: &'a str,
}

/// One operation, ready to be asked.
struct Route {
    operation: Operation,
    parameters: Parameters,
    filters: Vec<(String, String)>,
    example: Option<Value>,
}

impl Service {
    pub(super) fn new(identity: &Identity, seed: u64, tasks: usize) -> Result<Self, String> {
        let source = Source::parse(files::NAME, files::YAML).map_err(|problem| problem.to_string())?;
        if let Some(problem) = check(&source).first() {
            return Err(problem.to_string());
        }
        let contract = Contract::new(source);
        let routes = contract.operations.iter().map(|operation| {
            Ok(Route {
                parameters: Parameters::new(&contract, operation)?,
                filters: operation.filters.clone().into_iter().collect(),
                example: example(operation),
                operation: operation.clone(),
            })
        });
        let history = history::tasks(&contract.source, seed, tasks);
        Ok(Self {
            routes: routes.collect::<Result<_, String>>()?,
            refusals: Refusals::new(&contract)?,
            identity: identity.clone(),
            known: BTreeMap::from([
                ("project_id", identity.project_id.clone()),
                ("instance_id", identity.instance_id.clone()),
            ]),
            collections: BTreeMap::from([("GcTask".to_owned(), history)]),
        })
    }

    /// Answers one request.
    pub(super) fn answer(&self, asked: &Asked<'_>) -> Reply {
        let Asked { method, path, query, headers, request_id } = *asked;
        let refuse = |condition, message: Option<&str>| self.refusals.reply(condition, message, request_id);
        let routes: Vec<_> = self
            .routes
            .iter()
            .filter_map(|route| Some((route, fill(&route.operation.path, path)?)))
            .collect();
        if routes.is_empty() {
            return refuse(Condition::NoSuchApi, None);
        }
        let Some((route, given)) = routes.iter().find(|(route, _)| route.operation.method == method) else {
            let allowed: Vec<_> = routes.iter().map(|(route, _)| route.operation.method.as_str()).collect();
            let mut reply = refuse(Condition::NoSuchApi, None);
            reply.status = 405;
            return reply.with_header("allow", allowed.join(", "));
        };
        if let Err(condition) = admit(&self.identity, headers) {
            return refuse(condition, None);
        }
        let values = match route.parameters.read(query) {
            Ok(values) => values,
            Err(reason) => return refuse(Condition::BadParameter, Some(&reason)),
        };
        for (name, value) in given {
            if self.known.get(name.as_str()).is_some_and(|known| known != value) {
                let message = format!("{name}: {value:?} does not exist");
                return refuse(Condition::UnknownResource, Some(&message));
            }
        }
        let status = route.operation.responses.keys().find(|status| (200..300).contains(*status));
        let status = *status.unwrap_or(&200);
        let Some(pagination) = &route.operation.pagination else {
            return Reply::json(status, route.example.as_ref().unwrap_or(&Value::Null));
        };
        let items = self.collections.get(&pagination.item_schema).map_or(&[][..], Vec::as_slice);
        match listing::page(pagination, &route.filters, items, &values) {
            Ok(body) => Reply::json(status, &body),
            Err(reason) => refuse(Condition::BadParameter, Some(&reason)),
        }
    }
}

/// The documented example of an operation's success, for operations without a described behaviour.
fn example(operation: &Operation) -> Option<Value> {
    let (_, success) = operation.responses.iter().find(|(status, _)| (200..300).contains(*status))?;
    let file = &success.examples.first()?.file;
    let (_, text) = files::EXAMPLES.iter().find(|(name, _)| name == file)?;
    serde_json::from_str(text).ok()
}

/// The values of a path template's placeholders in `path`, if it has that form.
fn fill(template: &str, path: &str) -> Option<Vec<(String, String)>> {
    let mut values = Vec::new();
    let mut given = path.split('/');
    for part in template.split('/') {
        let value = given.next()?;
        match part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) {
            Some(name) if !value.is_empty() => values.push((name.to_owned(), value.to_owned())),
            Some(_) => return None,
            None if part == value => {}
            None => return None,
        }
    }
    given.next().is_none().then_some(values)
}
