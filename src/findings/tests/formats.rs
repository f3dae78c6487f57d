//! What the formats look like.

use super::super::{Format, Outcome, Report, write_coloured};
use super::{generated, sample, without_findings, written};

fn assert_reviewed(name: &str, text: &str) {
    insta::with_settings!({
        snapshot_path => "../../../snapshots/findings",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn a_full_report_is_as_reviewed() {
    for format in Format::ALL {
        assert_reviewed(&format!("full-{format}"), &written(&sample(), *format));
    }
}

#[test]
fn a_report_without_findings_is_as_reviewed() {
    let report = without_findings(Outcome::Complete);
    for format in Format::ALL {
        assert_reviewed(&format!("empty-{format}"), &written(&report, *format));
    }
}

#[test]
fn a_report_of_nothing_that_could_be_judged_is_as_reviewed() {
    let mut report = without_findings(Outcome::NotWhiteListed);
    report.summary.requests = 1;
    report.summary.checked = vec![("schema-type", false)];
    report.summary.notes = vec!["the account is not on the white list: SVCSTG.SWR.4000404".to_owned()];
    for format in Format::ALL {
        assert_reviewed(&format!("unjudged-{format}"), &written(&report, *format));
    }
}

#[test]
fn colours_are_all_that_a_terminal_sees_more() {
    for report in [sample()].into_iter().chain(generated()) {
        let mut coloured = Vec::new();
        write_coloured(&report, &mut coloured).expect("a Vec takes everything");
        let coloured = String::from_utf8(coloured).expect("reports are UTF-8");
        assert!(coloured.contains("\u{1b}[1m"));
        let mut plain = String::new();
        for part in coloured.split('\u{1b}') {
            plain +=
                part.split_once('m').filter(|(code, _)| code.starts_with('[')).map_or(part, |(_, text)| text);
        }
        assert_eq!(plain, written(&report, Format::Text));
    }
}

#[test]
fn the_order_in_which_things_were_found_is_not_to_be_seen() {
    let mut backwards: Report = sample();
    backwards.findings.reverse();
    for format in Format::ALL {
        assert_eq!(written(&sample(), *format), written(&backwards, *format), "{format}");
    }
}

#[test]
fn formats_are_found_by_their_names() {
    for format in Format::ALL {
        assert_eq!(format.name().parse(), Ok(*format));
    }
}
