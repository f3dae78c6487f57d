//! What of a try goes into the recording, where there is one.

use crate::error::Error;
use crate::exchange::Exchange;
#[cfg(feature = "contract")]
use crate::har::Taken;
use crate::wire::Operation;

use super::Transport;

/// A try that is being recorded, or nothing.
pub(super) struct Trace {
    #[cfg(feature = "contract")]
    taken: Option<Taken>,
}

#[cfg(feature = "contract")]
impl Trace {
    /// Begins with a request as it is sent.
    ///
    /// Only operations of the API itself are recorded: other services are asked with passwords, and answer with keys.
    pub(super) fn begin(
        transport: &Transport,
        operation: &'static Operation,
        request: &reqwest::Request,
    ) -> Self {
        use crate::generated::operations;

        let recorder = transport.recorder.as_ref().filter(|_| operations::ALL.contains(&operation));
        let begin = |recorder| Taken::begin(recorder, &transport.cleaner, request, transport.clock.now());
        Self { taken: recorder.and_then(begin) }
    }

    /// The head of the answer has come.
    pub(super) fn head(&mut self, response: &reqwest::Response) {
        if let Some(taken) = &mut self.taken {
            taken.head(response.version());
        }
    }

    /// The try is over.
    pub(super) fn end(self, outcome: &Result<Exchange, Error>) {
        if let Some(taken) = self.taken {
            taken.end(outcome);
        }
    }
}

/// Nothing is recorded.
#[cfg(not(feature = "contract"))]
impl Trace {
    pub(super) fn begin(_: &Transport, _: &'static Operation, _: &reqwest::Request) -> Self {
        Self {}
    }

    pub(super) fn head(&mut self, _: &reqwest::Response) {}

    pub(super) fn end(self, _: &Result<Exchange, Error>) {}
}
