//! The tables of the published page of ListGcTasks as data: names, types, bounds and words, no sentences.

/// A parameter of the request: where it travels, name, whether it is mandatory, type, further facts.
pub type Parameter = (&'static str, &'static str, bool, &'static str, &'static [&'static str]);

/// A property of an answer: name, type, further facts.
pub type Property = (&'static str, &'static str, &'static [&'static str]);

pub const METHOD: &str = "GET";
pub const PATH: &str = "/v2/{project_id}/instances/{instance_id}/system/gc";

const STATUS_WORDS: &[&str] = &["word Success", "word Stopped", "word Running", "word Pending", "word Error"];

pub const PARAMETERS: &[Parameter] = &[
    ("path", "project_id", true, "string", &[]),
    ("path", "instance_id", true, "string", &[]),
    ("query", "marker", false, "string", &[]),
    ("query", "limit", false, "integer", &["default 10", "maximum 100"]),
    ("query", "status", false, "string", STATUS_WORDS),
    ("header", "X-Auth-Token", true, "string", &[]),
];

/// The note that two parameters belong together.
pub const TOGETHER: (&str, &str) = ("marker", "limit");

pub const STATUSES: &[u16] = &[200, 400, 401, 403, 404, 500];

/// The first table of the answer 200.
pub const TASK: &[Property] = &[
    ("id", "integer", &[]),
    ("job_name", "string", &[]),
    ("job_kind", "string", &["word MANUAL", "word SCHEDULE"]),
    ("job_parameters", "object", &[]),
    ("job_status", "string", STATUS_WORDS),
    ("creation_time", "string", &[]),
    ("update_time", "string", &[]),
];

/// The second table of the answer 200, about `job_parameters`.
pub const JOB_PARAMETERS: &[Property] = &[
    ("delete_untagged", "boolean", &["default false"]),
    ("workers", "integer", &["minimum 1", "maximum 5"]),
    ("dry_run", "boolean", &["default false"]),
    ("purged_blobs", "integer", &[]),
    ("purged_manifests", "integer", &[]),
    ("freed_space", "integer", &["unit bytes"]),
];

/// The table that stands under every error status.
pub const ERROR: &[Property] = &[
    ("error_code", "string", &[]),
    ("error_msg", "string", &[]),
    ("encoded_authorization_message", "string", &[]),
];

/// A difference between the page and the contract: id in `x-swr-errata`, who alone has the facts, and the facts
/// as a pattern in which `*` stands for any text.
pub type Difference = (&'static str, Side, &'static str);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Only the page says so.
    Page,
    /// Only the contract says so.
    Contract,
}

/// The page lists the properties of a task at the top level, the contract inside of `tasks`.
pub const MOVED: (&str, &str, &str) = ("envelope-missing", "answer 200 /", "answer 200 /tasks/[]/");

use Side::{Contract, Page};

pub const DIFFERENCES: &[Difference] = &[
    ("envelope-missing", Contract, "answer 200 /page_info = type object"),
    ("envelope-missing", Contract, "answer 200 /page_info/next_marker = type string"),
    ("envelope-missing", Contract, "answer 200 /tasks = type array"),
    ("page-end-not-documented", Contract, "pagination = end *"),
    ("marker-opaque", Contract, "query marker = opaque true"),
    ("marker-opaque", Contract, "answer 200 /page_info/next_marker = opaque true"),
    ("job-parameters-as-text", Contract, "answer 200 /tasks/[]/job_parameters = embedded json-text"),
    ("integer-width", Contract, "query limit = format int32"),
    ("integer-width", Contract, "answer 200 /tasks/[]/id = format int64"),
    ("integer-width", Contract, "answer 200 /tasks/[]/job_parameters/workers = format int32"),
    ("integer-width", Contract, "answer 200 /tasks/[]/job_parameters/purged_blobs = format int64"),
    ("integer-width", Contract, "answer 200 /tasks/[]/job_parameters/purged_manifests = format int64"),
    ("integer-width", Contract, "answer 200 /tasks/[]/job_parameters/freed_space = format int64"),
    ("time-format", Contract, "answer 200 /tasks/[]/creation_time = format date-time"),
    ("time-format", Contract, "answer 200 /tasks/[]/update_time = format date-time"),
    ("time-order", Contract, "answer 200 /tasks/[]/update_time = not-before creation_time"),
    ("limit-minimum", Contract, "query limit = minimum 1"),
    ("tasks-bound", Contract, "answer 200 /tasks = maxItems 100"),
    ("counters-minimum", Contract, "answer 200 /tasks/[]/job_parameters/purged_blobs = minimum 0"),
    ("counters-minimum", Contract, "answer 200 /tasks/[]/job_parameters/purged_manifests = minimum 0"),
    ("counters-minimum", Contract, "answer 200 /tasks/[]/job_parameters/freed_space = minimum 0"),
    ("id-shape", Contract, "path project_id = minLength 1"),
    ("id-shape", Contract, "path project_id = maxLength 128"),
    ("id-shape", Contract, "path project_id = pattern *"),
    ("id-shape", Contract, "path instance_id = minLength 1"),
    ("id-shape", Contract, "path instance_id = maxLength 128"),
    ("id-shape", Contract, "path instance_id = pattern *"),
    ("task-stages", Contract, "answer 200 /tasks/[]/job_status = stages *"),
    ("task-stages", Contract, "query status = stages *"),
    ("final-status", Contract, "answer 200 /tasks/[]/job_status = final *"),
    ("final-status", Contract, "query status = final *"),
    ("token-header-as-parameter", Page, "header X-Auth-Token = *"),
    ("token-header-as-parameter", Contract, "credential = header X-Auth-Token"),
    ("signing-not-listed", Contract, "credential = header Authorization"),
    ("endpoint-not-listed", Contract, "endpoint = https://*"),
    ("permission-not-listed", Contract, "permission = *"),
    ("media-type", Contract, "answer * = body application/json"),
    ("response-headers", Contract, "answer * header X-Request-Id = *"),
    ("response-headers", Contract, "answer 429 header Retry-After = *"),
    ("status-409-not-listed", Contract, "answer 409 = documented"),
    ("status-409-not-listed", Contract, "answer 409 /error_code = type string"),
    ("status-409-not-listed", Contract, "answer 409 /error_msg = type string"),
    ("status-409-not-listed", Contract, "answer 409 /encoded_authorization_message = type string"),
    ("status-429-not-listed", Contract, "answer 429 = documented"),
    ("status-429-not-listed", Contract, "answer 429 /error_code = type string"),
    ("status-429-not-listed", Contract, "answer 429 /error_msg = type string"),
    ("status-429-not-listed", Contract, "answer 429 /encoded_authorization_message = type string"),
    ("error-both-forms", Contract, "answer * /details = type array"),
    ("error-both-forms", Contract, "answer * /details/[]/error_code = type string"),
    ("error-both-forms", Contract, "answer * /details/[]/error_msg = type string"),
    ("error-both-forms", Contract, "answer * /errors = type array"),
    ("error-both-forms", Contract, "answer * /errors/[]/errorCode = type string"),
    ("error-both-forms", Contract, "answer * /errors/[]/errorMessage = type string"),
    ("error-both-forms", Contract, "answer * /errors/[]/detail = type string"),
    ("error-both-forms", Contract, "answer * /errors/[]/encoded_authorization_message = type string"),
    ("error-request-id", Contract, "answer * /request_id = type string"),
    ("error-other-names", Contract, "answer * /error_code = aliases *"),
    ("error-other-names", Contract, "answer * /error_msg = aliases *"),
];
