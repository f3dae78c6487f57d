//! JSON that is safe on a terminal: what it would obey is escaped, which JSON readers do not notice.

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter};

use crate::text::is_unsafe;

/// Writes `value` on one line.
pub(in crate::cli) fn write(output: &mut (impl Write + ?Sized), value: &impl Serialize) -> io::Result<()> {
    value.serialize(&mut Serializer::with_formatter(output, Escaping))?;
    Ok(())
}

struct Escaping;

impl Formatter for Escaping {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some((at, letter)) = rest.char_indices().find(|(_, letter)| is_unsafe(*letter)) {
            CompactFormatter.write_string_fragment(writer, &rest[..at])?;
            for unit in letter.encode_utf16(&mut [0; 2]) {
                write!(writer, "\\u{unit:04x}")?;
            }
            rest = &rest[at + letter.len_utf8()..];
        }
        CompactFormatter.write_string_fragment(writer, rest)
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn what_a_terminal_would_obey_is_escaped_and_reads_back_the_same() {
        let text = "清理 \u{202e}x\u{9b}y\u{e0001}\u{1b}\n\"";
        let mut out = Vec::new();
        super::write(&mut out, &text).expect("a Vec takes everything");
        let json = String::from_utf8(out).expect("JSON is UTF-8");
        assert_eq!(json, "\"清理 \\u202ex\\u009by\\udb40\\udc01\\u001b\\n\\\"\"");
        assert_eq!(serde_json::from_str::<String>(&json).expect("it is JSON"), text);
    }
}
