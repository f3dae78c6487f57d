//! A word that is none of those described.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::record::Intent;
use crate::contract::remark::Kind;
use crate::contract::words::message;

pub(super) struct SchemaEnum;

const ABOUT: About = About {
    id: "schema-enum",
    title: "a word that is not described",
    severity: "error where the words are published, else warning",
    checks: "Every word is one of those described.",
    needs: Need::Json,
    why: "A client has no branch for it, and old SDKs fail on it.",
    example: "`\"job_status\":\"Paused\"`",
    fix: "Send a described word, or describe this one.",
};

impl Rule for SchemaEnum {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, remark) in run.remarks() {
            let Kind::Broken(keyword) = &remark.kind else { continue };
            // What a wrong request is answered with may repeat what was wrong with it.
            let echoes =
                matches!(run.record.exchanges[place].intent, Intent::Wrong { .. } | Intent::WrongBody(_));
            if keyword == "enum" && !echoes {
                let severity = run.severity(&remark.schema);
                found.add(&ABOUT, severity, message(remark), &remark.schema, place, &remark.place);
            }
        }
    }
}
