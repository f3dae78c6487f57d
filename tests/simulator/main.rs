//! The simulator, asked over plain sockets and judged by the API description. The crate's own client takes no
//! part: what both of them misread in the same way would not show.

mod admin;
mod bodies;
mod clock;
mod conformance;
mod connections;
mod credentials;
mod defects;
mod history;
mod http;
mod iam;
mod instance;
mod judge;
mod metadata;
mod pages;
mod refusals;
mod runs;
mod scenarios;
mod schedules;
mod signatures;
mod signed;
#[path = "../../src/auth/signer.rs"]
#[allow(dead_code)]
mod signer;
#[path = "../../src/spec/mod.rs"]
#[allow(dead_code, unused_imports)]
mod spec;
mod state;
mod sts;
mod tour;
mod variants;
#[path = "../../src/yaml/mod.rs"]
#[allow(dead_code)]
mod yaml;
