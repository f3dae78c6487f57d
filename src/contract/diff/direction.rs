//! Who sends what a part of the description is about.

/// Which way something travels, as a client sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Direction {
    /// By the client: what is allowed must not get narrower.
    Sent,
    /// To the client: what may come must not get wider.
    Received,
}

impl Direction {
    /// The other way: a callback turns everything around.
    pub(super) fn turned(self) -> Self {
        match self {
            Self::Sent => Self::Received,
            Self::Received => Self::Sent,
        }
    }
}
