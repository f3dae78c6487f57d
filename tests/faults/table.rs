//! Every fault with its outcome, as it stands in the documentation.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;

use crate::fault::{Fault, Row};
use crate::{bodies, connecting, heads, proxies, statuses, tls, walking};

/// How the table is written anew.
const RENEW: &str = "RENEW=1 cargo test --all-features --test faults table";

fn families() -> Vec<(&'static str, Vec<Fault>)> {
    vec![
        ("Connections", connecting::faults()),
        ("TLS", tls::faults()),
        ("Proxies", proxies::faults()),
        ("Heads", heads::faults()),
        ("Bodies", bodies::faults()),
        ("Statuses", statuses::faults()),
        ("Pages", walking::faults()),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_of_faults_is_what_happens() {
    let mut table = INTRODUCTION.to_owned();
    let started: Vec<_> = families()
        .into_iter()
        .map(|(family, faults)| {
            (family, faults.into_iter().map(|fault| tokio::spawn(fault.play())).collect::<Vec<_>>())
        })
        .collect();
    let mut failed = 0;
    for (family, plays) in started {
        let _ = write!(table, "\n## {family}\n\n| fault | where | outcome |\n|---|---|---|\n");
        for play in plays {
            // One that fails has said so itself.
            let Ok(Row { name, place, outcome }) = play.await else {
                failed += 1;
                continue;
            };
            let _ = writeln!(table, "| {name} | {place} | {outcome} |");
        }
    }
    println!("{table}");
    assert_eq!(failed, 0, "faults with another outcome");

    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/faults.md");
    if std::env::var_os("RENEW").is_some() {
        std::fs::write(&file, &table).expect("the file can be written");
    }
    let documented = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(documented == table, "docs/faults.md is stale; renew it by `{RENEW}`");
}

#[test]
fn there_are_many_faults_and_none_stands_there_twice() {
    let faults: Vec<Fault> = families().into_iter().flat_map(|(_, faults)| faults).collect();
    let names: BTreeSet<_> = faults.iter().map(|fault| fault.name).collect();
    assert!(names.len() >= 40, "{} faults", names.len());
    let rows: BTreeSet<_> = faults.iter().map(|fault| (fault.name, &fault.place)).collect();
    assert_eq!(rows.len(), faults.len(), "a row stands there twice");
}

const INTRODUCTION: &str = "\
# Faults and what a walk makes of them

Each row is a test on real sockets: a server lists five tasks in pages of two, something goes wrong, and `tasks()`
walks. Either every task comes once and in order, or an error comes whose page and marker say how far the walk got;
then what was wrong is put right, and a walk from that marker has exactly the tasks that were missing. A client has
four tries for a page, and two where it has to wait for a time limit.

An outcome names the kind of the error as its question does (`connect` is `Error::is_connect`); `broken` is an error
that says no to all of them: the connection broke. A status stands with it where a head came.

`cargo test --all-features --test faults table -- --nocapture` runs them all and prints this table.
";
