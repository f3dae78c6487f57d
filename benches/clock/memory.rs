//! The most memory that a piece of work needs, each in a process of its own.

use std::env;
use std::process::Command;
use std::time::Duration;

use swr_gc::simulator::Simulator;
use swr_gc::{Client, contract};

use crate::listing::{ours, single, token};
use crate::pairs::mark;
use crate::server::serve;

/// Tells a process that was started to be measured its work: the server to list at, or one of the words.
const ASKED: &str = "SWR_GC_BENCH_MEMORY";
const JUDGE: &str = "judge";
const NOTHING: &str = "nothing";

/// In a process that was started to be measured: its work.
pub fn asked() -> Option<impl FnOnce()> {
    let asked = env::var(ASKED).ok()?;
    Some(move || {
        match asked.as_str() {
            NOTHING => {}
            JUDGE => single().block_on(judge()),
            url => drop(single().block_on(ours(token(url), Duration::ZERO))),
        }
        println!("{}", peak().unwrap_or_default());
    })
}

pub fn run() {
    let listing = |tasks| measure(&serve(tasks, Duration::ZERO));
    compare("peak memory at 1,000,000 tasks and at 1,000", 2, listing(1_000_000), listing(1_000));
    let name = "peak memory of a contract run with its simulator; at start";
    compare(name, 20, measure(JUDGE), measure(NOTHING));
}

/// Prints the two, and how much more the first is beside the bound in MiB that it should keep.
fn compare(name: &str, bound: u8, ours: Option<f64>, rival: Option<f64>) {
    let (Some(ours), Some(rival)) = (ours, rival) else {
        return println!("{name:<60} not measured: this system has no /proc/self/status");
    };
    let more = ours - rival;
    let over = mark(more > bound.into());
    println!("{name:<60}{ours:>7.1} MiB{rival:>7.1} MiB{:>10}{bound:>6}{over}", format!("{more:+.1} MiB"));
}

/// The contract suite with all that it may ask, as `swr-gc contract run --simulate` has it.
async fn judge() {
    let simulator = Simulator::builder().start().await.expect("loopback has a free port");
    let client = Client::builder().endpoint(simulator.endpoint()).project_id(simulator.project_id());
    let client = client.token(simulator.token()).build().expect("the simulator's own values are sound");
    let suite = contract::suite(client, simulator.instance_id()).allow_writes(true);
    let report = suite.run().await.expect("the simulator can be judged");
    assert!(report.findings.is_empty(), "the simulator is healthy");
}

/// The peak of a process that was asked for some work, in MiB.
fn measure(asked: &str) -> Option<f64> {
    let output = Command::new(env::current_exe().ok()?).env(ASKED, asked).output().ok()?;
    let peak: u32 = String::from_utf8(output.stdout).ok()?.trim().parse().ok().filter(|peak| *peak > 0)?;
    Some(f64::from(peak) / 1024.0)
}

/// The largest resident size of this process so far, in KiB.
fn peak() -> Option<u32> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
