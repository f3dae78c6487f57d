//! Which operations of the API each command may call: what its user needs permission for.

use clap::Command;

use crate::operations::{
    EXECUTE_GC_SCHEDULE, LIST_GC_TASKS, SHOW_GC_SCHEDULE, SHOW_GC_TASK, STOP_GC_TASK, UPDATE_GC_SCHEDULE,
};
use crate::wire::Operation;

/// Commands by their place below `swr-gc`, and what they may call.
const CALLED: &[(&str, &[&Operation])] = &[
    ("list", &[&LIST_GC_TASKS]),
    ("show", &[&SHOW_GC_TASK]),
    ("run", &[&EXECUTE_GC_SCHEDULE, &SHOW_GC_TASK, &LIST_GC_TASKS]),
    ("wait", &[&SHOW_GC_TASK, &LIST_GC_TASKS]),
    ("watch", &[&LIST_GC_TASKS, &SHOW_GC_TASK]),
    ("stop", &[&STOP_GC_TASK, &SHOW_GC_TASK, &LIST_GC_TASKS]),
    ("stats", &[&LIST_GC_TASKS]),
    ("schedule show", &[&SHOW_GC_SCHEDULE]),
    ("schedule set", &[&SHOW_GC_SCHEDULE, &UPDATE_GC_SCHEDULE]),
    ("schedule off", &[&SHOW_GC_SCHEDULE, &UPDATE_GC_SCHEDULE]),
    ("schedule apply", &[&SHOW_GC_SCHEDULE, &UPDATE_GC_SCHEDULE]),
    ("schedule drift", &[&SHOW_GC_SCHEDULE]),
    ("doctor", &[&LIST_GC_TASKS, &SHOW_GC_SCHEDULE]),
    ("auth check", &[&LIST_GC_TASKS]),
];

/// Whether a command calls an operation.
pub(super) fn is_called(operation: &Operation) -> bool {
    CALLED.iter().any(|(_, called)| called.contains(&operation))
}

/// The command with the permissions in the help of each subcommand.
pub(super) fn with_permissions(command: Command) -> Command {
    below("", command)
}

fn below(place: &str, command: Command) -> Command {
    command.mut_subcommands(|inner| {
        let place = format!("{place} {}", inner.get_name()).trim_start().to_owned();
        let called = CALLED.iter().find(|(known, _)| *known == place).map_or(&[][..], |(_, called)| *called);
        told(below(&place, inner), called)
    })
}

fn told(command: Command, called: &[&Operation]) -> Command {
    let permissions: Vec<_> = called.iter().filter_map(|operation| operation.permission).collect();
    if permissions.is_empty() {
        return command;
    }
    let help = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    command.after_help(format!("{help}\n\nPermissions:\n  {}", permissions.join("\n  ")))
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::{CALLED, is_called};
    use crate::cli::Cli;
    use crate::operations;

    /// Operations without a command, and why.
    const NOT_CALLED: &[(&str, &str)] = &[];

    #[test]
    fn every_operation_has_a_command_or_a_reason_why_not() {
        for operation in operations::ALL {
            let called = is_called(operation);
            let reason = NOT_CALLED.iter().any(|(id, reason)| *id == operation.id && !reason.is_empty());
            let id = operation.id;
            assert!(
                called || reason,
                "{id}: put it to its command in CALLED, or say in NOT_CALLED why there is none"
            );
            assert!(
                !(called && reason),
                "{id}: a command calls it, so take the reason why not out of NOT_CALLED"
            );
        }
        let known = |id: &str| operations::ALL.iter().any(|operation| operation.id == id);
        assert!(NOT_CALLED.iter().all(|(id, _)| known(id)));
    }

    #[test]
    fn every_place_is_a_command() {
        for (place, _) in CALLED {
            let mut command = &Cli::command();
            for step in place.split(' ') {
                command = command.find_subcommand(step).unwrap_or_else(|| panic!("{place}: no {step}"));
            }
        }
    }
}
