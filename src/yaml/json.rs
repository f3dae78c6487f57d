//! JSON, which YAML does not quite contain: escapes of surrogate pairs, tabs, long keys.

use std::collections::HashMap;

use serde_json::Value;

use super::places::Places;
use super::reader::{Reading, Refusal};
use super::{Position, Span, pointer};

/// What a text spells if it is JSON, `None` if it is not.
pub(super) fn read(text: &str) -> Option<Result<Reading, Refusal>> {
    if !text.trim_start().starts_with(['{', '[']) {
        return None;
    }
    let value: Value = serde_json::from_str(text).ok()?;
    let mut walk = Walk { rest: text, line: 1, column: 1, path: Vec::new() };
    let here = walk.place();
    Some(walk.value(here).map(|places| Reading { value, places, marks: Vec::new() }))
}

/// Goes through a text that is known to be JSON.
struct Walk<'t> {
    rest: &'t str,
    line: usize,
    column: usize,
    path: Vec<String>,
}

impl Walk<'_> {
    /// Goes on by so many bytes.
    fn skip(&mut self, bytes: usize) {
        let (passed, rest) = self.rest.split_at_checked(bytes).unwrap_or((self.rest, ""));
        for letter in passed.chars() {
            (self.line, self.column) =
                if letter == '\n' { (self.line + 1, 1) } else { (self.line, self.column + 1) };
        }
        self.rest = rest;
    }

    /// The place of the next sign that is no space.
    fn place(&mut self) -> Position {
        self.skip(self.rest.len() - self.rest.trim_start().len());
        Position { line: self.line, column: self.column }
    }

    /// Whether this sign comes next; it is passed then.
    fn takes(&mut self, sign: char) -> bool {
        self.place();
        let takes = self.rest.starts_with(sign);
        if takes {
            self.skip(sign.len_utf8());
        }
        takes
    }

    /// Passes a text, with its quotation marks.
    fn text(&mut self) -> &str {
        let mut escaped = false;
        let end = self.rest.bytes().skip(1).position(|byte| {
            let ends = byte == b'"' && !escaped;
            escaped = byte == b'\\' && !escaped;
            ends
        });
        let rest = self.rest;
        let length = end.map_or(rest.len(), |end| end + 2);
        self.skip(length);
        rest.get(..length).unwrap_or(rest)
    }

    fn value(&mut self, key: Position) -> Result<Places, Refusal> {
        let span = Span { key, value: self.place() };
        if self.takes('[') {
            let mut items = Vec::new();
            while !self.takes(']') && !self.rest.is_empty() {
                self.path.push(items.len().to_string());
                let here = self.place();
                items.push(self.value(here)?);
                self.path.pop();
                self.takes(',');
            }
            return Ok(Places::list(span, items));
        }
        if self.takes('{') {
            let mut entries = HashMap::new();
            while !self.takes('}') && !self.rest.is_empty() {
                let here = self.place();
                let name: String = serde_json::from_str(self.text()).unwrap_or_default();
                self.takes(':');
                self.path.push(name.clone());
                if entries.contains_key(&name) {
                    let pointer = self.path.iter().fold(String::new(), |at, key| pointer(&at, key));
                    let message = format!("the key `{name}` stands twice");
                    let remedy = "keep one of the two entries";
                    return Err(Refusal { position: here, pointer, message, remedy });
                }
                entries.insert(name, self.value(here)?);
                self.path.pop();
                self.takes(',');
            }
            return Ok(Places::map(span, entries));
        }
        if self.rest.starts_with('"') {
            self.text();
        } else {
            let end = self.rest.find([',', ']', '}', ' ', '\t', '\r', '\n']);
            self.skip(end.unwrap_or(self.rest.len()).max(1));
        }
        Ok(Places::leaf(span))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::yaml::Source;

    #[test]
    fn json_is_read_with_its_places() {
        let text = "\u{feff}{\n\t\"a~/b\": [\"\\ud83d\\ude00 \\\"\", {\"c\": -1.5e3}],\n\t\"d\": {}, \"e\\\\\": null}\n";
        let source = Source::parse("a.json", text).expect("JSON");
        assert_eq!(source.root(), &json!({ "a~/b": ["😀 \"", { "c": -1500.0 }], "d": {}, "e\\": null }));
        let place = |at: &str| format!("{} {}", source.key_position(at), source.position(at));
        assert_eq!(place("/a~0~1b"), "2:2 2:10");
        assert_eq!(place("/a~0~1b/1/c"), "2:31 2:36");
        assert_eq!(place("/d"), "3:2 3:7");
        assert_eq!(place("/e\\"), "3:11 3:18");
    }

    #[test]
    fn a_key_that_stands_twice_is_refused_in_json_too() {
        let problem = Source::parse("a.json", "{\"a\": [{\"b\": 1,\n\"\\u0062\": 2}]}").expect_err("twice");
        assert_eq!(
            problem.to_string(),
            "a.json:2:1: the key `b` stands twice (at #/a/0/b); keep one of the two entries"
        );
    }

    #[test]
    fn what_is_nearly_json_is_read_as_yaml() {
        let source = Source::parse("a.json", "{\"a\": [1, 2,], b: c}").expect("YAML");
        assert_eq!(source.root(), &json!({ "a": [1, 2], "b": "c" }));
        let deep = format!("{}{}", "[".repeat(200), "]".repeat(200));
        let problem = Source::parse("a.json", &deep).expect_err("deep");
        assert!(problem.message.contains("too deep"), "{problem}");
        let problem = Source::parse("a.json", "{\"a\": 1e999}").expect_err("endless");
        assert!(problem.message.contains("finite"), "{problem}");
    }
}
