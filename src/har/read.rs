//! Reading of HAR 1.1 and 1.2 as it is written: with keys of one's own, and without some that the format demands.

mod body;
#[cfg(test)]
mod tests;

use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::{Deserialize, Deserializer};
use serde_json::Value;
use serde_path_to_error::Segment;

use self::body::Content;
use super::Entry;
use crate::text::{cut, printable};

/// More bytes of one file are not read.
const MOST: usize = 64 * 1024 * 1024;

/// Reads a HAR file: its entries, in their order. One that cannot be understood says so in its `flaw`: it may be about
/// something else.
///
/// # Errors
///
/// It is no HAR file, it has more than 64 MiB, or an entry is none; the error names the entry, counted from 1, and the
/// field.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Entry>, Unreadable> {
    if bytes.len() > MOST {
        let (size, most) = (bytes.len(), MOST >> 20);
        let message = format!("it has {size} bytes, and at most {most} MiB are read: record less at a time");
        return Err(Unreadable { entry: None, field: String::new(), message });
    }
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let mut json = serde_json::Deserializer::from_slice(text);
    let file: File = serde_path_to_error::deserialize(&mut json).map_err(|error| unreadable(&error))?;
    json.end().map_err(|error| no_har(&error))?;
    let entries = file.log.entries.into_iter().enumerate();
    Ok(entries.map(|(index, recorded)| recorded.entry(index)).collect())
}

/// Why a HAR file cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unreadable {
    /// Which entry is to blame, counted from 1, if it is one.
    pub(crate) entry: Option<usize>,
    /// The field in the entry, such as `response.content.text`; empty where it is the file as a whole.
    pub(crate) field: String,
    /// What is wrong, and what to do.
    pub(crate) message: String,
}

impl Unreadable {
    fn field(field: &str, message: String) -> Self {
        Self { entry: None, field: field.to_owned(), message }
    }

    fn of(self, index: usize) -> Self {
        Self { entry: Some(index + 1), ..self }
    }
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(entry) = self.entry {
            write!(f, "entry {entry}: ")?;
        }
        if !self.field.is_empty() {
            write!(f, "{}: ", self.field)?;
        }
        f.write_str(&self.message)
    }
}

/// What is wrong with the JSON itself, or with a value in it.
fn unreadable(error: &serde_path_to_error::Error<serde_json::Error>) -> Unreadable {
    let (path, cause) = (error.path(), error.inner());
    let entry = path.iter().find_map(|segment| match segment {
        Segment::Seq { index } => Some(*index),
        _ => None,
    });
    let Some(entry) = entry.filter(|_| cause.is_data()) else { return no_har(cause) };
    let path = path.to_string();
    let field = path.split_once("].").map_or("", |(_, field)| field);
    Unreadable::field(field, format!("{cause}; take the entry out, or record it anew")).of(entry)
}

fn no_har(error: &serde_json::Error) -> Unreadable {
    let message = format!("it is no HAR file: {error}; export it again as HAR");
    Unreadable { entry: None, field: String::new(), message }
}

#[derive(Deserialize)]
struct File {
    log: Log,
}

#[derive(Deserialize)]
struct Log {
    entries: Vec<Recorded>,
}

/// An entry as it stands in the file; what nobody here asks for is passed over.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Recorded {
    request: Request,
    response: Option<Response>,
    started_date_time: Option<Value>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Request {
    method: String,
    url: String,
    headers: Option<Vec<Header>>,
    post_data: Option<Content>,
}

#[derive(Default, Deserialize)]
struct Response {
    status: Option<Value>,
    headers: Option<Vec<Header>>,
    content: Option<Content>,
    /// Of Chrome, mitmproxy and this crate.
    #[serde(rename = "_error")]
    error: Option<Value>,
    /// Of Playwright.
    #[serde(rename = "_failureText")]
    failure: Option<Value>,
}

#[derive(Deserialize)]
struct Header {
    #[serde(default, deserialize_with = "text")]
    name: String,
    #[serde(default, deserialize_with = "text")]
    value: String,
}

impl Recorded {
    fn entry(self, index: usize) -> Entry {
        let Self { request, response, started_date_time } = self;
        let response = response.unwrap_or_default();
        let mut flaw = None;
        let status = status(response.status.as_ref()).unwrap_or_else(|why| {
            flaw = Some(why);
            None
        });
        let response_headers = headers(response.headers);
        let body = response.content.map(|content| content.bytes("response.content", Some(&response_headers)));
        let sent = request.post_data.map(|content| content.bytes("request.postData", None));
        let mut known = |bytes: Option<Result<Option<Bytes>, Unreadable>>| {
            bytes.transpose().map(Option::flatten).unwrap_or_else(|why| {
                flaw.get_or_insert(why);
                None
            })
        };
        let (body, request_body) = (known(body), known(sent));
        let failure = [response.error, response.failure].into_iter().flatten().find_map(words);
        Entry {
            method: request.method,
            url: request.url,
            request_headers: headers(request.headers),
            request_body,
            status,
            response_headers,
            body: body.filter(|_| status.is_some()),
            error: failure,
            started: started_date_time.as_ref().and_then(Value::as_str).and_then(|time| time.parse().ok()),
            flaw: flaw.map(|why| why.of(index)),
        }
    }
}

/// The status of an answer. Where none came, recorders write nothing, 0 or -1.
fn status(value: Option<&Value>) -> Result<Option<u16>, Unreadable> {
    let number = match value {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(text)) if text.is_empty() => return Ok(None),
        Some(Value::String(text)) => text.parse().ok(),
        Some(value) => value.as_f64(),
    };
    match number {
        Some(number) if number <= 0.0 => Ok(None),
        Some(number) if number.fract() == 0.0 && (100.0..1000.0).contains(&number) => Ok(Some(number as u16)),
        _ => {
            let shown = excerpt(&value.map(ToString::to_string).unwrap_or_default());
            let message =
                format!("{shown} is no status: a number from 100 to 999, or 0 where no answer came");
            Err(Unreadable::field("response.status", message))
        }
    }
}

/// Headers that HTTP/1.1 could carry: HTTP/2 has further ones, which begin with a colon.
fn headers(recorded: Option<Vec<Header>>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for Header { name, value } in recorded.into_iter().flatten() {
        let Ok(name) = HeaderName::from_bytes(name.trim().as_bytes()) else { continue };
        // Firefox writes a header that came several times as the lines of one.
        let values = value.lines().filter_map(|line| HeaderValue::from_bytes(line.as_bytes()).ok());
        for value in values {
            headers.append(&name, value);
        }
    }
    headers
}

/// A text; a number or a flag that stands in its place is taken as it is written.
fn text<'de, D: Deserializer<'de>>(value: D) -> Result<String, D::Error> {
    Ok(match Value::deserialize(value)? {
        Value::String(text) => text,
        Value::Null => String::new(),
        other => other.to_string(),
    })
}

/// A reason in words, if it is one.
fn words(value: Value) -> Option<String> {
    match value {
        Value::String(text) if !text.trim().is_empty() => Some(text),
        _ => None,
    }
}

/// The beginning of a value, as it may be shown.
fn excerpt(text: &str) -> String {
    printable(&cut(text.to_owned(), 40))
}
