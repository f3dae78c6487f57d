//! The files that somebody names, and those in folders, in an order that is always the same.

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::fs::{self, DirEntry};
use std::io;
use std::path::{Path, PathBuf};

/// Endings of files that are read below folders.
const ENDINGS: [&str; 2] = ["json", "har"];

/// What was looked for.
#[derive(Debug, Default)]
pub(super) struct Files {
    pub(super) paths: Vec<PathBuf>,
    /// What could not be looked at, with the reason.
    pub(super) unreadable: Vec<(PathBuf, String)>,
    /// What was passed over below folders, and how often.
    pub(super) skipped: BTreeMap<Skipped, usize>,
    /// Files and folders that were seen, by the one path that each has.
    seen: HashSet<PathBuf>,
}

/// Why something is passed over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Skipped {
    Ending,
    Hidden,
    Link,
    Special,
    Again,
}

impl fmt::Display for Skipped {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Ending => "with neither .json nor .har at its end",
            Self::Hidden => "hidden",
            Self::Link => "a link that leads nowhere",
            Self::Special => "no regular file",
            Self::Again => "seen before under another name",
        })
    }
}

impl Files {
    /// Finds all that these paths name: files as they are, and what lies in folders below.
    pub(super) fn of(paths: &[PathBuf]) -> Self {
        let mut files = Self::default();
        for path in paths {
            match fs::metadata(path) {
                Ok(metadata) if metadata.is_dir() => files.folder(path),
                Ok(metadata) if metadata.is_file() => {
                    if files.is_new(path) {
                        files.paths.push(path.clone());
                    }
                }
                Ok(_) => files.unreadable.push((path.clone(), "it is no regular file".to_owned())),
                Err(error) => files.unreadable.push((path.clone(), error.to_string())),
            }
        }
        files
    }

    /// Looks through a folder and those below it; a link that leads back is not followed twice.
    fn folder(&mut self, path: &Path) {
        let mut open = vec![path.to_owned()];
        while let Some(path) = open.pop() {
            if path.is_dir() {
                if !self.is_new(&path) {
                    self.skip(Skipped::Again);
                    continue;
                }
                match entries(&path) {
                    // The first is to be taken first.
                    Ok(entries) => {
                        open.extend(entries.into_iter().rev().filter(|entry| self.is_wanted(entry)))
                    }
                    Err(error) => self.unreadable.push((path, error.to_string())),
                }
            } else if self.is_new(&path) {
                self.paths.push(path);
            } else {
                self.skip(Skipped::Again);
            }
        }
    }

    /// Whether what lies in a folder is to be looked at.
    fn is_wanted(&mut self, path: &Path) -> bool {
        let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
        let ending = ending.is_some_and(|ending| ENDINGS.contains(&ending.as_str()));
        let why = match fs::metadata(path) {
            _ if hidden => Skipped::Hidden,
            Ok(metadata) if metadata.is_dir() => return true,
            Ok(_) | Err(_) if !ending => Skipped::Ending,
            Ok(metadata) if metadata.is_file() => return true,
            Ok(_) => Skipped::Special,
            Err(_) => Skipped::Link,
        };
        self.skip(why);
        false
    }

    fn skip(&mut self, why: Skipped) {
        *self.skipped.entry(why).or_default() += 1;
    }

    fn is_new(&mut self, path: &Path) -> bool {
        self.seen.insert(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
    }
}

/// What lies in a folder, by name.
fn entries(path: &Path) -> io::Result<Vec<PathBuf>> {
    let mut entries = fs::read_dir(path)?.collect::<io::Result<Vec<DirEntry>>>()?;
    entries.sort_by_key(DirEntry::file_name);
    Ok(entries.iter().map(DirEntry::path).collect())
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Files, Skipped};

    #[test]
    fn folders_are_looked_through_in_order_and_what_is_passed_over_is_counted() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        fs::create_dir_all(path("b/.git")).expect("a folder");
        for name in ["c.json", "b/2.json", "b/10.HAR", "a.json", "b/.git/x.json", ".hidden.json", "notes.txt"]
        {
            fs::write(path(name), "").expect("it can be written");
        }
        let files =
            Files::of(&[folder.path().to_owned(), path("a.json"), path("notes.txt"), path("none.json")]);
        let names = ["a.json", "b/10.HAR", "b/2.json", "c.json", "notes.txt"];
        assert_eq!(files.paths, names.map(path));
        assert_eq!(
            files.skipped.into_iter().collect::<Vec<_>>(),
            [(Skipped::Ending, 1), (Skipped::Hidden, 2)]
        );
        let [(unreadable, _)] = files.unreadable.as_slice() else { panic!("{:?}", files.unreadable) };
        assert_eq!(*unreadable, path("none.json"));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_once() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        fs::create_dir(path("b")).expect("a folder");
        fs::write(path("b/x.json"), "").expect("it can be written");
        for (name, target) in [("b/loop", ".."), ("c", "b"), ("d.json", "b/x.json"), ("e.json", "nowhere")] {
            std::os::unix::fs::symlink(target, path(name)).expect("a link");
        }
        let files = Files::of(&[folder.path().to_owned()]);
        assert_eq!(files.paths, [path("b/x.json")]);
        assert_eq!(files.skipped.into_iter().collect::<Vec<_>>(), [(Skipped::Link, 1), (Skipped::Again, 3)]);
    }
}
