//! Waiting: what ends it, what it bears, how often it looks.

use std::task::{Context, Poll, Waker};
use std::time::Duration;

use tokio::time::{Instant, timeout};

use super::{gone, refusal, script, task};
use crate::error::Error;
use crate::operate::Polling;
use crate::operate::looks::Looks;
use crate::operate::wait::Wait;
use crate::operations::SHOW_GC_TASK;
use crate::types::{GcTask, JobStatus};

type Line = Result<GcTask, fn() -> Error>;

fn wait(seen: Vec<Line>) -> Wait {
    Wait::of(script(seen), "task 7".to_owned())
}

fn is(status: &str) -> Line {
    Ok(task(7, status))
}

const HOUR: Duration = Duration::from_secs(60 * 60);

#[tokio::test(start_paused = true)]
async fn every_final_word_ends_it_and_no_other_does() {
    for (word, status) in
        [("Success", JobStatus::Success), ("Stopped", JobStatus::Stopped), ("Error", JobStatus::Error)]
    {
        let seen = vec![is("Pending"), is("Frozen"), is("success"), is("Running"), is(word), is("Running")];
        let ended = wait(seen).until_over().await.expect("it ends");
        assert_eq!((ended.status, ended.looks), (status, 5));
        assert_eq!(ended.task, task(7, word));
    }
    let nothing: GcTask = serde_json::from_str("{}").expect("a task");
    let ended = wait(vec![Ok(nothing), is("Success")]).until_over().await.expect("it ends");
    assert_eq!(ended.looks, 2, "no status is no end");
}

#[tokio::test(start_paused = true)]
async fn the_deadline_leaves_the_task_alone_and_says_so() {
    let began = Instant::now();
    let mut wait = wait(vec![is("Running")]).deadline(HOUR);
    let error = wait.until_over().await.expect_err("it is not over");
    assert_eq!(began.elapsed(), HOUR);
    assert!(error.is_unfinished() && !error.is_timeout() && !error.is_usage(), "{error:?}");
    assert_eq!((error.task(), wait.last()), (Some(7), Some(&task(7, "Running"))));
    assert!(error.to_string().contains("task 7 is not over after 1h; it is Running"), "{error}");
    assert!(
        error.remedy().contains("goes on") && error.remedy().contains("swr-gc wait"),
        "{}",
        error.remedy()
    );
    let again = wait.until_over().await.expect_err("its time is up");
    assert!(again.is_unfinished());
}

#[tokio::test(start_paused = true)]
async fn it_looks_often_first_and_seldom_later() {
    let mut waiting = wait(vec![is("Running")]).deadline(HOUR);
    let _ = waiting.until_over().await;
    let hour = waiting.looks();
    assert!((120..=280).contains(&hour), "{hour} looks in an hour");
    let mut waiting = wait(vec![is("Running")]).deadline(Duration::from_secs(5));
    let _ = waiting.until_over().await;
    assert!((3..=8).contains(&waiting.looks()), "{} looks in 5 s", waiting.looks());
}

#[tokio::test(start_paused = true)]
async fn failures_that_pass_are_borne_for_a_while() {
    fn busy() -> Error {
        refusal(503, &[])
    }
    let mut seen = vec![is("Running")];
    seen.extend((0..20).flat_map(|_| [Err(gone as fn() -> Error), Err(busy)]));
    seen.push(is("Success"));
    let ended = wait(seen).until_over().await.expect("it was borne");
    assert_eq!((ended.status, ended.looks), (JobStatus::Success, 2));

    let began = Instant::now();
    let mut waiting = wait(vec![is("Running"), Err(gone)]);
    let error = waiting.until_over().await.expect_err("nobody is patient for ever");
    assert!(error.is_connect() && error.to_string().contains("failures are borne for 15m"), "{error}");
    let lasted = began.elapsed().as_secs();
    assert!((14 * 60..=16 * 60).contains(&lasted), "{lasted} s");

    let began = Instant::now();
    let polling = Polling::default().patience(Duration::ZERO);
    let error = wait(vec![is("Running"), Err(gone)]).polling(polling).until_over().await;
    assert!(error.expect_err("no patience").is_connect() && began.elapsed() < Duration::from_secs(2));
}

