//! Every format tells the same counts, read as a program would read them.

use pulldown_cmark::{Event, Options, Parser, Tag};
use roxmltree::Document;

use super::super::{Format, Outcome, Report, Severity};
use super::{generated, json, sample, without_findings, written};

/// Findings by severity, the worst first.
type Counts = [usize; 3];

fn counted(report: &Report) -> Counts {
    [Severity::Error, Severity::Warning, Severity::Info].map(|severity| report.count(severity))
}

/// How many lines begin with each of these.
fn beginning(text: &str, with: [&str; 3]) -> Counts {
    with.map(|start| text.lines().filter(|line| line.starts_with(start)).count())
}

fn in_words([errors, warnings, infos]: Counts) -> String {
    let several = |count, noun| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    [several(errors, "error"), several(warnings, "warning"), several(infos, "info")].join(", ")
}

/// The counts of the findings themselves, and those that the report gives of them.
fn told(report: &Report, format: Format) -> (Counts, Counts) {
    let text = written(report, format);
    let given = counted(report);
    match format {
        Format::Text => {
            let last = text.lines().last().expect("a line");
            assert!(last.starts_with(&format!("{}; ", in_words(given))), "{last}");
            (beginning(&text, ["error[", "warning[", "info["]), given)
        }
        Format::Github => {
            let last = text.lines().last().expect("a line");
            assert!(last.starts_with(&format!("{}; ", in_words(given))), "{last}");
            (beginning(&text, ["::error ", "::warning ", "::notice "]), given)
        }
        Format::Json => {
            let json = json(report);
            let findings = json["findings"].as_array().expect("a list");
            let of = |name| findings.iter().filter(|finding| finding["severity"] == name).count();
            let summed = ["errors", "warnings", "infos"].map(|name| &json["summary"][name]);
            let summed =
                summed.map(|count| usize::try_from(count.as_u64().expect("a count")).expect("small"));
            (["error", "warning", "info"].map(of), summed)
        }
        Format::Junit => in_junit(&text),
        Format::Markdown => {
            assert!(text.contains(&format!("\n\n**{}; ", in_words(given))));
            (in_markdown(&text), given)
        }
    }
}

fn in_junit(text: &str) -> (Counts, Counts) {
    let document = Document::parse(text).expect("it is XML");
    let named = |name: &'static str| document.descendants().filter(move |node| node.has_tag_name(name));
    let suite = named("testsuite").next().expect("a suite");
    let attribute =
        |name| suite.attribute(name).and_then(|count| count.parse::<usize>().ok()).expect("a count");
    assert_eq!(attribute("tests"), named("testcase").count());
    assert_eq!(attribute("failures"), named("failure").count());
    assert_eq!(attribute("errors"), named("error").count());
    assert_eq!(attribute("skipped"), named("skipped").count());

    let is_warning = |message: &str| message.starts_with("warning: ");
    let warnings = named("skipped").filter(|case| case.attribute("message").is_some_and(is_warning)).count();
    // The case of a finding ends with its fingerprint in parentheses.
    let findings =
        named("testcase").filter(|case| case.attribute("name").is_some_and(|name| name.ends_with(')')));
    let passed = findings.filter(|case| case.children().all(|child| !child.is_element())).count();
    let property = |wanted| {
        let found = named("property").find(|property| property.attribute("name") == Some(wanted));
        found.and_then(|property| property.attribute("value")?.parse::<usize>().ok()).expect("a count")
    };
    ([named("failure").count(), warnings, passed], ["errors", "warnings", "infos"].map(property))
}

fn in_markdown(text: &str) -> Counts {
    let mut counts = [0; 3];
    let mut first_cell = None;
    for event in Parser::new_ext(text, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::TableRow) => first_cell = Some(()),
            Event::Text(text) if first_cell.take().is_some() => {
                let severity = Severity::ALL.iter().position(|severity| severity.name() == &*text);
                counts[severity.expect("a severity")] += 1;
            }
            _ => {}
        }
    }
    counts
}

#[test]
fn counts_are_the_same_in_every_format() {
    let small = [sample(), without_findings(Outcome::Complete), without_findings(Outcome::Unreachable)];
    for report in small.into_iter().chain(generated()) {
        let expected = counted(&report);
        for format in Format::ALL {
            assert_eq!(told(&report, *format), (expected, expected), "{format} of {report:#?}");
        }
    }
}

#[test]
fn how_often_a_cause_showed_and_its_name_are_the_same_in_every_format() {
    let report = sample();
    for finding in &report.findings {
        for format in Format::ALL {
            let text = written(&report, *format);
            assert!(text.contains(&finding.fingerprint()), "{format}: {text}");
            let seen =
                if *format == Format::Json { "\"count\": 25," } else { "25 times, first in request 2" };
            assert!(text.contains(seen), "{format}: {text}");
        }
    }
}
