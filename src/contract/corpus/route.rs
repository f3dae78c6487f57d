//! From method and URL to the operation that they name.

use url::Url;

use crate::spec::{Contract, Operation};

/// Where a recorded request belongs.
pub(super) enum Routed {
    To(Route),
    /// At or below a described path, and not described.
    Undescribed(String),
    Elsewhere,
}

/// A request for an operation.
pub(super) struct Route {
    pub(super) operation: usize,
    /// The service, and what all its operations are about there.
    pub(super) resource: String,
    /// Path and query.
    pub(super) target: String,
    pub(super) query: Vec<(String, String)>,
}

/// Finds the operation that a request is for; what stands before a described path is a proxy's.
pub(super) fn route(contract: &Contract, method: &str, url: &str) -> Routed {
    let Ok(url) = Url::parse(url) else { return Routed::Elsewhere };
    let Some(given) = url.path_segments().map(Iterator::collect::<Vec<_>>) else { return Routed::Elsewhere };
    let matching = contract.operations.iter().enumerate().filter_map(|(index, operation)| {
        let begin = given.len().checked_sub(segments(&operation.path).count())?;
        // Words count more than values: the schedule is no task.
        Some((words(&operation.path, &given[begin..])?, index, begin))
    });
    let matching: Vec<_> = matching.collect();
    let most = matching.iter().map(|(words, ..)| *words).max();
    let named = matching
        .iter()
        .find(|(words, index, _)| Some(*words) == most && contract.operations[*index].method == method);
    if let Some((_, operation, begin)) = named.copied() {
        let described = &contract.operations[operation];
        let mut target = url.path().to_owned();
        if let Some(query) = url.query() {
            target.push('?');
            target.push_str(query);
        }
        return Routed::To(Route {
            operation,
            resource: resource(contract, described, &url, &given[begin..]),
            target,
            query: url.query_pairs().into_owned().collect(),
        });
    }
    let below = |operation: &Operation| {
        let length = segments(&operation.path).count();
        given.windows(length.max(1)).any(|window| words(&operation.path, window).is_some())
    };
    // Browsers ask by OPTIONS whether they may ask.
    match method != "OPTIONS" && contract.operations.iter().any(below) {
        true => Routed::Undescribed(format!("{method} {}", url.path())),
        false => Routed::Elsewhere,
    }
}

fn segments(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').skip(1)
}

fn is_value(segment: &str) -> bool {
    segment.starts_with('{') && segment.ends_with('}')
}

/// How many words of a described path the given one has, if it is one of that form.
fn words(path: &str, given: &[&str]) -> Option<usize> {
    let mut words = 0;
    for (described, given) in segments(path).zip(given) {
        match is_value(described) {
            true if given.is_empty() => return None,
            true => {}
            false if described == *given => words += 1,
            false => return None,
        }
    }
    Some(words)
}

/// The service, and the values of path parameters that every operation has.
fn resource(contract: &Contract, operation: &Operation, url: &Url, given: &[&str]) -> String {
    let shared =
        |name: &&str| contract.operations.iter().all(|other| segments(&other.path).any(|own| own == *name));
    let pairs = segments(&operation.path).zip(given).filter(|(name, _)| is_value(name) && shared(name));
    let values: Vec<_> = pairs.map(|(name, value)| format!("{name}={value}")).collect();
    format!("{} {}", url.origin().ascii_serialization(), values.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{Routed, route};
    use crate::contract::described::described;

    fn routed(method: &str, url: &str) -> String {
        let contract = &described().expect("the description").contract;
        match route(contract, method, url) {
            Routed::To(route) => format!("{} {}", contract.operations[route.operation].id, route.resource),
            Routed::Undescribed(what) => format!("not described: {what}"),
            Routed::Elsewhere => "elsewhere".to_owned(),
        }
    }

    #[test]
    fn method_and_path_name_an_operation() {
        let root = "https://swr.example/v2/p/instances/i/system/gc";
        let at = "https://swr.example {project_id}=p {instance_id}=i";
        for (method, url, expected) in [
            ("GET", root.to_owned(), format!("ListGcTasks {at}")),
            ("GET", format!("{root}?limit=7&marker=a%3Db"), format!("ListGcTasks {at}")),
            ("GET", format!("{root}/17"), format!("ShowGcTask {at}")),
            ("GET", format!("{root}/schedule"), format!("ShowGcSchedule {at}")),
            ("POST", format!("{root}/schedule"), format!("ExecuteGcSchedule {at}")),
            ("GET", root.replace("/v2", "/proxy/v2"), format!("ListGcTasks {at}")),
            ("PATCH", root.to_owned(), "not described: PATCH /v2/p/instances/i/system/gc".to_owned()),
            (
                "GET",
                format!("{root}/1/log"),
                "not described: GET /v2/p/instances/i/system/gc/1/log".to_owned(),
            ),
            ("OPTIONS", root.to_owned(), "elsewhere".to_owned()),
            ("GET", "https://swr.example/v2/p/instances//system/gc".to_owned(), "elsewhere".to_owned()),
            ("GET", "https://swr.example/".to_owned(), "elsewhere".to_owned()),
            ("GET", "data:text/plain,x".to_owned(), "elsewhere".to_owned()),
            ("GET", "no URL".to_owned(), "elsewhere".to_owned()),
        ] {
            assert_eq!(routed(method, &url), expected, "{method} {url}");
        }
    }
}
