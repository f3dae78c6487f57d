//! What people are told of a rule.

use super::need::Need;

/// What is to be known of a rule.
///
/// ```
/// let rule = swr_gc::contract::rules().into_iter().find(|rule| rule.id == "page-loop").unwrap();
/// assert!(rule.checks.contains("marker"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct About {
    /// Its name in reports.
    pub id: &'static str,
    /// What it says, in a few words.
    pub title: &'static str,
    /// How bad a finding of it is.
    pub severity: &'static str,
    /// What it checks.
    pub checks: &'static str,
    /// What there has to be for it to judge.
    pub needs: Need,
    /// Why that matters.
    pub why: &'static str,
    /// An answer that breaks it.
    pub example: &'static str,
    /// What whoever runs the service does about it.
    pub fix: &'static str,
}

impl About {
    /// The message of what is found beyond as many messages as are told.
    pub(super) fn in_other_ways(&self) -> String {
        format!("{}, in still other ways", self.title)
    }
}
