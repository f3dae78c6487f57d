//! Secrets that are made up to be found, and the search for them.

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
