//! Texts that would rather be commands, markup or the end of the file.

use pulldown_cmark::{Event, Options, Parser, TagEnd};
use roxmltree::Document;

use super::super::report::clean;
use super::super::{Finding, Format, Outcome, Report, Severity};
use super::{NASTY, generated, json, sample, without_findings, written};
use crate::text::is_unsafe;

/// A report with `text` wherever a report has a text.
fn everywhere(text: &str) -> Report {
    let mut report = sample();
    let some = || Some(text.to_owned());
    report.title = format!("title{text}");
    (report.summary.specification, report.summary.target) = (text.to_owned(), text.to_owned());
    report.summary.notes = vec![text.to_owned()];
    for finding in &mut report.findings {
        (finding.message, finding.pointer) = (text.to_owned(), text.to_owned());
        (finding.excerpt, finding.curl, finding.remedy, finding.caused_by) = (some(), some(), some(), some());
        (finding.first.target, finding.first.file, finding.first.pointer) = (some(), some(), some());
        if let Some(position) = &mut finding.position {
            text.clone_into(&mut position.file);
        }
    }
    report
}

fn attacks() -> impl Iterator<Item = Report> {
    NASTY.iter().map(|text| everywhere(text)).chain(generated())
}

#[test]
fn no_format_has_a_letter_that_a_terminal_would_obey() {
    for report in attacks() {
        for format in Format::ALL {
            let text = written(&report, *format);
            let bad: Vec<_> = text.chars().filter(|letter| *letter != '\n' && is_unsafe(*letter)).collect();
            assert_eq!(bad, [' '; 0], "{format}");
            assert!(text.ends_with('\n'), "{format}");
        }
    }
}

#[test]
fn a_long_text_is_cut_and_a_command_is_not() {
    let mut finding = Finding::new("schema-type", Severity::Error, "m".repeat(100_000));
    finding.excerpt = Some("e".repeat(100_000));
    finding.curl = Some(format!("curl {}", "c".repeat(10_000)));
    let mut report = without_findings(Outcome::Complete);
    report.findings.push(finding);
    for format in Format::ALL {
        let text = written(&report, *format);
        assert!(text.contains(&format!("curl {}", "c".repeat(10_000))), "{format}");
        assert!(text.len() < 20_000, "{format}: {}", text.len());
    }
}

#[test]
fn text_has_no_line_that_somebody_else_begins() {
    let known = [
        "error[",
        "warning[",
        "info[",
        "not judged: ",
        "note: ",
        "  specification  ",
        "  seen           ",
        "  answer         ",
        "  reproduce      ",
        "  what to do     ",
        "  follows from   ",
        "  fingerprint    ",
    ];
    for report in attacks() {
        let text = written(&report, Format::Text);
        let (head, rest) = text.split_once("\n\n").expect("a head");
        assert_eq!(head.lines().count(), 1, "{head}");
        let counts = rest.lines().count() - 1;
        for line in rest.lines().take(counts).filter(|line| !line.is_empty()) {
            assert!(known.iter().any(|start| line.starts_with(start)), "{line}");
            assert!(!line.contains("##["), "{line}");
        }
    }
}

/// A workflow command as the runner of GitHub reads it: name, properties, message.
type Command = (String, Vec<(String, String)>, String);

fn command(line: &str) -> Option<Command> {
    let (head, message) = line.trim_start().strip_prefix("::")?.split_once("::")?;
    let (name, properties) = head.split_once(' ').unwrap_or((head, ""));
    let plain = |text: &str| text.replace("%0D", "\r").replace("%0A", "\n");
    let property = |text: &str| plain(text).replace("%3A", ":").replace("%2C", ",").replace("%25", "%");
    let pairs = properties.split(',').filter_map(|pair| pair.split_once('='));
    let pairs = pairs.map(|(name, value)| (name.to_owned(), property(value))).collect();
    Some((name.to_owned(), pairs, plain(message).replace("%25", "%")))
}

#[test]
fn github_reads_the_findings_and_no_other_command() {
    for report in attacks() {
        let text = written(&report, Format::Github);
        let mut commands = text.lines().filter_map(command);
        for finding in &report.clone().sorted().findings {
            let (name, properties, message) = commands.next().expect("a command for each finding");
            let severity = if name == "notice" { "info" } else { &name };
            assert_eq!(severity, finding.severity.name());
            assert_eq!(message.lines().next().unwrap_or_default(), clean(&finding.message));
            let title = ("title".to_owned(), finding.rule.to_owned());
            let mut expected = Vec::new();
            if let Some(at) = &finding.position {
                let numbers = [("line", at.line.to_string()), ("col", at.column.to_string())];
                expected.push(("file".to_owned(), clean(&at.file)));
                expected.extend(numbers.map(|(name, number)| (name.to_owned(), number)));
            }
            expected.push(title);
            assert_eq!(properties, expected);
        }
        assert_eq!(commands.next(), None, "{text}");
        // The older form of commands may stand anywhere in a line that is none of the newer form.
        let others: Vec<_> =
            text.lines().filter(|line| command(line).is_none() && line.contains("##[")).collect();
        assert_eq!(others, [""; 0]);
    }
}

#[test]
fn json_gives_texts_back_as_they_were_cleaned() {
    for report in attacks() {
        let (json, report) = (json(&report), report.sorted());
        for (finding, shown) in report.findings.iter().zip(json["findings"].as_array().expect("a list")) {
            assert_eq!(shown["message"], clean(&finding.message));
            assert_eq!(shown["excerpt"].as_str(), finding.excerpt.as_deref().map(clean).as_deref());
        }
    }
}

#[test]
fn junit_gives_texts_back_as_they_were_cleaned() {
    for report in attacks() {
        let text = written(&report, Format::Junit);
        let document = Document::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        let failures: Vec<_> = document.descendants().filter(|node| node.has_tag_name("failure")).collect();
        let report = report.sorted();
        let errors = report.findings.iter().filter(|finding| finding.severity == Severity::Error);
        for (finding, failure) in errors.zip(failures) {
            let expected =
                clean(&finding.message).replace('\u{fffe}', "\\u{fffe}").replace('\u{ffff}', "\\u{ffff}");
            assert_eq!(failure.attribute("message"), Some(expected.as_str()));
        }
    }
}

#[test]
fn markdown_shows_texts_as_they_are() {
    for report in attacks() {
        let text = written(&report, Format::Markdown);
        let mut codes = Vec::new();
        let mut cells = 0;
        for event in Parser::new_ext(&text, Options::all()) {
            match event {
                Event::Code(code) => codes.push(code.to_string()),
                Event::Html(html) => {
                    let ours = html.starts_with("<details><summary>") || &*html == "</details>\n";
                    assert!(ours && !html.contains("script"), "{html}");
                }
                Event::InlineHtml(_) | Event::End(TagEnd::Link | TagEnd::Image | TagEnd::BlockQuote(_)) => {
                    panic!("{event:?} in {text}");
                }
                Event::End(TagEnd::TableCell) => cells += 1,
                _ => {}
            }
        }
        let rows = if report.findings.is_empty() { 0 } else { report.findings.len() + 1 };
        assert_eq!(cells, 6 * rows, "{text}");
        for finding in &report.findings {
            let message = clean(&finding.message);
            assert!(message.is_empty() || codes.contains(&message), "{message:?} in {codes:#?}");
        }
    }
}
