//! The schedule that is wanted, and the one that is there.

use crate::client::Response;
use crate::types::{
    GcParameters, RequestedGcParameters, ScheduleType, ShowGcScheduleResponse, UpdateGcScheduleRequest,
};

/// A property of a schedule that is not as it is wanted.
///
/// See [`UpdateGcScheduleRequest::differences`].
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScheduleDifference {
    /// JSON pointer of the property, the same in what is sent and in what is shown.
    pub pointer: &'static str,
    /// What the service shows; `None` where it does not tell.
    pub shown: Option<String>,
    /// What is wanted.
    pub wanted: String,
}

impl UpdateGcScheduleRequest {
    /// Where the schedule that a service shows is not the one that this request asks for.
    ///
    /// ```
    /// use swr_gc::types::{RequestedGcParameters, ShowGcScheduleResponse, UpdateGcScheduleRequest};
    ///
    /// let shown: ShowGcScheduleResponse = serde_json::from_str(
    ///     r#"{"schedule": {"type": "Custom", "cron": "0 0 16 * * *"}, "parameters": {"workers": 2}}"#,
    /// )?;
    /// let wanted = UpdateGcScheduleRequest::custom("0 0 16 * * *", RequestedGcParameters::new(4)?)?;
    /// let differences = wanted.differences(&shown);
    /// assert_eq!(differences.len(), 1);
    /// assert_eq!((differences[0].pointer, differences[0].wanted.as_str()), ("/parameters/workers", "4"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// A schedule that is kept in a file:
    ///
    /// ```no_run
    /// # async fn demo(client: swr_gc::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use swr_gc::types::UpdateGcScheduleRequest;
    ///
    /// let wanted: UpdateGcScheduleRequest = serde_json::from_str(&std::fs::read_to_string("schedule.json")?)?;
    /// let shown = client.show_gc_schedule().instance_id("i-1").send().await?;
    /// if !wanted.differences_to(&shown).is_empty() {
    ///     client.update_gc_schedule().instance_id("i-1").body(wanted).send().await?;
    /// }
    /// # Ok(()) }
    /// ```
    ///
    /// Nothing differs: the request need not be sent. Asked again after it was sent, it tells whether the service did
    /// what it said. Blanks between the fields of a cron expression do not count. An option that is not set is taken
    /// for its documented default on both sides; anything else that the service does not tell is a difference. Where
    /// no schedule is wanted, parameters do not count: they have no meaning without one.
    ///
    /// What the service tells and nobody can read is not told either, and no default: see
    /// [`differences_to`](Self::differences_to).
    pub fn differences(&self, shown: &ShowGcScheduleResponse) -> Vec<ScheduleDifference> {
        self.compare(shown, |_| false)
    }

    /// The same of an answer as it was received, where what cannot be read is a difference.
    ///
    /// ```no_run
    /// # async fn demo(client: swr_gc::Client) -> Result<(), swr_gc::Error> {
    /// use swr_gc::types::UpdateGcScheduleRequest;
    ///
    /// let shown = client.show_gc_schedule().instance_id("i-1").send().await?;
    /// for one in UpdateGcScheduleRequest::none().differences_to(&shown) {
    ///     println!("{} is {:?}, not {}", one.pointer, one.shown, one.wanted);
    /// }
    /// # Ok(()) }
    /// ```
    pub fn differences_to(&self, shown: &Response<ShowGcScheduleResponse>) -> Vec<ScheduleDifference> {
        self.compare(shown, |pointer| shown.lost(pointer).is_some())
    }

