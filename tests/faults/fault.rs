//! A fault, what it has to lead to, and the walk that shows what it does lead to.

use std::any::Any;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering::Relaxed};
use std::time::Duration;

use swr_gc::builder::ListGcTasks;
use swr_gc::{Client, ClientBuilder, Error};

use crate::front::Fronts;
use crate::pages::{SIZE, TASKS, marker};
use crate::server::{Script, Server, Step};

/// What no error may show.
pub const TOKEN: &str = "T0ken-of-the-tests";
pub const PASSWORD: &str = "Pr0xy-pass";

/// More bytes than this are too much for a client here.
pub const LIMIT: usize = 64 * 1024;

/// How often a fault shows.
pub const ONCE: Option<u32> = Some(1);
pub const FOR_EVER: Option<u32> = None;

/// What a walk came to.
#[derive(Debug, PartialEq)]
pub enum Outcome {
    /// Every task came once. `None` where chance decides how many tries the page takes.
    Whole { tries: Option<u32> },
    /// An error; a walk from its marker had every task that was missing.
    Failed {
        kind: &'static str,
        status: Option<u16>,
        tries: u32,
        page: u64,
        /// The tasks of the page, where the walk was given up after they were delivered.
        delivered: Vec<i64>,
    },
}

/// Who takes part in a walk.
pub struct Stage {
    pub server: Server,
    pub client: Client,
    /// Who goes on, where it was the client that had to be set right.
    pub mended: Option<Client>,
    pub tries: Tries,
    /// What has to live as long as the walk.
    #[expect(dead_code, reason = "it is there to be dropped")]
    pub others: Vec<Box<dyn Any + Send + Sync>>,
}

/// What counts the tries of a page that came in the end.
pub enum Tries {
    Requests,
    Connections,
    /// One more than what failed.
    Failures(Arc<AtomicU32>),
    Chance,
}

impl Stage {
    pub fn new(server: Server, client: Client) -> Self {
        Self { server, client, mended: None, tries: Tries::Requests, others: Vec::new() }
    }

    fn tries(&self, page: u64) -> Option<u32> {
        match &self.tries {
            Tries::Requests => Some(self.server.asked(page)),
            Tries::Connections => Some(self.server.connections()),
            Tries::Failures(failures) => Some(failures.load(Relaxed) + 1),
            Tries::Chance => None,
        }
    }
}

/// What every client here has in common.
pub fn settings() -> ClientBuilder {
    let patience = Duration::from_secs(20);
    Client::builder().project_id("p-1").token(TOKEN).body_limit(LIMIT).try_timeout(patience)
}

type Staging = Pin<Box<dyn Future<Output = Stage> + Send>>;

pub struct Fault {
    pub name: &'static str,
    page: u64,
    pub place: String,
    script: Script,
    /// Whether it is a limit of time that ends a try.
    pub waits: bool,
    staging: Option<Staging>,
    says: &'static str,
    expected: Outcome,
}

impl Fault {
    /// A server that does wrong with a request.
    pub fn new(name: &'static str, page: u64, times: Option<u32>, steps: impl Into<Vec<Step>>) -> Self {
        Self::scripted(name, page, Script::new(page, times, steps))
    }

    pub fn scripted(name: &'static str, page: u64, script: Script) -> Self {
        let often = match script.times {
            None => "for ever",
            Some(1) => "once",
            Some(_) => "twice",
        };
        let place = script.page.map_or("every page".to_owned(), |page| format!("page {page}"));
        Self {
            name,
            page,
            place: format!("{place}, {often}"),
            script,
            waits: false,
            staging: None,
            says: "",
            expected: Outcome::Whole { tries: None },
        }
    }

    /// A fault that lies elsewhere than in answers.
    pub fn staged(
        name: &'static str,
        page: u64,
        times: Option<u32>,
        staging: impl Future<Output = Stage> + Send + 'static,
    ) -> Self {
        Self { staging: Some(Box::pin(staging)), ..Self::new(name, page, times, []) }
    }

    /// What goes wrong while the first page is answered, and shows on the next.
    pub fn after_page_1(self, steps: impl Into<Vec<Step>>) -> Self {
        Self { script: Script::new(1, ONCE, steps), ..self }
    }

    /// By a client with less patience, for a server that will never be done.
    pub fn impatiently(self) -> Self {
        Self { waits: true, ..self }
    }

    /// What the error has to say.
    pub fn saying(self, says: &'static str) -> Self {
        Self { says, ..self }
    }

    pub fn whole_after(self, tries: u32) -> Self {
        Self { expected: Outcome::Whole { tries: Some(tries) }, ..self }
    }

    /// Is whole in the end; chance decides when.
    pub fn whole_by_chance(self) -> Self {
        Self { expected: Outcome::Whole { tries: None }, ..self }
    }

    pub fn fails(self, kind: &'static str, tries: u32) -> Self {
        self.fails_by(kind, None, tries)
    }

    /// Fails although a status came.
    pub fn fails_at(self, status: u16, kind: &'static str, tries: u32) -> Self {
        self.fails_by(kind, Some(status), tries)
    }

    fn fails_by(self, kind: &'static str, status: Option<u16>, tries: u32) -> Self {
        let page = self.page;
        Self { expected: Outcome::Failed { kind, status, tries, page, delivered: Vec::new() }, ..self }
    }