#[tokio::test(start_paused = true)]
async fn patience_is_for_failures_in_a_row() {
    let mut seen = Vec::new();
    for _ in 0..4 {
        seen.push(is("Running"));
        seen.extend((0..25).map(|_| Err(gone as fn() -> Error)));
    }
    seen.push(is("Success"));
    assert!(wait(seen).until_over().await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn what_never_worked_is_told_at_once_unless_the_service_says_that_it_passes() {
    let error = wait(vec![Err(gone), is("Success")]).until_over().await.expect_err("no connection");
    assert!(error.is_connect());
    for status in [408, 429, 500, 502, 503, 504] {
        let seen = Looks::new(&SHOW_GC_TASK, || false, {
            let first = std::sync::atomic::AtomicBool::new(true);
            move || {
                let first = first.swap(false, std::sync::atomic::Ordering::Relaxed);
                async move { if first { Err(refusal(status, &[])) } else { Ok(task(7, "Success")) } }
            }
        });
        assert!(Wait::of(seen, "task 7".to_owned()).until_over().await.is_ok(), "{status}");
    }
    for status in [400, 401, 403, 404, 409, 301] {
        let seen =
            Looks::new(&SHOW_GC_TASK, || true, move || async move { Err::<GcTask, _>(refusal(status, &[])) });
        let error = Wait::of(seen, "task 7".to_owned()).until_over().await.expect_err("a refusal");
        assert_eq!(error.status(), Some(status));
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_token_is_borne_where_there_may_be_another() {
    for renews in [false, true] {
        let looks = Looks::new(&SHOW_GC_TASK, move || renews, {
            let count = std::sync::atomic::AtomicUsize::new(0);
            move || {
                let count = count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
                async move {
                    match count {
                        0 => Ok(task(7, "Running")),
                        1 => Err(refusal(401, &[])),
                        _ => Ok(task(7, "Success")),
                    }
                }
            }
        });
        let outcome = Wait::of(looks, "task 7".to_owned()).until_over().await;
        assert_eq!(outcome.is_ok(), renews, "{outcome:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_service_is_not_asked_before_it_wants_to_be() {
    fn later() -> Error {
        refusal(429, &[("retry-after", "300")])
    }
    let began = Instant::now();
    wait(vec![Err(later), is("Success")]).until_over().await.expect("it ends");
    assert_eq!(began.elapsed().as_secs(), 300);

    fn tomorrow() -> Error {
        refusal(503, &[("retry-after", "86400")])
    }
    let began = Instant::now();
    let error = wait(vec![Err(tomorrow)]).until_over().await.expect_err("beyond patience");
    assert_eq!((began.elapsed(), error.status()), (Duration::ZERO, Some(503)));
    let told = "the service asks to wait for 24h, and failures are borne for 15m";
    assert!(error.to_string().contains(told), "{error}");
}

#[tokio::test(start_paused = true)]
async fn whoever_gives_up_waiting_can_come_back() {
    let seen = (0..30).map(|_| is("Running")).chain([is("Success")]).collect();
    let mut wait = wait(seen);
    let mut given_up = 0;
    let ended = loop {
        match timeout(Duration::from_millis(250), wait.until_over()).await {
            Ok(ended) => break ended.expect("it ends"),
            Err(_) => given_up += 1,
        }
    };
    assert!(given_up > 100, "{given_up}");
    assert_eq!(ended.looks, 31, "no look was lost or made twice");
}

#[tokio::test(start_paused = true)]
async fn what_is_borne_can_be_seen() {
    let mut wait = wait(vec![is("Running"), Err(gone), Err(gone), is("Success")]);
    let mut troubled = false;
    while timeout(Duration::from_millis(100), wait.until_over()).await.is_err() {
        troubled |= wait.trouble().is_some_and(Error::is_connect);
    }
    assert!(troubled && wait.trouble().is_none());
}

#[tokio::test(start_paused = true)]
async fn pauses_that_are_none_are_refused_before_anything_is_sent() {
    let polling = Polling::default().pauses(Duration::ZERO, Duration::ZERO);
    let error = wait(vec![is("Success")]).polling(polling).until_over().await.expect_err("no pauses");
    assert!(error.is_usage(), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_deadline_can_be_moved_while_it_runs() {
    let mut seen: Vec<Line> = (0..2000).map(|_| is("Running")).collect();
    seen.push(is("Success"));
    let mut wait = wait(seen).deadline(HOUR);
    assert!(wait.until_over().await.expect_err("it is not over").is_unfinished());
    let looks = wait.looks();
    let mut wait = wait.deadline(48 * HOUR);
    assert!(wait.until_over().await.is_ok_and(|ended| ended.looks > looks));
}

#[tokio::test(start_paused = true)]
async fn a_task_that_says_something_new_at_every_look_is_not_looked_at_more_often() {
    let beating = |seen: u32| -> Line {
        let mut task = task(7, "Running");
        task.update_time = jiff::Timestamp::from_second(seen.into()).ok();
        Ok(task)
    };
    let mut waiting = wait((0..5000).map(beating).collect()).deadline(HOUR);
    let _ = waiting.until_over().await;
    assert!((120..=280).contains(&waiting.looks()), "{} looks in an hour", waiting.looks());
}

#[tokio::test(start_paused = true)]
async fn a_pause_longer_than_there_is_time_for_is_one() {
    let polling = Polling::default().pauses(Duration::MAX, Duration::MAX);
    let mut waiting = wait(vec![is("Running")]).polling(polling).deadline(24 * HOUR);
    let outcome = timeout(25 * HOUR, waiting.until_over()).await.expect("the deadline ends it");
    assert!(outcome.expect_err("it is not over").is_unfinished());
    assert_eq!(waiting.looks(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_pause_is_no_shorter_than_the_look_before_it() {
    let looks = Looks::new(
        &SHOW_GC_TASK,
        || false,
        || async {
            tokio::time::sleep(Duration::from_secs(60)).await;
            Ok(task(7, "Running"))
        },
    );
    let mut waiting = Wait::of(looks, "task 7".to_owned()).deadline(HOUR);
    let _ = waiting.until_over().await;
    assert_eq!(waiting.looks(), 30, "half of the time is for others");
}

#[test]
fn outside_a_runtime_it_says_so() {
    let mut waiting = wait(vec![is("Running")]);
    let mut future = std::pin::pin!(waiting.until_over());
    let outcome = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    let Poll::Ready(Err(error)) = outcome else { panic!("{outcome:?}") };
    assert!(error.is_usage() && error.to_string().contains("runtime"), "{error}");
}
