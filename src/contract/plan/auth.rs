//! Those who may not ask, and what does not exist.

use crate::contract::engine::{Ask, Engine};
use crate::contract::record::Intent;
use crate::contract::who::As;
use crate::spec::Place;

impl Engine<'_> {
    /// Without a credential, with wrong ones, with one that lacks permission; and for something unknown.
    pub(super) async fn auth(&mut self, operation: usize) {
        let mut strangers = vec![
            (Intent::Anonymous, As::Nobody),
            (Intent::WrongToken, As::Stranger),
            (Intent::WrongSignature, As::Forger),
        ];
        if self.client.sign_in().is_some_and(|proof| proof.access_key().is_some()) {
            strangers.push((Intent::StaleSignature, As::Late));
        }
        if self.forbidden.is_some() {
            strangers.push((Intent::Forbidden, As::Forbidden));
        }
        for (intent, who) in strangers {
            self.ask(Ask { who, ..Ask::new(operation, intent, Vec::new()) }).await;
        }
        let unknown = self.unknown.clone();
        let contract = self.contract;
        for parameter in &contract.operations[operation].parameters {
            if parameter.place == Place::Path {
                let intent = Intent::UnknownResource { parameter: parameter.name.clone() };
                let path = vec![(parameter.name.as_str(), unknown.as_str())];
                self.ask(Ask { path, ..Ask::new(operation, intent, Vec::new()) }).await;
            }
        }
    }
}
