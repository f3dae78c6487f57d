//! The permissions that a command says it needs are those of the operations that it calls.

use std::collections::BTreeSet;

use swr_gc::operations;

use super::run::run;
use super::tasks::Service;

/// The permissions in the help of a command.
fn told(command: &str) -> BTreeSet<String> {
    let help = run(&[command, "--help"]).stdout;
    let (_, told) = help.split_once("Permissions:\n").unwrap_or_else(|| panic!("none: {help}"));
    told.lines().map_while(|line| line.strip_prefix("  ")).map(str::to_owned).collect()
}

/// The permission of a request such as `GET 7`.
fn needed(request: &str) -> String {
    let (method, last) = request.split_once(' ').expect("a method and a step");
    let found = operations::ALL.iter().find(|operation| {
        let step = operation.path.rsplit('/').next().unwrap_or_default();
        operation.method == method && (step == last || step.starts_with('{') && last == "7")
    });
    found.and_then(|operation| operation.permission).unwrap_or_else(|| panic!("{request}")).to_owned()
}

#[test]
fn what_is_called_is_what_is_told() {
    for arguments in
        [&["list"][..], &["show", "7"], &["run", "--yes", "--wait"], &["wait", "7"], &["stop", "--active"]]
    {
        let service = Service::with_task(&["Running", "Stopped"]);
        service.run(arguments);
        let called: BTreeSet<_> = service.requests().iter().map(|request| needed(request)).collect();
        assert_eq!(called, told(arguments[0]), "{arguments:?}");
    }
}
