//! What a program can see of the crate: a change of it is a change of a snapshot.

#[path = "../../build/mod.rs"]
#[allow(dead_code)]
mod build;
#[path = "../../src/spec/mod.rs"]
#[allow(dead_code, unused_imports)]
mod spec;
#[path = "../../src/yaml/mod.rs"]
#[allow(dead_code)]
mod yaml;

mod attributes;
mod canonical;
mod edits;
mod examples;
mod expand;
mod exports;
mod listing;
mod modules;
mod names;
mod promises;
mod snapshots;
mod text;
