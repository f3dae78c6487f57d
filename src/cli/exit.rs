//! Exit codes of commands that do something.

use std::process::ExitCode;

use crate::findings::Verdict;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Exit {
    /// It did what it was asked to; of a command that judges: nothing was found.
    Done,
    /// The service or the network said no.
    Failed,
    /// Something was found.
    Found,
    /// It was used wrongly; nothing was sent.
    Usage,
    /// Nothing could be judged, or what was found could not be written.
    Unjudged,
    /// The task that was waited for ended as Error.
    Errored,
    /// The task that was waited for was stopped.
    Stopped,
    /// The deadline passed, and the task goes on.
    Unfinished,
    /// It was interrupted.
    Interrupted,
}

impl Exit {
    pub(super) fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Failed | Self::Found => 1,
            Self::Usage | Self::Unjudged => 2,
            Self::Errored => 3,
            Self::Stopped => 4,
            Self::Unfinished => 5,
            // As a shell reports it: 128 and the number of the signal.
            Self::Interrupted => 130,
        }
    }
}

impl From<Verdict> for Exit {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Clean => Self::Done,
            Verdict::Found => Self::Found,
            Verdict::Unjudged => Self::Unjudged,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// The table that `--help` shows.
pub(super) const HELP: &str = "\
Exit codes:
  0    done; of a task that was waited for: it ended as Success
  1    the service or the network said no, or you did
  2    wrong usage, nothing was sent to the service; or, of a command that judges, it could not
  3    the task that was waited for ended as Error
  4    the task that was waited for was stopped
  5    the deadline passed, and the task goes on
  130  interrupted";

/// The same of a command that judges.
pub(super) const VERDICTS: &str = "\
Exit codes:
  0    nothing was found that counts
  1    something was found
  2    it could not be judged, a report could not be written, or wrong usage
  130  interrupted";
