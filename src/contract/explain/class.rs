//! The classes of mistakes.

use std::fmt;

/// What kind of mistake a text has.
///
/// ```
/// use swr_gc::contract::Class;
///
/// assert_eq!(Class::TrailingComma.name(), "trailing-comma");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Class {
    /// A quotation mark that nothing asks for, or one in a text that lacks its backslash.
    StrayQuote,
    /// A text without the quotation mark that begins or ends it.
    MissingQuote,
    /// A text in single quotes; JSON knows double ones only.
    SingleQuotes,
    /// A key without quotation marks.
    UnquotedKey,
    /// No value of JSON: a text without quotation marks, or nothing at all.
    UnquotedValue,
    /// A comma behind the last value.
    TrailingComma,
    /// A comma where a value or a key has to stand.
    ExtraComma,
    /// Two values without a comma between them.
    MissingComma,
    /// A key and a value without a colon between them.
    MissingColon,
    /// A bracket that is opened and not closed, or closed and not opened.
    MissingBracket,
    /// A bracket too many.
    ExtraBracket,
    /// A bracket that is closed by one of the other kind.
    MismatchedBracket,
    /// Punctuation made for print, where JSON wants the plain sign.
    TypographicPunctuation,
    /// A comment; JSON has none.
    Comment,
    /// A control character that has to be written as an escape.
    ControlCharacter,
    /// An escape that JSON does not have.
    BadEscape,
    /// A number that begins with a zero.
    LeadingZero,
    /// A number with a plus sign before it.
    PlusSign,
    /// A hexadecimal number; JSON has decimal ones only.
    HexadecimalNumber,
    /// No finite number; JSON has no others.
    NonFiniteNumber,
    /// A number that JSON does not write so, or that is beyond every float.
    InvalidNumber,
    /// A word of Python; JSON writes true, false and null.
    PythonLiteral,
    /// The text ends before its value does.
    Truncated,
    /// Something follows behind the end of the value.
    SeveralDocuments,
    /// A byte order mark before the text.
    ByteOrderMark,
    /// The text is not encoded in UTF-8.
    WrongEncoding,
    /// There is no text at all.
    Empty,
    /// HTML or XML, and not JSON.
    Html,
    /// Binary data, and not text.
    Binary,
    /// The headers of the answer stand before its body.
    HttpHeaders,
    /// JSON wrapped in JavaScript.
    JavascriptCallback,
    /// Brackets in brackets, deeper than readers follow (127 levels).
    TooDeep,
    /// JSON written into a text of JSON: it was encoded twice.
    DoubleEncoded,
    /// A key that stands twice in its object; readers differ in which one counts.
    DuplicateKey,
}

impl Class {
    /// Every class.
    pub const ALL: &[Self] = &[
        Self::StrayQuote,
        Self::MissingQuote,
        Self::SingleQuotes,
        Self::UnquotedKey,
        Self::UnquotedValue,
        Self::TrailingComma,
        Self::ExtraComma,
        Self::MissingComma,
        Self::MissingColon,
        Self::MissingBracket,
        Self::ExtraBracket,
        Self::MismatchedBracket,
        Self::TypographicPunctuation,
        Self::Comment,
        Self::ControlCharacter,
        Self::BadEscape,
        Self::LeadingZero,
        Self::PlusSign,
        Self::HexadecimalNumber,
        Self::NonFiniteNumber,
        Self::InvalidNumber,
        Self::PythonLiteral,
        Self::Truncated,
        Self::SeveralDocuments,
        Self::ByteOrderMark,
        Self::WrongEncoding,
        Self::Empty,
        Self::Html,
        Self::Binary,
        Self::HttpHeaders,
        Self::JavascriptCallback,
        Self::TooDeep,
        Self::DoubleEncoded,
        Self::DuplicateKey,
    ];

