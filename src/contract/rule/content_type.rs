//! A body that says it is something else.

use super::{About, Need, Rule};
use crate::contract::body::Body;
use crate::contract::found::{Found, Run};
use crate::findings::Severity;
use crate::spec::pointer;
use crate::text::printable;
use http::header::CONTENT_TYPE;

pub(super) struct ContentType;

const ABOUT: About = About {
    id: "content-type",
    title: "the content type is not the described one",
    severity: "warning",
    checks: "Every body is sent as the media type that the description has for its status.",
    needs: Need::Headers,
    why: "Clients that go by the header read nothing, or read it wrongly.",
    example: "JSON is sent as `text/plain`.",
    fix: "Send `Content-Type: application/json`.",
};

impl Rule for ContentType {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[&["body-not-json", "body-not-utf8"]]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, answer) in run.answers() {
            let Some(response) = run.operation(exchange).responses.get(&answer.status) else { continue };
            let Some(headers) = &answer.headers else { continue };
            if response.schema.is_none() || matches!(answer.body, Body::Unrecorded | Body::Empty) {
                continue;
            }
            let sent = headers.get(CONTENT_TYPE).map_or(&b""[..], |value| value.as_bytes());
            let sent = String::from_utf8_lossy(sent).trim().to_ascii_lowercase();
            if !is_json(&sent) {
                let said = match sent.as_str() {
                    "" => "without a content type".to_owned(),
                    sent => format!("as {}", printable(sent)),
                };
                let at = pointer(&response.pointer, "content");
                found.add(&ABOUT, Severity::Warning, format!("a body is sent {said}"), &at, place, "");
            }
        }
    }
}

/// Whether a content type is JSON, in the only encoding that JSON has.
fn is_json(sent: &str) -> bool {
    let mut parts = sent.split(';').map(str::trim);
    let kind = parts.next() == Some("application/json");
    let charset = parts.find_map(|part| part.strip_prefix("charset="));
    kind && charset.is_none_or(|charset| matches!(charset.trim_matches('"'), "utf-8" | "utf8"))
}
