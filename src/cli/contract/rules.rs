//! `swr-gc contract rules`

use clap::Args;

use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use crate::contract::{About, rules};

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

pub(super) fn run(rules_: Rules, terminal: &Terminal) -> Exit {
    let all = rules();
    let Some(id) = rules_.id else {
        let width = all.iter().map(|rule| rule.id.len()).max().unwrap_or(0);
        return terminal.print(|output| {
            all.iter().try_for_each(|rule| writeln!(output, "{:width$}  {}", rule.id, rule.title))
        });
    };
    match all.iter().find(|rule| rule.id == id) {
        Some(rule) => terminal.print(|output| output.write_all(page(rule).as_bytes())),
        None => {
            let distance = |rule: &&About| strsim::osa_distance(rule.id, &id);
            let near = all.iter().min_by_key(distance).map_or("", |rule| rule.id);
            terminal.complain(&format!("there is no rule {id:?}; did you mean {near}?"), None);
            Exit::Usage
        }
    }
}

fn page(rule: &About) -> String {
    let About { id, title, severity, checks, needs, why, example, fix, .. } = rule;
    let judged_in = needs.judged_in();
    format!(
        "{id}: {title}\n\nseverity  {severity}\nchecks    {checks}\nneeds     {needs}\njudges    {judged_in}\nwhy       {why}\nexample   {example}\nfix       {fix}\n"
    )
}
