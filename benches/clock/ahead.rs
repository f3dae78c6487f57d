//! A server that takes its time, and a caller that does too.

use std::time::Duration;

use crate::listing::{by_hand, ours, single, token};
use crate::pairs::compare;
use crate::server::{PAGE, serve};

const PAGES: usize = 50;
const TIME: Duration = Duration::from_millis(20);

pub fn run() {
    let url = serve(PAGES * PAGE, TIME);
    compare(
        "50 pages, 20 ms for the server and 20 ms for the caller each",
        0.55,
        || assert_eq!(single().block_on(ours(token(&url), TIME)), PAGES * PAGE),
        || assert_eq!(single().block_on(by_hand(&url, TIME)), PAGES * PAGE),
    );
}
