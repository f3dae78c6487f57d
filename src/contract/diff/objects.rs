//! Objects: their properties, and what they may hold beside them.

use std::collections::BTreeSet;

use super::compare::{At, Compare};
use super::direction::Direction;
use super::rule::Rule;
use super::table;
use super::view::{Additional, Property, View};

impl<'d> Compare<'d> {
    pub(super) fn objects(&mut self, was: &View<'d>, is: &View<'d>, direction: Direction) {
        let old = was.properties(self.old, direction, &mut self.work);
        let new = is.properties(self.new, direction, &mut self.work);
        let (before, now) = (was.additional(), is.additional());
        let names: BTreeSet<_> = old.keys().chain(new.keys()).copied().collect();
        for name in names {
            let there =
                |property: Option<&'_ Property<'d>>| property.is_some_and(|property| !property.hidden);
            let (one, other) = (old.get(name), new.get(name));
            match (one, other) {
                (Some(one), Some(other)) if there(Some(one)) && there(Some(other)) => {
                    self.required(name, one, other, direction);
                    self.later(one.schemas.clone(), other.schemas.clone(), direction);
                }
                (Some(one), _) if there(Some(one)) => {
                    let at = match other.and_then(Property::place) {
                        Some(at) => At::New(at),
                        None => At::Old(one.place().unwrap_or_default()),
                    };
                    let rule = removed(one, matches!(now, Additional::Closed), direction);
                    self.tell(rule, direction, at, reason(name, other.is_some(), direction, "is gone"));
                    if let Additional::Fitting(fitting) = &now {
                        self.later(one.schemas.clone(), fitting.clone(), direction);
                    }
                }
                (_, Some(other)) if there(Some(other)) => {
                    let at = At::New(other.place().unwrap_or_default());
                    let rule = added(other, matches!(before, Additional::Closed), direction);
                    self.tell(rule, direction, at, reason(name, one.is_some(), direction, "is new"));
                    if let Additional::Fitting(fitting) = &before {
                        self.later(fitting.clone(), other.schemas.clone(), direction);
                    }
                }
                _ => {}
            }
        }
        let (rule, what) = match (before, now) {
            (Additional::Fitting(old), Additional::Fitting(new)) => return self.later(old, new, direction),
            (Additional::Open, Additional::Open) | (Additional::Closed, Additional::Closed) => return,
            (_, Additional::Closed) => (&table::ADDITIONAL_NARROWED, "lets no others through"),
            (Additional::Open, _) => (&table::ADDITIONAL_NARROWED, "no longer lets everything through"),
            (Additional::Closed, _) => (&table::ADDITIONAL_WIDENED, "lets others through"),
            (_, Additional::Open) => (&table::ADDITIONAL_WIDENED, "lets everything through"),
        };
        self.keyword(rule, direction, (was, is), "additionalProperties", what);
    }

    fn required(&mut self, name: &str, one: &Property<'d>, other: &Property<'d>, direction: Direction) {
        match (&one.required, &other.required) {
            (None, Some(at)) => {
                let reason = format!("the property `{name}` is required");
                self.tell(&table::PROPERTY_MADE_REQUIRED, direction, At::New(at.clone()), reason);
            }
            (Some(at), None) => {
                let at = other.place().map_or(At::Old(at.clone()), At::New);
                let reason = format!("the property `{name}` is no longer required");
                self.tell(&table::PROPERTY_MADE_OPTIONAL, direction, at, reason);
            }
            _ => {}
        }
    }
}

impl Property<'_> {
    fn place(&self) -> Option<String> {
        self.schemas.first().map(|schema| schema.at.to_string()).or_else(|| self.required.clone())
    }
}

fn removed(property: &Property<'_>, is_closed: bool, direction: Direction) -> &'static Rule {
    match (direction, property.required.is_some(), is_closed) {
        (Direction::Received, _, true) | (Direction::Sent, false, true) => {
            &table::PROPERTY_REMOVED_FROM_CLOSED
        }
        (_, true, _) => &table::REQUIRED_PROPERTY_REMOVED,
        (_, false, false) => &table::PROPERTY_REMOVED,
    }
}

fn added(property: &Property<'_>, was_closed: bool, direction: Direction) -> &'static Rule {
    match (direction, property.required.is_some(), was_closed) {
        (Direction::Received, _, true) | (Direction::Sent, false, true) => &table::PROPERTY_ADDED_TO_CLOSED,
        (_, true, _) => &table::REQUIRED_PROPERTY_ADDED,
        (_, false, false) => &table::PROPERTY_ADDED,
    }
}

fn reason(name: &str, is_elsewhere: bool, direction: Direction, what: &str) -> String {
    let way = match direction {
        Direction::Sent => "sent",
        Direction::Received => "received",
    };
    let elsewhere = if is_elsewhere { format!(" among what is {way}") } else { String::new() };
    format!("the property `{name}` {what}{elsewhere}")
}
