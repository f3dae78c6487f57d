//! How much there is room for on a terminal, and texts that fit.

use std::io::{self, IsTerminal};

use terminal_size::{Height, Width, terminal_size};
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
/// Without a room, and where it fits, a line stays as it is. What goes on stands below where the line began.
pub(super) fn wrapped(text: &str, room: Option<usize>) -> Vec<String> {
    let Some(room) = room else { return text.lines().map(str::to_owned).collect() };
    text.lines()
        .flat_map(|line| if line.width() <= room { vec![line.to_owned()] } else { broken(line, room) })
        .collect()
}

fn broken(line: &str, room: usize) -> Vec<String> {
    let begun = line.trim_start_matches([' ', '-']);
    let indent = " ".repeat(line.width() - begun.width());
    let mut lines = vec![line.strip_suffix(begun).unwrap_or_default().to_owned()];
    let mut is_new = true;
    for word in begun.split(' ') {
        let Some(last) = lines.last_mut() else { break };
        let blank = usize::from(!is_new);
        if !is_new && last.width() + blank + word.width() > room {
            lines.push(format!("{indent}{word}"));
        } else {
            last.push_str(&" ".repeat(blank));
            last.push_str(word);
        }
        is_new = false;
    }
    lines
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
        let text =
            "what may explain it:\n  - images were pushed, tagged or deleted meanwhile\n  freed     1.00 GiB";
        assert_eq!(
            wrapped(text, Some(24)),
            [
                "what may explain it:",
                "  - images were pushed,",
                "    tagged or deleted",
                "    meanwhile",
                "  freed     1.00 GiB",
            ]
        );
        assert_eq!(wrapped(text, None), text.lines().collect::<Vec<_>>());
        assert_eq!(wrapped("清理 未打标签的制品", Some(8)), ["清理", "未打标签的制品"], "a word stays whole");
    }
}
