//! A change of the schedule: shown, agreed to, written, and read back.

use clap::{ArgMatches, Args};
use serde::Serialize;

use super::runs::{Reading, zone};
use super::show::warn;
use crate::cli::confirm;
use crate::cli::connection::{Connection, Target};
use crate::cli::exit::Exit;
use crate::cli::facts::{Form, when};
use crate::cli::outcome::UNTAGGED;
use crate::cli::terminal::Terminal;
use crate::client::Response;
use crate::clock::Clock;
use crate::cron::Cron;
use crate::error::Error;
use crate::operate::ScheduleDifference;
use crate::simulator::Scenario;
use crate::text::printable;
use crate::types::{InstanceId, ScheduleDetails, ShowGcScheduleResponse, UpdateGcScheduleRequest};

/// The flags of every command that changes the schedule.
#[derive(Debug, Args)]
pub(super) struct Changing {
    /// Change the schedule without asking; needed where there is no terminal to ask at
    #[arg(long, short)]
    yes: bool,

    #[command(flatten)]
    form: Form,

    #[command(flatten)]
    connection: Connection,
}

/// The schedule of an instance, to look at and to change.
pub(super) struct Subject<'a> {
    target: Target,
    instance_id: InstanceId,
    yes: bool,
    form: Form,
    terminal: &'a Terminal,
}

/// What came of it.
#[derive(Serialize)]
struct Outcome<'a> {
    changed: bool,
    differences: Vec<Told<'a>>,
    #[serde(flatten)]
    shown: &'a ShowGcScheduleResponse,
}

/// A property that was not as it was wanted.
#[derive(Serialize)]
struct Told<'a> {
    pointer: &'static str,
    shown: Option<&'a str>,
    wanted: &'a str,
}

impl<'a> Told<'a> {
    fn of(one: &'a ScheduleDifference) -> Self {
        Self { pointer: one.pointer, shown: one.shown.as_deref(), wanted: &one.wanted }
    }
}

impl Changing {
    /// Gets ready to change; where it must not be changed without asking, and nobody can be asked, nothing is sent.
    pub(super) async fn open<'a>(
        self,
        given: &ArgMatches,
        terminal: &'a Terminal,
    ) -> Result<Subject<'a>, Exit> {
        let Self { yes, form, connection } = self;
        if !yes && !confirm::is_possible() {
            let message =
                "--yes is missing: the schedule is to be changed, and there is no terminal to ask at";
            terminal.complain(
                message,
                Some("give --yes, or look first: `swr-gc schedule drift` changes nothing"),
            );
            return Err(Exit::Usage);
        }
        let (target, instance_id) = connection.open_instance(given, Scenario::History, terminal).await?;
        Ok(Subject { target, instance_id, yes, form, terminal })
    }
}

