//! Tries what may be wrong: the first guess with which the text becomes JSON is what was wrong.

use std::cell::Cell;
use std::ops::Range;

use super::class::Class;
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
    work: Cell<usize>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let work = Cell::new(text.len() * EVERY + FIXED);
        Self { text, marks: Vec::new(), apart: (text.len() / MARKS).max(1024), work }
    }

    /// Where the text stops being JSON.
    pub(super) fn read(&mut self) -> Result<(), Break> {
        let (text, mut work) = (self.text, usize::MAX);
        State::start().read(text, &mut work, self)
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
}
