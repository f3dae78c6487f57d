//! One cause, and where it shows.

use std::fmt;

use super::Severity;

/// One cause, however often it showed.
///
/// ```
/// use swr_gc::findings::{Finding, Position, Severity};
///
/// let mut finding = Finding::new("schema-enum", Severity::Warning, "the status \"Frozen\" is not described");
/// finding.pointer = "/components/schemas/JobStatus".to_owned();
/// finding.position = Some(Position::new("openapi/swr-gc.yaml", 210, 5));
/// finding.count = 7;
/// assert_eq!(finding.fingerprint().len(), 12);
/// ```
///
/// Texts may hold what a server sent: they are cleaned where they are written, not here. Secrets must be taken out
/// before; nobody behind this point knows them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Finding {
    /// Id of the rule that was broken, such as `schema-type`.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, on one line; begins small and has no final period.
    pub message: String,
    /// JSON pointer into the specification; empty if it is about none of its values.
    pub pointer: String,
    /// Where that value stands in the specification's text.
    pub position: Option<Position>,
    /// How often it showed.
    pub count: usize,
    /// Where it showed first.
    pub first: Place,
    /// The beginning of what was received there, on one line.
    pub excerpt: Option<String>,
    /// A command on one line that makes it show again, with a variable where the secret was.
    pub curl: Option<String>,
    /// What to do about it.
    pub remedy: Option<String>,
    /// Fingerprint of the finding that this one is only a consequence of.
    pub caused_by: Option<String>,
}

impl Finding {
    /// One that showed once, with nothing known beside.
    pub fn new(rule: &'static str, severity: Severity, message: impl Into<String>) -> Self {
        Self {
            rule,
            severity,
            message: message.into(),
            pointer: String::new(),
            position: None,
            count: 1,
            first: Place::default(),
            excerpt: None,
            curl: None,
            remedy: None,
            caused_by: None,
        }
    }

    /// Names the cause across runs: twelve hexadecimal digits.
    ///
    /// ```
    /// use swr_gc::findings::{Finding, Severity};
    ///
    /// let of = |message: &str| Finding::new("pages-repeat", Severity::Error, message).fingerprint();
    /// assert_eq!(of("page 2 brings task 1250 again"), of("page 31 brings task 7 again"));
    /// assert_ne!(of("page 2 brings task 1250 again"), of("page 2 brings no task"));
    /// ```
    ///
    /// It is made of the rule, the pointer into the specification and the message without its numbers, ids, times
    /// and quoted values. So it is the same at another time, in another order, for other tasks, and also when the
    /// lines of the specification move.
    pub fn fingerprint(&self) -> String {
        super::fingerprint::of(self.rule, &self.pointer, &self.message)
    }
}

/// Line and column in a file of the specification, both counted from 1.
///
/// ```
/// use swr_gc::findings::Position;
///
/// assert_eq!(Position::new("openapi/swr-gc.yaml", 210, 5).to_string(), "openapi/swr-gc.yaml:210:5");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Position {
    /// The file as it was named, with `/` between folders.
    pub file: String,
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Position {
    /// This line and column in `file`.
    pub fn new(file: impl Into<String>, line: usize, column: usize) -> Self {
        Self { file: file.into(), line, column }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, line, column } = self;
        write!(f, "{file}:{line}:{column}")
    }
}

/// Where something showed: a request and a value in its answer, or a line of a file.
///
/// ```
/// use swr_gc::findings::Place;
///
/// let mut place = Place::default();
/// place.request = Some(2);
/// place.target = Some("GET /v2/p-1/instances/i-1/system/gc?limit=10".to_owned());
/// place.pointer = Some("/tasks/0/id".to_owned());
/// assert_eq!(place.to_string(), "request 2, GET /v2/p-1/instances/i-1/system/gc?limit=10, /tasks/0/id");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Place {
    /// Number of the request, from 1.
    pub request: Option<usize>,
    /// Method, path and query of the request.
    pub target: Option<String>,
    /// The file that was judged.
    pub file: Option<String>,
    /// JSON pointer into the answer, or into the file.
    pub pointer: Option<String>,
    /// The line, from 1: in the file, or in the body of the answer if there is a request.
    pub line: Option<usize>,
    /// The column, from 1.
    pub column: Option<usize>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let numbers = [("line", self.line), ("column", self.column)];
        let numbers = numbers.into_iter().filter_map(|(name, number)| Some((name, number?)));
        let (in_file, in_body): (Vec<_>, Vec<_>) = numbers.partition(|_| self.request.is_none());
        let in_file = in_file.into_iter().map(|(_, number)| number.to_string());
        let file: Vec<_> = self.file.clone().into_iter().chain(in_file).collect();
        let in_body: Vec<_> = in_body.into_iter().map(|(name, number)| format!("{name} {number}")).collect();
        let parts = [
            Some(file.join(":")),
            self.request.map(|number| format!("request {number}")),
            self.target.clone(),
            self.pointer.clone(),
            Some(in_body.join(", ")),
        ];
        let parts: Vec<_> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        f.write_str(&parts.join(", "))
    }
}
