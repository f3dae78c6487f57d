//! The columns of a listing: every property that the API description knows, and what can be told from them.

use jiff::Timestamp;
use serde_json::Value;

use super::cell;
use crate::builder::ListGcTasks;
use crate::client::Listing;
use crate::types::GcTask;
use crate::wire::{Field, Form};

/// One column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Column {
    pub(super) name: &'static str,
    content: Content,
}

#[derive(Clone, Copy, Debug)]
enum Content {
    Property(&'static Field),
    /// How long the task took.
    Took,
    /// What is special about the run.
    Options,
}

/// Columns that are no properties.
const DERIVED: [Column; 2] =
    [Column { name: "took", content: Content::Took }, Column { name: "options", content: Content::Options }];

/// What a table shows unless told otherwise.
const TABLE: [&str; 11] = [
    "id",
    "job_name",
    "job_kind",
    "job_status",
    "creation_time",
    "took",
    "freed_space",
    "purged_blobs",
    "purged_manifests",
    "workers",
    "options",
];

/// Headings that are shorter than the name would be.
const HEADINGS: [(&str, &str); 9] = [
    ("job_name", "NAME"),
    ("job_kind", "KIND"),
    ("job_status", "STATUS"),
    ("creation_time", "CREATED (UTC)"),
    ("update_time", "UPDATED (UTC)"),
    ("freed_space", "FREED"),
    ("purged_blobs", "BLOBS"),
    ("purged_manifests", "MANIFESTS"),
    ("delete_untagged", "UNTAGGED"),
];

impl Column {
    /// Every column there is.
    pub(super) fn all() -> impl Iterator<Item = Self> {
        Self::properties().chain(DERIVED)
    }

    /// The properties, in the order of the API description.
    pub(super) fn properties() -> impl Iterator<Item = Self> {
        ListGcTasks::FIELDS.iter().map(|field| Self { name: field.name, content: Content::Property(field) })
    }

    /// The columns of a table.
    pub(super) fn table() -> Vec<Self> {
        TABLE.iter().filter_map(|name| Self::named(name)).collect()
    }

    /// The column called `name`.
    pub(super) fn named(name: &str) -> Option<Self> {
        Self::all().find(|column| column.name == name)
    }

    /// What stands above the column.
    pub(super) fn heading(&self) -> String {
        let short = HEADINGS.iter().find(|(name, _)| *name == self.name).map(|(_, heading)| *heading);
        short.map_or_else(|| self.name.to_uppercase().replace('_', " "), str::to_owned)
    }

    /// Whether the column is read from the right, as numbers are.
    pub(super) fn is_numeric(&self) -> bool {
        match self.content {
            Content::Property(field) => matches!(field.form, Form::Number | Form::Bytes),
            Content::Took => true,
            Content::Options => false,
        }
    }

    /// The value as people read it.
    pub(super) fn human(&self, task: &GcTask, json: &Value) -> String {
        let field = match self.content {
            Content::Property(field) => field,
            Content::Took => return cell::duration(task.duration()),
            Content::Options => return cell::options(task),
        };
        let value = json.pointer(field.pointer);
        match field.form {
            Form::Number if field.name == "id" => cell::number(value.and_then(Value::as_i64)),
            Form::Number => cell::count(value.and_then(Value::as_i64)),
            Form::Bytes => cell::freed(value.and_then(Value::as_i64), task),
            Form::Time => {
                let time = value.and_then(Value::as_str).and_then(|text| text.parse::<Timestamp>().ok());
                cell::time(time)
            }
            Form::Flag => value.and_then(Value::as_bool).map_or_else(cell::unknown, |flag| flag.to_string()),
            Form::Text => cell::text(value.and_then(Value::as_str)),
        }
    }

    /// The same with nothing rounded away.
    pub(super) fn whole(&self, task: &GcTask, json: &Value) -> String {
        let human = self.human(task, json);
        match self.content {
            Content::Property(field) if field.form == Form::Bytes => {
                let bytes = json.pointer(field.pointer).and_then(Value::as_i64);
                bytes.map_or_else(|| human.clone(), |bytes| format!("{human} ({bytes} bytes)"))
            }
            Content::Property(field) if field.form == Form::Time && human != cell::unknown() => {
                format!("{human} UTC")
            }
            _ => human,
        }
    }

    /// The value as programs read it; `None` where the service did not tell.
    pub(super) fn plain(&self, task: &GcTask, json: &Value) -> Option<String> {
        match self.content {
            Content::Property(field) => match json.pointer(field.pointer)? {
                Value::String(text) => Some(text.clone()),
                other => Some(other.to_string()),
            },
            Content::Took => task.duration().map(|took| took.as_secs().to_string()),
            Content::Options => task.job_parameters.as_ref().map(|_| cell::options(task)),
        }
    }

    /// Whether the plain value is text that somebody else chose.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.content, Content::Property(field) if field.form == Form::Text)
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, HEADINGS, TABLE};

    /// A property that the API description renames must not leave the table without a word.
    #[test]
    fn every_name_in_this_file_is_a_column() {
        for name in TABLE.iter().chain(HEADINGS.iter().map(|(name, _)| name)) {
            assert!(Column::named(name).is_some(), "{name}");
        }
        assert_eq!(Column::table().len(), TABLE.len());
    }
}
