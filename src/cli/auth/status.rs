//! `swr-gc auth status`

use clap::{ArgMatches, Args};
use jiff::Timestamp;
use serde::Serialize;

use crate::cli::connection::{Connection, Needs, Target};
use crate::cli::exit::Exit;
use crate::cli::facts::{self, Form};
use crate::cli::terminal::Terminal;
use crate::simulator::Scenario;

/// Tell which credentials are used, and where they come from.
///
/// Looks at every source in the order in which a command would, and at what goes with the one that wins. The
/// service itself is not asked; IAM is, where a token has to be exchanged or the project id to be looked up.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc auth status --region cn-north-4
      which key would sign the requests, and for which project

  swr-gc auth status --credentials profile --output json
      one source alone, for a script")]
pub(in crate::cli) struct Status {
    #[command(flatten)]
    form: Form,

    #[command(flatten)]
    connection: Connection,
}

/// What is known, and nothing secret of it.
#[derive(Serialize)]
struct Report {
    source: &'static str,
    place: &'static str,
    kind: &'static str,
    access_key: Option<String>,
    expires_at: Option<Timestamp>,
    endpoint: Option<String>,
    region: Option<String>,
    project_id: Option<String>,
    project_error: Option<String>,
    tried: Vec<Tried>,
}

#[derive(Serialize)]
struct Tried {
    source: &'static str,
    reason: String,
}

pub(super) async fn run(status: Status, given: &ArgMatches, terminal: &Terminal) -> Exit {
    let target = match status.connection.open(given, Needs::Credentials, Scenario::History, terminal).await {
        Ok(target) => target,
        Err(exit) => return exit,
    };
    let client = &target.client;
    let ready = client.ready().await;
    let Some(report) = report(&target, ready.as_ref().err().map(ToString::to_string)) else {
        // Without credentials there is nothing to report, and there is an error that says so.
        return ready.err().map_or(Exit::Failed, |error| terminal.failed(&error));
    };
    let printed = status.form.print(terminal, &report, || lines(&report));
    // Without a place to ask, the project is not to be known, and that is no failure.
    let placeless = report.endpoint.is_none();
    match ready {
        Ok(()) => printed,
        Err(error) if placeless && error.is_usage() => printed,
        Err(error) => terminal.failed(&error),
    }
}

fn report(target: &Target, project_error: Option<String>) -> Option<Report> {
    let client = &target.client;
    let sign_in = client.sign_in()?;
    let kind = match sign_in.access_key() {
        None => "token",
        Some(_) if sign_in.is_temporary() => "temporary access key",
        Some(_) => "access key",
    };
    let tried =
        sign_in.tried().map(|(source, reason)| Tried { source: source.name(), reason: reason.to_owned() });
    Some(Report {
        source: sign_in.source().map_or("given", |source| source.name()),
        place: sign_in.source().map_or("this command's own flags", |source| source.place()),
        kind,
        access_key: sign_in.access_key().map(str::to_owned),
        expires_at: sign_in.expires_at(),
        endpoint: target.endpoint().map(str::to_owned),
        region: client.region().map(str::to_owned),
        project_id: client.project_id().map(str::to_owned),
        project_error,
        tried: tried.collect(),
    })
}

fn lines(report: &Report) -> Vec<(&'static str, String)> {
    let unknown = || "unknown".to_owned();
    let key = report.access_key.as_ref().map(|id| format!("{} {id}", report.kind));
    let mut lines = vec![
        ("source", format!("{}: {}", report.source, report.place)),
        ("proof", key.unwrap_or_else(|| report.kind.to_owned())),
        ("expires", report.expires_at.map_or_else(unknown, |at| facts::when(at, Timestamp::now()))),
        ("endpoint", report.endpoint.clone().unwrap_or_else(unknown)),
        ("region", report.region.clone().unwrap_or_else(unknown)),
        ("project", report.project_id.clone().unwrap_or_else(unknown)),
    ];
    let tried = report.tried.iter().map(|tried| ("tried", format!("{}: {}", tried.source, tried.reason)));
    lines.extend(tried);
    lines
}
