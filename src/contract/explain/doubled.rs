//! Keys that stand twice in their object.

use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::scan::Watch;

/// Keys of the objects around a place that are remembered at most: eight bytes each.
const MOST: usize = 1 << 20;

/// Watches for the first key that stands in its object a second time.
pub(super) struct Doubled<'a> {
    text: &'a str,
    /// The keys of the objects that are open: a hash, and where they begin.
    keys: Vec<(u32, u32)>,
    /// Where in `keys` each of these objects begins.
    objects: Vec<usize>,
    pub(super) first: Option<usize>,
}

impl<'a> Doubled<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, keys: Vec::new(), objects: Vec::new(), first: None }
    }
}

impl Watch for Doubled<'_> {
    fn object(&mut self) {
        self.objects.push(self.keys.len());
    }

    fn key(&mut self, token: Range<usize>) {
        if let Ok(at) = u32::try_from(token.start)
            && self.keys.len() < MOST
        {
            let mut hasher = DefaultHasher::new();
            key(self.text, token.start).hash(&mut hasher);
            // Half of the hash will do: equal ones are compared as texts.
            self.keys.push((hasher.finish() as u32, at));
        }
    }

    fn object_end(&mut self) {
        let Some(begin) = self.objects.pop() else { return };
        let text = |at: u32| key(self.text, at as usize);
        let keys = &mut self.keys[begin..];
        keys.sort_unstable_by(|(hash, at), (other_hash, other)| {
            let same = || text(*at).cmp(&text(*other)).then(at.cmp(other));
            hash.cmp(other_hash).then_with(same)
        });
        let pairs = keys.windows(2).filter(|pair| pair[0].0 == pair[1].0);
        let second =
            pairs.filter(|pair| text(pair[0].1) == text(pair[1].1)).map(|pair| pair[1].1 as usize).min();
        self.first = self.first.into_iter().chain(second).min();
        self.keys.truncate(begin);
    }
}

/// The key whose quotation mark is at `at`, with its escapes resolved.
fn key(text: &str, at: usize) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let mut end = at + 1;
    let mut escaped = false;
    while let Some(byte) = bytes.get(end).filter(|byte| **byte != b'"') {
        escaped |= *byte == b'\\';
        end += if *byte == b'\\' { 2 } else { 1 };
    }
    if escaped {
        let quoted = text.get(at..=end).unwrap_or_default();
        return serde_json::from_str(quoted).map_or(Cow::Borrowed(quoted), Cow::Owned);
    }
    Cow::Borrowed(&text[at + 1..end])
}
