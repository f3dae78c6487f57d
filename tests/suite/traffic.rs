//! Recorded traffic: the pages of a HAR file that follow each other are judged as those of a run.

use serde_json::{Value, json};
use swr_gc::contract::check;
use swr_gc::findings::{Outcome, Report, Severity, Verdict};

use super::server::{Asked, Told, honest, tasks};
use super::support::{INSTANCE, PROJECT, TOKEN, causes, text};

/// Traffic with a listing.
#[derive(Default)]
struct Recording {
    entries: Vec<Value>,
    /// Seconds since it began.
    now: usize,
}

impl Recording {
    fn put(&mut self, method: &str, target: &str, told: &Told) {
        let body = String::from_utf8(told.body.clone()).expect("text");
        self.entries.push(json!({
            "startedDateTime": format!("2026-11-28T{:02}:{:02}:{:02}.000Z", self.now / 3600, self.now / 60 % 60, self.now % 60),
            "request": { "method": method, "url": format!("https://swr.example{target}"), "headers": [
                { "name": "X-Auth-Token", "value": TOKEN },
            ] },
            "response": { "status": told.status, "headers": [{ "name": "Content-Type", "value": told.kind }],
                "content": { "mimeType": told.kind, "text": body } },
        }));
        self.now += 1;
    }

    /// Asks for a page, by what a listing makes of it; the marker of the next one.
    fn page(&mut self, answer: &dyn Fn(&Asked) -> Told, query: &[(&str, &str)]) -> Option<String> {
        let given =
            |name: &str| query.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let path = format!("/v2/{PROJECT}/instances/{INSTANCE}/system/gc");
        let asked = Asked {
            number: self.entries.len(),
            method: "GET".to_owned(),
            path: path.clone(),
            token: Some(TOKEN.to_owned()),
            limit: given("limit"),
            marker: given("marker"),
            status: given("status"),
        };
        let told = answer(&asked);
        let query: Vec<_> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.put("GET", &format!("{path}?{}", query.join("&")), &told);
        let body: Value = serde_json::from_slice(&told.body).ok()?;
        body["page_info"]["next_marker"].as_str().map(str::to_owned)
    }

    /// Walks through at most so many pages.
    fn walk(&mut self, answer: &dyn Fn(&Asked) -> Told, query: &[(&str, &str)], most: usize) {
        let mut marker: Option<String> = None;
        for _ in 0..most {
            let next = marker.as_deref().map(|marker| ("marker", marker));
            let query: Vec<_> = query.iter().copied().chain(next).collect();
            marker = self.page(answer, &query);
            if marker.is_none() {
                return;
            }
        }
    }

    fn judged(&self) -> Report {
        let har = json!({ "log": { "version": "1.2", "entries": self.entries } }).to_string();
        check([""; 0]).bytes("x.har", har).run().expect("it can be judged")
    }
}

/// A walk through a list of so many tasks, in pages of seven.
fn walked(count: usize, answer: impl Fn(&[Value], &Asked) -> Told) -> Report {
    let (tasks, mut recording) = (tasks(count), Recording::default());
    recording.walk(&|asked| answer(&tasks, asked), &[("limit", "7")], 12);
    recording.judged()
}

#[test]
fn traffic_that_is_right_is_clean() {
    let report = walked(28, honest);
    assert_eq!((report.findings.len(), report.summary.outcome), (0, Outcome::Complete), "{}", text(&report));
    assert_eq!((report.summary.requests, report.verdict(true)), (4, Verdict::Clean));
    let judged = |id: &str| report.summary.checked.contains(&(id, true));
    for rule in ["page-loop", "page-short", "content-type", "server-error", "schema-type", "request-refused"]
    {
        assert!(judged(rule), "{rule}: {}", text(&report));
    }
    for rule in
        ["auth-status", "connection-broken", "page-item-skipped", "filter-incomplete", "page-unstable"]
    {
        assert!(!judged(rule), "{rule}: {}", text(&report));
    }
}

