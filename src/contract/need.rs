//! What a rule needs to have something to judge, and so where it can judge.

use std::fmt;

/// What a rule looks at.
///
/// Not all of it is in a recording: credentials are not recorded, and what was meant by a request is not either.
///
/// ```
/// use swr_gc::contract::{Need, rules};
///
/// let rule = rules().into_iter().find(|rule| rule.id == "auth-not-required").unwrap();
/// assert_eq!(rule.needs, Need::Stranger);
/// assert_eq!(rule.needs.judged_in(), "runs");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Need {
    /// A body whose schema is described.
    Body,
    /// Such a body that is JSON.
    Json,
    /// A body that is JSON and tells why a request was refused.
    Refusal,
    /// A page of a list.
    Page,
    /// A request that was sent here.
    Sent,
    /// An answer with its status.
    Status,
    /// An answer with its headers.
    Headers,
    /// A request for a page that is as described.
    Sound,
    /// A request for the page behind another one.
    LaterPage,
    /// A request with a value that is not allowed.
    WrongValue,
    /// Pages that follow each other.
    Walk,
    /// Such pages of a filtered list.
    FilteredWalk,
    /// Two walks through the same list.
    Pair,
    /// A walk through the list, and one through the filtered one.
    FilteredPair,
    /// The same request twice.
    Repeat,
    /// Two pages of the same list.
    Pages,
    /// A page of no stated size, and the list that it begins.
    DefaultSize,
    /// A request without a credential, or with a wrong one.
    Stranger,
    /// A request of a user without permission.
    Forbidden,
    /// A request about something that does not exist.
    UnknownResource,
    /// An item of a list, shown alone.
    Item,
    /// The start of an item, which was accepted.
    Start,
    /// The stop of an item.
    Stop,
    /// Something that was written, and read after that.
    Write,
    /// A request with a body that is not as described.
    WrongBody,
}

impl Need {
    /// Where rules that need it can judge: in runs of the suite, in recorded traffic, in bodies by themselves.
    pub fn judged_in(self) -> &'static str {
        match self {
            Self::Body | Self::Json | Self::Refusal | Self::Page => "runs, HAR files, bodies",
            Self::Sent | Self::Stranger | Self::Forbidden | Self::UnknownResource => "runs",
            Self::Item | Self::Start | Self::Stop | Self::Write | Self::WrongBody => "runs",
            _ => "runs, HAR files",
        }
    }
}

impl fmt::Display for Need {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Body => "a body whose schema is described",
            Self::Json => "a body that is JSON",
            Self::Refusal => "a body that tells why a request was refused",
            Self::Page => "a page of a list",
            Self::Sent => "a request that was sent here",
            Self::Status => "an answer with its status",
            Self::Headers => "an answer with its headers",
            Self::Sound => "a request for a page that is as described",
            Self::LaterPage => "a request for the page behind another one",
            Self::WrongValue => "a request with a value that is not allowed",
            Self::Walk => "pages that follow each other",
            Self::FilteredWalk => "pages of a filtered list",
            Self::Pair => "two walks through the same list",
            Self::FilteredPair => "a walk through the list, and one through the filtered one",
            Self::Repeat => "the same request twice",
            Self::Pages => "two pages of the same list",
            Self::DefaultSize => "a page of no stated size, and the list that it begins",
            Self::Stranger => "a request without a credential, or with a wrong one",
            Self::Forbidden => "a request of a user without permission",
            Self::UnknownResource => "a request about something that does not exist",
            Self::Item => "an item of a list, shown alone",
            Self::Start => "the start of an item, which was accepted",
            Self::Stop => "the stop of an item",
            Self::Write => "something that was written, and read after that",
            Self::WrongBody => "a request with a body that is not as described",
        })
    }
}
