//! Recorded answers: bodies and HAR files, read one after the other.

mod asked;
mod files;
mod route;
mod said;
mod traffic;
mod weave;

use std::path::{Path, PathBuf};

use bytes::Bytes;

use super::body;
use super::judge::Judge;
use super::record::{End, Exchange, Intent, Purpose, Record, Walk};
use crate::file::up_to;
use crate::spec::Contract;
use crate::text::Cleaner;
use files::Files;
pub(super) use said::Said;

/// More bytes of one file are not read.
const MOST: u64 = 64 * 1024 * 1024;

/// Everything that is to be looked at.
#[derive(Clone, Debug, Default)]
pub(super) struct Corpus {
    /// Files and folders.
    pub(super) paths: Vec<PathBuf>,
    /// What is in memory, with a name for it.
    pub(super) bytes: Vec<(String, Bytes)>,
}

/// Which answer a body by itself is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Kind {
    pub(super) operation: usize,
    pub(super) status: u16,
}

/// What a corpus is read with.
#[derive(Clone, Copy)]
pub(super) struct Reader<'a> {
    pub(super) contract: &'a Contract,
    pub(super) judge: &'a Judge,
    pub(super) kind: Kind,
    /// Whether of clean bodies only as much is read as rules look at.
    pub(super) glances: bool,
}

impl Corpus {
    /// Hands over one record after the other, each with what takes its secrets out; what is to be said beside.
    ///
    /// Not more than one file is held at a time.
    pub(super) fn each(&self, reader: Reader<'_>, take: &mut dyn FnMut(&Record, &Cleaner)) -> Said {
        let Files { paths, unreadable, skipped, .. } = Files::of(&self.paths);
        let mut said = Said { skipped, ..Said::default() };
        for (path, why) in unreadable {
            said.cannot_read(&name(&path), why);
        }
        for path in paths {
            match up_to(&path, MOST) {
                Ok(bytes) => reader.read(&name(&path), bytes.into(), &mut said, take),
                Err(error) => said.cannot_read(&name(&path), error),
            }
        }
        for (name, bytes) in &self.bytes {
            match bytes.len() as u64 > MOST {
                true => said.cannot_read(name, format!("it has more than {MOST} bytes")),
                false => reader.read(name, bytes.clone(), &mut said, take),
            }
        }
        said
    }
}

impl Reader<'_> {
    fn read(self, name: &str, bytes: Bytes, said: &mut Said, take: &mut dyn FnMut(&Record, &Cleaner)) {
        if is_har(name, &bytes) {
            return self.traffic(name, &bytes, said, take);
        }
        if bytes.len() > body::MOST {
            return said.cannot_read(name, too_long(bytes.len()));
        }
        said.answers += 1;
        take(&self.body(name, bytes), &Cleaner::default());
    }

    /// A body by itself.
    fn body(self, name: &str, bytes: Bytes) -> Record {
        let Kind { operation, status } = self.kind;
        let described = &self.contract.operations[operation];
        let answer = self.judge.answer(self.contract, described, (status, None), Some(bytes), self.glances);
        let is_page = described.pagination.is_some() && answer.is_2xx();
        let page = Walk {
            operation,
            size: None,
            filter: None,
            pages: vec![0],
            end: End::Enough,
            purpose: Purpose::Part,
        };
        let exchange = Exchange {
            number: None,
            operation,
            intent: Intent::Untold,
            target: String::new(),
            sent: None,
            curl: None,
            outcome: Ok(answer),
        };
        let walks = is_page.then_some(page).into_iter().collect();
        Record { file: Some(name.to_owned()), exchanges: vec![exchange], walks, ..Record::default() }
    }
}

fn too_long(bytes: usize) -> String {
    format!("it has {bytes} bytes, and a body of more than {} MiB is not judged", body::MOST >> 20)
}

/// Whether a file is a HAR file: one that is called so, or that begins as only such files do.
fn is_har(name: &str, bytes: &[u8]) -> bool {
    let named = name.rsplit_once('.').is_some_and(|(_, ending)| ending.eq_ignore_ascii_case("har"));
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes).trim_ascii_start();
    let inside = text.strip_prefix(b"{").map(<[u8]>::trim_ascii_start);
    named || inside.is_some_and(|inside| inside.starts_with(b"\"log\""))
}

/// A file as reports name it.
fn name(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}
