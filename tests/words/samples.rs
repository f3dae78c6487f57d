//! `docs/from-other-sdks.md`: each line of the published samples is there, and what the page tells to write in its place
//! is compiled with the page.

use ring::digest::{SHA256, digest};

use crate::markdown::{Section, read};

const PAGE: &str = "docs/from-other-sdks.md";

/// SHA-256 of each published sample, without white space and without its comments.
const PUBLISHED: &[(&str, &str)] = &[
    ("Java", "09ad86ab1d637942ccbc7b57e5a75ebd1191d4389bf2e5710b015f827be0b6fe"),
    ("Python", "af5eee870b2dabcba38f4e7fc7d5780088662ea7ac2b6750fbf89e5245223a8b"),
    ("Go", "1c630e8c17a28e9ddd37c8a8e3c2fe5b605d84326cd302b984cfb390835c0a1f"),
];

fn section<'a>(page: &'a [Section], title: &str) -> &'a Section {
    page.iter().find(|section| section.title == title).unwrap_or_else(|| panic!("{PAGE} has no {title:?}"))
}

fn without_space(text: &str) -> String {
    text.split_whitespace().collect()
}

#[test]
fn the_first_column_is_the_published_sample() {
    let page = read(PAGE);
    for (language, published) in PUBLISHED {
        let rows = section(&page, language).tables.iter().flatten();
        let sample: String = rows.flat_map(|row| &row[0].spans).map(|line| without_space(line)).collect();
        let hash: String =
            digest(&SHA256, sample.as_bytes()).as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(hash, *published, "{language}: a line is missing or not as published:\n{sample}");
    }
}

#[test]
fn what_a_line_does_and_what_takes_its_place_are_told() {
    let page = read(PAGE);
    for (language, _) in PUBLISHED {
        for row in section(&page, language).tables.iter().flatten() {
            let [line, does, here] = &row[..] else { panic!("{language}: {row:?}") };
            assert!(!does.words.is_empty(), "{language}: {:?} does what?", line.spans);
            assert!(!here.words.is_empty() || !here.spans.is_empty(), "{language}: {:?}", line.spans);
        }
    }
}

/// The doctest of `src/lib.rs` compiles the blocks, so that what is in one is right.
#[test]
fn what_takes_the_place_of_a_line_is_in_the_rust_of_the_page() {
    let page = read(PAGE);
    let blocks = page.iter().flat_map(|section| &section.code);
    let rust: Vec<_> = blocks.filter(|block| block.language.starts_with("rust")).collect();
    assert!(rust.iter().all(|block| !block.language.contains("ignore")), "a block that nobody compiles");
    let rust: Vec<_> = rust.iter().map(|block| without_space(&block.text)).collect();
    let mut looked_at = 0;
    for section in &page {
        for row in section.tables.iter().flatten() {
            for span in row.last().into_iter().flat_map(|here| &here.spans) {
                let written = without_space(span);
                assert!(
                    rust.iter().any(|block| block.contains(&written)),
                    "{}: {span:?} is in no block of Rust on the page",
                    section.title
                );
                looked_at += 1;
            }
        }
    }
    assert!(looked_at > 60, "{looked_at}");
}
