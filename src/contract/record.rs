//! What was asked and what came, in the order in which it happened.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;

use super::body::Body;
use super::remark::Remark;
use crate::spec::{Contract, Pagination};

/// Everything that one run has seen, or that was recorded of another; rules judge nothing else.
#[derive(Default)]
pub(crate) struct Record {
    /// The file that it was read from.
    pub(crate) file: Option<String>,
    pub(crate) exchanges: Vec<Exchange>,
    /// Walks from page to page, each with the places of its exchanges.
    pub(crate) walks: Vec<Walk>,
    /// Operations that the service does not have, by their index, with what it says instead.
    pub(crate) unserved: BTreeMap<usize, String>,
    /// Items that the run has started, as text.
    pub(crate) started: BTreeSet<String>,
    /// What the run could not find out, in words.
    pub(crate) open: Vec<String>,
}

/// One request with what came of it.
pub(crate) struct Exchange {
    /// Which one it was, counted from 1; of a body by itself nobody knows the request.
    pub(crate) number: Option<usize>,
    /// Index of the operation in the API description.
    pub(crate) operation: usize,
    pub(crate) intent: Intent,
    /// Path and query.
    pub(crate) target: String,
    /// The body of the request.
    pub(crate) sent: Option<Value>,
    pub(crate) curl: Option<String>,
    pub(crate) outcome: Result<Answer, Failure>,
}

pub(crate) struct Answer {
    pub(crate) status: u16,
    /// `None` where they are not known.
    pub(crate) headers: Option<HeaderMap>,
    pub(crate) raw: Bytes,
    /// With what was embedded as text unpacked.
    pub(crate) body: Body,
    /// What is to be said of the body by its schema; nothing where the status has none.
    pub(crate) remarks: Vec<Remark>,
}

/// Why there is no answer.
pub(crate) struct Failure {
    /// Nobody was there; nothing was sent.
    pub(crate) absent: bool,
    /// A head came, and then something that is no body.
    pub(crate) answered: bool,
    /// More came than is read of one answer.
    pub(crate) too_long: bool,
    pub(crate) message: String,
}

/// What a request is for, and so what its answer has to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Intent {
    /// A page, of no stated size or of this one; a `later` one is asked for by the marker of another.
    Page {
        size: Option<i64>,
        later: bool,
    },
    /// The same request as another one, by its place.
    Repeat {
        of: usize,
    },
    /// A parameter with a value that is not allowed.
    Wrong {
        parameter: String,
        wrong: Wrong,
        value: String,
    },
    Anonymous,
    WrongToken,
    WrongSignature,
    StaleSignature,
    Forbidden,
    UnknownResource {
        parameter: String,
    },
    /// What there is once.
    Read,
    /// One item of a list, shown alone.
    Item {
        list: usize,
        identity: String,
    },
    /// A new item.
    Start,
    /// An item is to end; it may have been told so before.
    Stop {
        identity: String,
        again: bool,
    },
    /// What is shown is to be another.
    Write,
    /// A body that is not as described.
    WrongBody(Flaw),
    /// What for, was not recorded: any described answer may be the right one.
    Untold,
}

impl Intent {
    /// Whether somebody asks whom nobody knows.
    pub(crate) fn is_of_stranger(&self) -> bool {
        matches!(self, Self::Anonymous | Self::WrongToken | Self::WrongSignature | Self::StaleSignature)
    }
}

/// What is wrong with the body of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Flaw {
    /// Pointer of the keyword that is broken, in the API description.
    pub(crate) at: String,
    /// The body in a few words.
    pub(crate) said: String,
}

/// What is wrong with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Wrong {
    BelowMinimum,
    AboveMaximum,
    NotANumber,
    UnknownWord,
    UnknownMarker,
    AgainstPattern,
}

/// Pages that follow each other.
pub(crate) struct Walk {
    pub(crate) operation: usize,
    /// Items of a full page, where that is known.
    pub(crate) size: Option<i64>,
    /// Query parameter and word.
    pub(crate) filter: Option<(String, String)>,
    /// Places of the exchanges.
    pub(crate) pages: Vec<usize>,
    pub(crate) end: End,
    pub(crate) purpose: Purpose,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Purpose {
    /// The whole list, which others are compared with.
    Base,
    /// The beginning of the list, in pages of another size.
    Prefix,
    Filter,
    /// The whole list once more, to see what changed meanwhile.
    Again,
    /// Pages of which nobody knows what came before them.
    Part,
}

/// How a walk ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    /// No further page was named.
    Complete,
    /// As many pages as were wanted.
    Enough,
    /// A marker came back, or page after page brought what had come before.
    Loop,
    /// Page after page brought nothing, and led on.
    Endless,
    /// A page could not be read, or was refused.
    Broken,
}

/// Where a page leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Next<'a> {
    End,
    Marker(&'a str),
    /// Something stands there that is no marker.
    Unusable,
}

/// One item of a walk.
#[derive(Clone, Copy)]
pub(crate) struct Seen<'a> {
    pub(crate) page: usize,
    /// On its page.
    pub(crate) index: usize,
    pub(crate) item: &'a Value,
}

