//! `swr-gc man`

use clap::{Args, Command};

use super::exit::Exit;
use super::terminal::Terminal;

/// Print the manual page of the command, or of a subcommand.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc man > swr-gc.1
      the page of the whole

  swr-gc man list | man -l -
      the page of a subcommand, to read at once")]
pub(super) struct Man {
    /// Subcommand to tell about
    subcommand: Option<String>,
}

pub(super) fn run(man: Man, mut command: Command, terminal: &Terminal) -> Exit {
    command.build();
    let chosen = match &man.subcommand {
        None => Some(&command),
        Some(name) => command.find_subcommand(name),
    };
    let Some(chosen) = chosen else {
        let names: Vec<_> = command.get_subcommands().map(Command::get_name).collect();
        let message = format!(
            "there is no subcommand {:?}: use one of {}",
            man.subcommand.unwrap_or_default(),
            names.join(", ")
        );
        terminal.complain(&message, None);
        return Exit::Usage;
    };
    let mut text = Vec::new();
    if let Err(error) = clap_mangen::Man::new(chosen.clone()).render(&mut text) {
        terminal.complain(&error.to_string(), None);
        return Exit::Failed;
    }
    terminal.print(|output| output.write_all(&text))
}
