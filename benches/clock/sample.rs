//! The page that is measured, and the types one would write by hand for it.

use jiff::Timestamp;
use serde::Deserialize;
use swr_gc::types::{JobKind, JobStatus};
use swr_gc::wire::Open;

#[derive(Debug, Deserialize)]
pub struct List {
    pub page_info: Option<PageInfo>,
    pub tasks: Vec<Task>,
}

#[derive(Debug, Deserialize)]
pub struct PageInfo {
    pub next_marker: Option<String>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoding is what is measured")]
pub struct Task {
    pub id: Option<i64>,
    pub job_name: Option<String>,
    pub job_kind: Option<Open<JobKind>>,
    pub job_parameters: Option<Parameters>,
    pub job_status: Option<Open<JobStatus>>,
    pub creation_time: Option<Timestamp>,
    pub update_time: Option<Timestamp>,
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "decoding is what is measured")]
pub struct Parameters {
    pub delete_untagged: Option<bool>,
    pub workers: Option<i64>,
    pub dry_run: Option<bool>,
    pub purged_blobs: Option<i64>,
    pub purged_manifests: Option<i64>,
    pub freed_space: Option<i64>,
}

/// A page of `count` finished tasks from `first` on, about 300 bytes a task.
pub fn page(first: usize, count: usize, next: Option<&str>) -> String {
    let tasks: Vec<String> = (first..first + count).map(task).collect();
    let info = next.map_or_else(|| "{}".to_owned(), |next| format!(r#"{{"next_marker":"{next}"}}"#));
    format!(r#"{{"page_info":{info},"tasks":[{}]}}"#, tasks.join(","))
}

fn task(id: usize) -> String {
    let (kind, status) = (["MANUAL", "SCHEDULE"][id % 2], ["Success", "Error", "Stopped"][id % 3]);
    let (minute, blobs) = (id % 60, id * 17);
    format!(
        concat!(
            r#"{{"id":{id},"job_name":"daily-gc-task-{id}","job_kind":"{kind}","job_parameters":"#,
            r#"{{"delete_untagged":true,"dry_run":false,"workers":3,"purged_blobs":{blobs},"purged_manifests":7,"#,
            r#""freed_space":53687091200}},"job_status":"{status}","creation_time":"2024-01-20T10:{minute:02}:00Z","#,
            r#""update_time":"2024-01-20T11:{minute:02}:30Z"}}"#
        ),
        id = id,
        kind = kind,
        status = status,
        blobs = blobs,
        minute = minute,
    )
}
