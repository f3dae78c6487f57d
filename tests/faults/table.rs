//! Every fault with its outcome, as it stands in the documentation.

use std::collections::{BTreeMap, BTreeSet};
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

/// Plays them all; `None` for one that failed, which has said so itself.
///
/// Those that wait begin when the others are done: a limit of time is fair only where nobody keeps the machine busy.
async fn play(faults: Vec<Fault>) -> Vec<Option<Row>> {
    let (waiting, busy): (Vec<_>, Vec<_>) =
        faults.into_iter().enumerate().partition(|(_, fault)| fault.waits);
    let mut rows = BTreeMap::new();
    for faults in [busy, waiting] {
        let plays = faults.into_iter().map(|(place, fault)| (place, tokio::spawn(fault.play())));
        for (place, play) in Vec::from_iter(plays) {
            rows.insert(place, play.await.ok());
        }
    }
    rows.into_values().collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_table_of_faults_is_what_happens() {
    let (names, faults): (Vec<_>, Vec<_>) = families().into_iter().unzip();
    let sizes: Vec<usize> = faults.iter().map(Vec::len).collect();
    let rows = play(faults.into_iter().flatten().collect()).await;
    let failed = rows.iter().filter(|row| row.is_none()).count();

    let mut table = INTRODUCTION.to_owned();
    let mut rows = rows.into_iter();
    for (name, size) in names.into_iter().zip(sizes) {
        let _ = write!(table, "\n## {name}\n\n| fault | where | outcome |\n|---|---|---|\n");
        for Row { name, place, outcome } in rows.by_ref().take(size).flatten() {
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

An outcome names the kind of the error as its question does: `connect` is `Error::is_connect`. A status stands with it
where a head came.

`cargo test --all-features --test faults table -- --nocapture` runs them all and prints this table.
";
