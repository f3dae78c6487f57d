//! The contract suite against services that are right, in many ways, and services that are wrong, in many more.

mod budget;
mod check;
mod coverage;
mod diff;
mod faulty;
mod healthy;
mod matrix;
mod nasty;
mod outcomes;
mod recorded;
mod secrets;
mod server;
mod support;
mod traffic;
mod undone;
mod writes;
