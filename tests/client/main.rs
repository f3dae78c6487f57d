//! The client against servers of the tests' own, which share no code with the simulator.

mod answering;
mod embedding;
mod ending;
mod faults;
mod inflating;
mod listing;
mod mending;
mod promises;
mod reading;
mod refusing;
mod sending;
mod server;
mod shielding;
#[path = "../../src/auth/signer.rs"]
#[allow(dead_code)]
mod signer;
mod signing;
mod streaming;
mod walking;
