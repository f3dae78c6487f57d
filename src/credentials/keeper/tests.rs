use std::sync::Arc;

use jiff::SignedDuration;
use tokio::task::JoinSet;

use super::{Found, Keeper};
use crate::auth::Proof;
use crate::credentials::chain::Source;
use crate::credentials::testing::{Answer, World, held, prompt};
use crate::credentials::{CredentialProvider, Credentials};
use crate::environment::Environment;
use crate::error::Error;

fn world() -> World {
    World::new(Environment::of(&[]))
}

fn keeper(credentials: Credentials) -> Keeper {
    Keeper::new(credentials).expect("they can be kept")
}

fn token(found: &Found) -> &str {
    match &found.identity.proof {
        Proof::Token(token) => token.expose(),
        Proof::AccessKey(key) => panic!("{key:?} is no token"),
    }
}

/// The token that a provider gives when it is asked for this time, good for so many minutes.
fn lent(world: &World, time: usize, minutes: i64) -> Answer {
    let expiry = world.now() + SignedDuration::from_mins(minutes);
    Ok(Credentials::token(format!("t-{time}")).with_expiry(expiry))
}

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

#[tokio::test]
async fn a_proof_is_renewed_with_forty_minutes_left() {
    let world = Arc::new(world());
    let now = Arc::clone(&world);
    let (credentials, strings) = prompt(move |time| lent(&now, time, 240));
    let keeper = keeper(credentials);
    for (passed, expected) in [(0, "t-1"), (199, "t-1"), (1, "t-2"), (199, "t-2"), (60, "t-3")] {
        world.pass(minutes(passed));
        assert_eq!(token(&keeper.get(&world.context()).await.expect("a proof")), expected);
    }
    assert_eq!(strings.asked(), 3);
}

#[tokio::test]
async fn a_short_life_is_renewed_at_its_half() {
    let world = Arc::new(world());
    let now = Arc::clone(&world);
    let (credentials, _) = prompt(move |time| lent(&now, time, 30));
    let keeper = keeper(credentials);
    for (passed, expected) in [(0, "t-1"), (14, "t-1"), (1, "t-2"), (14, "t-2"), (1, "t-3")] {
        world.pass(minutes(passed));
        assert_eq!(token(&keeper.get(&world.context()).await.expect("a proof")), expected);
    }
}

#[tokio::test]
async fn a_proof_without_an_end_is_kept_and_one_that_has_expired_is_not() {
    let world = Arc::new(world());
    let (credentials, strings) = prompt(|time| Ok(Credentials::token(format!("t-{time}"))));
    let forever = keeper(credentials);
    for _ in 0..3 {
        assert_eq!(token(&forever.get(&world.context()).await.expect("a proof")), "t-1");
        world.pass(SignedDuration::from_hours(10_000));
    }
    assert_eq!(strings.asked(), 1);

    let now = Arc::clone(&world);
    let (credentials, strings) = prompt(move |time| lent(&now, time, -60));
    let expired = keeper(credentials);
    for expected in ["t-1", "t-2"] {
        assert_eq!(token(&expired.get(&world.context()).await.expect("a proof")), expected);
    }
    assert_eq!(strings.asked(), 2);
}

/// Calls that all ask at once.
async fn calls(count: usize, keeper: &Arc<Keeper>, world: &Arc<World>) -> JoinSet<Result<String, Error>> {
    let mut calls = JoinSet::new();
    for _ in 0..count {
        let (keeper, world) = (Arc::clone(keeper), Arc::clone(world));
        calls.spawn(async move { keeper.get(&world.context()).await.map(|found| token(&found).to_owned()) });
    }
    all_wait().await;
    calls
}

