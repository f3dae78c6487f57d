//! A strict reader that can be stopped, resumed and asked where it was.

use std::ops::Range;

/// serde_json's bound: the bracket that would be the 128th within each other is refused.
const MAX_DEPTH: usize = 127;

/// What may come next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Expect {
    Value,
    /// A value, or the end of the list.
    FirstItem,
    Key,
    /// A key, or the end of the object.
    FirstKey,
    Colon,
    /// A comma, or the end of what is open.
    Next,
    End,
}

/// A bracket that is open.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    pub(super) is_object: bool,
    /// Where its latest value begins.
    pub(super) value: usize,
    /// Where its latest comma is.
    pub(super) comma: usize,
}

impl Frame {
    pub(super) fn closing(self) -> char {
        if self.is_object { '}' } else { ']' }
    }
}

/// How far a reader is, between two tokens.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) at: usize,
    pub(super) expect: Expect,
    pub(super) open: Vec<Frame>,
    /// The token before.
    pub(super) last: Range<usize>,
}

/// Why a reader stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// A sign that cannot stand here.
    Unexpected,
    /// The text ends.
    End,
    /// The text ends within a text in quotes.
    OpenString,
    Control,
    Escape,
    Number,
    Word,
    Depth,
    /// No mistake: the work that was granted is done.
    Exhausted,
}

/// Where a reader stopped, and in which state it was before that token.
#[derive(Clone, Debug)]
pub(super) struct Break {
    pub(super) fault: Fault,
    /// The token, from its first byte to where it breaks, or to its end if the whole of it is wrong.
    pub(super) token: Range<usize>,
    pub(super) state: State,
}

/// What is told of a text while it is read.
pub(super) trait Watch {
    /// How far the reader is, at the beginning of a token.
    fn pass(&mut self, _state: &State) {}
    fn object(&mut self) {}
    fn key(&mut self, _token: Range<usize>) {}
    fn object_end(&mut self) {}
}

impl Watch for () {}

impl State {
    pub(super) fn start() -> Self {
        Self { at: 0, expect: Expect::Value, open: Vec::new(), last: 0..0 }
    }