#[test]
fn pages_that_follow_each_other_are_judged_together() {
    let report = walked(28, |tasks, asked| {
        let told = honest(tasks, asked);
        let third = asked.marker.as_deref() == Some("at-14");
        if third { told.edit(|body| body["page_info"]["next_marker"] = json!("at-7")) } else { told }
    });
    assert_eq!(causes(&report, Severity::Warning), ["page-loop"], "{}", text(&report));

    let report = walked(28, |tasks, asked| {
        let cut = |body: &mut Value| drop(body["tasks"].as_array_mut().expect("a list").pop());
        if asked.marker.is_none() { honest(tasks, asked).edit(cut) } else { honest(tasks, asked) }
    });
    assert_eq!(causes(&report, Severity::Warning), ["page-short"], "{}", text(&report));

    let report = walked(28, |tasks, asked| match asked.marker.as_deref() {
        Some("at-21") => Told::refusal(400),
        _ => honest(tasks, asked),
    });
    assert_eq!(causes(&report, Severity::Warning), ["page-marker-refused"], "{}", text(&report));
    let first = &report.findings[0].first;
    assert_eq!((first.file.as_deref(), first.request), (Some("x.har"), Some(4)));
}

#[test]
fn an_item_on_two_pages_is_an_error_where_somebody_looked_again() {
    let twice = |tasks: &[Value], asked: &Asked| {
        honest(tasks, asked).edit(|body| {
            if asked.marker.is_some() && asked.limit.as_deref() == Some("7") {
                body["tasks"][0] = tasks[0].clone();
            }
        })
    };
    let report = walked(14, twice);
    assert_eq!(
        (causes(&report, Severity::Error).len(), causes(&report, Severity::Warning)),
        (0, vec!["page-item-twice"])
    );
    let (tasks, mut recording) = (tasks(14), Recording::default());
    for limit in ["100", "7", "100"] {
        recording.walk(&|asked| twice(&tasks, asked), &[("limit", limit)], 12);
    }
    let report = recording.judged();
    assert_eq!(causes(&report, Severity::Error), ["page-item-twice"], "{}", text(&report));
}

#[test]
fn what_changes_while_somebody_watches_is_no_finding() {
    let (all, mut recording) = (tasks(60), Recording::default());
    for round in 0..30 {
        let mut tasks = all[30 - round..].to_vec();
        tasks[0]["job_status"] = json!("Running");
        recording.walk(&|asked| honest(&tasks, asked), &[("limit", "10")], 2);
        recording.page(&|asked| honest(&tasks, asked), &[("limit", "10"), ("status", "Running")]);
        recording.now += 20;
    }
    let report = recording.judged();
    assert_eq!(report.findings, [], "{}", text(&report));
}

#[test]
fn hours_later_a_list_may_be_another_one() {
    let mut recording = Recording::default();
    for count in [40, 12, 3] {
        let tasks = tasks(count);
        recording.walk(&|asked| honest(&tasks, asked), &[("limit", "100")], 2);
        recording.now += 3600;
    }
    assert_eq!(recording.judged().findings, []);
}

#[test]
fn who_asked_is_not_known_so_a_refusal_is_none_of_the_request() {
    for status in [401, 403, 404, 429] {
        let mut recording = Recording::default();
        recording.page(&|_| Told::refusal(status), &[("limit", "7")]);
        let report = recording.judged();
        assert_eq!(report.findings, [], "{status}: {}", text(&report));
        assert!(!report.summary.checked.contains(&("request-refused", true)), "{status}");
    }
    let (tasks, mut recording) = (tasks(3), Recording::default());
    recording.page(&|asked| honest(&tasks, asked), &[("limit", "100")]);
    recording.page(&|_| Told::refusal(404), &[("limit", "7")]);
    assert_eq!(
        causes(&recording.judged(), Severity::Warning),
        ["request-refused"],
        "it was there a moment ago"
    );
    let mut recording = Recording::default();
    recording.page(&|_| Told::refusal(400), &[("limit", "0")]);
    recording.page(&|_| Told::refusal(400), &[("limit", "ten")]);
    assert_eq!(recording.judged().findings, []);
    recording.page(&|asked| honest(&tasks, &Asked { limit: None, ..asked.clone() }), &[("limit", "0")]);
    assert_eq!(causes(&recording.judged(), Severity::Warning), ["parameter-accepted"]);
}

