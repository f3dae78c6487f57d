//! `swr-gc contract explain`

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::excerpt::excerpt;
use super::input::{MOST, read};
use crate::cli::exit::Exit;
use crate::cli::facts::Form;
use crate::cli::terminal::Terminal;
use crate::contract::{Explanation, Schema, Verdict, explain, explain_beginning};

/// Tell where a file breaks as JSON, what kind of mistake that is, and what repairs it.
///
/// Of a file that is JSON, or becomes it by one small repair, it is also told whether it fulfils the schema of an
/// answer. Exit code 1: the file is malformed or breaks the schema; 2: it could not be judged.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc contract explain body.json
      where it breaks, and the line with a mark below the place

  swr-gc contract explain --output json body.txt | jq -r .repaired
      the text as it should be

  swr-gc list --output raw … | swr-gc contract explain -
      what a service sent

  swr-gc contract explain --status 404 error.json
      an answer that says no")]
pub(in crate::cli) struct Explain {
    /// The file; - is standard input
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The operation that answers with such a body
    #[arg(long, value_name = "NAME", default_value = "ListGcTasks")]
    operation: String,

    /// The status of the answer
    #[arg(long, value_name = "CODE", default_value_t = 200)]
    status: u16,

    #[command(flatten)]
    form: Form,
}

pub(super) async fn run(explain: Explain, terminal: &Terminal) -> Exit {
    let schema = match Schema::of(&explain.operation, explain.status) {
        Ok(schema) => schema,
        Err(message) => return unable(terminal, &message),
    };
    let bytes = match read(&explain.file).await {
        Ok(bytes) => bytes,
        Err(error) => return unable(terminal, &format!("{}: {error}", explain.file.display())),
    };
    let read = if bytes.len() > MOST { &bytes[..MOST] } else { &bytes[..] };
    let told = if bytes.len() > MOST { explain_beginning(read) } else { Some(self::explain(read)) };
    let Some(told) = told else {
        let file = explain.file.display();
        return unable(
            terminal,
            &format!("{file}: nothing is wrong in the first {MOST} bytes; more is not read"),
        );
    };
    let verdict = match (&told.repaired, std::str::from_utf8(read)) {
        (_, Ok(text)) if told.valid => Some(schema.judge(text)),
        (Some(text), _) => Some(schema.judge(text)),
        _ => None,
    };
    let exit = explain.form.print(terminal, &Facts::new(&told, verdict.as_ref()), || {
        let answer = format!("{} with status {}", explain.operation, explain.status);
        lines(read, &told, verdict.as_ref(), &answer)
    });
    match verdict {
        _ if exit != Exit::Done => exit,
        Some(Verdict::Fulfilled) if told.valid => Exit::Done,
        Some(Verdict::TooLarge) if told.valid => {
            unable(terminal, "the file has more values than can be judged by the schema")
        }
        _ => Exit::Failed,
    }
}

fn unable(terminal: &Terminal, message: &str) -> Exit {
    terminal.complain(&crate::text::printable(message), None);
    Exit::Usage
}

/// What programs are told.
#[derive(Serialize)]
struct Facts<'a> {
    /// Whether it is well-formed, and nothing more.
    valid: bool,
    line: Option<usize>,
    column: Option<usize>,
    offset: Option<usize>,
    class: Option<&'static str>,
    repair: Option<&'a str>,
    repaired: Option<&'a str>,
    /// Of the file if it is valid, else of what was repaired.
    fulfils_schema: Option<bool>,
}

impl<'a> Facts<'a> {
    fn new(told: &'a Explanation, verdict: Option<&Verdict>) -> Self {
        Self {
            valid: told.valid,
            line: told.place.map(|place| place.line),
            column: told.place.map(|place| place.column),
            offset: told.place.map(|place| place.offset),
            class: told.class.map(|class| class.name()),
            repair: told.repair.as_deref(),
            repaired: told.repaired.as_deref(),
            fulfils_schema: match verdict {
                Some(Verdict::Fulfilled) => Some(true),
                Some(Verdict::Broken(_)) => Some(false),
                Some(Verdict::TooLarge) | None => None,
            },
        }
    }
}

/// What people are told.
fn lines(
    bytes: &[u8],
    told: &Explanation,
    verdict: Option<&Verdict>,
    answer: &str,
) -> Vec<(&'static str, String)> {
    let mut lines = vec![("json", if told.valid { "well-formed" } else { "malformed" }.to_owned())];
    if let Some(class) = told.class {
        lines.push(("mistake", format!("{class}: {}", class.meaning())));
    }
    if let Some(place) = told.place {
        let at = format!("line {}, column {} (byte {})", place.line, place.column, place.offset);
        lines.push(("place", at));
        lines.push(("", excerpt(bytes, place.offset)));
    }
    match (&told.repair, &told.repaired) {
        (Some(repair), Some(repaired)) => {
            lines.push(("repair", repair.clone()));
            let same = bytes.iter().zip(repaired.bytes()).take_while(|(one, other)| **one == *other).count();
            let shown = excerpt(repaired.as_bytes(), same);
            lines.push(("", shown.lines().next().unwrap_or_default().to_owned()));
        }
        _ if !told.valid => lines.push(("repair", "no single small one makes it JSON".to_owned())),
        _ => {}
    }
    let subject = if told.valid { "the file" } else { "the repaired text" };
    if let Some(verdict) = verdict {
        let said = match verdict {
            Verdict::Fulfilled => format!("{subject} fulfils the schema of {answer}"),
            Verdict::Broken(why) => format!("{subject} breaks the schema of {answer}: {why}"),
            Verdict::TooLarge => format!("{subject} has more values than can be judged"),
        };
        lines.push(("schema", said));
    }
    lines
}
