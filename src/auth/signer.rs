//! Signing with an access key (AK/SK), `SDK-HMAC-SHA256`: what the vendor's SDKs send, byte for byte.
//!
//! Text goes in and text comes out; no HTTP library is known here. So whoever sends and whoever checks share
//! the same functions. Nothing that holds a header's value can be printed: values may be tokens.

use std::borrow::Cow;
use std::fmt;

use jiff::Timestamp;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use ring::{digest, hmac};

/// The one algorithm: no derived key, no scope of region or service.
pub(crate) const ALGORITHM: &str = "SDK-HMAC-SHA256";
/// The header with the time of signing.
pub(crate) const DATE: &str = "X-Sdk-Date";
/// The header that stands in for the hash of a body.
pub(crate) const CONTENT_HASH: &str = "X-Sdk-Content-Sha256";
/// What [`CONTENT_HASH`] says of a body that is not covered by the signature.
pub(crate) const UNSIGNED: &str = "UNSIGNED-PAYLOAD";

/// Everything but the unreserved characters.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// The same for a whole path, whose separators stay.
const ENCODED_IN_PATH: &AsciiSet = &ENCODED.remove(b'/');

/// A name and its value, of a header or in a query.
pub(crate) type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// A request as far as a signature covers it.
///
/// The path is as it is sent, percent-encoded or not; the names and values of the query are decoded.
#[derive(Clone)]
pub(crate) struct Request<'a> {
    pub(crate) method: &'a str,
    pub(crate) path: &'a str,
    pub(crate) query: Vec<Pair<'a>>,
    pub(crate) headers: Vec<Pair<'a>>,
    pub(crate) body: &'a [u8],
}

impl Request<'_> {
    /// The values of a header, whatever the case of its name.
    fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        let named = self.headers.iter().filter(move |(given, _)| given.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.trim())
    }

    /// The time of signing as it is written in the request.
    fn date(&self) -> Result<&str, Refusal> {
        let date = self.values(DATE).next().ok_or(Refusal::NoDate)?;
        parse_date(date).map(|_| date).ok_or(Refusal::DateForm)
    }

    /// What is signed in place of the body.
    fn payload(&self) -> Cow<'_, str> {
        let stated = self.values(CONTENT_HASH).next();
        let stated = stated.filter(|stated| !stated.is_empty() && !self.body.is_empty());
        stated.map_or_else(|| sha256(self.body).into(), Cow::from)
    }
}

/// An access key: its id, which everybody may see, and its secret.
#[derive(Clone, Copy)]
pub(crate) struct Key<'a> {
    pub(crate) id: &'a str,
    pub(crate) secret: &'a str,
}

impl Key<'_> {
    fn hmac(&self) -> hmac::Key {
        hmac::Key::new(hmac::HMAC_SHA256, self.secret.as_bytes())
    }

    /// Whether the id can stand in an `Authorization` and be read out of it again.
    fn has_usable_id(&self) -> bool {
        !self.id.is_empty() && self.id.bytes().all(|byte| byte.is_ascii_graphic() && byte != b',')
    }
}

impl fmt::Debug for Key<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Key").field("id", &self.id).finish_non_exhaustive()
    }
}

/// What signing makes of a request.
pub(crate) struct Signed {
    /// The value of the header `Authorization`.
    pub(crate) authorization: String,
    /// The query as it must be sent; empty if there is none.
    pub(crate) query: String,
    /// What was signed; it holds the values of the signed headers.
    pub(crate) canonical_request: String,
    /// What the signature was made of.
    pub(crate) string_to_sign: String,
}

/// Signs a request with all its headers, except for those with a `_` in the name.
///
/// A header that may change on its way must therefore be added after signing.
pub(crate) fn sign(request: &Request<'_>, key: &Key<'_>) -> Result<Signed, Refusal> {
    if !key.has_usable_id() {
        return Err(Refusal::KeyId);
    }
    let names = names_to_sign(request);
    let canonical_request = canonical_request(request, &names)?;
    let string_to_sign = string_to_sign(request.date()?, &canonical_request);
    let signature = hex(hmac::sign(&key.hmac(), string_to_sign.as_bytes()).as_ref());
    let mut authorization = String::with_capacity(256);
    authorization.extend([ALGORITHM, " Access=", key.id, ", SignedHeaders="]);
    push_names(&mut authorization, &names);
    authorization.extend([", Signature=", &signature]);
    Ok(Signed { authorization, query: canonical_query(&request.query), canonical_request, string_to_sign })
}

