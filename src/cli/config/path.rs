//! `swr-gc config path`

use clap::Args;

use super::file::Place;
use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use crate::environment::Environment;

/// Print where the config file is to be.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  mkdir -p \"$(dirname \"$(swr-gc config path)\")\" && $EDITOR \"$(swr-gc config path)\"
      begins one

  A file:
    default_profile: prod
    profiles:
      prod:
        region: REGION
        project: 0a1b…
        instance: 8c0a…
        output: json
      test:
        endpoint: https://gate.example/swr
        timeout: 60")]
pub(in crate::cli) struct Path {}

pub(super) fn run(_: Path, terminal: &Terminal) -> Exit {
    match Place::of(&Environment::process()) {
        Ok(place) => terminal.print(|output| writeln!(output, "{}", place.path.display())),
        Err(why) => {
            terminal.complain(&why, None);
            Exit::Usage
        }
    }
}
