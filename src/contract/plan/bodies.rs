//! Bodies of requests: as described, and with one thing wrong. Each has the flag set with which nothing is deleted.

use serde_json::{Value, json};

use crate::contract::record::Flaw;
use crate::contract::written::leaves;
use crate::spec::{Cases, Operation, RequestBody, Source, described, pointer, underlying};

/// A body that has to be refused.
pub(super) struct Flawed {
    pub(super) flaw: Flaw,
    pub(super) body: Value,
    pub(super) kind: Kind,
}

/// What can be wrong, the worst for whoever does not check it first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Above,
    Below,
    Word,
    Needed,
    Required,
    Long,
    Short,
    Type,
}

/// The body of an operation and the flag in it with which nothing is deleted.
#[derive(Clone, Copy)]
pub(super) struct Template<'a> {
    source: &'a Source,
    body: &'a RequestBody,
    trial: &'a str,
}

/// A value that is none of the words of any property.
const UNKNOWN: &str = "no-such-value";

impl<'a> Template<'a> {
    pub(super) fn new(source: &'a Source, operation: &'a Operation, trial: &'a str) -> Option<Self> {
        Some(Self { source, body: operation.body.as_ref()?, trial })
    }

    /// A body as described, with as much in it as there can be.
    pub(super) fn sound(&self) -> Option<Value> {
        let mut body = self.value(&self.body.schema);
        if let Some(Cases { by, needs }) = &self.body.cases {
            let (word, _) = needs.iter().max_by_key(|(_, needs)| needs.len())?;
            *body.pointer_mut(by)? = json!(word);
        }
        *body.pointer_mut(self.trial)? = json!(true);
        Some(body)
    }

    /// The same with other numbers than `known` has in the same places.
    pub(super) fn other_than(&self, known: &Value) -> Option<Value> {
        let mut body = self.sound()?;
        for at in leaves(&body) {
            let schema = self.schema(&at).unwrap_or(&Value::Null);
            let same = body.pointer(&at).filter(|value| value.is_number()) == known.pointer(&at);
            if let (true, Some(most), Some(value)) = (same, schema.get("maximum"), body.pointer_mut(&at)) {
                *value = most.clone();
            }
        }
        Some(body)
    }

    /// What writes back what was read, if all of it can be said. What was left out is said, too: a service may keep what a
    /// body leaves out.
    pub(super) fn again(&self, read: &Value) -> Option<Value> {
        // An object with nothing in it says nothing: a part that is not needed there may be empty, and incomplete as such.
        let mut told = read.clone();
        if let Some(parts) = told.as_object_mut() {
            parts.retain(|_, part| part.as_object().is_none_or(|part| !part.is_empty()));
        }
        let body = described(self.source, &self.body.schema, &told);
        let cases = self.body.cases.as_ref();
        let whole = self.is_allowed(&self.body.schema, &body);
        (whole && cases.is_none_or(|cases| cases.unfulfilled(&body).is_none())).then_some(body)
    }

    /// Every way of breaking one thing that is described, the worst first.
    pub(super) fn flawed(&self, sound: &Value) -> Vec<Flawed> {
        let mut found = Vec::new();
        self.break_object(&self.body.schema, "", sound, &mut found);
        if let Some(Cases { by, needs }) = &self.body.cases {
            let word = sound.pointer(by).and_then(Value::as_str).unwrap_or_default();
            let schema = underlying(self.source, &self.body.schema).unwrap_or_default();
            for needed in needs.iter().filter(|(known, _)| known == word).flat_map(|(_, needs)| needs) {
                let at = pointer(&pointer(&pointer(&schema, "x-swr-cases"), "needs"), word);
                let said = format!("a body without {}, which {word} needs", name(needed));
                found.push(flawed(Kind::Needed, at, said, without(sound, needed)));
            }
        }
        // What is not checked may be done: it must never be more than a trial.
        found.retain(|flawed| flawed.body.pointer(self.trial) == Some(&Value::Bool(true)));
        found.sort_by_key(|flawed| flawed.kind);
        found
    }

