//! What is changed and read again; it is put back as it was, whatever happens.

use serde_json::Value;

use super::WRITE;
use super::bodies::{Flawed, Template};
use crate::contract::engine::{Ask, Engine};
use crate::contract::record::{Answer, Exchange, Intent};
use crate::contract::who::As;
use crate::contract::written::is_as_written;
use crate::spec::{Effect, Operation};

/// Tries to put back what was there.
const TRIES: u32 = 3;

/// Requests that are kept to put back what was there: one that does, and a look, or one more try.
const BACK: usize = 2;

impl Engine<'_> {
    /// Writes with each operation that does, reads it again, and puts back what was there.
    pub(super) async fn writes(&mut self, mut flaws: Vec<(usize, Flawed)>) {
        let contract = self.contract;
        for (operation, described) in contract.operations.iter().enumerate() {
            let Some(Effect::Write { read, trial }) = &described.effect else { continue };
            let Some(read) = self.find(read).filter(|read| self.is_served(*read)) else { continue };
            let Some(template) = Template::new(&contract.source, described, trial) else { continue };
            let Some(before) = self.before(described) else { continue };
            if self.left() < WRITE {
                self.leave_open(format!("too few requests were left for {}", described.id));
                continue;
            }
            let (Some(back), Some(body)) = (template.again(&before), template.other_than(&before)) else {
                let said =
                    format!("{} was not asked, since what is there could not be put back", described.id);
                self.leave_open(said);
                continue;
            };
            let kept = self.kept;
            self.kept = kept + BACK;
            let written = self.ask(Ask::with(operation, Intent::Write, Some(&body))).await;
            if written.is_some() && self.is_served(operation) {
                self.not_done(operation, written);
                let own: Vec<_> = flaws.extract_if(.., |(of, _)| *of == operation).collect();
                let forbidden = self.forbidden.is_some().then_some((Intent::Forbidden, As::Forbidden));
                let strangers = forbidden.into_iter().chain([(Intent::Anonymous, As::Nobody)]);
                let other = template.other_than(&body);
                for (number, (intent, who)) in strangers.enumerate() {
                    // Each further one is worth less than a body that is wrong.
                    if number == 0 || self.left() > own.len() + 1 {
                        self.stranger(operation, intent, who, None, other.as_ref()).await;
                    }
                }
                // One more request is needed for the look; those for what puts it back are kept already.
                let most = self.left().saturating_sub(1);
                for (operation, flaw) in own.into_iter().take(most) {
                    self.flaw(operation, flaw).await;
                }
                self.read(read).await;
            }
            self.kept = kept;
            let done = |exchange: &Exchange| !exchange.outcome.as_ref().is_ok_and(Answer::is_refusal);
            let since = self.record.exchanges.iter().skip(written.unwrap_or(usize::MAX));
            let mut since = since.filter(|exchange| exchange.operation == operation);
            // What was refused has changed nothing, unless the last look says otherwise.
            if self.is_served(operation)
                && (since.any(done) || self.before(described).as_ref() != Some(&before))
            {
                self.put_back(operation, &back, read).await;
            }
        }
    }

    /// What was read last of what an operation writes.
    pub(super) fn before(&self, operation: &Operation) -> Option<Value> {
        let Some(Effect::Write { read, .. }) = &operation.effect else { return None };
        let operation = self.find(read)?;
        let reads = self
            .record
            .exchanges
            .iter()
            .enumerate()
            .rev()
            .filter(|(_, exchange)| exchange.operation == operation && exchange.intent == Intent::Read);
        let mut answers = reads.filter_map(|(place, _)| self.record.answer(place));
        answers.find(|answer| answer.is_2xx())?.value().cloned()
    }

    /// Writes what was there, also where nothing more was to be asked, and looks whether it stands there.
    async fn put_back(&mut self, operation: usize, body: &Value, read: usize) {
        let stopped = self.stopped.take();
        self.closing = true;
        let mut done = false;
        for look in 0..TRIES {
            if look > 0 {
                self.pause(look).await;
            }
            self.stopped = None;
            let Some(place) = self.ask(Ask::with(operation, Intent::Write, Some(body))).await else { break };
            done = self.record.answer(place).is_some_and(Answer::is_2xx);
            if done {
                break;
            }
        }
        let described = &self.contract.operations[operation];
        if done
            && let Some(shown) = self.read(read).await.and_then(|place| self.record.answer(place)?.value())
        {
            done = is_as_written(&self.contract.source, described, body, shown);
        }
        self.closing = false;
        if !done {
            self.leave_open(format!("{} could not put back what was there: {body}", described.id));
        }
        self.stopped = stopped.or(self.stopped.take());
    }
}
