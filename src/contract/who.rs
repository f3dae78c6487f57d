//! Who asks in a run, and how anybody asks the same by hand.

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use crate::auth::Identity;
use crate::error::Error;
use crate::transport::Prover;
use crate::wire;

/// What bodies are sent as, and asked for as.
pub(super) const JSON: &str = "application/json";

/// A token that nobody has; seen again in an answer, it was echoed.
pub(super) const WRONG_TOKEN: &str = "not-a-token-of-anybody";

/// How long ago a signature was made that is too old for certain: the description says 15 minutes.
pub(super) const EXPIRED: SignedDuration = SignedDuration::from_mins(60);

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum As {
    Client,
    Nobody,
    /// By a token that is none.
    Stranger,
    /// By the signature of a key that nobody has.
    Forger,
    /// As the client, by a signature that has expired.
    Late,
    Forbidden,
}

/// A command that sends the same request, without the secret: a token is a variable, a signature is made anew, for what
/// only reads.
pub(super) fn curl(
    operation: &wire::Operation,
    url: &str,
    (who, signs): (As, bool),
    body: Option<&Value>,
) -> String {
    let url = url.replace('\'', "%27");
    let signs = signs && operation.is_read();
    let signed = format!("swr-gc auth sign '{url}'");
    let header = match who {
        As::Client if signs => return format!("eval \"$({signed}) --include\""),
        // What is signed now is too old then.
        As::Late if signs => {
            return format!("line=$({signed}); sleep {}; eval \"$line --include\"", EXPIRED.as_secs());
        }
        As::Client | As::Late => " --header \"X-Auth-Token: $SWR_GC_TOKEN\"",
        As::Nobody => "",
        As::Stranger => " --header \"X-Auth-Token: not-a-token-of-anybody\"",
        As::Forger => {
            " --header \"Authorization: SDK-HMAC-SHA256 Access=NOTAKEYOFANYBODY, SignedHeaders=host, Signature=0\""
        }
        As::Forbidden => " --header \"X-Auth-Token: $SWR_GC_FORBIDDEN_TOKEN\"",
    };
    let method = match operation.method {
        "GET" => String::new(),
        method => format!(" --request {method}"),
    };
    let data = body.map_or_else(String::new, |body| {
        // In single quotes a shell leaves everything alone but these.
        let body = body.to_string().replace('\'', "'\\''");
        format!(" --header 'Content-Type: {JSON}' --data '{body}'")
    });
    format!("curl --silent --include{method}{header}{data} '{url}'")
}

/// Asks with a proof, whatever it is worth.
pub(super) struct Bearer(pub(super) Identity);

impl Prover for Bearer {
    type Proof = ();

    async fn proof(&self) -> Result<(), Error> {
        Ok(())
    }

    fn apply(&self, (): &(), request: &mut reqwest::Request, now: Timestamp) -> Result<(), String> {
        self.0.apply(request, None, now)
    }

    async fn renew(&self, (): &()) -> bool {
        false
    }
}

/// Asks as another does, without a second try after a 401: that would be a request beyond the budget.
///
/// It says that it was sent that much earlier than it was.
pub(super) struct Once<'a, P>(pub(super) &'a P, pub(super) SignedDuration);

impl<P: Prover> Prover for Once<'_, P> {
    type Proof = P::Proof;

    async fn proof(&self) -> Result<P::Proof, Error> {
        self.0.proof().await
    }

    fn apply(&self, proof: &P::Proof, request: &mut reqwest::Request, now: Timestamp) -> Result<(), String> {
        self.0.apply(proof, request, now - self.1)
    }

    async fn renew(&self, _: &P::Proof) -> bool {
        false
    }
}
