//! The published page and the contract, compared fact by fact in both directions.

mod facts;
mod published;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use self::facts::{of_the_contract, of_the_page};
use self::published::{DIFFERENCES, MOVED, Side};
use super::support::{FILE, YAML, contract, source};
use crate::spec::{Contract, Source};

fn stated_by_the_contract() -> BTreeMap<String, String> {
    stated_by(&contract())
}

fn stated_by(contract: &Contract) -> BTreeMap<String, String> {
    let operation = contract.operations.iter().find(|operation| operation.id == "ListGcTasks");
    of_the_contract(contract, operation.expect("the contract has ListGcTasks"))
}

/// Whether `text` is `pattern`, in which `*` stands for any text.
fn fits(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, rest)) => text.strip_prefix(start).is_some_and(|text| {
            let mut cuts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
            cuts.any(|at| fits(rest, &text[at..]))
        }),
    }
}

fn excused(side: Side, fact: &str) -> bool {
    DIFFERENCES.iter().any(|(_, of, pattern)| *of == side && fits(pattern, fact))
}

/// Facts that only the page has and facts that only the contract has, as far as no listed difference covers them.
fn unexplained(contract: &BTreeMap<String, String>) -> (Vec<String>, Vec<String>) {
    let page = of_the_page();
    let lost = page.iter().filter(|fact| !contract.contains_key(*fact) && !excused(Side::Page, fact));
    let added = contract.keys().filter(|fact| !page.contains(*fact) && !excused(Side::Contract, fact));
    (lost.cloned().collect(), added.cloned().collect())
}

#[test]
fn page_and_contract_say_the_same() {
    assert!(of_the_page().len() > 60, "the tables of the page hold only {} facts", of_the_page().len());
    let (lost, added) = unexplained(&stated_by_the_contract());
    let what = "what the page says is in tests/contract/document/published.rs: correct its tables if the page has \
                changed, or add the difference to DIFFERENCES there, and to `x-swr-errata` if it is a departure";
    assert!(lost.is_empty(), "only the page says so, and no listed difference covers it; {what}: {lost:#?}");
    assert!(
        added.is_empty(),
        "only the contract says so, and no listed difference covers it; {what}: {added:#?}"
    );
}

#[test]
fn an_edit_of_the_contract_that_leaves_the_page_is_noticed() {
    const LIMIT: &str = "query limit = ";
    const TASK: &str = "answer 200 /tasks/[]/";
    let edits: &[(&str, &str, &[String], &[String])] = &[
        (
            "        maximum: 100\n",
            "        maximum: 1000\n",
            &[format!("{LIMIT}maximum 100")],
            &[format!("{LIMIT}maximum 1000")],
        ),
        ("        default: 10\n", "", &[format!("{LIMIT}default 10")], &[]),
        (
            "        job_name:\n",
            "        name:\n",
            &[format!("{TASK}job_name = type string")],
            &[format!("{TASK}name = type string")],
        ),
        ("        - MANUAL\n", "", &[format!("{TASK}job_kind = word MANUAL")], &[]),
        (
            "      name: limit\n      in: query\n      required: false\n",
            "      name: limit\n      in: query\n      required: true\n",
            &[format!("{LIMIT}optional")],
            &[format!("{LIMIT}mandatory")],
        ),
        (
            "    GcTask:\n",
            "    GcTask:\n      required:\n        - id\n",
            &[],
            &["answer 200 /tasks/[] = required id".to_owned()],
        ),
        ("        marker-needs-limit: true\n", "", &["pagination = marker needs limit".to_owned()], &[]),
    ];
    for (text, instead, lost, added) in edits {
        assert_eq!(YAML.matches(text).count(), 1, "{text}");
        let source = Source::parse(FILE, &YAML.replace(text, instead)).expect("the edit is YAML");
        let found = unexplained(&stated_by(&Contract::new(source)));
        assert_eq!(found, (lost.to_vec(), added.to_vec()), "{text}");
    }
}

#[test]
fn every_listed_difference_is_explained_in_the_contract() {
    let source = source();
    let errata = source.get("/x-swr-errata").and_then(Value::as_array);
    let known: BTreeSet<&str> =
        errata.into_iter().flatten().filter_map(|entry| entry["id"].as_str()).collect();
    assert_eq!(known.len(), errata.map_or(0, Vec::len), "an erratum has no id, or two have the same");
    let used = DIFFERENCES.iter().map(|(id, ..)| *id).chain([MOVED.0]);
    let unknown: BTreeSet<&str> = used.filter(|id| !known.contains(id)).collect();
    assert!(unknown.is_empty(), "no erratum has the id {unknown:?}");
}

#[test]
fn every_listed_difference_is_still_one() {
    let (page, contract) = (of_the_page(), stated_by_the_contract());
    let only_page: Vec<&String> = page.iter().filter(|fact| !contract.contains_key(*fact)).collect();
    let only_contract: Vec<&String> = contract.keys().filter(|fact| !page.contains(*fact)).collect();
    for (id, side, pattern) in DIFFERENCES {
        let facts = if *side == Side::Page { &only_page } else { &only_contract };
        assert!(
            facts.iter().any(|fact| fits(pattern, fact)),
            "{id}: nothing differs by `{pattern}` any more"
        );
    }
    let (id, _, to) = MOVED;
    assert!(
        page.iter().any(|fact| fact.starts_with(to) && contract.contains_key(fact)),
        "{id} moves nothing"
    );
}

/// Facts that call themselves documented and are not on the page. Left out are facts of origin `none`, for which
/// the contract has no place to name a source: media types, pagination and permission.
fn unfounded(contract: &BTreeMap<String, String>) -> Vec<&str> {
    let page = of_the_page();
    let facts = contract.iter().filter(|(fact, origin)| !page.contains(*fact) && *origin == "document");
    facts.map(|(fact, _)| fact.as_str()).filter(|fact| *fact != HEADER_AS_CREDENTIAL).collect()
}

#[test]
fn a_fact_that_is_not_on_the_page_names_another_source() {
    let contract = stated_by_the_contract();
    assert!(unfounded(&contract).is_empty(), "these need an x-swr-source: {:#?}", unfounded(&contract));
}

#[test]
fn a_source_that_is_taken_away_is_missed() {
    let text = "          format: sdk\n          minimum: inferred\n";
    assert_eq!(YAML.matches(text).count(), 1);
    let yaml = YAML.replace(text, "          default: document\n");
    let contract = Contract::new(Source::parse(FILE, &yaml).expect("the edit is YAML"));
    assert_eq!(unfounded(&stated_by(&contract)), ["query limit = format int32", "query limit = minimum 1"]);
}

/// The page has this header, as a parameter.
const HEADER_AS_CREDENTIAL: &str = "credential = header X-Auth-Token";

#[test]
fn a_fact_that_is_on_the_page_names_no_other_source() {
    let page = of_the_page();
    let wrong: Vec<_> = stated_by_the_contract()
        .into_iter()
        .filter(|(fact, origin)| page.contains(fact) && origin != "document" && origin != "none")
        .collect();
    assert!(wrong.is_empty(), "the page says these, the contract names another source: {wrong:#?}");
}
