//! From the parser's events to values: strict about everything that would be read as something else.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError, StrInput};
use serde_json::{Map, Number, Value};

use super::{Position, START, Span, pointer};

/// How deep values may lie in each other: deeper than anybody writes, and far from what a stack holds.
const DEPTH: usize = 64;

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

/// The value that a text spells, and the places of all that lies in it.
pub(super) fn read(text: &str) -> Result<(Value, HashMap<String, Span>), Refusal> {
    let mut reader = Reader { events: Parser::new_from_str(text), places: HashMap::new() };
    let root = reader.document()?;
    Ok((root, reader.places))
}

struct Reader<'t> {
    events: Parser<'t, StrInput<'t>>,
    places: HashMap<String, Span>,
}

impl<'t> Reader<'t> {
    fn document(&mut self) -> Result<Value, Refusal> {
        let mut documents = Vec::new();
        loop {
            match self.next()? {
                (Event::DocumentStart(_), _) if documents.is_empty() => {
                    let (event, here) = self.next()?;
                    documents.push(self.value(event, here, String::new(), START)?);
                }
                (Event::DocumentStart(_), _) => documents.push(Value::Null),
                (Event::StreamEnd, _) => break,
                _ => {}
            }
        }
        if documents.len() == 1 {
            return Ok(documents.remove(0));
        }
        let message = format!("one YAML document is expected, {} were found", documents.len());
        let remedy = "keep exactly one document in the file";
        Err(Refusal { position: START, pointer: String::new(), message, remedy })
    }

    fn next(&mut self) -> Result<(Event<'t>, Position), Refusal> {
        let Some(event) = self.events.next() else { return Ok((Event::StreamEnd, START)) };
        let (event, span) = event?;
        Ok((event, Position { line: span.start.line(), column: span.start.col() + 1 }))
    }

    /// The value that begins with `event`; its key stands at `key`.
    fn value(
        &mut self,
        event: Event<'t>,
        here: Position,
        at: String,
        key: Position,
    ) -> Result<Value, Refusal> {
        let plainly = "write the value out in plain block style";
        let refuse = |message: &str, remedy| {
            let (pointer, message) = (at.clone(), message.to_owned());
            Err(Refusal { position: here, pointer, message, remedy })
        };
        let (anchor, tag) = match &event {
            Event::Alias(anchor) => (*anchor, &None),
            Event::Scalar(_, _, anchor, tag)
            | Event::SequenceStart(anchor, tag)
            | Event::MappingStart(anchor, tag) => (*anchor, tag),
            _ => return refuse("unreadable value", plainly),
        };
        if anchor > 0 {
            return refuse("anchors and aliases are not supported", "write the value out where it is used");
        }
        if tag.is_some() {
            return refuse("tags are not supported", plainly);
        }
        // A slash inside a token is escaped.
        if at.matches('/').count() > DEPTH {
            return refuse("the values lie too deep in each other", plainly);
        }
        let value = match event {
            Event::SequenceStart(..) => self.list(&at)?,
            Event::MappingStart(..) => self.mapping(&at)?,
            Event::Scalar(text, ScalarStyle::Plain, ..) => match plain(&text) {
                Some(value) => value,
                None => return refuse("a number must be finite", plainly),
            },
            Event::Scalar(text, ..) => Value::String(text.into_owned()),
            _ => return refuse("unreadable value", plainly),
        };
        self.places.insert(at, Span { key, value: here });
        Ok(value)
    }

