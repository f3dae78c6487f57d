//! Bodies that travel compressed.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::server::{Reply, Server, list, settings};

const PAGE: &str = r#"{"tasks":[{"id":1}]}"#;

fn gzip(text: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(text).expect("memory takes it");
    encoder.finish().expect("memory takes it")
}

fn compressed(body: Vec<u8>) -> Reply {
    Reply::ok(body).header("Content-Encoding", "gzip")
}

#[tokio::test]
async fn a_compressed_page_is_read_as_if_it_were_not() {
    let server = Server::scripted([compressed(gzip(PAGE.as_bytes()))]).await;
    let page = list(&server).send().await.expect("a page");
    assert_eq!(page.tasks[0].id, Some(1));
    assert_eq!(page.raw(), PAGE, "raw is what the service said, not how it travelled");
    assert_eq!(server.requests()[0].header("accept-encoding"), Some("gzip"));
}

#[tokio::test]
async fn the_limit_holds_after_inflation_too() {
    let bomb = gzip(&vec![b' '; 64 << 20]);
    assert!(bomb.len() < 100_000, "64 MiB travel as {} bytes", bomb.len());
    let server = Server::scripted([compressed(bomb)]).await;
    let error = list(&server).send().await.expect_err("too large");
    assert!(error.is_decode() && error.status() == Some(200), "{error:?}");
    assert!(error.to_string().contains("16777216"), "{error}");
}

#[tokio::test]
async fn a_body_that_is_not_compressed_as_it_claims_is_an_answer_that_cannot_be_used() {
    let mut garbled = gzip(PAGE.as_bytes());
    garbled[12] ^= 0xff;
    for body in [PAGE.as_bytes().to_vec(), garbled] {
        let server = Server::scripted([compressed(body)]).await;
        let client = settings(&server).build().expect("a client");
        let error = client.list_gc_tasks().instance_id("i-1").send().await.expect_err("garbled");
        assert!(error.is_decode() && error.status() == Some(200), "{error:?}");
        assert!(error.to_string().contains("cannot be inflated"), "{error}");
    }
}
