//! The same answers, written in other ways.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::simulator::reply::Reply;
use crate::simulator::scene::Scene;

/// Writes every time anew; the number tells one from others.
fn times(scene: &Scene<'_>, write: impl Fn(usize, jiff::Timestamp) -> String) -> Reply {
    scene.edit_fields(|field, value| {
        let time = Some(&*value).filter(|_| field.is_time()).and_then(Value::as_str);
        if let Some(time) = time.and_then(|text| text.parse::<jiff::Timestamp>().ok()) {
            // The same form for the same time, wherever it is told.
            let turn = usize::try_from(time.as_second() / 60).unwrap_or_default();
            *value = json!(write(turn, time));
        }
    })
}

pub(super) fn fractional_seconds(scene: &Scene<'_>) -> Reply {
    times(scene, |turn, time| {
        let fraction = [".1", ".123", ".123456", ".123456789"][turn % 4];
        time.strftime(&format!("%Y-%m-%dT%H:%M:%S{fraction}Z")).to_string()
    })
}

pub(super) fn offset_times(scene: &Scene<'_>) -> Reply {
    times(scene, |turn, time| {
        let hours = [8, -5, 0][turn % 3];
        time.display_with_offset(jiff::tz::offset(hours)).to_string()
    })
}

/// Keeps some properties of every refusal.
fn keep(scene: &Scene<'_>, names: &[&str]) -> Reply {
    scene.on_error(|reply| {
        reply.edit(|body| {
            if let Value::Object(body) = body {
                body.retain(|name, _| names.contains(&name.as_str()));
            }
        })
    })
}

pub(super) fn new_form_errors(scene: &Scene<'_>) -> Reply {
    keep(scene, &["error_code", "error_msg", "details", "encoded_authorization_message", "request_id"])
}

pub(super) fn old_form_errors(scene: &Scene<'_>) -> Reply {
    scene.on_error(|reply| {
        reply.edit(|body| {
            // The gateway has one form only.
            if let Value::Object(body) = body
                && body.contains_key("errors")
            {
                body.retain(|name, _| name == "errors");
            }
        })
    })
}

pub(super) fn gateway_errors(scene: &Scene<'_>) -> Reply {
    scene.on_error(|reply| {
        let code = format!("APIGW.0{}", reply.status);
        reply.edit(|body| {
            let message = body.get("error_msg").cloned().unwrap_or_default();
            *body = json!({ "error_msg": message, "error_code": code, "request_id": scene.asked.request_id });
        })
    })
}

pub(super) fn other_error_codes(scene: &Scene<'_>) -> Reply {
    scene.on_error(|reply| {
        let code = format!("SVCSTG.SWR.{}9999", reply.status);
        let Some(known) = serde_json::from_slice::<Value>(&reply.body).ok() else { return reply };
        let Some(known) = known.get("error_code").and_then(Value::as_str) else { return reply };
        let body = String::from_utf8_lossy(&reply.body).replace(known, &code);
        reply.with_body(body)
    })
}

/// Writes the JSON of every answer anew.
fn rewritten(scene: &Scene<'_>, write: impl FnOnce(&Value) -> String) -> Reply {
    let reply = scene.ask();
    let body = serde_json::from_slice(&reply.body).ok().map(|body: Value| write(&body));
    match body {
        Some(body) => reply.with_body(body),
        None => reply,
    }
}

pub(super) fn json_in_lines(scene: &Scene<'_>) -> Reply {
    rewritten(scene, |body| format!("\r\n{body:#}\n"))
}

pub(super) fn json_in_ascii(scene: &Scene<'_>) -> Reply {
    rewritten(scene, |body| {
        let mut text = String::new();
        for unit in body.to_string().encode_utf16() {
            match u8::try_from(unit).ok().filter(u8::is_ascii) {
                Some(byte) => text.push(char::from(byte)),
                None => drop(write!(text, "\\u{unit:04x}")),
            }
        }
        text
    })
}

pub(super) fn charset_utf_8(scene: &Scene<'_>) -> Reply {
    scene.ask().with_header("content-type", "application/json;charset=UTF-8".to_owned())
}

pub(super) fn further_headers(scene: &Scene<'_>) -> Reply {
    let headers = [
        ("server", "api-gateway"),
        ("via", "1.1 proxy.example"),
        ("cache-control", "no-store"),
        ("set-cookie", "session=1; Path=/; HttpOnly"),
        ("strict-transport-security", "max-age=31536000; includeSubdomains;"),
        ("x-frame-options", "SAMEORIGIN"),
    ];
    headers.into_iter().fold(scene.ask(), |reply, (name, value)| reply.with_header(name, value.to_owned()))
}

pub(super) fn in_chunks(scene: &Scene<'_>) -> Reply {
    Reply { in_pieces: true, ..scene.ask() }
}
