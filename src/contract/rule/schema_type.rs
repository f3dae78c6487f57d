//! A value of another type.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::remark::Kind;
use crate::contract::words::{is_about_paging, message};

pub(super) struct SchemaType;

const ABOUT: About = About {
    id: "schema-type",
    title: "a value has another type",
    severity: "error where the type is published, else warning",
    checks: "Every value has the type that the description gives it.",
    needs: Need::Json,
    why: "Typed clients refuse the page, or take the value for another one.",
    example: "`\"id\":\"1001\"`",
    fix: "Send the described type, or describe this one.",
};

impl Rule for SchemaType {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, remark) in run.remarks() {
            let Kind::Broken(keyword) = &remark.kind else { continue };
            if keyword == "type" && !is_about_paging(run, place, remark) {
                let severity = run.severity(&remark.schema);
                found.add(&ABOUT, severity, message(remark), &remark.schema, place, &remark.place);
            }
        }
    }
}
