//! From a request to its answer: the order in which a request is looked at.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;

use super::Identity;
use super::gate::admit;
use super::history;
use super::listing::Collection;
use super::parameters::Parameters;
use super::refusal::{Condition, Refusals};
use super::reply::Reply;
use super::sample;
use crate::generated::files;
use crate::spec::{Contract, Operation, Pagination, Source, check};

/// Everything that answers depend on.
pub(super) struct Service {
    routes: Vec<Route>,
    refusals: Refusals,
    identity: Identity,
    /// Values of path parameters that exist, by name.
    known: BTreeMap<&'static str, String>,
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
    answer: Answer,
}

/// How an operation is answered.
enum Answer {
    /// Page by page, from what there is.
    Pages(Box<Collection>),
    /// With its documented example: nothing is described that would ask for more.
    Example(Bytes),
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
                answer: match &operation.pagination {
                    Some(pagination) => Answer::Pages(Box::new(Collection::new(
                        pagination,
                        &operation.filters,
                        items(&contract, pagination, seed, tasks),
                    ))),
                    None => Answer::Example(example(&contract, operation)),
                },
                operation: operation.clone(),
            })
        });
        Ok(Self {
            routes: routes.collect::<Result<_, String>>()?,
            refusals: Refusals::new(&contract)?,
            identity: identity.clone(),
            known: BTreeMap::from([
                ("project_id", identity.project_id.clone()),
                ("instance_id", identity.instance_id.clone()),
            ]),
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
        let values = match route.parameters.read(query, given) {
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
        let body = match &route.answer {
            Answer::Example(body) => Ok(body.clone()),
            Answer::Pages(collection) => collection.page(&values).map(Bytes::from),
        };
        match body {
            Ok(body) => Reply::new(status, body),
            Err(reason) => refuse(Condition::BadParameter, Some(&reason)),
        }
    }
}

/// What there is to list: tasks have a history, of anything else there is nothing.
fn items(contract: &Contract, pagination: &Pagination, seed: u64, tasks: usize) -> Vec<Value> {
    match pagination.item_schema.as_str() {
        "GcTask" => history::tasks(&contract.source, seed, tasks),
        _ => Vec::new(),
    }
}

/// The documented example of an operation's success, else one that its schema allows.
fn example(contract: &Contract, operation: &Operation) -> Bytes {
    let success = operation.responses.iter().find(|(status, _)| (200..300).contains(*status));
    let file = success.and_then(|(_, response)| response.examples.first()).map(|example| &example.file);
    let text = file.and_then(|file| files::EXAMPLES.iter().find(|(name, _)| name == file));
    let made = || {
        let schema = success.and_then(|(_, response)| response.schema.as_ref())?;
        Some(Bytes::from(sample::value(&contract.source, schema).to_string()))
    };
    text.map(|(_, text)| Bytes::from_static(text.as_bytes())).or_else(made).unwrap_or_default()
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
