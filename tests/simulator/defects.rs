//! What the simulator does wrong when it is told to.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use swr_gc::simulator::{Simulator, defects, variants};

use super::http::{Connection, Request};
use super::tour::{Tour, start};

/// How the table is written anew.
const RENEW: &str = "RENEW=1 cargo test --all-features --test simulator the_table_of_defects";

#[tokio::test]
async fn every_defect_shows_and_only_where_it_is_told() {
    let tour = Tour::healthy().await;
    assert_eq!(tour.differences(Simulator::builder(), usize::MAX).await, [0; 0], "nothing is told");
    let others = tour.others();
    // A stranger who is let in may change what others are shown; lists stay as they are.
    let refused = |index: &usize| {
        let (request, answer) = &tour.steps[*index];
        answer.status != 200 || !request.path.ends_with("/gc")
    };
    for defect in defects() {
        let builder = Simulator::builder().defect(defect.name);
        match defect.family {
            // Whoever is let in, and asks for what there is, gets every answer to the byte.
            "auth" | "errors" => {
                let different = tour.differences(builder, usize::MAX).await;
                assert!(!different.is_empty(), "{} does not show", defect.name);
                assert!(different.iter().all(refused), "{} shows in a success", defect.name);
            }
            "tasks" | "starts" | "schedule" => {
                let different = others.differences(builder, 1).await;
                assert!(!different.is_empty(), "{} does not show", defect.name);
            }
            _ => {
                let different = tour.differences(builder, 1).await;
                assert!(!different.is_empty(), "{} does not show", defect.name);
            }
        }
    }
}

#[test]
fn names_are_unique_and_in_kebab_case() {
    let defects = defects().iter().map(|defect| defect.name);
    let names: Vec<_> = defects.chain(variants().iter().map(|variant| variant.name)).collect();
    assert_eq!(names.iter().collect::<BTreeSet<_>>().len(), names.len(), "a name stands there twice");
    for name in &names {
        let sound = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        };
        assert!(name.split('-').all(sound), "{name}");
        assert_ne!(*name, "list", "the command has this word for the lists");
    }
}

#[test]
fn there_are_many_of_each_family() {
    let mut families: BTreeMap<&str, usize> = BTreeMap::new();
    for defect in defects() {
        *families.entry(defect.family).or_default() += 1;
    }
    assert!(defects().len() >= 200, "{} defects", defects().len());
    assert!(variants().len() >= 40, "{} variants", variants().len());
    assert!(families.len() == 11 && families.values().all(|count| *count >= 7), "{families:?}");
}

#[test]
fn a_fact_is_named_in_the_words_of_the_description() {
    let description = include_str!("../../openapi/swr-gc.yaml");
    let facts = defects().iter().map(|defect| defect.breaks);
    for fact in facts.chain(variants().iter().map(|variant| variant.allowed_by)) {
        for word in fact.split('.') {
            let keys = [format!(" {word}:"), format!("\n{word}:"), format!("'{word}':")];
            assert!(
                keys.iter().any(|key| description.contains(key)),
                "{fact}: the description has no {word}"
            );
        }
    }
}

#[tokio::test]
async fn defects_combine() {
    let count = defects().len();
    for (index, defect) in defects().iter().enumerate() {
        let others = [1, 7, 31, 83].map(|step| defects()[(index + step) % count].name);
        let variant = variants()[index % variants().len()].name;
        let builder = others.iter().fold(Simulator::builder(), |builder, name| builder.defect(*name));
        let simulator = start(builder.defect(defect.name).variant(variant).tasks(30)).await;
        let mut connection = Connection::open(&simulator).await;
        for query in ["limit=7", "limit=0", "limit=7&status=Success", "limit=7&marker=none"] {
            connection.ask(&Request::list(&simulator, query)).await;
        }
    }
}

