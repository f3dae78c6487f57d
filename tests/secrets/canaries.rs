//! Secrets that are made up to be found, and the search for them.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

/// Each begins and ends with a word of its own, and has signs in it that are spelt in many ways.
pub const SECRET_KEY: &str = "SkCanary/1+a==SkTail";
pub const SECURITY_TOKEN: &str = "StCanary/2+b==StTail";
pub const TOKEN: &str = "TkCanary/3+c==TkTail";
pub const PASSWORD: &str = "PwCanary/4+d \"ä\" PwTail";
pub const PROXY_PASSWORD: &str = "PxCanary-5=e-PxTail";
pub const CLIENT_KEY: &str = "-----BEGIN PRIVATE KEY-----\nCkCanary6CkTail=\n-----END PRIVATE KEY-----\n";

const WORDS: [&str; 12] = [
    "SkCanary", "SkTail", "StCanary", "StTail", "TkCanary", "TkTail", "PwCanary", "PwTail", "PxCanary",
    "PxTail", "CkCanary", "CkTail",
];

/// Complains of a text in which a part of a secret is.
#[track_caller]
pub fn hunt(what: &str, text: &str) {
    for word in WORDS {
        assert!(!text.contains(word), "{what} shows {word}:\n{text}");
    }
}

/// The same of a HAR file, and of what stands in it in base64.
#[track_caller]
pub fn hunt_in_recording(path: &Path) {
    let text = std::fs::read_to_string(path).expect("there is a recording");
    hunt("the recording", &text);
    let recording: Value = serde_json::from_str(&text).expect("a recording is JSON");
    let entries = recording["log"]["entries"].as_array().expect("a recording has entries");
    let contents = entries.iter().map(|entry| &entry["response"]["content"]);
    for content in contents.filter(|content| content["encoding"] == "base64") {
        let bytes = STANDARD.decode(content["text"].as_str().expect("a text")).expect("base64");
        hunt("a body in the recording", &String::from_utf8_lossy(&bytes));
    }
}

/// The ways in which a server may spell what it sends back.
pub fn spellings(secret: &str) -> [String; 5] {
    let spelt = |plain: fn(char) -> bool, spell: fn(char) -> String| -> String {
        secret.chars().map(|letter| if plain(letter) { letter.to_string() } else { spell(letter) }).collect()
    };
    let percent = |letter: char| letter.to_string().bytes().map(|byte| format!("%{byte:02X}")).collect();
    [
        secret.to_owned(),
        spelt(|letter| letter.is_ascii_alphanumeric(), |letter| format!("\\u{:04x}", u32::from(letter))),
        spelt(|letter| letter.is_ascii_alphanumeric(), percent),
        spelt(|letter| letter.is_ascii_alphanumeric(), |letter| format!("&#{};", u32::from(letter))),
        secret.replace('/', "\\/").replace('"', "\\\""),
    ]
}
