//! What a service sends back does not get into a report, if it is a secret.

use serde_json::json;
use swr_gc::findings::Format;

use super::server::{Told, honest, serve, tasks};
use super::support::{TOKEN, of, report, written};

const FORBIDDEN: &str = "F0rbidden-token-of-the-tests";

#[tokio::test]
async fn a_service_that_echoes_the_token_everywhere_cannot_put_it_into_a_report() {
    let tasks = tasks(28);
    let suite = of(&serve(move |asked| {
        let token = asked.token.clone().unwrap_or_default();
        let told = honest(&tasks, asked);
        if told.status != 200 {
            return Told::new(told.status, &json!({ "error_code": 1, "error_msg": { &token: [token] } }));
        }
        told.edit(|body| {
            body["page_info"]["next_marker"] = json!(format!("{token}-{}", asked.number));
            body["tasks"][0]["job_kind"] = json!(token);
            body["tasks"][0][&token] = json!(token);
            body[format!("x{token}")] = json!([{ "y": token }]);
        })
    }));
    let report = report(suite.forbidden_token(FORBIDDEN)).await;
    assert!(report.findings.len() > 5, "{:?}", report.findings);
    for format in Format::ALL {
        let written = written(&report, *format);
        assert!(!written.contains(TOKEN) && !written.contains(FORBIDDEN), "{format}: {written}");
    }
    for found in &report.findings {
        assert!(!format!("{found:?}").contains(TOKEN), "{found:?}");
        assert!(found.curl.as_deref().is_some_and(|curl| curl.starts_with("curl ")), "{found:?}");
    }
}
