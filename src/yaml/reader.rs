//! From the parser's events to values: strict about everything that would be read as something else.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, StrInput, Tag};
use serde_json::{Map, Value};

use super::merge::{self, Entries};
use super::places::Places;
use super::scalar::{self, Unfit};
use super::{Position, START, Span, pointer};

/// How deep values may lie in each other: deeper than anybody writes, and far from what a stack holds.
pub(super) const DEPTH: usize = 128;
/// How much aliases may add to what a file says, roughly in bytes: more than anybody saves by them.
const REPEATED: usize = 16 * 1024 * 1024;
/// What a value costs beside its text.
const NODE: usize = 64;

/// A mistake in a file whose name is not known here.
pub(super) struct Refusal {
    pub(super) position: Position,
    pub(super) pointer: String,
    pub(super) message: String,
    pub(super) remedy: &'static str,
}

impl From<ScanError> for Refusal {
    fn from(error: ScanError) -> Self {
        let position = Position { line: error.marker().line(), column: error.marker().col() + 1 };
        let message = format!("this is not readable YAML: {}", error.info());
        let remedy = "correct the YAML syntax here or in the line above";
        Self { position, pointer: String::new(), message, remedy }
    }
}

/// What a text spells.
pub(super) struct Reading {
    pub(super) value: Value,
    pub(super) places: Places,
    /// Where anchors, aliases and tags stand.
    pub(super) marks: Vec<(Position, String, &'static str)>,
}

/// The value that a text spells, and the places of all that lies in it.
pub(super) fn read(text: &str) -> Result<Reading, Refusal> {
    let mut reader = Reader {
        events: Parser::new_from_str(text),
        anchors: HashMap::new(),
        marks: Vec::new(),
        path: Vec::new(),
        repeated: 0,
    };
    let node = reader.document()?;
    Ok(Reading { value: node.value, places: node.places, marks: reader.marks })
}

/// A value, where it stands, how many levels lie in it and what a further one of it costs.
#[derive(Clone)]
pub(super) struct Node {
    pub(super) value: Value,
    pub(super) places: Places,
    pub(super) height: usize,
    pub(super) cost: usize,
}

struct Reader<'t> {
    events: Parser<'t, StrInput<'t>>,
    /// What can be repeated; `None` as long as it is being read.
    anchors: HashMap<usize, Option<Node>>,
    marks: Vec<(Position, String, &'static str)>,
    /// The keys that lead to the value that is being read.
    path: Vec<String>,
    repeated: usize,
}

impl<'t> Reader<'t> {
    fn document(&mut self) -> Result<Node, Refusal> {
        let mut found = None;
        let mut documents = 0;
        loop {
            match self.next()? {
                (Event::DocumentStart(_), _) => {
                    documents += 1;
                    if documents == 1 {
                        let (event, here) = self.next()?;
                        found = Some(self.value(event, here, START)?);
                    }
                }
                (Event::StreamEnd, _) => break,
                _ => {}
            }
        }
        match found {
            Some(node) if documents == 1 => Ok(node),
            _ => {
                let message = format!("one YAML document is expected, {documents} were found");
                let remedy = "keep exactly one document in the file";
                Err(Refusal { position: START, pointer: String::new(), message, remedy })
            }
        }
    }

    fn next(&mut self) -> Result<(Event<'t>, Position), Refusal> {
        let Some(event) = self.events.next() else { return Ok((Event::StreamEnd, START)) };
        let (event, span) = event?;
        Ok((event, Position { line: span.start.line(), column: span.start.col() + 1 }))
    }

    /// The pointer to the value that is being read.
    fn at(&self) -> String {
        self.path.iter().fold(String::new(), |at, key| pointer(&at, key))
    }

    fn refuse<T>(&self, position: Position, message: &str, remedy: &'static str) -> Result<T, Refusal> {
        Err(Refusal { position, pointer: self.at(), message: message.to_owned(), remedy })
    }

    /// The value that begins with `event`; its key stands at `key`.
    fn value(&mut self, event: Event<'t>, here: Position, key: Position) -> Result<Node, Refusal> {
        let plainly = "write the value out in plain block style";
        let (anchor, tag) = match &event {
            Event::Alias(anchor) => return self.repeat(*anchor, here, key),
            Event::Scalar(_, _, anchor, tag)
            | Event::SequenceStart(anchor, tag)
            | Event::MappingStart(anchor, tag) => (*anchor, tag.as_deref()),
            _ => return self.refuse(here, "unreadable value", plainly),
        };
        let tag = self.tag(tag, here)?;
        if anchor > 0 {
            self.marks.push((here, self.at(), "anchors and aliases"));
            self.anchors.insert(anchor, None);
        }
        if self.path.len() > DEPTH {
            return self.refuse(here, "the values lie too deep in each other", plainly);
        }
        let span = Span { key, value: here };
        let node = match event {
            Event::SequenceStart(..) if matches!(tag, None | Some("seq")) => self.list(span)?,
            Event::MappingStart(..) if matches!(tag, None | Some("map")) => self.mapping(span)?,
            Event::Scalar(text, style, ..) => {
                let cost = NODE + text.len();
                let value = match scalar::value(&text, style, tag) {
                    Ok(value) => value,
                    Err(Unfit { message, remedy }) => return self.refuse(here, message, remedy),
                };
                Node { value, places: Places::leaf(span), height: 0, cost }
            }
            _ => return self.refuse(here, scalar::TAGGED.message, scalar::TAGGED.remedy),
        };
        if anchor > 0 {
            self.anchors.insert(anchor, Some(node.clone()));
        }
        Ok(node)
    }

