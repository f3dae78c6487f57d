//! Answers that lead a walk nowhere: each ends it, with an error, after everything received was delivered.

use swr_gc::builder::ListGcTasks;
use swr_gc::{Error, Pages};

use crate::listing::page_of;
use crate::server::{Reply, Server, TOKEN, list};

/// How many tasks each delivered page had, and the error that must follow.
async fn walk(mut pages: Pages<ListGcTasks>) -> (Vec<usize>, Error) {
    let mut sizes = Vec::new();
    loop {
        match pages.next().await.expect("an error comes before the end") {
            Ok(page) => sizes.push(page.tasks.len()),
            Err(error) => {
                assert!(pages.next().await.is_none(), "the stream goes on after {error}");
                return (sizes, error);
            }
        }
    }
}

/// An error of the walk itself, which names `page` and `marker`.
fn assert_at(error: &Error, page: u64, marker: Option<&str>) {
    assert!(error.is_walk() && !error.is_decode() && !error.is_service(), "{error:?}");
    assert_eq!((error.page(), error.marker()), (Some(page), marker), "{error}");
    let shown = error.to_string();
    assert!(shown.contains(&format!("page {page}")), "{shown}");
    if let Some(marker) = marker {
        assert!(shown.contains(&format!("{marker:?}")), "{shown}");
    }
    assert_eq!(error.operation().map(|operation| operation.id), Some("ListGcTasks"));
}

