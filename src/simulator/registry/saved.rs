//! A registry that survives a restart: the file that it is written to after every change.

use std::fs::{self, File, Metadata};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use serde_json::value::RawValue;

use super::run::Run;
use super::waste::Waste;

/// What the files are called that this simulator writes, and can read.
const KIND: &str = "swr-gc simulator";
const VERSION: u32 = 1;

/// Tasks, schedule, and what becomes of them.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Saved<T> {
    /// What time it was in the registry.
    pub(super) time: Timestamp,
    /// In the order in which they are listed.
    pub(super) tasks: Vec<T>,
    /// As it is shown.
    pub(super) schedule: Value,
    pub(super) run: Option<Run>,
    pub(super) waste: Waste,
}

/// The file around it; this much is the same in all versions.
#[derive(Serialize, Deserialize)]
struct Envelope<T> {
    kind: String,
    version: u32,
    registry: T,
}

/// A file that only this simulator writes.
pub(super) struct StateFile {
    path: PathBuf,
    /// How it was left.
    left: Mutex<Option<Stamp>>,
}

/// What tells one writing of a file from another.
type Stamp = (u64, Option<SystemTime>);

impl StateFile {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, left: Mutex::default() }
    }

    /// Reads it; `None` if there is none, the reason if it cannot be read.
    pub(super) fn read(&self) -> Result<Option<Saved<Box<RawValue>>>, String> {
        // A device may have no end.
        let found = fs::metadata(&self.path).and_then(|found| match found.is_file() {
            true => fs::read(&self.path),
            false => Err(io::Error::other("it is no regular file")),
        });
        let text = match found {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.told(&format!("it cannot be read: {error}"))),
        };
        let envelope: Envelope<IgnoredAny> = serde_json::from_slice(&text)
            .map_err(|error| self.refused(&format!("it is no state of a simulator: {error}")))?;
        if envelope.kind != KIND {
            return Err(self.refused(&format!("it is a file of {:?}, not of {KIND:?}", envelope.kind)));
        }
        if envelope.version != VERSION {
            let reason = format!("it has version {}, this simulator has {VERSION}", envelope.version);
            return Err(self.refused(&reason));
        }
        let mut reader = serde_json::Deserializer::from_slice(&text);
        let envelope: Envelope<Saved<Box<RawValue>>> = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| self.refused(&format!("{}: {}", error.path(), error.inner())))?;
        *self.left() = self.stamp();
        Ok(Some(envelope.registry))
    }

    /// Writes it as a whole or not at all.
    pub(super) fn write(&self, registry: &Saved<&RawValue>) -> Result<(), String> {
        let mut left = self.left();
        if self.stamp().is_some_and(|found| *left != Some(found)) {
            let reason = "it cannot be written: somebody else has done so since; give each simulator its own";
            return Err(self.told(reason));
        }
        // Behind a link it is the file that is written, not the link.
        let path = fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let mut beside = path.as_os_str().to_owned();
        beside.push(format!(".{}.new", std::process::id()));
        let beside = PathBuf::from(beside);
        let envelope = Envelope { kind: KIND.to_owned(), version: VERSION, registry };
        let write = || -> io::Result<()> {
            let mut writer = BufWriter::new(File::create_new(&beside)?);
            if let Ok(found) = fs::metadata(&path) {
                fs::set_permissions(&beside, found.permissions())?;
            }
            serde_json::to_writer(&mut writer, &envelope)?;
            writer.write_all(b"\n")?;
            writer.into_inner()?.sync_all()
        };
        let written = write().and_then(|()| fs::rename(&beside, &path)).inspect_err(|error| {
            // One that was there is somebody else's.
            if error.kind() != io::ErrorKind::AlreadyExists {
                let _ = fs::remove_file(&beside);
            }
        });
        written.map_err(|error| self.told(&format!("it cannot be written: {error}")))?;
        *left = self.stamp();
        Ok(())
    }

    /// What is said of a file that cannot be gone on from.
    pub(super) fn refused(&self, reason: &str) -> String {
        self.told(&format!("{reason}; it stays as it is, name another one"))
    }

    fn told(&self, reason: &str) -> String {
        format!("{}: {reason}", self.path.display())
    }

    fn left(&self) -> MutexGuard<'_, Option<Stamp>> {
        self.left.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn stamp(&self) -> Option<Stamp> {
        let of = |found: Metadata| (found.len(), found.modified().ok());
        fs::metadata(&self.path).ok().map(of)
    }
}
