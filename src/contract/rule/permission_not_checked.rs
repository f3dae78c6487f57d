//! A user who may do what it may not.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::record::Intent;
use crate::contract::words::answered;
use crate::findings::Severity;
use crate::spec::pointer;

pub(super) struct PermissionNotChecked;

const ABOUT: About = About {
    id: "permission-not-checked",
    title: "the permission is not checked",
    severity: "error where the request succeeds, warning where another status comes",
    checks: "A user without the operation's permission is refused with 403.",
    needs: Need::Forbidden,
    why: "Permissions that nobody checks protect nothing.",
    example: "A user without `swr:instance:listGcTasks` gets 200.",
    fix: "Check the permission after the credential, and answer 403.",
};

impl Rule for PermissionNotChecked {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, exchange, answer) in run.answers() {
            let operation = run.operation(exchange);
            let expected = operation.status_of("no-permission");
            if exchange.intent != Intent::Forbidden || expected == Some(answer.status) {
                continue;
            }
            let known = answer.is_refusal() && operation.responses.contains_key(&answer.status);
            if answer.is_2xx() || known {
                let severity = if answer.is_2xx() { Severity::Error } else { Severity::Warning };
                let at = pointer(&operation.pointer, "x-swr-permission");
                found.add(&ABOUT, severity, answered(exchange, answer), &at, place, "");
            }
        }
    }
}
