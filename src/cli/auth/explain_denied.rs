//! `swr-gc auth explain-denied`

use std::io::Read;

use clap::{ArgMatches, Args};
use serde_json::Value;

use crate::cli::connection::{Connection, Needs};
use crate::cli::exit::Exit;
use crate::cli::facts::Form;
use crate::cli::terminal::Terminal;
use crate::credentials::Denial;
use crate::simulator::Scenario;

/// Tell why a request was refused with 403.
///
/// The refusal of a service carries an `encoded_authorization_message`; the security token service (STS) of the
/// region decodes it. That needs an access key and the permission `sts::decodeAuthorizationMessage`.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc auth explain-denied --region cn-north-4 eyJjb250ZXh0…
      the message of a refusal, as `swr-gc list` names it

  jq -r .encoded_authorization_message body.json | swr-gc auth explain-denied --region cn-north-4 -
      the same from a recorded answer")]
pub(in crate::cli) struct ExplainDenied {
    /// The encoded message; - reads it from standard input
    #[arg(value_name = "MESSAGE")]
    message: String,

    #[command(flatten)]
    form: Form,

    #[command(flatten)]
    connection: Connection,
}

pub(super) async fn run(explain: ExplainDenied, given: &ArgMatches, terminal: &Terminal) -> Exit {
    let target = match explain.connection.open(given, Needs::Signature, Scenario::History, terminal).await {
        Ok(target) => target,
        Err(exit) => return exit,
    };
    let message = match explain.message.as_str() {
        // On a thread of its own: a read that waits must not keep Ctrl-C from ending the command.
        "-" => match tokio::task::spawn_blocking(read).await {
            Ok(Ok(message)) => message,
            Ok(Err(error)) => {
                terminal.complain(&format!("standard input cannot be read: {error}"), None);
                return Exit::Usage;
            }
            Err(_) => return Exit::Failed,
        },
        message => message.to_owned(),
    };
    match target.client.explain_denied(&message).await {
        Ok(denial) => {
            let json: Value =
                serde_json::from_str(denial.json()).unwrap_or_else(|_| Value::from(denial.json()));
            explain.form.print(terminal, &json, || lines(&denial, &json))
        }
        Err(error) => terminal.failed(&error),
    }
}

/// The message on standard input, which is longer than any when this is cut.
fn read() -> std::io::Result<String> {
    let mut text = String::new();
    std::io::stdin().take(1024 * 1024).read_to_string(&mut text)?;
    Ok(text)
}

fn lines(denial: &Denial, json: &Value) -> Vec<(&'static str, String)> {
    let told = |fact: Option<String>| fact.unwrap_or_else(|| "not told".to_owned());
    let whole = serde_json::to_string_pretty(json).unwrap_or_else(|_| denial.json().to_owned());
    vec![
        ("who", told(denial.who())),
        ("action", told(denial.action())),
        ("resource", told(denial.resource())),
        ("why", told(denial.why())),
        ("message", whole),
    ]
}
