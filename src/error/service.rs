//! What an error body says, in every form that has been seen.

use serde_json::{Map, Value};

use crate::generated::ERROR_NAMES;
use crate::text::{Cleaner, cut};
use crate::types::{ErrorDetail, LegacyError};
use crate::wire::mend;

/// The contents of an error body; all empty where it says nothing that can be understood.
#[derive(Clone, Debug, Default)]
pub(crate) struct ServiceError {
    pub(crate) error_code: Option<String>,
    pub(crate) error_msg: Option<String>,
    pub(crate) encoded_authorization_message: Option<String>,
    pub(crate) request_id: Option<String>,
    pub(crate) details: Vec<ErrorDetail>,
}

impl ServiceError {
    /// Reads a body: the new form, the old one, both at once, a bare array, or either of them further inside.
    pub(crate) fn read(body: &[u8], cleaner: &Cleaner) -> Self {
        let mended = || serde_json::from_slice(&mend(body, &mut |_, _, _| {})?).ok();
        let Some(value) = serde_json::from_slice::<Value>(body).ok().or_else(mended) else {
            return Self::default();
        };
        let find = |name: &str| search(&value, &[name]).map(|[text]| cleaner.clean(&text));
        let pair = search(&value, &["error_code", "error_msg"]);
        let (error_code, error_msg) = match pair {
            Some([code, message]) => (Some(cleaner.clean(&code)), Some(cleaner.clean(&message))),
            None => (find("error_code"), find("error_msg")),
        };
        Self {
            error_code,
            error_msg,
            encoded_authorization_message: find("encoded_authorization_message"),
            request_id: find("request_id").map(|id| cut(id, 100)),
            details: details(&value, cleaner),
        }
    }

    /// Code and message in one line, as far as they are known, each cut to what a person reads.
    pub(crate) fn summary(&self) -> Option<String> {
        let code = self.error_code.clone().map(|code| cut(code, 100));
        let message = self.error_msg.clone().map(|message| cut(message, 1000));
        match (code, message) {
            (Some(code), Some(message)) => Some(format!("{code}: {message}")),
            (Some(text), None) | (None, Some(text)) => Some(text),
            (None, None) => None,
        }
    }
}

/// The texts of properties that stand together in one object, each under its own name or else under another
/// that is known for it; outer objects first.
fn search<const N: usize>(value: &Value, wanted: &[&str; N]) -> Option<[String; N]> {
    let mut level: Vec<&Value> = vec![value];
    // Each round looks one level further inside; serde_json bounds how many there can be.
    while !level.is_empty() {
        for object in level.iter().filter_map(|value| value.as_object()) {
            let texts: Vec<String> = wanted.iter().filter_map(|name| named(object, name)).collect();
            if let Ok(texts) = texts.try_into() {
                return Some(texts);
            }
        }
        level = level.into_iter().flat_map(children).collect();
    }
    None
}

fn named(object: &Map<String, Value>, name: &str) -> Option<String> {
    let aliases =
        ERROR_NAMES.iter().find(|(known, _)| *known == name).map_or(&[][..], |(_, aliases)| *aliases);
    std::iter::once(name).chain(aliases.iter().copied()).find_map(|name| text(object, name))
}

fn text(object: &Map<String, Value>, name: &str) -> Option<String> {
    match object.get(name)? {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn children(value: &Value) -> Vec<&Value> {
    match value {
        Value::Array(items) => items.iter().collect(),
        Value::Object(entries) => entries.values().collect(),
        _ => Vec::new(),
    }
}

/// The single errors: the new form's, else the old form's in the new one's shape.
fn details(value: &Value, cleaner: &Cleaner) -> Vec<ErrorDetail> {
    let list = |name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let mut details: Vec<ErrorDetail> = list("details").into_iter().filter_map(object).collect();
    if details.is_empty() {
        let old = value.as_array().cloned().unwrap_or_else(|| list("errors"));
        details = old.into_iter().filter_map(object::<LegacyError>).map(renew).collect();
    }
    for detail in &mut details {
        for text in [&mut detail.error_code, &mut detail.error_msg].into_iter().flatten() {
            *text = cleaner.clean(text);
        }
    }
    details
}

fn object<T: serde::de::DeserializeOwned>(value: Value) -> Option<T> {
    value.is_object().then(|| serde_json::from_value(value).ok()).flatten()
}

fn renew(old: LegacyError) -> ErrorDetail {
    let mut detail = ErrorDetail::default();
    detail.error_code = old.error_code;
    detail.error_msg = match (old.error_message, old.detail) {
        (Some(message), Some(more)) if !more.is_empty() => Some(format!("{message} ({more})")),
        (message, more) => message.or(more),
    };
    detail
}

#[cfg(test)]
mod tests {
    use super::ServiceError;
    use crate::text::Cleaner;

    fn read(body: &str) -> (Option<String>, Option<String>) {
        let error = ServiceError::read(body.as_bytes(), &Cleaner::default());
        (error.error_code, error.error_msg)
    }

    #[test]
    fn every_form_that_has_been_seen_is_understood() {
        for body in [
            r#"{"error_code":"A","error_msg":"m"}"#,
            r#"{"errorCode":"A","errorMsg":"m"}"#,
            r#"{"code":"A","message":"m"}"#,
            r#"{"error":{"code":"A","message":"m"}}"#,
            r#"{"a":{"b":{"error_code":"A","error_msg":"m"}}}"#,
            r#"{"errors":[{"errorCode":"A","errorMessage":"m","detail":"d"}]}"#,
            r#"[{"errorCode":"A","errorMessage":"m"}]"#,
            r#"{"errors":[{"errorCode":"B","errorMessage":"n"}],"error_code":"A","error_msg":"m"}"#,
        ] {
            assert_eq!(read(body), (Some("A".to_owned()), Some("m".to_owned())), "{body}");
        }
        assert_eq!(read(r#"{"code":401,"message":"m"}"#).0, Some("401".to_owned()));
        let mixed = r#"{"code":400,"errors":[{"errorCode":"A","errorMessage":"m"}]}"#;
        assert_eq!(read(mixed), (Some("A".to_owned()), Some("m".to_owned())));
        assert_eq!(read("\u{feff}{\"error_code\":\"A\",\"x\":1e400}").0, Some("A".to_owned()));
        assert_eq!(read(r#"{"error_code":"A"}"#), (Some("A".to_owned()), None));
    }

    #[test]
    fn what_is_no_error_body_says_nothing() {
        for body in ["", "<html>", "null", "7", "[]", "{}", r#"{"error_code":null}"#] {
            assert_eq!(read(body), (None, None), "{body}");
        }
    }

    #[test]
    fn the_old_form_fills_the_details() {
        let body = r#"{"errors":[{"errorCode":"A","errorMessage":"m","detail":"d"}]}"#;
        let details = ServiceError::read(body.as_bytes(), &Cleaner::default()).details;
        assert_eq!(details[0].error_msg.as_deref(), Some("m (d)"));
    }

    #[test]
    fn a_server_that_echoes_our_secret_does_not_get_it_shown() {
        let cleaner = Cleaner::default();
        cleaner.learn(["s3cret".into()]);
        let error = ServiceError::read(br#"{"error_code":"A","error_msg":"bad token s3cret"}"#, &cleaner);
        assert_eq!(error.summary().as_deref(), Some("A: bad token [redacted]"));
    }
}
