//! Operations that a run has nothing to say of: a service need not have all of them, and nobody has to allow all.

use super::record::Record;
use crate::spec::{Contract, Operation};

/// Which operations were not judged, and why, in words; `writes` is whether those that change something are allowed.
pub(super) fn notes(contract: &Contract, record: &Record, writes: bool) -> Vec<String> {
    let changing = || contract.operations.iter().filter(|operation| !operation.is_read());
    let ids = |operations: &mut dyn Iterator<Item = &Operation>| -> Vec<String> {
        operations.map(|operation| operation.id.clone()).collect()
    };
    let forbidden = ids(&mut changing().filter(|_| !writes && has_others(contract, record)));
    let unclear = ids(&mut changing().filter(|operation| writes && operation.effect.is_none()));
    let told: [(Vec<String>, &str); 2] = [
        (forbidden, "not asked, since nobody has allowed to change something:"),
        (unclear, "not asked, since the description does not say what they change (x-swr-effect):"),
    ];
    let told = told.into_iter().filter(|(names, _)| !names.is_empty());
    let told = told.map(|(names, said)| format!("{said} {}", names.join(", ")));
    record.unserved_in_words(contract).into_iter().chain(told).collect()
}

/// Whether the service has shown to have more than a list.
fn has_others(contract: &Contract, record: &Record) -> bool {
    let reads = |operation: &Operation| operation.is_read() && operation.pagination.is_none();
    let others = contract.operations.iter().enumerate().filter(|(_, operation)| reads(operation));
    others.map(|(place, _)| place).any(|place| {
        let asked = record.exchanges.iter().any(|exchange| exchange.operation == place);
        asked && !record.unserved.contains_key(&place)
    })
}

#[cfg(test)]
mod tests {
    use super::notes;
    use crate::contract::record::Record;
    use crate::generated::files;
    use crate::spec::{Contract, Source};

    #[test]
    fn an_operation_that_does_not_say_what_it_changes_is_named() {
        let contract = |yaml: &str| Contract::new(Source::parse("a.yaml", yaml).expect("YAML"));
        let told = |yaml: &str, writes| notes(&contract(yaml), &Record::default(), writes);
        assert_eq!(told(files::YAML, true), [""; 0]);
        let effect = files::YAML.find("      x-swr-effect:\n        does: stop").expect("one that stops");
        let end = effect + files::YAML[effect..].find("      x-swr-permission:").expect("its permission");
        let yaml = [&files::YAML[..effect], &files::YAML[end..]].concat();
        let note =
            "not asked, since the description does not say what they change (x-swr-effect): StopGcTask";
        assert_eq!(told(&yaml, true), [note]);
        assert_eq!(told(&yaml, false), [""; 0]);
    }
}
