//! The contract and what the build makes of it.

#[path = "../../build/mod.rs"]
#[allow(dead_code)]
mod build;
#[path = "../../src/spec/mod.rs"]
#[allow(dead_code, unused_imports)]
mod spec;
#[path = "../../src/yaml/mod.rs"]
#[allow(dead_code)]
mod yaml;

mod code;
mod diagnostics;
mod document;
mod edits;
mod examples;
mod regions;
mod samples;
mod support;
mod writes;
