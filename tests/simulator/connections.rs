//! The simulator as a server: connections, odd clients, its end.

use std::time::{Duration, Instant};

use swr_gc::simulator::Simulator;
use tokio::net::TcpStream;

use super::http::{Connection, Request, ask, parse};

async fn simulator() -> Simulator {
    Simulator::builder().tasks(250).start().await.expect("it starts")
}

#[tokio::test]
async fn it_listens_on_the_loopback_interface_only() {
    let simulator = simulator().await;
    let endpoint = simulator.endpoint();
    let port = endpoint.strip_prefix("http://127.0.0.1:").expect("the loopback interface");
    assert_ne!(port.parse::<u16>().expect("a port is a number"), 0);
}

#[tokio::test]
async fn head_and_body_of_an_answer_arrive_in_one_piece() {
    let simulator = simulator().await;
    let mut connection = Connection::open(&simulator).await;
    for query in ["limit=1", "limit=10", "limit=0"] {
        connection.send(&Request::list(&simulator, query).bytes()).await;
        connection.read().await;
        let received = connection.received();
        let whole = parse(received, false).map(|(_, length)| length);
        assert_eq!(whole, Some(received.len()), "{query}: {}", String::from_utf8_lossy(received));
        connection.answer(false).await;
    }
}

#[tokio::test]
async fn one_connection_carries_a_hundred_requests() {
    let simulator = simulator().await;
    let mut connection = Connection::open(&simulator).await;
    for turn in 0..100 {
        // Refusals keep the connection as well as answers do.
        let (query, status) = if turn % 3 == 2 { ("limit=0", 400) } else { ("limit=2", 200) };
        let answer = connection.ask(&Request::list(&simulator, query)).await;
        assert_eq!(answer.status, status, "request {turn}");
        assert_eq!(answer.header("Connection"), None, "request {turn}");
    }
}

#[tokio::test]
async fn requests_sent_at_once_are_answered_in_their_order() {
    let simulator = simulator().await;
    let mut connection = Connection::open(&simulator).await;
    let limits = [3, 1, 4, 1, 5, 9, 2, 6];
    let requests: Vec<u8> = limits
        .iter()
        .flat_map(|limit| Request::list(&simulator, &format!("limit={limit}")).bytes())
        .collect();
    connection.send(&requests).await;
    for limit in limits {
        let page = connection.answer(false).await.json();
        assert_eq!(page["tasks"].as_array().map(Vec::len), Some(limit));
    }
}

#[tokio::test]
async fn a_client_that_dawdles_holds_nobody_up() {
    let simulator = simulator().await;
    let request = Request::list(&simulator, "limit=1").bytes();
    let (half, rest) = request.split_at(request.len() / 2);
    let mut slow = Connection::open(&simulator).await;
    slow.send(half).await;
    let mut deaf = Connection::open(&simulator).await;
    let pages = Request::list(&simulator, "limit=100").bytes().repeat(50);
    // This one asks for more than a socket buffers, and does not read until the others are done.
    let (sender, receiver) = tokio::sync::oneshot::channel::<()>();
    let deaf = tokio::spawn(async move {
        deaf.send(&pages).await;
        let _ = receiver.await;
        for _ in 0..50 {
            assert_eq!(deaf.answer(false).await.status, 200);
        }
    });
    for _ in 0..20 {
        assert_eq!(ask(&simulator, &Request::list(&simulator, "limit=100")).await.status, 200);
    }
    slow.send(rest).await;
    assert_eq!(slow.answer(false).await.status, 200, "the slow one is served in the end");
    let _ = sender.send(());
    deaf.await.expect("the one that did not read gets all of its answers");
}

#[tokio::test]
async fn garbage_is_answered_with_400_and_stops_nothing() {
    let simulator = simulator().await;
    for garbage in [
        &b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03 a TLS hello\r\n\r\n"[..],
        b"not http at all\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\x00 HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nno colon here\r\n\r\n",
        b"GET / HTTP/1.1\r\nContent-Length: many\r\n\r\n",
    ] {
        let mut connection = Connection::open(&simulator).await;
        connection.send(garbage).await;
        let answer = connection.answer(false).await;
        assert_eq!(answer.status, 400, "{}", String::from_utf8_lossy(garbage));
        assert_eq!(ask(&simulator, &Request::list(&simulator, "limit=1")).await.status, 200);
    }
}

#[tokio::test]
async fn clients_that_leave_early_stop_nothing() {
    let simulator = simulator().await;
    let request = Request::list(&simulator, "limit=100").bytes();
    for length in [0, 1, request.len() / 2, request.len()] {
        for _ in 0..10 {
            Connection::open(&simulator).await.send(&request[..length]).await;
        }
    }
    assert_eq!(ask(&simulator, &Request::list(&simulator, "limit=1")).await.status, 200);
}

#[tokio::test]
async fn a_dropped_simulator_closes_its_port_and_its_connections() {
    let simulator = simulator().await;
    let address = simulator.endpoint().trim_start_matches("http://").to_owned();
    let mut connection = Connection::open(&simulator).await;
    assert_eq!(connection.ask(&Request::list(&simulator, "limit=1")).await.status, 200);
    drop(simulator);
    assert_eq!(connection.read().await, 0, "an open connection ends");
    let deadline = Instant::now() + Duration::from_secs(30);
    while TcpStream::connect(&address).await.is_ok() {
        assert!(Instant::now() < deadline, "the port is still open");
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn a_port_that_is_taken_is_named() {
    let simulator = simulator().await;
    let port = simulator.endpoint().rsplit(':').next().and_then(|port| port.parse().ok()).expect("a port");
    let error = Simulator::builder().port(port).start().await.expect_err("two cannot listen on one port");
    assert!(error.to_string().contains(&port.to_string()), "{error}");
}
