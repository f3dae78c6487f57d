//! Command lines that stand in files to be copied.

use clap::CommandFactory;
use serde_json::Value;

use super::Cli;
use crate::yaml::Source;

const WORKFLOW: &str = include_str!("../../examples/ci/contract.yml");
const WORDS: &str = include_str!("../../examples/ci/README.md");

/// The workflow as YAML.
fn workflow() -> Source {
    Source::parse("contract.yml", WORKFLOW).unwrap_or_else(|problem| panic!("{problem}"))
}

/// Every step of the workflow.
fn steps(workflow: &Source) -> Vec<&Value> {
    let jobs = workflow.get("/jobs").and_then(Value::as_object).expect("it has jobs");
    jobs.values().flat_map(|job| job["steps"].as_array().expect("a job has steps")).collect()
}

/// Commands of this tool in a script, by word.
fn commands(script: &str) -> Vec<Vec<String>> {
    let whole = script.replace("\\\n", " ");
    let lines = whole.lines().map(|line| line.trim().trim_start_matches("$ "));
    let lines = lines.filter(|line| line.starts_with("swr-gc "));
    lines.map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

#[track_caller]
fn assert_understood(commands: &[Vec<String>]) {
    for words in commands {
        if let Err(error) = Cli::command().try_get_matches_from(words) {
            panic!("{words:?}: {error}");
        }
    }
}

#[test]
fn the_workflow_for_ones_own_ci_is_yaml_and_its_commands_are_understood() {
    let workflow = workflow();
    let steps = steps(&workflow);
    let scripts = steps.iter().filter_map(|step| step.get("run").and_then(Value::as_str));
    let commands: Vec<_> = scripts.flat_map(commands).collect();
    assert_eq!(commands.len(), WORKFLOW.matches("swr-gc contract").count());
    assert_understood(&commands);
    for step in &steps {
        assert!(step.get("run").is_some() != step.get("uses").is_some(), "{step}");
    }
}

#[test]
fn the_workflow_keeps_what_its_commands_write_and_lends_secrets_to_one_step_only() {
    let workflow = workflow();
    let steps = steps(&workflow);
    let kept: Vec<_> = steps.iter().filter_map(|step| step.pointer("/with/path")?.as_str()).collect();
    let scripts = steps.iter().filter_map(|step| step.get("run").and_then(Value::as_str));
    let words: Vec<_> = scripts.flat_map(commands).flatten().collect();
    let written = words.iter().map(|word| word.split_once('=').map_or(word.as_str(), |(_, file)| file));
    let written: Vec<_> = written.filter(|file| file.starts_with("contract.")).collect();
    assert!(written.len() > 3, "{written:?}");
    for file in written {
        assert!(kept.iter().any(|kept| kept.lines().any(|line| line == file)), "{file} is not kept");
    }
    let with_secrets = steps.iter().filter(|step| step.to_string().contains("secrets."));
    assert_eq!(with_secrets.count(), 1);
}

#[test]
fn the_commands_in_its_words_are_understood() {
    let commands = commands(WORDS);
    assert!(!commands.is_empty());
    assert_understood(&commands);
}
