//! Bounds of numbers, texts, lists and objects; formats and patterns.

use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::fmt;

use serde_json::{Number, Value};

use super::compare::Compare;
use super::direction::Direction;
use super::table;
use super::value::{compare, whole};
use super::view::{BOUNDS, View};

/// Formats of which the first fits into the second.
const FITS: &[(&str, &str)] = &[("int32", "int64"), ("int32", "double"), ("float", "double")];

/// Formats that restrict nothing.
const HINTS: &[&str] = &["password"];

/// A bound as it counts.
#[derive(Clone, Debug)]
pub(super) struct Bound {
    number: Number,
    exclusive: bool,
    is_lower: bool,
}

impl Bound {
    /// The tightest of the bounds by a keyword.
    pub(super) fn of(view: &View<'_>, keyword: &str, is_lower: bool) -> Option<Self> {
        let flag = if is_lower { "exclusiveMinimum" } else { "exclusiveMaximum" };
        let is_whole = !view.kinds().contains("number");
        let bounds = view.parts.iter().filter_map(|part| {
            let number = part.value.get(keyword)?.as_number()?.clone();
            let exclusive = matches!(keyword, "minimum" | "maximum") && part.flag(flag);
            let bound = Self { number, exclusive, is_lower };
            Some(if is_whole { bound.between_whole_numbers() } else { bound })
        });
        let tightest = bounds.max_by(Self::tightness)?;
        // No length, and no number of items, is below zero.
        let says_nothing =
            is_lower && keyword != "minimum" && whole(&tightest.number).is_some_and(|bound| bound <= 0);
        (!says_nothing).then_some(tightest)
    }

    /// Between whole numbers, beyond 0 is from 1.
    fn between_whole_numbers(self) -> Self {
        let next = whole(&self.number).filter(|_| self.exclusive);
        let next =
            next.and_then(|number| i64::try_from(if self.is_lower { number + 1 } else { number - 1 }).ok());
        match next {
            Some(number) => Self { number: number.into(), exclusive: false, ..self },
            None => self,
        }
    }

    /// Greater is what leaves less.
    fn tightness(&self, other: &Self) -> Ordering {
        let order = compare(&self.number, &other.number);
        let order = if self.is_lower { order } else { order.reverse() };
        order.then(self.exclusive.cmp(&other.exclusive))
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = if self.exclusive { " (exclusive)" } else { "" };
        match whole(&self.number) {
            Some(number) => write!(f, "{number}{word}"),
            None => write!(f, "{}{word}", self.number),
        }
    }
}

impl<'d> Compare<'d> {
    /// All that bounds a value of one of these types.
    pub(super) fn bounds(
        &mut self,
        was: &View<'d>,
        is: &View<'d>,
        direction: Direction,
        kinds: &BTreeSet<&str>,
    ) {
        for (keyword, is_lower, kind) in BOUNDS {
            let is_meant = kinds.contains(kind) || *kind == "number" && kinds.contains("integer");
            if !is_meant {
                continue;
            }
            let (old, new) = (Bound::of(was, keyword, *is_lower), Bound::of(is, keyword, *is_lower));
            let order = match (&old, &new) {
                (None, None) => continue,
                (None, Some(_)) => Ordering::Less,
                (Some(_), None) => Ordering::Greater,
                (Some(old), Some(new)) => old.tightness(new),
            };
            let rule = match order {
                Ordering::Equal => continue,
                Ordering::Less => &table::BOUND_TIGHTENED,
                Ordering::Greater => &table::BOUND_LOOSENED,
            };
            let told = |bound: Option<Bound>| bound.map_or("not given".to_owned(), |bound| bound.to_string());
            self.keyword(
                rule,
                direction,
                (was, is),
                keyword,
                &format!("was {}, is {}", told(old), told(new)),
            );
        }
        if kinds.contains("array") {
            match (was.is("uniqueItems"), is.is("uniqueItems")) {
                (false, true) => {
                    self.keyword(&table::BOUND_TIGHTENED, direction, (was, is), "uniqueItems", "is demanded");
                }
                (true, false) => {
                    self.keyword(&table::BOUND_LOOSENED, direction, (was, is), "uniqueItems", "is dropped");
                }
                _ => {}
            }
        }
        if kinds.contains("number") || kinds.contains("integer") {
            self.steps(was, is, direction);
        }
        if kinds.contains("string") {
            self.patterns(was, is, direction);
        }
    }

