//! The whole of a dialog, at a simulator, with answers that stand in a list.

use std::collections::VecDeque;
use std::io::Write as _;

use clap::{CommandFactory, FromArgMatches, Parser};

use super::dialog::Ask;
use super::{Run, with};
use crate::Client;
use crate::cli::exit::Exit;
use crate::cli::interrupt::Interrupt;
use crate::cli::terminal::Terminal;
use crate::operate::every;
use crate::simulator::{Scenario, Simulator};
use crate::types::{GcTask, JobKind, JobParameters, UpdateGcScheduleRequest};

/// Answers in their order, and then none; what was asked is kept.
struct Scripted {
    answers: VecDeque<&'static str>,
    asked: Vec<String>,
}

impl Ask for &mut Scripted {
    async fn ask(&mut self, question: &str, words: &'static [&'static str]) -> Option<&'static str> {
        self.asked.push(format!("{question} {}", words.join("/")));
        let answer = self.answers.pop_front()?;
        assert!(words.contains(&answer), "{answer} is none of {words:?}");
        Some(answer)
    }
}

#[derive(Parser)]
struct Alone {
    #[command(flatten)]
    run: Run,
}

/// A simulator, and what has been started at it.
struct Stage {
    simulator: Simulator,
    before: usize,
}

impl Stage {
    async fn new(scenario: Scenario) -> Self {
        let simulator = Simulator::builder().scenario(scenario).speed(2_000.0).start().await;
        let mut stage = Self { simulator: simulator.expect("it starts"), before: 0 };
        // A clean-up of the schedule would end what a preview tells.
        let off = stage.client().update_gc_schedule().instance_id(stage.simulator.instance_id());
        off.body(UpdateGcScheduleRequest::none()).send().await.expect("it is turned off");
        stage.before = stage.tasks().await.len();
        stage
    }

    fn client(&self) -> Client {
        let Self { simulator, .. } = self;
        let client = Client::builder().endpoint(simulator.endpoint()).project_id(simulator.project_id());
        client.token(simulator.token()).build().expect("a client")
    }

    async fn tasks(&self) -> Vec<GcTask> {
        let listing = self.client().list_gc_tasks().instance_id(self.simulator.instance_id());
        let mut tasks = every(listing).await.expect("tasks");
        tasks.sort_by_key(|task| task.id);
        tasks
    }

    /// Whether each task that was started by hand is a dry run.
    async fn started(&self) -> Vec<bool> {
        let tasks = self.tasks().await;
        let by_hand = |task: &&GcTask| task.job_kind.as_ref().is_some_and(|kind| *kind == JobKind::Manual);
        let told = |task: &GcTask| task.job_parameters.as_ref().is_some_and(JobParameters::is_dry_run);
        tasks[self.before..].iter().filter(by_hand).map(told).collect()
    }

    /// Runs the command; how it ends, and what was asked.
    async fn run(&self, arguments: &[&str], answers: &[&'static str]) -> (Exit, Vec<String>) {
        let Self { simulator, .. } = self;
        let mut token = tempfile::NamedTempFile::new().expect("a file");
        token.write_all(simulator.token().as_bytes()).expect("it can be written");
        let (endpoint, token) = (simulator.endpoint(), token.path().to_str().expect("text"));
        let connection = ["run", "--endpoint", &endpoint, "--project", simulator.project_id()];
        let connection =
            [&connection[..], &["--instance", simulator.instance_id(), "--token-file", token]].concat();
        let matches = Alone::command().get_matches_from([&connection, arguments].concat());
        let alone = Alone::from_arg_matches(&matches).expect("arguments");
        let mut scripted = Scripted { answers: answers.iter().copied().collect(), asked: Vec::new() };
        let (interrupt, terminal) = (Interrupt::never(), Terminal::new());
        let exit = with(alone.run, &matches, &interrupt, &terminal, Some(&mut scripted)).await;
        assert!(scripted.answers.is_empty(), "nobody wanted to hear {:?}", scripted.answers);
        (exit, scripted.asked)
    }
}

#[tokio::test]
async fn without_a_yes_nothing_is_started() {
    let stage = Stage::new(Scenario::Idle).await;
    for answers in [&["stop"][..], &[]] {
        let (exit, asked) = stage.run(&[], answers).await;
        assert_eq!((exit, asked.len()), (Exit::Failed, 1));
    }
    assert_eq!(stage.started().await, [false; 0]);
}

#[tokio::test]
async fn a_preview_is_made_waited_for_and_asked_about_before_anything_is_deleted() {
    let stage = Stage::new(Scenario::Idle).await;
    let (exit, asked) = stage.run(&[], &["preview", "stop"]).await;
    assert_eq!(exit, Exit::Failed);
    assert!(asked[0].ends_with("preview/run/stop") && asked[1].ends_with(" run/stop"), "{asked:?}");
    assert_eq!(stage.started().await, [true], "the dry run, and nothing else");
    let stage = Stage::new(Scenario::Idle).await;
    let (exit, _) = stage.run(&["--wait"], &["preview", "run"]).await;
    assert_eq!((exit, stage.started().await), (Exit::Done, vec![true, false]));
}

#[tokio::test]
async fn a_dry_run_that_is_young_enough_is_a_preview_already() {
    let stage = Stage::new(Scenario::Idle).await;
    assert_eq!(stage.run(&[], &["preview", "stop"]).await.0, Exit::Failed);
    let (exit, asked) = stage.run(&["--wait"], &["run"]).await;
    assert_eq!((exit, asked.len()), (Exit::Done, 1));
    assert!(asked[0].ends_with(" run/stop"), "{asked:?}");
    // One that spares untagged artifacts says nothing of a clean-up that does not.
    let (exit, asked) = stage.run(&["--delete-untagged"], &["stop"]).await;
    assert_eq!(exit, Exit::Failed);
    assert_eq!(stage.started().await, [true, false], "{asked:?}");
    // What was shown is gone by now.
    let (_, asked) = stage.run(&[], &["stop"]).await;
    assert!(asked[0].ends_with("preview/run/stop"), "{asked:?}");
}

#[tokio::test]
async fn a_preview_that_fails_deletes_nothing() {
    let stage = Stage::new(Scenario::Failing).await;
    let (exit, asked) = stage.run(&[], &["preview"]).await;
    assert_eq!((exit, asked.len()), (Exit::Errored, 1));
    assert_eq!(stage.started().await, [true]);
}

#[tokio::test]
async fn how_the_clean_up_ends_is_how_the_command_ends() {
    for (scenario, expected) in [(Scenario::Idle, Exit::Done), (Scenario::Failing, Exit::Errored)] {
        let stage = Stage::new(scenario).await;
        assert_eq!(stage.run(&["--wait"], &["run"]).await.0, expected, "{scenario}");
        assert_eq!(stage.started().await, [false]);
    }
}
