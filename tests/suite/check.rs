//! Recorded answers, judged by the library.

use std::fs;

use serde_json::{Value, json};
use swr_gc::contract::{Check, check};
use swr_gc::findings::{Format, Outcome, Report, Severity, Verdict};

use super::server::tasks;
use super::support::{causes, text, written};

/// A check of one body.
fn body(body: impl Into<Vec<u8>>) -> Check {
    check([""; 0]).bytes("body", body.into())
}

fn judged(check: Check) -> Report {
    check.run().expect("it can be judged")
}

fn page(edit: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut page = json!({ "page_info": { "next_marker": "at-3" }, "tasks": tasks(3) });
    edit(&mut page);
    page.to_string().into_bytes()
}

type Fault = (&'static str, Severity, fn(&mut Value));

/// What is done to a page, and the rule that is to say so.
const FAULTS: &[Fault] = &[
    ("schema-type", Severity::Error, |page| page["tasks"][1]["id"] = json!("7")),
    ("schema-enum", Severity::Error, |page| page["tasks"][1]["job_status"] = json!("Paused")),
    ("schema-bounds", Severity::Error, |page| page["tasks"][1]["job_parameters"]["workers"] = json!(9)),
    ("schema-format", Severity::Warning, |page| page["tasks"][1]["update_time"] = json!("today")),
    ("time-order", Severity::Warning, |page| page["tasks"][1]["update_time"] = json!("2020-01-01T00:00:00Z")),
    ("undocumented-field", Severity::Warning, |page| page["tasks"][1]["host"] = json!("10.0.0.7")),
    ("whole-number-fraction", Severity::Warning, |page| page["tasks"][1]["id"] = json!(1002.0)),
    ("next-marker-null", Severity::Info, |page| page["page_info"]["next_marker"] = json!(null)),
    ("next-marker-empty", Severity::Info, |page| page["page_info"]["next_marker"] = json!("")),
    ("page-item-twice", Severity::Error, |page| page["tasks"][1]["id"] = page["tasks"][0]["id"].clone()),
    ("page-too-long", Severity::Error, |page| page["tasks"] = json!(tasks(101))),
    ("schema-required", Severity::Error, |page| page["tasks"] = json!([{ "job_name": "nameless" }])),
    ("schema-required", Severity::Error, |page| {
        page["jobs"] = page["tasks"].take();
        page.as_object_mut().expect("an object").remove("tasks");
    }),
];

#[test]
fn a_page_that_is_right_is_clean_and_what_nobody_could_judge_is_said() {
    let report = judged(body(page(|_| {})));
    assert_eq!((report.findings.len(), report.summary.outcome), (0, Outcome::Complete), "{}", text(&report));
    assert_eq!((report.summary.requests, report.verdict(true)), (1, Verdict::Clean));
    let judged: Vec<_> =
        report.summary.checked.iter().filter(|(_, judged)| *judged).map(|(id, _)| *id).collect();
    for (rule, ..) in FAULTS {
        assert!(judged.contains(rule), "{rule} is not in {judged:?}");
    }
    for rule in
        ["server-error", "content-type", "auth-status", "page-loop", "page-short", "error-without-reason"]
    {
        assert!(!judged.contains(&rule), "{rule} is in {judged:?}");
    }
}

#[test]
fn each_fault_of_a_body_is_told_by_its_rule_with_its_place() {
    for (rule, severity, fault) in FAULTS {
        let report = judged(body(page(fault)));
        assert_eq!(causes(&report, *severity), [*rule], "{}", text(&report));
        let first = &report.findings.iter().find(|found| found.rule == *rule).expect("a finding").first;
        assert_eq!((first.file.as_deref(), first.request), (Some("body"), None), "{rule}");
    }
}

#[test]
fn a_status_has_its_own_schema() {
    let refusal = r#"{"error_code":"SVCSTG.SWR.4040000","error_msg":"no such instance"}"#;
    assert_eq!(judged(body(refusal).status(404)).findings, []);
    assert_eq!(causes(&judged(body("{}").status(400)), Severity::Warning), ["error-without-reason"]);
    assert_eq!(causes(&judged(body(refusal)), Severity::Warning), ["schema-required", "undocumented-field"]);
}

#[test]
fn where_a_body_breaks_is_told() {
    for (text, message, line, column) in [
        (&b"{\n \"tasks\": [1,]\n}"[..], "a body is not JSON: trailing-comma: ", 2, 13),
        (b"{\"tasks\":[", "a body is not JSON: truncated: ", 1, 11),
        (b"{\"a\":\"\xff\"}", "a body is not UTF-8", 1, 7),
        (b"<html></html>", "a body is not JSON: html: ", 1, 1),
    ] {
        let report = judged(body(text));
        let [found] = report.findings.as_slice() else { panic!("{}", self::text(&report)) };
        assert!(found.message.starts_with(message), "{}", found.message);
        assert_eq!((found.first.line, found.first.column), (Some(line), Some(column)), "{}", found.message);
        assert!(self::text(&report).contains(&format!("body:{line}:{column}")), "{}", self::text(&report));
    }
    let report = judged(body(" \n"));
    assert_eq!(report.findings[0].message, "a body is empty");
}

#[test]
fn one_cause_in_many_files_is_one_finding() {
    let folder = tempfile::tempdir().expect("a folder");
    for (index, name) in ["b.json", "a.json", "sub/c.json"].into_iter().enumerate() {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let body = page(|page| {
            for task in 0..=index {
                page["tasks"][task]["job_status"] = json!("Paused");
            }
        });
        fs::write(path, body).expect("it can be written");
    }
    let report = judged(check([folder.path()]));
    let [found] = report.findings.as_slice() else { panic!("{}", text(&report)) };
    assert_eq!((found.rule, found.count, report.summary.requests), ("schema-enum", 6, 3));
    assert!(found.first.file.as_ref().is_some_and(|file| file.ends_with("a.json")), "{:?}", found.first);
    let again = judged(check([folder.path()]));
    for format in Format::ALL {
        assert_eq!(written(&report, *format), written(&again, *format));
    }
}

#[test]
fn many_ways_to_be_wrong_are_told_together_however_many_files_show_them() {
    let bodies = (0..50)
        .map(|index| (format!("body {index}"), page(|page| page[format!("field{index}x")] = json!(1))));
    let report = judged(bodies.fold(check([""; 0]), |check, (name, body)| check.bytes(name, body)));
    assert_eq!(report.findings.len(), 13, "{}", text(&report));
    assert_eq!(report.findings.iter().map(|found| found.count).sum::<usize>(), 50);
}

#[test]
fn what_cannot_be_read_is_named_and_all_else_is_judged() {
    let check = check(["no-such-file.json"]).bytes("body", page(|_| {}));
    let report = judged(check.clone());
    assert_eq!((report.summary.outcome, report.verdict(false)), (Outcome::Unreadable, Verdict::Unjudged));
    assert!(
        report.summary.notes[0].starts_with("could not be read: no-such-file.json: "),
        "{:?}",
        report.summary.notes
    );
    let report = judged(check.bytes("other", "[]"));
    assert_eq!(
        (causes(&report, Severity::Error), report.verdict(false)),
        (vec!["schema-type"], Verdict::Found)
    );
}

#[test]
fn of_nothing_there_is_no_verdict() {
    let folder = tempfile::tempdir().expect("a folder");
    for report in [judged(check([folder.path()])), judged(check([""; 0]))] {
        assert_eq!(
            (report.summary.outcome, report.verdict(false)),
            (Outcome::Inconclusive, Verdict::Unjudged)
        );
        assert!(report.summary.notes[0].contains("no answer to judge"), "{:?}", report.summary.notes);
    }
}

#[test]
fn what_is_not_described_is_told_with_what_is() {
    for (check, parts) in [
        (body("{}").operation("ListTasks"), ["operation", "`ListTasks`", "ListGcTasks"]),
        (body("{}").status(302), ["status", "302", "200, 400"]),
        (body("{}").description("no-such.yaml"), ["description", "no-such.yaml", "No such file"]),
    ] {
        let error = check.run().expect_err("it is not described");
        assert!(error.is_usage(), "{error}");
        assert!(parts.iter().all(|part| error.to_string().contains(part)), "{error}");
    }
}

#[test]
fn another_description_judges_instead() {
    let folder = tempfile::tempdir().expect("a folder");
    let yaml = include_str!("../../openapi/swr-gc.yaml");
    let file = folder.path().join("other.yaml");
    fs::write(
        &file,
        yaml.replace(
            "        - Stopped\n        - Running\n",
            "        - Stopped\n        - Paused\n        - Running\n",
        ),
    )
    .expect("it can be written");
    let paused = || body(page(|page| page["tasks"][1]["job_status"] = json!("Paused")));
    assert_eq!(judged(paused().description(&file)).findings, []);
    assert_eq!(causes(&judged(paused()), Severity::Error), ["schema-enum"]);
    fs::write(&file, yaml.replace("type: integer", "type: whole")).expect("it can be written");
    let error = paused().description(&file).run().expect_err("there is no such type").to_string();
    assert!(error.contains("other.yaml:") && error.contains("whole"), "{error}");
}

/// No page has so many bytes, and memory is dear.
#[test]
fn a_body_beyond_the_bound_is_not_read() {
    let much = vec![b' '; (8 << 20) + 1];
    let report = judged(body(much));
    assert_eq!((report.findings.len(), report.verdict(false)), (0, Verdict::Unjudged), "{}", text(&report));
    let said = "it has 8388609 bytes, and a body of more than 8 MiB is not judged";
    assert!(report.summary.notes[0].ends_with(said), "{:?}", report.summary.notes);
}