impl Seen<'_> {
    /// Where it stands in the body of its page.
    pub(crate) fn pointer(&self, pagination: &Pagination) -> String {
        format!("{}/{}", pagination.items, self.index)
    }
}

impl Exchange {
    pub(crate) fn is_accepted(&self) -> bool {
        self.outcome.as_ref().is_ok_and(Answer::is_2xx)
    }

    /// Whether nothing at all came back, though somebody was there.
    pub(crate) fn is_silent(&self) -> bool {
        self.outcome.as_ref().is_err_and(|failure| !failure.absent && !failure.answered)
    }
}

impl Answer {
    pub(crate) fn is_2xx(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// Whether it is a refusal; one that asks to slow down refuses nothing.
    pub(crate) fn is_refusal(&self) -> bool {
        (300..500).contains(&self.status) && self.status != 429
    }

    pub(crate) fn value(&self) -> Option<&Value> {
        self.body.json().map(|json| &json.value)
    }
}

impl Record {
    pub(crate) fn answer(&self, place: usize) -> Option<&Answer> {
        self.exchanges.get(place)?.outcome.as_ref().ok()
    }

    /// What is to be said of the operations that the service does not have, if there are such.
    pub(crate) fn unserved_in_words(&self, contract: &Contract) -> Option<String> {
        let named =
            |(place, instead): (&usize, &String)| format!("{} ({instead})", contract.operations[*place].id);
        let names: Vec<_> = self.unserved.iter().map(named).collect();
        (!names.is_empty()).then(|| {
            format!(
                "not judged, since the service does not have it or does not allow it: {}",
                names.join(", ")
            )
        })
    }

    /// The items of a page.
    pub(crate) fn items<'a>(&'a self, pagination: &Pagination, place: usize) -> &'a [Value] {
        let answer = self.answer(place).filter(|answer| answer.is_2xx());
        let items = answer.and_then(|answer| answer.value()?.pointer(&pagination.items));
        items.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
    }

    /// Where a page leads.
    pub(crate) fn next<'a>(&'a self, pagination: &Pagination, place: usize) -> Next<'a> {
        let Some(mut value) = self.answer(place).and_then(Answer::value) else { return Next::Unusable };
        for step in pagination.next.split('/').skip(1) {
            value = match value.as_object() {
                Some(object) => match object.get(step) {
                    Some(inside) => inside,
                    None => return Next::End,
                },
                None => return Next::Unusable,
            };
        }
        match value {
            Value::Null => Next::End,
            Value::String(text) if text.is_empty() && pagination.empty_ends => Next::End,
            Value::String(text) => Next::Marker(text),
            _ => Next::Unusable,
        }
    }

    /// Every item of a walk, with its place.
    pub(crate) fn walked<'a>(
        &'a self,
        pagination: &'a Pagination,
        walk: &'a Walk,
    ) -> impl Iterator<Item = Seen<'a>> {
        walk.pages.iter().flat_map(move |page| {
            let items = self.items(pagination, *page).iter().enumerate();
            items.map(move |(index, item)| Seen { page: *page, index, item })
        })
    }

    /// The walk that the others of an operation are compared with: the one through the whole list, or the longest
    /// where that one is refused or goes in circles.
    pub(crate) fn base(&self, operation: usize, pagination: &Pagination) -> Option<&Walk> {
        let usable = |walk: &&Walk| {
            let plain = walk.filter.is_none() && !matches!(walk.purpose, Purpose::Again | Purpose::Part);
            let sound = !matches!(walk.end, End::Loop | End::Endless);
            let answered = walk.pages.first().and_then(|page| self.answer(*page));
            walk.operation == operation && plain && sound && answered.is_some_and(Answer::is_2xx)
        };
        let walks = || self.walks.iter().filter(usable);
        walks()
            .find(|walk| walk.purpose == Purpose::Base)
            .or_else(|| walks().max_by_key(|walk| self.walked(pagination, walk).count()))
    }
}

/// What tells one item from others, as text.
pub(crate) fn identity(pagination: &Pagination, item: &Value) -> Option<String> {
    let value = item.get(&pagination.identity)?;
    in_path(value).or_else(|| (!value.is_null()).then(|| value.to_string()))
}

/// An identity as it stands in a path: `1001.0` is 1001, written badly.
pub(crate) fn in_path(identity: &Value) -> Option<String> {
    match identity {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => {
            let text = number.to_string();
            Some(text.strip_suffix(".0").map_or_else(|| text.clone(), str::to_owned))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::in_path;

    #[test]
    fn an_identity_is_the_same_however_its_number_is_written() {
        for (value, text) in [
            (json!(1001), Some("1001")),
            (json!(1001.0), Some("1001")),
            (json!("1001"), Some("1001")),
            (json!(10.5), Some("10.5")),
            (json!(null), None),
        ] {
            assert_eq!(in_path(&value).as_deref(), text, "{value}");
        }
    }
}
