//! What the surface is made of: nothing that a program would have to depend on for its own sake.

use std::collections::BTreeSet;

use crate::listing::{Line, surface};
use crate::snapshots::{CURRENT, YAML, code, generated, public_api};

/// All of other crates that the surface names.
const FOREIGN: &[&str] = &[
    "bytes::Bytes",
    "futures_core::Stream",
    "jiff::SignedDuration",
    "jiff::Timestamp",
    "reqwest::Client",
    // The feature `schema` is this trait.
    "schemars::JsonSchema",
    "serde::Deserialize",
    "serde::Serialize",
    "serde::de::DeserializeOwned",
];

fn foreign(lines: &[Line]) -> BTreeSet<&str> {
    let named = lines.iter().flat_map(|line| &line.named).map(String::as_str);
    let named = named.filter(|name| !name.starts_with("crate::") && !name.starts_with("std::"));
    named.filter(|name| *name != SEAL).collect()
}

/// The trait that keeps other traits to the crate's own types; that nobody can name it is what it is for.
const SEAL: &str = "private crate::wire::operation::Sealed";

/// The code of the contract with further items behind it.
fn with(items: &str) -> Vec<Line> {
    surface(&format!("{}\n{items}", code(YAML)))
}

#[test]
fn of_other_crates_the_surface_names_what_it_must_and_nothing_else() {
    let lines = &*CURRENT;
    let of_whom = |name: &str| {
        let lines = lines.iter().filter(|line| line.named.contains(name));
        lines.map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
    };
    let allowed: BTreeSet<_> = FOREIGN.iter().copied().collect();
    for name in foreign(lines) {
        assert!(allowed.contains(name), "{name} is named by\n{}", of_whom(name));
    }
    assert_eq!(foreign(lines), allowed, "the list names what the surface does not");
}

#[test]
fn the_crates_below_are_not_to_be_seen() {
    let lines = &*CURRENT;
    for listing in [generated(lines), public_api(lines)] {
        for name in ["progenitor", "tokio", "http::", "hyper", "rustls", "serde_json", "clap"] {
            let seen: Vec<_> = listing.lines().filter(|line| line.contains(name)).collect();
            assert_eq!(seen, [""; 0], "{name}");
        }
    }
}

#[test]
fn a_foreign_type_or_one_that_nobody_can_name_would_be_seen() {
    let known: BTreeSet<_> = CURRENT.iter().map(|line| line.text.as_str()).collect();
    for (item, name) in [
        (
            "impl crate::Client { pub fn leak(&self) -> progenitor_client::ByteStream {} }",
            "progenitor_client::ByteStream",
        ),
        ("impl crate::Client { pub fn leak(&self) -> &::http::HeaderMap {} }", "http::HeaderMap"),
        (
            "impl crate::Client { pub fn leak<T: Into<Vec<::tokio::task::JoinHandle<()>>>>(t: T) {} }",
            "tokio::task::JoinHandle",
        ),
        (
            "impl crate::Client { pub const LEAK: Option<crate::exchange::Exchange> = None; }",
            "private crate::exchange::Exchange",
        ),
        (
            "impl From<reqwest::Error> for crate::Client { fn from(_: reqwest::Error) -> Self {} }",
            "reqwest::Error",
        ),
    ] {
        let lines = with(item);
        let new: Vec<_> = lines.iter().filter(|line| !known.contains(line.text.as_str())).collect();
        let [line] = new.as_slice() else { panic!("{item}: {} lines", new.len()) };
        assert!(line.generated && line.named.contains(name), "{}: {:?}", line.text, line.named);
    }
}

#[test]
fn what_only_the_crate_can_use_is_no_part_of_the_surface() {
    let known = CURRENT.len();
    for item in [
        "pub mod hidden {}",
        "pub(crate) fn helper() {}",
        "impl crate::Client { pub(crate) fn helper(&self) -> crate::exchange::Exchange {} }",
        "impl crate::Client { #[doc(hidden)] pub fn helper(&self) {} }",
        "impl crate::transport::Transport { pub fn helper(&self) {} }",
        "#[cfg(test)] impl crate::Client { pub fn helper(&self) {} }",
    ] {
        assert_eq!(with(item).len(), known, "{item}");
    }
}

#[test]
fn every_type_that_the_surface_names_can_be_named_by_a_program() {
    let lines = &*CURRENT;
    let hidden = |name: &&String| name.starts_with("private ") && *name != SEAL;
    let private = lines.iter().filter(|line| line.named.iter().any(|name| hidden(&name)));
    assert_eq!(private.map(|line| line.text.as_str()).collect::<Vec<_>>(), [""; 0]);
}

#[test]
fn no_line_stands_twice() {
    let lines = &*CURRENT;
    let texts: BTreeSet<_> = lines.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(texts.len(), lines.len());
}
