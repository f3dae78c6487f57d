use std::borrow::Cow;
use std::sync::Arc;

use jiff::SignedDuration;

use super::Caller;
use crate::auth::signer::{Authorization, Key, Request, parse_date};
use crate::credentials::testing::World;
use crate::credentials::testing::server::{Received, Reply, Server};
use crate::credentials::{Credentials, Keeper};
use crate::environment::Environment;
use crate::transport::Retry;
use crate::wire::Operation;

const READ: Operation = Operation {
    id: "Read",
    method: "GET",
    path: "/v2/p-1",
    success: &[200],
    permission: None,
    availability: None,
    remedies: &[],
    idempotent: true,
};

const KEY: Key<'static> = Key { id: "AK0123456789", secret: "made-up-secret" };

/// The headers that are signed, if the signature holds for what came.
fn signed(request: &Received) -> Vec<String> {
    let target = request.line().split(' ').nth(1).expect("a target");
    let headers = request.headers().into_iter().map(|(name, value)| (Cow::from(name), Cow::from(value)));
    let given = Request { method: "GET", path: target, query: vec![], headers: headers.collect(), body: b"" };
    let text = request.header("authorization").expect("a signature");
    let authorization = Authorization::parse(text).expect("it is one");
    authorization.verify(&given, &KEY).expect("it holds");
    authorization.signed_headers.iter().map(|name| (*name).to_owned()).collect()
}

#[tokio::test]
async fn every_try_is_signed_anew_with_a_new_date() {
    let mut world = World::new(Environment::of(&[]));
    world.transport.retry = Retry::new(2);
    let world = Arc::new(world);
    let clock = Arc::clone(&world);
    let mut tries = 0;
    let server = Server::start(move |_| {
        clock.pass(SignedDuration::from_mins(20));
        tries += 1;
        if tries < 3 { Reply::new(503) } else { Reply::ok("{}") }
    })
    .await;
    let key = Credentials::access_key(KEY.id, KEY.secret).with_security_token("made-up-token");
    let keeper = Keeper::new(key).expect("a key");
    let caller = Caller { keeper: &keeper, context: world.context(), project_id: Some("p-1") };
    let begun = world.now();
    let url = format!("{}{}", server.url(), READ.path).parse().expect("a URL");
    let request = reqwest::Request::new(http::Method::GET, url);
    let exchange = world.transport.send(&READ, request, &caller).await.expect("the third try is answered");
    assert_eq!((exchange.status.as_u16(), exchange.tries), (200, 3));
    for (request, minutes) in server.requests().iter().zip([0, 20, 40]) {
        assert_eq!(signed(request), ["host", "x-project-id", "x-sdk-date", "x-security-token"]);
        let date = request.header("x-sdk-date").and_then(parse_date).expect("a date");
        assert_eq!(date, begun + SignedDuration::from_mins(minutes));
    }
}
