//! The two listings as they were reviewed.

use std::sync::LazyLock;

use crate::build::{self, File};
use crate::listing::{Line, surface};

pub const YAML: &str = include_str!("../../openapi/swr-gc.yaml");
const REGIONS: &str = include_str!("../../openapi/regions.yaml");

/// What the build writes for `yaml`.
pub fn code(yaml: &str) -> String {
    let contract = File { name: "openapi/swr-gc.yaml", text: yaml };
    let regions = File { name: "openapi/regions.yaml", text: REGIONS };
    build::generate(contract, regions).unwrap_or_else(|problems| panic!("{}", problems[0]))
}

/// The surface of the crate that the build makes of `yaml`.
pub fn of(yaml: &str) -> Vec<Line> {
    surface(&code(yaml))
}

/// The surface as it is.
pub static CURRENT: LazyLock<Vec<Line>> = LazyLock::new(|| of(YAML));

/// What the build writes: types, fields, words, requests and tables in the order of the contract.
pub fn generated(lines: &[Line]) -> String {
    let own = lines.iter().filter(|line| line.generated && !line.is_trait);
    own.map(|line| format!("{}\n", line.text)).collect()
}

/// All there is, sorted.
pub fn public_api(lines: &[Line]) -> String {
    let mut all: Vec<_> = lines.iter().map(|line| line.text.as_str()).collect();
    all.sort_unstable();
    all.join("\n")
}

fn check(name: &str, listing: &str) {
    insta::with_settings!({
        snapshot_path => "../../snapshots/surface",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!(name, listing);
    });
}

#[test]
fn what_the_build_writes_is_what_was_reviewed() {
    check("generated", &generated(&CURRENT));
}

#[test]
fn what_a_program_can_use_is_what_was_reviewed() {
    check("public-api", &public_api(&CURRENT));
}