    /// The name of a tag that YAML itself defines.
    fn tag(&mut self, tag: Option<&Tag>, here: Position) -> Result<Option<&'static str>, Refusal> {
        let Some(tag) = tag else { return Ok(None) };
        let known = ["str", "int", "float", "bool", "null", "seq", "map"];
        let known = known.into_iter().find(|name| tag.is_yaml_core_schema() && tag.suffix == *name);
        if known.is_none() {
            return self.refuse(here, "tags are not supported", "write the value out in plain block style");
        }
        self.marks.push((here, self.at(), "tags"));
        Ok(known)
    }

    /// The value that an alias stands for, as far as there is room for it.
    ///
    /// It stands where the alias stands; what lies in it stands where it is written.
    fn repeat(&mut self, anchor: usize, here: Position, key: Position) -> Result<Node, Refusal> {
        self.marks.push((here, self.at(), "anchors and aliases"));
        let node = match self.anchors.get(&anchor) {
            Some(Some(node)) => node,
            Some(None) => {
                return self.refuse(here, "the alias lies in what it stands for", "write out what is meant");
            }
            None => {
                return self.refuse(here, "there is no such anchor above", "correct the name of the anchor");
            }
        };
        if self.path.len() + node.height > DEPTH {
            return self.refuse(
                here,
                "the values lie too deep in each other",
                "write the value out in plain block style",
            );
        }
        self.repeated = self.repeated.saturating_add(node.cost);
        if self.repeated > REPEATED {
            return self.refuse(
                here,
                "aliases repeat more than can be read: 16 MiB",
                "use fewer aliases of aliases",
            );
        }
        let mut node = node.clone();
        node.places.moved(Span { key, value: here });
        Ok(node)
    }

