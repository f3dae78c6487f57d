//! Reading one page of 100 tasks.

use std::hint::black_box;

use swr_gc::types::ListGcTasksResponse;

use crate::pairs::compare;
use crate::sample::{List, page};

const ROUNDS: usize = 200;

pub fn run() {
    let body = page(1, 100, Some("eyJpZCI6MTIzNH0="));
    let name = format!("decode a page of {} bytes, {ROUNDS} times", body.len());
    compare(
        &name,
        1.10,
        || (0..ROUNDS).for_each(|_| drop(black_box(serde_json::from_str::<ListGcTasksResponse>(&body)))),
        || (0..ROUNDS).for_each(|_| drop(black_box(serde_json::from_str::<List>(&body)))),
    );
}