    fn compare(
        &self,
        shown: &ShowGcScheduleResponse,
        is_lost: impl Fn(&str) -> bool,
    ) -> Vec<ScheduleDifference> {
        let schedule = shown.schedule.as_ref();
        let word = schedule.and_then(|schedule| schedule.type_.as_ref()).map(|word| word.as_str().to_owned());
        let wanted = match self {
            Self::None => ScheduleType::None,
            Self::Custom { .. } => ScheduleType::Custom,
        };
        let mut found = vec![compare("/schedule/type", word, wanted.to_string())];
        if let Self::Custom { cron, parameters } = self {
            let shown_cron = schedule.and_then(|schedule| schedule.cron.as_deref()).map(fields);
            found.push(compare("/schedule/cron", shown_cron, fields(cron.as_str())));
            let shown = shown.parameters.as_ref();
            let RequestedGcParameters { delete_untagged, workers, dry_run } = parameters;
            let flag = |flag: Option<bool>, default: bool| flag.unwrap_or(default).to_string();
            for (pointer, shown, wanted, default) in [
                (
                    "/parameters/delete_untagged",
                    shown.and_then(|shown| shown.delete_untagged),
                    *delete_untagged,
                    GcParameters::DEFAULT_DELETE_UNTAGGED,
                ),
                (
                    "/parameters/dry_run",
                    shown.and_then(|shown| shown.dry_run),
                    *dry_run,
                    GcParameters::DEFAULT_DRY_RUN,
                ),
            ] {
                let shown = (!is_lost(pointer)).then(|| flag(shown, default));
                found.push(compare(pointer, shown, flag(wanted, default)));
            }
            let shown = shown.and_then(|shown| shown.workers).map(|workers| workers.to_string());
            found.push(compare("/parameters/workers", shown, workers.to_string()));
        }
        found.into_iter().flatten().collect()
    }
}

fn compare(pointer: &'static str, shown: Option<String>, wanted: String) -> Option<ScheduleDifference> {
    (shown.as_ref() != Some(&wanted)).then_some(ScheduleDifference { pointer, shown, wanted })
}

/// A cron expression with one blank between its fields.
fn fields(cron: &str) -> String {
    cron.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::types::{RequestedGcParameters, UpdateGcScheduleRequest};

    fn differences(wanted: &UpdateGcScheduleRequest, shown: &Value) -> Vec<String> {
        let shown = serde_json::from_value(shown.clone()).expect("it is an answer");
        let differences = wanted.differences(&shown).into_iter();
        differences.map(|one| format!("{} {:?} {}", one.pointer, one.shown, one.wanted)).collect()
    }

    fn nightly() -> UpdateGcScheduleRequest {
        let parameters = RequestedGcParameters::new(2).expect("two are allowed");
        UpdateGcScheduleRequest::custom("0 0 16 * * *", parameters).expect("an expression")
    }

    #[test]
    fn what_is_as_it_is_wanted_does_not_differ() {
        let none = UpdateGcScheduleRequest::none();
        for (wanted, shown) in [
            (
                nightly(),
                json!({ "schedule": { "type": "Custom", "cron": " 0 0  16 * * *" }, "parameters": { "workers": 2 } }),
            ),
            (
                nightly(),
                json!({
                    "schedule": { "type": "Custom", "cron": "0 0 16 * * *", "next_scheduled_time": "2024-02-04T16:00:00Z" },
                    "parameters": { "workers": 2, "delete_untagged": false, "dry_run": false, "more": 1 },
                }),
            ),
            (none.clone(), json!({ "schedule": { "type": "None" }, "parameters": {} })),
            (
                none,
                json!({ "schedule": { "type": "None", "cron": "0 0 1 * * *" }, "parameters": { "workers": 5 } }),
            ),
        ] {
            assert_eq!(differences(&wanted, &shown), [""; 0], "{shown}");
        }
    }

    #[test]
    fn what_differs_or_is_not_told_is_named() {
        assert_eq!(
            differences(&nightly(), &json!({})),
            ["/schedule/type None Custom", "/schedule/cron None 0 0 16 * * *", "/parameters/workers None 2",]
        );
        let shown = json!({
            "schedule": { "type": "Weekly", "cron": "0 0 17 * * *" },
            "parameters": { "workers": 3, "delete_untagged": true, "dry_run": true },
        });
        assert_eq!(
            differences(&nightly(), &shown),
            [
                "/schedule/type Some(\"Weekly\") Custom",
                "/schedule/cron Some(\"0 0 17 * * *\") 0 0 16 * * *",
                "/parameters/delete_untagged Some(\"true\") false",
                "/parameters/dry_run Some(\"true\") false",
                "/parameters/workers Some(\"3\") 2",
            ]
        );
        assert_eq!(
            differences(&UpdateGcScheduleRequest::none(), &shown),
            ["/schedule/type Some(\"Weekly\") None"]
        );
    }
}
