//! What rules are about: a line for each, or all about one.

use super::exit::Exit;
use super::terminal::Terminal;

/// What is told of a rule.
pub(super) struct Page {
    pub(super) id: &'static str,
    pub(super) title: &'static str,
    /// What there is beside, by name.
    pub(super) parts: Vec<(&'static str, String)>,
}

/// Prints a line for each rule, or the page of the one with this id.
pub(super) fn print(pages: &[Page], id: Option<&str>, terminal: &Terminal) -> Exit {
    let Some(id) = id else {
        let width = pages.iter().map(|page| page.id.len()).max().unwrap_or(0);
        return terminal.print(|output| {
            pages.iter().try_for_each(|page| writeln!(output, "{:width$}  {}", page.id, page.title))
        });
    };
    let Some(page) = pages.iter().find(|page| page.id == id) else {
        let near = pages.iter().min_by_key(|page| strsim::osa_distance(page.id, id));
        let near = near.map_or("", |page| page.id);
        terminal.complain(&format!("there is no rule {id:?}; did you mean {near}?"), None);
        return Exit::Usage;
    };
    let width = page.parts.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    terminal.print(|output| {
        writeln!(output, "{}: {}\n", page.id, page.title)?;
        page.parts.iter().try_for_each(|(name, text)| writeln!(output, "{name:width$}  {text}"))
    })
}
