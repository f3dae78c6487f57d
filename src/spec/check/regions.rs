//! Services stand in regions that the API description has, under the URL of a host.

use serde_json::Value;

use super::super::grammar::{self, Kind};
use super::super::model::{Contract, placeholders};
use super::nearest;
use crate::yaml::{Problem, Source, pointer};

pub fn check(source: &Source, contract: &Contract) -> Vec<Problem> {
    let mut checks = Checks { source, contract, problems: Vec::new() };
    grammar::walk_from(Kind::Regions, source, &mut |node| {
        let at = pointer(&node.pointer, "$ref");
        if source.get(&at).is_some() {
            let message = "references are not followed here".to_owned();
            checks.problems.push(source.key_problem(&at, message, "write out what it refers to"));
        }
    });
    for (name, service) in source.root().as_object().into_iter().flatten() {
        checks.service(&pointer("", name), service);
    }
    checks.problems
}

struct Checks<'a> {
    source: &'a Source,
    contract: &'a Contract,
    problems: Vec<Problem>,
}

impl Checks<'_> {
    fn service(&mut self, at: &str, service: &Value) {
        self.form(&pointer(at, "url"));
        self.host(&pointer(at, "global"));
        let listed = service.get("regions").and_then(Value::as_array).into_iter().flatten();
        let listed: Vec<&str> = listed.filter_map(Value::as_str).collect();
        for (index, region) in listed.iter().enumerate() {
            let at = format!("{at}/regions/{index}");
            if listed[..index].contains(region) {
                let message = format!("the region `{region}` stands twice");
                self.problems.push(self.source.problem(&at, message, "keep one of the two"));
            }
            if let Some((message, remedy)) = self.stranger(region) {
                self.problems.push(self.source.problem(&at, message, remedy));
            }
        }
        let exceptions = pointer(at, "exceptions");
        for (region, _) in service.get("exceptions").and_then(Value::as_object).into_iter().flatten() {
            let at = pointer(&exceptions, region);
            self.host(&pointer(&at, "url"));
            if listed.contains(&region.as_str()) {
                let message = format!("the exception `{region}` stands in `regions` too");
                let remedy = "remove it there: a region has one host";
                self.problems.push(self.source.key_problem(&at, message, remedy));
            }
            if let Some((message, remedy)) = self.stranger(region) {
                self.problems.push(self.source.key_problem(&at, message, remedy));
            }
        }
    }

    /// What to say of a region that the API description does not have.
    fn stranger(&self, region: &str) -> Option<(String, String)> {
        let known = &self.contract.regions;
        if known.contains_key(region) {
            return None;
        }
        let file = self.contract.source.file();
        let remedy = match nearest(region, known.keys().map(String::as_str)) {
            Some(name) => format!("did you mean `{name}`?"),
            None => format!("add it to `servers` of {file} first"),
        };
        Some((format!("{file} has no server in the region `{region}`"), remedy))
    }

    /// The URL of a host, with a place for the name of the region.
    fn form(&mut self, at: &str) {
        let Some(url) = self.url(at) else { return };
        if !placeholders(&url).eq(["region"]) {
            let message = format!("`{url}` holds `{{region}}` not once, or another placeholder");
            let remedy = "write {region} where the name of the region stands";
            self.problems.push(self.source.problem(at, message, remedy));
        }
    }

    /// The URL of a host, if there is one at all.
    fn host(&mut self, at: &str) {
        let Some(url) = self.url(at) else { return };
        if placeholders(&url).next().is_some() {
            let message = format!("`{url}` holds a placeholder");
            self.problems.push(self.source.problem(at, message, "write the host out"));
        }
    }

    fn url(&mut self, at: &str) -> Option<String> {
        let url = self.source.get(at)?.as_str()?;
        let host = url.strip_prefix("https://").unwrap_or_default();
        if host.is_empty() || host.contains(|letter: char| "/?#@:".contains(letter) || letter.is_whitespace())
        {
            let message = format!("`{url}` is not the https URL of a host alone");
            let remedy = "write https:// and the name of the host, and nothing behind it";
            self.problems.push(self.source.problem(at, message, remedy));
            return None;
        }
        Some(url.to_owned())
    }
}
