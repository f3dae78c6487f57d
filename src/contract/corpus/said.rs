//! What is to be said of a corpus beside its answers.

use std::collections::{BTreeMap, BTreeSet};
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
    /// Answers without their bodies, and requests without a whole answer.
    pub(super) bodiless: usize,
    pub(super) unanswered: usize,
    /// Entries of HAR files that are about something else.
    pub(super) elsewhere: usize,
    /// How many are about something near the described operations, and the first of them.
    pub(super) undescribed: usize,
    pub(super) first: String,
    /// Operations that a service does not have, in words.
    pub(super) unserved: BTreeSet<String>,
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

    pub(super) fn not_described(&mut self, what: impl fmt::Display) {
        if self.undescribed == 0 {
            self.first = printable(&what.to_string());
        }
        self.undescribed += 1;
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
        for (count, what) in [
            (self.elsewhere, "about something else than the described operations"),
            (self.unanswered, "without a whole answer"),
        ] {
            if count > 0 {
                notes.push(format!("passed over: {}, {what}", entries(count)));
            }
        }
        if self.undescribed > 0 {
            let count = entries(self.undescribed);
            notes.push(format!(
                "passed over: {count}, about nothing that is described there; first {}",
                self.first
            ));
        }
        notes.extend(self.unserved.iter().cloned());
        if self.bodiless > 0 {
            notes.push(format!("{} without a body: it was not recorded", entries(self.bodiless)));
        }
        notes
    }
}

fn entries(count: usize) -> String {
    if count == 1 { "1 entry of HAR files".to_owned() } else { format!("{count} entries of HAR files") }
}
