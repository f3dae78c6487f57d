//! Time is virtual where no socket is involved, and short where one is.

mod enduring;
mod estimating;
mod starting;
mod stopping;
mod waiting;
mod watching;

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use serde_json::json;

use super::looks::Looks;
use crate::credentials::testing::server;
use crate::error::{Error, Kind, ServiceError};
use crate::operations::SHOW_GC_TASK;
use crate::transport::tests::exchange;
use crate::types::GcTask;

fn task(id: i64, status: &str) -> GcTask {
    serde_json::from_value(json!({ "id": id, "job_status": status })).expect("a task")
}

fn tasks(told: &[(i64, &str)]) -> Vec<GcTask> {
    told.iter().map(|(id, status)| task(*id, status)).collect()
}

fn refusal(status: u16, headers: &[(&'static str, &str)]) -> Error {
    let exchange = exchange(status, headers);
    let answered = crate::error::Answered { operation: &SHOW_GC_TASK, exchange, request_id: None };
    Error::service(answered, ServiceError::default(), status.to_string())
}

fn gone() -> Error {
    Error::transport(Kind::Connect, &SHOW_GC_TASK, "no connection", None)
}

/// What each look shows; the last one for ever.
fn script<T: Clone + Send + 'static>(seen: Vec<Result<T, fn() -> Error>>) -> Looks<T> {
    let seen = Arc::new(Mutex::new(VecDeque::from(seen)));
    Looks::new(
        &SHOW_GC_TASK,
        || false,
        move || {
            let mut seen = seen.lock().expect("a script");
            let now = if seen.len() > 1 { seen.pop_front() } else { seen.front().cloned() };
            async move { now.expect("the script has a line").map_err(|error| error()) }
        },
    )
}