    /// Is given up on this page, after these tasks of it were delivered.
    pub fn given_up(self, page: u64, delivered: &[i64]) -> Self {
        let (kind, delivered) = ("walk", delivered.to_vec());
        Self { expected: Outcome::Failed { kind, status: None, tries: 0, page, delivered }, ..self }
    }

    /// Walks, and compares what it came to with what it should.
    pub async fn play(self) -> Row {
        let stage = match self.staging {
            Some(staging) => staging.await,
            None => {
                let server = Server::start(self.script, Fronts::plain()).await;
                let mut settings = settings().endpoint(server.url());
                if self.waits {
                    settings = settings.try_timeout(Duration::from_secs(1)).retries(1);
                }
                let client = settings.build().expect("the settings are right");
                Stage::new(server, client)
            }
        };
        let walk = walk(&stage, self.page, self.says);
        let outcome = tokio::time::timeout(Duration::from_secs(60), walk).await.expect("it does not hang");
        let by_chance = self.expected == Outcome::Whole { tries: None };
        let outcome = match outcome {
            Outcome::Whole { .. } if by_chance => self.expected,
            outcome => {
                assert_eq!(outcome, self.expected, "{}, {}", self.name, self.place);
                outcome
            }
        };
        Row { name: self.name, place: self.place, outcome }
    }
}

/// What was seen.
pub struct Row {
    pub name: &'static str,
    pub place: String,
    pub outcome: Outcome,
}

async fn walk(stage: &Stage, page: u64, says: &str) -> Outcome {
    let mut tasks = list(&stage.client).tasks();
    let mut ids = Vec::new();
    let error = loop {
        match tasks.next().await {
            Some(Ok(task)) => ids.push(task.id.expect("an id")),
            Some(Err(error)) => break error,
            None => {
                assert_eq!(ids, Vec::from_iter(1..=TASKS), "every task, once and in order");
                return Outcome::Whole { tries: stage.tries(page) };
            }
        }
    };
    assert!(tasks.next().await.is_none(), "the stream goes on after {error}");
    check(&error, says);

    // The marker says how much of the listing is certain to have been delivered.
    let had = (0..TASKS).step_by(SIZE as usize).find(|offset| match error.marker() {
        Some(own) => own.starts_with(&marker(*offset)),
        None => *offset == 0,
    });
    let had = had.unwrap_or_else(|| panic!("no marker of ours: {error}"));
    let delivered = ids.split_off(had as usize);
    assert_eq!(ids, Vec::from_iter(1..=had), "every task before the error, once and in order");

    if !error.is_walk() {
        let (tries, page) = (error.tries(), error.page().expect("a page"));
        assert!(stage.server.asked(page) <= tries, "something below sends again: {error}");
        assert!(u64::from(stage.server.connections()) < u64::from(tries) + page, "{error}");
    }

    stage.server.health().recover();
    let request = list(stage.mended.as_ref().unwrap_or(&stage.client));
    let mut pages = match error.marker() {
        Some(marker) => request.marker(marker).pages(),
        None => request.pages(),
    };
    let mut rest = Vec::new();
    while let Some(page) = pages.next().await {
        let page = page.unwrap_or_else(|error| panic!("going on: {error}"));
        rest.extend(page.tasks.iter().map(|task| task.id.expect("an id")));
    }
    assert_eq!(rest, Vec::from_iter(had + 1..=TASKS), "every task after the marker, once and in order");
    let page = error.page().expect("a page");
    Outcome::Failed { kind: kind(&error), status: error.status(), tries: error.tries(), page, delivered }
}

fn list(client: &Client) -> ListGcTasks {
    client.list_gc_tasks().instance_id("i-1").limit(SIZE)
}

fn check(error: &Error, says: &str) {
    for shown in [error.to_string(), format!("{error:?}"), error.remedy()] {
        assert!(!shown.is_empty());
        assert!(!shown.contains(TOKEN) && !shown.contains(PASSWORD), "a secret shows: {shown}");
    }
    assert!(error.to_string().contains(says), "it does not say {says:?}: {error}");
    assert!(!(error.is_connect() && error.may_have_run()), "{error:?}");
}

/// The one of its questions that an error says yes to.
pub fn kind(error: &Error) -> &'static str {
    let kinds = [
        ("usage", error.is_usage()),
        ("connect", error.is_connect()),
        ("timeout", error.is_timeout()),
        ("service", error.is_service()),
        ("decode", error.is_decode()),
        ("broken", error.is_broken()),
        ("walk", error.is_walk()),
    ];
    let mut yes = kinds.iter().filter(|(_, yes)| *yes);
    let (first, second) = (yes.next(), yes.next());
    assert!(second.is_none(), "more than one kind: {error:?}");
    first.map(|(kind, _)| *kind).unwrap_or_else(|| panic!("no kind: {error:?}"))
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = |tries: u32| if tries == 1 { "1 try".to_owned() } else { format!("{tries} tries") };
        match self {
            Self::Whole { tries: Some(tries) } => write!(f, "every task once, after {}", count(*tries)),
            Self::Whole { tries: None } => f.write_str("every task once"),
            Self::Failed { kind, status, tries, page, delivered } => {
                write!(f, "{kind}")?;
                if let Some(status) = status {
                    write!(f, " ({status})")?;
                }
                if *tries > 0 {
                    write!(f, " after {}", count(*tries))?;
                }
                write!(f, "; goes on from page {page}")?;
                if !delivered.is_empty() {
                    f.write_str(", which came once before")?;
                }
                Ok(())
            }
        }
    }
}
