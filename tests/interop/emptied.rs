//! Answers that are no listing: for the SDK an instance without tasks, for this client an error.

use serde_json::{Value, json};
use swr_gc::{Error, Page};

use crate::sdk::Sdk;
use crate::server::{Answer, Mistake, compare};

/// Status and kind of this client's error.
fn refused(answer: Result<Page, Error>) -> Value {
    match answer {
        Ok(page) => json!({ "page": &*page }),
        Err(error) => json!({ "status": error.status(), "unusable": error.is_decode() }),
    }
}

/// What the SDK answers is the same for all: a page without anything in it, and no exception.
fn mistake(name: &'static str, answer: Answer, status: u16, unusable: bool) -> Mistake {
    Mistake { name, answer, sdk: json!({}), ours: json!({ "status": status, "unusable": unusable }) }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_listing_is_an_empty_one_for_the_sdk_and_an_error_for_this_client() {
    let Some(sdk) = Sdk::find() else { return };
    let ok = |name, body: &str| mistake(name, Answer::json("200 OK", body), 200, true);
    let html = |status| Answer::new(status, "text/html", "<html><body>Please sign in</body></html>");
    let mistakes = vec![
        mistake("a-web-page", html("200 OK"), 200, true),
        mistake("no-content", Answer::new("204 No Content", "", ""), 204, true),
        ok("an-empty-body", ""),
        ok("null", "null"),
        ok("an-empty-list", "[]"),
        // Harbor, from which the API descends, answers so.
        ok("a-bare-list-of-tasks", r#"[{"id":1}]"#),
        ok("a-body-cut-off", r#"{"page_info":{"next_marker":"m"},"tasks":[{"id":1},"#),
        ok("a-number-that-json-does-not-have", r#"{"tasks":[{"id":NaN}]}"#),
    ];
    compare(&sdk, mistakes, refused).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_redirect_is_an_empty_listing_for_the_sdk_and_an_error_for_this_client() {
    let Some(sdk) = Sdk::find() else { return };
    let mistakes = [
        ("moved-for-good", "301 Moved Permanently", 301),
        ("moved-for-now", "302 Found", 302),
        ("moved-with-its-method", "307 Temporary Redirect", 307),
    ];
    let mistakes = mistakes.map(|(name, status, number)| {
        mistake(name, Answer::new(status, "", "").header("Location", "/sign-in"), number, false)
    });
    compare(&sdk, mistakes.into(), refused).await;
}
