//! How an instance is found, and how it goes on: one file a scenario.

mod busy;
mod failing;
mod history;
mod idle;

use std::fmt;
use std::str::FromStr;

use jiff::Timestamp;
use serde_json::Value;

use super::registry::run::Run;
use super::registry::task::{ERROR, Form, SUCCESS};
use crate::spec::Source;
use crate::wire::UnknownWord;

/// How a simulator's instance is found, and what becomes of the clean-ups that are started.
///
/// ```
/// use swr_gc::simulator::Scenario;
///
/// assert_eq!("busy".parse::<Scenario>()?, Scenario::Busy);
/// assert_eq!(Scenario::ALL.map(Scenario::name), ["history", "idle", "busy", "failing"]);
/// # Ok::<(), swr_gc::wire::UnknownWord>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Scenario {
    /// A long past with every status and every kind of number, the same at any time. It stands still: the
    /// tasks that wait and run there do so for ever and are in nobody's way, and no schedule starts anything.
    /// Only what a call starts goes on.
    #[default]
    History,
    /// A registry that is cleaned every night and is well, up to now. Nothing is at work.
    Idle,
    /// The same with a clean-up that began minutes ago and will succeed.
    Busy,
    /// The same, but clean-ups have begun to fail, and whatever is started fails.
    Failing,
}

impl Scenario {
    /// Every scenario.
    ///
    /// ```
    /// assert_eq!(swr_gc::simulator::Scenario::ALL.len(), 4);
    /// ```
    pub const ALL: [Self; 4] = [Self::History, Self::Idle, Self::Busy, Self::Failing];

    /// What it is called, in small letters.
    ///
    /// ```
    /// assert_eq!(swr_gc::simulator::Scenario::Idle.name(), "idle");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::History => "history",
            Self::Idle => "idle",
            Self::Busy => "busy",
            Self::Failing => "failing",
        }
    }

    /// How many past tasks there are if nobody says so, and how many there can be.
    pub(super) fn tasks(self) -> (usize, usize) {
        match self {
            Self::History => (250, 1_000_000),
            Self::Idle | Self::Busy | Self::Failing => (40, idle::MOST_TASKS),
        }
    }

    /// Whether a schedule starts clean-ups.
    pub(super) fn fires(self) -> bool {
        self != Self::History
    }

    /// The word that a clean-up ends with.
    pub(super) fn end(self) -> &'static str {
        match self {
            Self::Failing => ERROR,
            Self::History | Self::Idle | Self::Busy => SUCCESS,
        }
    }

    pub(super) fn begin<'a>(self, setting: &'a Setting<'a>) -> Beginning<'a> {
        match self {
            Self::History => history::begin(setting),
            Self::Idle => idle::begin(setting),
            Self::Busy => busy::begin(setting),
            Self::Failing => failing::begin(setting),
        }
    }
}

impl fmt::Display for Scenario {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

impl FromStr for Scenario {
    type Err = UnknownWord;

    fn from_str(name: &str) -> Result<Self, UnknownWord> {
        let found = Self::ALL.into_iter().find(|scenario| scenario.name() == name);
        found.ok_or_else(|| UnknownWord::among(name, "scenario", Self::ALL.map(Self::name)))
    }
}

/// What a scenario begins with.
pub(super) struct Setting<'a> {
    pub(super) source: &'a Source,
    pub(super) seed: u64,
    /// How many past tasks there are to be.
    pub(super) tasks: usize,
    pub(super) now: Timestamp,
    pub(super) form: &'a Form,
    /// The words that a task passes through before it ends.
    pub(super) stages: &'a [String],
}

/// What there is at the beginning.
pub(super) struct Beginning<'a> {
    /// The oldest task first.
    pub(super) tasks: Box<dyn Iterator<Item = Value> + 'a>,
    /// What a request would have written as schedule.
    pub(super) schedule: Value,
    /// What becomes of the newest task, if it is at work.
    pub(super) run: Option<Run>,
}
