//! What a schedule says beyond its fields.

use jiff::Timestamp;

use crate::types::{ScheduleDetails, ScheduleType};

impl ScheduleDetails {
    /// Whether the service says that there is none.
    ///
    /// ```
    /// use swr_gc::types::ScheduleDetails;
    ///
    /// let off: ScheduleDetails = serde_json::from_str(r#"{"type": "None", "cron": "0 0 18 * * *"}"#)?;
    /// assert!(off.is_off() && !ScheduleDetails::default().is_off());
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// What else it shows has no meaning then. Where it does not tell, there may be one.
    pub fn is_off(&self) -> bool {
        self.type_.as_ref().is_some_and(|word| *word == ScheduleType::None)
    }

    /// When it is to start the next clean-up, as the service says.
    ///
    /// ```
    /// use swr_gc::types::ScheduleDetails;
    ///
    /// let none: ScheduleDetails = serde_json::from_str(r#"{"next_scheduled_time": "0001-01-01T00:00:00Z"}"#)?;
    /// assert_eq!(none.next_run(), None);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    ///
    /// `next_scheduled_time`, but for times before 1970: the year 1 is what a service written in Go sends for none
    /// (inferred from Harbor).
    pub fn next_run(&self) -> Option<Timestamp> {
        self.next_scheduled_time.filter(|next| *next > Timestamp::UNIX_EPOCH && !self.is_off())
    }
}
