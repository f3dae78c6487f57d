//! A schedule in a file: the body of the operation that changes it.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use jsonschema::ValidationError;
use jsonschema::error::ValidationErrorKind;
use serde::Deserialize;
use serde_json::Value;

use super::often;
use crate::cli::exit::Exit;
use crate::cli::terminal::Terminal;
use crate::client::Response;
use crate::clock::Clock;
use crate::generated::{files, operations};
use crate::spec::{Contract, RequestBody, json_schema, underlying};
use crate::text::printable;
use crate::types::{
    GcParameters, RequestedGcParameters, ScheduleType, ShowGcScheduleResponse, UpdateGcScheduleRequest,
};
use crate::yaml::{Problem, Source, pointer};

/// The flags that name it.
#[derive(Debug, Args)]
pub(super) struct Given {
    /// The schedule in YAML or JSON; - is standard input
    #[arg(long, short, value_name = "FILE")]
    file: PathBuf,

    /// Take a cron expression that this command cannot read, that never fires, or that fires more than once an hour
    #[arg(long)]
    force: bool,
}

/// What a file asks for.
pub(super) struct Wanted {
    pub(super) request: UpdateGcScheduleRequest,
    /// Where each value stands.
    pub(super) source: Source,
}

/// More than any such file has.
const MOST: u64 = 1024 * 1024;

impl Given {
    /// Reads the file; every mistake in it is told with its line.
    pub(super) async fn read(self, terminal: &Terminal) -> Result<Wanted, Exit> {
        let Self { file, force } = self;
        let name =
            if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() };
        // On a thread of its own: a read that waits must not keep Ctrl-C from ending the command.
        let text = tokio::task::spawn_blocking(move || text(&file))
            .await
            .unwrap_or_else(|error| Err(io::Error::other(error)));
        let refuse = |lines: Vec<String>| {
            for line in lines {
                terminal.complain(&printable(&line), None);
            }
            Exit::Usage
        };
        let text = text.map_err(|error| refuse(vec![format!("--file {name}: {error}")]))?;
        wanted(&name, &text, force)
            .map_err(|problems| refuse(problems.iter().map(ToString::to_string).collect()))
    }
}

fn text(file: &Path) -> io::Result<String> {
    if file != Path::new("-") {
        return crate::file::text(file);
    }
    let mut text = String::new();
    io::stdin().take(MOST + 1).read_to_string(&mut text)?;
    if text.len() as u64 > MOST {
        let message = format!("it has more than {MOST} bytes, which no such file has");
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
    }
    Ok(text)
}

/// What a text asks for, or every mistake in it.
fn wanted(name: &str, text: &str, force: bool) -> Result<Wanted, Vec<Problem>> {
    let source = Source::parse(name, text).map_err(|problem| vec![problem])?;
    let broken = |why: String| vec![source.problem("", why, "report this")];
    let yaml = Source::parse(files::NAME, files::YAML).map_err(|problem| broken(problem.to_string()))?;
    let contract = Contract::new(yaml);
    let id = operations::UPDATE_GC_SCHEDULE.id;
    let operation = contract.operations.iter().find(|operation| operation.id == id);
    let body = operation.and_then(|operation| operation.body.as_ref());
    let body = body.ok_or_else(|| broken(format!("the API description has no body for {id}")))?;
    let mut problems = Vec::new();
    unknown(&contract.source, &body.schema, &source, "", &mut problems);
    problems.extend(violations(&contract, body, &source));
    if problems.is_empty() {
        problems.extend(cases(body, &source));
    }
    if !problems.is_empty() {
        problems.sort_by_key(|problem| problem.position);
        return Err(problems);
    }
    let request =
        UpdateGcScheduleRequest::deserialize(source.root()).map_err(|error| broken(error.to_string()))?;
    if let UpdateGcScheduleRequest::Custom { cron, .. } = &request
        && !force
        && let Err(why) = often::read(cron.as_str(), Clock::system().now())
    {
        return Err(vec![source.problem("/schedule/cron", why, "correct it, or give --force")]);
    }
    Ok(Wanted { request, source })
}

