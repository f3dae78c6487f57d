//! Nobody gets to see a secret: not in logs, `Debug`, errors, panics, output or the list of processes.

#![cfg_attr(windows, allow(unused_imports))]

mod canaries;
mod client;
mod command;
mod panics;
mod plain;
mod recording;
#[path = "../command/run.rs"]
#[allow(dead_code, unused_imports, unused_macros)]
mod run;
#[path = "../client/server.rs"]
#[allow(dead_code)]
mod server;
