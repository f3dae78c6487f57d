//! A YAML file as one JSON value plus the place of every node in the text.

mod json;
mod merge;
mod places;
mod reader;
mod scalar;

use std::fmt;

use serde_json::Value;

use self::places::Places;
use self::reader::{Reading, Refusal};

/// Line and column in the YAML text, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

const START: Position = Position { line: 1, column: 1 };

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One mistake in a file: where it stands, what is wrong, what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    pub file: String,
    pub position: Position,
    pub pointer: String,
    pub message: String,
    pub remedy: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, position, pointer, message, remedy } = self;
        write!(f, "{file}:{position}: {message} (at #{pointer}); {remedy}")
    }
}

/// What a file says: its values, addressed by JSON pointer, and where each stands.
#[derive(Clone, Debug)]
pub struct Source {
    file: String,
    root: Value,
    places: Places,
    marks: Vec<(Position, String, &'static str)>,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    key: Position,
    value: Position,
}

impl Source {
    /// Reads one YAML document made of mappings with text keys, lists and scalars, or one of JSON.
    ///
    /// Values are those of YAML's core schema 1.2; keys are texts, whatever they look like. An alias is read as what it
    /// stands for, as far as all of them together stay small, and `<<` takes in the entries of other mappings. Tags other
    /// than YAML's own, keys that stand twice and a second document are refused: a reader of the file must be able to
    /// trust that what it sees is what is meant.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        match json::read(text).unwrap_or_else(|| reader::read(text)) {
            Ok(Reading { value, places, marks }) => {
                Ok(Self { file: file.to_owned(), root: value, places, marks })
            }
            Err(Refusal { position, pointer, message, remedy }) => {
                Err(Problem { file: file.to_owned(), position, pointer, message, remedy: remedy.to_owned() })
            }
        }
    }

    /// A problem for each anchor, alias and tag, for a file that is to be written out in full.
    pub fn marks(&self) -> Vec<Problem> {
        let remedy = "write the value out where it is used";
        let problem = |(position, at, what): &(Position, String, &str)| {
            self.problem_at(*position, at, format!("{what} are not supported"), remedy)
        };
        self.marks.iter().map(problem).collect()
    }

    /// The name under which problems are reported.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The whole document.
    pub fn root(&self) -> &Value {
        &self.root
    }

    /// The value at a JSON pointer, if there is one.
    pub fn get(&self, pointer: &str) -> Option<&Value> {
        self.root.pointer(pointer)
    }

    /// Where the value at `pointer` begins; of its nearest existing parent if it does not exist.
    pub fn position(&self, pointer: &str) -> Position {
        self.span(pointer).value
    }

    /// Where the key of the value at `pointer` stands.
    pub fn key_position(&self, pointer: &str) -> Position {
        self.span(pointer).key
    }

    fn span(&self, pointer: &str) -> Span {
        self.places.find(pointer)
    }

    /// Follows `$ref` until a value that has none; the pointer of that value and the value.
    ///
    /// `None` if a reference points at nothing or runs in a circle.
    pub fn resolve<'a>(&'a self, pointer: &str) -> Option<(String, &'a Value)> {
        let mut pointer = pointer.to_owned();
        for _ in 0..16 {
            let value = self.get(&pointer)?;
            match value.get("$ref").and_then(Value::as_str) {
                Some(target) => pointer = target.strip_prefix('#')?.to_owned(),
                None => return Some((pointer, value)),
            }
        }
        None
    }

    /// A problem at the value that `pointer` names.
    pub fn problem(&self, pointer: &str, message: String, remedy: impl Into<String>) -> Problem {
        self.problem_at(self.position(pointer), pointer, message, remedy)
    }

    /// A problem at the key of the value that `pointer` names.
    pub fn key_problem(&self, pointer: &str, message: String, remedy: impl Into<String>) -> Problem {
        self.problem_at(self.key_position(pointer), pointer, message, remedy)
    }

    fn problem_at(
        &self,
        position: Position,
        pointer: &str,
        message: String,
        remedy: impl Into<String>,
    ) -> Problem {
        Problem {
            file: self.file.clone(),
            position,
            pointer: pointer.to_owned(),
            message,
            remedy: remedy.into(),
        }
    }
}

/// `base` extended by one token, escaped as RFC 6901 asks.
pub fn pointer(base: &str, token: &str) -> String {
    format!("{base}/{}", token.replace('~', "~0").replace('/', "~1"))
}

/// What a text spells, for tests.
#[cfg(test)]
pub(crate) fn read(text: &str) -> Result<Value, String> {
    let source = Source::parse("a.yaml", text).map_err(|problem| problem.to_string())?;
    Ok(source.root().clone())
}