#[tokio::test]
async fn a_marker_that_leads_to_itself_ends_the_walk() {
    let server = Server::scripted([page_of([1], r#""a""#), page_of([2], r#""a""#)]).await;
    let (sizes, error) = walk(list(&server).pages()).await;
    assert_eq!(sizes, [1, 1]);
    assert_at(&error, 2, Some("a"));
    assert_eq!(server.connections().await, 2);
}

#[tokio::test]
async fn a_marker_that_comes_back_later_ends_the_walk() {
    let server =
        Server::scripted([page_of([1], r#""a""#), page_of([2], r#""b""#), page_of([3], r#""a""#)]).await;
    let (sizes, error) = walk(list(&server).pages()).await;
    assert_eq!(sizes, [1, 1, 1]);
    assert_at(&error, 3, Some("b"));
    assert!(error.to_string().contains(r#""a""#), "{error}");
    assert_eq!(server.connections().await, 3);
}

#[tokio::test]
async fn the_marker_that_the_walk_began_with_ends_it() {
    let server = Server::scripted([page_of([1], r#""start""#)]).await;
    let (sizes, error) = walk(list(&server).limit(5).marker("start").pages()).await;
    assert_eq!(sizes, [1]);
    assert_at(&error, 1, Some("start"));
    assert_eq!(server.connections().await, 1);
}

#[tokio::test]
async fn ten_empty_pages_in_a_row_are_borne_and_eleven_are_not() {
    let pages = |empty: u64| {
        let empties = (1..=empty).map(|page| page_of([], &format!(r#""m{page}""#)));
        Server::scripted(empties.chain([page_of([1], "null")]))
    };
    let server = pages(10).await;
    let mut tasks = list(&server).tasks();
    assert_eq!(tasks.next().await.expect("a task").expect("no error").id, Some(1));
    assert!(tasks.next().await.is_none());

    let server = pages(11).await;
    let (sizes, error) = walk(list(&server).pages()).await;
    assert_eq!(sizes, [0; 11]);
    assert_at(&error, 11, Some("m10"));
    assert!(error.to_string().contains("11 empty pages"), "{error}");
    assert_eq!(server.connections().await, 11);
}

#[tokio::test]
async fn a_page_with_tasks_lets_the_count_of_empty_ones_begin_anew() {
    let filled = |page: u64| page == 6;
    let replies = (1..=16).map(|page| {
        let next = if page == 16 { "null".to_owned() } else { format!(r#""m{page}""#) };
        page_of(filled(page).then_some(page), &next)
    });
    let server = Server::scripted(replies).await;
    let mut pages = list(&server).pages();
    let mut count = 0;
    while let Some(page) = pages.next().await {
        page.expect("5 and 10 empty pages, with a full one between them");
        count += 1;
    }
    assert_eq!(count, 16);
}

#[tokio::test]
async fn the_same_tasks_under_another_marker_end_the_walk() {
    let server = Server::scripted([page_of([1, 2], r#""a""#), page_of([1, 2], r#""b""#)]).await;
    let (sizes, error) = walk(list(&server).pages()).await;
    assert_eq!(sizes, [2, 2]);
    assert_at(&error, 2, Some("a"));
    assert_eq!(server.connections().await, 2);
}

#[tokio::test]
async fn tasks_that_overlap_or_have_no_id_do_not_end_the_walk() {
    let nameless =
        |next: &str| Reply::ok(format!(r#"{{"tasks":[{{}}],"page_info":{{"next_marker":{next}}}}}"#));
    for replies in [
        vec![page_of([1, 2], r#""a""#), page_of([2, 3], r#""b""#), page_of([3], "null")],
        vec![page_of([1, 2], r#""a""#), page_of([2, 1], r#""b""#), page_of([1], "null")],
        vec![nameless(r#""a""#), nameless(r#""b""#), nameless("null")],
    ] {
        let server = Server::scripted(replies).await;
        let mut pages = list(&server).pages();
        for page in 1..=3 {
            pages.next().await.expect("three pages").unwrap_or_else(|error| panic!("{page}: {error}"));
        }
        assert!(pages.next().await.is_none());
    }
}

#[tokio::test]
async fn a_marker_of_another_type_ends_the_walk_after_its_page() {
    for (page_info, shown) in [
        (r#"{"next_marker":7}"#, "/page_info/next_marker: unreadable: 7"),
        (r#"{"next_marker":{"id":7}}"#, r#"/page_info/next_marker: unreadable: {"id":7}"#),
        (r#"{"next_marker":["a"]}"#, r#"/page_info/next_marker: unreadable: ["a"]"#),
        (r#"{"next_marker":false}"#, "/page_info/next_marker: unreadable: false"),
        (r#"{"next_marker":"\ud800"}"#, r#"/page_info/next_marker: unreadable: "\ud800""#),
        (r#""a""#, r#"/page_info: unreadable: "a""#),
        ("7", "/page_info: unreadable: 7"),
        (r#"["a"]"#, r#"/page_info: unreadable: ["a"]"#),
    ] {
        let body = format!(r#"{{"tasks":[{{"id":2}}],"page_info":{page_info}}}"#);
        let server = Server::scripted([page_of([1], r#""a""#), Reply::ok(body)]).await;
        let (sizes, error) = walk(list(&server).pages()).await;
        assert_eq!(sizes, [1, 1], "{page_info}");
        assert_at(&error, 2, Some("a"));
        assert!(error.to_string().contains(shown), "{error}");
    }
}

#[tokio::test]
async fn a_list_that_is_none_ends_the_walk() {
    let body = r#"{"tasks":{"id":1},"page_info":{"next_marker":"a"}}"#;
    let server = Server::scripted([Reply::ok(body)]).await;
    let (sizes, error) = walk(list(&server).pages()).await;
    assert_eq!(sizes, [0]);
    assert_at(&error, 1, None);
    assert!(error.to_string().contains("/tasks: unreadable"), "{error}");
}

#[tokio::test]
async fn a_single_task_that_is_none_does_not_end_the_walk() {
    let body = r#"{"tasks":[{"id":1},7,null,{"id":2}],"page_info":{"next_marker":"a"}}"#;
    let server = Server::scripted([Reply::ok(body), page_of([3], "null")]).await;
    let mut tasks = list(&server).tasks();
    let mut ids = Vec::new();
    while let Some(task) = tasks.next().await {
        ids.push(task.expect("a task").id);
    }
    assert_eq!(ids, [Some(1), Some(2), Some(3)]);
}

#[tokio::test]
async fn a_marker_is_shown_without_tricks_and_without_our_token() {
    let odd = format!("a\\u001b[31m\\u202e{TOKEN}");
    let marker = format!("a\u{1b}[31m\u{202e}{TOKEN}");
    let quoted = format!(r#""{odd}""#);
    let server = Server::scripted([page_of([1], &quoted), page_of([2], &quoted)]).await;
    let (_, error) = walk(list(&server).pages()).await;
    assert_eq!(error.marker(), Some(marker.as_str()), "to go on, the marker is needed as it came");
    for shown in [error.to_string(), format!("{error:?}")] {
        assert!(!shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown:?}");
        assert!(!shown.contains(TOKEN), "{shown}");
    }
}