    fn list(&mut self, at: &str) -> Result<Value, Refusal> {
        let mut list = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(Value::Array(list)),
                (event, here) => {
                    let at = pointer(at, &list.len().to_string());
                    list.push(self.value(event, here, at, here)?);
                }
            }
        }
    }

    fn mapping(&mut self, at: &str) -> Result<Value, Refusal> {
        let mut map = Map::new();
        loop {
            let (event, key) = self.next()?;
            let (text, style) = match event {
                Event::MappingEnd => return Ok(Value::Object(map)),
                Event::Scalar(text, style, 0, None) => (text, style),
                // What is wrong with it as a value comes first.
                other => {
                    self.value(other, key, at.to_owned(), key)?;
                    return Err(no_key(key, at));
                }
            };
            if style == ScalarStyle::Plain
                && !plain(&text).is_some_and(|value| value.is_string() || value.is_i64())
            {
                return Err(no_key(key, at));
            }
            let below = pointer(at, &text);
            if map.contains_key(&*text) {
                let message = format!("the key `{text}` stands twice");
                let remedy = "keep one of the two entries";
                return Err(Refusal { position: key, pointer: below, message, remedy });
            }
            let (event, here) = self.next()?;
            let value = self.value(event, here, below, key)?;
            map.insert(text.into_owned(), value);
        }
    }
}

fn no_key(position: Position, at: &str) -> Refusal {
    let message = "a key must be text or a whole number".to_owned();
    Refusal { position, pointer: at.to_owned(), message, remedy: "write the key as a plain word" }
}

/// A scalar without quotation marks, as the core schema of YAML 1.2 has it; `None` for a number without end.
fn plain(text: &str) -> Option<Value> {
    let digits = |prefix, radix| {
        let digits = text.strip_prefix(prefix).filter(|digits: &&str| !digits.starts_with(['+', '-']))?;
        i64::from_str_radix(digits, radix).ok()
    };
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some(Value::Null),
        "true" | "True" | "TRUE" => return Some(Value::Bool(true)),
        "false" | "False" | "FALSE" => return Some(Value::Bool(false)),
        _ => {}
    }
    if let Some(whole) = text.parse().ok().or_else(|| digits("0x", 16)).or_else(|| digits("0o", 8)) {
        return Some(Value::from(whole));
    }
    let lower = text.trim_start_matches(['+', '-']).to_ascii_lowercase();
    // Rust takes words such as `inf` for numbers, YAML those with a dot in front.
    let number = text.contains(|letter: char| letter.is_ascii_digit()).then(|| text.parse::<f64>());
    match number {
        _ if matches!(&*lower, ".inf" | ".nan") => None,
        Some(Ok(number)) => Number::from_f64(number).map(Value::Number),
        _ => Some(Value::String(text.to_owned())),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::yaml::Source;

    fn read(text: &str) -> Result<Value, String> {
        let source = Source::parse("a.yaml", text).map_err(|problem| problem.to_string())?;
        Ok(source.root().clone())
    }

    #[test]
    fn values_are_those_of_the_core_schema() {
        for (text, value) in [
            ("~", Value::Null),
            ("''", json!("")),
            ("'~'", json!("~")),
            ("True", json!(true)),
            ("no", json!("no")),
            ("-7", json!(-7)),
            ("0x1F", json!(31)),
            ("0o17", json!(15)),
            ("0x-1", json!("0x-1")),
            ("'7'", json!("7")),
            ("0.50", json!(0.5)),
            ("1e3", json!(1000.0)),
            ("3.0.3", json!("3.0.3")),
            ("infinity", json!("infinity")),
            ("[a, {b: 1}]", json!(["a", { "b": 1 }])),
            ("|\n  a\n  7\n", json!("a\n7\n")),
        ] {
            assert_eq!(read(&format!("key: {text}")), Ok(json!({ "key": value })), "{text}");
        }
    }

    #[test]
    fn what_is_no_value_or_no_key_is_refused_where_it_stands() {
        for (text, told) in [
            ("key: .inf", "1:6: a number must be finite"),
            ("key: -1e999", "1:6: a number must be finite"),
            ("true: 1", "1:1: a key must be text or a whole number"),
            ("1.5: 1", "1:1: a key must be text or a whole number"),
            ("{[a]: 1}", "1:2: a key must be text or a whole number"),
            ("a: 1\n\"a\": 2", "2:1: the key `a` stands twice"),
            ("", "1:1: one YAML document is expected, 0 were found"),
            (&format!("{}7", "- ".repeat(70)), "1:131: the values lie too deep in each other"),
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
}
