//! Exit codes of commands that do something.

use std::process::ExitCode;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// It did what it was asked to.
    Done = 0,
    /// The service or the network said no.
    Failed = 1,
    /// It was used wrongly, and nothing was sent to the service; or a judging command could not judge.
    Usage = 2,
    /// It was interrupted, as a shell reports it: 128 and the number of the signal.
    Interrupted = 130,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}

/// The table that `--help` shows.
pub(super) const HELP: &str = "\
Exit codes:
  0    done
  1    the service or the network said no
  2    wrong usage, nothing was sent to the service; or, of a command that judges, it could not
  130  interrupted";
