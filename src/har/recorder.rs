//! Writes down what is sent and what comes, try by try.

use std::io;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use http::Version;
use jiff::Timestamp;
use tokio::time::Instant;

use super::archive::Archive;
use super::form::Sent;
use crate::error::Error;
use crate::exchange::Exchange;
use crate::text::Cleaner;

/// Writes a HAR file while requests are sent.
pub(crate) struct Recorder(Mutex<State>);

enum State {
    Writing(Archive),
    /// Why nothing more is written.
    #[allow(dead_code, reason = "the command tells it")]
    Ended(io::Error),
}

impl Recorder {
    /// Begins a file.
    ///
    /// # Errors
    ///
    /// It cannot be written.
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        Archive::create(path).map(|archive| Self(Mutex::new(State::Writing(archive))))
    }

    /// Why the recording ended before its time, if it did.
    #[allow(dead_code, reason = "the command asks")]
    pub(crate) fn problem(&self) -> Option<String> {
        match &*self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            State::Writing(_) => None,
            State::Ended(error) => Some(error.to_string()),
        }
    }

    /// Adds an entry. A recording that cannot go on is no reason for a call to fail.
    fn add(&self, entry: &str) {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let State::Writing(archive) = &mut *state
            && let Err(error) = archive.add(entry)
        {
            tracing::warn!(%error, "nothing more is recorded");
            *state = State::Ended(error);
        }
    }
}

/// A try that is on its way, to be written down with what comes of it.
///
/// One that is given up is written down as well.
pub(crate) struct Taken {
    recorder: Arc<Recorder>,
    cleaner: Arc<Cleaner>,
    request: reqwest::Request,
    started: Timestamp,
    begun: Instant,
    /// How long the head of the answer took to come, and its version.
    head: Option<(Duration, Version)>,
    ended: bool,
}

impl Taken {
    /// Begins with a request as it is sent; `None` for one whose body is a stream.
    pub(crate) fn begin(
        recorder: &Arc<Recorder>,
        cleaner: &Arc<Cleaner>,
        request: &reqwest::Request,
        started: Timestamp,
    ) -> Option<Self> {
        let (recorder, cleaner) = (Arc::clone(recorder), Arc::clone(cleaner));
        let request = request.try_clone()?;
        Some(Self { recorder, cleaner, request, started, begun: Instant::now(), head: None, ended: false })
    }

    /// The head of the answer has come.
    pub(crate) fn head(&mut self, version: Version) {
        self.head = Some((self.begun.elapsed(), version));
    }

    /// The try is over.
    pub(crate) fn end(mut self, outcome: &Result<Exchange, Error>) {
        match outcome {
            Ok(exchange) => self.write(Some(exchange), None),
            Err(error) => self.write(error.exchange(), Some(&error.to_string())),
        }
    }

    fn write(&mut self, exchange: Option<&Exchange>, error: Option<&str>) {
        self.ended = true;
        let took = self.begun.elapsed();
        let (waited, version) = self.head.map_or((took, None), |(waited, version)| (waited, Some(version)));
        let sent = Sent { request: &self.request, started: self.started, waited, took };
        self.recorder.add(&sent.entry(exchange.map(|exchange| (exchange, version)), error, &self.cleaner));
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        if !self.ended {
            self.write(None, Some("given up before an answer came"));
        }
    }
}
