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

  swr-gc man auth status | man -l -
      the page of a subcommand, to read at once")]
pub(super) struct Man {
    /// Subcommand to tell about, with what stands below it: `auth status`
    subcommand: Vec<String>,
}

pub(super) fn run(man: Man, mut command: Command, terminal: &Terminal) -> Exit {
    command.build();
    let mut chosen = &command;
    for name in &man.subcommand {
        let Some(found) = chosen.find_subcommand(name) else {
            let names: Vec<_> = chosen.get_subcommands().map(Command::get_name).collect();
            let below = if names.is_empty() { "none".to_owned() } else { names.join(", ") };
            terminal.complain(&format!("there is no subcommand {name:?}: use one of {below}"), None);
            return Exit::Usage;
        };
        chosen = found;
    }
    let mut text = Vec::new();
    if let Err(error) = clap_mangen::Man::new(chosen.clone()).render(&mut text) {
        terminal.complain(&error.to_string(), None);
        return Exit::Failed;
    }
    terminal.print(|output| output.write_all(&text))
}
