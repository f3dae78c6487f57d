//! Stopping a task, and seeing that it stops.

use super::Wait;
use crate::builder::StopGcTask;
use crate::client::Request;
use crate::error::Error;

impl StopGcTask {
    /// Asks the service to stop the task; the result waits until it is over.
    ///
    /// ```no_run
    /// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
    /// use swr_gc::types::JobStatus;
    ///
    /// let ended = client.stop_gc_task().instance_id("i-1").gc_id(1005).stop().await?.until_over().await?;
    /// match ended.status {
    ///     JobStatus::Stopped => println!("stopped"),
    ///     status => println!("it ended before as {status}"),
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// That the service takes the request does not say that the task ends by it: it may be over before, or take a while
    /// to notice. What the task has removed by then stays removed, and how much that is nobody tells.
    ///
    /// # Errors
    ///
    /// The service refuses, or cannot be asked: see [`Error`]. The task may be stopped all the same where
    /// [`Error::may_have_run`] says so; asking again does no harm.
    pub async fn stop(self) -> Result<Wait, Error> {
        let mut show = self.client().show_gc_task();
        show.project_id = self.project_id.clone();
        show.instance_id = self.instance_id.clone();
        show.gc_id = self.gc_id.clone();
        self.send().await?;
        Ok(show.wait().answered())
    }
}
