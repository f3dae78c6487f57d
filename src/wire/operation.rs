//! What the API description says of an operation as a whole.

/// Keeps traits to the types that are generated: their methods follow the API description, and may grow.
pub trait Sealed {}

/// One operation of the API.
///
/// ```
/// use swr_gc::operations::LIST_GC_TASKS;
///
/// assert_eq!(LIST_GC_TASKS.id, "ListGcTasks");
/// assert_eq!(LIST_GC_TASKS.permission, Some("swr:instance:listGcTasks"));
/// assert!(LIST_GC_TASKS.is_read());
/// assert!(LIST_GC_TASKS.remedy(401).is_some_and(|remedy| remedy.contains("token")));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Operation {
    /// The operationId.
    pub id: &'static str,
    /// The HTTP method, in capitals.
    pub method: &'static str,
    /// The path with its `{placeholders}`.
    pub path: &'static str,
    /// Status codes that mean success.
    pub success: &'static [u16],
    /// The permission that an IAM user needs.
    pub permission: Option<&'static str>,
    /// How a tenant gets access, where the operation is not open to every tenant.
    pub availability: Option<&'static str>,
    /// Whether it may be sent twice: the second time changes nothing more.
    pub idempotent: bool,
    /// What to do next, by error status.
    pub remedies: &'static [(u16, &'static str)],
}

impl Operation {
    /// What to do next after an error answer with this status.
    pub fn remedy(&self, status: u16) -> Option<&'static str> {
        self.remedies.iter().find(|(known, _)| *known == status).map(|(_, remedy)| *remedy)
    }

    /// Whether the operation only reads.
    pub fn is_read(&self) -> bool {
        matches!(self.method, "GET" | "HEAD")
    }
}