    fn steps(&mut self, was: &View<'d>, is: &View<'d>, direction: Direction) {
        let steps = |view: &View<'_>| -> Vec<f64> {
            let is_whole = !view.kinds().contains("number");
            let steps = view.values("multipleOf").filter_map(Value::as_f64).filter(|step| *step > 0.0);
            steps.filter(|step| !(is_whole && (1.0 / step).fract() == 0.0)).collect()
        };
        let (old, new) = (steps(was), steps(is));
        let is_multiple = |coarse: f64, fine: f64| {
            let times = coarse / fine;
            (times - times.round()).abs() < 1e-9 && times.round() >= 1.0
        };
        // Whether each of the one list is implied by one of the other.
        let implied = |by: &[f64], all: &[f64]| {
            all.iter().all(|fine| by.iter().any(|coarse| is_multiple(*coarse, *fine)))
        };
        let rule = match (implied(&new, &old), implied(&old, &new)) {
            (true, true) => return,
            (true, false) => &table::BOUND_TIGHTENED,
            (false, true) => &table::BOUND_LOOSENED,
            (false, false) => &table::BOUND_CHANGED,
        };
        self.keyword(rule, direction, (was, is), "multipleOf", &format!("was {old:?}, is {new:?}"));
    }

    /// Patterns cannot be ordered: another one breaks both ways.
    fn patterns(&mut self, was: &View<'d>, is: &View<'d>, direction: Direction) {
        let (old, new) = (was.texts("pattern"), is.texts("pattern"));
        let rule = match () {
            () if old == new => return,
            () if old.is_subset(&new) => &table::PATTERN_ADDED,
            () if new.is_subset(&old) => &table::PATTERN_REMOVED,
            () => &table::PATTERN_CHANGED,
        };
        self.keyword(rule, direction, (was, is), "pattern", &listed(&old, &new));
    }

    /// Formats cannot be ordered either, but for a few of numbers.
    pub(super) fn formats(&mut self, was: &View<'d>, is: &View<'d>, direction: Direction) {
        let formats = |view: &View<'d>| -> BTreeSet<&'d str> {
            view.texts("format").into_iter().filter(|format| !HINTS.contains(format)).collect()
        };
        let (old, new) = (formats(was), formats(is));
        let gone: Vec<_> = old.difference(&new).copied().collect();
        let added: Vec<_> = new.difference(&old).copied().collect();
        let rule = match (&gone[..], &added[..]) {
            ([], []) => return,
            ([], _) => &table::FORMAT_ADDED,
            (_, []) => &table::FORMAT_REMOVED,
            ([old], [new]) if FITS.contains(&(old, new)) => &table::FORMAT_WIDENED,
            ([old], [new]) if FITS.contains(&(new, old)) => &table::FORMAT_NARROWED,
            _ => &table::FORMAT_CHANGED,
        };
        self.keyword(rule, direction, (was, is), "format", &listed(&old, &new));
    }
}

/// What texts there were, and there are.
pub(super) fn listed(old: &BTreeSet<&str>, new: &BTreeSet<&str>) -> String {
    let list = |texts: &BTreeSet<&str>| {
        let texts: Vec<_> = texts.iter().map(|text| format!("`{text}`")).collect();
        if texts.is_empty() { "not given".to_owned() } else { texts.join(" and ") }
    };
    format!("was {}, is {}", list(old), list(new))
}
