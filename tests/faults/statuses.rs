//! Answers that say no, or something that nobody asked for.

use std::sync::atomic::{AtomicU32, Ordering::Relaxed};

use swr_gc::{Client, CredentialProvider, Credentials};

use crate::fault::{FOR_EVER, Fault, LIMIT, ONCE, Stage, TOKEN};
use crate::front::Fronts;
use crate::pages::{answer, head};
use crate::server::{Script, Server, Step};

pub fn faults() -> Vec<Fault> {
    [passing(), lasting(), waiting(), oversized(), redirects(), credentials()].into_iter().flatten().collect()
}

fn says(status: u16, headers: &str) -> [Step; 2] {
    let body = r#"{"error_code":"SVCSTG.SWR.1","error_msg":"no"}"#;
    [Step::Say(answer(status, headers, body)), Step::Stay]
}

/// What may be another the next time.
fn passing() -> Vec<Fault> {
    let names = [
        (429, "too many requests (429)"),
        (500, "an internal error (500)"),
        (502, "a bad gateway (502)"),
        (503, "out of service (503)"),
        (504, "a gateway that gives up (504)"),
    ];
    let once = names.map(|(status, name)| Fault::new(name, 2, ONCE, says(status, "")).whole_after(2));
    let ever = names.map(|(status, name)| {
        Fault::new(name, 2, FOR_EVER, says(status, "")).fails_at(status, "service", 4).saying("SVCSTG.SWR.1")
    });
    let script = Script { page: None, ..Script::new(1, Some(2), says(503, "")) };
    let html = [Step::Say(answer(502, "Content-Type: text/html\r\n", "<html>nginx</html>"))];
    once.into_iter()
        .chain(ever)
        .chain([
            Fault::scripted("out of service (503)", 2, script).whole_after(3),
            Fault::new("a gateway's own page (502)", 2, FOR_EVER, html)
                .fails_at(502, "service", 4)
                .saying("nginx"),
        ])
        .collect()
}

/// What will be the same the next time.
fn lasting() -> Vec<Fault> {
    let refused = [
        (400, "a wrong parameter (400)"),
        (403, "no permission (403)"),
        (404, "no such instance (404)"),
        (408, "a request that came too late (408)"),
        (409, "busy (409)"),
        (501, "an operation that is not there (501)"),
        (505, "a version that is not spoken (505)"),
    ];
    let refused = refused
        .map(|(status, name)| Fault::new(name, 2, FOR_EVER, says(status, "")).fails_at(status, "service", 1));
    refused
        .into_iter()
        .chain([
            Fault::new("a part of the page (206)", 2, FOR_EVER, says(206, "")).fails_at(206, "decode", 1),
            Fault::new("no content (204)", 2, FOR_EVER, [Step::Say(head(204, "")), Step::Stay])
                .fails_at(204, "decode", 1),
            Fault::new("not modified (304)", 2, FOR_EVER, [Step::Say(head(304, "")), Step::Stay])
                .fails_at(304, "service", 1)
                .saying("304 Not Modified; the body is empty"),
        ])
        .collect()
}

/// What says how long to wait.
fn waiting() -> Vec<Fault> {
    let asks =
        |name, times, wait: &str| Fault::new(name, 2, times, says(503, &format!("Retry-After: {wait}\r\n")));
    vec![
        asks("Retry-After of a second", ONCE, "1").whole_after(2),
        asks("Retry-After that has passed", ONCE, "Sun, 06 Nov 1994 08:49:37 GMT").whole_after(2),
        asks("Retry-After that is no time", ONCE, "soon").whole_after(2),
        asks("Retry-After of an hour", FOR_EVER, "3600").fails_at(503, "service", 1),
        asks("Retry-After beyond all numbers", FOR_EVER, "99999999999999999999999")
            .fails_at(503, "service", 1),
        asks("Retry-After of a far day", FOR_EVER, "Fri, 01 Jan 2100 00:00:00 GMT")
            .fails_at(503, "service", 1),
    ]
}

/// Refusals that say too much, or break off.
fn oversized() -> Vec<Fault> {
    let large = |status, headers: &str| {
        let more = vec![b' '; LIMIT + 1];
        [Step::Say(answer(status, headers, more)), Step::Stay]
    };
    let cut = |headers: &str| [Step::Say(head(503, &format!("{headers}Content-Length: 9\r\n")))];
    vec![
        Fault::new("out of service, at great length (503)", 2, ONCE, large(503, "")).whole_after(2),
        Fault::new("no permission, at great length (403)", 2, FOR_EVER, large(403, ""))
            .fails_at(403, "service", 1),
        Fault::new("a redirect, at great length (302)", 2, FOR_EVER, large(302, "Location: /\r\n"))
            .fails_at(302, "service", 1)
            .saying("redirect to /"),
        Fault::new("out of service, and breaks off (503)", 2, ONCE, cut("")).whole_after(2),
        Fault::new("Retry-After of an hour, and breaks off", 2, FOR_EVER, cut("Retry-After: 3600\r\n"))
            .fails_at(503, "broken", 1),
    ]
}

fn redirects() -> Vec<Fault> {
    let to = |target: &str| says(302, &format!("Location: {target}\r\n"));
    vec![
        Fault::new("a redirect to itself", 2, FOR_EVER, to("?limit=2&marker=after-2"))
            .fails_at(302, "service", 1)
            .saying("not followed"),
        Fault::staged("a redirect to another host", 2, FOR_EVER, async {
            let other = Server::start(Script::none(), Fronts::plain()).await;
            let target = format!("Location: {}/\r\n", other.url());
            let server = Server::start(Script::new(2, FOR_EVER, says(307, &target)), Fronts::plain()).await;
            let client = crate::fault::settings().endpoint(server.url()).build().expect("a client");
            // Were it followed, the walk would end with what this server has.
            Stage { others: vec![Box::new(other)], ..Stage::new(server, client) }
        })
        .fails_at(307, "service", 1)
        .saying("not followed"),
    ]
}

/// Lends another token each time.
struct Lender(AtomicU32);

impl CredentialProvider for Lender {
    async fn credentials(&self) -> Result<Credentials, Box<dyn std::error::Error + Send + Sync>> {
        let number = self.0.fetch_add(1, Relaxed);
        Ok(Credentials::token(format!("{TOKEN}-{number}")))
    }
}

async fn lending(times: Option<u32>) -> Stage {
    let server = Server::start(Script::new(2, times, says(401, "")), Fronts::plain()).await;
    let lender = Credentials::provider(Lender(AtomicU32::new(0)));
    let settings = Client::builder().endpoint(server.url()).project_id("p-1").credentials(lender);
    let client = settings.build().expect("a client");
    Stage::new(server, client)
}

fn credentials() -> Vec<Fault> {
    vec![
        Fault::new("a token that is refused (401)", 2, FOR_EVER, says(401, "")).fails_at(401, "service", 1),
        Fault::staged("a lent token that is refused (401)", 2, ONCE, lending(ONCE)).whole_after(2),
        Fault::staged("a lent token that is refused (401)", 2, FOR_EVER, lending(FOR_EVER))
            .fails_at(401, "service", 2),
    ]
}
