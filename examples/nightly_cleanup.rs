//! A clean-up as a nightly job does it: see what there is to gain, run, wait, and know what to do however it ends.
//!
//! `cargo run --example nightly_cleanup --features simulator`

use std::process::ExitCode;
use std::time::Duration;

use swr_gc::operate::{Ended, Estimate, Polling};
use swr_gc::simulator::{Scenario, Simulator};
use swr_gc::types::{ExecuteGcScheduleRequest, JobStatus, RequestedGcParameters};
use swr_gc::{Client, Error};

/// Less than this is not worth a night's work.
const WORTH_IT: i64 = 1024 * 1024;

/// An instance to clean up.
struct Registry {
    client: Client,
    instance_id: String,
}

impl Registry {
    /// Runs a clean-up to its end, and looks at its task seldom: nobody waits for it.
    async fn run(&self, parameters: RequestedGcParameters) -> Result<Ended, Error> {
        let body = ExecuteGcScheduleRequest::manual(parameters);
        let request = self.client.execute_gc_schedule().instance_id(self.instance_id.as_str());
        let started = request.body(body).start().await?;
        println!("task {} is started", started.id);
        let task = self.client.show_gc_task().instance_id(self.instance_id.as_str()).gc_id(started.id);
        // At a real service: pauses from a minute to five, and four hours.
        let polling = Polling::default().pauses(Duration::from_millis(20), Duration::from_millis(200));
        task.wait().polling(polling).deadline(Duration::from_secs(60)).until_over().await
    }

    async fn clean_up(&self) -> Result<ExitCode, Error> {
        let parameters = RequestedGcParameters::new(3)?;
        let preview = self.run(parameters.clone().dry_run(true)).await?;
        let Some(estimate) = Estimate::of(preview.task) else {
            eprintln!("the dry run ended as {}: nothing is deleted", preview.status);
            return Ok(ExitCode::FAILURE);
        };
        let counters = estimate.task.job_parameters.as_ref();
        match counters.and_then(|counters| counters.freed_space) {
            // Absent is unknown, and not 0: then only the run itself can tell.
            None => println!("how much there is to gain is not known"),
            Some(bytes) if bytes < WORTH_IT => {
                println!("{bytes} bytes are not worth it");
                return Ok(ExitCode::SUCCESS);
            }
            Some(bytes) => println!("{bytes} bytes are to be gained"),
        }
        let ended = self.run(parameters).await?;
        match ended.status {
            JobStatus::Success => {
                let comparison = estimate.compare(&ended.task);
                println!("freed {:?} bytes", comparison.freed_space.actual);
                for reason in &comparison.reasons {
                    println!("  not as estimated, perhaps because {reason}");
                }
                Ok(ExitCode::SUCCESS)
            }
            JobStatus::Stopped => {
                eprintln!("somebody stopped task {:?}: what was deleted by then is gone", ended.task.id);
                Ok(ExitCode::from(4))
            }
            status => {
                eprintln!("task {:?} ended as {status}: the next night tries again", ended.task.id);
                Ok(ExitCode::from(3))
            }
        }
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<ExitCode, Error> {
    // At a real service: `Client::builder().region("cn-north-4").build()?`.
    let simulator = Simulator::builder().scenario(Scenario::Idle).speed(6000.0).start().await?;
    let client = Client::builder()
        .endpoint(simulator.endpoint())
        .project_id(simulator.project_id())
        .access_key(simulator.access_key(), simulator.secret_key())
        .build()?;
    let registry = Registry { client, instance_id: simulator.instance_id().to_owned() };
    match registry.clean_up().await {
        Err(error) if error.status() == Some(409) => {
            println!("another clean-up is at work ({error}): it does our work for us");
            Ok(ExitCode::SUCCESS)
        }
        Err(error) if error.is_unfinished() => {
            eprintln!("{error}\nIt goes on without us.");
            Ok(ExitCode::from(5))
        }
        Err(error) if error.may_have_run() => {
            eprintln!("{error}\nLook at the list before another one is started: this one may run.");
            Ok(ExitCode::FAILURE)
        }
        Err(error) => {
            eprintln!("{error}\n{}", error.remedy());
            Ok(ExitCode::FAILURE)
        }
        Ok(code) => Ok(code),
    }
}