#[tokio::test]
async fn all_of_them_at_once_still_answer() {
    // Without the patience of the layer, parts that each ask twice would take for ever.
    let builder = Simulator::builder().tasks(12);
    let builder = defects().iter().fold(builder, |builder, defect| builder.defect(defect.name));
    let simulator = start(builder).await;
    let mut connection = Connection::open(&simulator).await;
    for query in ["limit=7", "limit=0", "limit=100&status=Error", "limit=7&marker=none"] {
        connection.ask(&Request::list(&simulator, query)).await;
    }
}

#[tokio::test]
async fn the_order_of_telling_makes_no_difference() {
    let names = ["id-text", "page-skips-task", "filter-ignored", "content-type-html", "time-epoch"];
    let mut bodies = Vec::new();
    for order in [names.to_vec(), names.iter().rev().chain(&names).copied().collect()] {
        let builder = order.iter().fold(Simulator::builder(), |builder, name| builder.defect(*name));
        let simulator = start(builder).await;
        let request = Request::list(&simulator, "limit=3&status=Error");
        bodies.push(Connection::open(&simulator).await.ask(&request).await.body);
    }
    assert_eq!(bodies[0], bodies[1]);
}

#[tokio::test]
async fn an_unknown_name_is_refused_with_the_nearest_ones() {
    for (name, told) in [
        ("marker-lop", "did you mean marker-loop?"),
        ("Marker_Loop", "did you mean marker-loop?"),
        ("surrogate", "did you mean half-surrogate?"),
        ("time-without-zones", "did you mean time-without-zone?"),
        ("in-chunks", "is not known"),
        ("", "nor is a name like it; `swr-gc simulate --defect list` has all"),
        ("x", "\"x\" is not known; `swr-gc simulate --defect list` has all"),
    ] {
        let error = Simulator::builder().defect(name).start().await.expect_err("nobody knows it");
        assert!(error.is_usage(), "{error}");
        assert!(error.to_string().contains(told), "{name}: {error}");
    }
    let error = Simulator::builder().variant("no-task").variant("one-task").start().await;
    let error = error.expect_err("there is one length").to_string();
    assert!(error.contains("no-task and one-task are lengths of the history: keep one"), "{error}");
    let error = Simulator::builder().variant("in-chunk").start().await.expect_err("nobody knows it");
    assert!(error.to_string().contains("did you mean in-chunks?"), "{error}");
}

#[test]
fn the_table_of_defects_is_the_list_of_them() {
    let mut page = INTRODUCTION.to_owned();
    let mut family = "";
    for defect in defects() {
        if defect.family != family {
            family = defect.family;
            let _ =
                write!(page, "\n## {family}\n\n| defect | what happens | what it breaks |\n|---|---|---|\n");
        }
        let _ = writeln!(page, "| `{}` | {} | `{}` |", defect.name, defect.description, defect.breaks);
    }
    page.push_str("\n## Variants\n\n| variant | what is different | what allows it |\n|---|---|---|\n");
    for variant in variants() {
        let _ = writeln!(page, "| `{}` | {} | `{}` |", variant.name, variant.description, variant.allowed_by);
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/defects.md");
    if std::env::var_os("RENEW").is_some() {
        std::fs::write(&file, &page).expect("the file can be written");
    }
    let documented = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(documented == page, "docs/defects.md is stale; renew it by `{RENEW}`");
}

const INTRODUCTION: &str = "\
# What the simulator can do wrong, and otherwise

A service could break the contract in many ways; each of these is one of them, by name:

```console
$ swr-gc simulate --defect marker-loop
$ swr-gc simulate --defect list
```

In a program it is `Simulator::builder().defect(\"marker-loop\")`. Several at once combine, and the order in which they
are told makes no difference. Nothing is random: the same requests get the same answers.

What a defect breaks is named as in `openapi/swr-gc.yaml`: a schema, parameter, header or security scheme with the
way down from there, or a part of the operation. \"A few tasks\" are those whose id is a multiple of 17.

The variants at the end are other ways of being right, told by `--variant`: nothing may be said against them.

`RENEW=1 cargo test --all-features --test simulator the_table_of_defects` writes this page anew.
";
