//! `swr-gc simulate`

use std::num::NonZeroU32;
use std::path::PathBuf;

use clap::Args;
use jiff::SignedDuration;

use super::connection::scenario;
use super::exit::Exit;
use super::interrupt::Interrupt;
use super::shell::quoted;
use super::terminal::Terminal;
use crate::error::Error;
use crate::simulator::{Scenario, Simulator, SimulatorBuilder, defects, variants};

/// Serve the API on this machine, as its description says.
///
/// Prints its URL on the first line, then lines to paste into a shell, and serves until Ctrl-C or SIGTERM.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc simulate --port 8080
      serve on a port of your choice

  swr-gc simulate --tasks 100000
      a long history; paste the lines into another shell and run `swr-gc list` there

  swr-gc simulate --scenario busy --speed 60
      a clean-up at work; a minute passes in a second

  swr-gc simulate --clock-offset=-1200
      a clock 20 minutes behind, to see what becomes of a signature: unset SWR_GC_TOKEN and SWR_GC_IAM_USER to sign

  swr-gc simulate --defect marker-loop
      a service that does something wrong; `--defect list` prints what it can do wrong")]
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

    /// How many past tasks there are [default: 250 in the scenario history, 40 in the others]
    #[arg(long, value_name = "N")]
    tasks: Option<usize>,

    /// How the instance is found, and what becomes of clean-ups
    #[arg(long, value_name = "NAME", default_value_t, value_parser = scenario())]
    scenario: Scenario,

    /// How many seconds pass for tasks and schedule in a second; with 0 they stand still
    #[arg(long, value_name = "N", default_value_t = 1.0)]
    speed: f64,

    /// Have a started task go on at every so many looks at it, in place of time
    #[arg(long, value_name = "N", conflicts_with = "speed")]
    step_by_reads: Option<NonZeroU32>,

    /// File in which tasks and schedule survive a restart; one that is there is gone on from
    #[arg(long, value_name = "FILE")]
    state: Option<PathBuf>,

    /// Seconds by which its clock is ahead; negative is behind
    #[arg(long, value_name = "S", default_value_t = 0, allow_negative_numbers = true)]
    clock_offset: i64,

    /// Something to do wrong, may be given several times; `list` prints all of them
    #[arg(long, value_name = "NAME")]
    defect: Vec<String>,

    /// Another way of being right, may be given several times; `list` prints all of them
    #[arg(long, value_name = "NAME")]
    variant: Vec<String>,
}

pub(super) async fn run(simulate: Simulate, interrupt: Interrupt, terminal: &Terminal) -> Exit {
    if let Some(rows) = asked_for(&simulate.defect, &simulate.variant) {
        return print(&rows, terminal);
    }
    let simulator = match configure(simulate).start().await {
        Ok(simulator) => simulator,
        Err(error) => {
            terminal.complain(&in_flags(&error), None);
            return Exit::Usage;
        }
    };
    // A reader that has seen enough closes the pipe; the server goes on until it is told to end.
    if announce(&simulator, terminal) == Exit::Failed {
        return Exit::Failed;
    }
    interrupt.wait().await;
    match simulator.save() {
        Ok(()) => Exit::Done,
        Err(error) => {
            terminal.complain(&in_flags(&error), None);
            Exit::Failed
        }
    }
}

fn configure(simulate: Simulate) -> SimulatorBuilder {
    let Simulate { port, token, seed, tasks, scenario, speed, step_by_reads, state, .. } = simulate;
    let Simulate { clock_offset, defect, variant, .. } = simulate;
    let mut builder = Simulator::builder().port(port).token(token).seed(seed).scenario(scenario).speed(speed);
    builder = builder.clock_offset(SignedDuration::from_secs(clock_offset));
    if let Some(tasks) = tasks {
        builder = builder.tasks(tasks);
    }
    if let Some(reads) = step_by_reads {
        builder = builder.step_by_reads(reads);
    }
    if let Some(file) = state {
        builder = builder.state_file(file);
    }
    builder = defect.into_iter().fold(builder, SimulatorBuilder::defect);
    variant.into_iter().fold(builder, SimulatorBuilder::variant)
}

/// What is wrong with a setting, told with the flag for it.
fn in_flags(error: &Error) -> String {
    let text = error.to_string();
    match text.split_once(": ") {
        Some(("state_file", why)) => format!("--state: {why}"),
        Some(("clock_offset", why)) => format!("--clock-offset: {why}"),
        Some((setting @ ("port" | "token" | "tasks" | "speed" | "defect" | "variant"), why)) => {
            format!("--{setting}: {why}")
        }
        _ => text,
    }
}

/// The rows of the lists that are asked for, if any is.
fn asked_for(defect: &[String], variant: &[String]) -> Option<Vec<[&'static str; 3]>> {
    let wanted = |names: &[String]| names.iter().any(|name| name == "list");
    let defects = defects().iter().map(|defect| [defect.name, defect.family, defect.description]);
    let variants = variants().iter().map(|variant| [variant.name, variant.family, variant.description]);
    match (wanted(defect), wanted(variant)) {
        (true, true) => Some(defects.chain(variants).collect()),
        (true, false) => Some(defects.collect()),
        (false, true) => Some(variants.collect()),
        (false, false) => None,
    }
}

fn print(rows: &[[&str; 3]], terminal: &Terminal) -> Exit {
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or_default();
    let (name_width, family_width) = (width(0), width(1));
    terminal.print(|output| {
        for [name, family, description] in rows {
            writeln!(output, "{name:name_width$}  {family:family_width$}  {description}")?;
        }
        Ok(())
    })
}

fn announce(simulator: &Simulator, terminal: &Terminal) -> Exit {
    let endpoint = simulator.endpoint();
    terminal.print(|output| {
        writeln!(output, "{endpoint}")?;
        for (name, value) in [
            ("SWR_GC_ENDPOINT", &*endpoint),
            ("SWR_GC_PROJECT", simulator.project_id()),
            ("SWR_GC_INSTANCE", simulator.instance_id()),
            ("SWR_GC_TOKEN", simulator.token()),
            ("SWR_GC_FORBIDDEN_TOKEN", simulator.forbidden_token()),
            ("HUAWEICLOUD_SDK_AK", simulator.access_key()),
            ("HUAWEICLOUD_SDK_SK", simulator.secret_key()),
            ("HUAWEICLOUD_SDK_IAM_ENDPOINT", &endpoint),
            ("HUAWEICLOUD_SDK_STS_ENDPOINT", &endpoint),
            ("SWR_GC_METADATA_ENDPOINT", &endpoint),
            ("SWR_GC_IAM_USER", simulator.user()),
            ("SWR_GC_IAM_PASSWORD", simulator.password()),
            ("SWR_GC_IAM_DOMAIN", simulator.domain()),
        ] {
            writeln!(output, "export {name}={}", quoted(value))?;
        }
        Ok(())
    })
}
