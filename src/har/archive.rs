//! A HAR file that is whole at every moment, also while it grows.

#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Error, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

const HEAD: &str = concat!(
    r#"{"log":{"version":"1.2","creator":{"name":""#,
    env!("CARGO_PKG_NAME"),
    r#"","version":""#,
    env!("CARGO_PKG_VERSION"),
    r#""},"entries":["#
);
const TAIL: &str = "\n]}}\n";

/// A file to which entries are added, one after the other.
///
/// A process can be killed in the middle of a write. So there are two copies with names of their own, one an entry
/// behind the other: an entry is added to the one that nobody sees, which then takes the place of the other.
pub(super) struct Archive {
    path: PathBuf,
    /// The name that a copy has on its way to `path`.
    passing: PathBuf,
    /// The one to write to comes first. Where the file system knows no second names, or replaces no file that is open,
    /// there is only one, at `path`.
    copies: Vec<Copy>,
    /// The entry that the first copy lacks.
    last: Vec<u8>,
}

struct Copy {
    file: File,
    name: PathBuf,
    /// Where the brackets stand that close it.
    end: u64,
}

impl Archive {
    /// Makes a file without entries, in place of one that is there; nobody but its owner may read it.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        if fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) {
            let message = "something that is no regular file has this name: choose another one";
            return Err(Error::new(ErrorKind::AlreadyExists, message));
        }
        let passing = beside(path, "new")?;
        let first = Copy::create(beside(path, "1")?)?;
        remove(&passing)?;
        // What was there is replaced and not written to: somebody may have opened it, or be allowed to.
        if fs::hard_link(&first.name, &passing).is_err() {
            fs::rename(&first.name, path)?;
            let copies = vec![Copy { name: path.to_owned(), ..first }];
            return Ok(Self { path: path.to_owned(), passing, copies, last: Vec::new() });
        }
        fs::rename(&passing, path)?;
        let second = Copy::create(beside(path, "2")?)?;
        // A system that replaces no file that is open has room for one copy only.
        if publish(&second, &passing, path).is_err() {
            for name in [&passing, &second.name, &first.name] {
                remove(name)?;
            }
            let copies = vec![Copy { name: path.to_owned(), ..first }];
            return Ok(Self { path: path.to_owned(), passing, copies, last: Vec::new() });
        }
        Ok(Self { path: path.to_owned(), passing, copies: vec![first, second], last: Vec::new() })
    }

    /// Adds an entry, which is one JSON object.
    ///
    /// # Errors
    ///
    /// It cannot be written; the file is as it was before.
    pub(super) fn add(&mut self, entry: &str) -> io::Result<()> {
        let published = self.copies.len() > 1;
        let Some(copy) = self.copies.first_mut() else { return Ok(()) };
        let is_first = self.last.is_empty() && copy.end == HEAD.len() as u64;
        let entry = format!("{}\n{entry}", if is_first { "" } else { "," }).into_bytes();
        copy.add(&[&self.last[..], &entry].concat())?;
        if published {
            publish(copy, &self.passing, &self.path)?;
            self.copies.swap(0, 1);
            self.last = entry;
        }
        Ok(())
    }
}

/// Puts a copy in the place of the one that everybody sees.
fn publish(copy: &Copy, passing: &Path, path: &Path) -> io::Result<()> {
    fs::hard_link(&copy.name, passing)?;
    fs::rename(passing, path)
}

impl Drop for Archive {
    fn drop(&mut self) {
        // What stays behind is a hidden file, and nobody is there to be told.
        for copy in self.copies.iter().filter(|copy| copy.name != self.path) {
            let _ = fs::remove_file(&copy.name);
        }
    }
}

impl Copy {
    fn create(name: PathBuf) -> io::Result<Self> {
        // One that is there is from a process that was killed.
        remove(&name)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut copy = Self { file: options.open(&name)?, name, end: 0 };
        copy.add(HEAD.as_bytes())?;
        Ok(copy)
    }

    /// Puts these bytes between what is there and the brackets that close it, by one write.
    fn add(&mut self, bytes: &[u8]) -> io::Result<()> {
        let whole = [bytes, TAIL.as_bytes()].concat();
        let written = self.write(&whole);
        match written {
            Ok(()) => self.end += bytes.len() as u64,
            // The disk is full: what is not whole is taken back, for which there is room.
            Err(_) => {
                let _ = self.file.set_len(self.end).and_then(|()| self.write(TAIL.as_bytes()));
            }
        }
        written
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.seek(SeekFrom::Start(self.end))?;
        self.file.write_all(bytes)
    }
}

/// A hidden name next to a file.
fn beside(path: &Path, what: &str) -> io::Result<PathBuf> {
    let message = "this is no name of a file: give one such as out.har";
    let name = path.file_name().ok_or_else(|| Error::new(ErrorKind::InvalidInput, message))?;
    let mut hidden = OsString::from(".");
    hidden.push(name);
    hidden.push(format!(".{what}~"));
    Ok(path.with_file_name(hidden))
}

fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}
