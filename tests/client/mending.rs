//! Bodies that a JSON reader refuses as a whole because of one value.

use swr_gc::Page;
use swr_gc::types::GcTask;

use crate::reading::{deviations, read};

fn names(page: &Page) -> Vec<Option<&str>> {
    page.tasks.iter().map(|task| task.job_name.as_deref()).collect()
}

#[tokio::test]
async fn of_two_equal_keys_the_last_counts() {
    let page = read(r#"{"tasks":[{"id":1,"job_name":"a","id":2},{"id":3}]}"#).await;
    assert_eq!(page.tasks.iter().map(|task| task.id).collect::<Vec<_>>(), [Some(2), Some(3)]);
    assert_eq!(deviations(&page), [("/tasks/0/id", "duplicate-key")]);
    assert_eq!(page.deviations()[0].raw(), "1");

    let page = read(r#"{"tasks":[{"id":1}],"page_info":{},"tasks":[{"id":2}]}"#).await;
    assert_eq!(page.tasks[0].id, Some(2));
    assert_eq!(deviations(&page), [("/tasks", "duplicate-key")]);

    let page = read(r#"{"tasks":[{"job_parameters":{"workers":2,"workers":3,"workers":4}}]}"#).await;
    assert_eq!(page.tasks[0].job_parameters.as_ref().and_then(|parameters| parameters.workers), Some(4));
    assert_eq!(deviations(&page), [("/tasks/0/job_parameters/workers", "duplicate-key"); 2]);
}

#[tokio::test]
async fn half_a_surrogate_pair_costs_its_text() {
    let page = read(r#"{"tasks":[{"id":1,"job_name":"a\ud800b"},{"job_name":"\ud83d\ude00"}]}"#).await;
    assert_eq!(page.tasks[0].id, Some(1));
    assert_eq!(names(&page), [None, Some("😀")]);
    assert_eq!(deviations(&page), [("/tasks/0/job_name", "unreadable")]);
    assert_eq!(page.deviations()[0].raw(), r#""a\ud800b""#);

    // In a field that nobody described it costs nothing.
    let page = read(r#"{"x":"\udc00","tasks":[{"job_name":"a"}]}"#).await;
    assert_eq!(names(&page), [Some("a")]);
}

#[tokio::test]
async fn half_a_surrogate_pair_in_a_key_costs_no_page() {
    let page = read(r#"{"tasks":[{"id":1,"\ud800":2,"job_name":"a"}]}"#).await;
    assert_eq!(names(&page), [Some("a")]);
    assert_eq!(page.tasks[0].id, Some(1));
}

#[tokio::test]
async fn a_number_beyond_every_float_costs_that_number() {
    let page = read(r#"{"tasks":[{"id":1e400,"job_name":"a"}],"x":-1e999}"#).await;
    assert_eq!(names(&page), [Some("a")]);
    assert_eq!(page.tasks[0].id, None);
    let found: Vec<_> =
        page.deviations().iter().filter(|found| found.pointer().starts_with("/tasks")).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].pointer(), found[0].kind().name()), ("/tasks/0/id", "unreadable"));
    assert_eq!(found[0].raw(), "1e400");
}

#[tokio::test]
async fn mending_one_value_leaves_the_deviations_of_the_others() {
    let page = read(
        r#"{"tasks":[{"id":1e400,"job_name":null,"job_status":"Frozen"},7,{"job_parameters":"{\"workers\":9}"}]}"#,
    )
    .await;
    assert_eq!(
        deviations(&page),
        [
            ("/tasks/0/id", "unreadable"),
            ("/tasks/0/job_name", "null"),
            ("/tasks/0/job_status", "unknown-word"),
            ("/tasks/1", "unreadable"),
            ("/tasks/2/job_parameters", "json-text"),
            ("/tasks/2/job_parameters/workers", "out-of-range"),
        ]
    );
}

#[tokio::test]
async fn bytes_that_are_not_utf8_are_replaced_and_named() {
    let page = read(b"{\"tasks\":[{\"id\":1,\"job_name\":\"a\xff\xfeb\"}]}".to_vec()).await;
    assert_eq!(names(&page), [Some("a\u{fffd}\u{fffd}b")]);
    assert_eq!(page.tasks[0].id, Some(1));
    assert_eq!(deviations(&page), [("", "invalid-utf8")]);
}

#[tokio::test]
async fn a_nul_in_a_name_is_part_of_the_name() {
    let page = read(r#"{"tasks":[{"job_name":"a\u0000b"}]}"#).await;
    assert_eq!(names(&page), [Some("a\0b")]);
    assert!(deviations(&page).is_empty());
}

#[tokio::test]
async fn a_byte_order_mark_is_borne() {
    let page = read("\u{feff}{\"tasks\":[{\"job_name\":\"a\",\"new\":1}]}").await;
    assert_eq!(names(&page), [Some("a")]);
    assert_eq!(page.unknown_fields(), ["/tasks/0/new"]);
    assert!(page.deviations().iter().all(|found| !found.is_lost()), "{:?}", page.deviations());
}

#[tokio::test]
async fn a_megabyte_of_a_name_is_a_name() {
    let name = "n".repeat(1 << 20);
    let page = read(format!(r#"{{"tasks":[{{"job_name":"{name}"}}]}}"#)).await;
    assert_eq!(names(&page), [Some(name.as_str())]);
    assert!(deviations(&page).is_empty());
}

/// A value of 100,000 arrays or objects inside each other.
fn deep(open: &str, middle: &str, close: &str) -> String {
    format!("{}{middle}{}", open.repeat(100_000), close.repeat(100_000))
}

#[tokio::test]
async fn nesting_without_end_in_a_new_field_costs_nothing() {
    let (list, object) = (deep("[", "", "]"), deep(r#"{"a":"#, "1", "}"));
    let page = read(format!(r#"{{"x":{object},"tasks":[{{"new":{list},"job_name":"a"}}]}}"#)).await;
    assert_eq!(names(&page), [Some("a")]);
    assert!(deviations(&page).is_empty());
    let mut unknown = page.unknown_fields();
    unknown.sort();
    assert_eq!(unknown, ["/tasks/0/new", "/x"]);
}

#[tokio::test]
async fn nesting_without_end_in_a_known_field_costs_that_field() {
    let (list, object) = (deep("[", "", "]"), deep(r#"{"a":"#, "1", "}"));
    for (field, value) in [("job_name", &list), ("id", &object), ("job_parameters", &list)] {
        let page = read(format!(r#"{{"tasks":[{{"{field}":{value}}},{{"job_name":"b"}}]}}"#)).await;
        assert_eq!(page.tasks.len(), 2, "{field}");
        assert_eq!(page.tasks[0], GcTask::default(), "{field}");
        assert_eq!(names(&page), [None, Some("b")], "{field}");
        let pointer = format!("/tasks/0/{field}");
        assert!(deviations(&page).contains(&(pointer.as_str(), "unreadable")), "{field}");
        assert!(page.deviations().iter().all(|found| found.raw().chars().count() <= 201), "{field}");
    }
}

#[tokio::test]
async fn nesting_without_end_inside_a_text_costs_its_field() {
    let deep = deep(r#"{\"a\":"#, "1", "}");
    for inside in [deep.clone(), format!(r#"{{\"workers\":{deep}}}"#)] {
        let page = read(format!(r#"{{"tasks":[{{"job_name":"a","job_parameters":"{inside}"}}]}}"#)).await;
        assert_eq!(names(&page), [Some("a")]);
    }
}

#[tokio::test]
async fn a_long_key_costs_its_length_once_and_not_for_each_value_behind_it() {
    let (key, values) = ("k".repeat(100_000), vec!["1e400"; 10_000].join(","));
    let page = read(format!(r#"{{"tasks":[{{"id":1}},{{"id":1e400}}],"{key}":[{values}]}}"#)).await;
    assert_eq!(page.tasks[0].id, Some(1));
    assert!(page.deviations().iter().all(|found| found.pointer().len() < 600), "a pointer is for reading");
    assert_eq!(page.values_lost(), 10_001);
}

#[tokio::test]
async fn a_marker_that_is_lost_is_named_however_much_else_is() {
    let twice = r#""x":1,"#.repeat(20_001);
    let page =
        read(format!(r#"{{{twice}"page_info":{{"next_marker":"\ud800"}},"tasks":[{{"id":1}}]}}"#)).await;
    let lost = page.deviations().iter().find(|found| found.is_lost()).expect("the marker is lost");
    assert_eq!(lost.pointer(), "/page_info/next_marker");
}

#[tokio::test]
async fn of_odd_items_so_many_are_kept_and_all_are_counted() {
    let page = read(format!(r#"{{"tasks":[{}]}}"#, vec!["7"; 12_000].join(","))).await;
    assert_eq!((page.deviations().len(), page.deviations_left_out()), (10_000, 2_000));
    assert_eq!(page.values_lost(), 12_000);
}
