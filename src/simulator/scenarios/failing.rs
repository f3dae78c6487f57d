//! `failing`: as `idle`, but the last nights failed, and so does whatever is started.

use super::{Beginning, Setting, idle};
use crate::simulator::registry::task;

/// How many tasks failed before now.
const FAILED: usize = 3;

pub(super) fn begin(setting: &Setting<'_>) -> Beginning {
    let mut beginning = idle::begin(setting);
    beginning.tasks.iter_mut().take(FAILED).for_each(task::fail);
    beginning
}
