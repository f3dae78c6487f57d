//! The pass over bytes and the validator over values give every body the same verdict.

mod bodies;
mod documents;
mod schemas;