    /// Its name, which does not change.
    ///
    /// ```
    /// assert_eq!(swr_gc::contract::Class::StrayQuote.name(), "stray-quote");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::StrayQuote => "stray-quote",
            Self::MissingQuote => "missing-quote",
            Self::SingleQuotes => "single-quotes",
            Self::UnquotedKey => "unquoted-key",
            Self::UnquotedValue => "unquoted-value",
            Self::TrailingComma => "trailing-comma",
            Self::ExtraComma => "extra-comma",
            Self::MissingComma => "missing-comma",
            Self::MissingColon => "missing-colon",
            Self::MissingBracket => "missing-bracket",
            Self::ExtraBracket => "extra-bracket",
            Self::MismatchedBracket => "mismatched-bracket",
            Self::TypographicPunctuation => "typographic-punctuation",
            Self::Comment => "comment",
            Self::ControlCharacter => "control-character",
            Self::BadEscape => "bad-escape",
            Self::LeadingZero => "leading-zero",
            Self::PlusSign => "plus-sign",
            Self::HexadecimalNumber => "hexadecimal-number",
            Self::NonFiniteNumber => "non-finite-number",
            Self::InvalidNumber => "invalid-number",
            Self::PythonLiteral => "python-literal",
            Self::Truncated => "truncated",
            Self::SeveralDocuments => "several-documents",
            Self::ByteOrderMark => "byte-order-mark",
            Self::WrongEncoding => "wrong-encoding",
            Self::Empty => "empty",
            Self::Html => "html",
            Self::Binary => "binary",
            Self::HttpHeaders => "http-headers",
            Self::JavascriptCallback => "javascript-callback",
            Self::TooDeep => "too-deep",
            Self::DoubleEncoded => "double-encoded",
            Self::DuplicateKey => "duplicate-key",
        }
    }

    /// What is wrong, in words.
    ///
    /// ```
    /// assert_eq!(swr_gc::contract::Class::TrailingComma.meaning(), "a comma behind the last value");
    /// ```
    pub fn meaning(self) -> &'static str {
        match self {
            Self::StrayQuote => {
                "a quotation mark that nothing asks for, or one in a text that lacks its backslash"
            }
            Self::MissingQuote => "a text without the quotation mark that begins or ends it",
            Self::SingleQuotes => "a text in single quotes; JSON knows double ones only",
            Self::UnquotedKey => "a key without quotation marks",
            Self::UnquotedValue => "no value of JSON: a text without quotation marks, or nothing at all",
            Self::TrailingComma => "a comma behind the last value",
            Self::ExtraComma => "a comma where a value or a key has to stand",
            Self::MissingComma => "two values without a comma between them",
            Self::MissingColon => "a key and a value without a colon between them",
            Self::MissingBracket => "a bracket that is opened and not closed, or closed and not opened",
            Self::ExtraBracket => "a bracket too many",
            Self::MismatchedBracket => "a bracket that is closed by one of the other kind",
            Self::TypographicPunctuation => "punctuation made for print, where JSON wants the plain sign",
            Self::Comment => "a comment; JSON has none",
            Self::ControlCharacter => "a control character that has to be written as an escape",
            Self::BadEscape => "an escape that JSON does not have",
            Self::LeadingZero => "a number that begins with a zero",
            Self::PlusSign => "a number with a plus sign before it",
            Self::HexadecimalNumber => "a hexadecimal number; JSON has decimal ones only",
            Self::NonFiniteNumber => "no finite number; JSON has no others",
            Self::InvalidNumber => "a number that JSON does not write so, or that is beyond every float",
            Self::PythonLiteral => "a word of Python; JSON writes true, false and null",
            Self::Truncated => "the text ends before its value does",
            Self::SeveralDocuments => "something follows behind the end of the value",
            Self::ByteOrderMark => "a byte order mark before the text",
            Self::WrongEncoding => "the text is not encoded in UTF-8",
            Self::Empty => "there is no text at all",
            Self::Html => "HTML or XML, and not JSON",
            Self::Binary => "binary data, and not text",
            Self::HttpHeaders => "the headers of the answer stand before its body",
            Self::JavascriptCallback => "JSON wrapped in JavaScript",
            Self::TooDeep => "brackets in brackets, deeper than readers follow (127 levels)",
            Self::DoubleEncoded => "JSON written into a text of JSON: it was encoded twice",
            Self::DuplicateKey => "a key that stands twice in its object; readers differ in which one counts",
        }
    }
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
