//! `README.zh-CN.md` says what `README.md` says: the same sections with the same code, tables, links, names and figures.

use std::collections::BTreeSet;
use std::fmt::Debug;

use crate::markdown::{Section, read, sections};

const ENGLISH: &str = "README.md";
const CHINESE: &str = "README.zh-CN.md";

/// What differs between two files, a line for each thing.
fn differences(english: &[Section], chinese: &[Section]) -> Vec<String> {
    let mut found = Vec::new();
    if english.len() != chinese.len() {
        let titles = |sections: &[Section]| {
            let titles =
                sections.iter().map(|section| format!("{} {}", "#".repeat(section.level), section.title));
            titles.collect::<Vec<_>>().join("\n  ")
        };
        found.push(format!("the headings of {ENGLISH}:{}", titles(english)));
        found.push(format!("the headings of {CHINESE}:{}", titles(chinese)));
    }
    for (one, other) in english.iter().zip(chinese) {
        let mut differs = |what: &str, one: &dyn Debug, other: &dyn Debug| {
            let (one, other) = (format!("{one:?}"), format!("{other:?}"));
            if one != other {
                found.push(format!("{what}:\n    {ENGLISH} {one}\n    {CHINESE} {other}"));
            }
        };
        let at = format!("{:?} ({:?})", one.title, other.title);
        differs(&format!("{at}, level of the heading"), &one.level, &other.level);
        differs(&format!("{at}, number of blocks of code"), &one.code.len(), &other.code.len());
        for (number, (one, other)) in (1..).zip(one.code.iter().zip(&other.code)) {
            differs(&format!("{at}, block {number} of code"), one, other);
        }
        differs(&format!("{at}, rows and columns of tables"), &shape(one), &shape(other));
        differs(&format!("{at}, items of lists"), &one.items, &other.items);
        for (what, pick) in [
            ("links", links as fn(&Section) -> BTreeSet<String>),
            ("names in backticks", names),
            ("figures", figures),
        ] {
            let (one, other) = (pick(one), pick(other));
            let only = |these: &BTreeSet<String>, those: &BTreeSet<String>| -> Vec<String> {
                these.difference(those).cloned().collect()
            };
            if one != other {
                found.push(format!(
                    "{at}, {what}:\n    only {ENGLISH} has {:?}\n    only {CHINESE} has {:?}",
                    only(&one, &other),
                    only(&other, &one)
                ));
            }
        }
    }
    found
}

fn shape(section: &Section) -> Vec<Vec<usize>> {
    section.tables.iter().map(|table| table.iter().map(Vec::len).collect()).collect()
}

/// Without the link of each to the other.
fn links(section: &Section) -> BTreeSet<String> {
    section.links.iter().filter(|link| ![ENGLISH, CHINESE].contains(&link.as_str())).cloned().collect()
}

fn names(section: &Section) -> BTreeSet<String> {
    section.spans.iter().cloned().collect()
}

/// Numbers in digits. Those in words are the language's own.
fn figures(section: &Section) -> BTreeSet<String> {
    let numbers =
        section.words.split(|letter: char| !letter.is_ascii_digit() && letter != '.' && letter != ',');
    let numbers = numbers.map(|number| number.trim_matches(['.', ',']).to_owned());
    numbers.filter(|number| !number.is_empty()).collect()
}

#[test]
fn the_chinese_readme_says_what_the_english_one_says() {
    let found = differences(&read(ENGLISH), &read(CHINESE));
    assert!(found.is_empty(), "{CHINESE} has to follow {ENGLISH}:\n\n{}", found.join("\n\n"));
}

#[test]
fn each_leads_to_the_other() {
    for (file, other) in [(ENGLISH, CHINESE), (CHINESE, ENGLISH)] {
        let links = read(file).into_iter().flat_map(|section| section.links);
        assert_eq!(links.filter(|link| link == other).count(), 1, "{file} has one link to {other}");
    }
}

/// Each edit of one file alone is seen, and told by the section in which it is.
#[test]
fn what_differs_is_told_by_its_section() {
    let text = "# a\n\n[l](l.md)\n\n## b\n\n`x` has 35 parts.\n\n- one\n- two\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n\
                ```rust\nlet x;\n```\n";
    assert_eq!(differences(&sections(text), &sections(text)), [""; 0]);
    for (from, to, told) in [
        ("## b", "### b", "level of the heading"),
        ("## b\n\n", "", "headings of"),
        ("l.md", "m.md", "\"a\" (\"a\"), links"),
        ("`x`", "`y`", "\"b\" (\"b\"), names"),
        ("35", "34", "\"b\" (\"b\"), figures"),
        ("- two\n", "", "items of lists"),
        ("| 1 | 2 |\n", "", "rows and columns"),
        ("let x;", "let y;", "block 1 of code"),
        ("```rust", "```text", "block 1 of code"),
    ] {
        assert!(text.contains(from), "{from:?}");
        let found = differences(&sections(text), &sections(&text.replacen(from, to, 1)));
        assert!(found.iter().any(|line| line.contains(told)), "{from:?} to {to:?}: {found:?}");
    }
}
