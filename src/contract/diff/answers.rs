//! Answers by their status.

use std::collections::BTreeMap;

use super::compare::{At, Compare};
use super::direction::Direction;
use super::document::Node;
use super::table;

impl<'d> Compare<'d> {
    /// Compares what an operation answers.
    pub(super) fn answers(&mut self, was: &Node<'d>, is: &Node<'d>, direction: Direction) {
        let (old, new) = (answers(was), answers(is));
        for (status, one) in &old {
            if let Some(other) = new.get(status) {
                self.answer(one, other, direction);
            } else if let Some((wider, other)) = covering(&new, status) {
                let reason = format!("the status {status} is now a case of {wider}");
                self.tell(&table::STATUS_MERGED, direction, At::New(other.at.to_string()), reason);
                self.answer(one, other, direction);
            } else {
                let rule = if is_success(status) {
                    &table::SUCCESS_STATUS_REMOVED
                } else {
                    &table::ERROR_STATUS_REMOVED
                };
                let reason = format!("the status {status} is gone");
                self.tell(rule, direction, At::Old(one.at.to_string()), reason);
            }
        }
        for (status, other) in new.iter().filter(|(status, _)| !old.contains_key(*status)) {
            if let Some((wider, one)) = covering(&old, status) {
                let reason = format!("the status {status} was a case of {wider}");
                self.tell(&table::STATUS_SINGLED_OUT, direction, At::New(other.at.to_string()), reason);
                self.answer(one, other, direction);
            } else {
                let rule = if is_success(status) {
                    &table::SUCCESS_STATUS_ADDED
                } else {
                    &table::ERROR_STATUS_ADDED
                };
                let reason = format!("the status {status} is new");
                self.tell(rule, direction, At::New(other.at.to_string()), reason);
            }
        }
    }

    fn answer(&mut self, one: &Node<'d>, other: &Node<'d>, direction: Direction) {
        let Some((was, is)) = self.targets(one, other) else { return };
        if !self.is_first(std::slice::from_ref(&was), std::slice::from_ref(&is), direction) {
            return;
        }
        self.notes(std::slice::from_ref(&was), std::slice::from_ref(&is), direction);
        self.headers(&was, &is, direction);
        self.content(&was, &is, direction);
    }
}

fn answers<'d>(operation: &Node<'d>) -> BTreeMap<String, Node<'d>> {
    let answers =
        operation.entries_of("responses").into_iter().filter(|(status, _)| !status.starts_with("x-"));
    let key =
        |status: &str| if status == "default" { status.to_owned() } else { status.to_ascii_uppercase() };
    answers.map(|(status, node)| (key(status), node)).collect()
}

/// The range that a status lies in, or else what holds for all others.
fn covering<'a, 'd>(
    answers: &'a BTreeMap<String, Node<'d>>,
    status: &str,
) -> Option<(&'a String, &'a Node<'d>)> {
    let range = status.chars().next().map(|class| format!("{class}XX"));
    let range = range.filter(|range| range != status && status != "default");
    let range = range.and_then(|range| answers.get_key_value(&range));
    range.or_else(|| answers.get_key_value("default").filter(|_| status != "default"))
}

/// Whoever does not know a status treats it as the first of its class: a new one among those of success is to be read.
fn is_success(status: &str) -> bool {
    status.starts_with(['1', '2', '3'])
}
