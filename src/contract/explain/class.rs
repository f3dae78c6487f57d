//! The classes of mistakes.

use std::fmt;

macro_rules! classes {
    ($($class:ident $name:literal $meaning:literal)*) => {
        /// What kind of mistake a text has.
        ///
        /// ```
        /// use swr_gc::contract::Class;
        /// assert_eq!(Class::TrailingComma.name(), "trailing-comma");
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Class {
            $(#[doc = $meaning] $class,)*
        }

        impl Class {
            /// Every class.
            pub const ALL: &[Self] = &[$(Self::$class),*];

            /// Its name, which does not change.
            pub fn name(self) -> &'static str {
                match self { $(Self::$class => $name,)* }
            }

            /// What is wrong, in words.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$class => $meaning,)* }
            }
        }
    };
}

classes! {
    StrayQuote "stray-quote" "a quotation mark that nothing asks for, or one in a text that lacks its backslash"
    MissingQuote "missing-quote" "a text without the quotation mark that begins or ends it"
    SingleQuotes "single-quotes" "a text in single quotes; JSON knows double ones only"
    UnquotedKey "unquoted-key" "a key without quotation marks"
    UnquotedValue "unquoted-value" "no value of JSON: a text without quotation marks, or nothing at all"
    TrailingComma "trailing-comma" "a comma behind the last value"
    ExtraComma "extra-comma" "a comma where a value or a key has to stand"
    MissingComma "missing-comma" "two values without a comma between them"
    MissingColon "missing-colon" "a key and a value without a colon between them"
    MissingBracket "missing-bracket" "a bracket that is opened and not closed, or closed and not opened"
    ExtraBracket "extra-bracket" "a bracket too many"
    MismatchedBracket "mismatched-bracket" "a bracket that is closed by one of the other kind"
    TypographicPunctuation "typographic-punctuation" "punctuation made for print, where JSON wants the plain sign"
    Comment "comment" "a comment; JSON has none"
    ControlCharacter "control-character" "a control character that has to be written as an escape"
    BadEscape "bad-escape" "an escape that JSON does not have"
    LeadingZero "leading-zero" "a number that begins with a zero"
    PlusSign "plus-sign" "a number with a plus sign before it"
    HexadecimalNumber "hexadecimal-number" "a hexadecimal number; JSON has decimal ones only"
    NonFiniteNumber "non-finite-number" "no finite number; JSON has no others"
    InvalidNumber "invalid-number" "a number that JSON does not write so, or that is beyond every float"
    PythonLiteral "python-literal" "a word of Python; JSON writes true, false and null"
    Truncated "truncated" "the text ends before its value does"
    SeveralDocuments "several-documents" "something follows behind the end of the value"
    ByteOrderMark "byte-order-mark" "a byte order mark before the text"
    WrongEncoding "wrong-encoding" "the text is not encoded in UTF-8"
    Empty "empty" "there is no text at all"
    Html "html" "HTML or XML, and not JSON"
    Binary "binary" "binary data, and not text"
    HttpHeaders "http-headers" "the headers of the answer stand before its body"
    JavascriptCallback "javascript-callback" "JSON wrapped in JavaScript"
    TooDeep "too-deep" "brackets in brackets, deeper than readers follow (127 levels)"
    DoubleEncoded "double-encoded" "JSON written into a text of JSON: it was encoded twice"
    DuplicateKey "duplicate-key" "a key that stands twice in its object; readers differ in which one counts"
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
