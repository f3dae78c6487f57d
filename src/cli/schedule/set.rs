//! `swr-gc schedule set`

use clap::{ArgMatches, Args};

use super::change::Changing;
use super::often;
use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use crate::clock::Clock;
use crate::error::Error;
use crate::text::printable;
use crate::types::{Cron, RequestedGcParameters, ScheduleDetails, UpdateGcScheduleRequest};

/// Start clean-ups at the times of a cron expression.
///
/// Six fields in UTC: second, minute, hour, day of month, month, day of week; that they are read so is an inference.
/// What clean-ups of a schedule are told to do stays as it is, but for what a flag names. What is to change is shown first, and read
/// back afterwards; exit code 1 if it does not read back as it was written, or if the answer to the question was no.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc schedule set '0 0 18 * * *' --workers 2
      every day at 18:00 UTC, after a question

  swr-gc schedule set '0 30 2 * * SAT' --delete-untagged=false --yes
      every Saturday, without one; artifacts without a tag stay")]
pub(in crate::cli) struct Set {
    /// The times as a cron expression, in quotes
    #[arg(value_name = "CRON")]
    cron: String,

    #[arg(hide = true)]
    too_many: Vec<String>,

    /// Delete artifacts without a tag too, whatever retention rules say: also images that are pulled by their
    /// digest
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    delete_untagged: Option<bool>,

    /// Have the clean-ups only compute what they would delete; the schedule itself is written all the same
    #[arg(long, value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true")]
    dry_run: Option<bool>,

    /// How many workers clean up side by side
    #[arg(long, value_name = "N", allow_negative_numbers = true)]
    workers: Option<i64>,

    /// Take an expression that this command cannot read, that never fires, or that fires more than once an hour
    #[arg(long)]
    force: bool,

    #[command(flatten)]
    changing: Changing,
}

pub(super) async fn run(set: Set, given: &ArgMatches, terminal: &Terminal) -> Exit {
    let Set { cron, too_many, delete_untagged, dry_run, workers, force, changing } = set;
    if let Some(first) = too_many.first() {
        let message = format!("`{}` is one argument too many", printable(first));
        let remedy = "put the expression in quotes, as in '0 0 18 * * *', or the shell takes it apart; a value of \
                      --delete-untagged or --dry-run stands behind a =";
        terminal.complain(&message, Some(remedy));
        return Exit::Usage;
    }
    if let Err(message) = check(&cron, force, workers) {
        terminal.complain(&message, None);
        return Exit::Usage;
    }
    let subject = match changing.open(given, terminal).await {
        Ok(subject) => subject,
        Err(exit) => return exit,
    };
    let shown = match subject.look().await {
        Ok(shown) => shown,
        Err(exit) => return exit,
    };
    // All of them, since what is not written again is lost.
    let mut kept = shown.parameters.clone().unwrap_or_default();
    if shown.schedule.as_ref().is_some_and(ScheduleDetails::is_off) {
        // Without a schedule they meant nothing, and nobody would expect them to delete.
        (kept.delete_untagged, kept.dry_run) = (None, None);
    } else {
        for (name, given, flag) in
            [("delete_untagged", delete_untagged, "--delete-untagged"), ("dry_run", dry_run, "--dry-run")]
        {
            if given.is_none() && shown.lost(&format!("/parameters/{name}")).is_some() {
                let message =
                    format!("nothing was changed: what the service has as {name} could not be read");
                terminal.complain(
                    &message,
                    Some(&format!("say with {flag}=true or {flag}=false what it is to be")),
                );
                return Exit::Failed;
            }
        }
    }
    let Some(workers) = workers.or(kept.workers) else {
        let message = "nothing was changed: the service does not tell how many workers there are now";
        terminal.complain(message, Some("say with --workers how many clean up side by side"));
        return Exit::Failed;
    };
    match wanted(&cron, workers, delete_untagged.or(kept.delete_untagged), dry_run.or(kept.dry_run)) {
        Ok(wanted) => subject.bring_about(wanted, &shown).await,
        Err(error) => {
            let message = format!("nothing was changed: what the service has cannot be set again: {error}");
            terminal.complain(&message, Some("say with --workers how many clean up side by side"));
            Exit::Failed
        }
    }
}

/// What can be told before anything is sent.
fn check(cron: &str, force: bool, workers: Option<i64>) -> Result<(), String> {
    if let Err(why) = Cron::try_from(cron) {
        return Err(format!("CRON: {why}"));
    }
    if !force && let Err(why) = often::read(cron, Clock::system().now()) {
        return Err(format!("CRON: {why} (--force sends it as it is)"));
    }
    workers.map(RequestedGcParameters::new).transpose().map(|_| ()).map_err(|error| format!("--{error}"))
}

fn wanted(
    cron: &str,
    workers: i64,
    delete_untagged: Option<bool>,
    dry_run: Option<bool>,
) -> Result<UpdateGcScheduleRequest, Error> {
    let mut parameters = RequestedGcParameters::new(workers)?;
    parameters.delete_untagged = delete_untagged;
    parameters.dry_run = dry_run;
    UpdateGcScheduleRequest::custom(cron, parameters)
}
