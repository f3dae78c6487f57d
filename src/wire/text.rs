//! Texts that cannot break a rule of the API description, such as ids in a path.

use std::fmt;
use std::marker::PhantomData;
use std::str::FromStr;

use super::Sealed;
use crate::text::cut;

/// The rule that a [`Text`] follows; the API description says it, `build.rs` writes it down.
pub trait TextRule: Sealed + Copy + fmt::Debug + Send + Sync + 'static {
    /// Name of the schema.
    const NAME: &'static str;
    /// What the text is, in words.
    const DESCRIPTION: &'static str;
    /// Fewest characters.
    const MIN_LENGTH: u64;
    /// Most characters.
    const MAX_LENGTH: u64;
    /// Regular expression that the text matches.
    const PATTERN: Option<&'static str>;
}

/// A text that follows the rule `R`.
///
/// ```
/// use swr_gc::types::InstanceId;
///
/// let id: InstanceId = "8c0ab2c1-3a3f".try_into()?;
/// assert_eq!(id.as_str(), "8c0ab2c1-3a3f");
/// assert!(InstanceId::try_from("..").is_err());
/// # Ok::<(), swr_gc::wire::InvalidText>(())
/// ```
///
/// # Errors
///
/// Conversion, and reading by serde, refuses a text that is too short, too long or off the pattern, and names a placeholder of a
/// documentation sample (`{project_id}`, `<YOUR REGION>`) as what it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text<R> {
    text: Box<str>,
    rule: PhantomData<fn() -> R>,
}

impl<R: TextRule> Text<R> {
    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    fn check(text: &str) -> Result<(), String> {
        if let Some(placeholder) = placeholder(text) {
            let placeholder = cut(placeholder.to_owned(), 100);
            return Err(format!("{placeholder:?} is a placeholder: put the real value in its place"));
        }
        let length = text.chars().count() as u64;
        if length < R::MIN_LENGTH {
            let shown = if text.is_empty() { "it is empty".to_owned() } else { format!("{text:?} is short") };
            return Err(format!("{shown}: give at least {} character(s)", R::MIN_LENGTH));
        }
        if length > R::MAX_LENGTH {
            return Err(format!("it has {length} characters: give at most {}", R::MAX_LENGTH));
        }
        let Some(pattern) = R::PATTERN else { return Ok(()) };
        match regex_lite::Regex::new(pattern) {
            Ok(regex) if regex.is_match(text) => Ok(()),
            _ if R::DESCRIPTION.is_empty() => {
                Err(format!("{text:?} is not allowed: it must match {pattern}"))
            }
            _ => Err(format!("{text:?} is not allowed. What is expected: {}", R::DESCRIPTION)),
        }
    }
}

/// The part of `text` that a documentation sample left for the reader to replace.
pub(crate) fn placeholder(text: &str) -> Option<&str> {
    for (open, close) in [('{', '}'), ('<', '>')] {
        if let Some(start) = text.find(open)
            && let Some(length) = text[start..].find(close)
        {
            return Some(&text[start..=start + length]);
        }
    }
    None
}

/// Why a text was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvalidText(String);

impl fmt::Display for InvalidText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InvalidText {}

impl<R: TextRule> TryFrom<&str> for Text<R> {
    type Error = InvalidText;

    fn try_from(text: &str) -> Result<Self, InvalidText> {
        Self::check(text).map_err(InvalidText)?;
        Ok(Self { text: text.into(), rule: PhantomData })
    }
}

impl<R: TextRule> TryFrom<String> for Text<R> {
    type Error = InvalidText;

    fn try_from(text: String) -> Result<Self, InvalidText> {
        text.as_str().try_into()
    }
}

impl<R: TextRule> TryFrom<&String> for Text<R> {
    type Error = InvalidText;

    fn try_from(text: &String) -> Result<Self, InvalidText> {
        text.as_str().try_into()
    }
}

impl<R: TextRule> FromStr for Text<R> {
    type Err = InvalidText;

    fn from_str(text: &str) -> Result<Self, InvalidText> {
        text.try_into()
    }
}

impl<R> serde::Serialize for Text<R> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de, R: TextRule> serde::Deserialize<'de> for Text<R> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.try_into().map_err(serde::de::Error::custom)
    }
}

impl<R> AsRef<str> for Text<R> {
    fn as_ref(&self) -> &str {
        &self.text
    }
}

impl<R> fmt::Display for Text<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl<R> fmt::Debug for Text<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.text.fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::placeholder;
    use crate::types::InstanceId;

    fn refusal(text: &str) -> String {
        InstanceId::try_from(text).expect_err("this id is not allowed").to_string()
    }

    #[test]
    fn ids_of_every_documented_form_pass() {
        for id in ["a", "8c0ab2c1-3a3f-4b", "x.y", "..a", &"z".repeat(128)] {
            assert_eq!(InstanceId::try_from(id).map(|id| id.to_string()), Ok(id.to_owned()));
        }
    }

    #[test]
    fn what_would_change_the_path_is_refused() {
        for id in [".", "..", "a/b", "a?b", "a#b", "a b", "ä", "a%2Fb", "a\n"] {
            assert!(refusal(id).contains("is not allowed. What is expected: Identifier"), "{id:?}");
        }
        assert_eq!(refusal(""), "it is empty: give at least 1 character(s)");
        assert_eq!(refusal(&"z".repeat(129)), "it has 129 characters: give at most 128");
    }

    #[test]
    fn what_is_read_follows_the_rule_too() {
        let read = serde_json::from_str::<InstanceId>;
        assert_eq!(read(r#""i-1""#).map(|id| id.to_string()).ok().as_deref(), Some("i-1"));
        let error = read(r#""a/b""#).expect_err("this id is not allowed").to_string();
        assert!(error.starts_with(r#""a/b" is not allowed. What is expected: Identifier"#), "{error}");
        assert!(read("7").is_err());
    }

    #[test]
    fn a_placeholder_is_called_one() {
        assert_eq!(
            refusal("{instance_id}"),
            "\"{instance_id}\" is a placeholder: put the real value in its place"
        );
        assert_eq!(placeholder("https://swr-api.<YOUR REGION>.com"), Some("<YOUR REGION>"));
        assert_eq!(placeholder("plain"), None);
    }
}
