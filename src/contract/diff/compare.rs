//! The comparison as it goes on: what is still to be looked at, and what was found.

use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use super::direction::Direction;
use super::document::{Document, MOST_WORK, Node, Target};
use super::rule::Rule;
use super::view::View;
use super::{Change, Side};
use crate::spec::Position;

/// Schemas that hold at the same time, by their places.
type Key = Vec<Rc<str>>;

/// A pair of values to compare: the schemas of the one and of the other.
pub(super) struct Pair<'d> {
    old: Vec<Node<'d>>,
    new: Vec<Node<'d>>,
    direction: Direction,
}

/// Where a change stands.
#[derive(Clone, Debug)]
pub(super) enum At {
    Old(String),
    New(String),
}

/// There is more in the documents than can be compared.
#[derive(Debug)]
pub(super) struct TooMuch;

pub(super) struct Compare<'d> {
    pub(super) old: &'d Document,
    pub(super) new: &'d Document,
    /// Whether anything travels as XML.
    pub(super) has_xml: bool,
    pub(super) changes: Vec<Change>,
    pub(super) prints: HashMap<(Side, Key, u8), u64>,
    pub(super) work: usize,
    told: HashSet<(String, Side, Position, String)>,
    open: VecDeque<Pair<'d>>,
    seen: HashSet<(Key, Key, Direction)>,
}

impl<'d> Compare<'d> {
    pub(super) fn new(old: &'d Document, new: &'d Document) -> Self {
        Self {
            old,
            new,
            has_xml: false,
            changes: Vec::new(),
            prints: HashMap::new(),
            work: 0,
            told: HashSet::new(),
            open: VecDeque::new(),
            seen: HashSet::new(),
        }
    }

    /// Compares two schemas of one value once the rest is done; each pair is looked at once a direction.
    pub(super) fn later(&mut self, old: Vec<Node<'d>>, new: Vec<Node<'d>>, direction: Direction) {
        let resolved = |document: &'d Document, nodes: Vec<Node<'d>>| -> Vec<Node<'d>> {
            let resolved = nodes.into_iter().map(|node| match document.resolve(&node) {
                Target::Here(node) => node,
                Target::Unknown(_) => node,
            });
            resolved.collect()
        };
        let (old, new) = (resolved(self.old, old), resolved(self.new, new));
        if self.is_first(&old, &new, direction) {
            self.open.push_back(Pair { old, new, direction });
        }
    }

    /// Whether these were not yet compared in this direction.
    pub(super) fn is_first(&mut self, old: &[Node<'d>], new: &[Node<'d>], direction: Direction) -> bool {
        self.seen.insert((key(old), key(new), direction))
    }

    /// Compares all that was put off.
    pub(super) fn finish(&mut self) -> Result<(), TooMuch> {
        while let Some(Pair { old, new, direction }) = self.open.pop_front() {
            let (was, is) = (View::new(self.old, &old), View::new(self.new, &new));
            self.work += 1 + was.parts.len() + is.parts.len();
            if self.work > MOST_WORK {
                return Err(TooMuch);
            }
            self.schemas(&was, &is, direction);
        }
        Ok(())
    }

    /// Notes a change, once for each place in the text: what aliases repeat is one cause.
    pub(super) fn tell(&mut self, rule: &Rule, direction: Direction, at: At, reason: String) {
        let (side, pointer) = match at {
            At::Old(pointer) => (Side::Old, pointer),
            At::New(pointer) => (Side::New, pointer),
        };
        let reason = if side == Side::Old { format!("{reason} (place in the old document)") } else { reason };
        let rule_id = rule.id(direction);
        let document = if side == Side::Old { self.old } else { self.new };
        let place = document.source().key_position(&pointer);
        if !self.told.insert((rule_id.clone(), side, place, reason.clone())) {
            return;
        }
        let (level, semver) = rule.weight(direction);
        let (line, column) = (place.line, place.column);
        self.changes.push(Change { level, rule: rule_id, pointer, reason, semver, side, line, column });
    }

    /// Notes a change of a keyword, where it stands now, or else where it stood.
    pub(super) fn keyword(
        &mut self,
        rule: &Rule,
        direction: Direction,
        (was, is): (&View<'d>, &View<'d>),
        keyword: &str,
        what: &str,
    ) {
        let at = is.place(keyword).map(At::New).or_else(|| was.place(keyword).map(At::Old));
        let at = at.unwrap_or_else(|| At::New(is.at().unwrap_or_default()));
        self.tell(rule, direction, at, format!("`{keyword}` {what}"));
    }
}

/// Schemas by their places.
pub(super) fn key(nodes: &[Node<'_>]) -> Key {
    nodes.iter().map(|node| node.at.clone()).collect()
}
