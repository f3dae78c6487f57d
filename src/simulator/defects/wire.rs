//! Successes that are not the HTTP or not the JSON that was agreed on.

use serde_json::{Value, json};

use crate::generated::headers;
use crate::simulator::fields::Field;
use crate::simulator::reply::Reply;
use crate::simulator::scene::Scene;

/// Stands in a body for what JSON cannot say, until it is text.
const MARK: &str = "<<>>";

fn status(scene: &Scene<'_>, status: u16) -> Reply {
    scene.on_success(|reply| Reply { status, ..reply })
}

fn content_type(scene: &Scene<'_>, kind: &str) -> Reply {
    scene.on_success(|reply| reply.with_header("content-type", kind.to_owned()))
}

/// Changes the bytes of every success.
fn bytes(scene: &Scene<'_>, change: impl FnOnce(&[u8]) -> Vec<u8>) -> Reply {
    scene.on_success(|reply| {
        let body = change(&reply.body);
        reply.with_body(body)
    })
}

/// Changes every success as text.
fn text(scene: &Scene<'_>, change: impl FnOnce(&str) -> String) -> Reply {
    bytes(scene, |body| change(&String::from_utf8_lossy(body)).into_bytes())
}

/// Writes every value that is meant in a way of its own.
fn written(scene: &Scene<'_>, meant: impl Fn(&Field<'_>) -> bool, write: impl Fn(&Value) -> String) -> Reply {
    let mut texts = Vec::new();
    let reply = scene.edit_fields(|field, value| {
        if meant(field) {
            texts.push(write(value));
            *value = json!(MARK);
        }
    });
    let marked = String::from_utf8_lossy(&reply.body).into_owned();
    let mark = json!(MARK).to_string();
    let mut parts = marked.split(&mark);
    let mut body = parts.next().unwrap_or_default().to_owned();
    for (part, text) in parts.zip(&texts) {
        body.push_str(text);
        body.push_str(part);
    }
    if texts.is_empty() { reply } else { reply.with_body(body) }
}

/// Puts bytes into every text that may say anything.
fn in_texts(scene: &Scene<'_>, bytes: &[u8]) -> Reply {
    let reply = scene.edit_fields(|field, value| {
        if let (true, Some(text)) = (field.is_free(), value.as_str()) {
            *value = json!(format!("{text}{MARK}"));
        }
    });
    let mut body = Vec::new();
    let mut rest = &reply.body[..];
    while let Some(place) = rest.windows(MARK.len()).position(|window| window == MARK.as_bytes()) {
        body.extend_from_slice(&rest[..place]);
        body.extend_from_slice(bytes);
        rest = &rest[place + MARK.len()..];
    }
    body.extend_from_slice(rest);
    reply.with_body(body)
}

pub(super) fn status_201(scene: &Scene<'_>) -> Reply {
    status(scene, 201)
}

pub(super) fn status_204(scene: &Scene<'_>) -> Reply {
    scene.on_success(|reply| Reply { status: 204, ..reply }.with_body(""))
}

pub(super) fn status_206(scene: &Scene<'_>) -> Reply {
    status(scene, 206)
}

pub(super) fn status_302(scene: &Scene<'_>) -> Reply {
    let location = format!("{}/?{}", scene.asked.path, scene.asked.query);
    scene.on_success(|reply| Reply { status: 302, ..reply }.with_header("location", location).with_body(""))
}

pub(super) fn every_fifth_answer_fails(scene: &Scene<'_>) -> Reply {
    let fifth = scene.memory.times("").is_multiple_of(5);
    scene.on_success(|reply| if fifth { scene.described(500) } else { reply })
}

pub(super) fn content_type_html(scene: &Scene<'_>) -> Reply {
    content_type(scene, "text/html; charset=utf-8")
}

pub(super) fn content_type_text(scene: &Scene<'_>) -> Reply {
    content_type(scene, "text/plain")
}

pub(super) fn content_type_latin_1(scene: &Scene<'_>) -> Reply {
    content_type(scene, "application/json; charset=iso-8859-1")
}

pub(super) fn content_type_missing(scene: &Scene<'_>) -> Reply {
    without(scene, "content-type")
}

fn without(scene: &Scene<'_>, header: &'static str) -> Reply {
    scene.on_success(|mut reply| {
        reply.without.push(header);
        reply
    })
}

pub(super) fn request_id_constant(scene: &Scene<'_>) -> Reply {
    scene.on_success(|reply| reply.with_header(headers::REQUEST_ID, "0".repeat(32)))
}

pub(super) fn compressed_in_name_only(scene: &Scene<'_>) -> Reply {
    scene.on_success(|reply| reply.with_header("content-encoding", "gzip".to_owned()))
}

pub(super) fn body_empty(scene: &Scene<'_>) -> Reply {
    scene.on_success(|reply| reply.with_body(""))
}

pub(super) fn body_html(scene: &Scene<'_>) -> Reply {
    scene.on_success(|reply| reply.with_body("<html><body><form>Please sign in</form></body></html>"))
}

pub(super) fn body_truncated(scene: &Scene<'_>) -> Reply {
    bytes(scene, |body| body[..body.len() / 2].to_vec())
}

pub(super) fn body_twice(scene: &Scene<'_>) -> Reply {
    bytes(scene, |body| body.repeat(2))
}

pub(super) fn body_null(scene: &Scene<'_>) -> Reply {
    scene.on_success(|reply| reply.with_body("null"))
}

pub(super) fn body_in_text(scene: &Scene<'_>) -> Reply {
    text(scene, |body| json!(body).to_string())
}

pub(super) fn body_with_bom(scene: &Scene<'_>) -> Reply {
    text(scene, |body| format!("\u{feff}{body}"))
}

pub(super) fn body_in_utf_16(scene: &Scene<'_>) -> Reply {
    bytes(scene, |body| {
        let body = String::from_utf8_lossy(body);
        body.encode_utf16().flat_map(u16::to_le_bytes).collect()
    })
}

pub(super) fn trailing_comma(scene: &Scene<'_>) -> Reply {
    text(scene, |body| body.strip_suffix('}').map_or(String::new(), |body| format!("{body},}}")))
}

pub(super) fn single_quotes(scene: &Scene<'_>) -> Reply {
    text(scene, |body| body.replace('"', "'"))
}

pub(super) fn invalid_utf_8(scene: &Scene<'_>) -> Reply {
    in_texts(scene, b"\xff")
}

pub(super) fn half_surrogate(scene: &Scene<'_>) -> Reply {
    in_texts(scene, br"\ud83d")
}

pub(super) fn line_break_in_text(scene: &Scene<'_>) -> Reply {
    in_texts(scene, b"\n")
}

pub(super) fn number_nan(scene: &Scene<'_>) -> Reply {
    written(scene, |field| field.is("integer"), |_| "NaN".to_owned())
}

pub(super) fn number_with_leading_zero(scene: &Scene<'_>) -> Reply {
    written(scene, |field| field.is("integer"), |value| format!("0{value}"))
}

pub(super) fn stray_quotation_mark(scene: &Scene<'_>) -> Reply {
    written(scene, |field| field.is_embedded(), |value| format!("{value}\""))
}

pub(super) fn duplicate_key(scene: &Scene<'_>) -> Reply {
    let identity = scene.pagination().map_or("", |pagination| &pagination.identity);
    written(
        scene,
        |field| field.name == identity && !identity.is_empty(),
        |value| format!("{value},{}:0", json!(identity)),
    )
}
