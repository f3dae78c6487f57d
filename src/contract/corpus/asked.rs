//! What a recorded request asks for, as far as its query tells.

use serde_json::Value;

use crate::contract::record::{Intent, Wrong};
use crate::spec::{Contract, Operation, Parameter, Place, underlying};

/// What a request asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Asked {
    Page(Page),
    /// One value is not allowed.
    Wrong(Intent),
    Untold,
}

/// A page as described.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Page {
    pub(super) size: Option<i64>,
    /// Query parameters and words.
    pub(super) filters: Vec<(String, String)>,
    pub(super) marker: Option<String>,
}

/// What a query asks of an operation.
pub(super) fn asked(contract: &Contract, operation: &Operation, query: &[(String, String)]) -> Asked {
    let mut wrong = Vec::new();
    let mut page = Page::default();
    let pagination = operation.pagination.as_ref();
    for (index, (name, value)) in query.iter().enumerate() {
        let described = |known: &&Parameter| known.name == *name && known.place == Place::Query;
        let twice = query[..index].iter().any(|(before, _)| before == name);
        let Some(parameter) = operation.parameters.iter().find(described).filter(|_| !twice) else {
            return Asked::Untold;
        };
        if let Some(what) = wrong_value(contract, parameter, value) {
            wrong.push(Intent::Wrong { parameter: name.clone(), wrong: what, value: value.clone() });
        } else if pagination.is_some_and(|pages| pages.limit == *name) {
            page.size = value.parse().ok();
        } else if pagination.is_some_and(|pages| pages.marker == *name) {
            page.marker = Some(value.clone());
        } else if operation.filters.contains_key(name) {
            page.filters.push((name.clone(), value.clone()));
        }
    }
    let missing = |known: &&Parameter| {
        known.place == Place::Query && known.required && query.iter().all(|(name, _)| *name != known.name)
    };
    // What comes of a marker without a limit, and of an empty one, is not described.
    let lone = pagination.is_some_and(|pages| pages.marker_needs_limit) && page.size.is_none();
    let open = page.marker.as_ref().is_some_and(|marker| marker.is_empty() || lone);
    page.filters.sort();
    match wrong.pop() {
        _ if operation.parameters.iter().any(|known| missing(&known)) => Asked::Untold,
        Some(intent) if wrong.is_empty() => Asked::Wrong(intent),
        None if pagination.is_some() && !open => Asked::Page(page),
        _ => Asked::Untold,
    }
}

/// What is wrong with the value of a query parameter.
fn wrong_value(contract: &Contract, parameter: &Parameter, value: &str) -> Option<Wrong> {
    let schema = contract.source.get(&underlying(&contract.source, &parameter.schema)?)?;
    if schema.get("type").is_some_and(|kind| kind == "integer") {
        let bound = |key: &str| schema.get(key).and_then(Value::as_i64).map(i128::from);
        return match value.parse::<i128>() {
            Err(_) => Some(Wrong::NotANumber),
            Ok(number) if bound("minimum").is_some_and(|least| number < least) => Some(Wrong::BelowMinimum),
            Ok(number) if bound("maximum").is_some_and(|most| number > most) => Some(Wrong::AboveMaximum),
            Ok(_) => None,
        };
    }
    let words = schema.get("enum")?.as_array()?;
    words.iter().all(|word| word != value).then_some(Wrong::UnknownWord)
}

#[cfg(test)]
mod tests {
    use super::{Asked, asked};
    use crate::contract::described::described;

    fn told(query: &[(&str, &str)]) -> String {
        let contract = &described().expect("the description").contract;
        let operation = contract.operations.iter().find(|operation| operation.pagination.is_some());
        let query: Vec<_> =
            query.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        match asked(contract, operation.expect("a list"), &query) {
            Asked::Page(page) => format!("{:?} {:?} {}", page.size, page.marker, page.filters.len()),
            Asked::Wrong(intent) => format!("{intent:?}"),
            Asked::Untold => "untold".to_owned(),
        }
    }

    #[test]
    fn a_query_tells_what_is_asked_for() {
        for (query, expected) in [
            (&[][..], "None None 0"),
            (&[("limit", "7")], "Some(7) None 0"),
            (&[("limit", "7"), ("marker", "a"), ("status", "Error")], "Some(7) Some(\"a\") 1"),
            (&[("limit", "0")], "Wrong { parameter: \"limit\", wrong: BelowMinimum, value: \"0\" }"),
            (&[("limit", "101")], "Wrong { parameter: \"limit\", wrong: AboveMaximum, value: \"101\" }"),
            (&[("limit", "ten")], "Wrong { parameter: \"limit\", wrong: NotANumber, value: \"ten\" }"),
            (&[("status", "error")], "Wrong { parameter: \"status\", wrong: UnknownWord, value: \"error\" }"),
            (&[("status", "error"), ("limit", "0")], "untold"),
            (&[("limit", "1"), ("limit", "2")], "untold"),
            (&[("marker", "a")], "untold"),
            (&[("limit", "7"), ("marker", "")], "untold"),
            (&[("page", "2")], "untold"),
        ] {
            assert_eq!(told(query), expected, "{query:?}");
        }
    }
}
