//! From page to page, to an end that comes for certain.

use swr_gc::builder::ListGcTasks;
use swr_gc::{Error, Items, Page, Pages};

use crate::listing::{failing, marker, page_of, serving};
use crate::server::{Reply, Server, list};

/// Page sizes as delivered, and the error at the end.
async fn walk(mut pages: Pages<ListGcTasks>) -> (Vec<Page>, Option<Error>) {
    let mut had = Vec::new();
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => had.push(page),
            Err(error) => {
                assert!(pages.next().await.is_none(), "the stream goes on after {error}");
                return (had, Some(error));
            }
        }
    }
    assert!(pages.next().await.is_none(), "the stream goes on after its end");
    (had, None)
}

fn sizes(pages: &[Page]) -> Vec<usize> {
    pages.iter().map(|page| page.tasks.len()).collect()
}

async fn ids(mut tasks: Items<ListGcTasks>) -> Vec<i64> {
    let mut ids = Vec::new();
    while let Some(task) = tasks.next().await {
        ids.push(task.expect("a task").id.expect("an id"));
    }
    ids
}

#[tokio::test]
async fn every_task_comes_once_and_in_order() {
    for (count, pages) in
        [(0, vec![0]), (1, vec![1]), (100, vec![100]), (101, vec![100, 1]), (250, vec![100, 100, 50])]
    {
        let server = serving(count, "").await;
        let (had, error) = walk(list(&server).pages()).await;
        assert!(error.is_none(), "{count} tasks: {error:?}");
        assert_eq!(sizes(&had), pages, "{count} tasks");
        assert_eq!(server.requests().len(), pages.len(), "{count} tasks");

        let expected: Vec<i64> = (1..=count as i64).collect();
        assert_eq!(ids(list(&server).tasks()).await, expected, "{count} tasks");
    }
}

#[tokio::test]
async fn the_page_size_is_the_callers() {
    let server = serving(7, "").await;
    let (had, _) = walk(list(&server).limit(3).pages()).await;
    assert_eq!(sizes(&had), [3, 3, 1]);
}

#[tokio::test]
async fn every_form_of_the_end_ends_the_walk() {
    for end in [
        "",
        r#","page_info":null"#,
        r#","page_info":{}"#,
        r#","page_info":{"next_marker":null}"#,
        r#","page_info":{"next_marker":""}"#,
    ] {
        let server = serving(3, end).await;
        let mut pages = list(&server).limit(2).pages();
        assert_eq!(pages.next_marker(), None);
        assert_eq!(pages.next().await.expect("a page").expect("page 1").tasks.len(), 2, "{end}");
        assert_eq!(pages.next_marker(), Some(marker(2).as_str()));
        assert_eq!(pages.next().await.expect("a page").expect("page 2").tasks.len(), 1, "{end}");
        assert_eq!(pages.next_marker(), None, "{end}");
        assert!(pages.next().await.is_none(), "{end}");
        assert_eq!(server.requests().len(), 2, "{end}");
    }
}

#[tokio::test]
async fn a_walk_can_begin_in_the_middle() {
    let server = serving(250, "").await;
    let expected: Vec<i64> = (151..=250).collect();
    assert_eq!(ids(list(&server).limit(40).marker(marker(150)).tasks()).await, expected);
    // A walk brings a page size of its own, so the marker alone is enough.
    assert_eq!(ids(list(&server).marker(marker(150)).tasks()).await, expected);
}

#[tokio::test]
async fn no_more_items_than_wanted_come_and_no_request_beyond_them() {
    // tasks wanted, page size set, requests to be made
    for (wanted, size, requests) in [
        (1, None, 1),
        (99, None, 1),
        (100, None, 1),
        (101, None, 2),
        (200, None, 2),
        (249, None, 3),
        (250, None, 3),
        (10, Some(10), 1),
        (20, Some(10), 2),
        (21, Some(10), 3),
        (3, Some(10), 1),
    ] {
        let server = serving(250, "").await;
        let request = match size {
            Some(size) => list(&server).limit(size),
            None => list(&server),
        };
        let expected: Vec<i64> = (1..=wanted).collect();
        assert_eq!(ids(request.clone().tasks().max_items(wanted as u64)).await, expected);
        assert_eq!(server.connections().await, requests, "{wanted} by {size:?}");

        let (had, error) = walk(request.pages().max_items(wanted as u64)).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(sizes(&had).iter().sum::<usize>() as i64, wanted, "{wanted} by {size:?}");
        assert_eq!(server.connections().await, 2 * requests, "{wanted} by {size:?}");
        let asked = size.unwrap_or(wanted.min(100)).to_string();
        for request in server.requests() {
            assert_eq!(request.query("limit"), Some(asked.clone()), "{wanted} by {size:?}");
        }
    }
}

#[tokio::test]
async fn more_items_than_there_are_can_be_wanted() {
    let server = serving(5, "").await;
    assert_eq!(ids(list(&server).tasks().max_items(u64::MAX)).await, [1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn no_items_wanted_is_nothing_sent() {
    let server = serving(5, "").await;
    assert_eq!(ids(list(&server).tasks().max_items(0)).await, [0; 0]);
    assert!(walk(list(&server).pages().max_items(0)).await.0.is_empty());
    assert_eq!(server.connections().await, 0);
}

#[tokio::test]
async fn a_fault_beyond_the_wanted_items_is_none() {
    let server = Server::scripted([page_of(1..=3, "7")]).await;
    assert_eq!(ids(list(&server).tasks().max_items(2)).await, [1, 2]);
}

#[tokio::test]
async fn a_failing_page_leaves_the_pages_before_it_and_tells_where_to_go_on() {
    let fault = Reply::new(500).body(r#"{"error_code":"SVCSTG.SWR.5000000","error_msg":"sorry"}"#);
    let server = failing(250, 3, fault).await;
    let (had, error) = walk(list(&server).pages()).await;
    assert_eq!(sizes(&had), [100, 100]);
    let error = error.expect("page 3 fails");
    assert!(error.is_service() && error.status() == Some(500), "{error:?}");
    assert_eq!(error.page(), Some(3));
    assert_eq!(error.marker(), Some(marker(200).as_str()));
    assert!(error.to_string().contains("page 3"), "{error}");
    assert!(error.to_string().contains(&format!("{:?}", marker(200))), "{error}");
    assert_eq!(server.requests().len(), 3);

    let rest = list(&server).marker(error.marker().expect("a marker")).tasks();
    assert_eq!(ids(rest).await, (201..=250).collect::<Vec<i64>>());
}

#[tokio::test]
async fn the_tasks_before_a_failing_page_come_first() {
    let server = failing(250, 3, Reply::raw("")).await;
    let mut tasks = list(&server).tasks();
    for id in 1..=200 {
        let task = tasks.next().await.expect("a task").unwrap_or_else(|error| panic!("{id}: {error}"));
        assert_eq!(task.id, Some(id));
    }
    let error = tasks.next().await.expect("an error").expect_err("page 3 fails");
    assert_eq!((error.page(), error.marker()), (Some(3), Some(marker(200).as_str())));
    assert!(tasks.next().await.is_none());
}

#[tokio::test]
async fn a_first_page_that_fails_has_no_marker() {
    let server = failing(5, 1, Reply::new(503)).await;
    let (had, error) = walk(list(&server).pages()).await;
    let error = error.expect("page 1 fails");
    assert!(had.is_empty());
    assert_eq!((error.page(), error.marker()), (Some(1), None));
}
