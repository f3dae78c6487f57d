//! Bodies of requests: how long they may be.

use swr_gc::simulator::Simulator;

use super::http::{Connection, Request, ask};
use super::signed::Signing;

const MOST: usize = 12 * 1024 * 1024;

async fn simulator() -> Simulator {
    Simulator::builder().tasks(1).start().await.expect("it starts")
}

#[tokio::test]
async fn the_longest_body_is_read_and_verified() {
    let simulator = simulator().await;
    let request = Request::list(&simulator, "").body(vec![b' '; MOST]);
    assert_eq!(ask(&simulator, &request).await.status, 200);
    let mut signed = Signing::of(&simulator).sign(Request::bare(&simulator).body(vec![b' '; MOST]));
    assert_eq!(ask(&simulator, &signed).await.status, 200);
    signed.body[MOST - 1] = b'x';
    assert_eq!(ask(&simulator, &signed).await.status, 401);
}

#[tokio::test]
async fn a_longer_body_is_refused_before_it_is_sent() {
    let simulator = simulator().await;
    let request = Request::list(&simulator, "").header("Content-Length", &(MOST + 1).to_string());
    let answer = ask(&simulator, &request).await;
    assert_eq!((answer.status, &*answer.text("/error_code")), (413, "APIGW.0201"));
    assert_eq!(Some(&*answer.text("/request_id")), answer.header("X-Request-Id"));
}

#[tokio::test]
async fn a_longer_body_of_no_stated_length_is_refused_as_soon_as_it_is_too_long() {
    let simulator = simulator().await;
    let request = Request::list(&simulator, "").header("Transfer-Encoding", "chunked");
    let mut connection = Connection::open(&simulator).await;
    connection.send(&request.bytes()).await;
    connection.send(format!("{:x}\r\n", MOST + 1).as_bytes()).await;
    connection.send(&vec![b' '; MOST + 1]).await;
    assert_eq!(connection.answer(false).await.status, 413);
}

#[tokio::test]
async fn a_body_in_pieces_is_put_together_before_it_is_verified() {
    let simulator = simulator().await;
    let mut request =
        Signing::of(&simulator).sign(Request { body: b"{}".into(), ..Request::bare(&simulator) });
    request.body.clear();
    let mut connection = Connection::open(&simulator).await;
    for _ in 0..2 {
        connection.send(&request.clone().header("Transfer-Encoding", "chunked").bytes()).await;
        for piece in ["1\r\n{\r\n", "1\r\n}\r\n0\r\n\r\n"] {
            connection.send(piece.as_bytes()).await;
        }
        assert_eq!(connection.answer(false).await.status, 200);
    }
    connection.send(&request.header("Transfer-Encoding", "chunked").bytes()).await;
    connection.send(b"2\r\n{}\r\nno number\r\n").await;
    assert_eq!(connection.answer(false).await.status, 400);
}
