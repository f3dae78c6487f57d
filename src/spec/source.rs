//! A YAML file as one JSON value plus the place of every node in the text.

use std::collections::{HashMap, HashSet};
use std::fmt;

use saphyr::{LoadableYamlNode, MarkedYaml, Scalar, YamlData};
use saphyr_parser::{Event, Parser};
use serde_json::{Map, Number, Value};

/// Line and column in the YAML text, both counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    pub line: usize,
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

/// One mistake in the API description: where it stands, what is wrong, what to do.
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

/// The API description: its values, addressed by JSON pointer, and where each stands.
#[derive(Clone, Debug)]
pub struct Source {
    file: String,
    root: Value,
    places: HashMap<String, Span>,
}

#[derive(Clone, Copy, Debug)]
struct Span {
    key: Position,
    value: Position,
}

impl Source {
    /// Reads one YAML document made of mappings with text keys, lists and plain scalars.
    ///
    /// Anchors, tags, duplicate keys and a second document are refused: a reader of the file must be able to
    /// trust that what it sees is what is meant.
    pub fn parse(file: &str, text: &str) -> Result<Self, Problem> {
        let problem = |position, pointer: &str, message: String, remedy: &str| Problem {
            file: file.to_owned(),
            position,
            pointer: pointer.to_owned(),
            message,
            remedy: remedy.to_owned(),
        };
        if let Some((position, at, message, remedy)) = scan(text) {
            return Err(problem(position, &at, message, remedy));
        }
        let documents = MarkedYaml::load_from_str(text).map_err(|error| {
            let position = Position { line: error.marker().line(), column: error.marker().col() + 1 };
            let remedy = "correct the YAML syntax here or in the line above";
            problem(position, "", format!("this is not readable YAML: {}", error.info()), remedy)
        })?;
        let start = Position { line: 1, column: 1 };
        let [document] = documents.as_slice() else {
            let message = format!("one YAML document is expected, {} were found", documents.len());
            return Err(problem(start, "", message, "keep exactly one document in the file"));
        };
        let mut places = HashMap::new();
        let root = convert(document, String::new(), start, &mut places).map_err(
            |(position, pointer, message)| {
                problem(position, &pointer, message, "write the value out in plain block style")
            },
        )?;
        Ok(Self { file: file.to_owned(), root, places })
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

    fn span(&self, mut pointer: &str) -> Span {
        loop {
            if let Some(span) = self.places.get(pointer) {
                return *span;
            }
            let Some(cut) = pointer.rfind('/') else {
                let start = Position { line: 1, column: 1 };
                return Span { key: start, value: start };
            };
            pointer = &pointer[..cut];
        }
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

/// Where the scan stands inside a container.
enum Frame {
    /// Keys so far, and the key whose value comes next.
    Mapping(HashSet<String>, Option<String>),
    /// Place of the item that comes next.
    Sequence(usize),
}

/// The first anchor, alias or key that stands twice: the loader would put a value in the place of the first two
/// without a word, and tells of the third neither which nor where.
fn scan(text: &str) -> Option<(Position, String, String, &'static str)> {
    let mut frames: Vec<Frame> = Vec::new();
    for (event, span) in Parser::new_from_str(text).map_while(Result::ok) {
        let here = Position { line: span.start.line(), column: span.start.col() + 1 };
        let anchored = match &event {
            Event::Alias(_) => true,
            Event::Scalar(_, _, anchor, _) => *anchor > 0,
            Event::SequenceStart(anchor, _) | Event::MappingStart(anchor, _) => *anchor > 0,
            _ => false,
        };
        if anchored {
            let message = "anchors and aliases are not supported".to_owned();
            return Some((here, place(&frames), message, "write the value out where it is used"));
        }
        match event {
            Event::Scalar(text, ..) => {
                if let Some(Frame::Mapping(keys, next @ None)) = frames.last_mut() {
                    if !keys.insert(text.to_string()) {
                        let message = format!("the key `{text}` stands twice");
                        let at = pointer(&place(&frames), &text);
                        return Some((here, at, message, "keep one of the two entries"));
                    }
                    *next = Some(text.to_string());
                } else {
                    step(&mut frames);
                }
            }
            Event::MappingStart(..) => frames.push(Frame::Mapping(HashSet::new(), None)),
            Event::SequenceStart(..) => frames.push(Frame::Sequence(0)),
            Event::MappingEnd | Event::SequenceEnd => {
                frames.pop();
                step(&mut frames);
            }
            _ => {}
        }
    }
    None
}

/// A value is complete: the next thing is a key, or the next item.
fn step(frames: &mut [Frame]) {
    match frames.last_mut() {
        Some(Frame::Mapping(_, key)) => *key = None,
        Some(Frame::Sequence(index)) => *index += 1,
        None => {}
    }
}

/// The JSON pointer of the value that comes next.
fn place(frames: &[Frame]) -> String {
    frames.iter().fold(String::new(), |base, frame| match frame {
        Frame::Mapping(_, Some(key)) => pointer(&base, key),
        Frame::Mapping(_, None) => base,
        Frame::Sequence(index) => pointer(&base, &index.to_string()),
    })
}

type Refusal = (Position, String, String);

fn convert(
    node: &MarkedYaml<'_>,
    at: String,
    key: Position,
    places: &mut HashMap<String, Span>,
) -> Result<Value, Refusal> {
    let here = position(node);
    let refuse = |what: &str| Err((here, at.clone(), what.to_owned()));
    let value = match &node.data {
        YamlData::Value(scalar) => match scalar {
            Scalar::Null => Value::Null,
            Scalar::Boolean(flag) => Value::Bool(*flag),
            Scalar::Integer(number) => Value::from(*number),
            Scalar::FloatingPoint(number) => match Number::from_f64(number.into_inner()) {
                Some(number) => Value::Number(number),
                None => return refuse("a number must be finite"),
            },
            Scalar::String(text) => Value::String(text.to_string()),
        },
        YamlData::Sequence(items) => {
            let mut list = Vec::with_capacity(items.len());
            for (index, item) in items.iter().enumerate() {
                let at = pointer(&at, &index.to_string());
                list.push(convert(item, at, position(item), places)?);
            }
            Value::Array(list)
        }
        YamlData::Mapping(entries) => {
            let mut map = Map::new();
            for (name, item) in entries {
                let text = match &name.data {
                    YamlData::Value(Scalar::String(text)) => text.to_string(),
                    YamlData::Value(Scalar::Integer(number)) => number.to_string(),
                    _ => {
                        return Err((position(name), at, "a key must be text or a whole number".to_owned()));
                    }
                };
                let below = pointer(&at, &text);
                let value = convert(item, below, position(name), places)?;
                if map.insert(text.clone(), value).is_some() {
                    return Err((position(name), at, format!("the key `{text}` stands twice")));
                }
            }
            Value::Object(map)
        }
        YamlData::Tagged(..) => return refuse("tags are not supported"),
        YamlData::Alias(_) | YamlData::Representation(..) | YamlData::BadValue => {
            return refuse("unreadable value");
        }
    };
    places.insert(at, Span { key, value: here });
    Ok(value)
}

fn position(node: &MarkedYaml<'_>) -> Position {
    Position { line: node.span.start.line(), column: node.span.start.col() + 1 }
}
