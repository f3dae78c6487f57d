//! `swr-gc contract diff`

use std::path::{Path, PathBuf};

use clap::Args;

use super::input::{MOST, read};
use crate::cli::exit::Exit;
use crate::cli::facts::Form;
use crate::cli::terminal::Terminal;
use crate::contract::{Change, Comparison, Incomparable, Level, Side, diff};
use crate::text::printable;

/// Tell what changed between two API descriptions, and whether it breaks clients.
///
/// Each change has a level for any client that followed the old text: breaking, compatible or cosmetic. What a client may
/// send must never get narrower, and what it must be able to read never wider. `semver` is what all of it means to this
/// crate, whose enums are open. Both files are OpenAPI 3.0, in YAML or JSON. Exit code 1: a change breaks clients; 2: it
/// could not be judged.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc contract diff old.yaml new.yaml
      what changed, the gravest first, with the place

  swr-gc contract diff --output json old.yaml new.yaml | jq -r .semver
      the number of the version that has to go up: major, minor, patch, or none

  git show main:api.yaml | swr-gc contract diff - api.yaml
      the file as it was, and as it is")]
pub(in crate::cli) struct Diff {
    /// The description that clients followed so far; - is standard input
    #[arg(value_name = "OLD")]
    old: PathBuf,

    /// The description that they are to follow now; - is standard input
    #[arg(value_name = "NEW")]
    new: PathBuf,

    #[command(flatten)]
    form: Form,
}

pub(super) async fn run(diff: Diff, terminal: &Terminal) -> Exit {
    let input = Path::new("-");
    if diff.old == input && diff.new == input {
        return unable(terminal, "only one of the two can be standard input", "name a file for the other");
    }
    let (old, new) = match (text(&diff.old).await, text(&diff.new).await) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(message), _) | (_, Err(message)) => {
            return unable(terminal, &message, "give files that can be read, in YAML or JSON");
        }
    };
    // On a thread of its own: much to compare must not keep Ctrl-C from ending the command.
    let compared = match tokio::task::spawn_blocking(move || self::diff(&old, &new)).await {
        Ok(compared) => compared,
        Err(error) => {
            return unable(terminal, &format!("the comparison ended early: {error}"), "report this");
        }
    };
    let name = |side| match side {
        Side::Old => diff.old.display(),
        Side::New => diff.new.display(),
    };
    let comparison = match compared {
        Ok(comparison) => comparison,
        Err(Incomparable { side, line, column, message, remedy }) => {
            return unable(terminal, &format!("{}:{line}:{column}: {message}", name(side)), &remedy);
        }
    };
    let exit = diff.form.print(terminal, &comparison, || {
        lines(&comparison, |change| format!("{}:{}:{}", name(change.side), change.line, change.column))
    });
    let breaks = comparison.changes.iter().any(|change| change.level == Level::Breaking);
    match exit {
        Exit::Done if breaks => Exit::Found,
        exit => exit,
    }
}

fn unable(terminal: &Terminal, message: &str, remedy: &str) -> Exit {
    terminal.complain(&printable(message), Some(&printable(remedy)));
    Exit::Unjudged
}

async fn text(path: &Path) -> Result<String, String> {
    let told = |what: String| format!("{}: {what}", path.display());
    let bytes = read(path).await.map_err(|error| told(error.to_string()))?;
    if bytes.len() > MOST {
        return Err(told(format!("it has more than {MOST} bytes")));
    }
    String::from_utf8(bytes).map_err(|_| told("it is not UTF-8 text".to_owned()))
}

/// What people are told.
fn lines(comparison: &Comparison, place: impl Fn(&Change) -> String) -> Vec<(&'static str, String)> {
    let told = |change: &Change| {
        let Change { level, rule, pointer, reason, .. } = change;
        (level.name(), format!("{}: {rule}: {reason}\n  at #{pointer}", place(change)))
    };
    let mut lines: Vec<_> = comparison.changes.iter().map(told).collect();
    if lines.is_empty() {
        lines.push(("changes", "none".to_owned()));
    }
    lines.push(("semver", comparison.semver.name().to_owned()));
    lines
}
