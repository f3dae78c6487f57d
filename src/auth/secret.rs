//! A text that nobody gets to see.

use std::fmt;

use secrecy::{ExposeSecret, SecretString};

/// A token or a key.
///
/// ```
/// let secret = swr_gc::Secret::from("s3cret");
/// assert_eq!(format!("{secret:?}"), "Secret(…)");
/// ```
///
/// It has no way to be printed, and its memory is wiped when it is dropped. The header of a request that is
/// under way holds a copy, which no log shows and nobody wipes.
#[derive(Clone)]
pub struct Secret(SecretString);

impl Secret {
    pub(crate) fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}
