//! Memory at a million tasks against memory at a thousand, each in a process of its own.

use std::env;
use std::process::Command;
use std::time::Duration;

use crate::listing::{ours, single, token};
use crate::server::serve;

const ASKED: &str = "SWR_GC_BENCH_MEMORY";
const BOUND_KIB: i64 = 2 * 1024;

/// In a process that was started to be measured: its work.
pub fn asked() -> Option<impl FnOnce()> {
    let url = env::var(ASKED).ok()?;
    Some(move || {
        single().block_on(ours(token(&url), Duration::ZERO));
        println!("{}", peak().unwrap_or_default());
    })
}

pub fn run() {
    let name = "peak memory at 1,000,000 tasks and at 1,000";
    match (measure(1_000_000), measure(1_000)) {
        (Some(many), Some(few)) => {
            let (more, bound) = (many - few, format!("{BOUND_KIB}"));
            println!("{name:<60}{many:>7} KiB{few:>7} KiB{:>9}{bound:>7}", format!("{more:+} KiB"));
        }
        _ => println!("{name:<60} not measured: this system has no /proc/self/status"),
    }
}

fn measure(tasks: usize) -> Option<i64> {
    let url = serve(tasks, Duration::ZERO);
    let output = Command::new(env::current_exe().ok()?).env(ASKED, url).output().ok()?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok().filter(|peak| *peak > 0)
}

/// The largest resident size of this process so far, in KiB.
fn peak() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