#[test]
fn what_is_about_something_else_is_counted_and_not_judged() {
    let (tasks, mut recording) = (tasks(3), Recording::default());
    let odd = Told::new(200, &json!("odd"));
    let root = format!("/v2/{PROJECT}/instances/{INSTANCE}/system/gc");
    recording.put("GET", "/v2/other", &odd);
    recording.put("OPTIONS", &root, &odd);
    recording.put("GET", &format!("{root}/7/logs"), &odd);
    let none = recording.judged();
    assert_eq!((none.findings.len(), none.verdict(false)), (0, Verdict::Unjudged), "{}", text(&none));
    recording.page(&|asked| honest(&tasks, asked), &[("limit", "7")]);
    recording.entries.push(json!({ "request": { "method": "GET", "url": format!("https://swr.example{root}") }, "response": { "status": 0 } }));
    let report = recording.judged();
    assert_eq!((report.findings.len(), report.summary.requests), (0, 1), "{}", text(&report));
    let notes = report.summary.notes.join("\n");
    for part in [
        "2 entries of HAR files, about something else",
        "/system/gc/7/logs, in x.har, entry 3",
        "1 entry of HAR files, without a whole answer",
    ] {
        assert!(notes.contains(part), "{notes}");
    }
}

#[test]
fn an_answer_without_its_body_or_headers_is_judged_by_what_there_is() {
    let url = format!("https://swr.example/v2/{PROJECT}/instances/{INSTANCE}/system/gc");
    let entry = |response: Value| json!({ "log": { "entries": [{ "request": { "method": "GET", "url": url }, "response": response }] } });
    let judged = |har: Value| check([""; 0]).bytes("x.har", har.to_string()).run().expect("it can be judged");
    let report = judged(entry(json!({ "status": 200, "content": {} })));
    assert_eq!((report.findings.len(), report.verdict(false)), (0, Verdict::Clean), "{}", text(&report));
    assert!(report.summary.checked.contains(&("schema-type", false)), "{}", text(&report));
    let report = judged(entry(json!({ "status": 502, "content": {} })));
    assert_eq!(causes(&report, Severity::Warning), ["server-error"]);
    let report = judged(entry(json!({ "status": 206, "content": { "text": "{}" } })));
    assert_eq!(causes(&report, Severity::Warning), ["status-undocumented"]);
}

#[test]
fn what_is_no_har_file_is_told_and_judged_by_nothing() {
    for text in ["{\"log\":", "{\"log\":{}}", "{ \"log\" : [] }"] {
        let report = check([""; 0]).bytes("x.har", text).run().expect("a report");
        assert_eq!(report.summary.outcome, Outcome::Unreadable, "{text}");
        assert!(
            report.summary.notes[0].starts_with("could not be read: x.har: "),
            "{:?}",
            report.summary.notes
        );
    }
}

#[test]
fn credentials_in_a_recording_are_not_told() {
    let mut recording = Recording::default();
    let body = json!({ "tasks": [{ "id": 1, "job_name": format!("token {TOKEN}"), "job_status": TOKEN }] });
    recording.page(&|_| Told::new(200, &body), &[("limit", "7")]);
    let report = recording.judged();
    assert_eq!(causes(&report, Severity::Error), ["schema-enum"]);
    assert!(!text(&report).contains(TOKEN), "{}", text(&report));
}

