//! The start of the command against the start of a program that does nothing.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::pairs::difference;

const OURS: &str = env!("CARGO_BIN_EXE_swr-gc");

pub fn run() {
    let folder = tempfile::tempdir().expect("there is room for a small program");
    let Some(bare) = bare(folder.path()) else {
        return println!("startup not measured: rustc cannot be run");
    };
    let bare = || first_byte(Command::new(&bare));
    difference(
        "swr-gc --help, and a program that prints a line",
        Duration::from_millis(5),
        || command(&["--help"]),
        bare,
    );
    difference(
        "swr-gc list --simulate to its first row, and the same",
        Duration::from_millis(30),
        || command(&["list", "--simulate"]),
        bare,
    );
    difference(
        "swr-gc contract run --simulate to its report, and the same",
        Duration::from_millis(100),
        || command(&["contract", "run", "--simulate"]),
        bare,
    );
}

fn command(arguments: &[&str]) {
    let mut command = Command::new(OURS);
    command.args(arguments);
    first_byte(command);
}

/// Runs a program until it has written something.
fn first_byte(mut command: Command) {
    let mut child = command.stdout(Stdio::piped()).spawn().expect("the program starts");
    let mut byte = [0_u8; 1];
    let read = child.stdout.as_mut().map(|output| output.read(&mut byte));
    assert!(matches!(read, Some(Ok(1))), "the program wrote nothing");
    let _ = child.kill();
    let _ = child.wait();
}

fn bare(folder: &Path) -> Option<PathBuf> {
    let (source, program) = (folder.join("bare.rs"), folder.join("bare"));
    fs::write(&source, "fn main() { println!(\"started\"); }").ok()?;
    let built = Command::new("rustc").arg("-O").arg(&source).arg("-o").arg(&program).status().ok()?;
    built.success().then_some(program)
}