/// A problem for each property that is not described.
fn unknown(schemas: &Source, schema: &str, source: &Source, place: &str, problems: &mut Vec<Problem>) {
    let Some(at) = underlying(schemas, schema) else { return };
    let properties = pointer(&at, "properties");
    let Some(known) = schemas.get(&properties).and_then(Value::as_object) else { return };
    let entries = if place.is_empty() { Some(source.root()) } else { source.get(place) };
    for name in entries.and_then(Value::as_object).into_iter().flat_map(serde_json::Map::keys) {
        let inside = pointer(place, name);
        if known.contains_key(name) {
            unknown(schemas, &pointer(&properties, name), source, &inside, problems);
            continue;
        }
        let near = known.keys().min_by_key(|known| strsim::osa_distance(known, name));
        let near = near.filter(|known| strsim::osa_distance(known, name) <= 2);
        let names = known.keys().map(String::as_str).collect::<Vec<_>>().join(", ");
        let remedy =
            near.map_or_else(|| format!("there is {names}"), |near| format!("did you mean `{near}`?"));
        problems.push(source.key_problem(&inside, format!("there is no property `{name}`"), remedy));
    }
}

/// A problem for each value that its schema does not allow.
fn violations(contract: &Contract, body: &RequestBody, source: &Source) -> Vec<Problem> {
    let schema = json_schema(&contract.source, &body.schema);
    let validator = match jsonschema::validator_for(&schema) {
        Ok(validator) => validator,
        Err(error) => return vec![source.problem("", error.to_string(), "report this")],
    };
    let problem = |error: ValidationError<'_>| {
        let remedy = match error.kind() {
            ValidationErrorKind::Required { .. } => "add it",
            _ => "correct it",
        };
        source.problem(error.instance_path().as_str(), error.to_string(), remedy)
    };
    validator.iter_errors(source.root()).map(problem).collect()
}

/// A problem for what the word that decides does not go with.
fn cases(body: &RequestBody, source: &Source) -> Vec<Problem> {
    let Some(cases) = &body.cases else { return Vec::new() };
    if let Some(missing) = cases.unfulfilled(source.root()) {
        return vec![source.problem(&cases.by, missing, "add it")];
    }
    let word = source.get(&cases.by).and_then(Value::as_str).unwrap_or_default();
    let needed = |at: &String| cases.needs.iter().any(|(known, needs)| known == word && needs.contains(at));
    let all = cases.needs.iter().flat_map(|(_, needs)| needs);
    let idle = all.filter(|at| !needed(at) && source.get(at).is_some());
    idle.map(|at| {
        source.key_problem(at, format!("it has no meaning where {} is {word}", cases.by), "take it out")
    })
    .collect()
}

