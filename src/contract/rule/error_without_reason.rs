//! An error that explains nothing.

use super::{About, Need, Rule};
use crate::contract::body::Body;
use crate::contract::found::{Found, Run};
use crate::contract::words::described;
use crate::findings::Severity;
use crate::spec::{pointer, underlying};
use serde_json::Value;

pub(super) struct ErrorWithoutReason;

const ABOUT: About = About {
    id: "error-without-reason",
    title: "an error does not say what is wrong",
    severity: "warning",
    checks: "Every error has what the description knows by several names, by one of them, in one of the forms.",
    needs: Need::Refusal,
    why: "Whoever is refused has nothing to look up, and nothing to tell support.",
    example: "`{}`, with the status 400",
    fix: "Fill the documented properties of an error, also in the gateway.",
};

impl Rule for ErrorWithoutReason {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        let source = &run.contract.source;
        for (place, exchange, answer) in run.answers() {
            let response = run.operation(exchange).responses.get(&answer.status);
            let schema = response.and_then(|response| underlying(source, response.schema.as_deref()?));
            let (true, Some(at), Body::Json(json)) = (answer.status >= 400, schema, &answer.body) else {
                continue;
            };
            let properties = source.get(&pointer(&at, "properties")).and_then(Value::as_object);
            for (name, property) in properties.into_iter().flatten() {
                let Some(aliases) = property.get("x-swr-aliases").and_then(Value::as_array) else { continue };
                let is_named = |key: &str| key == name || aliases.iter().any(|alias| alias == key);
                if json.value.is_object() && !has_key(&json.value, &is_named) {
                    let message = format!("an error has no {name}, by whatever name");
                    found.add(
                        &ABOUT,
                        Severity::Warning,
                        message,
                        &described(run, exchange, answer),
                        place,
                        "",
                    );
                }
            }
        }
    }
}

/// Whether a key that `is_named` says yes to stands anywhere inside: the old form has it further down.
fn has_key(value: &Value, is_named: &impl Fn(&str) -> bool) -> bool {
    match value {
        Value::Object(entries) => {
            entries.iter().any(|(key, inside)| is_named(key) || has_key(inside, is_named))
        }
        Value::Array(items) => items.iter().any(|item| has_key(item, is_named)),
        _ => false,
    }
}
