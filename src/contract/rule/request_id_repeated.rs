//! An identifier that identifies nothing.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::findings::Severity;
use crate::generated::headers;
use crate::spec::pointer;
use serde_json::Value;
use std::collections::HashMap;

pub(super) struct RequestIdRepeated;

const ABOUT: About = About {
    id: "request-id-repeated",
    title: "a request id comes twice",
    severity: "warning",
    checks: "No two answers have the same request id.",
    needs: Need::Headers,
    why: "Support finds the wrong exchange by it, or none.",
    example: "`X-Request-Id: 0` in every answer",
    fix: "Make an id for each request, at the outermost gateway.",
};

/// Where the header is described: once for all answers, if they refer to one place.
fn described(run: &Run<'_>, at: &str) -> String {
    let source = &run.contract.source;
    let known = source.get(at).and_then(Value::as_object).into_iter().flatten();
    let name = known.map(|(name, _)| name).find(|name| name.eq_ignore_ascii_case(headers::REQUEST_ID));
    let header = name.and_then(|name| source.resolve(&pointer(at, name)));
    header.map_or_else(|| at.to_owned(), |(at, _)| at)
}

impl Rule for RequestIdRepeated {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        let mut seen = HashMap::new();
        for (place, exchange, answer) in run.answers() {
            let Some(response) = run.operation(exchange).responses.get(&answer.status) else { continue };
            let id = answer.headers.as_ref().and_then(|known| known.get(headers::REQUEST_ID));
            let Some(id) = id.filter(|id| !id.is_empty()) else { continue };
            if let Some(first) = seen.insert(id, place) {
                let at = described(run, &pointer(&response.pointer, "headers"));
                let message = "two answers have the same request id";
                found.add(&ABOUT, Severity::Warning, message, &at, place, "").over(&[first]);
            }
        }
    }
}
