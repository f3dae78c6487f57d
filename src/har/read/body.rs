//! Bodies, as text or in base64.

use base64::Engine;
use base64::alphabet;
use base64::engine::DecodePaddingMode;
use base64::engine::general_purpose::{GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_ENCODING;
use serde::Deserialize;
use serde_json::Value;

use super::{Unreadable, excerpt};

/// Base64 with or without the signs at its end that say nothing.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The body of a request (`postData`) or of an answer (`content`).
#[derive(Deserialize)]
pub(super) struct Content {
    text: Option<String>,
    /// Of requests, for which the format has none, it is our own.
    #[serde(alias = "_encoding")]
    encoding: Option<String>,
    size: Option<Value>,
}

impl Content {
    /// The bytes, to the letter where they are in base64; `None` where the body was not recorded.
    ///
    /// With the headers of its answer a body is known that is still packed as it was on its way.
    pub(super) fn bytes(self, at: &str, headers: Option<&HeaderMap>) -> Result<Option<Bytes>, Unreadable> {
        let Some(text) = self.text else { return Ok(None) };
        // Who leaves bodies out may still write an empty text; the size tells.
        if text.is_empty() && self.size.as_ref().and_then(Value::as_f64).is_some_and(|size| size > 0.0) {
            return Ok(None);
        }
        let encoding = self.encoding.unwrap_or_default();
        match &*encoding.to_ascii_lowercase() {
            "" | "utf-8" | "utf8" | "identity" | "text" | "plain" => Ok(Some(text.into())),
            "base64" => {
                let packed: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
                let bytes = BASE64.decode(packed).map_err(|error| {
                    let message =
                        format!("this is no base64 ({error}): take the entry out, or record it anew");
                    Unreadable::field(&format!("{at}.text"), message)
                })?;
                match packing(headers, &bytes) {
                    None => Ok(Some(bytes.into())),
                    Some(packing) => {
                        let shown = excerpt(packing);
                        let message = format!("it is still packed ({shown}): record it unpacked");
                        Err(Unreadable::field(&format!("{at}.text"), message))
                    }
                }
            }
            _ => {
                let shown = excerpt(&encoding);
                let message =
                    format!("{shown:?} is not known: base64, or nothing for plain text, can be read");
                Err(Unreadable::field(&format!("{at}.encoding"), message))
            }
        }
    }
}

/// How a body is packed, if it is: some recorders keep bytes as they travelled.
fn packing<'a>(headers: Option<&'a HeaderMap>, bytes: &[u8]) -> Option<&'a str> {
    let packing = headers?.get(CONTENT_ENCODING)?.to_str().ok()?;
    let is_plain = packing.trim().eq_ignore_ascii_case("identity") || std::str::from_utf8(bytes).is_ok();
    (!is_plain).then_some(packing)
}
