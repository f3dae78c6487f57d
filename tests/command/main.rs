//! The command, run as a process: what it prints where, and how it ends.

// What is about signals, pipes and terminals is tested where there are those of Unix.
#![cfg_attr(windows, allow(dead_code, unused_imports))]

mod auth;
mod check;
mod clean_up;
mod cloud;
mod completions;
mod contract;
mod coverage;
mod diff;
mod doctor;
mod empty;
#[cfg(unix)]
mod ending;
mod explain;
mod failures;
mod forms;
mod help;
mod json;
mod listing;
mod network;
mod odd_values;
mod permissions;
mod pipes;
mod precedence;
mod profiles;
mod record;
mod run;
mod safety;
mod scenarios;
mod schedule;
mod secrets;
mod server;
mod show;
mod sign;
mod simulate;
mod sources;
mod stats;
mod stop;
mod table;
mod tasks;
#[cfg(unix)]
mod terminal;
#[cfg(unix)]
mod tty;
mod usage;
mod wait;
mod watch;
