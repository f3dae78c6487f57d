//! A registry that survives a restart: the file that it is written to after every change.

use std::fs;
use std::io::{self, Write};
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::run::Run;
use super::waste::Waste;

/// What the files are called that this simulator writes, and can read.
const KIND: &str = "swr-gc simulator";
const VERSION: u32 = 1;

/// Tasks, schedule, and what becomes of them.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Saved {
    /// What time it was in the registry.
    pub(super) time: Timestamp,
    /// In the order in which they are listed.
    pub(super) tasks: Vec<Value>,
    /// As it is shown.
    pub(super) schedule: Value,
    pub(super) run: Option<Run>,
    pub(super) waste: Waste,
    pub(super) next_id: i64,
}

/// The file around it; this much is the same in all versions.
#[derive(Serialize, Deserialize)]
struct Envelope<T> {
    kind: String,
    version: u32,
    registry: T,
}

impl Saved {
    /// Reads a file; `None` if there is none, the reason if it cannot be read.
    pub(super) fn read(file: &Path) -> Result<Option<Self>, String> {
        // A device may have no end.
        let found = fs::metadata(file).and_then(|found| match found.is_file() {
            true => fs::read(file),
            false => Err(io::Error::other("it is no regular file")),
        });
        let text = match found {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(format!("{}: it cannot be read: {error}", file.display())),
        };
        let broken =
            |reason: String| format!("{}: {reason}; it stays as it is, name another one", file.display());
        let envelope: Envelope<Value> = serde_json::from_slice(&text)
            .map_err(|error| broken(format!("it is no state of a simulator: {error}")))?;
        if envelope.kind != KIND {
            return Err(broken(format!("it is a file of {:?}, not of {KIND:?}", envelope.kind)));
        }
        if envelope.version != VERSION {
            return Err(broken(format!("it has version {}, this simulator has {VERSION}", envelope.version)));
        }
        // Read once more as text, so that a place is one in the file.
        let mut reader = serde_json::Deserializer::from_slice(&text);
        let envelope: Envelope<Self> = serde_path_to_error::deserialize(&mut reader)
            .map_err(|error| broken(format!("{}: {}", error.path(), error.inner())))?;
        Ok(Some(envelope.registry))
    }

    /// Writes a file as a whole or not at all.
    pub(super) fn write(self, file: &Path) -> Result<(), String> {
        let envelope = Envelope { kind: KIND.to_owned(), version: VERSION, registry: self };
        let text = serde_json::to_string(&envelope).map_err(|error| error.to_string())?;
        let mut beside = file.as_os_str().to_owned();
        beside.push(".new");
        let write = |file: &Path| -> io::Result<()> {
            let mut written = fs::File::create(file)?;
            written.write_all((text + "\n").as_bytes())?;
            written.sync_all()
        };
        let written = write(beside.as_ref()).and_then(|()| fs::rename(&beside, file));
        written.map_err(|error| format!("{}: it cannot be written: {error}", file.display()))
    }
}
