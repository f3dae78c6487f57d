//! What a panic shows, in this crate or around it.

use std::panic;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use swr_gc::{Client, CredentialProvider, Credentials, Error};

use crate::canaries::{PROXY_PASSWORD, SECRET_KEY, SECURITY_TOKEN, TOKEN, hunt};
use crate::server::{Reply, Server};

/// Lends a key, then panics, then lends a token.
struct Unsteady(AtomicUsize);

impl CredentialProvider for Unsteady {
    async fn credentials(&self) -> Result<Credentials, Box<dyn std::error::Error + Send + Sync>> {
        match self.0.fetch_add(1, Ordering::SeqCst) {
            0 => Ok(Credentials::access_key("AK", SECRET_KEY).with_security_token(SECURITY_TOKEN)),
            1 => panic!("the vault is on fire"),
            _ => Ok(Credentials::token(TOKEN)),
        }
    }
}

/// What panics of threads with this name say, in full.
fn overhear(thread: &'static str) -> Arc<Mutex<String>> {
    let heard = Arc::<Mutex<String>>::default();
    let listener = Arc::clone(&heard);
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if std::thread::current().name() == Some(thread) {
            let backtrace = std::backtrace::Backtrace::force_capture();
            listener.lock().expect("an ear").push_str(&format!("{info}\n{info:?}\n{backtrace}\n"));
        } else {
            usual(info);
        }
    }));
    heard
}

#[test]
fn a_panic_shows_no_secret_and_leaves_the_client_whole() {
    let heard = overhear("on fire");
    let test = std::thread::Builder::new().name("on fire".to_owned()).spawn(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(panics());
    });
    let ended = test.expect("a thread").join();
    let heard = heard.lock().expect("an ear").clone();
    ended.unwrap_or_else(|_| panic!("{heard}"));
    for part in ["the vault is on fire", "an answer: ", "a client: ", "[redacted]"] {
        assert!(heard.contains(part), "{part} was not said:\n{heard}");
    }
    hunt("a panic", &heard);
}

async fn panics() {
    let echo = format!(r#"{{"error_code":"A","error_msg":"not {SECRET_KEY} {SECURITY_TOKEN}"}}"#);
    let replies = [Reply::new(401).body(echo.clone()), Reply::new(403).body(echo), Reply::ok("{}")];
    let server = Server::scripted(replies).await;
    let builder = Client::builder().endpoint(server.url()).project_id("p-1").retries(0);
    let client = builder.clone().credentials(Credentials::provider(Unsteady(AtomicUsize::new(0)))).build();
    let client = client.expect("a client");
    let list = |client: Client| async move { client.list_gc_tasks().instance_id("i-1").send().await };
    // The provider's own, when the key was refused.
    tokio::spawn(list(client.clone())).await.expect_err("a panic");
    // A caller's, of an error as it is.
    tokio::spawn(async move { drop(list(client).await.expect("an answer")) }).await.expect_err("a panic");
    let wrong = builder
        .endpoint("https://service.example.com")
        .token(TOKEN)
        .proxy(format!("ftp://user:{PROXY_PASSWORD}@example.com"));
    tokio::spawn(async move { drop(Result::<Client, Error>::expect(wrong.build(), "a client")) })
        .await
        .expect_err("a panic");
    assert_eq!(server.requests().len(), 2);
}
