//! What was odd about an answer, by name.

use std::cell::RefCell;
use std::fmt;

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
}

impl DeviationKind {
    /// The name under which it is reported.
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
        }
    }
}

/// One value of an answer that was not as described.
///
/// ```no_run
/// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
/// let page = client.list_gc_tasks().instance_id("i-1").send().await?;
/// for deviation in page.deviations() {
///     eprintln!("{deviation}"); // /tasks/0/creation_time: unreadable: "yesterday"
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
    pub(crate) fn new(kind: DeviationKind, pointer: String, raw: &str) -> Self {
        Self { kind, pointer, raw: excerpt(raw) }
    }

    /// How the value differed.
    pub fn kind(&self) -> DeviationKind {
        self.kind
    }

    /// JSON pointer of the value in the body.
    pub fn pointer(&self) -> &str {
        &self.pointer
    }

    /// The JSON text received, cut after 200 characters.
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

fn excerpt(raw: &str) -> String {
    match raw.char_indices().nth(200) {
        Some((cut, _)) => format!("{}…", &raw[..cut]),
        None => raw.to_owned(),
    }
}

/// A step on the way to the value that is being read.
#[derive(Clone, Copy)]
pub(crate) enum Step {
    Name(&'static str),
    Index(usize),
}

#[derive(Default)]
struct Trace {
    path: Vec<Step>,
    found: Vec<Deviation>,
}

// serde hands no context to `deserialize_with`. Decoding is synchronous, so a thread's own trace is one body's.
thread_local! {
    static TRACE: RefCell<Option<Trace>> = const { RefCell::new(None) };
}

/// Runs `decode` and returns what it noted.
pub(crate) fn collect<T>(decode: impl FnOnce() -> T) -> (T, Vec<Deviation>) {
    let outer = TRACE.replace(Some(Trace::default()));
    let outcome = decode();
    let trace = TRACE.replace(outer);
    (outcome, trace.map(|trace| trace.found).unwrap_or_default())
}

/// Notes a deviation of the value `name` at the place that is being read.
pub(crate) fn note(kind: DeviationKind, last: Option<Step>, raw: impl FnOnce() -> String) {
    TRACE.with_borrow_mut(|trace| {
        let Some(trace) = trace else { return };
        let pointer = trace
            .path
            .iter()
            .copied()
            .chain(last)
            .map(|step| match step {
                Step::Name(name) => format!("/{name}"),
                Step::Index(index) => format!("/{index}"),
            })
            .collect();
        trace.found.push(Deviation::new(kind, pointer, &raw()));
    });
}

/// Reads what is below `step`.
pub(crate) fn below<T>(step: Step, read: impl FnOnce() -> T) -> T {
    let tracing = TRACE.with_borrow_mut(|trace| match trace {
        Some(trace) => {
            trace.path.push(step);
            true
        }
        None => false,
    });
    let outcome = read();
    if tracing {
        TRACE.with_borrow_mut(|trace| trace.as_mut().and_then(|trace| trace.path.pop()));
    }
    outcome
}
