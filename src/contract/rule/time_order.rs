//! Something that ends before it begins.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::remark::Kind;

pub(super) struct TimeOrder;

const ABOUT: About = About {
    id: "time-order",
    title: "a time is before one that it cannot be before",
    severity: "error where the meaning is published, else warning",
    checks: "A time that is described as not before another one is not.",
    needs: Need::Json,
    why: "Durations made of the two are negative.",
    example: "`update_time` is a day before `creation_time`.",
    fix: "Write both times by one clock.",
};

impl Rule for TimeOrder {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, remark) in run.remarks() {
            if remark.kind == Kind::Early {
                found.add(
                    &ABOUT,
                    run.severity(&remark.schema),
                    &*remark.message,
                    &remark.schema,
                    place,
                    &remark.place,
                );
            }
        }
    }
}
