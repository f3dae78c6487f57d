//! What a run asks, one file a subject, from the API description alone.

mod auth;
mod bounds;
mod filters;
mod pages;

use super::engine::{Engine, Stopped};

impl Engine<'_> {
    /// Asks everything about every operation that lists something.
    pub(super) async fn run(&mut self) {
        for operation in 0..self.contract.operations.len() {
            // `begin` asks nothing about an operation without pages.
            let Some(admitted) = self.begin(operation).await else { continue };
            if !admitted {
                // Who is not let in learns nothing by asking on.
                return;
            }
            self.pages(operation).await;
            self.bounds(operation).await;
            self.auth(operation).await;
            self.filters(operation).await;
            self.further(operation).await;
            // What was kept for a second look is there, also where all else is spent.
            self.kept = 0;
            let spent = self.stopped.take_if(|stopped| *stopped == Stopped::Budget);
            self.again(operation).await;
            self.stopped = self.stopped.take().or(spent);
        }
    }
}
