//! Who is let in.

use swr_gc::simulator::Simulator;

use super::http::{Request, ask};

async fn simulator() -> Simulator {
    Simulator::builder().tasks(3).start().await.expect("it starts")
}

#[tokio::test]
async fn without_its_token_nobody_is_let_in() {
    let simulator = simulator().await;
    let token = simulator.token();
    let almost = [&token[1..], &token[..token.len() - 1], &token.to_uppercase(), &format!("{token}x")];
    let mut requests = vec![Request::bare(&simulator)];
    requests.extend(almost.iter().map(|token| Request::bare(&simulator).header("X-Auth-Token", token)));
    for (name, value) in [
        ("X-Auth-Token", "wrong"),
        ("X-Auth-Token", ""),
        ("X-Subject-Token", token),
        ("Cookie", token),
        ("Authorization", ""),
    ] {
        requests.push(Request::bare(&simulator).header(name, value));
    }
    for request in requests {
        let answer = ask(&simulator, &request).await;
        assert_eq!(answer.status, 401, "{request:?}");
        assert_eq!(answer.text("/error_code"), "SVCSTG.SWR.4010000");
        assert_eq!(answer.text("/errors/0/errorCode"), "SVCSTG.SWR.4010000");
        assert!(!String::from_utf8_lossy(&answer.body).contains(token), "the token is not given away");
    }
}

#[tokio::test]
async fn a_user_without_permission_is_told_so_and_gets_the_encrypted_reason() {
    let simulator = simulator().await;
    let request = Request::bare(&simulator).header("X-Auth-Token", simulator.forbidden_token());
    let answer = ask(&simulator, &request).await;
    assert_eq!(answer.status, 403);
    assert_eq!(answer.text("/error_code"), "SVCSTG.SWR.4030170");
    let reason = answer.text("/encoded_authorization_message");
    assert!(!reason.is_empty());
    assert_eq!(answer.text("/errors/0/encoded_authorization_message"), reason);
}

#[tokio::test]
async fn header_names_may_be_written_in_any_case() {
    let simulator = simulator().await;
    for name in ["X-Auth-Token", "x-auth-token", "X-AUTH-TOKEN", "x-aUtH-tOkEn"] {
        let request = Request::bare(&simulator).header(name, simulator.token());
        assert_eq!(ask(&simulator, &request).await.status, 200, "{name}");
    }
}

#[tokio::test]
async fn a_token_of_ones_own_takes_the_place_of_the_usual_one() {
    let simulator = Simulator::builder().tasks(1).token("mine").start().await.expect("it starts");
    assert_eq!(simulator.token(), "mine");
    for (token, status) in [("mine", 200), ("simulator-token", 401), (simulator.forbidden_token(), 403)] {
        let request = Request::bare(&simulator).header("X-Auth-Token", token);
        assert_eq!(ask(&simulator, &request).await.status, status, "{token}");
    }
}

#[tokio::test]
async fn a_token_that_could_not_work_is_refused_at_the_start() {
    let taken = simulator().await.forbidden_token().to_owned();
    for token in ["", &taken, "two\nlines", "käse", " blank"] {
        let error = Simulator::builder().token(token).start().await.expect_err("this token cannot work");
        assert!(error.is_usage());
        assert!(error.to_string().contains("token"), "{error}");
    }
}
