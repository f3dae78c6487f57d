//! Recorded traffic as a file: HAR (HTTP Archive), the form that browsers and proxies write.

mod entry;
mod read;

pub(crate) use entry::Entry;
pub(crate) use read::read;
