//! Pages of one line, with the classes of difference that each brings about.

use crate::verdict::Sample;

/// A task with this text where a task's properties go.
const TASK: (&str, &str) = (r#"{"tasks":[{"#, "}]}");
/// A task whose parameters have this text where their properties go.
const PARAMETERS: (&str, &str) = (r#"{"tasks":[{"job_parameters":{"#, "}}]}");

/// What stands in a task.
const TASKS: &[(&str, &[&str])] = &[
    // As described
    (r#""id":0"#, &[]),
    (r#""id":-5"#, &[]),
    (r#""id":-9223372036854775808"#, &[]),
    (r#""job_name":"""#, &[]),
    (r#""job_name":"a\"b\\c\u0000\ud83d\ude00""#, &[]),
    (r#""job_name":"手动清理任务","job_kind":"MANUAL","job_status":"Stopped""#, &[]),
    (r#""x":null,"y":{"id":"text"},"job-name":7"#, &[]),
    (r#""creation_time":"2024-01-20t10:00:00z""#, &[]),
    (r#""creation_time":"2024-01-20T18:00:00.123456789+08:00""#, &[]),
    (r#""creation_time":"2016-12-31T23:59:60Z""#, &[]),
    (r#""creation_time":"0001-01-01T00:00:00Z""#, &[]),
    // Whole numbers
    (r#""id":1001.0"#, &["whole-fraction"]),
    (r#""id":1e3"#, &["whole-fraction"]),
    (r#""id":-2.50E1"#, &["whole-fraction"]),
    (r#""id":-0"#, &["whole-fraction"]),
    (r#""id":9007199254740994.0"#, &["inexact"]),
    (r#""id":1.5"#, &["unreadable"]),
    (r#""id":9223372036854775808"#, &["beyond-64-bits"]),
    (r#""id":-9223372036854775809"#, &["inexact"]),
    (r#""id":1e300"#, &["beyond-64-bits"]),
    (r#""id":1e400"#, &["unreadable"]),
    (r#""id":true"#, &["unreadable"]),
    (r#""id":[7]"#, &["unreadable"]),
    (r#""id":{"id":7}"#, &["unreadable"]),
    (r#""id":null"#, &["null"]),
    (r#""id":"7""#, &["text-value"]),
    (r#""id":"""#, &["unreadable"]),
    (r#""id":"seven""#, &["unreadable"]),
    (r#""id":"9223372036854775808""#, &["unreadable"]),
    // Texts and words
    (r#""job_name":7"#, &["unreadable"]),
    (r#""job_name":["a"]"#, &["unreadable"]),
    (r#""job_name":"a\ud800b""#, &["unreadable"]),
    (r#""job_status":"Frozen""#, &["unknown-word"]),
    (r#""job_status":"""#, &["unknown-word"]),
    (r#""job_status":"Success ""#, &["unknown-word"]),
    (r#""job_status":null"#, &["null"]),
    (r#""job_status":4"#, &["unreadable"]),
    (r#""job_kind":"manual""#, &["unknown-word"]),
    (r#""job_kind":{}"#, &["unreadable"]),
    // Times
    (r#""creation_time":"yesterday""#, &["unreadable"]),
    (r#""creation_time":"""#, &["unreadable"]),
    (r#""creation_time":"2024-01-20""#, &["unreadable"]),
    (r#""creation_time":"2024-02-30T10:00:00Z""#, &["unreadable"]),
    (r#""creation_time":1705744800"#, &["unreadable"]),
    (r#""creation_time":null"#, &["null"]),
    (r#""creation_time":"2024-01-20 10:00:00Z""#, &["form-of-a-time"]),
    (r#""creation_time":"2024-01-20T10:00Z""#, &["form-of-a-time"]),
    (r#""creation_time":"20240120T100000Z""#, &["form-of-a-time"]),
    (r#""creation_time":"2024-01-20T10:00:00+0800""#, &["form-of-a-time"]),
    (r#""creation_time":"2024-01-20T10:00:00+08:00[Asia/Shanghai]""#, &["form-of-a-time"]),
    (r#""creation_time":"2024-01-20T10:00:00-00:00""#, &[]),
    (r#""creation_time":"0000-01-01T00:00:00Z""#, &[]),
    (r#""creation_time":"2024-01-20T10:00:00,5Z""#, &["form-of-a-time"]),
    (r#""creation_time":"+002024-01-20T10:00:00Z""#, &["form-of-a-time"]),
    (r#""creation_time":"2024-01-20T10:00:00+25:00""#, &["form-of-a-time"]),
    (r#""creation_time":"2016-12-31T12:00:60Z""#, &["form-of-a-time"]),
    (r#""creation_time":"2024-01-20T24:00:00Z""#, &["unreadable"]),
    (r#""creation_time":"2024-01-20T10:00:00.Z""#, &["unreadable"]),
    (r#""creation_time":"2024-01-20T10:00:00.1234567890Z""#, &[]),
    (r#""creation_time":"9999-12-31T23:59:59Z""#, &["far-time"]),
    // The same name twice
    (r#""id":1,"id":2"#, &["duplicate-key"]),
    (r#""id":"seven","id":2"#, &["duplicate-key"]),
    (r#""id":2,"id":"seven""#, &["duplicate-key", "unreadable"]),
    // Parameters as a whole
    (r#""job_parameters":"{\"workers\":3,\"dry_run\":false}""#, &["json-text"]),
    (r#""job_parameters":" {} ""#, &["json-text"]),
    (r#""job_parameters":"{\"workers\":9}""#, &["json-text", "out-of-range"]),
    (r#""job_parameters":"{\"workers\":3""#, &["unreadable"]),
    (r#""job_parameters":"[]""#, &["unreadable"]),
    (r#""job_parameters":"none""#, &["unreadable"]),
    (r#""job_parameters":[]"#, &["unreadable"]),
    (r#""job_parameters":null"#, &["null"]),
];

/// What stands in the parameters of a task.
const IN_PARAMETERS: &[(&str, &[&str])] = &[
    (r#""workers":1,"purged_blobs":0,"freed_space":9223372036854775807"#, &[]),
    (r#""workers":5,"redis_url_reg":"x","time_window":2"#, &[]),
    (r#""workers":0"#, &["out-of-range"]),
    (r#""workers":6.0"#, &["out-of-range", "whole-fraction"]),
    (r#""workers":"9""#, &["out-of-range", "text-value"]),
    (r#""workers":4294967299"#, &["out-of-range"]),
    (r#""workers":null,"dry_run":null"#, &["null", "null"]),
    (r#""purged_blobs":-1"#, &["out-of-range"]),
    (r#""purged_manifests":3.0"#, &["whole-fraction"]),
    (r#""freed_space":"5 GiB""#, &["unreadable"]),
    (r#""dry_run":"true""#, &["text-value"]),
    (r#""dry_run":"yes""#, &["unreadable"]),
    (r#""dry_run":1"#, &["unreadable"]),
    (r#""delete_untagged":false,"delete_untagged":true"#, &["duplicate-key"]),
    (r#""workers":9,"dry_run":"true","freed_space":1.5"#, &["out-of-range", "text-value", "unreadable"]),
];

/// Whole bodies.
const BODIES: &[(&str, &[&str])] = &[
    // As described
    ("{}", &[]),
    (" \r\n\t{ } \n", &[]),
    (r#"{"tasks":[{},{},{}],"page_info":{"next_marker":"b3BhcXVl","total":7}}"#, &[]),
    // Refused by all
    ("", &[]),
    (" \n ", &[]),
    ("null", &[]),
    ("[]", &[]),
    ("7", &[]),
    (r#""{}""#, &[]),
    ("<html><body>502</body></html>", &[]),
    ("{", &[]),
    (r#"{"tasks":[{"id":1"#, &[]),
    (r#"{"tasks":[{"id":1}]}}"#, &[]),
    ("{}{}", &[]),
    (r#"{"tasks":[{"id":1},]}"#, &[]),
    (r#"{"tasks":[{"id":01}]}"#, &[]),
    (r#"{"tasks":[{"id":NaN}]}"#, &[]),
    (r"{'tasks':[]}", &[]),
    ("{\"tasks\":[{\"job_name\":\"two\nlines\"}]}", &[]),
    (r#"{"tasks":[{"job_parameters":{"workers":3}",}]}"#, &[]),
    // Pages and lists
    (r#"{"tasks":{}}"#, &["unreadable"]),
    (r#"{"tasks":"[]"}"#, &["unreadable"]),
    (r#"{"tasks":[7,{"id":1}]}"#, &["unreadable"]),
    (r#"{"tasks":[[1,"a"],{"id":1}]}"#, &["unreadable"]),
    (r#"{"tasks":[null,{"id":1}]}"#, &["null-list"]),
    (r#"{"page_info":null,"tasks":[]}"#, &["null"]),
    (r#"{"page_info":[],"tasks":[]}"#, &["unreadable"]),
    (r#"{"page_info":{"next_marker":null},"tasks":null}"#, &["null", "null-list"]),
    (r#"{"page_info":{"next_marker":{"id":7}}}"#, &["unreadable"]),
    (r#"{"tasks":[{"id":1}],"tasks":[{"id":2}]}"#, &["duplicate-key"]),
    (r#"{"x":-1e999,"tasks":[{"id":1}]}"#, &["not-looked-at"]),
    ("\u{feff}{\"tasks\":[{\"id\":1}]}", &["byte-order-mark"]),
];

fn sample(name: &str, body: impl Into<Vec<u8>>, classes: &[&'static str]) -> Sample {
    Sample { name: name.to_owned(), body: body.into(), classes: classes.to_vec() }
}

/// Bodies that do not fit in a line, or are no text.
fn written() -> Vec<Sample> {
    let page = |count: usize| format!(r#"{{"tasks":[{}]}}"#, vec!["{}"; count].join(","));
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    let aside = |depth| format!(r#"{{"tasks":[],"x":{}}}"#, deep(depth));
    let name = |depth| format!(r#"{{"tasks":[{{"job_name":{}}}]}}"#, deep(depth));
    vec![
        sample("100 tasks", page(100), &[]),
        sample("101 tasks", page(101), &["too-many-items"]),
        sample("nested 100 times where nobody looks", aside(100), &[]),
        sample("nested 100000 times where nobody looks", aside(100_000), &["not-looked-at"]),
        sample("a name nested 10 times", name(10), &["unreadable"]),
        sample("a name nested 100000 times", name(100_000), &["unreadable"]),
        sample("a byte that is no UTF-8", b"{\"tasks\":[{\"job_name\":\"x\xff\"}]}", &["invalid-utf8"]),
        sample("cut in a character", b"{\"tasks\":[{\"job_name\":\"\xe6\x89\"}]}", &["invalid-utf8"]),
    ]
}

pub fn samples() -> Vec<Sample> {
    let mut samples = written();
    for (table, (before, after)) in [(TASKS, TASK), (IN_PARAMETERS, PARAMETERS), (BODIES, ("", ""))] {
        let wrapped = table.iter().map(|(text, classes)| {
            let body = format!("{before}{text}{after}");
            sample(&body, body.as_str(), classes)
        });
        samples.extend(wrapped);
    }
    samples
}
