//! `swr-gc auth check`

use clap::{ArgMatches, Args};
use serde::Serialize;
use serde_json::json;

use crate::cli::connection::{Connection, Target};
use crate::cli::exit::Exit;
use crate::cli::facts::Form;
use crate::cli::operations::is_called;
use crate::cli::terminal::Terminal;
use crate::error::Error;
use crate::generated::operations;
use crate::simulator::Scenario;
use crate::types::InstanceId;
use crate::wire::Operation;

/// Make the cheapest request, and tell what is missing if it fails.
///
/// Lists one task, and judges by the answer. Exit codes: 0 all is fine, 1 something is missing, 2 it could not be
/// found out.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc auth check --region cn-north-4 --instance 8c0a…
      before a job is set up

  swr-gc auth check --policy > policy.json
      all that the commands of this tool may ask for; `--help` of each has its own part")]
pub(in crate::cli) struct Check {
    /// Print the identity policy with the least privilege, and send nothing
    #[arg(long)]
    policy: bool,

    #[command(flatten)]
    form: Form,

    #[command(flatten)]
    connection: Connection,
}

/// What was looked at, in the order in which one depends on the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Subject {
    Credentials,
    Project,
    Endpoint,
    Clock,
    Key,
    Permission,
    WhiteList,
    Instance,
}

impl Subject {
    fn name(self) -> &'static str {
        match self {
            Self::Credentials => "credentials",
            Self::Project => "project",
            Self::Endpoint => "endpoint",
            Self::Clock => "clock",
            Self::Key => "key",
            Self::Permission => "permission",
            Self::WhiteList => "white list",
            Self::Instance => "instance",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum Verdict {
    Fine,
    Missing,
    Unknown,
}

#[derive(Debug, Serialize)]
struct Line {
    subject: Subject,
    verdict: Verdict,
    detail: String,
}

pub(super) async fn run(check: Check, given: &ArgMatches, terminal: &Terminal) -> Exit {
    if check.policy {
        return policy(terminal);
    }
    let (target, instance_id) = match check.connection.open_instance(given, Scenario::History, terminal).await
    {
        Ok(opened) => opened,
        Err(exit) => return exit,
    };
    let (lines, error) = judge(&target, &instance_id).await;
    let printed = check.form.print(terminal, &lines, || lines.iter().map(shown).collect());
    if let Some(error) = &error {
        terminal.complain_of(error);
        terminal.explain(error, &target.client);
    }
    // Where credentials or settings are missing, the service was not asked.
    let unasked = error.as_ref().is_some_and(Error::is_usage);
    match (printed, verdict(&lines)) {
        (Exit::Done, _) if unasked => Exit::Usage,
        (Exit::Done, Verdict::Fine) => Exit::Done,
        (Exit::Done, Verdict::Missing) => Exit::Failed,
        // Nothing is known to be wrong, and not everything to be right.
        (Exit::Done, Verdict::Unknown) => Exit::Usage,
        (failed, _) => failed,
    }
}

fn shown(line: &Line) -> (&'static str, String) {
    let verdict = match line.verdict {
        Verdict::Fine => "fine",
        Verdict::Missing => "MISSING",
        Verdict::Unknown => "unknown",
    };
    (line.subject.name(), format!("{verdict:8} {}", line.detail))
}

fn verdict(lines: &[Line]) -> Verdict {
    let any = |verdict| lines.iter().any(|line| line.verdict == verdict);
    if any(Verdict::Missing) {
        Verdict::Missing
    } else if any(Verdict::Unknown) {
        Verdict::Unknown
    } else {
        Verdict::Fine
    }
}

async fn judge(target: &Target, instance: &InstanceId) -> (Vec<Line>, Option<Error>) {
    let client = &target.client;
    let mut lines = Vec::new();
    let mut say = |subject, verdict, detail: String| lines.push(Line { subject, verdict, detail });
    let ready = client.ready().await;
    let Some(sign_in) = client.sign_in() else {
        let error = ready.err();
        // An IAM that cannot be reached says nothing about the password.
        let refused = error.as_ref().is_some_and(|error| error.is_usage() || is_refusal(error));
        let verdict = if refused { Verdict::Missing } else { Verdict::Unknown };
        say(Subject::Credentials, verdict, "see below".to_owned());
        return (lines, error);
    };
    let source = sign_in.source().map_or("given to this command", |source| source.place());
    say(Subject::Credentials, Verdict::Fine, source.to_owned());
    if let Err(error) = ready {
        let refused = error.is_usage() || is_refusal(&error);
        let verdict = if refused { Verdict::Missing } else { Verdict::Unknown };
        say(Subject::Project, verdict, "its id is not known, and IAM did not tell it".to_owned());
        return (lines, Some(error));
    }
    let project = client.project_id().unwrap_or_default().to_owned();
    let action = operations::LIST_GC_TASKS.permission.unwrap_or_default();
    let asked = client.list_gc_tasks().instance_id(instance.clone()).limit(1).send().await;
    let error = match asked {
        Ok(_) => {
            for (subject, detail) in [
                (Subject::Endpoint, client.endpoint().to_owned()),
                (Subject::Clock, "close enough to the service's".to_owned()),
                (Subject::Key, "accepted".to_owned()),
                (Subject::Permission, action.to_owned()),
                (Subject::WhiteList, "the tenant is on it".to_owned()),
                (Subject::Project, project),
                (Subject::Instance, instance.to_string()),
            ] {
                say(subject, Verdict::Fine, detail);
            }
            return (lines, None);
        }
        Err(error) => error,
    };
    let missing = |subject, detail: String| (subject, Verdict::Missing, detail);
    let gateway = error.error_code().is_some_and(|code| code.starts_with("APIGW"));
    let (subject, verdict, detail) = match error.status() {
        _ if error.clock_skew().is_some() => missing(Subject::Clock, "too far from the service's".to_owned()),
        Some(401) => missing(Subject::Key, "refused: wrong, expired, or of another project".to_owned()),
        Some(403) if error.encoded_authorization_message().is_some() => {
            missing(Subject::Permission, action.to_owned())
        }
        Some(403) => {
            let availability = operations::LIST_GC_TASKS.availability.unwrap_or_default();
            missing(Subject::Permission, format!("{action}, or the white list: {availability}"))
        }
        Some(404) if gateway => missing(Subject::Endpoint, format!("{} has no such API", client.endpoint())),
        Some(404) => missing(
            Subject::Instance,
            format!("{instance} is not in project {project} at {}", client.endpoint()),
        ),
        _ => (Subject::Endpoint, Verdict::Unknown, client.endpoint().to_owned()),
    };
    say(subject, verdict, detail);
    (lines, Some(error))
}

/// Whether somebody answered, and said no for good.
fn is_refusal(error: &Error) -> bool {
    error.is_service() && error.status().is_some_and(|status| (400..500).contains(&status) && status != 429)
}

/// Prints the policy; what is inferred of it is said beside it, since JSON has no comments.
fn policy(terminal: &Terminal) -> Exit {
    let called = |operation: &&&Operation| is_called(operation);
    let actions: Vec<_> =
        operations::ALL.iter().filter(called).filter_map(|operation| operation.permission).collect();
    let policy = json!({
        "Version": "5.0",
        "Statement": [{ "Effect": "Allow", "Action": actions }],
    });
    terminal.say(
        "note: the actions are documented, the form of the policy is inferred (identity policy, version 5.0); \
         it holds for every instance of the account. Without a project id, the user needs `iam:projects:listProjects` too",
    );
    terminal.print(|output| {
        serde_json::to_writer_pretty(&mut *output, &policy)?;
        writeln!(output)
    })
}
