//! Bodies against the schemas of the API description.

use std::collections::{BTreeMap, HashSet};
use std::sync::OnceLock;

use bytes::Bytes;
use http::HeaderMap;
use jiff::Timestamp;
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value};

use super::body::{Body, Json};
use super::compiled::{self, Compiled};
use super::glance::Glance;
use super::record::Answer;
use super::remark::{Kind, Remark};
use crate::spec::{Contract, Operation, json_schema, pointer, underlying};
use crate::text::printable;

/// What is said of one body at most: a cause shows long before.
const MOST: usize = 5_000;

/// Knows the schema of every described body.
pub(crate) struct Judge {
    schemas: BTreeMap<String, Schema>,
    /// What the rules about pages look at, by the schema of the page.
    glances: BTreeMap<String, Glance>,
}

/// What judges by one schema, made when it is first needed: most statuses never come.
#[derive(Default)]
struct Schema {
    /// For a first look at bytes; nothing, if it says something that is not compiled.
    compiled: OnceLock<Option<Compiled>>,
    /// For what is wrong.
    validator: OnceLock<Option<Validator>>,
}

impl Schema {
    fn compiled(&self, contract: &Contract, at: &str) -> Option<&Compiled> {
        self.compiled.get_or_init(|| Compiled::new(&contract.source, at)).as_ref()
    }

    fn validator(&self, contract: &Contract, at: &str) -> Option<&Validator> {
        let make = || {
            let schema = json_schema(&contract.source, at);
            jsonschema::options().should_validate_formats(true).build(&schema).ok()
        };
        self.validator.get_or_init(make).as_ref()
    }
}

impl Judge {
    pub(crate) fn new(contract: &Contract) -> Self {
        let responses = contract.operations.iter().flat_map(|operation| operation.responses.values());
        let schemas = responses.filter_map(|response| response.schema.clone());
        Self {
            schemas: schemas.map(|at| (at, Schema::default())).collect(),
            glances: contract.operations.iter().flat_map(|operation| glances(contract, operation)).collect(),
        }
    }

    /// An answer with what is to be said of its body; of headers and bodies that nobody recorded, nothing is.
    ///
    /// Of a clean body that is judged `alone`, not more is read than the rules about pages look at.
    pub(crate) fn answer(
        &self,
        contract: &Contract,
        operation: &Operation,
        (status, headers): (u16, Option<HeaderMap>),
        raw: Option<Bytes>,
        alone: bool,
    ) -> Answer {
        let schema = operation.responses.get(&status).and_then(|response| response.schema.as_deref());
        let clean =
            raw.as_deref().zip(schema).and_then(|(raw, schema)| self.clean(contract, schema, raw, alone));
        let is_clean = clean.is_some();
        let mut body = match (clean, raw.as_deref()) {
            (Some(json), _) => Body::Json(json),
            (None, Some(raw)) => Body::read(raw),
            (None, None) => Body::Unrecorded,
        };
        let remarks = match (schema, &mut body) {
            (Some(schema), Body::Json(json)) if !is_clean => self.judge(contract, schema, json),
            _ => Vec::new(),
        };
        Answer { status, headers, raw: raw.unwrap_or_default(), body, remarks }
    }

    /// A body of which one pass shows that there is nothing to remark.
    fn clean(&self, contract: &Contract, schema: &str, raw: &[u8], alone: bool) -> Option<Json> {
        if self.look(contract, schema, raw) != Some(compiled::Look::Clean) {
            return None;
        }
        let glance = self.glances.get(schema).filter(|_| alone);
        glance.and_then(|glance| glance.read(raw)).or_else(|| Json::plain(raw))
    }

    /// What one pass over the bytes of a body shows; nothing, if its schema is not compiled.
    pub(crate) fn look(&self, contract: &Contract, schema: &str, raw: &[u8]) -> Option<compiled::Look> {
        Some(self.schemas.get(schema)?.compiled(contract, schema)?.look(raw))
    }

    /// Everything that is to be said of a body with the schema at `schema`, whose embedded texts it unpacks.
    pub(crate) fn judge(&self, contract: &Contract, schema: &str, body: &mut Json) -> Vec<Remark> {
        let mut look = Look { contract, remarks: Vec::new(), doubled: Vec::new() };
        look.at(schema, &mut body.value, "");
        let Look { mut remarks, doubled, .. } = look;
        body.doubled.extend(doubled);
        if let Some(validator) = self.schemas.get(schema).and_then(|known| known.validator(contract, schema))
        {
            let errors = validator.iter_errors(&body.value).take(MOST);
            let broken: Vec<_> = errors.map(|error| broken(contract, schema, &error)).collect();
            // A value of another type is no word of the enum either.
            let is_type = |remark: &Remark| remark.kind == Kind::Broken("type".to_owned());
            let types: HashSet<_> =
                broken.iter().filter(|remark| is_type(remark)).map(|remark| remark.place.clone()).collect();
            remarks.extend(
                broken.into_iter().filter(|remark| is_type(remark) || !types.contains(&remark.place)),
            );
        }
        remarks
    }
}