/// An entry about something else may be as odd as it likes, and one that cannot be read is one entry.
#[test]
fn an_entry_that_cannot_be_read_is_named_and_all_else_is_judged() {
    let (tasks, mut recording) = (tasks(3), Recording::default());
    recording.page(&|asked| honest(&tasks, asked), &[("limit", "7")]);
    let odd = json!({ "status": 200, "content": { "text": "???", "encoding": "base64" } });
    let mut put = |url: &str, response: &Value| {
        let entry = json!({ "request": { "method": "GET", "url": url }, "response": response });
        recording.entries.push(entry);
        recording.judged()
    };
    let elsewhere = put("https://images.example/logo.png", &odd);
    assert_eq!(elsewhere.verdict(true), Verdict::Clean, "{}", text(&elsewhere));
    let url = format!("https://swr.example/v2/{PROJECT}/instances/{INSTANCE}/system/gc");
    let report = put(&url, &odd);
    assert_eq!((report.findings.len(), report.verdict(true)), (0, Verdict::Unjudged), "{}", text(&report));
    assert_eq!(report.summary.requests, 1, "what is readable is judged");
    let note = "could not be read: x.har: entry 3: response.content.text: this is no base64";
    assert!(report.summary.notes[0].starts_with(note), "{:?}", report.summary.notes);
}

/// A browser that has a page in its cache is told so, and a service without an operation is no worse for it.
#[test]
fn what_says_nothing_of_the_operation_is_not_judged() {
    let (tasks, mut recording) = (tasks(3), Recording::default());
    let root = format!("/v2/{PROJECT}/instances/{INSTANCE}/system/gc");
    recording.page(&|asked| honest(&tasks, asked), &[("limit", "7")]);
    let told = |status: u16, kind: &'static str, body: &str| Told {
        status,
        kind,
        body: body.as_bytes().to_vec(),
        whole: true,
    };
    recording.put("GET", &root, &told(304, "application/json", ""));
    recording.put("GET", &format!("{root}/1001"), &told(404, "text/plain", "404 page not found"));
    recording.put("GET", &format!("{root}/schedule"), &told(501, "text/html", "<html></html>"));
    recording.put("POST", &format!("{root}/schedule"), &told(405, "text/html", ""));
    let report = recording.judged();
    assert_eq!(report.verdict(true), Verdict::Clean, "{}", text(&report));
    let said = "does not have it or does not allow it: ShowGcTask (404 Not Found), ShowGcSchedule (501 Not Implemented), ExecuteGcSchedule (405 Method Not Allowed)";
    assert!(report.summary.notes.iter().any(|note| note.ends_with(said)), "{:?}", report.summary.notes);
    // Who has the operation has to say in JSON that it has not the item.
    recording.put("GET", &format!("{root}/1003"), &Told::new(200, &tasks[0]));
    assert_eq!(causes(&recording.judged(), Severity::Error), ["body-not-json"]);
}

#[test]
fn what_nobody_looked_at_twice_is_not_said_to_be_judged() {
    let (tasks, mut recording) = (tasks(5), Recording::default());
    let skipping = |asked: &Asked| {
        let told = honest(&tasks, asked);
        let skip = |body: &mut Value| drop(body["tasks"].as_array_mut().expect("a list").remove(1));
        if asked.limit.as_deref() == Some("2") && asked.marker.is_none() { told.edit(skip) } else { told }
    };
    recording.walk(&skipping, &[("limit", "100")], 2);
    recording.walk(&skipping, &[("limit", "2")], 4);
    let report = recording.judged();
    for rule in ["page-item-skipped", "page-order"] {
        assert!(!report.summary.checked.contains(&(rule, true)), "{rule}: {}", text(&report));
    }
    recording.walk(&skipping, &[("limit", "100")], 2);
    let report = recording.judged();
    assert!(report.summary.checked.contains(&("page-item-skipped", true)), "{}", text(&report));
    assert!(!report.findings.is_empty(), "{}", text(&report));
}

#[test]
fn a_task_at_its_end_is_in_no_list_of_another_end() {
    let (tasks, mut recording) = (tasks(5), Recording::default());
    let others = |asked: &Asked| {
        let all = honest(&tasks, &Asked { status: None, ..asked.clone() });
        let word = asked.status.clone();
        all.edit(|body| {
            let tasks = body["tasks"].as_array_mut().expect("a list");
            tasks.retain(|task| word.is_none() || task["job_status"] == "Success");
        })
    };
    recording.walk(&others, &[("limit", "100"), ("status", "Error")], 2);
    let report = recording.judged();
    assert_eq!(causes(&report, Severity::Warning), ["filter-lets-others-through"], "{}", text(&report));
}