/// Lets every task of this thread come as far as it can.
async fn all_wait() {
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn however_many_calls_wait_there_is_one_exchange() {
    let world = Arc::new(world());
    let now = Arc::clone(&world);
    let (credentials, strings) = held(move |time| lent(&now, time, 240));
    let keeper = Arc::new(keeper(credentials));
    for good in [&["t-1"][..], &["t-1", "t-2"]] {
        let calls = calls(50, &keeper, &world).await;
        strings.let_go(50);
        let tokens: Vec<_> =
            calls.join_all().await.into_iter().map(|token| token.expect("a proof")).collect();
        // While a proof that is good is renewed, it is used: nobody has to wait.
        assert!(tokens.iter().all(|token| good.contains(&token.as_str())), "{tokens:?}");
        assert_eq!(tokens.iter().filter(|token| token == &good[good.len() - 1]).count().min(1), 1);
        // What was not taken would let later answers go.
        strings.take_back();
        world.pass(minutes(200));
    }
    assert_eq!(strings.asked(), 2);
}

#[tokio::test]
async fn calls_that_waited_for_an_exchange_that_failed_do_not_each_make_another() {
    // A password that is wrong 50 times locks the account.
    let world = Arc::new(world());
    let now = Arc::clone(&world);
    let (credentials, strings) = held(move |time| match time {
        1 => Err("out of order".to_owned()),
        _ => lent(&now, time, 240),
    });
    let keeper = Arc::new(keeper(credentials));
    let first = calls(50, &keeper, &world).await;
    strings.let_go(50);
    for outcome in first.join_all().await {
        let error = outcome.expect_err("the exchange failed").to_string();
        assert_eq!(error, "credentials: the provider failed: out of order");
    }
    assert_eq!(strings.asked(), 1);
    assert_eq!(token(&keeper.get(&world.context()).await.expect("a later call asks again")), "t-2");
}

#[tokio::test]
async fn a_call_that_is_given_up_does_not_hold_the_others_up() {
    let world = Arc::new(world());
    let now = Arc::clone(&world);
    let (credentials, strings) = held(move |time| lent(&now, time, 240));
    let keeper = Arc::new(keeper(credentials));
    let mut first = calls(1, &keeper, &world).await;
    strings.until_asked(1).await;
    let others = calls(20, &keeper, &world).await;
    first.abort_all();
    assert!(first.join_next().await.expect("one").is_err());
    strings.let_go(1);
    for outcome in others.join_all().await {
        assert_eq!(outcome.expect("a proof"), "t-2");
    }
    assert_eq!(strings.asked(), 2);
}

#[tokio::test]
async fn a_failed_renewal_does_no_harm_while_the_old_proof_is_good() {
    let world = Arc::new(world());
    let now = Arc::clone(&world);
    let (credentials, strings) = prompt(move |time| match time {
        1 => lent(&now, time, 240),
        9.. => lent(&now, time, 240),
        _ => Err("out of order".to_owned()),
    });
    let keeper = keeper(credentials);
    let ask = async |passed: SignedDuration| {
        world.pass(passed);
        let outcome = keeper.get(&world.context()).await;
        (outcome.map(|found| token(&found).to_owned()).map_err(|error| error.to_string()), strings.asked())
    };
    let old = |asked| (Ok("t-1".to_owned()), asked);
    assert_eq!(ask(minutes(0)).await, old(1));
    assert_eq!(ask(minutes(200)).await, old(2));
    // No storm: it is left alone for a minute.
    for _ in 0..5 {
        assert_eq!(ask(SignedDuration::from_secs(11)).await, old(2));
    }
    assert_eq!(ask(SignedDuration::from_secs(5)).await, old(3));
    // A proof is not used beyond its end, whatever there is left of the pause.
    assert_eq!(ask(SignedDuration::from_secs(60 * 39 - 30)).await, old(4));
    let (outcome, asked) = ask(SignedDuration::from_secs(31)).await;
    assert_eq!(
        (outcome.expect_err("too old"), asked),
        ("credentials: the provider failed: out of order".to_owned(), 5)
    );
}

/// A provider that names the next one, so many times.
struct Hop(usize);

impl CredentialProvider for Hop {
    async fn credentials(&self) -> Result<Credentials, Box<dyn std::error::Error + Send + Sync>> {
        Ok(match self.0 {
            0 => Credentials::token("t-1"),
            left => Credentials::provider(Self(left - 1)),
        })
    }
}

#[tokio::test]
async fn a_provider_may_send_on_to_another_but_not_without_end() {
    let world = world();
    let found = keeper(Credentials::provider(Hop(6))).get(&world.context()).await.expect("a proof");
    assert_eq!(token(&found), "t-1");
    let error = keeper(Credentials::provider(Hop(7))).get(&world.context()).await.expect_err("too far");
    assert!(error.is_usage() && error.to_string().contains("8 providers in a row"), "{error}");

    let world = World::new(Environment::of(&[("SWR_GC_TOKEN", "t-2")]));
    let (credentials, _) = prompt(|_| Ok(Credentials::source(Source::Token)));
    let found = keeper(credentials).get(&world.context()).await.expect("a proof");
    assert_eq!((token(&found), found.source), ("t-2", Some(Source::Token)));
}

#[tokio::test]
async fn the_source_that_had_something_stays_the_one_that_is_asked() {
    let home = crate::credentials::testing::Home::new();
    let file =
        |key: &str| home.write(".huaweicloud/credentials", format!("[basic]\nak = {key}\nsk = s-{key}\n"));
    file("AK-1");
    let mut world = World::new(home.environment());
    let keeper = keeper(Credentials::chain());
    let first = keeper.get(&world.context()).await.expect("a key");
    assert_eq!(first.source, Some(Source::Profile));
    // A token would have come first; but whoever asks must not become somebody else meanwhile.
    world.environment = world.environment.with("SWR_GC_TOKEN", "t-1");
    assert!(keeper.replace(&first, &world.context()).await.is_none());
    file("AK-2");
    let second = keeper.replace(&first, &world.context()).await.expect("another key");
    assert_eq!(second.source, Some(Source::Profile));
    assert!(matches!(&second.identity.proof, Proof::AccessKey(key) if key.id == "AK-2"));
}

#[tokio::test]
async fn a_refused_proof_is_replaced_once_for_everybody() {
    let world = Arc::new(world());
    let (credentials, strings) = held(|time| Ok(Credentials::token(format!("t-{}", time.min(2)))));
    let keeper = Arc::new(keeper(credentials));
    strings.let_go(1);
    let first = keeper.get(&world.context()).await.expect("a proof");
    // The second time there is another one, the third time it is that one again.
    for (asked, refused, expected) in
        [(2, Arc::clone(&first), Some("t-2")), (2, Arc::clone(&first), Some("t-2"))]
    {
        let outcomes = replaced(20, &refused, &keeper, &world, || strings.let_go(1)).await;
        assert_eq!(outcomes, vec![expected.map(str::to_owned); 20]);
        assert_eq!(strings.asked(), asked);
    }
    strings.take_back();
    let second = keeper.current().expect("a proof");
    let outcomes = replaced(20, &second, &keeper, &world, || strings.let_go(20)).await;
    assert_eq!(outcomes, vec![None; 20]);
    assert_eq!(strings.asked(), 3);
}

async fn replaced(
    count: usize,
    refused: &Arc<Found>,
    keeper: &Arc<Keeper>,
    world: &Arc<World>,
    go: impl FnOnce(),
) -> Vec<Option<String>> {
    let mut calls = JoinSet::new();
    for _ in 0..count {
        let (refused, keeper, world) = (Arc::clone(refused), Arc::clone(keeper), Arc::clone(world));
        calls.spawn(async move {
            keeper.replace(&refused, &world.context()).await.map(|found| token(&found).to_owned())
        });
    }
    all_wait().await;
    go();
    calls.join_all().await
}

#[tokio::test]
async fn what_was_given_is_not_asked_for_again() {
    let world = world();
    let keeper = keeper(Credentials::token("t-1").with_expiry(world.now() - minutes(1)));
    let found = keeper.get(&world.context()).await.expect("a proof");
    assert!(keeper.replace(&found, &world.context()).await.is_none());
}

#[tokio::test]
async fn a_provider_that_fails_is_told_without_our_secrets() {
    let world = world();
    let (credentials, _) = prompt(|time| match time {
        1 => Ok(Credentials::access_key("AK", "canary-sk").with_security_token("canary-st")),
        _ => Err("no more after canary-sk\nand canary%2Dst \u{1b}[2J".to_owned()),
    });
    let keeper = keeper(credentials);
    let first = keeper.get(&world.context()).await.expect("a key");
    assert!(keeper.replace(&first, &world.context()).await.is_none());
    let text = keeper.ask(&world.context()).await.expect_err("no more").to_string();
    assert!(text.ends_with("no more after [redacted] and [redacted] \\u{1b}[2J"), "{text:?}");
}

#[tokio::test]
async fn a_proof_that_cannot_be_sent_names_its_source() {
    let world = World::new(Environment::of(&[("HW_ACCESS_KEY", "AK"), ("HW_SECRET_KEY", "canary\nmore")]));
    let error =
        keeper(Credentials::chain()).get(&world.context()).await.expect_err("a line feed").to_string();
    assert!(error.starts_with("terraform: ") && error.contains("secret (SK)"), "{error}");
    assert!(!error.contains("canary"), "{error}");
    let (credentials, _) = prompt(|_| Ok(Credentials::token(" ")));
    let error = keeper(credentials).get(&world.context()).await.expect_err("blank").to_string();
    assert!(error.starts_with("token: the token is empty"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_renewal_that_hangs_leaves_a_good_proof_in_use() {
    let world = Arc::new(world());
    let now = Arc::clone(&world);
    let (credentials, strings) = held(move |time| lent(&now, time, 240));
    let keeper = keeper(credentials);
    strings.let_go(1);
    assert_eq!(token(&keeper.get(&world.context()).await.expect("a proof")), "t-1");
    world.pass(minutes(210));
    let began = tokio::time::Instant::now();
    assert_eq!(token(&keeper.get(&world.context()).await.expect("the old one")), "t-1");
    assert!(began.elapsed() <= std::time::Duration::from_secs(30), "a quarter of a call's time");
    // It is not asked again at once, and also not when a caller gave up in the middle.
    assert_eq!(token(&keeper.get(&world.context()).await.expect("the old one")), "t-1");
    assert_eq!(strings.asked(), 2);
    world.pass(minutes(2));
    let context = world.context();
    let impatient = tokio::time::timeout(std::time::Duration::from_secs(1), keeper.get(&context));
    assert!(impatient.await.is_err());
    assert_eq!(token(&keeper.get(&context).await.expect("the old one")), "t-1");
    assert_eq!(strings.asked(), 3);
}
