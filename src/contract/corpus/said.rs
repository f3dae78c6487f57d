//! What is to be said of a corpus beside its answers.

use std::collections::BTreeMap;
use std::fmt;

use super::files::Skipped;
use crate::text::printable;

/// Files that are named one by one; of further ones only the number is told.
const MOST: usize = 100;

/// What was passed over, and what could not be read.
#[derive(Debug, Default)]
pub(in crate::contract) struct Said {
    /// Answers that were found.
    pub(in crate::contract) answers: usize,
    pub(super) skipped: BTreeMap<Skipped, usize>,
    pub(super) unreadable: Vec<String>,
    /// Unreadable files beyond those that are named.
    pub(super) more: usize,
}

impl Said {
    pub(super) fn cannot_read(&mut self, name: &str, why: impl fmt::Display) {
        match self.unreadable.len() < MOST {
            true => self.unreadable.push(printable(&format!("{name}: {why}"))),
            false => self.more += 1,
        }
    }

    /// Whether everything could be read.
    pub(in crate::contract) fn is_complete(&self) -> bool {
        self.unreadable.is_empty()
    }

    /// All of it in words.
    pub(in crate::contract) fn notes(&self) -> Vec<String> {
        let mut notes: Vec<_> =
            self.unreadable.iter().map(|what| format!("could not be read: {what}")).collect();
        if self.more > 0 {
            notes.push(format!("could not be read: {} more files", self.more));
        }
        if self.answers == 0 && notes.is_empty() {
            notes.push(
                "there was no answer to judge: name bodies, HAR files, or folders with such".to_owned(),
            );
        }
        for (why, count) in &self.skipped {
            let files = if *count == 1 { "file or folder" } else { "files or folders" };
            notes.push(format!("passed over: {count} {files}, {why}"));
        }
        notes
    }
}
