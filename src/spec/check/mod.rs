//! What must hold of the API description, and of the regions, before anything is made from them.
//!
//! One file a subject; each adds the problems it finds and leaves the others alone, so that one build
//! reports every mistake.

mod bodies;
mod effects;
mod extensions;
mod operations;
mod references;
mod regions;
mod schemas;
mod structure;

use super::grammar::Kind;
use super::model::Contract;
use crate::yaml::{Problem, Source};

/// Every mistake in the document, in the order of the text; empty when it can be used.
///
/// Later checks rely on what earlier ones established: they run only on a document whose structure and
/// references are sound.
pub fn check(source: &Source) -> Vec<Problem> {
    let mut problems = source.marks();
    problems.extend(structure::check(source));
    problems.extend(references::check(source));
    if problems.is_empty() {
        problems.extend(schemas::check(source));
        problems.extend(operations::check(source));
        problems.extend(bodies::check(source));
        problems.extend(extensions::check(source));
        problems.extend(effects::check(source));
    }
    problems.sort_by_key(|problem| problem.position);
    // What several operations share is looked at for each of them.
    problems.dedup();
    problems
}

/// Every mistake in the file of regions, in the order of the text, beside an API description without one.
pub fn check_regions(source: &Source, contract: &Contract) -> Vec<Problem> {
    let mut problems = source.marks();
    problems.extend(structure::objects(source, Kind::Regions));
    if problems.is_empty() {
        problems.extend(regions::check(source, contract));
    }
    problems.sort_by_key(|problem| problem.position);
    problems
}

/// The name of a kind with its article.
fn article(kind: Kind) -> String {
    let name = format!("{kind:?}");
    let article = if name.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    format!("{article} {name}")
}

/// The candidate that `word` was probably meant to be: the nearest by edit distance, if it is near.
fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        .filter(|(distance, _)| *distance <= 1 + word.len() / 4)
        .min()
        .map(|(_, candidate)| candidate)
}

#[cfg(test)]
mod tests {
    use super::nearest;

    #[test]
    fn a_slip_of_the_pen_is_recognised_and_another_word_is_not() {
        let words = ["operationId", "parameters", "responses"];
        assert_eq!(nearest("operationid", words), Some("operationId"));
        assert_eq!(nearest("paramters", words), Some("parameters"));
        assert_eq!(nearest("callbacks", words), None);
    }
}
