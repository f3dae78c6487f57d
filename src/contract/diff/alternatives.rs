//! `oneOf` and `anyOf`: which alternative was which, and what tells them apart.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::hash::{DefaultHasher, Hash, Hasher};

use serde_json::Value;

use super::Side;
use super::compare::{At, Compare, key};
use super::direction::Direction;
use super::document::{Document, MOST_WORK, Node};
use super::table;
use super::value::canonical;
use super::view::{Additional, Group, View, bounding};

/// How deep schemas are looked into to recognise one that was moved or written inline.
const DEPTH: u8 = 6;

/// One alternative: the schemas that hold in it.
type Alternative<'d> = Vec<Node<'d>>;

impl<'d> Compare<'d> {
    /// Compares what is put together by alternatives; whether nothing more is to be compared.
    pub(super) fn choices(&mut self, was: &View<'d>, is: &View<'d>, direction: Direction) -> bool {
        let (before, mut now) = (was.groups(), is.groups());
        let single = |group: &Group<'d>| -> Vec<Alternative<'d>> {
            group.alternatives.iter().map(|node| vec![node.clone()]).collect()
        };
        // A schema beside which alternatives appear was the only one so far.
        match (&before[..], &now[..]) {
            ([], []) => {
                self.discriminators(was, is, direction);
                return false;
            }
            ([], [group]) if is.is_bare() => {
                if is.is("nullable") {
                    self.nullability(was, is, direction);
                }
                self.alternatives(vec![was.given.clone()], single(group), direction);
                return true;
            }
            ([group], []) if was.is_bare() => {
                if was.is("nullable") {
                    self.nullability(was, is, direction);
                }
                self.alternatives(single(group), vec![is.given.clone()], direction);
                return true;
            }
            _ => {}
        }
        let mut pairs = Vec::new();
        let mut left = Vec::new();
        for group in before {
            let print = self.print_of(Side::Old, &group.alternatives);
            match now.iter().position(|other| self.print_of(Side::New, &other.alternatives) == print) {
                Some(found) => pairs.push((group, now.remove(found))),
                None => left.push(group),
            }
        }
        let both = left.len().min(now.len());
        pairs.extend(left.drain(..both).zip(now.drain(..both)));
        for (one, other) in pairs {
            let rule = match (one.keyword, other.keyword) {
                ("anyOf", "oneOf") => Some((&table::ALTERNATIVES_NARROWED, "exactly one has to fit")),
                ("oneOf", "anyOf") => Some((&table::ALTERNATIVES_WIDENED, "more than one may fit")),
                _ => None,
            };
            if let Some((rule, reason)) = rule {
                self.tell(rule, direction, At::New(other.at.clone()), reason.to_owned());
            }
            self.alternatives(single(&one), single(&other), direction);
        }
        for one in left {
            let reason = "the alternatives are gone, none has to fit".to_owned();
            self.tell(&table::ALTERNATIVES_WIDENED, direction, At::Old(one.at), reason);
        }
        for other in now {
            let reason = "the alternatives are new, one has to fit".to_owned();
            self.tell(&table::ALTERNATIVES_NARROWED, direction, At::New(other.at), reason);
        }
        self.discriminators(was, is, direction);
        false
    }

