//! From a raw exchange to a typed answer or an error that says what came instead.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use serde::de::{DeserializeOwned, IgnoredAny};

use super::{Request, Response};
use crate::error::Error;
use crate::exchange::Exchange;
use crate::text::Cleaner;
use crate::transport::{Transport, append_excerpt, refusal};
use crate::wire::{Deviation, DeviationKind, Noted, collect, locate, mend};

/// Reads the answer to a request.
pub(super) fn answer<R: Request>(
    transport: &Transport,
    exchange: Exchange,
) -> Result<Response<R::Body>, Error> {
    let (cleaner, operation, properties) = (&transport.cleaner, R::OPERATION, R::PROPERTIES);
    if !operation.success.contains(&exchange.status.as_u16()) {
        return Err(refusal(transport, operation, exchange));
    }
    let read = match R::HAS_BODY {
        true => body::<R::Body>(&exchange.body, cleaner),
        // Of what nothing is said nothing is read.
        false => serde_json::from_str("null")
            .map(|nothing| (nothing, Noted::default()))
            .map_err(|error| error.to_string()),
    };
    let read = read.and_then(|read| match is_foreign(&exchange.body, properties) {
        true => Err(format!("it has none of the properties of this answer ({})", properties.join(", "))),
        false => Ok(read),
    });
    match read {
        Ok((value, noted)) => Ok(Response::new(value, exchange, noted, transport)),
        Err(reason) => {
            let mut message =
                format!("{}, but the body cannot be used: {}", exchange.status, cleaner.clean(&reason));
            append_excerpt(&mut message, &cleaner.excerpt(&exchange.body));
            Err(Error::unusable(transport.answered(operation, exchange), message))
        }
    }
}

/// Whether an object holds something, and nothing of what the answer is described to hold: then it is another
/// kind of answer, and reading it as an empty one would take the unknown for nothing.
fn is_foreign(body: &[u8], properties: &[&str]) -> bool {
    let described = |name: &str| properties.contains(&name);
    // Mostly the first property is a described one, and nothing else is looked at.
    if properties.is_empty() || first_name(body).is_some_and(described) {
        return false;
    }
    let mended = mend(body, &mut |_, _, _| {});
    let object = mended.and_then(|body| serde_json::from_slice::<HashMap<String, IgnoredAny>>(&body).ok());
    object.is_some_and(|object| !object.is_empty() && !object.keys().any(|name| described(name)))
}

/// The name of the first property of an object, as far as it stands there without escapes.
fn first_name(body: &[u8]) -> Option<&str> {
    let inside = body.trim_ascii_start().strip_prefix(b"{")?.trim_ascii_start().strip_prefix(b"\"")?;
    let end = inside.iter().position(|byte| matches!(byte, b'"' | b'\\'))?;
    std::str::from_utf8(&inside[..end]).ok()
}

/// Reads a body tolerantly; the reason if it is beyond reading.
fn body<T: DeserializeOwned>(body: &[u8], cleaner: &Arc<Cleaner>) -> Result<(T, Noted), String> {
    let text = body.trim_ascii_start();
    match text.strip_prefix("\u{feff}".as_bytes()).unwrap_or(text).trim_ascii_start().first() {
        Some(b'{') => {}
        // A list would be read as an object by position, and anything else says less than this.
        Some(_) => return Err("a JSON object is expected".to_owned()),
        None => return Err("a JSON object is expected, nothing came".to_owned()),
    }
    // One look at the whole body for UTF-8 costs less than one at every text in it.
    let first = || match std::str::from_utf8(body) {
        Ok(text) => serde_json::from_str::<T>(text),
        Err(_) => serde_json::from_slice::<T>(body),
    };
    let (value, mut noted) = match collect(cleaner, first) {
        (Ok(value), noted) => (value, noted),
        (Err(error), _) => second_look(body, cleaner).ok_or_else(|| error.to_string())??,
    };
    name_once(&mut noted);
    word_for_word(body, &mut noted, cleaner);
    Ok((value, noted))
}

/// Reads a body that serde refuses as a whole; `None` if it is not JSON at all.
fn second_look<T: DeserializeOwned>(
    body: &[u8],
    cleaner: &Arc<Cleaner>,
) -> Option<Result<(T, Noted), String>> {
    let mut found = Noted::default();
    let mended = mend(body, &mut |kind, place, raw| {
        let in_list = place.split('/').any(|step| step.parse::<usize>().is_ok());
        found.keep(Deviation::new(kind, place.to_owned(), raw, cleaner), in_list);
    })?;
    let (value, mut noted) = collect(cleaner, || {
        serde_path_to_error::deserialize::<_, T>(&mut serde_json::Deserializer::from_slice(&mended))
    });
    let value = value.map_err(|error| format!("{}: {}", error.path(), error.inner()));
    noted.deviations.splice(0..0, found.deviations);
    noted.left_out += found.left_out;
    noted.lost += found.lost;
    Some(value.map(|value| (value, noted)))
}

/// Leaves out what has its name already: the `null` that mending put in place of an unreadable value, and what
/// is inside of a value that is unreadable as a whole.
fn name_once(noted: &mut Noted) {
    let lost = noted.deviations.iter().filter(|found| found.is_lost());
    let lost: HashSet<String> = lost.map(|found| found.pointer().to_owned()).collect();
    if lost.is_empty() {
        return;
    }
    let inside =
        |pointer: &str| pointer.match_indices('/').skip(1).any(|(end, _)| lost.contains(&pointer[..end]));
    let mut doubled = 0;
    noted.deviations.retain(|found| {
        let replaced = found.kind() == DeviationKind::Null && lost.contains(found.pointer());
        let within = inside(found.pointer());
        doubled += usize::from(within && found.is_lost());
        !replaced && !within
    });
    noted.lost -= doubled;
}

/// Puts the text that stands in the body in place of what serde made of it.
fn word_for_word(body: &[u8], noted: &mut Noted, cleaner: &Cleaner) {
    let inexact =
        |found: &Deviation| matches!(found.kind(), DeviationKind::Unreadable | DeviationKind::WholeFraction);
    let pointers: BTreeSet<&str> =
        noted.deviations.iter().filter(|found| inexact(found)).map(Deviation::pointer).collect();
    let (false, Ok(text)) = (pointers.is_empty(), std::str::from_utf8(body)) else { return };
    let texts = locate(text, &pointers);
    for found in &mut noted.deviations {
        if let Some(raw) = texts.get(found.pointer()).filter(|_| inexact(found)) {
            *found = found.clone().with_raw(raw, cleaner);
        }
    }
}

/// JSON pointers of fields that `T` does not have.
pub(super) fn unknown_fields<T: DeserializeOwned>(body: &[u8]) -> Vec<String> {
    let mended = mend(body, &mut |_, _, _| {});
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
