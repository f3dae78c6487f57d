//! The id of the project that has a region's name.

use serde::Deserialize;

use super::caller::Caller;
use super::context::Context;
use super::keeper::Keeper;
use super::question::Question;
use crate::error::Error;
use crate::wire::Operation;

/// `GET /v3/projects?name=…`
const LIST_PROJECTS: Operation = Operation {
    id: "KeystoneListProjects",
    method: "GET",
    path: "/v3/projects",
    success: &[200],
    permission: Some("iam:projects:listProjects"),
    availability: None,
    remedies: &[
        (401, "Check the credentials; or set the project id, then nobody has to ask for it."),
        (403, "Set the project id, then nobody has to ask for it."),
    ],
    idempotent: true,
};

#[derive(Deserialize)]
struct Answer {
    projects: Vec<Project>,
}

#[derive(Deserialize)]
struct Project {
    id: String,
    #[serde(default)]
    name: String,
}

/// Asks IAM for the project of the client's region.
pub(crate) async fn look_up(keeper: &Keeper, context: &Context<'_>) -> Result<String, Error> {
    let wrong = |why: String| {
        let advice =
            "Set the project id (`--project`, SWR_GC_PROJECT); nothing was sent to the service itself.";
        Error::configuration("project_id", why).advising(advice)
    };
    let Some(region) = context.region else {
        return Err(wrong(
            "is missing: set it, or a region, by whose name IAM can be asked for it".to_owned(),
        ));
    };
    let question = Question { operation: &LIST_PROJECTS, query: &[("name", region)], body: None };
    let caller = Caller { keeper, context: *context, project_id: None };
    let found = keeper.current();
    let own = found.as_ref().and_then(|found| found.identity.iam_endpoint.as_deref());
    let exchange = question.ask_iam(own, context, &caller).await?;
    let answer: Answer = serde_json::from_slice(&exchange.body).map_err(|error| {
        let error = context.transport.cleaner.clean(&error.to_string());
        let why = format!("{}, but the body cannot be used: {error}", exchange.status);
        Error::unusable(context.transport.answered(&LIST_PROJECTS, exchange.clone()), why)
    })?;
    match answer.projects.as_slice() {
        [project] => Ok(project.id.clone()),
        [] => {
            let trace = context.transport.answered(&LIST_PROJECTS, exchange).request_id;
            let trace = trace.map(|id| format!(" (trace id {id})")).unwrap_or_default();
            Err(wrong(format!(
                "IAM knows no project named {region:?} that these credentials may see{trace}: set the project id"
            )))
        }
        several => {
            let clean = |text: &str| context.transport.cleaner.clean(text);
            let line = |project: &Project| format!("\n  {} {}", clean(&project.id), clean(&project.name));
            let lines: String = several.iter().map(line).collect();
            Err(wrong(format!(
                "IAM knows {} projects for {region:?}: set one of them:{lines}",
                several.len()
            )))
        }
    }
}

#[cfg(test)]
mod tests;
