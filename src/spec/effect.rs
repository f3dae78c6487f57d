//! What an operation does to what other operations show: the words of `x-swr-effect`.

use serde_json::Value;

use crate::yaml::{Source, pointer};

/// What an operation does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Shows one item of a listing: the one whose identity is the value of a path parameter.
    Show { list: String, by: String },
    /// Has the item that another operation shows end: the property `state` comes to say `word`.
    Stop { show: String, by: String, state: String, word: String },
    /// Adds an item to a listing, and answers with its identity at the pointer `id`; nothing is deleted where the flag
    /// at the pointer `trial` of the request is set. What stands beside that flag, the item has at `shown_in`.
    Start { list: String, id: String, trial: String, shown_in: String },
    /// Changes what another operation shows: what is written stands there under the same names; `trial` as above.
    Write { read: String, trial: String },
}

/// What `x-swr-effect` may say in `does`, with the keys that belong to it.
pub const DEEDS: [(&str, &[&str]); 4] = [
    ("show", &["by"]),
    ("stop", &["by", "state", "leads-to"]),
    ("start", &["id", "trial", "shown-in"]),
    ("write", &["trial"]),
];

impl Effect {
    /// What is described for the operation at `operation`.
    pub fn of(source: &Source, operation: &str) -> Option<Self> {
        let effect = source.get(&pointer(operation, "x-swr-effect"))?;
        let text = |key: &str| effect.get(key).and_then(Value::as_str).map(str::to_owned);
        Some(match text("does")?.as_str() {
            "show" => Self::Show { list: text("of")?, by: text("by")? },
            "stop" => Self::Stop {
                show: text("of")?,
                by: text("by")?,
                state: text("state")?,
                word: text("leads-to")?,
            },
            "start" => Self::Start {
                list: text("of")?,
                id: text("id")?,
                trial: text("trial")?,
                shown_in: text("shown-in")?,
            },
            "write" => Self::Write { read: text("of")?, trial: text("trial")? },
            _ => return None,
        })
    }

    /// The operation that shows what comes of it.
    pub fn shown_by(&self) -> &str {
        match self {
            Self::Show { list, .. } | Self::Start { list, .. } => list,
            Self::Stop { show, .. } => show,
            Self::Write { read, .. } => read,
        }
    }
}
