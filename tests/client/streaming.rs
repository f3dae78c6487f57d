//! Pages and tasks as streams: what is fetched when, and who may hold them.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use futures_core::Stream;
use swr_gc::builder::ListGcTasks;
use swr_gc::{Client, Items, Pages};

use crate::listing::serving;
use crate::server::{TOKEN, list};

static_assertions::assert_impl_all!(Pages<ListGcTasks>: Stream, Send, Unpin);
static_assertions::assert_impl_all!(Items<ListGcTasks>: Stream, Send, Unpin);

/// The next item by the trait alone, as a caller with a library of stream functions has it.
async fn next<S: Stream + Unpin>(stream: &mut S) -> Option<S::Item> {
    std::future::poll_fn(|context| Pin::new(&mut *stream).poll_next(context)).await
}

#[tokio::test]
async fn nothing_is_sent_before_the_first_poll() {
    let server = serving(3, "").await;
    let mut pages = list(&server).pages();
    let tasks = list(&server).tasks().max_items(2);
    assert_eq!(server.connections().await, 0);
    drop(tasks);
    next(&mut pages).await.expect("a page").expect("no error");
    assert_eq!(server.connections().await, 1);
}

#[tokio::test]
async fn the_streams_can_be_driven_by_the_trait_alone() {
    let server = serving(5, "").await;
    let mut sizes = Vec::new();
    let mut pages = list(&server).limit(2).pages();
    while let Some(page) = next(&mut pages).await {
        sizes.push(page.expect("a page").tasks.len());
    }
    assert_eq!(sizes, [2, 2, 1]);

    let mut ids = Vec::new();
    let mut tasks = list(&server).limit(2).tasks();
    while let Some(task) = next(&mut tasks).await {
        ids.push(task.expect("a task").id);
    }
    assert_eq!(ids, (1..=5).map(Some).collect::<Vec<_>>());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_stream_can_move_to_another_task() {
    let server = serving(250, "").await;
    let mut tasks = list(&server).tasks();
    let first = tasks.next().await.expect("a task").expect("no error").id;
    let rest = tokio::spawn(async move {
        let mut count = 0;
        while let Some(task) = tasks.next().await {
            task.expect("a task");
            count += 1;
        }
        count
    });
    assert_eq!((first, rest.await.expect("no panic")), (Some(1), 249));
}

#[tokio::test]
async fn two_walks_of_one_client_do_not_disturb_each_other() {
    let server = serving(6, "").await;
    let request = list(&server).limit(2);
    let (mut one, mut two) = (request.clone().tasks(), request.tasks());
    for id in 1..=6 {
        assert_eq!(one.next().await.expect("a task").expect("no error").id, Some(id));
        assert_eq!(two.next().await.expect("a task").expect("no error").id, Some(id));
    }
    assert!(one.next().await.is_none() && two.next().await.is_none());
}

#[tokio::test]
async fn one_page_is_fetched_ahead_and_no_second_one() {
    let server = serving(250, "").await;
    let mut pages = list(&server).limit(10).pages();
    pages.next().await.expect("a page").expect("no error");
    // The caller works on page 1 and polls nothing; the request for page 2 comes all the same.
    let ahead = async {
        while server.requests().len() < 2 {
            server.connections().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(30), ahead).await.expect("page 2 is asked for");
    for _ in 0..20 {
        assert_eq!(server.connections().await, 2);
    }
}

#[tokio::test]
async fn a_listing_of_the_last_item_wanted_fetches_nothing_ahead() {
    let server = serving(250, "").await;
    let mut tasks = list(&server).limit(10).tasks().max_items(10);
    for _ in 0..10 {
        tasks.next().await.expect("a task").expect("no error");
    }
    for _ in 0..20 {
        assert_eq!(server.connections().await, 1);
    }
    assert!(tasks.next().await.is_none());
}

#[test]
fn outside_a_runtime_the_streams_say_so_and_end() {
    let client = Client::builder().endpoint("http://127.0.0.1:9").project_id("p-1").token(TOKEN);
    let client = client.build().expect("a client needs no runtime to be made");
    let mut tasks = client.list_gc_tasks().instance_id("i-1").tasks();
    let mut context = Context::from_waker(Waker::noop());
    let mut poll = || Pin::new(&mut tasks).poll_next(&mut context);
    match poll() {
        Poll::Ready(Some(Err(error))) => {
            assert!(error.is_usage() && !error.may_have_run(), "{error:?}");
            assert!(error.to_string().contains("runtime"), "{error}");
        }
        other => panic!("{other:?}"),
    }
    assert!(matches!(poll(), Poll::Ready(None)));
}