/// The file that asks for the schedule that a service shows; the error is a text for what keeps it from being one.
pub(super) fn written(shown: &Response<ShowGcScheduleResponse>) -> Result<String, String> {
    let unknown = |what: &str| format!("the service does not tell {what}");
    let schedule = shown.schedule.as_ref();
    let word = schedule.and_then(|schedule| schedule.type_.as_ref()).ok_or_else(|| unknown("its type"))?;
    let request = match word.known() {
        Some(ScheduleType::None) => UpdateGcScheduleRequest::none(),
        Some(ScheduleType::Custom) => {
            let cron = schedule.and_then(|schedule| schedule.cron.as_deref());
            let cron = cron.ok_or_else(|| unknown("its cron expression"))?;
            // All of them, since what is not written is lost.
            for pointer in ["/parameters/delete_untagged", "/parameters/dry_run"] {
                if let Some(lost) = shown.lost(pointer) {
                    return Err(format!("{} cannot be read: {}", lost.pointer(), lost.raw()));
                }
            }
            let GcParameters { delete_untagged, workers, dry_run } =
                shown.parameters.clone().unwrap_or_default();
            let workers = workers.ok_or_else(|| unknown("how many workers there are"))?;
            let mut parameters = RequestedGcParameters::new(workers).map_err(|error| error.to_string())?;
            (parameters.delete_untagged, parameters.dry_run) = (delete_untagged, dry_run);
            UpdateGcScheduleRequest::custom(cron, parameters).map_err(|error| error.to_string())?
        }
        _ => return Err(format!("its type is {}, which cannot be asked for", printable(word.as_str()))),
    };
    let body = serde_json::to_value(&request).map_err(|error| error.to_string())?;
    let mut text = String::new();
    for (name, properties) in body.as_object().into_iter().flatten() {
        text += &format!("{name}:\n");
        for (name, value) in properties.as_object().into_iter().flatten() {
            // What is a scalar in JSON is one in YAML.
            text += &format!("  {name}: {value}\n");
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::wanted;

    fn problems(text: &str) -> Vec<String> {
        let problems = wanted("a.yaml", text, false).err().expect("it has mistakes");
        problems.iter().map(ToString::to_string).collect()
    }

    fn body(text: &str) -> serde_json::Value {
        let wanted = wanted("a.yaml", text, false).map(|wanted| wanted.request);
        let request = wanted.map_err(|problems| format!("{problems:?}")).expect("it has no mistakes");
        serde_json::to_value(request).expect("JSON")
    }

    #[test]
    fn a_file_is_the_body_that_is_sent() {
        for text in [
            r#"{"schedule":{"type":"Custom","cron":"0 0 18 * * *"},"parameters":{"workers":2,"delete_untagged":false}}"#,
            r#"{"schedule":{"type":"Custom","cron":"0 0 18 * * *"},"parameters":{"workers":5,"delete_untagged":true,"dry_run":true}}"#,
            r#"{"schedule":{"type":"Custom","cron":"0 0 18 * * *"},"parameters":{"workers":1}}"#,
            r#"{"schedule":{"type":"None"}}"#,
        ] {
            let json: serde_json::Value = serde_json::from_str(text).expect("JSON");
            assert_eq!(body(text), json);
        }
        let yaml = "schedule:\n  type: Custom\n  cron: 0 0 18 * * *\nparameters:\n  workers: 2\n";
        assert_eq!(body(yaml)["schedule"]["cron"], "0 0 18 * * *");
        assert_eq!(body("schedule:\n  type: None\n"), serde_json::json!({ "schedule": { "type": "None" } }));
    }

    #[test]
    fn mistakes_are_told_with_their_places() {
        for (text, told) in [
            (
                "schedule:\n  type: Custom\n  cron: 0 0 18 * * *\nparameters:\n  worker: 2\n  workers: 9\n  dry_run: 1\n",
                &[
                    "a.yaml:5:3: there is no property `worker` (at #/parameters/worker); did you mean `workers`?",
                    "a.yaml:6:12: 9 is greater than the maximum of 5 (at #/parameters/workers); correct it",
                    "a.yaml:7:12: 1 is not of type \"boolean\" (at #/parameters/dry_run); correct it",
                ][..],
            ),
            (
                "schedule:\n  type: Custom\n  cron: 0 0 18 * * *\nparameters:\n  dry_run: no\n",
                &[
                    "a.yaml:5:3: \"workers\" is a required property (at #/parameters); add it",
                    "a.yaml:5:12: \"no\" is not of type",
                ],
            ),
            (
                "schedule:\n  type: Custom\nparameters:\n  workers: 2\n",
                &["a.yaml:2:9: /schedule/cron is missing, which Custom needs (at #/schedule/type); add it"],
            ),
            (
                "schedule:\n  type: None\n  cron: 0 0 18 * * *\n",
                &[
                    "a.yaml:3:3: it has no meaning where /schedule/type is None (at #/schedule/cron); take it out",
                ],
            ),
            (
                "schedule: {type: Custom, cron: '* * 18 * * *'}\nparameters: {workers: 2}\n",
                &["a.yaml:1:32: `* * 18 * * *` fires too often"],
            ),
            ("schedule: {type: custom}\n", &["a.yaml:1:18: \"custom\" is not one of"]),
            ("{}", &["\"schedule\" is a required property"]),
            ("[1]", &["is not of type \"object\""]),
            ("", &["a.yaml:1:1: "]),
            ("schedule: [\n", &["a.yaml:"]),
            ("schedule: 1\nschedule: 2\n", &["a.yaml:2:1"]),
        ] {
            let problems = problems(text);
            assert_eq!(problems.len(), told.len(), "{text}: {problems:?}");
            for (problem, told) in problems.iter().zip(told) {
                assert!(problem.contains(told), "{told} is not in {problem}");
            }
        }
    }
}
