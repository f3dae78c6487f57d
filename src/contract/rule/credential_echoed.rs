//! A credential that comes back.

use super::{About, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::who::WRONG_TOKEN;
use crate::findings::Severity;
use http::HeaderMap;

pub(super) struct CredentialEchoed;

const ABOUT: About = About {
    id: "credential-echoed",
    title: "a token comes back in an answer",
    severity: "warning",
    checks: "The answer to a wrong token does not hold that token.",
    needs: Need::Stranger,
    why: "Answers are logged and pasted into tickets, and tokens go with them.",
    example: "`{\"error_msg\":\"the token MIIF… is not valid\"}`",
    fix: "Say that the token is wrong, not which one it was.",
};

impl Rule for CredentialEchoed {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        for (place, _, answer) in run.answers() {
            let echoes = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(WRONG_TOKEN);
            if echoes(&answer.raw)
                || answer.headers.iter().flat_map(HeaderMap::values).any(|value| echoes(value.as_bytes()))
            {
                let message = "an answer repeats the token of its request";
                found.add(&ABOUT, Severity::Warning, message, "/security", place, "");
            }
        }
    }
}
