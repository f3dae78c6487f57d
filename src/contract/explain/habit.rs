//! Habits of other notations: the same repair wherever it is needed.

use std::ops::Range;

use super::class::Class;
use super::scan::{escape, is_number};

/// `text` with the habit that `class` names taken out, wherever it is; `None` if it is nowhere.
///
/// The text is read as leniently as it takes: whether it is JSON afterwards is for a strict reader to say.
pub(super) fn rewrite(text: &str, class: Class) -> Option<String> {
    let mut writer =
        Writer { text, class, out: String::with_capacity(text.len() + 16), copied: 0, before: None };
    let mut at = 0;
    while at < text.len() {
        at = writer.token(at);
    }
    if writer.copied == 0 && writer.out.is_empty() {
        return None;
    }
    writer.out.push_str(&text[writer.copied..]);
    Some(writer.out)
}

struct Writer<'a> {
    text: &'a str,
    class: Class,
    out: String,
    /// How much of the text is in `out`.
    copied: usize,
    /// The sign before the token at hand.
    before: Option<u8>,
}

impl Writer<'_> {
    fn replace(&mut self, range: Range<usize>, by: &str) {
        self.out.push_str(&self.text[self.copied..range.start]);
        self.out.push_str(by);
        self.copied = range.end;
    }

    /// Takes the token at `at`; where it ends.
    fn token(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let Some(sign) = rest.chars().next() else { return at };
        let end = match sign {
            ' ' | '\n' | '\r' | '\t' => return at + 1,
            '"' => self.quoted(at),
            '\'' if self.class == Class::SingleQuotes => self.other_quotes(at, sign),
            _ if is_quote(sign) && self.class == Class::TypographicPunctuation => self.other_quotes(at, sign),
            ',' => self.comma(at),
            '/' | '#' if self.class == Class::Comment => match comment(rest) {
                Some(length) => {
                    self.replace(at..at + length, "");
                    return at + length;
                }
                None => at + 1,
            },
            _ if is_bare(sign) => self.bare(at),
            '\0'..' ' if self.class == Class::ControlCharacter => {
                self.replace(at..at + 1, " ");
                at + 1
            }
            _ => {
                let end = at + sign.len_utf8();
                if let Some(plain) = plain(sign)
                    && self.class == Class::TypographicPunctuation
                {
                    self.replace(at..end, plain);
                }
                end
            }
        };
        self.before = self.text.as_bytes().get(end - 1).copied();
        end
    }

    fn quoted(&mut self, begin: usize) -> usize {
        let bytes = self.text.as_bytes();
        let mut at = begin + 1;
        while let Some(byte) = bytes.get(at) {
            match byte {
                b'"' => return at + 1,
                b'\\' => at = self.escape(at),
                ..0x20 if self.class == Class::ControlCharacter => {
                    let escape = match byte {
                        b'\n' => "\\n".to_owned(),
                        b'\r' => "\\r".to_owned(),
                        b'\t' => "\\t".to_owned(),
                        byte => format!("\\u{byte:04x}"),
                    };
                    self.replace(at..at + 1, &escape);
                    at += 1;
                }
                _ => at += 1,
            }
        }
        at
    }

    /// Takes an escape, and writes what was meant by one that JSON does not have.
    fn escape(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        if let Some(length) = escape(rest.as_bytes()) {
            return at + length;
        }
        let next = rest[1..].chars().next();
        let end = at + 1 + next.map_or(0, char::len_utf8);
        if self.class != Class::BadEscape {
            return end;
        }
        let hex = |from: usize, length: usize| {
            let digits = rest.get(from..from + length)?;
            digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then_some(digits)
        };
        match next {
            Some('\'') => self.replace(at..end, "'"),
            Some('0') => self.replace(at..end, "\\u0000"),
            Some('x') if hex(2, 2).is_some() => self.replace(at..end, "\\u00"),
            // Half a pair of surrogates: no character at all.
            Some('u') if hex(2, 4).is_some() => {
                self.replace(at..at + 6, "\\ufffd");
                return at + 6;
            }
            _ => {
                self.replace(at..at + 1, "\\\\");
                return at + 1;
            }
        }
        end
    }

    /// A text in other quotes than JSON's: it ends where something follows that can follow a text.
    fn other_quotes(&mut self, begin: usize, open: char) -> usize {
        let mut at = begin + open.len_utf8();
        self.replace(begin..at, "\"");
        let closes = |sign: char| match open {
            '\'' => sign == '\'',
            _ => is_quote(sign) || sign == '"',
        };
        while let Some(sign) = self.text[at..].chars().next() {
            let end = at + sign.len_utf8();
            if closes(sign) && ends_text(&self.text[end..]) {
                self.replace(at..end, "\"");
                return end;
            }
            at = match sign {
                '\\' if self.text[end..].starts_with('\'') => {
                    self.replace(at..end, "");
                    end + 1
                }
                '\\' => end + self.text[end..].chars().next().map_or(0, char::len_utf8),
                '"' => {
                    self.replace(at..end, "\\\"");
                    end
                }
                _ => end,
            };
        }
        at
    }

    /// Takes a comma, and the further ones behind it.
    fn comma(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let next = rest.trim_start_matches([',', ' ', '\t', '\n', '\r']);
        let end = at + rest[..rest.len() - next.len()].trim_end().len();
        let ends = matches!(next.bytes().next(), None | Some(b']' | b'}'));
        let begins = matches!(self.before, None | Some(b'[' | b'{'));
        match self.class {
            Class::TrailingComma if ends && !begins && end == at + 1 => self.replace(at..end, ""),
            Class::ExtraComma if ends || begins => self.replace(at..end, ""),
            Class::ExtraComma if end > at + 1 => self.replace(at..end, ","),
            _ => {}
        }
        end
    }

    fn bare(&mut self, at: usize) -> usize {
        let rest = &self.text[at..];
        let end = at + rest.find(|sign| !is_bare(sign)).unwrap_or(rest.len());
        let word = &self.text[at..end];
        let meant = match self.class {
            Class::UnquotedKey => {
                let is_key = self.text[end..].trim_start().starts_with(':');
                (is_key && !word.is_empty()).then(|| format!("\"{word}\""))
            }
            Class::PythonLiteral => match word {
                "True" => Some("true".to_owned()),
                "False" => Some("false".to_owned()),
                "None" => Some("null".to_owned()),
                _ => None,
            },
            Class::NonFiniteNumber => is_non_finite(word).then(|| "null".to_owned()),
            Class::LeadingZero => without_zeros(word),
            Class::PlusSign => word.strip_prefix('+').map(str::to_owned),
            Class::HexadecimalNumber => decimal(word),
            Class::InvalidNumber => regular(word),
            _ => None,
        };
        if let Some(meant) = meant {
            self.replace(at..end, &meant);
        }
        end
    }
}

