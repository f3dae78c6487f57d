//! `swr-gc auth sign`

use clap::{ArgMatches, Args};

use crate::cli::connection::{Connection, Needs};
use crate::cli::curl;
use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use crate::operations;
use crate::simulator::Scenario;
use crate::wire::Operation;

/// Print a request by its URL as a curl command.
///
/// With an access key it is signed, and good for 15 minutes; a token stays a variable of the shell. The request is one
/// that reads. It is printed whatever its parameters are, for a finding of `swr-gc contract` to be seen again.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc auth sign 'https://…/v2/0a1b…/instances/8c0a…/system/gc?limit=0'
      the request as it would be sent now

  eval \"$(swr-gc auth sign 'https://…/system/gc?limit=0') --include\"
      sends it, and shows the head of the answer")]
pub(in crate::cli) struct Sign {
    /// URL of the request
    #[arg(value_name = "URL")]
    url: String,

    #[command(flatten)]
    connection: Connection,
}

pub(super) async fn run(sign: Sign, given: &ArgMatches, terminal: &Terminal) -> Exit {
    let Some(Read { operation, endpoint, project_id }) = Read::new(&sign.url) else {
        let message = "URL: this is no request of the API that reads: give one such as \
                       https://…/v2/PROJECT/instances/INSTANCE/system/gc?limit=10";
        terminal.complain(message, None);
        return Exit::Usage;
    };
    let connection = sign.connection.at(endpoint, project_id);
    let target = match connection.open(given, Needs::Credentials, Scenario::History, terminal).await {
        Ok(target) => target,
        Err(exit) => return exit,
    };
    if let Err(error) = target.client.ready().await {
        return terminal.failed(&error);
    }
    let request = target.client.prepare_url(operation, &sign.url, project_id);
    curl::print(request, target.client.sign_in().as_ref(), terminal)
}

/// What the URL of a request says.
struct Read<'u> {
    operation: &'static Operation,
    endpoint: &'u str,
    project_id: &'u str,
}

impl<'u> Read<'u> {
    fn new(url: &'u str) -> Option<Self> {
        let path = url.split(['?', '#']).next().unwrap_or_default();
        operations::ALL.iter().filter(|operation| operation.is_read()).find_map(|operation| {
            let length = operation.path.split('/').skip(1).count();
            let (mut endpoint, mut project_id) = (path, None);
            let described = operation.path.rsplit('/').take(length);
            for (segment, described) in path.rsplit('/').zip(described) {
                match described {
                    "{project_id}" => project_id = Some(segment),
                    placeholder if placeholder.starts_with('{') => {}
                    word if word == segment => {}
                    _ => return None,
                }
                endpoint = endpoint.get(..endpoint.len().checked_sub(segment.len() + 1)?)?;
            }
            Some(Self { operation, endpoint, project_id: project_id? })
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Read;

    #[test]
    fn the_url_of_a_request_says_where_and_for_whom() {
        for (url, told) in [
            (
                "https://a.example/v2/p-1/instances/i-1/system/gc?limit=0",
                Some(("ListGcTasks", "https://a.example", "p-1")),
            ),
            (
                "https://a.example/b/v2/p-1/instances/i-1/system/gc",
                Some(("ListGcTasks", "https://a.example/b", "p-1")),
            ),
            (
                "http://127.0.0.1:80/v2/p/instances/i/system/gc/1250",
                Some(("ShowGcTask", "http://127.0.0.1:80", "p")),
            ),
            ("https://a.example/v2/p-1/instances/i-1/system", None),
            ("https://a.example", None),
            ("/gc", None),
            ("", None),
        ] {
            let read = Read::new(url);
            let read = read.map(|read| (read.operation.id, read.endpoint, read.project_id));
            assert_eq!(read, told, "{url}");
        }
    }
}
