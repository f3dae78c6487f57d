//! Refusals in another form than the described one.

use serde_json::{Value, json};

use crate::generated::headers;
use crate::simulator::reply::Reply;
use crate::simulator::scene::Scene;

const CODE: &str = "error_code";
const MESSAGE: &str = "error_msg";

/// Changes the body of every refusal.
fn edit(scene: &Scene<'_>, edit: impl FnOnce(&mut Value)) -> Reply {
    scene.on_error(|reply| reply.edit(edit))
}

/// Changes one property of every refusal.
fn set(scene: &Scene<'_>, name: &str, make: impl FnOnce(&Value) -> Value) -> Reply {
    edit(scene, |body| {
        if let Some(told) = body.get_mut(name) {
            *told = make(told);
        }
    })
}

/// Takes a property away from every refusal, and the same by its old name.
fn remove(scene: &Scene<'_>, names: &[&str]) -> Reply {
    fn without(value: &mut Value, names: &[&str]) {
        match value {
            Value::Object(entries) => {
                entries.retain(|name, _| !names.contains(&name.as_str()));
                entries.values_mut().for_each(|entry| without(entry, names));
            }
            Value::Array(items) => items.iter_mut().for_each(|item| without(item, names)),
            _ => {}
        }
    }
    edit(scene, |body| without(body, names))
}

pub(super) fn error_html(scene: &Scene<'_>) -> Reply {
    let page = "<html><head><title>Error</title></head><body><h1>Error</h1></body></html>";
    scene.on_error(|reply| reply.with_header("content-type", "text/html".to_owned()).with_body(page))
}

pub(super) fn error_html_as_json(scene: &Scene<'_>) -> Reply {
    scene.on_error(|reply| reply.with_body("<html><body><center>nginx</center></body></html>"))
}

pub(super) fn error_empty(scene: &Scene<'_>) -> Reply {
    scene.on_error(|reply| reply.with_body(""))
}

pub(super) fn error_text(scene: &Scene<'_>) -> Reply {
    scene.on_error(|reply| {
        reply.with_header("content-type", "text/plain".to_owned()).with_body("The request was refused.\n")
    })
}

pub(super) fn error_content_type(scene: &Scene<'_>) -> Reply {
    scene.on_error(|reply| reply.with_header("content-type", "text/html; charset=utf-8".to_owned()))
}

pub(super) fn error_of_another_shape(scene: &Scene<'_>) -> Reply {
    scene.on_error(|reply| {
        let body =
            json!({ "fault": { "faultcode": reply.status, "faultstring": "The request was refused." } });
        reply.with_body(body.to_string())
    })
}

pub(super) fn error_bare_array(scene: &Scene<'_>) -> Reply {
    edit(scene, |body| {
        let code = body.get(CODE).cloned().unwrap_or_default();
        let message = body.get(MESSAGE).cloned().unwrap_or_default();
        *body = json!([{ "errorCode": code, "errorMessage": message }]);
    })
}

pub(super) fn error_without_anything(scene: &Scene<'_>) -> Reply {
    edit(scene, |body| *body = json!({}))
}

pub(super) fn error_code_missing(scene: &Scene<'_>) -> Reply {
    remove(scene, &[CODE, "errorCode"])
}

pub(super) fn error_message_missing(scene: &Scene<'_>) -> Reply {
    remove(scene, &[MESSAGE, "errorMessage", "detail"])
}

pub(super) fn error_code_number(scene: &Scene<'_>) -> Reply {
    set(scene, CODE, |code| {
        let digits: String = code.as_str().unwrap_or_default().chars().filter(char::is_ascii_digit).collect();
        json!(digits.parse::<u64>().unwrap_or_default())
    })
}

pub(super) fn error_message_null(scene: &Scene<'_>) -> Reply {
    set(scene, MESSAGE, |_| Value::Null)
}

pub(super) fn error_message_object(scene: &Scene<'_>) -> Reply {
    set(scene, MESSAGE, |message| json!({ "zh-cn": message, "en-us": message }))
}

pub(super) fn error_details_object(scene: &Scene<'_>) -> Reply {
    set(scene, "details", |details| details.get(0).cloned().unwrap_or_default())
}

pub(super) fn error_with_200(scene: &Scene<'_>) -> Reply {
    scene.on_error(|reply| Reply { status: 200, ..reply })
}

pub(super) fn error_with_undescribed_status(scene: &Scene<'_>) -> Reply {
    scene.on_error(|reply| Reply { status: 418, ..reply })
}

pub(super) fn error_echoes_token(scene: &Scene<'_>) -> Reply {
    let header = [headers::X_AUTH_TOKEN, headers::AK_SK].iter().find_map(|name| scene.asked.header(name));
    set(scene, MESSAGE, |message| match header {
        Some(proof) => json!(format!("{} [{proof}]", message.as_str().unwrap_or_default())),
        None => message.clone(),
    })
}
