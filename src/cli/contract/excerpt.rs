//! A line of a text, with a mark below a place in it.

use unicode_width::UnicodeWidthStr;

use crate::text::printable;

/// Columns that are shown before the place and behind it.
const BEFORE: usize = 50;
const BEHIND: usize = 28;
/// No character takes more bytes for a column than this.
const BYTES: usize = 8;

/// The line around `offset`, cut where it is long, and a caret below the character that stands there.
pub(super) fn excerpt(bytes: &[u8], offset: usize) -> String {
    let offset = offset.min(bytes.len());
    let is_end = |byte: &u8| matches!(byte, b'\n' | b'\r');
    let from = offset.saturating_sub(BEFORE * BYTES);
    let begin = bytes[from..offset].iter().rposition(is_end).map_or(from, |end| from + end + 1);
    let until = bytes.len().min(offset + BEHIND * BYTES);
    let end = bytes[offset..until].iter().position(is_end).map_or(until, |end| offset + end);
    let whole = |bytes: &[u8]| shown(&String::from_utf8_lossy(bytes));
    let (before, behind) = (whole(&bytes[begin..offset]), whole(&bytes[offset..end]));

    let is_line = begin == 0 || is_end(&bytes[begin - 1]);
    let (cut, before) = fitting(before.chars().rev(), BEFORE);
    let before: String = before.chars().rev().collect();
    let before = if cut || !is_line { format!("…{before}") } else { before };
    let (cut, mut behind) = fitting(behind.chars(), BEHIND);
    if cut || end == until && end < bytes.len() {
        behind.push('…');
    }
    format!("{before}{behind}\n{:width$}^", "", width = before.width())
}

/// Text as it can be shown; a tab is as wide as a space here, so that the caret stands below its character.
fn shown(text: &str) -> String {
    printable(&text.replace('\t', " "))
}

/// As many characters as fit into some columns, and whether others are left.
fn fitting(letters: impl Iterator<Item = char>, columns: usize) -> (bool, String) {
    let mut kept = String::new();
    for letter in letters {
        kept.push(letter);
        if kept.width() > columns {
            kept.pop();
            return (true, kept);
        }
    }
    (false, kept)
}

#[cfg(test)]
mod tests {
    use super::excerpt;

    #[test]
    fn the_caret_stands_below_its_character() {
        assert_eq!(excerpt(b"[1,\n\t2,,\n3]", 7), " 2,,\n   ^");
        assert_eq!(excerpt("[\"任务\",]".as_bytes(), 9), "[\"任务\",]\n       ^");
        assert_eq!(excerpt(b"", 0), "\n^");
        assert_eq!(excerpt(b"[1\r\n", 2), "[1\n  ^");
        assert_eq!(excerpt("[\"\u{202e}\"x]".as_bytes(), 6), "[\"\\u{202e}\"x]\n           ^");
    }

    #[test]
    fn a_long_line_is_cut_around_the_place() {
        let line = format!("{}!{}", "x".repeat(10_000), "y".repeat(10_000));
        let text = excerpt(line.as_bytes(), 10_000);
        let (line, mark) = text.split_once('\n').expect("two lines");
        assert_eq!(line.chars().nth(mark.len() - 1), Some('!'), "{text}");
        assert!(line.starts_with("…x") && line.ends_with("y…") && line.chars().count() < 90, "{text}");
    }
}
