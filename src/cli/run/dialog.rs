//! What is asked before something is deleted.

use crate::cli::confirm;
use crate::cli::terminal::Terminal;

/// Somebody who can be asked.
pub(super) trait Ask {
    /// The answer, one of these words; nothing is a no.
    async fn ask(&mut self, question: &str, words: &'static [&'static str]) -> Option<&'static str>;
}

/// Whoever sits at the terminal.
pub(super) struct AtTerminal<'a>(pub(super) &'a Terminal);

impl Ask for AtTerminal<'_> {
    async fn ask(&mut self, question: &str, words: &'static [&'static str]) -> Option<&'static str> {
        confirm::ask(self.0, question, words).await
    }
}

/// What is to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decision {
    Preview,
    Run,
    Stop,
}

/// Asks what is to be done; a preview is offered where there is none.
pub(super) async fn decide(ask: &mut impl Ask, previewed: bool) -> Decision {
    let answer = match previewed {
        true => ask.ask("Run the clean-up now?", &["run", "stop"]).await,
        false => ask.ask("Make a dry run first, or run the clean-up now?", &["preview", "run", "stop"]).await,
    };
    match answer {
        Some("preview") => Decision::Preview,
        Some("run") => Decision::Run,
        _ => Decision::Stop,
    }
}
