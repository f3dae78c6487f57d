//! `swr-gc contract rules`

use clap::Args;

use crate::cli::exit::Exit;
use crate::cli::rules::{self, Page};
use crate::cli::terminal::Terminal;
use crate::contract::{self, About};

/// Tell what the rules check, or one of them.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  swr-gc contract rules
      one line a rule

  swr-gc contract rules page-loop
      what it checks, why that matters, and how to fix it")]
pub(in crate::cli) struct Rules {
    /// Id of a rule
    #[arg(value_name = "ID")]
    id: Option<String>,
}

pub(super) fn run(chosen: Rules, terminal: &Terminal) -> Exit {
    let pages: Vec<_> = contract::rules().into_iter().map(page).collect();
    rules::print(&pages, chosen.id.as_deref(), terminal)
}

fn page(rule: About) -> Page {
    let About { id, title, severity, checks, needs, why, example, fix, .. } = rule;
    let needed = needs.to_string();
    let parts = [
        ("severity", severity),
        ("checks", checks),
        ("needs", &needed),
        ("judges", needs.judged_in()),
        ("why", why),
        ("example", example),
        ("fix", fix),
    ];
    let parts = parts.map(|(name, text)| (name, text.to_owned())).into();
    Page { id, title, parts }
}
