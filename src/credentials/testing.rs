//! What the tests of credentials stand on: a home folder, a clock to set, a server that answers by a script.

#[path = "../../tests/client/server.rs"]
#[allow(dead_code, unreachable_pub)]
pub(crate) mod server;

#[path = "../../tests/secrets/recording.rs"]
#[allow(unreachable_pub)]
pub(super) mod recording;

use std::fs;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use http::HeaderValue;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::Semaphore;

use super::chain::Absent;
use super::context::Context;
use super::{CredentialProvider, Credentials};
use crate::auth::{Identity, Proof, Secret};
use crate::clock::Clock;
use crate::environment::Environment;
use crate::text::Cleaner;
use crate::transport::{Connection, Limits, Pace, Retry, Transport};

/// A home folder; it is gone when this is dropped.
pub(super) struct Home(tempfile::TempDir);

impl Home {
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    pub(super) fn write(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("it can be made");
        fs::write(&path, content).expect("it can be written");
        path
    }

    /// The variables of a process of this user.
    pub(super) fn environment(&self) -> Environment {
        let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
        Environment::of(&[]).with(name, self.0.path())
    }
}

/// A client's surroundings.
pub(super) struct World {
    pub(super) transport: Transport,
    pub(super) environment: Environment,
    now: Arc<Mutex<Timestamp>>,
}

impl World {
    pub(super) fn new(environment: Environment) -> Self {
        let now = Arc::new(Mutex::new("2030-01-01T00:00:00Z".parse().expect("a time")));
        let told = Arc::clone(&now);
        let transport = Transport {
            direct: Connection::default().direct().expect("an HTTP client"),
            http: Connection::default().client().expect("an HTTP client"),
            limits: Limits::default(),
            retry: Retry::never(),
            pace: Arc::new(Pace::new(None, Pace::PLACES)),
            user_agent: HeaderValue::from_static("tests"),
            clock: Clock::told(move || *told.lock().expect("a time")),
            cleaner: Arc::new(Cleaner::default()),
            #[cfg(feature = "contract")]
            recorder: None,
        };
        Self { transport, environment, now }
    }

    pub(super) fn context(&self) -> Context<'_> {
        let Self { transport, environment, .. } = self;
        Context { transport, environment, clock: &transport.clock, region: None, project_id: None }
    }

    pub(super) fn now(&self) -> Timestamp {
        *self.now.lock().expect("a time")
    }

    pub(super) fn pass(&self, time: SignedDuration) {
        *self.now.lock().expect("a time") += time;
    }
}

/// Why a source has nothing.
#[track_caller]
pub(super) fn reason(looked: Result<Identity, Absent>) -> String {
    match looked {
        Err(Absent::Reason(reason)) => reason,
        other => panic!("the source has something, or failed: {other:?}"),
    }
}

/// Id, secret and token of an access key.
#[track_caller]
pub(super) fn key(looked: Result<Identity, Absent>) -> (String, String, Option<String>) {
    match looked.expect("the source has something").proof {
        Proof::AccessKey(key) => {
            let text = |secret: &Secret| secret.expose().to_owned();
            (key.id, text(&key.secret), key.security_token.as_ref().map(text))
        }
        Proof::Token(_) => panic!("a token is no access key"),
    }
}

pub(super) type Answer = Result<Credentials, String>;

/// A provider that answers as it is told, and counts how often it was asked.
pub(super) struct Scripted<F> {
    asked: Arc<AtomicUsize>,
    /// An answer takes a permit, so a test decides when it comes.
    gate: Arc<Semaphore>,
    answer: F,
}

/// The test's end of a provider.
pub(super) struct Strings {
    asked: Arc<AtomicUsize>,
    gate: Arc<Semaphore>,
}

impl Strings {
    pub(super) fn asked(&self) -> usize {
        self.asked.load(Ordering::SeqCst)
    }

    pub(super) fn let_go(&self, answers: usize) {
        self.gate.add_permits(answers);
    }

    /// No answer goes any more until the next is let go.
    pub(super) fn take_back(&self) {
        self.gate.forget_permits(usize::MAX);
    }

    /// Waits until the provider was asked so often.
    pub(super) async fn until_asked(&self, times: usize) {
        while self.asked() < times {
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
    }
}

/// A provider whose answers come at once.
pub(super) fn prompt<F>(answer: F) -> (Credentials, Strings)
where
    F: Fn(usize) -> Answer + Send + Sync + 'static,
{
    let (provider, strings) = held(answer);
    strings.let_go(Semaphore::MAX_PERMITS);
    (provider, strings)
}

/// A provider each of whose answers has to be let go.
pub(super) fn held<F>(answer: F) -> (Credentials, Strings)
where
    F: Fn(usize) -> Answer + Send + Sync + 'static,
{
    let (asked, gate) = (Arc::<AtomicUsize>::default(), Arc::new(Semaphore::new(0)));
    let strings = Strings { asked: Arc::clone(&asked), gate: Arc::clone(&gate) };
    (Credentials::provider(Scripted { asked, gate, answer }), strings)
}

impl<F> CredentialProvider for Scripted<F>
where
    F: Fn(usize) -> Answer + Send + Sync + 'static,
{
    async fn credentials(&self) -> Result<Credentials, Box<dyn std::error::Error + Send + Sync>> {
        let time = self.asked.fetch_add(1, Ordering::SeqCst) + 1;
        self.gate.acquire().await.expect("it is never closed").forget();
        Ok((self.answer)(time)?)
    }
}
