//! What a judge has found: one finding a cause, and reports of them for people and for machines.
//!
//! ```
//! use swr_gc::findings::{self, Finding, Format, Outcome, Report, Severity, Summary, Verdict};
//!
//! let mut finding = Finding::new("schema-type", Severity::Error, "a text where a number is described");
//! finding.pointer = "/components/schemas/GcTask/properties/id".to_owned();
//! finding.excerpt = Some(r#""1250""#.to_owned());
//!
//! let summary = Summary::new(Outcome::Complete, "openapi/swr-gc.yaml", "https://swr.example");
//! let mut report = Report::new("contract check", summary);
//! report.findings.push(finding);
//! assert_eq!(report.verdict(false), Verdict::Found);
//!
//! let mut text = Vec::new();
//! findings::write(&report, Format::Text, &mut text)?;
//! assert!(String::from_utf8_lossy(&text).contains("error[schema-type]: a text where a number is described"));
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! Each [`Format`] tells the same findings with the same counts, and the same report is written with the same bytes.

mod finding;
mod fingerprint;
mod outcome;
mod report;
mod severity;
#[cfg(test)]
mod tests;

pub use finding::{Finding, Place, Position};
pub use outcome::{Outcome, Verdict};
pub use report::{Format, Report, Summary, write, write_coloured};
pub use severity::Severity;