impl Subject<'_> {
    /// The schedule as it is.
    pub(super) async fn look(&self) -> Result<Response<ShowGcScheduleResponse>, Exit> {
        let shown = self.ask().await.map_err(|error| self.failed(&error))?;
        warn(&shown, self.terminal);
        Ok(shown)
    }

    async fn ask(&self) -> Result<Response<ShowGcScheduleResponse>, Error> {
        self.target.client.show_gc_schedule().instance_id(self.instance_id.clone()).send().await
    }

    fn failed(&self, error: &Error) -> Exit {
        self.terminal.explain(error, &self.target.client);
        self.terminal.failed(error)
    }

    /// Has the schedule as it is wanted: writes nothing if it is so already.
    pub(super) async fn bring_about(
        &self,
        wanted: UpdateGcScheduleRequest,
        shown: &Response<ShowGcScheduleResponse>,
    ) -> Exit {
        let differences = wanted.differences_to(shown);
        if differences.is_empty() {
            return self.print(false, &differences, shown);
        }
        self.announce(&wanted, &differences);
        let mut given_up = GivenUp { terminal: self.terminal, says: "nothing was changed" };
        if !self.yes && !confirm::yes(self.terminal, "Change the schedule?").await {
            return Exit::Failed;
        }
        given_up.says = "whether the schedule was changed is not known: `swr-gc schedule show` tells";
        let request = self.target.client.update_gc_schedule().instance_id(self.instance_id.clone());
        let written = request.body(wanted.clone()).send().await;
        if let Err(error) = written {
            if error.may_have_run()
                && let Ok(after) = self.ask().await
                && wanted.differences_to(&after).is_empty()
            {
                given_up.says = "";
                self.terminal
                    .say(&format!("warning: {error}; the schedule reads back as it is wanted all the same"));
                return self.print(true, &differences, &after);
            }
            if !error.may_have_run() {
                given_up.says = "";
            }
            return self.failed(&error);
        }
        given_up.says = "";
        match self.ask().await {
            Ok(after) => self.compare(&wanted, &differences, &after),
            Err(error) => {
                self.terminal.say("the schedule was written, but could not be read back:");
                self.failed(&error)
            }
        }
    }

    /// Tells what is to change, and what comes of it.
    fn announce(&self, wanted: &UpdateGcScheduleRequest, differences: &[ScheduleDifference]) {
        let place = self.target.place(&self.instance_id);
        self.terminal.say(&format!("the schedule of {place} is to change:"));
        for one in differences {
            self.terminal.say(&format!("  {}: {} → {}", name(one), shown(one), wished(one)));
        }
        let lines = match wanted {
            UpdateGcScheduleRequest::Custom { cron, .. } => {
                let cron = Cron::parse(cron.as_str());
                cron.map_or_else(
                    |_| Vec::new(),
                    |cron| Reading::new(&cron, Clock::system().now()).lines(&zone()),
                )
            }
            UpdateGcScheduleRequest::None => {
                vec![("next runs", "none: no clean-up starts by itself any more".to_owned())]
            }
        };
        for (name, text) in lines {
            for (number, line) in text.lines().enumerate() {
                let name = if number == 0 { name } else { "" };
                self.terminal.say(&format!("  {name:10} {line}"));
            }
        }
        let untagged = matches!(wanted, UpdateGcScheduleRequest::Custom { parameters, .. } if parameters.delete_untagged == Some(true));
        // Where there was no schedule, it begins to mean something.
        if untagged && differences.iter().any(|one| ["type", "delete_untagged"].contains(&name(one))) {
            self.terminal.say(UNTAGGED);
        }
        if self.target.is_simulated() {
            self.terminal.say("note: the simulator ends with this command, and the change with it");
        }
    }

    /// Whether the service shows what was written.
    fn compare(
        &self,
        wanted: &UpdateGcScheduleRequest,
        before: &[ScheduleDifference],
        after: &Response<ShowGcScheduleResponse>,
    ) -> Exit {
        warn(after, self.terminal);
        let left = wanted.differences_to(after);
        if left.is_empty() {
            return self.print(true, before, after);
        }
        let lines: Vec<_> =
            left.iter().map(|one| format!("{} is {}, not {}", name(one), shown(one), wished(one))).collect();
        let message =
            format!("the service took the change, and shows another schedule: {}", lines.join("; "));
        let remedy =
            "look again with `swr-gc schedule show`; if it stays so, the service keeps to less than it takes";
        self.terminal.complain(&message, Some(remedy));
        Exit::Failed
    }

    fn print(&self, changed: bool, before: &[ScheduleDifference], shown: &ShowGcScheduleResponse) -> Exit {
        let differences = before.iter().map(Told::of).collect();
        self.form.print(self.terminal, &Outcome { changed, differences, shown }, || {
            let said = if changed {
                "changed; the service shows it as it was written"
            } else {
                "as it is wanted already; nothing was written"
            };
            let next = shown.schedule.as_ref().and_then(ScheduleDetails::next_run);
            let next = next.map(|next| format!("{}, as the service says", when(next, Clock::system().now())));
            let lines = [("schedule", Some(said.to_owned())), ("next run", next)];
            lines.into_iter().filter_map(|(name, text)| Some((name, text?))).collect()
        })
    }
}

fn name(one: &ScheduleDifference) -> &'static str {
    one.pointer.rsplit('/').next().unwrap_or_default()
}

fn shown(one: &ScheduleDifference) -> String {
    one.shown.as_deref().map_or_else(|| "unknown".to_owned(), printable)
}

fn wished(one: &ScheduleDifference) -> String {
    printable(&one.wanted)
}

/// What is said if the change is given up here: by an answer, an interrupt or an error.
struct GivenUp<'a> {
    terminal: &'a Terminal,
    says: &'static str,
}

impl Drop for GivenUp<'_> {
    fn drop(&mut self) {
        if !self.says.is_empty() {
            self.terminal.say(self.says);
        }
    }
}
