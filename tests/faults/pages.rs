//! The listing, and how a server says it.

use std::io;

use tokio::io::{AsyncRead, AsyncReadExt};

/// How many tasks there are, and how many of them are a page: three pages, the last one half full.
pub const TASKS: i64 = 5;
pub const SIZE: i64 = 2;

/// A request as it came.
pub struct Asked {
    pub head: String,
    /// How many tasks come before the page.
    offset: i64,
}

impl Asked {
    /// The next request; `None` where the client has hung up.
    pub async fn read(
        stream: &mut (impl AsyncRead + Unpin),
        received: &mut Vec<u8>,
    ) -> io::Result<Option<Self>> {
        let end = loop {
            if let Some(end) = received.windows(4).position(|end| end == b"\r\n\r\n") {
                break end + 4;
            }
            if stream.read_buf(received).await? == 0 {
                return Ok(None);
            }
        };
        let head: Vec<u8> = received.drain(..end).collect();
        let head = String::from_utf8(head).expect("a request is ASCII");
        let offset = head.split_once("marker=after-").map_or(0, |(_, rest)| {
            let digits = rest.split(|letter: char| !letter.is_ascii_digit()).next();
            digits.and_then(|digits| digits.parse().ok()).expect("a marker of ours")
        });
        Ok(Some(Self { head, offset }))
    }

    /// The number of the page, from 1.
    pub fn page(&self) -> u64 {
        (self.offset / SIZE + 1).unsigned_abs()
    }

    /// The right answer.
    pub fn answer(&self) -> Vec<u8> {
        answer(200, &format!("X-Request-Id: page-{}\r\n", self.page()), body(self.page()))
    }

    /// The whole marker.
    pub fn marker(&self) -> &str {
        let marker = self.head.split_once("marker=").map_or("", |(_, rest)| rest);
        marker.split(['&', ' ']).next().unwrap_or_default()
    }
}

/// The marker of the page after so many tasks.
pub fn marker(offset: i64) -> String {
    format!("after-{offset}")
}

/// What a page is in JSON.
pub fn body(page: u64) -> String {
    let offset = (page as i64 - 1) * SIZE;
    let end = (offset + SIZE).min(TASKS);
    let next = if end < TASKS { format!("{:?}", marker(end)) } else { "null".to_owned() };
    listing(offset + 1..=end, &next)
}

/// Tasks with these ids; `next` is the JSON of the next marker.
pub fn listing(ids: impl IntoIterator<Item = i64>, next: &str) -> String {
    let tasks: Vec<_> = ids.into_iter().map(|id| format!(r#"{{"id":{id}}}"#)).collect();
    format!(r#"{{"tasks":[{}],"page_info":{{"next_marker":{next}}}}}"#, tasks.join(","))
}

/// An answer with its length; `headers` are lines with their ends.
pub fn answer(status: u16, headers: &str, body: impl AsRef<[u8]>) -> Vec<u8> {
    let length = format!("{headers}Content-Length: {}\r\n", body.as_ref().len());
    [head(status, &length), body.as_ref().to_vec()].concat()
}

/// The head of an answer.
pub fn head(status: u16, headers: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status} Told So\r\nContent-Type: application/json\r\n{headers}\r\n").into_bytes()
}
