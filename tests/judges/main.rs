//! Three judges of the same bytes: the contract, the schema of the types, and the client that reads them.

#[path = "../../src/spec/mod.rs"]
#[allow(dead_code, unused_imports)]
mod spec;
#[path = "../../src/yaml/mod.rs"]
#[allow(dead_code)]
mod yaml;

mod agreement;
mod classes;
mod files;
mod schemas;
mod served;
mod table;
mod verdict;
