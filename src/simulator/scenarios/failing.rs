//! `failing`: as `idle`, but the last nights failed, and so does whatever is started.

use super::{Beginning, Setting, idle};
use crate::simulator::registry::task;

/// How many tasks failed before now.
const FAILED: usize = 3;

pub(super) fn begin<'a>(setting: &Setting<'_>) -> Beginning<'a> {
    let mut tasks = idle::tasks(setting);
    tasks.iter_mut().take(FAILED).for_each(task::fail);
    idle::beginning(setting, tasks)
}
