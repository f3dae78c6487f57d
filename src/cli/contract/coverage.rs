//! `swr-gc contract coverage`

use std::fmt::Write as _;
use std::path::PathBuf;

use clap::parser::ValueSource;
use clap::{ArgMatches, Args, ValueEnum};

use super::recorded::Recorded;
use super::run::forbidden_token;
use crate::cli::connection::Connection;
use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use crate::contract::{self, Aspect, Coverage, Covered, Item, suite};
use crate::findings::Outcome;
use crate::simulator::Scenario;
use crate::text::printable;

const EXAMPLES: &str = "\
Examples:
  swr-gc contract coverage --simulate
      what a run of the contract suite exercises

  swr-gc contract coverage recorded/ --fail-under 40
      what bodies and HAR files below a folder do; ends with 1 if that is less than 40 %

  swr-gc contract coverage --format json recorded/ | jq -r '.operations[].items[] | select(.exercised | not) | .name'
      what is missing

Exit codes:
  0    as much as asked for
  1    less than --fail-under
  2    it could not be told, or wrong usage
  130  interrupted";

/// Tell how much of the API description recorded answers, or a run of the contract suite, have exercised.
///
/// Operations, status codes, parameters and properties, words of enums, and bounds: each counts once for its operation.
/// Without files, the suite is run against the service, or the embedded simulator.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(in crate::cli) struct Cover {
    /// Bodies, HAR files, or folders with such; - is standard input
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,

    /// End with 1 if less of the description is exercised, in per cent
    #[arg(long, value_name = "PERCENT", value_parser = per_cent)]
    fail_under: Option<f64>,

    /// What is printed
    #[arg(long, short = 'o', visible_alias = "output", value_name = "FORM", value_enum, default_value_t = Form::Text)]
    format: Form,

    #[command(flatten)]
    recorded: Recorded,

    #[command(flatten)]
    connection: Connection,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Form {
    /// One line an operation, then what is missing
    Text,
    /// One object, as docs/coverage.schema.json describes it
    Json,
    /// The same as text, for a merge request
    Markdown,
}

fn per_cent(text: &str) -> Result<f64, String> {
    let number = text.trim_end_matches('%').parse().ok();
    number
        .filter(|number| (0.0..=100.0).contains(number))
        .ok_or_else(|| "give a number from 0 to 100".to_owned())
}

pub(super) async fn run(cover: Cover, given: &ArgMatches, terminal: &Terminal) -> Exit {
    let (fail_under, format) = (cover.fail_under, cover.format);
    let covered = match cover.files.is_empty() {
        true => by_suite(cover, given, terminal).await,
        false => by_files(cover, given, terminal).await,
    };
    let (coverage, complete) = match covered {
        Ok(covered) => covered,
        Err(exit) => return exit,
    };
    let printed = terminal.print(|output| match format {
        Form::Text => output.write_all(text(&coverage).as_bytes()),
        Form::Markdown => output.write_all(markdown(&coverage).as_bytes()),
        Form::Json => {
            serde_json::to_writer_pretty(&mut *output, &coverage)?;
            writeln!(output)
        }
    });
    match printed {
        Exit::Done if !complete => Exit::Unjudged,
        Exit::Done if fail_under.is_some_and(|least| coverage.percent() < least) => Exit::Found,
        Exit::Done => Exit::Done,
        _ => Exit::Unjudged,
    }
}

/// What a run of the suite exercises, and whether there was a run to speak of.
async fn by_suite(cover: Cover, given: &ArgMatches, terminal: &Terminal) -> Result<(Coverage, bool), Exit> {
    if cover.recorded.operation.is_some() || cover.recorded.spec.is_some() {
        let why = "--operation and --spec are about files, and none is named";
        return Err(unable(terminal, why, "name files, or leave the flag out"));
    }
    let rate = cover.connection.rate_limit();
    let (target, instance_id) = cover.connection.open_instance(given, Scenario::History, terminal).await?;
    // Nothing is changed in a service for the sake of a count.
    let mut suite = suite(target.client.clone(), instance_id.to_string()).allow_writes(target.is_simulated());
    if let Some(rate) = rate {
        suite = suite.rate(rate);
    }
    if let Some(token) = forbidden_token(&target) {
        suite = suite.forbidden_token(token);
    }
    let (report, coverage) = suite.coverage().await.map_err(|error| {
        terminal.complain_of(&error);
        Exit::Usage
    })?;
    let judged = matches!(report.summary.outcome, Outcome::Complete | Outcome::Inconclusive);
    Ok((coverage, judged && !report.summary.checked.is_empty()))
}