/// Whether what follows can follow a text.
fn ends_text(rest: &str) -> bool {
    matches!(rest.trim_start().bytes().next(), None | Some(b',' | b':' | b'}' | b']'))
}

/// Whether a character can be part of a word or a number without quotes.
pub(super) fn is_bare(sign: char) -> bool {
    sign.is_alphanumeric() || matches!(sign, '_' | '$' | '.' | '+' | '-')
}

/// The length of the comment that a text begins with.
pub(super) fn comment(text: &str) -> Option<usize> {
    if let Some(inside) = text.strip_prefix("/*") {
        return Some(inside.find("*/").map_or(text.len(), |end| end + 4));
    }
    let is_line = text.starts_with("//") || text.starts_with('#');
    is_line.then(|| text.find(['\n', '\r']).unwrap_or(text.len()))
}

pub(super) fn is_non_finite(word: &str) -> bool {
    let word = word.trim_start_matches(['+', '-']);
    ["nan", "inf", "infinity"].iter().any(|name| word.eq_ignore_ascii_case(name))
}

/// A quotation mark made for print, or one that is no quotation mark.
pub(super) fn is_quote(sign: char) -> bool {
    matches!(
        sign,
        '“' | '”'
            | '„'
            | '‟'
            | '‘'
            | '’'
            | '‚'
            | '‛'
            | '«'
            | '»'
            | '‹'
            | '›'
            | '″'
            | '＂'
            | '「'
            | '」'
            | '`'
            | '´'
    )
}

/// The plain sign for punctuation made for print, and a space for unusual spaces.
pub(super) fn plain(sign: char) -> Option<&'static str> {
    Some(match sign {
        '，' | '、' => ",",
        '：' => ":",
        '｛' => "{",
        '｝' => "}",
        '［' => "[",
        '］' => "]",
        '−' | '–' | '—' | '‐' | '‑' => "-",
        '\u{85}' | '\u{a0}' | '\u{1680}' | '\u{2000}'..='\u{200d}' | '\u{2028}' | '\u{2029}' | '\u{202f}' => {
            " "
        }
        '\u{205f}' | '\u{2060}' | '\u{3000}' | '\u{feff}' => " ",
        _ => return None,
    })
}

fn signed(word: &str) -> (&str, &str) {
    word.split_at(usize::from(word.starts_with('-')))
}

fn without_zeros(word: &str) -> Option<String> {
    let (sign, digits) = signed(word);
    let rest = digits.trim_start_matches('0');
    let zero = if rest.starts_with(|sign: char| sign.is_ascii_digit()) { "" } else { "0" };
    let number = format!("{sign}{zero}{rest}");
    (number != word && digits.starts_with('0') && is_number(&number)).then_some(number)
}

fn decimal(word: &str) -> Option<String> {
    let (sign, digits) = signed(word);
    let digits = digits.strip_prefix("0x").or_else(|| digits.strip_prefix("0X"))?;
    u128::from_str_radix(digits, 16).ok().map(|number| format!("{sign}{number}"))
}

/// A number as JSON writes it: digits on both sides of the point, no separators, no letter for its type.
fn regular(word: &str) -> Option<String> {
    if is_number(word) || !word.contains(|sign: char| sign.is_ascii_digit()) {
        return None;
    }
    let number = word.trim_end_matches(['n', 'L', 'l', 'f', 'F', 'd', 'D']).replace('_', "");
    let (sign, digits) = signed(&number);
    let (whole, rest) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let whole = if whole.is_empty() { "0" } else { whole };
    let rest = match rest.strip_prefix('.') {
        Some(fraction) if !fraction.starts_with(|sign: char| sign.is_ascii_digit()) => {
            format!(".0{fraction}")
        }
        _ => rest.to_owned(),
    };
    let number = format!("{sign}{whole}{rest}");
    is_number(&number).then_some(number)
}
