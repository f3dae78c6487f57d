//! Questions to whoever sits at the terminal.

use std::io::{self, BufRead, IsTerminal, Read};

use super::terminal::Terminal;

/// Answers that nobody understands before that counts as none.
const PATIENCE: usize = 3;
/// More letters than any answer has.
const LONGEST: u64 = 1024;

/// Whether somebody can be asked: standard input and standard error are a terminal.
pub(super) fn is_possible() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for one of these words, of which the beginning is enough.
///
/// Nothing, if nobody can be asked, an empty line or the end of the input is the answer, or none of the answers is
/// among the words: whoever asks takes that for a no.
pub(super) async fn ask(
    terminal: &Terminal,
    question: &str,
    words: &'static [&'static str],
) -> Option<&'static str> {
    if !is_possible() {
        return None;
    }
    let prompt = format!("{question} [{}]", words.join("/"));
    for _ in 0..PATIENCE {
        terminal.prompt(&prompt);
        let mut question = Question { terminal, answered: false };
        // On a thread of its own: an answer that is waited for must not keep Ctrl-C from ending the command.
        let reading = tokio::task::spawn_blocking(|| line(&mut io::stdin().lock()));
        let line = reading.await.ok()?.ok()??;
        // Whoever has answered has ended the line.
        question.answered = true;
        match choose(&line, words) {
            Answer::Word(word) => return Some(word),
            Answer::Nothing => return None,
            Answer::Unknown => terminal.say(&format!("please answer {}", words.join(" or "))),
        }
    }
    None
}

/// A question that the cursor stands behind: without an answer, what is said next begins a line of its own.
struct Question<'a> {
    terminal: &'a Terminal,
    answered: bool,
}

impl Drop for Question<'_> {
    fn drop(&mut self) {
        if !self.answered {
            self.terminal.say("");
        }
    }
}

/// Asks for a yes or a no; whatever is no yes is a no.
pub(super) async fn yes(terminal: &Terminal, question: &str) -> bool {
    ask(terminal, question, &["yes", "no"]).await == Some("yes")
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Word(&'static str),
    Nothing,
    Unknown,
}

/// The next line without its end; nothing at the end of the input.
fn line(input: &mut impl BufRead) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if input.take(LONGEST).read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    Ok(Some(String::from_utf8_lossy(&line).into_owned()))
}

/// What a line chooses: a word in full, or the only one that begins so.
fn choose(line: &str, words: &'static [&'static str]) -> Answer {
    let line = line.trim().to_lowercase();
    if line.is_empty() {
        return Answer::Nothing;
    }
    let begun: Vec<_> = words.iter().copied().filter(|word| word.starts_with(&line)).collect();
    let whole = words.iter().copied().find(|word| *word == line);
    let only = (begun.len() == 1).then(|| begun.first().copied()).flatten();
    whole.or(only).map_or(Answer::Unknown, Answer::Word)
}

#[cfg(test)]
mod tests {
    use super::{Answer, LONGEST, choose, line};

    const WORDS: &[&str] = &["run", "report", "stop", "stopped"];

    #[test]
    fn a_word_or_an_unmistakable_beginning_of_one_chooses_it() {
        for (text, expected) in [
            ("run", Answer::Word("run")),
            ("RU\r\n", Answer::Word("run")),
            (" rep ", Answer::Word("report")),
            ("stop", Answer::Word("stop")),
            ("r", Answer::Unknown),
            ("runs", Answer::Unknown),
            ("y\u{1b}[A", Answer::Unknown),
            ("", Answer::Nothing),
            (" \n", Answer::Nothing),
        ] {
            assert_eq!(choose(text, WORDS), expected, "{text:?}");
        }
    }

    #[test]
    fn the_end_of_the_input_is_no_line_and_a_line_has_an_end() {
        assert_eq!(line(&mut &b""[..]).expect("it can be read"), None);
        let mut input = &b"yes\nno"[..];
        assert_eq!(line(&mut input).expect("it can be read").as_deref(), Some("yes\n"));
        assert_eq!(line(&mut input).expect("it can be read").as_deref(), Some("no"));
        let endless = std::io::repeat(b'y');
        let line = line(&mut std::io::BufReader::new(endless)).expect("it can be read").expect("a line");
        assert_eq!(line.len() as u64, LONGEST);
    }
}