    fn break_object(&self, schema: &str, at: &str, sound: &Value, found: &mut Vec<Flawed>) {
        for (property, below) in self.properties(schema) {
            let place = pointer(at, &property);
            if let Some(required) = required_at(self.source, schema, &property) {
                let said = format!("a body without {property}");
                found.push(flawed(Kind::Required, required, said, without(sound, &place)));
            }
            let Some(base) = underlying(self.source, &below) else { continue };
            let described = self.source.get(&base).unwrap_or(&Value::Null);
            let mut add = |kind, key: &str, wrong: Value, said: &str| {
                let said = format!("a body with a {property} {said}");
                found.push(flawed(kind, pointer(&base, key), said, with(sound, &place, wrong)));
            };
            let bound = |key: &str| described.get(key).and_then(Value::as_i64);
            if let Some(most) = bound("maximum") {
                add(Kind::Above, "maximum", json!(most.saturating_add(1)), "above the maximum");
            }
            if let Some(least) = bound("minimum") {
                add(Kind::Below, "minimum", json!(least.saturating_sub(1)), "below the minimum");
            }
            if described.get("enum").is_some() {
                add(Kind::Word, "enum", json!(UNKNOWN), "that is none of the words");
            }
            if let Some(most) = bound("maxLength").and_then(|most| usize::try_from(most).ok()) {
                add(Kind::Long, "maxLength", json!("x".repeat(most + 1)), "that is too long");
            }
            if bound("minLength").is_some_and(|least| least > 0) {
                add(Kind::Short, "minLength", json!(""), "that is too short");
            }
            let other = match described.get("type").and_then(Value::as_str) {
                Some("string") => json!(1),
                Some("object") => json!([]),
                _ => json!(UNKNOWN),
            };
            add(Kind::Type, "type", other, "of another type");
            self.break_object(&below, &place, sound, found);
        }
    }

    /// Properties of an object with their schemas, in the order of the names.
    fn properties(&self, schema: &str) -> Vec<(String, String)> {
        let at = underlying(self.source, schema).map(|at| pointer(&at, "properties")).unwrap_or_default();
        let properties = self.source.get(&at).and_then(Value::as_object).into_iter().flatten();
        properties.map(|(name, _)| (name.clone(), pointer(&at, name))).collect()
    }

    /// The schema of what stands at a place of the body.
    fn schema(&self, at: &str) -> Option<&'a Value> {
        self.source.get(&crate::spec::descend(self.source, &self.body.schema, at)?)
    }

    fn value(&self, schema: &str) -> Value {
        let Some(at) = underlying(self.source, schema) else { return Value::Null };
        let described = self.source.get(&at).unwrap_or(&Value::Null);
        let told = ["example", "default", "minimum"].iter().find_map(|key| described.get(*key));
        if let Some(value) = told.or_else(|| described.pointer("/enum/0")) {
            return value.clone();
        }
        match described.get("type").and_then(Value::as_str) {
            Some("boolean") => json!(false),
            Some("integer" | "number") => json!(0),
            Some("string") => {
                let least = described.get("minLength").and_then(Value::as_u64).unwrap_or(1);
                json!("x".repeat(usize::try_from(least).unwrap_or(1)))
            }
            _ => {
                let entry = |(name, schema): (String, String)| (name, self.value(&schema));
                Value::Object(self.properties(&at).into_iter().map(entry).collect())
            }
        }
    }

    fn is_allowed(&self, schema: &str, body: &Value) -> bool {
        let schema = crate::spec::json_schema(self.source, schema);
        jsonschema::validator_for(&schema).is_ok_and(|validator| validator.is_valid(body))
    }
}

fn flawed(kind: Kind, at: String, said: String, body: Value) -> Flawed {
    Flawed { flaw: Flaw { at, said }, body, kind }
}

fn with(body: &Value, at: &str, value: Value) -> Value {
    let mut body = body.clone();
    if let Some(place) = body.pointer_mut(at) {
        *place = value;
    }
    body
}

fn without(body: &Value, at: &str) -> Value {
    let mut body = body.clone();
    if let Some((parent, name)) = at.rsplit_once('/')
        && let Some(Value::Object(parent)) = body.pointer_mut(parent)
    {
        parent.remove(name);
    }
    body
}

fn name(at: &str) -> &str {
    at.rsplit('/').next().unwrap_or_default()
}

/// Where it is said that an object must have a property: in its schema, or in one that this wraps.
fn required_at(source: &Source, schema: &str, property: &str) -> Option<String> {
    let mut at = schema.to_owned();
    for _ in 0..16 {
        let (here, value) = source.resolve(&at)?;
        let names = value.get("required").and_then(Value::as_array).into_iter().flatten();
        if names.into_iter().any(|name| name == property) {
            return Some(pointer(&here, "required"));
        }
        let wraps = value.get("allOf").and_then(Value::as_array).is_some_and(|list| list.len() == 1);
        at = wraps.then(|| pointer(&pointer(&here, "allOf"), "0"))?;
    }
    None
}
