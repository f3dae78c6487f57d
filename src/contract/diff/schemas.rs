//! Schemas: what may be sent or received of a value.

use super::compare::{At, Compare};
use super::direction::Direction;
use super::table;
use super::value::{canonical, equal, shown};
use super::view::View;

impl<'d> Compare<'d> {
    /// Compares two schemas of one value; those of what lies in it are put off.
    pub(super) fn schemas(&mut self, was: &View<'d>, is: &View<'d>, direction: Direction) {
        self.notes(&was.parts, &is.parts, direction);
        if was.unknown != is.unknown {
            let at = is.given.first().map(|node| At::New(node.at.to_string()));
            let at = at.or_else(|| was.given.first().map(|node| At::Old(node.at.to_string())));
            let what = super::bounds::listed(&was.unknown, &is.unknown);
            let reason = format!("a reference that leads nowhere in the document {what}");
            return self.tell(
                &table::REFERENCE_CHANGED,
                direction,
                at.unwrap_or(At::New(String::new())),
                reason,
            );
        }
        let at = is.at().map(At::New).or_else(|| was.at().map(At::Old));
        let Some(at) = at else { return };
        match (was.is_any(), is.is_any()) {
            (true, true) => return,
            (true, false) => {
                let reason = "not every value fits, where any did".to_owned();
                return self.tell(&table::TYPE_NARROWED, direction, at, reason);
            }
            (false, true) => {
                let reason = "any value fits, where not every one did".to_owned();
                return self.tell(&table::TYPE_WIDENED, direction, at, reason);
            }
            (false, false) => {}
        }
        if self.choices(was, is, direction) {
            return;
        }
        self.nullability(was, is, direction);
        let (before, now) = (was.kinds(), is.kinds());
        if before != now {
            let rule = match () {
                () if now.is_subset(&before) => &table::TYPE_NARROWED,
                () if before.is_subset(&now) => &table::TYPE_WIDENED,
                () => &table::TYPE_CHANGED,
            };
            let told = |kinds: &std::collections::BTreeSet<&str>| {
                let kinds: Vec<_> = kinds.iter().copied().collect();
                if kinds == ["integer", "number"] { "number".to_owned() } else { kinds.join(" or ") }
            };
            let what = format!("was {}, is {}", told(&before), told(&now));
            self.keyword(rule, direction, (was, is), "type", &what);
        }
        let common = &before & &now;
        if common.is_empty() {
            return;
        }
        self.words(was, is, direction);
        self.formats(was, is, direction);
        self.bounds(was, is, direction, &common);
        self.defaults(was, is, direction);
        self.exclusions(was, is, direction);
        if common.contains("object") {
            self.objects(was, is, direction);
        }
        if common.contains("array") {
            self.later(was.items(), is.items(), direction);
        }
        if self.has_xml && !equal(was.first("xml"), is.first("xml")) {
            self.keyword(&table::XML_CHANGED, direction, (was, is), "xml", "is another");
        }
    }

    pub(super) fn nullability(&mut self, was: &View<'d>, is: &View<'d>, direction: Direction) {
        let (rule, what) = match (was.is_nullable(), is.is_nullable()) {
            (false, true) => (&table::MADE_NULLABLE, "lets null through"),
            (true, false) => (&table::MADE_NOT_NULLABLE, "no longer lets null through"),
            _ => return,
        };
        self.keyword(rule, direction, (was, is), "nullable", what);
    }

    /// The values that are counted.
    fn words(&mut self, was: &View<'d>, is: &View<'d>, direction: Direction) {
        match (was.words(), is.words()) {
            (None, None) => {}
            (None, Some(_)) => {
                self.keyword(&table::ENUM_ADDED, direction, (was, is), "enum", "lets only its words through");
            }
            (Some(_), None) => {
                self.keyword(&table::ENUM_REMOVED, direction, (was, is), "enum", "is gone, other words fit");
            }
            (Some(old), Some(new)) => {
                for (word, (value, at)) in &old {
                    if !new.contains_key(word) {
                        let reason = format!("the word {} is gone", shown(value));
                        self.tell(&table::ENUM_WORD_REMOVED, direction, At::Old(at.clone()), reason);
                    }
                }
                for (word, (value, at)) in &new {
                    if !old.contains_key(word) {
                        let reason = format!("the word {} is new", shown(value));
                        self.tell(&table::ENUM_WORD_ADDED, direction, At::New(at.clone()), reason);
                    }
                }
            }
        }
    }

    /// What an absent value means.
    fn defaults(&mut self, was: &View<'d>, is: &View<'d>, direction: Direction) {
        let (rule, what) = match (was.first("default"), is.first("default")) {
            (None, None) => return,
            (None, Some(new)) => (&table::DEFAULT_ADDED, format!("was not given, is {}", shown(new))),
            (Some(old), None) => (&table::DEFAULT_REMOVED, format!("was {}, is not given", shown(old))),
            (Some(old), Some(new)) if canonical(old) == canonical(new) => return,
            (Some(old), Some(new)) => {
                (&table::DEFAULT_CHANGED, format!("was {}, is {}", shown(old), shown(new)))
            }
        };
        self.keyword(rule, direction, (was, is), "default", &what);
    }

    /// What must not fit; another such schema cannot be ordered.
    fn exclusions(&mut self, was: &View<'d>, is: &View<'d>, direction: Direction) {
        let (old, new) = (was.exclusions(), is.exclusions());
        let (rule, what) = match (old.is_empty(), new.is_empty()) {
            (true, true) => return,
            (true, false) => (&table::EXCLUSION_ADDED, "is new"),
            (false, true) => (&table::EXCLUSION_REMOVED, "is gone"),
            (false, false) if self.are_same(&old, &new) => return,
            (false, false) => (&table::EXCLUSION_CHANGED, "is another"),
        };
        self.keyword(rule, direction, (was, is), "not", what);
    }
}
