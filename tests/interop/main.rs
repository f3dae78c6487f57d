//! The vendor's SDK for Python and this client, side by side: what both read alike, and what only one reads right.

#[path = "../words/markdown.rs"]
#[allow(dead_code)]
mod markdown;

mod credentials;
mod document;
mod emptied;
mod listing;
mod misread;
mod operations;
mod refusals;
mod sdk;
mod server;
mod traces;
mod writes;
