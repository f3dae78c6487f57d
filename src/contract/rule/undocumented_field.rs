//! A property that nobody described.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::remark::Kind;
use crate::findings::Severity;

pub(super) struct UndocumentedField;

const ABOUT: About = About {
    id: "undocumented-field",
    title: "a property that is not described",
    severity: "warning",
    checks: "Every property of a body is described.",
    needs: Need::Json,
    why: "It may be of use, or a secret that slipped out; nobody can rely on it.",
    example: "`\"internal_host\":\"10.0.0.7\"`",
    fix: "Describe it, or leave it out.",
};

impl Rule for UndocumentedField {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, remark) in run.remarks() {
            if remark.kind == Kind::Undocumented {
                found.add(&ABOUT, Severity::Warning, &*remark.message, &remark.schema, place, &remark.place);
            }
        }
    }
}
