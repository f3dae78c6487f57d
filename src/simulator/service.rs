//! From a request to its answer: the order in which a request is looked at.

use std::collections::BTreeMap;

use bytes::Bytes;
use serde_json::Value;

use super::asked::Asked;
use super::gate::{Denied, Gate};
use super::identity::sts::{self, Refused};
use super::identity::{Account, User};
use super::page::put;
use super::parameters::{Parameters, Values};
use super::refusal::Condition;
use super::registry::Registry;
use super::reply::Reply;
use super::request_body::Described;
use super::sample;
use crate::generated::files;
use crate::spec::{Contract, Effect, Operation};

/// Path parameters that stand for what an account has.
pub(super) const PROJECT: &str = "project_id";
pub(super) const INSTANCE: &str = "instance_id";

/// The operations of the API description.
pub(super) struct Service {
    routes: &'static [Route],
    registry: Registry,
    /// Values of path parameters that exist, by name.
    known: BTreeMap<&'static str, String>,
}

/// One operation, ready to be asked.
pub(super) struct Route {
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
    /// Once an item of a list has been made to end.
    Stop { list: String, by: String, state: String, word: String },
    /// With the identity of a new item.
    Start { id: String },
    /// With the schedule.
    Read,
    /// Once the schedule has been changed.
    Write,
    /// With its documented example: nothing is described that would ask for more.
    Example(Bytes),
}

impl Answer {
    fn new(contract: &Contract, operation: &Operation) -> Self {
        let effects = || contract.operations.iter().filter_map(|other| other.effect.as_ref());
        let is_written =
            |effect: &Effect| matches!(effect, Effect::Write { read, .. } if *read == operation.id);
        match (&operation.pagination, operation.effect.clone()) {
            (Some(_), _) => Self::Pages,
            (None, Some(Effect::Show { list, by })) => Self::Item { list, by },
            (None, Some(Effect::Stop { show, by, state, word })) => {
                let shows = contract.operations.iter().find(|other| other.id == show);
                let list = shows.and_then(|shows| shows.effect.as_ref()).map(Effect::shown_by);
                Self::Stop { list: list.unwrap_or_default().to_owned(), by, state, word }
            }
            (None, Some(Effect::Start { id, .. })) => Self::Start { id },
            (None, Some(Effect::Write { .. })) => Self::Write,
            (None, None) if effects().any(is_written) => Self::Read,
            (None, None) => Self::Example(example(contract, operation)),
        }
    }
}

/// Why something is not done, in words where the description's own would not do.
type Refusal = (Condition, Option<String>);

impl Route {
    pub(super) fn new(contract: &Contract, operation: &Operation) -> Result<Self, String> {
        let body = operation.body.as_ref().map(|body| Described::new(contract, body));
        Ok(Self {
            parameters: Parameters::new(contract, operation)?,
            body: body.transpose()?,
            answer: Answer::new(contract, operation),
            operation: operation.clone(),
        })
    }
}

impl Service {
    pub(super) fn new(routes: &'static [Route], account: &Account, registry: Registry) -> Self {
        Self { routes, registry, known: known(account) }
    }

    pub(super) fn registry(&self) -> &Registry {
        &self.registry
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
        let body = match route.body.as_ref().map(|described| described.read(asked.body)).transpose() {
            Ok(body) => body.unwrap_or_default(),
            Err(reason) => return refuse(Condition::BadParameter, &reason),
        };
        let success = route.operation.responses.iter().find(|(status, _)| (200..300).contains(*status));
        match self.act(route, &values, &body) {
            Ok(body) => {
                let mut reply = Reply::new(success.map_or(200, |(status, _)| *status), body);
                if success.is_some_and(|(_, response)| response.schema.is_none()) {
                    reply.without.push("content-type");
                }
                reply
            }
            Err((condition, Some(reason))) => refuse(condition, &reason),
            Err((condition, None)) => gate.refusals.reply(condition, &[], request_id),
        }
    }

    /// Does what is asked, and tells the body of the answer.
    fn act(&self, route: &Route, values: &Values, body: &Value) -> Result<Bytes, Refusal> {
        let bad = |reason| (Condition::BadParameter, Some(reason));
        let given = |name: &str| values.get(name).and_then(Value::as_str).unwrap_or_default();
        let missing = |name: &str| {
            let reason = format!("{name}: {:?} does not exist", given(name));
            (Condition::UnknownResource, Some(reason))
        };
        let registry = &self.registry;
        let save = || registry.save().map_err(|reason| (Condition::Internal, Some(reason)));
        match &route.answer {
            Answer::Pages => registry.page(&route.operation.id, values).map_err(bad),
            Answer::Item { list, by } => registry.item(list, given(by)).ok_or_else(|| missing(by)),
            Answer::Stop { list, by, state, word } => match registry.stop(list, given(by), state, word) {
                true => save().map(|()| Bytes::new()),
                false => Err(missing(by)),
            },
            Answer::Start { id } => {
                let identity = registry.start(body).ok_or((Condition::Busy, None))?;
                save()?;
                let mut answer = Value::Null;
                put(&mut answer, id, identity.into());
                Ok(Bytes::from(answer.to_string()))
            }
            Answer::Read => Ok(registry.schedule()),
            Answer::Write => {
                registry.write(body).map_err(bad)?;
                save().map(|()| Bytes::new())
            }
            Answer::Example(body) => Ok(body.clone()),
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
