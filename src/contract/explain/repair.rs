//! Tries what may be wrong: the first guess with which the text becomes JSON is what was wrong.

use std::cell::Cell;
use std::ops::Range;

use super::class::Class;
use super::doubled::Doubled;
use super::guess::Cure;
use super::habit;
use super::scan::{Break, State, Watch};

/// How many bytes may be read for all tries together, beyond this for every byte of the text.
const EVERY: usize = 3;
const FIXED: usize = 256 * 1024;
/// In how many places of the text reading can be taken up again.
const MARKS: usize = 64;

/// Reads a text once, and remembers states from which to read on.
pub(super) struct Reader<'a> {
    text: &'a str,
    marks: Vec<State>,
    apart: usize,
    doubled: Doubled<'a>,
    work: Cell<usize>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let work = Cell::new(text.len() * EVERY + FIXED);
        let apart = (text.len() / MARKS).max(1024);
        Self { text, marks: Vec::new(), apart, doubled: Doubled::new(text), work }
    }

    /// Where the text stops being JSON.
    pub(super) fn read(&mut self) -> Result<(), Break> {
        let (text, mut work) = (self.text, usize::MAX);
        State::start().read(text, &mut work, self)
    }

    /// The first key that was seen to stand in its object a second time.
    pub(super) fn doubled(&self) -> Option<usize> {
        self.doubled.first
    }

    /// The text with the cure for a mistake of this class, if it is one.
    pub(super) fn attempt(&self, class: Class, cure: Cure) -> Option<String> {
        match cure {
            Cure::None => None,
            Cure::Text(text) => self.accepted(text, 0),
            Cure::Edit(range, by) => self.accepted(self.edited(&range, &by), range.start),
            Cure::Habit => {
                self.spend(self.text.len())?;
                self.accepted(habit::rewrite(self.text, class)?, 0)
            }
        }
    }

    fn edited(&self, range: &Range<usize>, by: &str) -> String {
        let mut text = String::with_capacity(self.text.len() + by.len());
        text.push_str(&self.text[..range.start]);
        text.push_str(by);
        text.push_str(&self.text[range.end..]);
        text
    }

    /// `text` if it is JSON; it is the text that was read up to `same`.
    fn accepted(&self, text: String, same: usize) -> Option<String> {
        // A word or number that ends where the change begins may go on in the change.
        let known = self.marks.iter().rev().find(|state| state.at == 0 || state.at + 1 < same);
        let state = known.cloned().unwrap_or_else(State::start);
        let mut work = self.work.get();
        let read = state.read(&text, &mut work, &mut ());
        self.work.set(work);
        read.is_ok().then_some(text)
    }

    fn spend(&self, work: usize) -> Option<()> {
        self.work.set(self.work.get().checked_sub(work)?);
        Some(())
    }
}

impl Watch for Reader<'_> {
    fn pass(&mut self, state: &State) {
        if state.at >= self.marks.last().map_or(0, |mark| mark.at + self.apart) {
            self.marks.push(state.clone());
        }
    }

    fn object(&mut self) {
        self.doubled.object();
    }

    fn key(&mut self, token: Range<usize>) {
        self.doubled.key(token);
    }

    fn object_end(&mut self) {
        self.doubled.object_end();
    }
}

#[cfg(test)]
mod tests {
    use super::super::class::Class;
    use super::super::diagnose::diagnose;
    use super::{EVERY, FIXED, Reader};

    /// What is tried to the first success, and how many bytes are read for it.
    fn work(text: &str) -> (Option<Class>, usize) {
        let mut reader = Reader::new(text);
        let broken = reader.read().expect_err("it is malformed");
        let granted = reader.work.get();
        let mut guesses = diagnose(text, &broken).into_iter();
        let found = guesses.find_map(|guess| reader.attempt(guess.class, guess.cure).map(|_| guess.class));
        (found, granted - reader.work.get())
    }

    #[test]
    fn what_is_wrong_at_the_end_costs_no_second_reading() {
        let task = r#"{"id":1001,"job_name":"daily-gc-task","job_parameters":{"workers":3}}"#;
        let tasks = vec![task; 30_000].join(",\n");
        let (class, read) = work(&format!(r#"{{"tasks":[{tasks}"]}}"#));
        assert_eq!(class, Some(Class::StrayQuote));
        assert!(read < tasks.len() / 8, "{read} bytes of {}", tasks.len());
    }

    #[test]
    fn however_many_guesses_fail_the_work_has_a_bound() {
        for lines in [1_000, 20_000] {
            let text = format!("{{\"a\":{{\"b\":1{}", "\n,\"c\":1".repeat(lines) + "}]");
            let (_, read) = work(&text);
            assert!(read <= EVERY * text.len() + FIXED, "{read} bytes of {}", text.len());
        }
    }
}
