//! What was odd about an answer, by name.

use std::cell::RefCell;
use std::fmt;
use std::sync::Arc;

use crate::text::{Cleaner, cut};

/// How a received value differed from the API description.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum DeviationKind {
    /// The value could not be read; the field is `None`, or the item is missing from its list.
    Unreadable,
    /// The key stands twice in one object; the last value counts.
    DuplicateKey,
    /// The body holds bytes that are not UTF-8; they are read as U+FFFD.
    InvalidUtf8,
    /// `null` where a value is described; read as absent.
    Null,
    /// An enum word that is not described; kept as it came.
    UnknownWord,
    /// A number outside its described bounds; kept as it came.
    OutOfRange,
    /// A whole number written with a fraction or an exponent, such as `1001.0`.
    WholeFraction,
    /// A number or a truth value that came as text.
    TextValue,
    /// An object that came as text holding JSON.
    JsonText,
    /// A time that is clear, but not written as RFC 3339 asks.
    TimeForm,
}

impl DeviationKind {
    /// The name under which it is reported.
    ///
    /// ```
    /// assert_eq!(swr_gc::wire::DeviationKind::JsonText.name(), "json-text");
    /// ```
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "unreadable",
            Self::DuplicateKey => "duplicate-key",
            Self::InvalidUtf8 => "invalid-utf8",
            Self::Null => "null",
            Self::UnknownWord => "unknown-word",
            Self::OutOfRange => "out-of-range",
            Self::WholeFraction => "whole-fraction",
            Self::TextValue => "text-value",
            Self::JsonText => "json-text",
            Self::TimeForm => "time-form",
        }
    }
}

impl fmt::Display for DeviationKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// One value of an answer that was not as described.
///
/// ```no_run
/// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
/// let page = client.list_gc_tasks().instance_id("i-1").send().await?;
/// for deviation in page.deviations() {
///     eprintln!("{deviation}"); // /tasks/0/creation_time: unreadable: "yesterday"
///     if deviation.is_lost() {
///         eprintln!("{} is {}: {}", deviation.pointer(), deviation.kind().name(), deviation.raw());
///     }
/// }
/// # Ok(()) }
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deviation {
    kind: DeviationKind,
    pointer: String,
    raw: String,
}

impl Deviation {
    pub(crate) fn new(kind: DeviationKind, pointer: String, raw: &str, cleaner: &Cleaner) -> Self {
        // A server chooses keys too, so the pointer is no safer than the value.
        let pointer = cut(cleaner.clean(&pointer), 500);
        Self { kind, pointer, raw: cleaner.excerpt(raw.as_bytes()) }
    }

    /// The same with the text that stands in the body.
    pub(crate) fn with_raw(mut self, raw: &str, cleaner: &Cleaner) -> Self {
        self.raw = cleaner.excerpt(raw.as_bytes());
        self
    }

    /// How the value differed.
    pub fn kind(&self) -> DeviationKind {
        self.kind
    }

    /// JSON pointer of the value in the body.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The JSON text received: on one line, cut after 200 characters, without the client's own secrets.
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// Whether the value is missing from the typed answer because of this.
    pub fn is_lost(&self) -> bool {
        self.kind == DeviationKind::Unreadable
    }
}

impl fmt::Display for Deviation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}: {}", self.pointer, self.kind.name(), self.raw)
    }
}

/// A step on the way to the value that is being read.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    Name(&'static str),
    Index(usize),
}

/// What was noted while one body was read.
#[derive(Debug, Default)]
pub(crate) struct Noted {
    pub(crate) deviations: Vec<Deviation>,
    /// How many more there were.
    pub(crate) left_out: usize,
    /// How many values are missing from the typed answer, kept or not.
    pub(crate) lost: usize,
}

impl Noted {
    /// Deviations of items that are kept: a body of millions of odd values must not become gigabytes.
    const KEPT: usize = 10_000;

    /// Keeps a deviation; of those inside a list only so many.
    pub(crate) fn keep(&mut self, deviation: Deviation, in_list: bool) {
        self.lost += usize::from(deviation.is_lost());
        if in_list && self.deviations.len() >= Self::KEPT {
            self.left_out += 1;
        } else {
            self.deviations.push(deviation);
        }
    }
}

struct Trace {
    path: Vec<Step>,
    noted: Noted,
    cleaner: Arc<Cleaner>,
}

// serde hands no context to `deserialize_with`. Decoding is synchronous, so a thread's own trace is one body's.
thread_local! {
    static TRACE: RefCell<Option<Trace>> = const { RefCell::new(None) };
}

/// Runs `decode` and returns what it noted.
pub(crate) fn collect<T>(cleaner: &Arc<Cleaner>, decode: impl FnOnce() -> T) -> (T, Noted) {
    let trace = Trace { path: Vec::new(), noted: Noted::default(), cleaner: Arc::clone(cleaner) };
    let outer = TRACE.replace(Some(trace));
    let outcome = decode();
    let trace = TRACE.replace(outer);
    (outcome, trace.map(|trace| trace.noted).unwrap_or_default())
}

/// Notes a deviation of the value `name` at the place that is being read.
pub(crate) fn note(kind: DeviationKind, last: Option<Step>, raw: impl FnOnce() -> String) {
    TRACE.with_borrow_mut(|trace| {
        let Some(trace) = trace else { return };
        let steps = || trace.path.iter().copied().chain(last);
        let in_list = steps().any(|step| matches!(step, Step::Index(_)));
        let deviation = Deviation::new(kind, pointer(steps()), &raw(), &trace.cleaner);
        trace.noted.keep(deviation, in_list);
    });
}

fn pointer(steps: impl Iterator<Item = Step>) -> String {
    steps
        .map(|step| match step {
            Step::Name(name) => format!("/{name}"),
            Step::Index(index) => format!("/{index}"),
        })
        .collect()
}

/// How many deviations have been noted so far.
pub(crate) fn mark() -> usize {
    TRACE.with_borrow(|trace| trace.as_ref().map_or(0, |trace| trace.noted.deviations.len()))
}

/// Forgets what was noted since `mark`: what it was about is read once more.
pub(crate) fn forget(mark: usize) {
    TRACE.with_borrow_mut(|trace| {
        if let Some(trace) = trace {
            let forgotten = trace.noted.deviations.drain(mark.min(trace.noted.deviations.len())..);
            let lost = forgotten.filter(Deviation::is_lost).count();
            trace.noted.lost -= lost;
        }
    });
}

/// Notes a deviation at `place` in a text that stands where is being read.
pub(crate) fn note_inside(kind: DeviationKind, place: &str, raw: &str) {
    TRACE.with_borrow_mut(|trace| {
        let Some(trace) = trace else { return };
        let pointer = pointer(trace.path.iter().copied()) + place;
        trace.noted.keep(Deviation::new(kind, pointer, raw, &trace.cleaner), true);
    });
}

/// What is read as long as the guard lives is below `step`.
pub(crate) fn below(step: Step) -> Below {
    TRACE.with_borrow_mut(|trace| match trace {
        Some(trace) => {
            trace.path.push(step);
            Below { tracing: true }
        }
        None => Below { tracing: false },
    })
}

/// Leads back when it is dropped.
pub(crate) struct Below {
    tracing: bool,
}

impl Drop for Below {
    fn drop(&mut self) {
        if self.tracing {
            TRACE.with_borrow_mut(|trace| trace.as_mut().and_then(|trace| trace.path.pop()));
        }
    }
}
