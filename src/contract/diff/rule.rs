//! What a rule is: a kind of change with its name, its mirror, and what it means where it concerns what a client sends,
//! and what it receives.

use super::direction::Direction;
use super::level::{Level, Semver};

/// One kind of change, with what it means where it concerns what a client sends, and what it receives.
#[derive(Debug)]
pub(super) struct Rule {
    name: &'static str,
    /// The rule of the same change backwards. Its own name, where the two texts cannot be ordered or neither is more
    /// than the other.
    #[cfg_attr(not(test), allow(dead_code))]
    mirror: &'static str,
    family: Family,
    sent: (Level, Semver),
    received: (Level, Semver),
}

/// What the names of rules begin with: in the one direction, in the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Family {
    /// `request-`, `response-`
    Schema,
    /// nothing, `callback-`
    Parameter,
    /// `callback-`, `response-`
    Answer,
    /// Nothing of the kind has a direction.
    Plain,
}

impl Rule {
    /// Its name where it concerns what travels in this direction.
    pub(super) fn id(&self, direction: Direction) -> String {
        self.named(self.name, direction)
    }

    /// The rule that the same change backwards breaks.
    #[cfg(test)]
    pub(super) fn mirror(&self, direction: Direction) -> String {
        self.named(self.mirror, direction)
    }

    pub(super) fn weight(&self, direction: Direction) -> (Level, Semver) {
        match direction {
            Direction::Sent => self.sent,
            Direction::Received => self.received,
        }
    }

    fn named(&self, name: &str, direction: Direction) -> String {
        let prefix = match (self.family, direction) {
            (Family::Schema, Direction::Sent) => "request-",
            (Family::Schema | Family::Answer, Direction::Received) => "response-",
            (Family::Parameter, Direction::Received) | (Family::Answer, Direction::Sent) => "callback-",
            (Family::Parameter, Direction::Sent) | (Family::Plain, _) => "",
        };
        format!("{prefix}{name}")
    }
}

/// What a change means to any client, and to this crate.
type Weight = (Level, Semver);

pub(super) const fn schema(name: &'static str, mirror: &'static str, sent: Weight, received: Weight) -> Rule {
    Rule { name, mirror, family: Family::Schema, sent, received }
}

pub(super) const fn parameter(
    name: &'static str,
    mirror: &'static str,
    sent: Weight,
    received: Weight,
) -> Rule {
    Rule { name, mirror, family: Family::Parameter, sent, received }
}

pub(super) const fn answer(name: &'static str, mirror: &'static str, sent: Weight, received: Weight) -> Rule {
    Rule { name, mirror, family: Family::Answer, sent, received }
}

pub(super) const fn plain(name: &'static str, mirror: &'static str, level: Level, semver: Semver) -> Rule {
    Rule { name, mirror, family: Family::Plain, sent: (level, semver), received: (level, semver) }
}
