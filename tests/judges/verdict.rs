//! What the three say of one body, and what a sample claims of it.

use std::fmt;

use serde_json::Value;

use crate::classes::{CLASSES, Class};
use crate::{schemas, served};

/// A body and the classes of difference that are expected of it; without any, the judges agree.
pub struct Sample {
    pub name: String,
    pub body: Vec<u8>,
    pub classes: Vec<&'static str>,
}

/// What the client said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reading {
    /// Read, with the kinds of what was odd, sorted; read as described if there is none.
    Read(Vec<&'static str>),
    Refused,
}

/// What all three said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    pub contract: bool,
    pub types: bool,
    pub client: Reading,
}

impl Verdict {
    /// All allow it, and the client found nothing odd; or all refuse it.
    pub fn is_unanimous(&self) -> bool {
        match &self.client {
            Reading::Read(kinds) => kinds.is_empty() && self.contract && self.types,
            Reading::Refused => !self.contract && !self.types,
        }
    }

    /// The verdict that classes of difference lead to: a schema refuses a body if it refuses one part of it.
    pub fn of(classes: &[&Class]) -> Self {
        let mut kinds: Vec<_> = classes.iter().filter_map(|class| class.client).collect();
        kinds.sort_unstable();
        Self {
            contract: classes.iter().all(|class| class.contract),
            types: classes.iter().all(|class| class.types),
            client: Reading::Read(kinds),
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = |allowed| if allowed { "allows" } else { "refuses" };
        write!(f, "contract {}, types {}, client ", word(self.contract), word(self.types))?;
        match &self.client {
            Reading::Refused => f.write_str("refuses"),
            Reading::Read(kinds) if kinds.is_empty() => f.write_str("reads"),
            Reading::Read(kinds) => write!(f, "reads with {}", kinds.join(", ")),
        }
    }
}

/// The classes that a sample claims, which are all in the table.
pub fn claimed(sample: &Sample) -> Vec<&'static Class> {
    let find = |name: &&str| CLASSES.iter().find(|class| class.name == *name);
    sample
        .classes
        .iter()
        .map(|name| find(name).unwrap_or_else(|| panic!("{}: there is no class {name}", sample.name)))
        .collect()
}

/// Asks the three about every sample.
pub async fn verdicts(samples: &[Sample]) -> Vec<Verdict> {
    let contract = schemas::judge(&schemas::of_the_contract());
    let types = schemas::judge(&schemas::of_the_types());
    let read = served::read_by_the_client(samples.iter().map(|sample| sample.body.clone()).collect()).await;
    let judged = samples.iter().zip(read).map(|(sample, read)| {
        // What is no JSON is refused by every schema.
        let body = serde_json::from_slice::<Value>(&sample.body).ok();
        let allowed = |judge: &jsonschema::Validator| body.as_ref().is_some_and(|body| judge.is_valid(body));
        Verdict {
            contract: allowed(&contract),
            types: allowed(&types),
            client: read.map_or(Reading::Refused, Reading::Read),
        }
    });
    judged.collect()
}
