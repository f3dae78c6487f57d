//! The command, run as a process: what it prints where, and how it ends.

mod auth;
mod check;
mod cloud;
mod completions;
mod contract;
mod diff;
mod empty;
mod explain;
mod failures;
mod forms;
mod help;
mod json;
mod listing;
mod network;
mod odd_values;
mod pipes;
mod precedence;
mod run;
mod safety;
mod secrets;
mod server;
mod simulate;
mod sources;
mod stats;
mod table;
mod usage;