/// What files exercise, and whether all could be read, and had anything in them.
async fn by_files(cover: Cover, given: &ArgMatches, terminal: &Terminal) -> Result<(Coverage, bool), Exit> {
    let flag = |name: &str| given.value_source(name) == Some(ValueSource::CommandLine);
    if ["simulate", "endpoint", "region"].into_iter().any(flag) {
        let why = "files are named, and a service as well";
        return Err(unable(
            terminal,
            why,
            "keep one of them: files, or the flags that say where a service is",
        ));
    }
    let coverage = cover.recorded.read(cover.files, terminal, contract::Check::coverage).await?;
    let complete = coverage.is_complete && coverage.answers > 0;
    Ok((coverage, complete))
}

fn unable(terminal: &Terminal, message: &str, remedy: &str) -> Exit {
    terminal.complain(&printable(message), Some(remedy));
    Exit::Unjudged
}

/// Of one aspect, how many items are exercised and how many there are, if there are any.
fn count(covered: &Covered, aspect: Aspect) -> Option<(usize, usize)> {
    let items = || covered.items.iter().filter(|item| item.aspect == aspect);
    let described = items().count();
    (described > 0).then(|| (items().filter(|item| item.exercised).count(), described))
}

fn missing(covered: &Covered) -> impl Iterator<Item = &Item> {
    covered.items.iter().filter(|item| !item.exercised)
}

fn total(coverage: &Coverage) -> String {
    let (exercised, described) = (coverage.exercised(), coverage.described());
    let answers = match coverage.answers {
        1 => "1 answer".to_owned(),
        answers => format!("{answers} answers"),
    };
    format!("{exercised} of {described} items, {:.1} %, by {answers}", coverage.percent())
}

fn text(coverage: &Coverage) -> String {
    let mut text = format!("contract coverage: {}\n\n", printable(&coverage.specification));
    let width = coverage.operations.iter().map(|covered| covered.operation.len()).max().unwrap_or(0);
    for covered in &coverage.operations {
        let counts = Aspect::ALL.iter().skip(1).filter_map(|aspect| {
            let (exercised, described) = count(covered, *aspect)?;
            Some(format!("{aspect} {exercised}/{described}"))
        });
        let counts = counts.collect::<Vec<_>>().join(", ");
        let _ = writeln!(text, "{:width$}  {:5.1} %  {counts}", covered.operation, covered.percent());
    }
    for covered in &coverage.operations {
        for (index, item) in missing(covered).enumerate() {
            if index == 0 {
                let _ = writeln!(text, "\nmissing of {}:", covered.operation);
            }
            let Item { aspect, name, pointer, line, .. } = item;
            let _ = writeln!(text, "  {aspect:15} {name}  line {line} #{pointer}");
        }
    }
    text.push('\n');
    for note in &coverage.notes {
        let _ = writeln!(text, "note: {}", printable(note));
    }
    let _ = writeln!(text, "{}", total(coverage));
    text
}

fn markdown(coverage: &Coverage) -> String {
    let mut text = format!(
        "## contract coverage\n\n{}\n\n| operation | % | exercised | described |\n|---|--:|--:|--:|\n",
        total(coverage)
    );
    for covered in &coverage.operations {
        let (exercised, described) = (covered.exercised(), covered.items.len());
        let _ = writeln!(
            text,
            "| {} | {:.1} | {exercised} | {described} |",
            covered.operation,
            covered.percent()
        );
    }
    for covered in coverage.operations.iter().filter(|covered| missing(covered).next().is_some()) {
        let _ = write!(text, "\n<details><summary>missing of {}</summary>\n\n", covered.operation);
        for item in missing(covered) {
            let Item { aspect, name, line, .. } = item;
            let _ = writeln!(text, "- {aspect} `{name}`, line {line}");
        }
        text.push_str("\n</details>\n");
    }
    for note in &coverage.notes {
        let _ = write!(text, "\n{}\n", printable(note).replace(['<', '|', '`'], " "));
    }
    text
}
