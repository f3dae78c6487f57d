//! An instance, asked in the words of its operations.

use jiff::SignedDuration;
use serde_json::{Value, json};
use swr_gc::simulator::{Scenario, Simulator, SimulatorBuilder};

use super::http::{Answer, Connection, Request, path};

/// Longer than any clean-up takes.
pub const LONG: SignedDuration = SignedDuration::from_hours(1);

pub struct Instance {
    pub simulator: Simulator,
    connection: Connection,
}

/// A simulator whose time stands still until it is told.
pub fn standing(scenario: Scenario) -> SimulatorBuilder {
    Simulator::builder().scenario(scenario).speed(0.0)
}

/// The body that starts a clean-up.
pub fn start_body(delete_untagged: bool, workers: i64, dry_run: bool) -> Value {
    let parameters = json!({ "delete_untagged": delete_untagged, "workers": workers, "dry_run": dry_run });
    json!({ "schedule": { "type": "Manual" }, "parameters": parameters })
}

/// The body that has clean-ups started at these times.
pub fn cron_body(cron: &str) -> Value {
    json!({ "schedule": { "type": "Custom", "cron": cron }, "parameters": { "workers": 3 } })
}

impl Instance {
    pub async fn of(builder: SimulatorBuilder) -> Self {
        let simulator = builder.start().await.expect("it starts");
        let connection = Connection::open(&simulator).await;
        Self { simulator, connection }
    }

    pub async fn standing(scenario: Scenario) -> Self {
        Self::of(standing(scenario)).await
    }

    async fn ask(&mut self, method: &str, below: &str, body: Option<&Value>) -> Answer {
        let path = path(self.simulator.project_id(), self.simulator.instance_id());
        let request = Request::new(method, &format!("{path}{below}"));
        let request = request.header("X-Auth-Token", self.simulator.token());
        let request = body.map_or(request.clone(), |body| request.body(body.to_string()));
        self.connection.ask(&request).await
    }

    pub async fn start(&mut self, body: &Value) -> Answer {
        self.ask("POST", "/schedule", Some(body)).await
    }

    /// Starts a clean-up that nothing is in the way of, and tells its id.
    pub async fn started(&mut self, body: &Value) -> i64 {
        let answer = self.start(body).await;
        assert_eq!(answer.status, 202, "{}", answer.json());
        answer.json()["id"].as_i64().expect("an id")
    }

    pub async fn stop(&mut self, id: i64) -> Answer {
        self.ask("PUT", &format!("/{id}"), None).await
    }

    pub async fn show(&mut self, id: i64) -> Value {
        let answer = self.ask("GET", &format!("/{id}"), None).await;
        assert_eq!(answer.status, 200, "{id}");
        answer.json()
    }

    pub async fn status(&mut self, id: i64) -> String {
        self.show(id).await["job_status"].as_str().expect("a status").to_owned()
    }

    /// The newest tasks.
    pub async fn list(&mut self, query: &str) -> Vec<Value> {
        let request = Request::list(&self.simulator, query);
        let page = self.connection.ask(&request).await.json();
        page["tasks"].as_array().expect("tasks").clone()
    }

    pub async fn write(&mut self, body: &Value) -> Answer {
        self.ask("PUT", "/schedule", Some(body)).await
    }

    pub async fn schedule(&mut self) -> Value {
        self.ask("GET", "/schedule", None).await.json()
    }

    pub fn advance(&self, by: SignedDuration) {
        self.simulator.advance(by);
    }
}
