//! Clean-ups as a whole: started once, waited for to their end, watched, stopped.
//!
//! ```no_run
//! # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
//! use swr_gc::types::{ExecuteGcScheduleRequest, JobStatus, RequestedGcParameters};
//!
//! let body = ExecuteGcScheduleRequest::manual(RequestedGcParameters::new(3)?);
//! let started = client.execute_gc_schedule().instance_id("8c0ab2c1").body(body).start().await?;
//! let ended = client.show_gc_task().instance_id("8c0ab2c1").gc_id(started.id).wait().until_over().await?;
//! assert_eq!(ended.status, JobStatus::Success);
//! println!("{:?} bytes freed", ended.task.job_parameters.and_then(|result| result.freed_space));
//! # Ok(()) }
//! ```
//!
//! The methods stand on the requests of the operations: [`start`](crate::builder::ExecuteGcSchedule::start),
//! [`wait`](crate::builder::ShowGcTask::wait), [`watch`](crate::builder::ShowGcTask::watch) one task or
//! [a whole instance](crate::builder::ListGcTasks::watch), and [`stop`](crate::builder::StopGcTask::stop).
//!
//! Of what lies behind, [`Past`] tells how long runs usually take, and [`Stats`] what they achieved.
//!
//! The API has no progress: how much of a clean-up is done is not to be had, and a task has counters only once it has
//! ended whole. What is absent is unknown, and never 0.

#[cfg(feature = "contract")]
pub mod doctor;
mod estimate;
mod looks;
mod past;
mod polling;
mod schedule;
mod start;
mod stats;
mod stop;
mod wait;
mod watch;

#[cfg(test)]
mod tests;

pub use estimate::{Compared, Comparison, Estimate, Reason};
pub use past::{Past, Usual};
pub use polling::Polling;
pub use schedule::ScheduleDifference;
pub use start::Started;
pub use stats::{Group, Period, Stats, Tally};
pub use wait::{Ended, Wait};
pub use watch::{Change, Watch};

#[cfg(feature = "cli")]
pub(crate) use watch::every;