/// The headers that the vendor's Python SDK adds to a caller's before it signs.
///
/// It knows the content type by the name `Content-Type` in this very case only. A header that the caller gave,
/// in whatever case, is not added again.
pub(crate) fn lacking<'a>(headers: &[Pair<'_>], host: &'a str, date: &'a str) -> Vec<Pair<'a>> {
    let hashed = |value: &str| value.starts_with("application/json") || value.starts_with("application/bson");
    let content_type = headers.iter().find(|(name, _)| name == "Content-Type");
    let unsigned = content_type.filter(|(_, value)| !value.is_empty() && !hashed(value)).map(|_| UNSIGNED);
    let added = [(CONTENT_HASH, unsigned), (DATE, Some(date)), ("Host", Some(host))];
    let given = |name: &str| headers.iter().any(|(given, _)| given.eq_ignore_ascii_case(name));
    added
        .into_iter()
        .filter(|(name, _)| !given(name))
        .filter_map(|(name, value)| Some((name.into(), value?.into())))
        .collect()
}

/// The form of a request that is signed, for these headers in this order; names are in lower case.
///
/// A header that stands there more than once has one line for each value, in their order as text.
pub(crate) fn canonical_request<N: AsRef<str>>(
    request: &Request<'_>,
    names: &[N],
) -> Result<String, Refusal> {
    let mut out = String::with_capacity(512);
    out.extend(request.method.chars().map(|letter| letter.to_ascii_uppercase()));
    out.push('\n');
    push_path(&mut out, request.path);
    out.push('\n');
    push_query(&mut out, &request.query);
    out.push('\n');
    for name in names.iter().map(AsRef::as_ref) {
        let mut values = request.values(name);
        let first = values.next().ok_or_else(|| Refusal::NoHeader(name.to_owned()))?;
        match values.next() {
            None => out.extend([name, ":", first, "\n"]),
            Some(second) => {
                let mut all: Vec<_> = [first, second].into_iter().chain(values).collect();
                all.sort_unstable();
                all.iter().for_each(|value| out.extend([name, ":", value, "\n"]));
            }
        }
    }
    out.push('\n');
    push_names(&mut out, names);
    out.extend(["\n", &request.payload()]);
    Ok(out)
}

fn push_names<N: AsRef<str>>(out: &mut String, names: &[N]) {
    for (index, name) in names.iter().enumerate() {
        out.extend([if index == 0 { "" } else { ";" }, name.as_ref()]);
    }
}

/// The path with one layer of percent-encoding made anew, and a slash at the end.
///
/// So an encoded slash is signed as a separator. Dots and doubled slashes stay.
fn push_path(out: &mut String, path: &str) {
    let decoded = percent_decode_str(path).decode_utf8_lossy();
    out.extend(utf8_percent_encode(&decoded, ENCODED_IN_PATH));
    if !decoded.ends_with('/') {
        out.push('/');
    }
}