/// What is looked at on the pages of an operation, if it has any.
fn glances(contract: &Contract, operation: &Operation) -> Vec<(String, Glance)> {
    let Some(pagination) = &operation.pagination else { return Vec::new() };
    let glance = Glance::new(contract, operation, pagination);
    let pages = operation.responses.iter().filter(|(status, _)| (200..300).contains(*status));
    pages.filter_map(|(_, response)| Some((response.schema.clone()?, glance.clone()))).collect()
}

/// Looks at value and schema side by side, for what a validator does not tell.
struct Look<'a> {
    contract: &'a Contract,
    remarks: Vec<Remark>,
    doubled: Vec<String>,
}

impl Look<'_> {
    fn remark(&mut self, kind: Kind, schema: &str, place: &str, message: impl Into<String>) {
        if self.remarks.len() < MOST {
            let (schema, place) = (schema.to_owned(), place.to_owned());
            self.remarks.push(Remark { kind, schema, place, message: message.into() });
        }
    }

    fn at(&mut self, schema: &str, value: &mut Value, place: &str) {
        let source = &self.contract.source;
        let Some(at) = underlying(source, schema) else { return };
        if source.get(&pointer(schema, "x-swr-embedded")).is_some()
            && let Value::String(text) = &*value
            && let Ok(Json { value: inner @ Value::Object(_), doubled, .. }) = Json::read(text)
        {
            self.remark(Kind::Embedded, schema, place, "the object came as a string that holds its JSON");
            self.doubled.extend(doubled.iter().map(|inside| format!("{place}{inside}")));
            *value = inner;
        }
        match value {
            Value::Object(entries) => self.object(&at, entries, place),
            Value::Array(items) => {
                let items_schema = pointer(&at, "items");
                for (index, item) in items.iter_mut().enumerate() {
                    self.at(&items_schema, item, &pointer(place, &index.to_string()));
                }
            }
            Value::Number(number) => {
                let whole = source.get(&pointer(&at, "type")).is_some_and(|name| name == "integer");
                // What is beyond 64 bits is read as a float, however it is written.
                let fraction = number
                    .as_f64()
                    .is_some_and(|number| number.fract() == 0.0 && number.abs() < 9_007_199_254_740_992.0);
                if whole && number.is_f64() && fraction {
                    let said = "a whole number is written with a fraction or an exponent";
                    self.remark(Kind::Fraction, &pointer(&at, "type"), place, said);
                }
            }
            _ => {}
        }
    }

    fn object(&mut self, at: &str, entries: &mut Map<String, Value>, place: &str) {
        let source = &self.contract.source;
        let properties = pointer(at, "properties");
        let Some(known) = source.get(&properties).and_then(Value::as_object) else { return };
        for (name, value) in &mut *entries {
            let inside = pointer(place, name);
            if known.contains_key(name) {
                self.at(&pointer(&properties, name), value, &inside);
            } else if !known.values().any(|property| is_alias(property, name)) {
                let said = format!("the property {} is not described", printable(name));
                self.remark(Kind::Undocumented, at, &inside, said);
            }
        }
        for (later, property) in known {
            let Some(earlier) = property.get("x-swr-not-before").and_then(Value::as_str) else { continue };
            let time = |name: &str| entries.get(name)?.as_str()?.parse::<Timestamp>().ok();
            if let (Some(end), Some(begin)) = (time(later), time(earlier))
                && end < begin
            {
                let keyword = pointer(&pointer(&properties, later), "x-swr-not-before");
                let said = format!("{later} is before {earlier}");
                self.remark(Kind::Early, &keyword, &pointer(place, later), said);
            }
        }
    }
}

/// Whether `name` is another name of a described property.
fn is_alias(property: &Value, name: &str) -> bool {
    let aliases = property.get("x-swr-aliases").and_then(Value::as_array);
    aliases.is_some_and(|aliases| aliases.iter().any(|alias| alias == name))
}

fn broken(contract: &Contract, schema: &str, error: &ValidationError<'_>) -> Remark {
    let mut at = schema.to_owned();
    for step in error.evaluation_path().as_str().split('/').skip(1) {
        at = match step {
            "$ref" => contract.source.resolve(&at).map_or(at, |(target, _)| target),
            step => format!("{at}/{step}"),
        };
    }
    let keyword = at.rsplit('/').next().unwrap_or_default().to_owned();
    // The bounds of int32 and int64 stand in the description as a format.
    let (at, keyword) = match at.rsplit_once('/') {
        Some((object, _)) if contract.source.get(&at).is_none() => {
            (pointer(object, "format"), "format".to_owned())
        }
        _ => (at, keyword),
    };
    Remark {
        kind: Kind::Broken(keyword),
        schema: at,
        place: error.instance_path().as_str().to_owned(),
        message: error.masked_with("the value").to_string(),
    }
}
