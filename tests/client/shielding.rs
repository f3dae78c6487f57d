//! What a server sends is shown without our token in it and without tricks for a terminal.

use std::error::Error as _;

use swr_gc::Error;

use crate::answering::refusal;
use crate::reading::read;
use crate::server::{Reply, Server, TOKEN, list, settings};

/// Everything that an error can be made to show.
fn shown(error: &Error) -> String {
    let mut shown = format!("{error}\n{error:?}\n{error:#?}\n{}", error.remedy());
    let mut cause = error.source();
    while let Some(inner) = cause {
        shown += &format!("\n{inner}\n{inner:?}");
        cause = inner.source();
    }
    for text in
        [error.error_code(), error.error_msg(), error.request_id(), error.encoded_authorization_message()]
    {
        shown += &format!("\n{}", text.unwrap_or_default());
    }
    for detail in error.details() {
        shown += &format!("\n{detail:?}");
    }
    shown
}

fn assert_clean(name: &str, error: &Error) {
    let shown = shown(error);
    assert!(!shown.contains(TOKEN), "{name}: {shown}");
    let unsafe_letter = |letter: &char| {
        (letter.is_control() && *letter != '\n')
            || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    assert_eq!(shown.chars().find(unsafe_letter), None, "{name}: {shown:?}");
}

#[tokio::test]
async fn a_token_that_is_echoed_is_not_shown() {
    let own = |body: &str| body.replace('T', TOKEN);
    for (name, reply) in [
        ("error_msg", Reply::new(401).body(own(r#"{"error_code":"A","error_msg":"bad token T!"}"#))),
        ("error_code", Reply::new(401).body(own(r#"{"error_code":"T"}"#))),
        ("old form", Reply::new(401).body(own(r#"[{"errorCode":"A","errorMessage":"m","detail":"T"}]"#))),
        ("details", Reply::new(400).body(own(r#"{"details":[{"error_code":"T","error_msg":"aTb"}]}"#))),
        ("encoded message", Reply::new(403).body(own(r#"{"encoded_authorization_message":"T"}"#))),
        ("request id in the body", Reply::new(401).body(own(r#"{"request_id":"T"}"#))),
        ("request id in the header", Reply::new(500).header("X-Request-Id", &own("r-T"))),
        ("Location", Reply::new(302).header("Location", &own("https://example.com/?token=T"))),
        ("HTML of a 502", Reply::new(502).body(own("<html>X-Auth-Token: T</html>"))),
        ("HTML of a 200", Reply::ok(own("<html>X-Auth-Token: T</html>"))),
        ("text", Reply::new(500).body(own("TT"))),
        ("JSON that says nothing", Reply::new(400).body(own(r#"{"headers":{"x-auth-token":"T"}}"#))),
        ("a 200 that is cut off", Reply::ok(own(r#"{"tasks":[{"job_name":"T"#))),
        ("a 202", Reply::new(202).body(own(r#"{"token":"T"}"#))),
        ("a cut excerpt", Reply::new(500).body(own(&format!("{}T", "x".repeat(195))))),
    ] {
        let error = refusal(reply).await;
        assert_clean(name, &error);
        assert!(!shown(&error).contains(&TOKEN[..5]), "{name}: the beginning of it is shown: {error}");
    }
}

#[tokio::test]
async fn a_token_that_is_echoed_in_a_page_is_in_no_deviation() {
    let value = |name: &str, value: String| format!(r#"{{"tasks":[{{"{name}":{value}}}]}}"#);
    for body in [
        value("id", format!(r#""{TOKEN}""#)),
        value("creation_time", format!(r#""at {TOKEN}""#)),
        value("job_status", format!(r#""{TOKEN}""#)),
        value("job_name", format!(r#"{{"a":["{TOKEN}"]}}"#)),
        value("job_parameters", format!(r#""{{{TOKEN}""#)),
        value("job_name", format!(r#""{TOKEN}","job_name":"x""#)),
        value("job_name", format!(r#""\ud800{TOKEN}""#)),
    ] {
        let page = read(body.clone()).await;
        assert!(!page.deviations().is_empty(), "{body}");
        for found in page.deviations() {
            assert!(!format!("{found} {found:?} {}", found.raw()).contains(TOKEN), "{body}: {found}");
        }
    }
}

#[tokio::test]
async fn a_token_that_a_cut_goes_through_is_not_shown_in_part() {
    for before in [185, 190, 195] {
        let long = format!("{}{TOKEN}{}", "x".repeat(before), "y".repeat(100));
        for body in [
            format!(r#"{{"tasks":[{{"creation_time":"{long}"}}]}}"#),
            format!(r#"{{"tasks":[{{"job_name":"{long}","job_name":"b"}}]}}"#),
        ] {
            let page = read(body).await;
            let found = &page.deviations()[0];
            assert!(!found.raw().contains(&TOKEN[..4]), "{before}: {found}");
        }
    }
}

#[tokio::test]
async fn a_token_in_a_marker_that_cannot_be_read_is_not_shown() {
    let body = format!(r#"{{"page_info":{{"next_marker":{{"for":"{TOKEN}"}}}}}}"#);
    let server = Server::scripted([Reply::ok(body)]).await;
    let mut pages = list(&server).pages();
    pages.next().await.expect("a page").expect("no error");
    assert_clean("marker", &pages.next().await.expect("an error").expect_err("no way on"));
}

#[tokio::test]
async fn a_token_is_not_shown_by_faults_on_the_way() {
    for (name, reply) in [
        ("garbage", Reply::raw(format!("{TOKEN}\r\n\r\n"))),
        ("a bad header", Reply::raw(format!("HTTP/1.1 200 OK\r\n{TOKEN}\r\n\r\n"))),
        ("a cut body", Reply::new(200).body(TOKEN).claiming(1000)),
    ] {
        let server = Server::scripted([reply]).await;
        assert_clean(name, &list(&server).send().await.expect_err(name));
    }
    let server = Server::scripted([Reply::ok(TOKEN.repeat(100))]).await;
    let client = settings(&server).body_limit(10).build().expect("a client");
    assert_clean(
        "too large",
        &client.list_gc_tasks().instance_id("i-1").send().await.expect_err("too large"),
    );
}

#[tokio::test]
async fn signs_that_a_terminal_obeys_are_written_out() {
    let body = r#"{"error_code":"A\u001b[2J","error_msg":"red \u001b[31m back \u202e wards \u200b\u2066\u0007\nline",
                   "details":[{"error_code":"\u001b","error_msg":"\u202e"}],"request_id":"\u009b\u200f",
                   "encoded_authorization_message":"\u001bx"}"#;
    let error = refusal(Reply::new(400).body(body)).await;
    assert_clean("JSON", &error);
    assert_eq!(error.error_code(), Some("A\\u{1b}[2J"));
    assert!(!error.to_string().contains('\n'), "{error}");

    let tricks = "\u{1b}]0;title\u{7} \u{202e}txt.exe \u{9b}2J\r\nX: y";
    for (name, reply) in [
        ("HTML of a 502", Reply::new(502).body(tricks)),
        ("HTML of a 200", Reply::ok(tricks)),
        ("request id", Reply::new(500).header("X-Request-Id", "a\u{202e}b\u{200b}\u{9b}")),
        ("Location", Reply::new(302).header("Location", "https://example.com/\u{202e}\u{9b}")),
    ] {
        let error = refusal(reply).await;
        assert_clean(name, &error);
        assert!(!error.to_string().contains('\n'), "{name}: {error}");
    }

    let page =
        read("{\"tasks\":[{\"creation_time\":\"\u{202e}\\u001b[2J\u{9b}\",\"id\":[\"\u{200f}\"]}]}").await;
    for found in page.deviations() {
        let shown = format!("{found}{}", found.raw());
        assert!(!shown.contains(['\u{202e}', '\u{1b}', '\u{9b}', '\u{200f}']), "{shown:?}");
    }
}

#[tokio::test]
async fn a_token_given_with_blanks_around_it_is_not_shown_without_them() {
    // Blanks around a header's value do not belong to it, so a server sees and echoes the token alone.
    let body = format!(r#"{{"error_code":"A","error_msg":"bad token {TOKEN}"}}"#);
    let server = Server::scripted([Reply::new(401).body(body)]).await;
    let Ok(client) = settings(&server).token(format!(" {TOKEN} ")).build() else { return };
    let error = client.list_gc_tasks().instance_id("i-1").send().await.expect_err("401");
    assert_eq!(server.requests()[0].header("x-auth-token").map(str::trim), Some(TOKEN));
    assert_clean("blanks", &error);
}

#[tokio::test]
async fn a_key_is_shown_as_harmlessly_as_a_value() {
    let page = read(format!(r#"{{"tasks":[{{"id":1e400}}],"{TOKEN}\u001b]0;x\u0007":1e400}}"#)).await;
    assert_eq!(page.deviations().len(), 2);
    let pointers: String = page.deviations().iter().map(|found| found.pointer()).collect();
    assert!(!pointers.contains(TOKEN) && !pointers.contains('\u{1b}'), "{pointers:?}");
}

#[tokio::test]
async fn a_token_is_not_shown_in_another_spelling_either() {
    let token = "abcdef+0123456789==";
    for (body, location) in [
        (r#"{"error_code":"A","error_msg":"bad token abcdef\\u002b0123456789\\u003d\\u003d"}"#, ""),
        ("{}", "https://example.com/?t=abcdef%2B0123456789%3D%3D"),
    ] {
        let reply = Reply::new(if location.is_empty() { 400 } else { 302 }).body(body);
        let server = Server::scripted([reply.header("Location", location)]).await;
        let client = settings(&server).token(token).build().expect("a client");
        let error = client.list_gc_tasks().instance_id("i-1").send().await.expect_err("refused");
        assert!(!shown(&error).contains("0123456789"), "{error}");
        assert!(error.to_string().contains("[redacted]"), "{error}");
    }
}

#[test]
fn settings_show_nothing_that_could_be_secret() {
    let builder = swr_gc::Client::builder().endpoint("https://user:hunter2@example.com").token("s3cret");
    let shown = format!("{builder:?}");
    assert!(!shown.contains("hunter2") && !shown.contains("s3cret"), "{shown}");
}
