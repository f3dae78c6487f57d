//! What is to be known of a rule.

/// What is to be known of a rule.
///
/// ```
/// let rule = swr_gc::operate::doctor::rules().into_iter().find(|rule| rule.id == "errors-in-a-row").unwrap();
/// assert_eq!((rule.title, rule.severity), ("the last runs failed", "error"));
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
    /// Why that matters.
    pub why: &'static str,
    /// A history that breaks it.
    pub example: &'static str,
    /// What to do about it.
    pub fix: &'static str,
}
