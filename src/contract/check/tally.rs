//! What one record after the other shows, put together.

use std::collections::{BTreeMap, BTreeSet};

use crate::contract::found::{MOST, Run};
use crate::contract::judged::Judged;
use crate::contract::record::Record;
use crate::contract::rule::ALL;
use crate::findings::Finding;
use crate::spec::Contract;
use crate::text::Cleaner;

/// One finding for each cause, in whatever file it shows.
#[derive(Default)]
pub(super) struct Tally {
    /// By rule, pointer into the description, and message.
    pub(super) findings: BTreeMap<(&'static str, String, String), Finding>,
    /// Each rule, and whether there was something for it to judge in any of the records.
    pub(super) checked: Vec<(&'static str, bool)>,
    pub(super) open: BTreeSet<String>,
}

impl Tally {
    pub(super) fn add(&mut self, contract: &Contract, record: &Record, cleaner: &Cleaner) {
        let Judged { findings, checked, open } = Run::new(contract, record).judged(cleaner);
        for finding in findings {
            self.put(finding);
        }
        match self.checked.is_empty() {
            true => self.checked = checked,
            false => {
                for ((_, judged), (_, now)) in self.checked.iter_mut().zip(checked) {
                    *judged |= now;
                }
            }
        }
        self.open.extend(open);
    }

    fn put(&mut self, mut finding: Finding) {
        let mut key = (finding.rule, finding.pointer.clone(), finding.message.clone());
        if !self.findings.contains_key(&key) {
            let others = self.findings.range((key.0, key.1.clone(), String::new())..);
            let others = others.take_while(|((rule, pointer, _), _)| (*rule, pointer) == (key.0, &key.1));
            if others.count() >= MOST
                && let Some(rule) = ALL.iter().find(|rule| rule.about().id == finding.rule)
            {
                key.2 = rule.about().in_other_ways();
                finding.message.clone_from(&key.2);
            }
        }
        match self.findings.get_mut(&key) {
            None => drop(self.findings.insert(key, finding)),
            Some(known) => {
                known.count += finding.count;
                known.severity = known.severity.max(finding.severity);
                known.caused_by = known.caused_by.take().or(finding.caused_by);
            }
        }
    }
}
