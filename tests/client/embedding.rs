//! Objects and lists that came as something else: job parameters as text, tasks that are none, fields that
//! nobody described.

use crate::reading::{deviations, read};

#[tokio::test]
async fn job_parameters_are_read_as_object_and_as_text_of_one() {
    let object = r#"{"tasks":[{"job_parameters":{"workers":3,"dry_run":true,"freed_space":9}}]}"#;
    let text = r#"{"tasks":[{"job_parameters":" {\"workers\":3,\"dry_run\":true,\"freed_space\":9}"}]}"#;
    let (object, text) = (read(object).await, read(text).await);
    assert_eq!(object.tasks, text.tasks);
    assert_eq!(
        object.tasks[0].job_parameters.as_ref().and_then(|parameters| parameters.freed_space),
        Some(9)
    );
    assert!(deviations(&object).is_empty());
    assert_eq!(deviations(&text), [("/tasks/0/job_parameters", "json-text")]);
}

#[tokio::test]
async fn what_is_odd_inside_the_text_has_its_own_place() {
    let page =
        read(r#"{"tasks":[{"id":1},{"job_parameters":"{\"workers\":99,\"freed_space\":\"x\"}"}]}"#).await;
    assert_eq!(
        deviations(&page),
        [
            ("/tasks/1/job_parameters", "json-text"),
            ("/tasks/1/job_parameters/freed_space", "unreadable"),
            ("/tasks/1/job_parameters/workers", "out-of-range"),
        ]
    );
    assert_eq!(page.tasks[1].job_parameters.as_ref().and_then(|parameters| parameters.workers), Some(99));
}

#[tokio::test]
async fn job_parameters_that_are_no_object_are_unreadable() {
    for sent in [
        r#""""#,
        r#""none""#,
        r#""null""#,
        r#""[1]""#,
        r#""{\"workers\":3""#,
        r#""{\"workers\":3} and more""#,
        "[3,true]",
        "[]",
        "7",
        "false",
    ] {
        let page = read(format!(r#"{{"tasks":[{{"id":1,"job_parameters":{sent}}}]}}"#)).await;
        assert_eq!(page.tasks[0].id, Some(1), "{sent}");
        assert_eq!(page.tasks[0].job_parameters, None, "{sent}");
        assert_eq!(deviations(&page), [("/tasks/0/job_parameters", "unreadable")], "{sent}");
        assert_eq!(page.deviations()[0].raw(), sent);
        assert!(page.deviations()[0].is_lost());
    }
    let page = read(r#"{"tasks":[{"job_parameters":null}]}"#).await;
    assert_eq!(deviations(&page), [("/tasks/0/job_parameters", "null")]);
}

#[tokio::test]
async fn one_bad_value_inside_the_text_costs_that_value_only() {
    // The same values cost no more where the parameters come as an object: see `mending`.
    for (inside, pointer, kind) in [
        (r#"{\"workers\":3,\"freed_space\":1e400}"#, "/tasks/0/job_parameters/freed_space", "unreadable"),
        (r#"{\"workers\":2,\"workers\":3}"#, "/tasks/0/job_parameters/workers", "duplicate-key"),
    ] {
        let page = read(format!(r#"{{"tasks":[{{"job_parameters":"{inside}"}}]}}"#)).await;
        let workers = page.tasks[0].job_parameters.as_ref().and_then(|parameters| parameters.workers);
        assert_eq!(workers, Some(3), "{inside}");
        assert_eq!(
            deviations(&page),
            [("/tasks/0/job_parameters", "json-text"), (pointer, kind)],
            "{inside}"
        );
    }
}

#[tokio::test]
async fn tasks_that_are_none_are_left_out_and_named() {
    let page = read(r#"{"tasks":[7,{"id":1},[{"id":2}],"x",null,{"id":3,"job_name":4}]}"#).await;
    let ids: Vec<_> = page.tasks.iter().map(|task| task.id).collect();
    assert_eq!(ids, [Some(1), Some(3)]);
    assert_eq!(
        deviations(&page),
        [
            ("/tasks/0", "unreadable"),
            ("/tasks/2", "unreadable"),
            ("/tasks/3", "unreadable"),
            ("/tasks/4", "null"),
            // Places are those in the body, not those in the list that was read.
            ("/tasks/5/job_name", "unreadable"),
        ]
    );
}

#[tokio::test]
async fn a_page_without_a_list_is_an_empty_page() {
    for (body, expected) in [
        ("{}", None),
        (r#"{"tasks":[]}"#, None),
        (r#"{"tasks":null}"#, Some(("/tasks", "null"))),
        (r#"{"tasks":7}"#, Some(("/tasks", "unreadable"))),
        (r#"{"tasks":{"id":1}}"#, Some(("/tasks", "unreadable"))),
        (r#"{"page_info":null}"#, Some(("/page_info", "null"))),
        (r#"{"page_info":[]}"#, Some(("/page_info", "unreadable"))),
        (r#"{"page_info":{"next_marker":null}}"#, Some(("/page_info/next_marker", "null"))),
        (r#"{"page_info":{"next_marker":5}}"#, Some(("/page_info/next_marker", "unreadable"))),
        (" \r\n\t{} \n", None),
    ] {
        let page = read(body).await;
        assert!(page.tasks.is_empty(), "{body}");
        assert_eq!(deviations(&page), expected.into_iter().collect::<Vec<_>>(), "{body}");
    }
}

#[tokio::test]
async fn a_task_without_fields_is_still_a_task() {
    let page = read(r#"{"tasks":[{}]}"#).await;
    assert_eq!(page.tasks.len(), 1);
    assert!(deviations(&page).is_empty());
    assert_eq!(serde_json::to_string(&page.tasks).expect("JSON"), "[{}]");
}

#[tokio::test]
async fn fields_that_nobody_described_are_found() {
    let page = read(
        r#"{"total":2,"page_info":{"next_marker":"a","prev":null},
            "tasks":[{"id":1,"a/b~c":{"id":5}},7,{"job_parameters":{"workers":1,"time_window":2}}]}"#,
    )
    .await;
    let mut unknown = page.unknown_fields();
    unknown.sort();
    assert_eq!(
        unknown,
        ["/page_info/prev", "/tasks/0/a~1b~0c", "/tasks/2/job_parameters/time_window", "/total"]
    );
    assert_eq!(deviations(&page), [("/tasks/1", "unreadable")]);
    assert!(read(r#"{"tasks":[{"id":1}]}"#).await.unknown_fields().is_empty());
}

#[tokio::test]
async fn a_full_page_is_read_to_the_last_value() {
    let body = include_str!("../../openapi/examples/list-gc-tasks.last-page.json");
    let page = read(body).await;
    assert!(page.deviations().is_empty(), "{:?}", page.deviations());
    assert!(page.unknown_fields().is_empty());
    let sent: serde_json::Value = serde_json::from_str(body).expect("JSON");
    assert_eq!(serde_json::to_value(&page.tasks).expect("JSON"), sent["tasks"]);
    insta::with_settings!({
        snapshot_path => "../../snapshots/client",
        prepend_module_to_snapshot => false,
        omit_expression => true,
    }, {
        insta::assert_snapshot!("full-page", format!("{page:#?}"));
    });
}
