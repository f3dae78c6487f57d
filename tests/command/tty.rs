//! What stands on the screen of a terminal at each moment of a command.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::json;

use super::run::command;
use super::server::Answer;
use super::tasks::{Service, shown, task};
use super::terminal::{CTRL_C, Session};

/// A service that has no tasks, whose dry run is task 7, and whose clean-up is task 8 and goes on.
fn previewing() -> Service {
    Service::new(|method, last, before| match (method, last) {
        ("GET", "gc") => Answer::page(&[], None),
        ("GET", "7") => {
            let mut dry_run = task("Success");
            dry_run["job_parameters"]["dry_run"] = json!(true);
            shown(&dry_run)
        }
        ("GET", _) => shown(&task("Running")),
        _ => Answer::new("202 Accepted", json!({ "id": 7 + before }).to_string()),
    })
}

#[test]
fn a_clean_up_is_previewed_agreed_to_and_started() {
    let service = previewing();
    let mut session = Session::start(&service.command(&["run", "--delete-untagged"]), 30, 80);
    session.shows("[preview/run/stop]");
    session.types("preview\n");
    session.shows("[run/stop]");
    session.types("run\n");
    let (code, screen) = session.ends();
    assert_eq!(code, Some(0), "{screen}");
    for whole in [
        "A clean-up of instance i-1 at http://127.0.0.1:",
        "It deletes image data that no artifact refers to any more, which cannot be\nbrought back.",
        "whatever\nretention rules say: images that are pulled by their digest alone are gone after\nit\n",
        "There is no dry run with the same parameters of the last 24h and since the last\nclean-up; one may take hours.",
        "[preview/run/stop] preview\n",
        "Run the clean-up now? [run/stop] run\nthe clean-up has been started as task 8\n",
    ] {
        assert!(screen.contains(whole), "{whole:?} is not on the screen:\n{screen}");
    }
    let words = screen.split_whitespace().collect::<Vec<_>>().join(" ");
    let told = "says what would go: 5.00 GiB, 2,381 blobs and 340 manifests to remove. Run the clean-up now?";
    assert!(words.contains(told), "{screen}");
    assert_eq!(screen.lines().last(), Some("8"), "{screen}");
    let posts = service.requests().iter().filter(|request| request.starts_with("POST")).count();
    assert_eq!(posts, 2, "the dry run, and the clean-up");
}

#[test]
fn a_simulated_clean_up_says_that_nothing_real_is_deleted() {
    let mut session = Session::start(&command(&["run", "--simulate"]), 24, 80);
    session.shows("embedded simulator");
    session.shows("[preview/run/stop]");
    session.types("stop\n");
    let (code, screen) = session.ends();
    assert_eq!((code, screen.lines().last()), (Some(1), Some("no clean-up was started")), "{screen}");
}

#[test]
fn an_interrupt_at_the_question_changes_nothing_and_says_so() {
    let service = previewing();
    let mut session = Session::start(&service.command(&["run"]), 24, 80);
    session.shows("[preview/run/stop]");
    session.types(CTRL_C);
    let (code, screen) = session.ends();
    assert_eq!((code, screen.lines().last()), (Some(130), Some("no clean-up was started")), "{screen}");
    assert!(service.requests().iter().all(|request| request.starts_with("GET")));

    let schedule = json!({ "schedule": { "type": "None" }, "parameters": { "workers": 2 } });
    let service = Service::new(move |_, _, _| Answer::new("200 OK", schedule.to_string()));
    let mut session = Session::start(&service.command(&["schedule", "set", "0 0 18 * * *"]), 24, 80);
    session.shows("[yes/no]");
    session.types(CTRL_C);
    let (code, screen) = session.ends();
    assert_eq!((code, screen.lines().last()), (Some(130), Some("nothing was changed")), "{screen}");
    assert!(screen.contains("the schedule of instance i-1 at http://127.0.0.1:"), "{screen}");
    assert_eq!(service.requests(), ["GET schedule"]);
}

#[test]
fn an_interrupt_while_waiting_takes_the_sign_of_life_back() {
    let service = Service::with_task(&["Running"]);
    let mut session = Session::start(&service.command(&["wait", "7"]), 24, 80);
    session.shows("task 7 is Running");
    session.types(CTRL_C);
    let (code, screen) = session.ends();
    assert_eq!(code, Some(130), "{screen}");
    assert!(screen.starts_with("task 7 goes on; to wait for it: swr-gc wait 7 "), "{screen}");
}

#[test]
fn where_there_is_little_room_the_usual_time_stays() {
    let past = [4, 5, 6].map(|id| {
        let mut past = task("Success");
        past["id"] = json!(id);
        past
    });
    for columns in [48, 60, 80, 120] {
        let past = past.clone();
        let service = Service::new(move |_, last, _| match last {
            "gc" => Answer::page(&past, None),
            _ => shown(&task("Running")),
        });
        let mut session = Session::start(&service.command(&["wait", "7"]), 24, columns);
        session.shows("usually 2h 7m");
        session.types(CTRL_C);
        assert_eq!(session.ends().0, Some(130));
    }
}

#[test]
fn a_service_that_is_gone_is_told_with_the_reason() {
    let service = Service::new(|_, last, before| match (last, before) {
        ("gc", _) => Answer::page(&[], None),
        (_, 0) => shown(&task("Running")),
        _ => Answer::new("503 Service Unavailable", ""),
    });
    for arguments in [&["wait", "7"], &["watch", "7"]] {
        let mut session = Session::start(&service.command(arguments), 24, 80);
        session.shows("no news for ");
        session.shows(": ShowGcTask: 503");
        session.types(CTRL_C);
        assert_eq!(session.ends().0, Some(130));
    }
}

#[test]
fn the_table_is_drawn_in_its_place_and_left_at_the_end() {
    let is_over = Arc::new(AtomicBool::new(false));
    let over = Arc::clone(&is_over);
    let service = Service::new(move |_, _, _| {
        let word = if over.load(Ordering::SeqCst) { "Success" } else { "Running" };
        Answer::page(&[task(word)], None)
    });
    let mut session = Session::start(&service.command(&["watch", "--until-idle"]), 24, 80);
    session.shows(" 7  Running  ");
    session.shows("Ctrl-C stops watching; the tasks go on");
    is_over.store(true, Ordering::SeqCst);
    let (code, screen) = session.ends();
    assert_eq!(code, Some(0), "{screen}");
    let rows: Vec<_> = screen.lines().map(|row| row.split_whitespace().take(2).collect::<Vec<_>>()).collect();
    assert_eq!(rows, [["ID", "STATUS"], ["7", "Success"]], "{screen}");
}

#[test]
fn what_is_not_known_is_not_shown_as_nothing() {
    let service = Service::new(|_, _, _| Answer::new("401 Unauthorized", "{}"));
    let session = Session::start(&service.command(&["watch"]), 24, 80);
    let (code, screen) = session.ends();
    assert_eq!(code, Some(1), "{screen}");
    assert!(screen.contains("ListGcTasks: page 1: 401") && !screen.contains("at work"), "{screen}");
}

#[test]
fn facts_break_between_words_and_go_on_below_themselves() {
    let session = Session::start(&Service::with_task(&["Success"]).command(&["show", "7"]), 24, 40);
    let (code, screen) = session.ends();
    assert_eq!(code, Some(0), "{screen}");
    let told = "freed_space       5.00 GiB (5368709120\n                  bytes)\n";
    assert!(screen.contains(told), "{screen}");
}
