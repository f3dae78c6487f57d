//! What the body of a request to the simulator itself may hold.

use serde_json::Value;

/// Refuses what is not an object with these properties alone: a slip of the pen would go unnoticed.
pub(super) fn only(body: &Value, names: &[&str]) -> Result<(), String> {
    let object = body.as_object().ok_or(": it is no JSON object")?;
    match object.keys().find(|name| !names.contains(&name.as_str())) {
        Some(name) if names.is_empty() => Err(format!("/{name}: nothing is to be said here")),
        Some(name) => Err(format!("/{name}: there is only {}", names.join(", "))),
        None => Ok(()),
    }
}

/// A property that has to be there, as `read` takes it; the reason if it is not `wanted`.
pub(super) fn needed<'a, T>(
    body: &'a Value,
    name: &str,
    wanted: &str,
    read: impl FnOnce(&'a Value) -> Option<T>,
) -> Result<T, String> {
    given(body, name, wanted, read)?.ok_or_else(|| format!("/{name}: {wanted} is missing"))
}

/// The same of a property that may be left out.
pub(super) fn given<'a, T>(
    body: &'a Value,
    name: &str,
    wanted: &str,
    read: impl FnOnce(&'a Value) -> Option<T>,
) -> Result<Option<T>, String> {
    let Some(told) = body.get(name) else { return Ok(None) };
    read(told).map(Some).ok_or_else(|| format!("/{name}: {} is not {wanted}", short(told)))
}

/// A value, as far as somebody reads it who looks for what is wrong.
fn short(told: &Value) -> String {
    let mut text = told.to_string();
    if let Some((end, _)) = text.char_indices().nth(80) {
        text.truncate(end);
        text.push_str("...");
    }
    text
}
