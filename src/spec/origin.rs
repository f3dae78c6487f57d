//! Where facts come from: the words of `x-swr-source`.

use serde_json::Value;

use crate::yaml::{Source, pointer};

/// Where a fact comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    Document,
    Example,
    ErrorCodePage,
    Sdk,
    Inferred,
}

impl Origin {
    fn of_word(word: &str) -> Option<Self> {
        Some(match word {
            "document" => Self::Document,
            "example" => Self::Example,
            "error-code-page" => Self::ErrorCodePage,
            "sdk" => Self::Sdk,
            "inferred" => Self::Inferred,
            _ => return None,
        })
    }

    /// Whether the vendor published it.
    pub fn is_published(self) -> bool {
        matches!(self, Self::Document | Self::Example | Self::ErrorCodePage)
    }
}

/// Where the fact at `at` comes from: of a single keyword if one is named, else of the object.
///
/// A word counts for what lies inside as well, as far as that does not say otherwise.
pub fn origin(source: &Source, at: &str, keyword: Option<&str>) -> Origin {
    let (mut at, mut keyword) = (at, keyword);
    loop {
        match source.get(&pointer(at, "x-swr-source")) {
            Some(Value::String(word)) => return Origin::of_word(word).unwrap_or(Origin::Document),
            Some(Value::Object(words)) => {
                let word = keyword.and_then(|keyword| words.get(keyword)?.as_str());
                if let Some(origin) = word.and_then(Origin::of_word) {
                    return origin;
                }
            }
            _ => {}
        }
        let Some((parent, last)) = at.rsplit_once('/') else { return Origin::Document };
        (at, keyword) = (parent, Some(last));
    }
}

#[cfg(test)]
mod tests {
    use super::{Origin, origin};
    use crate::yaml::Source;

    #[test]
    fn the_nearest_word_counts_and_a_keyword_has_its_own() {
        let text = "a:\n  x-swr-source: example\n  b:\n    type: string\n    format: x\n    x-swr-source:\n      \
                    format: inferred\n  c:\n    x-swr-source: sdk\nd:\n  e: 1\n";
        let source = Source::parse("t.yaml", text).expect("YAML");
        for (at, keyword, expected) in [
            ("/a/b", Some("format"), Origin::Inferred),
            ("/a/b", Some("type"), Origin::Example),
            ("/a/b", None, Origin::Example),
            ("/a/b/format", None, Origin::Inferred),
            ("/a/c", Some("type"), Origin::Sdk),
            ("/d", Some("e"), Origin::Document),
            ("", None, Origin::Document),
        ] {
            assert_eq!(origin(&source, at, keyword), expected, "{at} {keyword:?}");
        }
    }
}