/// The query as it is signed and sent: in the order of names and values before they are encoded.
pub(crate) fn canonical_query(pairs: &[Pair<'_>]) -> String {
    let mut out = String::new();
    push_query(&mut out, pairs);
    out
}

fn push_query(out: &mut String, pairs: &[Pair<'_>]) {
    let mut pairs: Vec<_> = pairs.iter().collect();
    pairs.sort_unstable();
    for (index, (name, value)) in pairs.into_iter().enumerate() {
        out.push_str(if index == 0 { "" } else { "&" });
        out.extend(utf8_percent_encode(name, ENCODED));
        out.push('=');
        out.extend(utf8_percent_encode(value, ENCODED));
    }
}

/// The names that are signed: in lower case, in order, each once.
fn names_to_sign<'a>(request: &'a Request<'_>) -> Vec<Cow<'a, str>> {
    let lower = |name: &'a str| match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => Cow::from(name.to_ascii_lowercase()),
        false => Cow::from(name),
    };
    let names = request.headers.iter().filter(|(name, _)| !name.contains('_'));
    let mut names: Vec<_> = names.map(|(name, _)| lower(name)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn string_to_sign(date: &str, canonical_request: &str) -> String {
    [ALGORITHM, "\n", date, "\n", &sha256(canonical_request.as_bytes())].concat()
}

/// The header `Authorization`, taken apart.
pub(crate) struct Authorization<'a> {
    /// The id of the key that is said to have signed.
    pub(crate) access: &'a str,
    pub(crate) signed_headers: Vec<&'a str>,
    signature: Vec<u8>,
}

impl<'a> Authorization<'a> {
    /// Reads the value of the header, whatever the order of its parts; a part that is not known is passed over.
    pub(crate) fn parse(text: &'a str) -> Result<Self, Refusal> {
        let parts = text.trim().strip_prefix(ALGORITHM).filter(|parts| parts.starts_with([' ', '\t']));
        let parts = parts.ok_or_else(|| malformed("does not begin with", ALGORITHM))?;
        let part = |name: &str| {
            let values =
                parts.split(',').filter_map(|part| part.trim().strip_prefix(name)?.strip_prefix('='));
            match values.collect::<Vec<_>>()[..] {
                [] | [""] => Err(malformed("has no", name)),
                [value] => Ok(value),
                _ => Err(malformed("has more than one", name)),
            }
        };
        let (access, names, signature) = (part("Access")?, part("SignedHeaders")?, part("Signature")?);
        let (signed_headers, signature) = (signed_headers(names)?, unhex(signature)?);
        Ok(Self { access, signed_headers, signature })
    }

    /// Whether this key signed this request.
    ///
    /// How old the signature may be is for the caller to judge, by [`parse_date`].
    pub(crate) fn verify(&self, request: &Request<'_>, key: &Key<'_>) -> Result<(), Refusal> {
        if self.access != key.id {
            return Err(Refusal::OtherKey);
        }
        let canonical_request = canonical_request(request, &self.signed_headers)?;
        let string_to_sign = string_to_sign(request.date()?, &canonical_request);
        hmac::verify(&key.hmac(), string_to_sign.as_bytes(), &self.signature)
            .map_err(|_| Refusal::Mismatch)?;
        // A hash that is only stated is signed like any other, so the body has to be looked at as well.
        let payload = request.payload();
        let holds = payload == UNSIGNED || payload == sha256(request.body);
        holds.then_some(()).ok_or(Refusal::OtherBody)
    }
}

/// The list of header names, which has to be in the form in which it was signed.
fn signed_headers(names: &str) -> Result<Vec<&str>, Refusal> {
    let names: Vec<_> = names.split(';').collect();
    let lower = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9') || b"!#$%&'*+-.^_`|~".contains(&byte);
    if !names.iter().all(|name| !name.is_empty() && name.bytes().all(lower)) {
        return Err(malformed("has something that is no header name in lower case in its", "SignedHeaders"));
    }
    if !names.is_sorted_by(|one, next| one < next) {
        return Err(malformed("has names out of order or twice in its", "SignedHeaders"));
    }
    Ok(names)
}

fn malformed(what: &str, part: &str) -> Refusal {
    Refusal::Malformed(format!("{what} {part}"))
}

/// A time as [`DATE`] has it: `YYYYMMDDTHHMMSSZ`.
pub(crate) fn format_date(time: Timestamp) -> String {
    time.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Reads what [`format_date`] writes, and nothing else.
pub(crate) fn parse_date(text: &str) -> Option<Timestamp> {
    let fits = |(byte, form): (u8, u8)| if form == b'0' { byte.is_ascii_digit() } else { byte == form };
    let form = b"00000000T000000Z";
    let well_formed = text.len() == form.len() && text.bytes().zip(*form).all(fits);
    well_formed.then(|| text.parse().ok()).flatten()
}

fn sha256(bytes: &[u8]) -> String {
    hex(digest::digest(&digest::SHA256, bytes).as_ref())
}

fn hex(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut out = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        out.push(char::from(DIGITS[usize::from(byte >> 4)]));
        out.push(char::from(DIGITS[usize::from(byte & 15)]));
    }
    out
}

fn unhex(text: &str) -> Result<Vec<u8>, Refusal> {
    let lower = text.len() == 64 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let byte = |at| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    let bytes = lower.then(|| (0..64).step_by(2).map(byte).collect()).flatten();
    bytes.ok_or_else(|| malformed("does not have 64 hexadecimal digits in lower case as its", "Signature"))
}

/// Why a request cannot be signed, or why a signature does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    KeyId,
    NoDate,
    DateForm,
    NoHeader(String),
    /// What is wrong with the header `Authorization`.
    Malformed(String),
    OtherKey,
    OtherBody,
    Mismatch,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::KeyId => f.write_str("the access key id is empty or has a character that no id has"),
            Self::NoDate => write!(f, "the header {DATE} is missing"),
            Self::DateForm => write!(f, "the header {DATE} is no time in the form YYYYMMDDTHHMMSSZ"),
            Self::NoHeader(name) => write!(f, "the header {name:?} is signed, but missing"),
            Self::Malformed(what) => write!(f, "the header Authorization {what}"),
            Self::OtherKey => f.write_str("the header Authorization names another access key"),
            Self::OtherBody => write!(f, "the body does not have the hash that {CONTENT_HASH} states"),
            Self::Mismatch => f.write_str("the signature does not fit the request and the key"),
        }
    }
}

impl std::error::Error for Refusal {}
