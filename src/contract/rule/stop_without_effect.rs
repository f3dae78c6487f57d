//! What was stopped, and goes on.

use super::{About, BROKEN, Need, Rule};
use crate::contract::found::{Found, Run};
use crate::contract::record::Intent;
use crate::contract::sightings::{Sighting, sightings};
use crate::contract::started::LOOKS;
use crate::spec::{Effect, pointer};

pub(super) struct StopWithoutEffect;

const ABOUT: About = About {
    id: "stop-without-effect",
    title: "what was stopped goes on",
    severity: "error where the meaning is published, else warning",
    checks: "An item whose stop was accepted ends, within the looks that a run has for it.",
    needs: Need::Stop,
    why: "The operator believes that nothing more is deleted.",
    example: "The stop is answered with 200, and the task is Running at every look after that.",
    fix: "Stop it, or refuse the stop and say why.",
};

impl Rule for StopWithoutEffect {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn follows(&self) -> &'static [&'static [&'static str]] {
        &[BROKEN, &["item-final-changed", "item-goes-back", "item-shown-otherwise"]]
    }

    fn judge(&self, run: &Run<'_>, found: &mut Found) {
        let all = sightings(run);
        for (place, exchange, answer) in run.answers() {
            let operation = run.operation(exchange);
            let (Intent::Stop { identity, again: false }, Some(Effect::Stop { state, word, .. }), true) =
                (&exchange.intent, &operation.effect, answer.is_2xx())
            else {
                continue;
            };
            let seen = all.iter().filter(|seen| seen.id().as_ref() == Some(identity));
            let (before, after): (Vec<&Sighting<'_>>, Vec<_>) = seen.partition(|seen| seen.place < place);
            let is_over =
                |seen: &Sighting<'_>| run.finals(seen.list).is_some_and(|finals| finals.is_final(seen.item));
            let Some(last) = after.last() else { continue };
            let looks: Vec<_> =
                after.iter().filter(|seen| seen.asked.is_some()).map(|seen| seen.place).collect();
            if is_over(last) {
                let stopped = last.item.get(state).is_some_and(|now| now == word);
                if !stopped && !before.last().is_some_and(|seen| is_over(seen)) {
                    found.leave_open("an item had ended by itself before its stop came");
                }
            } else if looks.len() >= LOOKS {
                let at = pointer(&pointer(&operation.pointer, "x-swr-effect"), "leads-to");
                let message = format!("a stop is answered with {}, and the item goes on", answer.status);
                let cause =
                    found.add(&ABOUT, run.severity(&at), message, &at, last.place, &pointer("", state));
                cause.over(&looks);
                cause.over(&[place]);
            } else {
                found.leave_open("an item that was stopped had not ended when it was last looked at");
            }
        }
    }
}
