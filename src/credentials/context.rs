//! What there is to find credentials with.

use crate::clock::Clock;
use crate::environment::Environment;
use crate::transport::Transport;

/// What sources may look at.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) transport: &'a Transport,
    pub(crate) environment: &'a Environment,
    pub(crate) clock: &'a Clock,
    /// What the client was given, so far.
    pub(crate) region: Option<&'a str>,
    pub(crate) project_id: Option<&'a str>,
}
