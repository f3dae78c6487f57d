//! What to do about an error.

use bytes::Bytes;

use super::{Error, Kind};

impl Error {
    /// What to do next.
    pub fn remedy(&self) -> String {
        if let Some(advice) = self.0.advice {
            return advice.to_owned();
        }
        if self.0.clock_skew.is_some() {
            return "Set the clock of this machine right: a signature holds for 15 minutes.".to_owned();
        }
        if self.0.operation.is_some_and(|operation| !operation.idempotent) && self.may_have_run() {
            return "Look whether it took effect before trying again: the service may have acted on it or not."
                .to_owned();
        }
        let told = self.0.operation.zip(self.status()).and_then(|(operation, status)| {
            let remedy = operation.remedy(status)?;
            if status != 403 {
                return Some(remedy.to_owned());
            }
            let permission = operation.permission.map(|name| format!(" The permission is `{name}`."));
            let availability = operation.availability.map(|how| format!(" {how}"));
            Some([Some(remedy.to_owned()), permission, availability].into_iter().flatten().collect())
        });
        let mut remedy = told.unwrap_or_else(|| self.own_remedy().to_owned());
        if let Some(wait) = self.retry_after() {
            remedy.push_str(&format!(" The service asks to wait {} s.", wait.as_secs()));
        }
        remedy
    }

    /// Whether the answer at least claims to be JSON, or begins like it.
    fn looks_like_the_api(&self) -> bool {
        let begins = |raw: &Bytes| matches!(raw.trim_ascii_start().first(), Some(b'{' | b'['));
        self.raw().is_some_and(begins)
    }

    fn own_remedy(&self) -> &'static str {
        match (self.0.kind, self.status()) {
            (Kind::Usage, _) if self.page() > Some(1) => {
                "Correct the value, and go on from that page: it was not asked for."
            }
            (Kind::Usage, _) => "Correct the value; nothing was sent to the service.",
            (Kind::Connect, _) if !self.is_passing() => {
                "Check what each side proves itself by: `.root_certificates(…)` (`--ca-file`) has to vouch for the \
                 server; `.client_certificate(…)` and the proxy's user and password are for this side."
            }
            (Kind::Connect, _) => "Check the endpoint or region, the network and any proxy.",
            (Kind::Timeout, _) => "Try again, with a longer timeout if the service is slow.",
            (Kind::Broken, _) => "Try again; if it keeps happening, look at proxies on the way.",
            (Kind::Walk, _) => {
                "Report this to the service: its listing cannot be walked to an end. What was received is complete \
                 as far as it goes."
            }
            (Kind::Unfinished, _) => {
                "The task goes on. Wait for it again by its id, longer if need be: `.deadline(…)` (`swr-gc wait ID`)."
            }
            (Kind::Service, Some(407)) => {
                "Give the proxy's user and password in its URL: `.proxy(…)`, SWR_GC_PROXY or HTTP_PROXY."
            }
            (_, Some(300..400)) => "Correct the endpoint: redirects are never followed.",
            (Kind::Service, _) => "Look at the status and the message; try again later if it is a 5xx.",
            (Kind::Decode, _) if self.looks_like_the_api() => {
                "Try again. If it stays so, report it to the service with the request id and the body."
            }
            (Kind::Decode, _) => "Check that the endpoint is the API's and not a web page or a proxy's.",
        }
    }
}
