//! From a request to its answer: the order in which a request is looked at.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::Value;

use super::asked::Asked;
use super::gate::{Denied, Gate};
use super::history;
use super::identity::sts::{self, Refused};
use super::identity::{Account, User};
use super::listing::Collection;
use super::parameters::Parameters;
use super::refusal::Condition;
use super::reply::Reply;
use super::request_body::Described;
use super::sample;
use crate::generated::files;
use crate::spec::{Contract, Effect, Operation, Pagination};

/// Path parameters that stand for what an account has.
pub(super) const PROJECT: &str = "project_id";
pub(super) const INSTANCE: &str = "instance_id";

/// The operations of the API description.
pub(super) struct Service {
    routes: Vec<Route>,
    /// What can be listed, by operation.
    lists: BTreeMap<String, Collection>,
    /// Values of path parameters that exist, by name.
    known: BTreeMap<&'static str, String>,
}

/// One operation, ready to be asked.
struct Route {
    operation: Operation,
    parameters: Parameters,
    body: Option<Described>,
    answer: Answer,
}

/// How an operation is answered.
enum Answer {
    /// Page by page, from what there is.
    Pages,
    /// With one item of a list: the one whose identity a path parameter is.
    Item { list: String, by: String },
    /// With its documented example: nothing is described that would ask for more.
    Example(Bytes),
}

impl Service {
    pub(super) fn new(
        contract: &Contract,
        account: &Account,
        seed: u64,
        tasks: usize,
    ) -> Result<Self, String> {
        let routes = contract.operations.iter().map(|operation| {
            let body = operation.body.as_ref().map(|body| Described::new(contract, body));
            Ok(Route {
                parameters: Parameters::new(contract, operation)?,
                body: body.transpose()?,
                answer: match (&operation.pagination, &operation.effect) {
                    (Some(_), _) => Answer::Pages,
                    (None, Some(Effect::Show { list, by })) => {
                        Answer::Item { list: list.clone(), by: by.clone() }
                    }
                    (None, _) => Answer::Example(example(contract, operation)),
                },
                operation: operation.clone(),
            })
        });
        let lists = contract.operations.iter().filter_map(|operation| {
            let pagination = operation.pagination.as_ref()?;
            let items = items(contract, pagination, seed, tasks);
            Some((operation.id.clone(), Collection::new(pagination, &operation.filters, items)))
        });
        let lists = lists.collect();
        Ok(Self { routes: routes.collect::<Result<_, String>>()?, lists, known: known(account) })
    }

    /// Answers one request.
    pub(super) fn answer(&self, gate: &Gate, asked: &Asked<'_>) -> Reply {
        let Asked { method, path, query, request_id, .. } = *asked;
        let refuse =
            |condition, message: &str| gate.refusals.reply(condition, &[("error_msg", message)], request_id);
        let mut routes: Vec<_> = self
            .routes
            .iter()
            .filter_map(|route| Some((route, fill(&route.operation.path, path)?)))
            .collect();
        // A path that is written out comes before one with a placeholder in the same place.
        let fewest = routes.iter().map(|(_, given)| given.len()).min();
        routes.retain(|(_, given)| Some(given.len()) == fewest);
        if routes.is_empty() {
            return gate.refusals.reply(Condition::NoSuchApi, &[], request_id);
        }
        let Some((route, given)) = routes.iter().find(|(route, _)| route.operation.method == method) else {
            let allowed: Vec<_> = routes.iter().map(|(route, _)| route.operation.method.as_str()).collect();
            return gate.wrong_method(&allowed.join(", "), asked);
        };
        if let Err(refusal) = authorise(gate, asked, &route.operation, given) {
            return refusal;
        }
        let values = match route.parameters.read(query, given) {
            Ok(values) => values,
            Err(reason) => return refuse(Condition::BadParameter, &reason),
        };
        for (name, value) in given {
            if self.known.get(name.as_str()).is_some_and(|known| known != value) {
                let message = format!("{name}: {value:?} does not exist");
                return refuse(Condition::UnknownResource, &message);
            }
        }
        if let Some(Err(reason)) = route.body.as_ref().map(|described| described.refuse(asked.body)) {
            return refuse(Condition::BadParameter, &reason);
        }
        let body = match &route.answer {
            Answer::Example(body) => Ok(body.clone()),
            Answer::Pages => match self.lists.get(&route.operation.id).map(|list| list.page(&values)) {
                Some(Ok(body)) => Ok(Bytes::from(body)),
                Some(Err(reason)) => Err((Condition::BadParameter, reason)),
                None => Ok(Bytes::new()),
            },
            Answer::Item { list, by } => {
                let identity = values.get(by).and_then(Value::as_str).unwrap_or_default();
                let item = self.lists.get(list).and_then(|list| list.item(identity));
                let missing = || (Condition::UnknownResource, format!("{by}: {identity:?} does not exist"));
                item.map(|item| Bytes::copy_from_slice(item.as_bytes())).ok_or_else(missing)
            }
        };
        let success = route.operation.responses.iter().find(|(status, _)| (200..300).contains(*status));
        match body {
            Ok(body) => {
                let mut reply = Reply::new(success.map_or(200, |(status, _)| *status), body);
                if success.is_some_and(|(_, response)| response.schema.is_none()) {
                    reply.without.push("content-type");
                }
                reply
            }
            Err((condition, reason)) => refuse(condition, &reason),
        }
    }
}

/// Values of path parameters that exist, by name.
pub(super) fn known(account: &Account) -> BTreeMap<&'static str, String> {
    BTreeMap::from([(PROJECT, account.project.id.clone()), (INSTANCE, account.instance_id.clone())])
}

/// Whether the caller may have the operation done on what the path names; else what one is told.
fn authorise(
    gate: &Gate,
    asked: &Asked<'_>,
    operation: &Operation,
    path: &[(String, String)],
) -> Result<(), Reply> {
    let caller = gate.admit(asked).map_err(|denied| gate.deny(&denied, asked))?;
    let named = |wanted| path.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    if caller.project.is_some_and(|project| named(PROJECT).is_some_and(|asked| asked != project)) {
        return Err(gate.deny(&Denied::Token, asked));
    }
    if caller.user == User::Permitted {
        return Ok(());
    }
    // No id is longer, and a message that is longer than allowed could not be decoded.
    let instance: String = named(INSTANCE).unwrap_or_default().chars().take(128).collect();
    let message = sts::seal(&Refused {
        user: caller.user,
        action: operation.permission.as_ref().map(|permission| permission.action.as_str()),
        resource: &gate.identity.account.resource(&instance),
        request_id: asked.request_id,
    });
    let texts = [("encoded_authorization_message", &*message)];
    Err(gate.refusals.reply(Condition::NoPermission, &texts, asked.request_id))
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
pub(super) fn fill(template: &str, path: &str) -> Option<Vec<(String, String)>> {
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
