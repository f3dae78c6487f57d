//! A value out of bounds.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::remark::Kind;
use crate::contract::words::{is_about_paging, message};

pub(super) struct SchemaBounds;

const ABOUT: About = About {
    id: "schema-bounds",
    title: "a value is out of bounds",
    severity: "error where the bound is published, else warning",
    checks: "Numbers, texts and lists keep the described bounds.",
    needs: Need::Json,
    why: "Sums and charts made of it are wrong.",
    example: "`\"workers\":9`",
    fix: "Send values within the bounds, or describe wider ones.",
};

impl Rule for SchemaBounds {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, remark) in run.remarks() {
            let Kind::Broken(keyword) = &remark.kind else { continue };
            if is_bound(keyword) && !is_about_paging(run, place, remark) {
                let severity = run.severity(&remark.schema);
                found.add(&ABOUT, severity, message(remark), &remark.schema, place, &remark.place);
            }
        }
    }
}

fn is_bound(keyword: &str) -> bool {
    !matches!(keyword, "type" | "enum" | "format" | "pattern" | "required")
}
