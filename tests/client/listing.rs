//! A server with tasks on it, paged by code of the tests' own.

use crate::server::{Received, Reply, Server};

const STATUSES: [&str; 5] = ["Success", "Stopped", "Running", "Pending", "Error"];

/// Serves the tasks 1 to `count`; the last page says its end by `end`, a piece of JSON that begins with a comma.
pub async fn serving(count: usize, end: &'static str) -> Server {
    Server::start(move |request| page(count, end, request)).await
}

/// Serves the tasks 1 to `count`, but answers the request for page `failing` by `fault`.
pub async fn failing(count: usize, failing: usize, fault: Reply) -> Server {
    let mut asked = 0;
    Server::start(move |request| {
        asked += 1;
        if asked == failing { fault.clone() } else { page(count, "", request) }
    })
    .await
}

/// The marker of the page that begins after `offset` tasks. It is to be handed back unread, and a client that
/// encodes it twice or not at all gives back another one.
pub fn marker(offset: usize) -> String {
    format!("after+{offset}/%2B=")
}

fn page(count: usize, end: &str, request: &Received) -> Reply {
    let limit: usize = request.query("limit").map_or(10, |limit| limit.parse().expect("a number"));
    let start = request.query("marker").map_or(0, |marker| offset(&marker));
    let status = request.query("status");
    let tasks: Vec<String> = (1..=count)
        .map(|id| (id, STATUSES[id % STATUSES.len()]))
        .filter(|(_, own)| status.as_deref().is_none_or(|wanted| wanted == *own))
        .map(|(id, own)| format!(r#"{{"id":{id},"job_status":"{own}"}}"#))
        .collect();
    let stop = tasks.len().min(start + limit);
    let next = if stop < tasks.len() {
        format!(r#","page_info":{{"next_marker":"{}"}}"#, marker(stop))
    } else {
        end.to_owned()
    };
    Reply::ok(format!(r#"{{"tasks":[{}]{next}}}"#, tasks[start..stop].join(",")))
}

fn offset(marker: &str) -> usize {
    let offset = marker.strip_prefix("after+").and_then(|rest| rest.strip_suffix("/%2B="));
    offset.and_then(|offset| offset.parse().ok()).unwrap_or_else(|| panic!("{marker:?} is no marker of ours"))
}

/// A page with tasks of these ids; `next` is the JSON of the next marker.
pub fn page_of(ids: impl IntoIterator<Item = u64>, next: &str) -> Reply {
    let tasks: Vec<_> = ids.into_iter().map(|id| format!(r#"{{"id":{id}}}"#)).collect();
    Reply::ok(format!(r#"{{"tasks":[{}],"page_info":{{"next_marker":{next}}}}}"#, tasks.join(",")))
}