    /// Pairs alternatives: by the name that they refer to, by what they say, and at last by their type.
    fn alternatives(&mut self, old: Vec<Alternative<'d>>, new: Vec<Alternative<'d>>, direction: Direction) {
        let mut new: Vec<_> = new.into_iter().map(Some).collect();
        let names =
            |new: &[Option<Alternative<'d>>]| places(new.iter().map(|other| other.as_ref().and_then(name)));
        let left = self.paired(old, &mut new, names, |_, one| name(one), direction);
        let prints: Vec<_> =
            new.iter().map(|other| other.as_ref().map(|other| self.print(Side::New, other, DEPTH))).collect();
        let prints = |_: &[Option<Alternative<'d>>]| places(prints.into_iter());
        let print = |compare: &mut Self, one: &Alternative<'d>| Some(compare.print(Side::Old, one, DEPTH));
        let left = self.paired(left, &mut new, prints, print, direction);
        // Two that refer to names, and to different ones, are no versions of one another.
        let document = self.new;
        let kinds = move |new: &[Option<Alternative<'d>>], is_any: bool| {
            places(new.iter().map(|other| {
                let other = other.as_ref().filter(|other| is_any || name(other).is_none())?;
                Some(View::new(document, other).kinds())
            }))
        };
        let kind = |compare: &mut Self, one: &Alternative<'d>| Some(View::new(compare.old, one).kinds());
        let left = self.paired(left, &mut new, |new| kinds(new, false), kind, direction);
        let unnamed =
            |compare: &mut Self, one: &Alternative<'d>| kind(compare, one).filter(|_| name(one).is_none());
        let left = self.paired(left, &mut new, |new| kinds(new, true), unnamed, direction);
        for one in left {
            let at = At::Old(one.first().map(|node| node.at.to_string()).unwrap_or_default());
            self.tell(&table::ALTERNATIVE_REMOVED, direction, at, "the alternative is gone".to_owned());
        }
        for other in new.into_iter().flatten() {
            let at = At::New(other.first().map(|node| node.at.to_string()).unwrap_or_default());
            self.tell(&table::ALTERNATIVE_ADDED, direction, at, "the alternative is new".to_owned());
        }
    }

    /// Takes those that have the same mark out of both lists, to be compared; the others of the old one.
    fn paired<M: std::hash::Hash + Eq>(
        &mut self,
        old: Vec<Alternative<'d>>,
        new: &mut [Option<Alternative<'d>>],
        marks: impl FnOnce(&[Option<Alternative<'d>>]) -> HashMap<M, VecDeque<usize>>,
        mark: impl Fn(&mut Self, &Alternative<'d>) -> Option<M>,
        direction: Direction,
    ) -> Vec<Alternative<'d>> {
        let mut marks = marks(new);
        let mut left = Vec::new();
        for one in old {
            let places = mark(self, &one).and_then(|mark| marks.get_mut(&mark));
            let place = places.and_then(VecDeque::pop_front);
            match place.and_then(|place| new.get_mut(place)).and_then(Option::take) {
                Some(other) => self.later(one, other, direction),
                None => left.push(one),
            }
        }
        left
    }

    /// The property that tells alternatives apart, and its words.
    pub(super) fn discriminators(&mut self, was: &View<'d>, is: &View<'d>, direction: Direction) {
        let (one, other) = (was.discriminator(), is.discriminator());
        let (one, other) = match (one, other) {
            (None, None) => return,
            (None, Some(_)) => {
                let what = "is new";
                return self.keyword(
                    &table::DISCRIMINATOR_ADDED,
                    direction,
                    (was, is),
                    "discriminator",
                    what,
                );
            }
            (Some(_), None) => {
                let what = "is gone";
                return self.keyword(
                    &table::DISCRIMINATOR_REMOVED,
                    direction,
                    (was, is),
                    "discriminator",
                    what,
                );
            }
            (Some(one), Some(other)) => (one, other),
        };
        if one.text("propertyName") != other.text("propertyName") {
            let what = "is by another property";
            return self.keyword(&table::DISCRIMINATOR_CHANGED, direction, (was, is), "discriminator", what);
        }
        let (old, new) = (mapping(self.old, was, &one), mapping(self.new, is, &other));
        // An alternative more or less has been told as such.
        let count =
            |view: &View<'_>| view.groups().iter().map(|group| group.alternatives.len()).sum::<usize>();
        if count(was) == count(is) {
            for (word, _) in old.iter().filter(|(word, _)| !new.contains_key(*word)) {
                let reason = format!("the word `{word}` of the discriminator is gone");
                self.tell(&table::DISCRIMINATOR_WORD_REMOVED, direction, At::Old(one.at.to_string()), reason);
            }
            for (word, _) in new.iter().filter(|(word, _)| !old.contains_key(*word)) {
                let reason = format!("the word `{word}` of the discriminator is new");
                self.tell(&table::DISCRIMINATOR_WORD_ADDED, direction, At::New(other.at.to_string()), reason);
            }
        }
        for (word, target) in old {
            let pair = target.zip(new.get(&word).cloned().flatten());
            if let Some((before, now)) = pair {
                self.later(vec![before], vec![now], direction);
            }
        }
    }

    /// Whether schemas say the same, as far as one looks.
    pub(super) fn are_same(&mut self, old: &[Node<'d>], new: &[Node<'d>]) -> bool {
        self.print(Side::Old, old, DEPTH) == self.print(Side::New, new, DEPTH)
    }

    /// One number for alternatives, whatever their order.
    fn print_of(&mut self, side: Side, alternatives: &[Node<'d>]) -> Vec<u64> {
        let mut prints: Vec<_> =
            alternatives.iter().map(|node| self.print(side, std::slice::from_ref(node), DEPTH)).collect();
        prints.sort_unstable();
        prints
    }

    /// One number for schemas that say the same, down to some depth.
    fn print(&mut self, side: Side, schemas: &[Node<'d>], depth: u8) -> u64 {
        let document = if side == Side::Old { self.old } else { self.new };
        let view = View::new(document, schemas);
        self.work += 1 + view.parts.len();
        let known = (side, key(&view.parts), depth);
        if self.work > MOST_WORK {
            return 0;
        }
        if let Some(print) = self.prints.get(&known) {
            return *print;
        }
        let mut hasher = DefaultHasher::new();
        (view.kinds(), &view.unknown, view.is_nullable()).hash(&mut hasher);
        if let Some(words) = view.words() {
            words.keys().for_each(|word| word.hash(&mut hasher));
        }
        for keyword in ["format", "pattern"] {
            view.texts(keyword).hash(&mut hasher);
        }
        // What says nothing is left out by whoever writes it.
        for keyword in bounding().chain(["exclusiveMinimum", "exclusiveMaximum", "default"]) {
            let values = view.values(keyword).filter(|value| **value != Value::Bool(false));
            let values: BTreeSet<_> = values.map(canonical).collect();
            values.hash(&mut hasher);
        }
        if depth > 0 {
            for (name, property) in view.properties(document, Direction::Sent, &mut self.work) {
                (name, property.required.is_some()).hash(&mut hasher);
                self.print(side, &property.schemas, depth - 1).hash(&mut hasher);
            }
            match view.additional() {
                Additional::Open => 0_u64.hash(&mut hasher),
                Additional::Closed => 1_u64.hash(&mut hasher),
                Additional::Fitting(fitting) => self.print(side, &fitting, depth - 1).hash(&mut hasher),
            }
            for more in [view.items(), view.exclusions()] {
                self.print(side, &more, depth - 1).hash(&mut hasher);
            }
            let mut groups: Vec<Vec<u64>> = Vec::new();
            for group in view.groups() {
                let mut prints = Vec::new();
                for node in &group.alternatives {
                    prints.push(self.print(side, std::slice::from_ref(node), depth - 1));
                }
                prints.sort_unstable();
                groups.push(prints);
            }
            groups.sort_unstable();
            groups.hash(&mut hasher);
        }
        let print = hasher.finish();
        self.prints.insert(known, print);
        print
    }
}

/// The name that an alternative refers to.
fn name<'d>(alternative: &Alternative<'d>) -> Option<&'d str> {
    match &alternative[..] {
        [node] => node.text("$ref"),
        _ => None,
    }
}

/// The places of each mark.
fn places<M: std::hash::Hash + Eq>(marks: impl Iterator<Item = Option<M>>) -> HashMap<M, VecDeque<usize>> {
    let mut places: HashMap<_, VecDeque<usize>> = HashMap::new();
    for (place, mark) in marks.enumerate() {
        if let Some(mark) = mark {
            places.entry(mark).or_default().push_back(place);
        }
    }
    places
}

/// The words of a discriminator, and the schemas that they stand for: those that are mapped, and the names of the others.
fn mapping<'d>(
    document: &'d Document,
    view: &View<'d>,
    discriminator: &Node<'d>,
) -> BTreeMap<String, Option<Node<'d>>> {
    let name = |reference: &str| reference.rsplit('/').next().unwrap_or_default().to_owned();
    let mut words = BTreeMap::new();
    let mut mapped = Vec::new();
    for (word, target) in discriminator.entries_of("mapping") {
        let Some(target) = target.value.as_str() else { continue };
        mapped.push(name(target));
        words.insert(word.to_owned(), document.component("schemas", &name(target)));
    }
    for node in view.groups().iter().flat_map(|group| &group.alternatives) {
        let reference = node.value.get("$ref").and_then(Value::as_str);
        if let Some(name) = reference.map(name).filter(|name| !mapped.contains(name)) {
            words.insert(name, None);
        }
    }
    words
}
