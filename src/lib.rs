#![doc = include_str!("../README.md")]
#![cfg_attr(docsrs, feature(doc_cfg))]
#![warn(missing_docs, unreachable_pub)]

// The server of the tests is written for users of the crate.
#[cfg(test)]
extern crate self as swr_gc;

mod auth;
mod client;
mod clock;
mod credentials;
mod environment;
mod error;
mod exchange;
mod file;
mod gc_schedule;
mod gc_task;
mod generated;
pub mod operate;
mod pages;
mod regions;
mod text;
mod transport;
pub mod wire;
#[allow(dead_code, missing_docs, unreachable_pub)]
mod yaml;

#[cfg(feature = "contract")]
pub mod contract;
#[cfg(any(feature = "contract", feature = "simulator"))]
mod cron;
#[cfg(feature = "contract")]
pub mod findings;
#[cfg(feature = "contract")]
mod har;
#[cfg(feature = "simulator")]
pub mod simulator;
#[cfg(any(feature = "contract", feature = "simulator"))]
#[allow(dead_code, missing_docs, unreachable_pub, unused_imports)]
mod spec;

#[cfg(feature = "cli")]
#[doc(hidden)]
pub mod cli;

pub use auth::Secret;
pub use client::{Client, ClientBuilder, Listing, Page, Prepared, Request, Response};
pub use credentials::{CredentialProvider, Credentials, Denial, SignIn, Source as CredentialSource};
pub use error::Error;
pub use generated::{REGIONS, builder, fields, operations, rules, types};
pub use pages::{Items, Pages};

/// Has the Rust of the page compiled.
#[cfg(doctest)]
#[doc = include_str!("../docs/from-other-sdks.md")]
struct FromOtherSdks;
