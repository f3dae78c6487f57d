//! The simulator, asked over plain sockets and judged by the API description. The crate's own client takes no
//! part: what both of them misread in the same way would not show.

mod conformance;
mod connections;
mod credentials;
mod history;
mod http;
mod judge;
mod pages;
mod refusals;
#[path = "../../src/spec/mod.rs"]
#[allow(dead_code, unused_imports)]
mod spec;
