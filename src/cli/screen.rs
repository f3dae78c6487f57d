//! How much there is room for on a terminal, and texts that fit.

use std::borrow::Cow;
use std::io::{self, IsTerminal};

use terminal_size::{Height, Width, terminal_size};
use textwrap::core::display_width;
use textwrap::{WordSeparator, WordSplitter};
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use crate::environment::Environment;

/// Columns and rows of the terminal; the usual ones where it does not tell.
pub(super) fn size() -> (usize, usize) {
    let size = terminal_size().map(|(Width(columns), Height(rows))| (columns.into(), rows.into()));
    size.filter(|(columns, _)| *columns > 0).unwrap_or((80, 24))
}

/// Columns that a stream has, if it is a terminal.
pub(super) fn room(stream: &impl IsTerminal) -> Option<usize> {
    stream.is_terminal().then(|| size().0)
}

/// Columns of standard output, if it is a terminal.
pub(super) fn output_room() -> Option<usize> {
    room(&io::stdout())
}

/// Whether a stream is a terminal on which lines can be written over.
pub(super) fn is_drawable(stream: &impl IsTerminal) -> bool {
    let kind = Environment::process().text("TERM").ok().flatten();
    stream.is_terminal() && kind.is_none_or(|kind| kind != "dumb")
}

/// As much of a line as there is room for: one that was wrapped could not be taken back.
pub(super) fn fitted(line: &str, room: usize) -> String {
    if line.width() <= room {
        return line.to_owned();
    }
    let mut width = 1;
    let fits = |letter: &char| {
        width += letter.width().unwrap_or(0);
        width <= room
    };
    let mut text: String = line.chars().take_while(fits).collect();
    text.push('…');
    text
}

/// A text in lines that break between words, as far as no word is too long by itself.
///
/// Without a room, and where it fits, a line stays as it is. What goes on stands below where the line began; behind a
/// name and a gap, below what stands there.
pub(super) fn wrapped(text: &str, room: Option<usize>) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        match room {
            Some(room) if display_width(line) > room => lines.extend(broken(line, room)),
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

fn broken(line: &str, room: usize) -> Vec<String> {
    let begun = line.trim_start_matches([' ', '-']);
    let behind_gap = begun.split_once("  ").map(|(_, rest)| rest.trim_start());
    let column = |rest: &str| display_width(line) - display_width(rest);
    let begun = behind_gap.filter(|rest| column(rest) <= room / 2).unwrap_or(begun);
    let indent = " ".repeat(column(begun));
    let options = textwrap::Options::new(room)
        .initial_indent(line.strip_suffix(begun).unwrap_or_default())
        .subsequent_indent(&indent)
        .break_words(false)
        .word_separator(WordSeparator::AsciiSpace)
        .word_splitter(WordSplitter::NoHyphenation);
    textwrap::wrap(begun, options).into_iter().map(Cow::into_owned).collect()
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::{fitted, wrapped};

    #[test]
    fn a_line_never_wraps() {
        let line = "清理未打标签的制品 and more";
        for room in 1..40 {
            assert!(fitted(line, room).width() <= room, "{room}");
        }
        assert_eq!(fitted(line, 40), line);
    }

    #[test]
    fn lines_break_between_words_and_go_on_below_their_beginning() {
        let text = "what may explain it:\n  - images were \u{1b}[1mpushed\u{1b}[0m, tagged or deleted meanwhile\n  \
                    freed     1.00 GiB\n  seen  five times in a row";
        assert_eq!(
            wrapped(text, Some(24)),
            [
                "what may explain it:",
                "  - images were \u{1b}[1mpushed\u{1b}[0m,",
                "    tagged or deleted",
                "    meanwhile",
                "  freed     1.00 GiB",
                "  seen  five times in a",
                "        row",
            ]
        );
        assert_eq!(wrapped(text, None), text.lines().collect::<Vec<_>>());
        assert_eq!(wrapped("清理 未打标签的制品", Some(8)), ["清理", "未打标签的制品"], "a word stays whole");
    }
}
