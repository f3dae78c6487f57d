//! Recorded traffic as a file: HAR (HTTP Archive), the form that browsers and proxies write.
//!
//! Reading ([`read`]) bears whatever recorders write; writing ([`Recorder`]) is the format to the letter, without a
//! secret in it.

mod archive;
mod entry;
mod form;
mod read;
mod recorder;
mod shown;
#[cfg(test)]
mod tests;

pub(crate) use entry::Entry;
pub(crate) use read::read;
pub(crate) use recorder::{Recorder, Taken};
