//! Who may come in, and what one is told who may not.

use jiff::SignedDuration;

use super::asked::Asked;
use super::identity::{Caller, Identity, User};
use super::refusal::{Condition, Refusals};
use super::reply::Reply;
use crate::auth::signer::{self, Authorization, Refusal};
use crate::generated::headers;

/// How far the date of a signature may be from the clock, on either side.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(15);

const SECURITY_TOKEN: &str = "X-Security-Token";

/// Knows who there is, and the words in which one is refused.
pub(super) struct Gate {
    pub(super) identity: Identity,
    pub(super) refusals: &'static Refusals,
}

/// Why somebody is not let in.
pub(super) enum Denied {
    /// There is no signature, and no token that is good.
    Token,
    /// The signature does not hold: the reason in the gateway's words, as far as those are known.
    Signature(String),
}

impl Gate {
    /// Who is asking, by a token or else by a signature.
    pub(super) fn admit(&self, asked: &Asked<'_>) -> Result<Caller, Denied> {
        match (asked.header(headers::X_AUTH_TOKEN), asked.header(headers::AK_SK)) {
            (Some(token), _) => self.identity.bearer(token, asked.now).ok_or(Denied::Token),
            (None, None | Some("")) => Err(Denied::Token),
            (None, Some(_)) => self.admit_signed(asked),
        }
    }

    /// Who is asking, by a signature and nothing else.
    pub(super) fn admit_signed(&self, asked: &Asked<'_>) -> Result<Caller, Denied> {
        let user = self.signatory(asked).map_err(Denied::Signature)?;
        Ok(Caller { user, project: None })
    }

    /// Whose key signed the request.
    fn signatory(&self, asked: &Asked<'_>) -> Result<User, String> {
        let failed = |reason: &str| format!("verify aksk signature fail, {reason}");
        let refused = |refusal: Refusal| failed(&refusal.to_string());
        let authorization = Authorization::parse(asked.header(headers::AK_SK).unwrap_or_default());
        let authorization = authorization.map_err(refused)?;
        let id = authorization.access;
        let known = self.identity.key(id);
        let known = known.ok_or_else(|| format!("Get secretKey failed,ak:{id},err:ak not exist"))?;
        if let Some(signed) = asked.header(signer::DATE).and_then(signer::parse_date)
            && asked.now.duration_since(signed).abs() > TOLERANCE
        {
            let (signed, now) = (signer::format_date(signed), signer::format_date(asked.now));
            return Err(format!(
                "calc aksk signature fail:signature expired, signature time:{signed},server time:{now}"
            ));
        }
        // Some SDKs send the header without a value when there is no token.
        let security_token = asked.header(SECURITY_TOKEN).filter(|token| !token.is_empty());
        match (&known.temporary, security_token) {
            (None, None) => {}
            (None, Some(_)) => return Err(failed(&format!("{SECURITY_TOKEN} is not of this access key"))),
            (Some(_), None) => return Err(failed(&format!("{SECURITY_TOKEN} is missing"))),
            (Some((token, expires)), Some(given)) => {
                if token != given {
                    return Err(failed(&format!("{SECURITY_TOKEN} is not of this access key")));
                }
                if *expires <= asked.now {
                    return Err(failed(&format!("the temporary access key expired at {expires:.0}")));
                }
            }
        }
        let request = asked.signable();
        match authorization.verify(&request, &known.key(id)) {
            Ok(()) => Ok(known.user),
            Err(Refusal::Mismatch) => {
                let canonical = signer::canonical_request(&request, &authorization.signed_headers);
                let canonical = canonical.map_err(refused)?.replace('\n', "|");
                Err(format!("verify aksk signature fail,canonicalRequest:{canonical}"))
            }
            Err(refusal) => Err(refused(refusal)),
        }
    }

    /// What one is told who was not let in.
    pub(super) fn deny(&self, denied: &Denied, asked: &Asked<'_>) -> Reply {
        match denied {
            Denied::Token => self.refusals.reply(Condition::BadToken, &[], asked.request_id),
            Denied::Signature(reason) => {
                let message = format!("Incorrect IAM authentication information: {reason}");
                let texts = [("error_msg", &*message)];
                self.refusals.reply(Condition::BadSignature, &texts, asked.request_id)
            }
        }
    }

    /// What one is told who used another method than the `allowed` ones.
    pub(super) fn wrong_method(&self, allowed: &str, asked: &Asked<'_>) -> Reply {
        let mut reply = self.refusals.reply(Condition::NoSuchApi, &[], asked.request_id);
        reply.status = 405;
        reply.with_header("allow", allowed.to_owned())
    }
}
