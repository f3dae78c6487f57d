//! `swr-gc config path`

use clap::Args;

use super::file::{HOMELESS, Place};
use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use crate::environment::Environment;

/// Print where the config file is to be.
///
/// That is what SWR_GC_CONFIG_FILE names, else swr-gc/config.yaml in XDG_CONFIG_HOME, else in ~/.config, on every
/// system. The file holds profiles: values of flags, by their names, and nothing secret. A profile is named by
/// --profile, by SWR_GC_PROFILE or by `default_profile` in the file.
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
        Ok(Some(place)) => terminal.print(|output| writeln!(output, "{}", place.path.display())),
        Ok(None) => {
            terminal.complain(HOMELESS, None);
            Exit::Usage
        }
        Err(why) => {
            terminal.complain(&why, None);
            Exit::Usage
        }
    }
}
