//! Who is not let in, or reaches nobody, has found nothing.

use serde_json::json;
use swr_gc::findings::{Outcome, Verdict};

use super::server::{Told, serve};
use super::support::{of, report, text};

#[tokio::test]
async fn a_first_refusal_is_an_outcome_and_nothing_more_is_asked() {
    let sealed = json!({
        "error_code": "SVCSTG.SWR.4030170",
        "error_msg": "No permission.",
        "encoded_authorization_message": "bWFkZSB1cA==",
    });
    for (told, outcome) in [
        (Told::refusal(401), Outcome::Unauthenticated),
        (Told::refusal(403), Outcome::NotWhiteListed),
        (Told::new(403, &sealed), Outcome::NoPermission),
        (Told::refusal(404), Outcome::Inconclusive),
    ] {
        let report = report(of(&serve(move |_| told.clone()))).await;
        assert_eq!((report.summary.outcome, report.summary.requests), (outcome, 1), "{}", text(&report));
        assert_eq!(
            (report.findings.len(), report.verdict(true)),
            (0, Verdict::Unjudged),
            "{}",
            text(&report)
        );
        assert_eq!(report.summary.notes.len(), 1, "{:?}", report.summary.notes);
    }
}

#[tokio::test]
async fn where_nobody_answers_nothing_is_judged() {
    let report_ = report(of("http://127.0.0.1:9")).await;
    assert_eq!((report_.summary.outcome, report_.verdict(false)), (Outcome::Unreachable, Verdict::Unjudged));
    // A server that hangs up, again and again.
    let silent = serve(|_| panic!("hung up"));
    let report = report(of(&silent)).await;
    assert_eq!(
        (report.summary.outcome, report.summary.requests),
        (Outcome::Unreachable, 3),
        "{}",
        text(&report)
    );
    assert_eq!(report.verdict(false), Verdict::Unjudged);
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let elsewhere = serve(|_| panic!("nobody comes here"));
    let report = report(of(&serve(move |asked| {
        assert!(!elsewhere.is_empty() && asked.number < 60);
        Told { status: 302, body: Vec::new(), ..Told::refusal(302) }
    })))
    .await;
    assert!(report.findings.iter().any(|found| found.rule == "status-undocumented"), "{}", text(&report));
}
