//! `swr-gc completions`

use clap::{Args, Command};
use clap_complete::Shell;

use super::exit::Exit;
use super::terminal::Terminal;

/// Print the completions of a shell.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc completions bash > ~/.local/share/bash-completion/completions/swr-gc
      for every new shell

  source <(swr-gc completions zsh)
      for this one")]
pub(super) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(completions: Completions, mut command: Command, terminal: &Terminal) -> Exit {
    let mut text = Vec::new();
    clap_complete::generate(completions.shell, &mut command, "swr-gc", &mut text);
    let text = String::from_utf8_lossy(&text);
    terminal.print(|output| output.write_all(mended(&text).as_bytes()))
}

/// The generator for bash spells the hyphen of the command's name in two ways (clap-rs/clap#6421), so that no
/// subcommand's flags are ever offered.
fn mended(script: &str) -> String {
    script.replace("swr__subcmd__gc", "swr__gc")
}
