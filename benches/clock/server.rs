//! A server that costs nothing: it has its pages ready, or makes them as it goes.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::Duration;

use crate::sample::page;

/// Tasks in a page.
pub const PAGE: usize = 100;

/// Serves `tasks` tasks in pages of 100 and returns its URL; each answer takes `delay`.
pub fn serve(tasks: usize, delay: Duration) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let url = format!("http://{}", listener.local_addr().expect("a bound socket has an address"));
    // A long listing is made page by page: kept ready it would be hundreds of megabytes.
    let ready: Vec<Vec<u8>> = if tasks <= 100_000 {
        (0..tasks / PAGE).map(|index| answer(index, tasks)).collect()
    } else {
        Vec::new()
    };
    thread::spawn(move || {
        let ready = std::sync::Arc::new(ready);
        for stream in listener.incoming().flatten() {
            let ready = std::sync::Arc::clone(&ready);
            thread::spawn(move || converse(stream, &ready, tasks, delay));
        }
    });
    url
}

/// The page at `index` as a whole answer; the marker of a page is its index.
fn answer(index: usize, tasks: usize) -> Vec<u8> {
    let next = (index + 1).to_string();
    let next = ((index + 1) * PAGE < tasks).then_some(next.as_str());
    let body = page(index * PAGE + 1, PAGE, next);
    format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    )
    .into_bytes()
}

fn converse(mut stream: TcpStream, ready: &[Vec<u8>], tasks: usize, delay: Duration) {
    let _ = stream.set_nodelay(true);
    let mut request = [0_u8; 4096];
    loop {
        let Ok(length @ 1..) = stream.read(&mut request) else { return };
        let text = String::from_utf8_lossy(&request[..length]);
        let marker = text.split("marker=").nth(1).and_then(|rest| rest.split([' ', '&']).next());
        let index: usize = marker.and_then(|marker| marker.parse().ok()).unwrap_or(0);
        if !delay.is_zero() {
            thread::sleep(delay);
        }
        let written = match ready.get(index) {
            Some(answer) => stream.write_all(answer),
            None => stream.write_all(&answer(index, tasks)),
        };
        if written.is_err() {
            return;
        }
    }
}
