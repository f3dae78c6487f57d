//! What goes wrong in the body of an answer.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::fault::{FOR_EVER, Fault, LIMIT, ONCE};
use crate::pages::{answer, body, head};
use crate::server::Step;

pub fn faults() -> Vec<Fault> {
    [cut(), slow(), large(), compressed(), foreign()].into_iter().flatten().collect()
}

/// One fault at a single request, which a second one sets right, and at all of them.
fn twice(name: &'static str, steps: &[Step], status: u16, kind: &'static str) -> [Fault; 2] {
    [
        Fault::new(name, 2, ONCE, steps).whole_after(2),
        Fault::new(name, 2, FOR_EVER, steps).fails_at(status, kind, 4),
    ]
}

fn cut() -> Vec<Fault> {
    let page = body(2);
    let sized = head(200, &format!("Content-Length: {}\r\n", page.len()));
    let part = |length: usize| Step::Say([&sized[..], &page.as_bytes()[..length]].concat());
    let chunked = head(200, "Transfer-Encoding: chunked\r\n");
    let chunk = format!("{:x}\r\n{page}\r\n", page.len());
    let chunks = |rest: &str| Step::Say([&chunked, rest.as_bytes()].concat());
    [
        twice("closed inside the body", &[part(10)], 200, "broken"),
        twice("reset inside the body", &[part(10), Step::Reset], 200, "broken"),
        twice("one byte short", &[part(page.len() - 1)], 200, "broken"),
        twice("chunks without their end", &[chunks(&chunk)], 200, "broken"),
        twice("a chunk of no size", &[chunks(&format!("zz\r\n{page}\r\n"))], 200, "broken"),
        twice("a refusal that breaks off", &[Step::Say(head(404, "Content-Length: 99\r\n"))], 404, "broken"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn slow() -> Vec<Fault> {
    let long = head(200, "Content-Length: 60000\r\n");
    let stalled = [Step::Say(long.clone()), Step::Hold];
    let dripping = [Step::Say(long), Step::Drip(b" ".to_vec())];
    vec![
        Fault::new("a body that stalls", 2, ONCE, &stalled).impatiently().whole_after(2),
        Fault::new("a body that stalls", 2, FOR_EVER, &stalled).impatiently().fails_at(200, "timeout", 2),
        Fault::new("a body that drips", 2, ONCE, &dripping).impatiently().whole_after(2),
        Fault::new("a body that drips", 2, FOR_EVER, &dripping).impatiently().fails_at(200, "timeout", 2),
    ]
}

fn large() -> Vec<Fault> {
    let flood = |headers: &str| [Step::Say(head(200, headers)), Step::Flood(vec![b' '; 8192])];
    let chunk = [&b"2000\r\n"[..], &[b' '; 8192], b"\r\n"].concat();
    let chunks = [Step::Say(head(200, "Transfer-Encoding: chunked\r\n")), Step::Flood(chunk)];
    let says = "more than 65536 bytes";
    vec![
        Fault::new("a huge body", 2, FOR_EVER, flood("Content-Length: 9999999999\r\n"))
            .fails_at(200, "decode", 1)
            .saying(says),
        Fault::new("a body without length or end", 2, FOR_EVER, flood(""))
            .fails_at(200, "decode", 1)
            .saying(says),
        Fault::new("chunks without end", 2, FOR_EVER, chunks).fails_at(200, "decode", 1).saying(says),
    ]
}

fn compressed() -> Vec<Fault> {
    const GZIP: &str = "Content-Encoding: gzip\r\n";
    let gzip = |text: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(text).expect("memory takes it");
        encoder.finish().expect("memory takes it")
    };
    let page = gzip(body(2).as_bytes());
    let mut garbled = page.clone();
    garbled[12] ^= 0xff;
    let say = |body: &[u8]| [Step::Say(answer(200, GZIP, body))];
    let mut faults = vec![
        Fault::new("a bomb of gzip", 2, FOR_EVER, say(&gzip(&vec![b' '; 8 << 20])))
            .fails_at(200, "decode", 1)
            .saying("more than 65536 bytes"),
        Fault::new("gzip to the limit and a byte", 2, FOR_EVER, say(&gzip(&vec![b' '; LIMIT + 1])))
            .fails_at(200, "decode", 1)
            .saying("more than 65536 bytes"),
    ];
    faults.extend(twice("gzip that is garbled", &say(&garbled), 200, "decode"));
    faults.extend(twice("gzip that is none", &say(body(2).as_bytes()), 200, "decode"));
    faults.extend(twice("gzip that breaks off", &say(&page[..page.len() - 9]), 200, "decode"));
    faults
}

fn foreign() -> Vec<Fault> {
    let say = |headers: &str, body: &[u8]| [Step::Say(answer(200, headers, body)), Step::Stay];
    let page = body(2);
    let utf16: Vec<u8> = page.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let named = page.replace(r#""id":3"#, "\"id\":3,\"job_name\":\"caf\u{e9}\"");
    let latin1: Vec<u8> = named.chars().map(|letter| letter as u32 as u8).collect();
    let unusable = |name, headers: &str, body: &[u8]| {
        Fault::new(name, 2, FOR_EVER, say(headers, body)).fails_at(200, "decode", 1)
    };
    let readable =
        |name, headers: &str, body: &[u8]| Fault::new(name, 2, FOR_EVER, say(headers, body)).whole_after(1);
    vec![
        readable("JSON that says it is HTML", "Content-Type: text/html\r\n", page.as_bytes()),
        readable("JSON after a byte order mark", "", format!("\u{feff}{page}").as_bytes()),
        readable("Latin-1 in a name", "Content-Type: application/json; charset=iso-8859-1\r\n", &latin1),
        unusable("UTF-16", "Content-Type: application/json; charset=utf-16\r\n", &utf16),
        unusable("a web page", "Content-Type: text/html\r\n", b"<html>Please log in</html>")
            .saying("Please log in"),
        unusable("a body of nothing", "", b""),
        unusable("JSON that ends too early", "", &page.as_bytes()[..page.len() - 5]),
        unusable("JSON of something else", "", br#"{"message":"ok"}"#),
        unusable("brotli that nobody asked for", "Content-Encoding: br\r\n", b"\x0b\x02\x80\x00"),
        Fault::new(
            "a length that is too short",
            2,
            FOR_EVER,
            [Step::Say([&head(200, "Content-Length: 9\r\n")[..], page.as_bytes()].concat()), Step::Stay],
        )
        .fails_at(200, "decode", 1),
    ]
}
