//! `swr-gc simulate`

use clap::Args;

use super::exit::Exit;
use super::interrupt::Interrupt;
use super::shell::quoted;
use super::terminal::Terminal;
use crate::simulator::Simulator;

/// Serve the API on this machine, as its description says.
///
/// Prints its URL on the first line, then lines to paste into a shell, and serves until Ctrl-C or SIGTERM.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc simulate --port 8080
      serve on a port of your choice

  swr-gc simulate --tasks 100000
      a long history; paste the lines into another shell and run `swr-gc list` there")]
pub(super) struct Simulate {
    /// Port on the loopback interface; 0 is any free one
    #[arg(long, value_name = "N", default_value_t = 0)]
    port: u16,

    /// Token to accept; it is made up and no secret
    #[arg(long, value_name = "T", default_value = "simulator-token")]
    token: String,

    /// What the history is made from: the same seed makes the same history
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,

    /// How many tasks the history has
    #[arg(long, value_name = "N", default_value_t = 250)]
    tasks: usize,
}

pub(super) async fn run(simulate: Simulate, interrupt: Interrupt, terminal: &Terminal) -> Exit {
    let Simulate { port, token, seed, tasks } = simulate;
    let started = Simulator::builder().port(port).token(token).seed(seed).tasks(tasks).start().await;
    let simulator = match started {
        Ok(simulator) => simulator,
        Err(error) => {
            terminal.complain_of(&error);
            return Exit::Usage;
        }
    };
    // A reader that has seen enough closes the pipe; the server goes on until it is told to end.
    if announce(&simulator, terminal) == Exit::Failed {
        return Exit::Failed;
    }
    interrupt.wait().await;
    Exit::Done
}

fn announce(simulator: &Simulator, terminal: &Terminal) -> Exit {
    let endpoint = simulator.endpoint();
    terminal.print(|output| {
        writeln!(output, "{endpoint}")?;
        for (name, value) in [
            ("SWR_GC_ENDPOINT", endpoint.as_str()),
            ("SWR_GC_PROJECT", simulator.project_id()),
            ("SWR_GC_INSTANCE", simulator.instance_id()),
            ("SWR_GC_TOKEN", simulator.token()),
            ("SWR_GC_FORBIDDEN_TOKEN", simulator.forbidden_token()),
        ] {
            writeln!(output, "export {name}={}", quoted(value))?;
        }
        Ok(())
    })
}