    fn list(&mut self, span: Span) -> Result<Node, Refusal> {
        let (mut list, mut places) = (Vec::new(), Vec::new());
        let (mut height, mut cost) = (0, NODE);
        loop {
            let (event, here) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                let (value, places) = (Value::Array(list), Places::list(span, places));
                return Ok(Node { value, places, height, cost });
            }
            self.path.push(list.len().to_string());
            let node = self.value(event, here, here)?;
            self.path.pop();
            height = height.max(node.height + 1);
            cost += node.cost;
            list.push(node.value);
            places.push(node.places);
        }
    }

    fn mapping(&mut self, span: Span) -> Result<Node, Refusal> {
        let (mut map, mut places) = (Map::new(), HashMap::new());
        let (mut height, mut cost) = (0, NODE);
        let mut merged: Option<Entries> = None;
        loop {
            let (event, key) = self.next()?;
            let (text, style) = match event {
                Event::MappingEnd => break,
                Event::Scalar(text, style, anchor, None) => {
                    if anchor > 0 {
                        self.marks.push((key, self.at(), "anchors and aliases"));
                        let value = Value::String(text.to_string());
                        let (places, cost) = (Places::leaf(Span { key, value: key }), NODE + text.len());
                        self.anchors.insert(anchor, Some(Node { value, places, height: 0, cost }));
                    }
                    (text.into_owned(), style)
                }
                // What is wrong with it as a value comes first.
                other => match self.value(other, key, key)?.value {
                    Value::String(text) => (text, ScalarStyle::DoubleQuoted),
                    _ => return Err(self.no_key(key)),
                },
            };
            if text.is_empty() && style == ScalarStyle::Plain {
                return Err(self.no_key(key));
            }
            self.path.push(text.clone());
            let merges = text == merge::KEY && style == ScalarStyle::Plain;
            if map.contains_key(&text) || merges && merged.is_some() {
                let message = format!("the key `{text}` stands twice");
                return self.refuse(key, &message, "keep one of the two entries");
            }
            let (event, here) = self.next()?;
            let node = self.value(event, here, key)?;
            if merges {
                merged = match merge::entries(node) {
                    Some(entries) => Some(entries),
                    None => return self.refuse(here, merge::MAPPINGS_ONLY, merge::REMEDY),
                };
                self.path.pop();
                continue;
            }
            self.path.pop();
            height = height.max(node.height + 1);
            cost += node.cost + text.len();
            places.insert(text.clone(), node.places);
            map.insert(text, node.value);
        }
        if let Some(taken) = merged {
            height = height.max(taken.height);
            cost += taken.cost;
            merge::take_in(taken, &mut map, &mut places);
        }
        Ok(Node { value: Value::Object(map), places: Places::map(span, places), height, cost })
    }

    fn no_key(&self, position: Position) -> Refusal {
        let message = "a key must be a text".to_owned();
        Refusal { position, pointer: self.at(), message, remedy: "write the key as a plain word" }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::yaml::{Source, read};

    #[test]
    fn keys_are_texts_whatever_they_look_like() {
        let read = read("200: a\n'404': b\n1.50: c\ntrue: d\nno: e\n~: f\n\"\": g\n").expect("YAML");
        let expected =
            json!({ "200": "a", "404": "b", "1.50": "c", "true": "d", "no": "e", "~": "f", "": "g" });
        assert_eq!(read, expected);
    }

    #[test]
    fn what_is_no_value_or_no_key_is_refused_where_it_stands() {
        for (text, told) in [
            ("key: .inf", "1:6: a number must be finite"),
            ("key: -1e999", "1:6: a number must be finite"),
            (": 1", "1:1: a key must be a text"),
            ("{[a]: 1}", "1:2: a key must be a text"),
            ("a: 1\n\"a\": 2", "2:1: the key `a` stands twice"),
            ("", "1:1: one YAML document is expected, 0 were found"),
            (&format!("{}7", "- ".repeat(140)), "1:259: the values lie too deep in each other"),
            ("key: !colour red", "1:6: tags are not supported"),
            ("key: !!int red", "1:6: the value is not what its tag says"),
            ("key: !!map [red]", "1:6: the value is not what its tag says"),
        ] {
            let message = read(text).expect_err(text);
            assert!(message.starts_with(&format!("a.yaml:{told} (at #")), "{text}: {message}");
        }
    }

    #[test]
    fn values_and_keys_know_their_place() {
        let source = Source::parse("a.yaml", "a:\n  - b: x\n    7/: [y, z]\n").expect("YAML");
        let place = |at: &str| format!("{} {}", source.key_position(at), source.position(at));
        assert_eq!(place("/a"), "1:1 2:3");
        assert_eq!(place("/a/0/b"), "2:5 2:8");
        assert_eq!(place("/a/0/7~1/1"), "3:13 3:13");
        assert_eq!(place("/a/0/7~1/1/beyond"), place("/a/0/7~1/1"));
    }

    #[test]
    fn an_alias_is_what_it_stands_for() {
        let text = "a: &a {b: [1, &c two]}\nd: *a\n? &e key\n: *c\nf: {*e : 3}\n";
        let expected =
            json!({ "a": { "b": [1, "two"] }, "d": { "b": [1, "two"] }, "key": "two", "f": { "key": 3 } });
        assert_eq!(read(text), Ok(expected));
        let source = Source::parse("a.yaml", text).expect("YAML");
        let place = |at: &str| format!("{} {}", source.key_position(at), source.position(at));
        assert_eq!(place("/d"), "2:1 2:4", "where the alias stands");
        assert_eq!(place("/d/b/1"), "1:15 1:15", "what lies in it, where it is written");
    }

    #[test]
    fn a_file_that_is_to_be_written_out_in_full_can_be_told() {
        let source = Source::parse("a.yaml", "a: &a [1]\nb: *a\nc: !!str 1\n").expect("YAML");
        let told: Vec<_> = source.marks().iter().map(ToString::to_string).collect();
        let expected = [
            ("1:4", "/a", "anchors and aliases"),
            ("2:4", "/b", "anchors and aliases"),
            ("3:4", "/c", "tags"),
        ];
        let expected = expected.map(|(place, at, what)| {
            format!(
                "a.yaml:{place}: {what} are not supported (at #{at}); write the value out where it is used"
            )
        });
        assert_eq!(told, expected);
        assert!(Source::parse("a.json", "{\"a\": 1}").expect("JSON").marks().is_empty());
    }

    #[test]
    fn aliases_that_lead_nowhere_or_too_far_are_refused() {
        let mut laughs = "a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]\n".to_owned();
        let mut tower = "a0: &a0 [0]\n".to_owned();
        for level in 1..200 {
            let below = format!("*a{0}", level - 1);
            let many = [&*below; 9].join(", ");
            laughs.push_str(&format!("a{level}: &a{level} [{many}]\n"));
            tower.push_str(&format!("a{level}: &a{level} [{below}]\n"));
        }
        let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1024 * 1024), "*a, ".repeat(20));
        for (text, told) in [
            ("a: &a [*a]", "the alias lies in what it stands for"),
            ("a: *b", "unknown anchor"),
            (&laughs, "aliases repeat more than can be read: 16 MiB"),
            (&tower, "the values lie too deep in each other"),
            (&long, "aliases repeat more than can be read: 16 MiB"),
        ] {
            let message = read(text).expect_err(told);
            assert!(message.contains(told), "{told}: {message}");
        }
    }
}
