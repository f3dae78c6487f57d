//! From a raw exchange to a typed answer or an error that says what came instead.

use std::fmt::Write as _;

use http::header::LOCATION;
use serde::de::DeserializeOwned;

use super::Response;
use crate::error::{Error, ServiceError};
use crate::transport::{Exchange, Transport};
use crate::wire::{Deviation, DeviationKind, Operation, collect, mend};

/// Reads the answer to `operation`.
pub(super) fn answer<T: DeserializeOwned>(
    transport: &Transport,
    operation: &'static Operation,
    exchange: Exchange,
) -> Result<Response<T>, Error> {
    let cleaner = &transport.cleaner;
    let answered = transport.answered(operation, exchange.status, &exchange.headers);
    if !operation.success.contains(&answered.status) {
        return Err(refusal(transport, operation, &exchange));
    }
    match body::<T>(&exchange.body) {
        Ok((value, deviations)) => {
            let clean = |found: Deviation| {
                Deviation::new(found.kind(), found.pointer().to_owned(), &cleaner.clean(found.raw()))
            };
            Ok(Response::new(value, exchange, deviations.into_iter().map(clean).collect()))
        }
        Err(reason) => {
            let mut message =
                format!("{}, but the body cannot be used: {}", exchange.status, cleaner.clean(&reason));
            append_excerpt(&mut message, &cleaner.excerpt(&exchange.body));
            Err(Error::unusable(answered, message))
        }
    }
}

/// The error for an answer whose status is no success.
fn refusal(transport: &Transport, operation: &'static Operation, exchange: &Exchange) -> Error {
    let cleaner = &transport.cleaner;
    let answered = transport.answered(operation, exchange.status, &exchange.headers);
    let service = ServiceError::read(&exchange.body, cleaner);
    let mut message = exchange.status.to_string();
    if exchange.status.is_redirection() {
        let target = exchange.headers.get(LOCATION).map(|target| cleaner.excerpt(target.as_bytes()));
        let target = target.unwrap_or_else(|| "nowhere".to_owned());
        let _ = write!(message, ": a redirect to {target}, which is not followed");
    } else if exchange.status.is_success() {
        message.push_str(", a status that the operation does not have");
        append_excerpt(&mut message, &cleaner.excerpt(&exchange.body));
        return Error::unusable(answered, message);
    } else if let Some(summary) = service.summary() {
        let _ = write!(message, ": {summary}");
    } else {
        append_excerpt(&mut message, &cleaner.excerpt(&exchange.body));
    }
    Error::service(answered, service, message)
}

fn append_excerpt(message: &mut String, excerpt: &str) {
    if excerpt.is_empty() {
        message.push_str("; the body is empty");
    } else {
        let _ = write!(message, "; the body begins: {excerpt}");
    }
}

/// Reads a body tolerantly; the reason if it is beyond reading.
fn body<T: DeserializeOwned>(body: &[u8]) -> Result<(T, Vec<Deviation>), String> {
    match body
        .trim_ascii_start()
        .strip_prefix("\u{feff}".as_bytes())
        .unwrap_or(body)
        .trim_ascii_start()
        .first()
    {
        Some(b'{') => {}
        // A list would be read as an object by position, and anything else says less than this.
        Some(_) => return Err("a JSON object is expected".to_owned()),
        None => return Err("a JSON object is expected, nothing came".to_owned()),
    }
    let (first, deviations) = collect(|| serde_json::from_slice::<T>(body));
    let Err(error) = first else { return first.map(|value| (value, deviations)).map_err(|e| e.to_string()) };
    let Some((mended, mut found)) = mend(body) else { return Err(error.to_string()) };
    let (second, deviations) = collect(|| {
        serde_path_to_error::deserialize::<_, T>(&mut serde_json::Deserializer::from_slice(&mended))
    });
    let value = second.map_err(|error| format!("{}: {}", error.path(), error.inner()))?;
    // What the mending set to null has its name already.
    let named = |deviation: &Deviation| {
        deviation.kind() == DeviationKind::Null
            && found.iter().any(|mended| mended.pointer() == deviation.pointer())
    };
    let fresh: Vec<_> = deviations.into_iter().filter(|deviation| !named(deviation)).collect();
    found.extend(fresh);
    Ok((value, found))
}

/// JSON pointers of fields that `T` does not have.
pub(super) fn unknown_fields<T: DeserializeOwned>(body: &[u8]) -> Vec<String> {
    let mended = mend(body).map(|(body, _)| body);
    let body = mended.as_deref().unwrap_or(body);
    let mut unknown = Vec::new();
    let mut reader = serde_json::Deserializer::from_slice(body);
    // The outcome is known already: the body has been read before.
    let _ = serde_ignored::deserialize::<_, _, T>(&mut reader, |path| unknown.push(pointer(&path)));
    unknown
}

fn pointer(path: &serde_ignored::Path<'_>) -> String {
    use serde_ignored::Path;
    match path {
        Path::Root => String::new(),
        Path::Seq { parent, index } => format!("{}/{index}", pointer(parent)),
        Path::Map { parent, key } => {
            format!("{}/{}", pointer(parent), key.replace('~', "~0").replace('/', "~1"))
        }
        Path::Some { parent } | Path::NewtypeStruct { parent } | Path::NewtypeVariant { parent } => {
            pointer(parent)
        }
    }
}
