//! A whole number with a point.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::remark::Kind;
use crate::contract::words::message;
use crate::findings::Severity;

pub(super) struct WholeNumberFraction;

const ABOUT: About = About {
    id: "whole-number-fraction",
    title: "a whole number is written with a fraction",
    severity: "warning",
    checks: "Whole numbers are written without a fraction and an exponent.",
    needs: Need::Json,
    why: "Readers of whole numbers refuse `1001.0`.",
    example: "`\"id\":1001.0`",
    fix: "Write `1001`.",
};

impl Rule for WholeNumberFraction {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, remark) in run.remarks() {
            if remark.kind == Kind::Fraction {
                found.add(&ABOUT, Severity::Warning, message(remark), &remark.schema, place, &remark.place);
            }
        }
    }
}
