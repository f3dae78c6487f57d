//! Who is not let in, or reaches nobody, has found nothing.

use serde_json::json;
use swr_gc::findings::{Outcome, Verdict};

use super::server::{Asked, Told, honest, serve, serve_some, tasks};
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

/// Half a judgement is no good news, but what was found counts.
#[tokio::test]
async fn what_ends_a_run_before_its_time_is_no_clean_result() {
    let list = tasks(30);
    for (outcome, is_faulty) in
        [Outcome::Unreachable, Outcome::Unreadable].into_iter().flat_map(|end| [(end, false), (end, true)])
    {
        let (list, is_large) = (list.clone(), outcome == Outcome::Unreadable);
        let answer = move |asked: &Asked| {
            let told = honest(&list, asked);
            let told = if is_faulty { told.edit(|page| page["tasks"][0]["id"] = json!(0)) } else { told };
            // Blanks are JSON too.
            let blanks = if is_large { 4 << 20 } else { 0 };
            Told { body: [&told.body[..], &vec![b' '; blanks]].concat(), ..told }
        };
        let most = if is_large { usize::MAX } else { 12 };
        let report = report(of(&serve_some(most, answer))).await;
        assert_eq!(report.summary.outcome, outcome, "{}", text(&report));
        assert!(!report.summary.checked.is_empty(), "{}", text(&report));
        let verdict = if is_faulty { Verdict::Found } else { Verdict::Unjudged };
        let said = text(&report);
        assert_eq!((report.verdict(false), report.findings.is_empty()), (verdict, !is_faulty), "{said}");
        assert!(report.summary.notes[0].starts_with("nothing more was asked"), "{:?}", report.summary.notes);
    }
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