    /// Reads on to the end of the text, or to what is wrong; `work` is how many bytes may be read.
    pub(super) fn read(mut self, text: &str, work: &mut usize, watch: &mut impl Watch) -> Result<(), Break> {
        let bytes = text.as_bytes();
        loop {
            let from = self.at;
            while matches!(bytes.get(self.at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
                self.at += 1;
            }
            watch.pass(&self);
            let Some(&byte) = bytes.get(self.at) else {
                return if self.expect == Expect::End {
                    Ok(())
                } else {
                    Err(Break { fault: Fault::End, token: self.at..self.at, state: self })
                };
            };
            if let Err((fault, end)) = self.token(text, byte, watch) {
                return Err(Break { fault, token: self.at..end, state: self });
            }
            match work.checked_sub(self.at - from) {
                Some(left) => *work = left,
                None => return Err(Break { fault: Fault::Exhausted, token: self.at..self.at, state: self }),
            }
        }
    }

    /// Takes one token, or tells why it cannot stand here; then nothing of the state has changed.
    fn token(&mut self, text: &str, byte: u8, watch: &mut impl Watch) -> Result<(), (Fault, usize)> {
        use Expect::{Colon, End, FirstItem, FirstKey, Key, Next, Value};
        let at = self.at;
        let for_value = matches!(self.expect, Value | FirstItem);
        let wrong = (Fault::Unexpected, at + char_length(text, at));
        let end = match byte {
            b'"' if for_value => self.value(string(text, at)?),
            b'"' if matches!(self.expect, Key | FirstKey) => {
                let end = string(text, at)?;
                watch.key(at..end);
                self.expect = Colon;
                end
            }
            b'{' | b'[' if for_value => {
                if self.open.len() == MAX_DEPTH {
                    return Err((Fault::Depth, at + 1));
                }
                let is_object = byte == b'{';
                self.value(at);
                self.expect = if is_object { FirstKey } else { FirstItem };
                self.open.push(Frame { is_object, value: at + 1, comma: at });
                if is_object {
                    watch.object();
                }
                at + 1
            }
            b'}' | b']' => {
                let may_close = match self.expect {
                    FirstKey | FirstItem | Next => {
                        self.open.last().is_some_and(|frame| frame.is_object == (byte == b'}'))
                    }
                    _ => false,
                };
                if !may_close {
                    return Err(wrong);
                }
                self.open.pop();
                self.expect = if self.open.is_empty() { End } else { Next };
                if byte == b'}' {
                    watch.object_end();
                }
                at + 1
            }
            b',' if self.expect == Next => {
                if let Some(frame) = self.open.last_mut() {
                    frame.comma = at;
                    self.expect = if frame.is_object { Key } else { Value };
                }
                at + 1
            }
            b':' if self.expect == Colon => {
                self.expect = Value;
                at + 1
            }
            b'-' | b'0'..=b'9' if for_value => self.value(number(text, at)?),
            _ if is_word(byte) => {
                let end = at + text[at..].bytes().take_while(|byte| is_word(*byte)).count();
                if !(for_value && matches!(&text[at..end], "true" | "false" | "null")) {
                    return Err((Fault::Word, end));
                }
                self.value(end)
            }
            _ => return Err(wrong),
        };
        self.last = at..end;
        self.at = end;
        Ok(())
    }

    /// Notes that a value stands here; what follows it is up to the bracket around it.
    fn value(&mut self, end: usize) -> usize {
        match self.open.last_mut() {
            Some(frame) => {
                frame.value = self.at;
                self.expect = Expect::Next;
            }
            None => self.expect = Expect::End,
        }
        end
    }
}

pub(super) fn char_length(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// Whether a byte can be part of a word that is not in quotes.
pub(super) fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

/// The end of the text in quotes that begins here.
fn string(text: &str, begin: usize) -> Result<usize, (Fault, usize)> {
    let bytes = text.as_bytes();
    let mut at = begin + 1;
    loop {
        match bytes.get(at) {
            None => return Err((Fault::OpenString, at)),
            Some(b'"') => return Ok(at + 1),
            Some(b'\\') => at += escape(&bytes[at..]).ok_or((Fault::Escape, at))?,
            Some(..0x20) => return Err((Fault::Control, at)),
            Some(_) => at += plain(&bytes[at..]),
        }
    }
}

/// How many bytes at the beginning mean nothing but themselves in a text in quotes; eight are looked at together.
fn plain(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let below = |word: u64, bound: u64| word.wrapping_sub(ONES * bound) & !word & (ONES << 7);
    let mut at = 0;
    while let Some(eight) = bytes[at..].first_chunk() {
        let word = u64::from_ne_bytes(*eight);
        let (quote, backslash) = (word ^ (ONES * u64::from(b'"')), word ^ (ONES * u64::from(b'\\')));
        if below(word, 0x20) | below(quote, 1) | below(backslash, 1) != 0 {
            break;
        }
        at += 8;
    }
    let odd = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20);
    at + bytes[at..].iter().position(odd).unwrap_or(bytes.len() - at)
}

/// The length of the escape at the beginning, a pair of surrogates being one; `None` if it is none.
pub(super) fn escape(bytes: &[u8]) -> Option<usize> {
    match bytes.get(1)? {
        b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
        b'u' => match unit(bytes)? {
            0xd800..0xdc00 => matches!(unit(bytes.get(6..)?)?, 0xdc00..0xe000).then_some(12),
            0xdc00..0xe000 => None,
            _ => Some(6),
        },
        _ => None,
    }
}

fn unit(bytes: &[u8]) -> Option<u32> {
    let digits = bytes.get(..6)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0, |unit, digit| Some(unit * 16 + char::from(*digit).to_digit(16)?))
}

/// The end of the number that begins here; all that looks like a part of it belongs to it.
fn number(text: &str, begin: usize) -> Result<usize, (Fault, usize)> {
    let bytes = text.as_bytes();
    let part = |byte: &u8| is_word(*byte) || matches!(byte, b'.' | b'+' | b'-');
    let end = begin + bytes[begin..].iter().take_while(|byte| part(byte)).count();
    if is_number(&text[begin..end]) { Ok(end) } else { Err((Fault::Number, end)) }
}

/// Whether a text is a number that fits into a float.
pub(super) fn is_number(text: &str) -> bool {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let unsigned = text.strip_prefix('-').unwrap_or(text);
    let whole = digits(unsigned);
    if whole == 0 || (whole > 1 && unsigned.starts_with('0')) {
        return false;
    }
    let mut rest = &unsigned[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        let length = digits(exponent);
        if length == 0 {
            return false;
        }
        rest = &exponent[length..];
    }
    // Only a long number or one with an exponent can be too large.
    let may_be_large = whole > 300 || text.contains(['e', 'E']);
    rest.is_empty() && (!may_be_large || serde_json::from_str::<f64>(text).is_ok())
}
