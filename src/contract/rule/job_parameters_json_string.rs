//! An object inside a string.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::remark::Kind;
use crate::findings::Severity;

pub(super) struct JobParametersJsonString;

const ABOUT: About = About {
    id: "job-parameters-json-string",
    title: "an object comes as a string of its JSON",
    severity: "info",
    checks: "Whether an object that may come as a string does so.",
    needs: Need::Json,
    why: "Clients that do not unpack it see nothing inside.",
    example: "`\"job_parameters\":\"{\\\\\"workers\\\\\":3}\"`",
    fix: "Send the object itself.",
};

impl Rule for JobParametersJsonString {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, remark) in run.remarks() {
            if remark.kind == Kind::Embedded {
                found.add(&ABOUT, Severity::Info, &*remark.message, &remark.schema, place, &remark.place);
            }
        }
    }
}
