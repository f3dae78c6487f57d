//! Reports of every kind, looked at in every format.

mod attacks;
mod counts;
mod fingerprints;
mod formats;
mod schemas;
mod verdicts;

use super::{Finding, Format, Outcome, Position, Report, Severity, Summary, write};

fn written(report: &Report, format: Format) -> String {
    let mut output = Vec::new();
    write(report, format, &mut output).expect("a Vec takes everything");
    String::from_utf8(output).expect("reports are UTF-8")
}

fn json(report: &Report) -> serde_json::Value {
    serde_json::from_str(&written(report, Format::Json)).expect("it is JSON")
}

fn without_findings(outcome: Outcome) -> Report {
    Report::new("contract check", Summary::new(outcome, "openapi/swr-gc.yaml", "https://swr.example"))
}

/// One with all that a report can have.
fn sample() -> Report {
    let mut cause = Finding::new("schema-type", Severity::Error, "a text where a whole number is described");
    cause.pointer = "/components/schemas/GcTask/properties/id".to_owned();
    cause.position = Some(Position::new("openapi/swr-gc.yaml", 120, 15));
    cause.count = 25;
    cause.first.request = Some(2);
    cause.first.target = Some("GET /v2/p-1/instances/i-1/system/gc?limit=10".to_owned());
    cause.first.pointer = Some("/tasks/0/id".to_owned());
    cause.excerpt = Some(r#""1250""#.to_owned());
    cause.curl = Some(r#"curl -H "X-Auth-Token: $SWR_GC_TOKEN" 'https://swr.example/v2/p-1'"#.to_owned());
    cause.remedy = Some("have the service send a number, or describe the text".to_owned());

    let mut consequence =
        Finding::new("pages-order", Severity::Warning, "ids of page 2 cannot be compared: \"1250\"");
    consequence.caused_by = Some(cause.fingerprint());
    consequence.first.request = Some(3);

    let mut known = Finding::new("error-text", Severity::Info, "a message in another language: \"没有权限\"");
    known.count = 2;
    known.first.file = Some("recorded.har".to_owned());
    known.first.line = Some(17);
    known.first.column = Some(3);

    let mut report = without_findings(Outcome::Inconclusive);
    report.findings = vec![known, consequence, cause];
    report.summary.requests = 12;
    report.summary.checked = vec![
        ("error-text", true),
        ("pages-end", true),
        ("pages-order", true),
        ("schema-type", true),
        ("throttling", false),
    ];
    report.summary.notes = vec!["throttling: no answer had the status 429".to_owned()];
    report
}

/// Reports of all sizes made of the worst texts, the same ones in each run.
fn generated() -> impl Iterator<Item = Report> {
    let mut random = fastrand::Rng::with_seed(42);
    (0..100).map(move |size| {
        let mut report = without_findings(*random.choice(Outcome::ALL).expect("there are some"));
        report.summary.requests = random.usize(..100);
        report.summary.target = nasty(&mut random);
        report.summary.checked = RULES.iter().map(|rule| (*rule, random.bool())).collect();
        report.summary.notes = (0..random.usize(..3)).map(|_| nasty(&mut random)).collect();
        report.findings = (0..size % 20).map(|_| finding(&mut random)).collect();
        report
    })
}

const RULES: [&str; 4] = ["schema-type", "schema-enum", "pages-end", "error-code"];

fn finding(random: &mut fastrand::Rng) -> Finding {
    let severity = *random.choice(Severity::ALL).expect("there are some");
    let rule = RULES[random.usize(..RULES.len())];
    let mut finding = Finding::new(rule, severity, nasty(random));
    let mut sometimes = || random.bool().then(|| nasty(random));
    finding.pointer = sometimes().unwrap_or_default();
    finding.position = sometimes().map(|file| Position::new(file, 3, 5));
    finding.first.target = sometimes();
    finding.first.file = sometimes();
    finding.first.pointer = sometimes();
    finding.excerpt = sometimes();
    finding.curl = sometimes();
    finding.remedy = sometimes();
    finding.caused_by = sometimes();
    finding.count = random.usize(1..9);
    finding
}

/// What somebody would send who wants to be more than a text.
const NASTY: [&str; 33] = [
    "<script>alert(1)</script>",
    "</failure>",
    "<!--",
    "&amp;",
    "&#10;",
    "]]>",
    "|",
    "\\|",
    "\\",
    "`",
    "``",
    "```\n",
    "\n",
    "\r\n",
    "%0A",
    "::error::x",
    "a,line=9::b",
    "\n::error file=a::x",
    "##[error]x",
    "\u{1b}[31m",
    "\u{202e}",
    "\0",
    "\u{fffe}",
    "\u{ffff}",
    "https://evil.example",
    "@octocat",
    "[x](https://evil.example)",
    "![x](y)",
    "**b**",
    "</details>",
    "\"'",
    " ",
    "清理",
];

fn nasty(random: &mut fastrand::Rng) -> String {
    let long = if random.u8(..20) == 0 { "x".repeat(3_000) } else { String::new() };
    (0..random.usize(..6)).map(|_| NASTY[random.usize(..NASTY.len())]).chain([long.as_str()]).collect()
}
