//! The bodies of requests.

use serde_json::Value;

use super::model::underlying;
use crate::yaml::{Source, pointer};

/// The JSON body of a request.
#[derive(Clone, Debug)]
pub struct RequestBody {
    pub pointer: String,
    pub required: bool,
    /// Pointer of its schema, references not followed.
    pub schema: String,
    /// What it has to hold, word by word, where that depends on a word.
    pub cases: Option<Cases>,
}

/// The words of `x-swr-cases`: a property decides what else there has to be, and what there must not be.
#[derive(Clone, Debug)]
pub struct Cases {
    /// JSON pointer of the property that decides.
    pub by: String,
    /// Each word with JSON pointers of what belongs to it, in the order of the text.
    pub needs: Vec<(String, Vec<String>)>,
}

impl Cases {
    /// Why a body breaks them; nothing is said of a word that is not described.
    pub fn unfulfilled(&self, body: &Value) -> Option<String> {
        let word = body.pointer(&self.by)?.as_str()?;
        let (_, needed) = self.needs.iter().find(|(known, _)| known == word)?;
        let missing = needed.iter().find(|at| body.pointer(at).is_none());
        missing.map(|at| format!("{at} is missing, which {word} needs"))
    }
}

/// The body that an operation's request has.
pub fn request_body(source: &Source, operation: &str) -> Option<RequestBody> {
    let (at, body) = source.resolve(&pointer(operation, "requestBody"))?;
    let schema = format!("{at}/content/application~1json/schema");
    source.get(&schema)?;
    let required = body.get("required") == Some(&Value::Bool(true));
    Some(RequestBody { cases: cases(source, &schema), pointer: at, required, schema })
}

fn cases(source: &Source, schema: &str) -> Option<Cases> {
    let at = pointer(&underlying(source, schema)?, "x-swr-cases");
    let cases = source.get(&at)?;
    let needs = pointer(&at, "needs");
    let mut words: Vec<_> = source
        .get(&needs)?
        .as_object()?
        .iter()
        .map(|(word, list)| {
            let list = list.as_array().into_iter().flatten().filter_map(Value::as_str);
            (source.key_position(&pointer(&needs, word)), (word.clone(), list.map(str::to_owned).collect()))
        })
        .collect();
    words.sort_by_key(|(position, _)| *position);
    let needs = words.into_iter().map(|(_, word)| word).collect();
    Some(Cases { by: cases.get("by")?.as_str()?.to_owned(), needs })
}

/// The name of the component that a schema is, or that it wraps to add a description.
pub fn component(source: &Source, schema: &str) -> Option<String> {
    let named = |at: &str| {
        let name = at.strip_prefix("/components/schemas/").filter(|name| !name.contains('/'))?;
        Some(name.to_owned())
    };
    let mut at = schema.to_owned();
    for _ in 0..16 {
        if let Some(name) = named(&at) {
            return Some(name);
        }
        let value = source.get(&at)?;
        at = match value.get("$ref").and_then(Value::as_str) {
            Some(target) => target.strip_prefix('#')?.to_owned(),
            None if value.get("allOf")?.as_array()?.len() == 1 => pointer(&pointer(&at, "allOf"), "0"),
            None => return None,
        };
    }
    None
}

/// The properties that an object must have: what the schema says, and every schema that it wraps.
pub fn required(source: &Source, schema: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut at = schema.to_owned();
    for _ in 0..16 {
        let Some((here, value)) = source.resolve(&at) else { break };
        let list = value.get("required").and_then(Value::as_array).into_iter().flatten();
        names.extend(list.filter_map(Value::as_str).map(str::to_owned));
        if value.get("allOf").and_then(Value::as_array).map(Vec::len) != Some(1) {
            break;
        }
        at = pointer(&pointer(&here, "allOf"), "0");
    }
    names
}

/// What a value is where it is left out.
pub fn default(source: &Source, schema: &str) -> Option<Value> {
    source.get(&underlying(source, schema)?)?.get("default").cloned()
}

/// Of `told`, what the schema at `at` describes, with the defaults of what is left out.
pub fn described(source: &Source, at: &str, told: &Value) -> Value {
    let Some(at) = underlying(source, at) else { return told.clone() };
    let properties = pointer(&at, "properties");
    let Some(known) = source.get(&properties).and_then(Value::as_object) else { return told.clone() };
    let entry = |name: &String| {
        let at = pointer(&properties, name);
        let told = told.get(name).filter(|told| !told.is_null());
        let value = told.map(|told| described(source, &at, told));
        Some((name.clone(), value.or_else(|| default(source, &at))?))
    };
    Value::Object(known.keys().filter_map(entry).collect())
}
