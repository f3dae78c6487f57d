//! Watching: each change once, and nothing that did not change.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::{Instant, timeout};

use super::{gone, script, task, tasks};
use crate::clock::Clock;
use crate::error::Error;
use crate::operate::watch::Watch;
use crate::operations::LIST_GC_TASKS;
use crate::types::GcTask;

type Line = Result<Vec<GcTask>, fn() -> Error>;

fn watch(seen: Vec<Line>, one: bool) -> Watch {
    Watch::new(script(seen), one, Clock::standing(Timestamp::UNIX_EPOCH))
}

fn told(change: Option<Result<crate::operate::Change, Error>>) -> String {
    let Some(change) = change else { return "over".to_owned() };
    let change = change.expect("a change");
    let status = |task: &GcTask| task.job_status.as_ref().map_or("?", |status| status.as_str()).to_owned();
    let id = change.task.id.unwrap_or_default();
    if change.gone {
        return format!("{id} gone");
    }
    let before = change.before.as_ref().map_or_else(|| "-".to_owned(), status);
    format!("{id} {before} {}", status(&change.task))
}

async fn all(watch: &mut Watch, count: usize) -> Vec<String> {
    let mut changes = Vec::new();
    for _ in 0..count {
        changes.push(told(watch.next().await));
    }
    changes
}

#[tokio::test(start_paused = true)]
async fn one_task_is_told_as_it_stands_and_then_what_changes_to_its_end() {
    let one = |status| Ok(vec![task(7, status)]);
    let seen =
        vec![one("Pending"), one("Pending"), Err(gone as fn() -> Error), one("Running"), one("Success")];
    let mut watch = watch(seen, true);
    assert_eq!(all(&mut watch, 4).await, ["7 - Pending", "7 Pending Running", "7 Running Success", "over"]);
    assert_eq!(told(watch.next().await), "over", "and it stays so");
}

#[tokio::test(start_paused = true)]
async fn a_task_that_is_over_already_is_told_and_that_is_all() {
    let mut watch = watch(vec![Ok(vec![task(7, "Error")])], true);
    assert_eq!(all(&mut watch, 2).await, ["7 - Error", "over"]);
}

#[tokio::test(start_paused = true)]
async fn of_an_instance_the_past_is_left_out_and_everything_new_is_told() {
    let nameless: GcTask = serde_json::from_str(r#"{"job_status": "Running"}"#).expect("a task");
    let mut first = tasks(&[(2, "Running"), (1, "Success")]);
    first.push(nameless);
    let seen = vec![
        Ok(first.clone()),
        Ok(first),
        Ok(tasks(&[(3, "Pending"), (2, "Running"), (1, "Success")])),
        Ok(tasks(&[(4, "Success"), (3, "Running"), (2, "Stopped"), (1, "Success")])),
        // What was over and is no longer listed is no change.
        Ok(tasks(&[(4, "Success"), (3, "Running")])),
    ];
    let mut watch = watch(seen, false);
    let expected = ["2 - Running", "3 - Pending", "2 Running Stopped", "3 Pending Running", "4 - Success"];
    assert_eq!(all(&mut watch, 5).await, expected);
    assert!(timeout(Duration::from_secs(3600), watch.next()).await.is_err(), "it goes on without an end");
}

#[tokio::test(start_paused = true)]
async fn an_error_is_told_once_and_ends_it() {
    fn unknown() -> Error {
        super::refusal(404, &[])
    }
    let mut watch = watch(vec![Err(unknown)], true);
    assert_eq!(watch.next().await.and_then(Result::err).and_then(|error| error.status()), Some(404));
    assert!(watch.next().await.is_none());
}

#[tokio::test(start_paused = true)]
async fn after_a_change_it_looks_often_again() {
    let one = |status| Ok(vec![task(7, status)]);
    let mut seen: Vec<Line> = (0..60).map(|_| one("Pending")).collect();
    seen.extend([one("Running"), one("Success")]);
    let mut watch = watch(seen, true);
    let _ = all(&mut watch, 2).await;
    let changed = Instant::now();
    let _ = all(&mut watch, 1).await;
    assert!(changed.elapsed() <= Duration::from_secs(1), "{:?}", changed.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_listing_that_changes_under_a_walk_is_borne() {
    fn circle() -> Error {
        Error::endless(&LIST_GC_TASKS, "the page holds exactly the items of a page before".to_owned())
    }
    let seen = vec![Ok(tasks(&[(2, "Running")])), Err(circle as fn() -> Error), Ok(tasks(&[(2, "Success")]))];
    let mut changes = watch(seen, false);
    assert_eq!(all(&mut changes, 2).await, ["2 - Running", "2 Running Success"]);
    let mut never = watch(vec![Err(circle as fn() -> Error)], false);
    assert!(never.next().await.is_some_and(|change| change.is_err_and(|error| error.is_walk())));
}

#[tokio::test(start_paused = true)]
async fn a_task_that_says_something_new_at_every_look_is_told_and_not_looked_at_more_often() {
    let beating = |seen: u32| -> Line {
        let mut task = task(7, "Running");
        task.update_time = Timestamp::from_second(seen.into()).ok();
        Ok(vec![task])
    };
    let mut changes = watch((0..5000).map(beating).collect(), false);
    let began = Instant::now();
    let _ = all(&mut changes, 100).await;
    assert!(began.elapsed() > Duration::from_secs(20 * 60), "{:?}", began.elapsed());
}

#[tokio::test(start_paused = true)]
async fn a_task_at_work_that_leaves_the_list_is_told_once() {
    let at_work = || Ok(tasks(&[(2, "Running"), (1, "Success")]));
    let seen: Vec<Line> = vec![at_work(), Ok(tasks(&[])), at_work(), Ok(tasks(&[]))];
    let mut changes = watch(seen, false);
    assert_eq!(all(&mut changes, 1).await, ["2 - Running"]);
    assert_eq!(changes.is_idle(), Some(false));
    assert_eq!(all(&mut changes, 1).await, ["2 gone"]);
    assert_eq!(changes.is_idle(), Some(true));
    assert!(timeout(Duration::from_secs(3600), changes.next()).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn it_is_idle_once_everything_was_told_and_nothing_is_at_work() {
    let mut changes = watch(vec![Ok(tasks(&[(1, "Success")]))], false);
    assert_eq!(changes.is_idle(), None, "nobody has looked");
    assert!(timeout(Duration::from_secs(1), changes.next()).await.is_err());
    assert_eq!(changes.is_idle(), Some(true));

    let seen: Vec<Line> =
        vec![Ok(tasks(&[(2, "Running"), (3, "Frozen")])), Ok(tasks(&[(2, "Success"), (3, "Error")]))];
    let mut changes = watch(seen, false);
    for idle in [false, false, false, true] {
        assert!(changes.next().await.is_some_and(|change| change.is_ok()));
        assert_eq!(changes.is_idle(), Some(idle));
    }
}
