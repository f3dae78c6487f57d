//! What several rules say in the same words, and where they point.

use super::found::Run;
use super::record::{Answer, Exchange, Intent, Walk, Wrong};
use super::remark::Remark;
use crate::spec::{Operation, Pagination, pointer};

/// A request in a few words, which do not depend on the state of the service.
fn asked(intent: &Intent) -> String {
    match intent {
        Intent::Page { size: None, .. } => "a page of no stated size".to_owned(),
        Intent::Page { .. } | Intent::Repeat { .. } => "a page".to_owned(),
        Intent::Wrong { parameter, wrong, .. } => wrongly(parameter, *wrong),
        Intent::Anonymous => "a request without a credential".to_owned(),
        Intent::WrongToken => "a request with a wrong token".to_owned(),
        Intent::WrongSignature => "a request with the signature of an unknown key".to_owned(),
        Intent::StaleSignature => "a request with a signature that has expired".to_owned(),
        Intent::Forbidden => "a request without permission".to_owned(),
        Intent::UnknownResource { parameter } => format!("an unknown {parameter}"),
        Intent::Read => "a request for what there is".to_owned(),
        Intent::Item { .. } => "a request for an item of the list".to_owned(),
        Intent::Start => "the start of an item".to_owned(),
        Intent::Stop { again: false, .. } => "the stop of an item".to_owned(),
        Intent::Stop { again: true, .. } => "the second stop of an item".to_owned(),
        Intent::Write => "a body as described".to_owned(),
        Intent::WrongBody(flaw) => flaw.said.clone(),
        Intent::Untold => "a request".to_owned(),
    }
}

/// A request and the status that came of it. The reason phrase keeps fingerprints of two statuses apart.
pub(super) fn answered(exchange: &Exchange, answer: &Answer) -> String {
    format!("{} is answered with {}", asked(&exchange.intent), status(answer.status))
}

pub(super) fn status(status: u16) -> String {
    let known = http::StatusCode::from_u16(status).ok();
    match known.and_then(|status| status.canonical_reason()) {
        Some(reason) => format!("{status} {reason}"),
        None => status.to_string(),
    }
}

/// What is wrong with a parameter. Names stand without quotes: fingerprints tell them apart.
fn wrongly(parameter: &str, wrong: Wrong) -> String {
    match wrong {
        Wrong::BelowMinimum => format!("a {parameter} below the minimum"),
        Wrong::AboveMaximum => format!("a {parameter} above the maximum"),
        Wrong::NotANumber => format!("a {parameter} that is no number"),
        Wrong::UnknownWord => format!("a {parameter} that is none of the words"),
        Wrong::UnknownMarker => format!("a {parameter} that was never offered"),
        Wrong::AgainstPattern => format!("a {parameter} of another form"),
    }
}

/// Whether an exchange asked for a page by a marker that another page offered.
pub(super) fn is_later_page(run: &Run<'_>, exchange: &Exchange) -> bool {
    match exchange.intent {
        Intent::Page { later, .. } => later,
        Intent::Repeat { of } => run.record.exchanges.get(of).is_some_and(|first| is_later_page(run, first)),
        _ => false,
    }
}

/// Where the bound that a wrong value breaks is described.
pub(super) fn bound_of(run: &Run<'_>, operation: &Operation, parameter: &str, wrong: Wrong) -> String {
    let schema = schema_of(run, operation, parameter);
    match wrong {
        Wrong::BelowMinimum => pointer(&schema, "minimum"),
        Wrong::AboveMaximum => pointer(&schema, "maximum"),
        Wrong::NotANumber => pointer(&schema, "type"),
        Wrong::UnknownWord => pointer(&schema, "enum"),
        Wrong::UnknownMarker => pointer(&pointer(&operation.pointer, "x-swr-pagination"), "marker"),
        Wrong::AgainstPattern => pointer(&schema, "pattern"),
    }
}

/// Where the schema of a parameter stands.
pub(super) fn schema_of(run: &Run<'_>, operation: &Operation, parameter: &str) -> String {
    let found = operation.parameters.iter().find(|known| known.name == parameter);
    let schema = found.map(|found| found.schema.clone()).unwrap_or_default();
    run.contract.source.resolve(&schema).map_or(schema, |(at, _)| at)
}

/// Where the body of an answer is described.
pub(super) fn described(run: &Run<'_>, exchange: &Exchange, answer: &Answer) -> String {
    let operation = run.operation(exchange);
    let response = operation.responses.get(&answer.status);
    response.map_or_else(|| operation.pointer.clone(), |response| pointer(&response.pointer, "content"))
}

/// Where a part of an operation's paging is described.
pub(super) fn paging_at(operation: &Operation, key: &str) -> String {
    pointer(&pointer(&operation.pointer, "x-swr-pagination"), key)
}

/// The same for the operation of a walk.
pub(super) fn paging_of(run: &Run<'_>, walk: &Walk, key: &str) -> String {
    paging_at(&run.contract.operations[walk.operation], key)
}

/// What is said of a value, with the property that it is the value of.
pub(super) fn message(remark: &Remark) -> String {
    let named = remark.place.rsplit('/').find(|step| step.parse::<usize>().is_err() && !step.is_empty());
    match named {
        Some(name) => format!("{name}: {}", remark.message),
        None => remark.message.clone(),
    }
}

/// Whether a page has a marker that `is` says yes to.
pub(super) fn has_marker(
    run: &Run<'_>,
    pagination: &Pagination,
    place: usize,
    is: impl Fn(&serde_json::Value) -> bool,
) -> bool {
    let value = run.record.answer(place).and_then(Answer::value);
    value.and_then(|value| value.pointer(&pagination.next)).is_some_and(is)
}

/// Whether a remark is about a marker that is null, or about the length of a page: both have rules of their own.
pub(super) fn is_about_paging(run: &Run<'_>, place: usize, remark: &Remark) -> bool {
    let Some(exchange) = run.record.exchanges.get(place) else { return false };
    let success = run.record.answer(place).is_some_and(Answer::is_2xx);
    run.operation(exchange).pagination.as_ref().filter(|_| success).is_some_and(|pagination| {
        let null =
            remark.place == pagination.next && has_marker(run, pagination, place, serde_json::Value::is_null);
        null || remark.place == pagination.items && remark.schema.ends_with("/maxItems")
    })
}
