//! A text or number of another form.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::remark::Kind;
use crate::contract::words::message;

pub(super) struct SchemaFormat;

const ABOUT: About = About {
    id: "schema-format",
    title: "a value has another form",
    severity: "error where the form is published, else warning",
    checks: "Times, and numbers of a described width, have the described form.",
    needs: Need::Json,
    why: "A time without a zone is read as any of 38; a number too wide is cut off.",
    example: "`\"creation_time\":\"2024-01-20 10:00:00\"`",
    fix: "Send RFC 3339 with a zone, and numbers within their width.",
};

impl Rule for SchemaFormat {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, remark) in run.remarks() {
            let Kind::Broken(keyword) = &remark.kind else { continue };
            if keyword == "format" || keyword == "pattern" {
                let severity = run.severity(&remark.schema);
                found.add(&ABOUT, severity, message(remark), &remark.schema, place, &remark.place);
            }
        }
    }
}
