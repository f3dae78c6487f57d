//! Keeps a proof, and renews it when that is due.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::chain::{self, Found};
use super::context::Context;
use super::login;
use super::{Boxed, Credentials, Kind};
use crate::auth::Identity;
use crate::error::Error;

/// The proof of one client, however many requests ask for it.
pub(crate) struct Keeper {
    state: Mutex<State>,
    /// Held while a renewal is on its way, so that there is one.
    renewing: tokio::sync::Mutex<()>,
}

struct State {
    credentials: Credentials,
    kept: Option<Kept>,
    /// How often the source was asked, and what was wrong the last time.
    asked: u64,
    failure: Option<Error>,
}

#[derive(Clone)]
struct Kept {
    found: Arc<Found>,
    renew_at: Option<Timestamp>,
}

impl Keeper {
    /// What is left of a proof's life when a new one is asked for; half of it where the whole life is short.
    const MARGIN: SignedDuration = SignedDuration::from_mins(40);
    /// How long the old proof is used on after its renewal has failed.
    const PAUSE: Duration = Duration::from_secs(60);
    /// How many providers may send the question on to the next.
    const HOPS: usize = 8;

    /// # Errors
    ///
    /// The credentials are given as a whole, and cannot be sent.
    pub(crate) fn new(credentials: Credentials) -> Result<Self, Error> {
        let kept = match &credentials.0 {
            Kind::Known(identity) => {
                let identity = (**identity).clone().checked()?;
                let found = Found { identity, source: None, tried: Vec::new() };
                Some(Kept { found: Arc::new(found), renew_at: None })
            }
            Kind::Login(login) => login.check().map(|()| None)?,
            Kind::Sources(_) | Kind::Provider(_) => None,
        };
        let state = Mutex::new(State { credentials, kept, asked: 0, failure: None });
        Ok(Self { state, renewing: tokio::sync::Mutex::new(()) })
    }

    /// The proof as far as there is one already.
    pub(crate) fn current(&self) -> Option<Arc<Found>> {
        self.with(|state| state.kept.as_ref().map(|kept| Arc::clone(&kept.found)))
    }

    /// A proof that is good now.
    pub(crate) async fn get(&self, context: &Context<'_>) -> Result<Arc<Found>, Error> {
        if let Some(found) = self.fresh(context) {
            return Ok(found);
        }
        let asked = self.asked();
        let _alone = self.renewing.lock().await;
        if let Some(found) = self.fresh(context) {
            return Ok(found);
        }
        // Somebody has asked meanwhile, in vain: one wrong password is enough for all who wait.
        if let Some(failure) = self.failure_since(asked) {
            return Err(failure);
        }
        let now = context.clock.now();
        let Some(old) = self.current().filter(|old| old.identity.expires_at > Some(now)) else {
            return self.ask(context).await.map(|found| self.keep(found, context));
        };
        // The old proof is still good, so the renewal can wait: whoever comes meanwhile uses the old one, and so does
        // this call if the renewal fails, takes long or is given up.
        let renew_at = now.checked_add(Self::PAUSE).ok().min(old.identity.expires_at);
        self.with(|state| state.kept = Some(Kept { found: Arc::clone(&old), renew_at }));
        let patience = context.transport.limits.whole / 4;
        let reason = match tokio::time::timeout(patience, self.ask(context)).await {
            Ok(Ok(found)) => return Ok(self.keep(found, context)),
            Ok(Err(error)) => error.to_string(),
            Err(_) => format!("no answer within {patience:?}"),
        };
        tracing::warn!(reason, "the credentials could not be renewed; the old ones are still good");
        Ok(old)
    }

    /// Another proof in place of one that the service has refused; `None` if there is no other.
    pub(crate) async fn replace(&self, refused: &Arc<Found>, context: &Context<'_>) -> Option<Arc<Found>> {
        if !self.renews() {
            return None;
        }
        let asked = self.asked();
        let _alone = self.renewing.lock().await;
        // Somebody else may have done it meanwhile, or have tried to.
        let other = |found: &Arc<Found>| !found.identity.is_same(&refused.identity);
        let current = self.current().filter(other);
        if current.is_some() || self.asked() != asked {
            return current;
        }
        match self.ask(context).await {
            Ok(found) => Some(self.keep(found, context)).filter(other),
            Err(error) => {
                tracing::warn!(%error, "the credentials were refused and could not be renewed");
                None
            }
        }
    }

    /// Whether a proof that was refused can be had anew.
    pub(crate) fn renews(&self) -> bool {
        self.with(|state| match &state.credentials.0 {
            Kind::Known(_) => false,
            Kind::Sources(sources) => !sources.iter().all(|source| source.is_fixed()),
            Kind::Login(_) | Kind::Provider(_) => true,
        })
    }

    fn asked(&self) -> u64 {
        self.with(|state| state.asked)
    }

    fn failure_since(&self, asked: u64) -> Option<Error> {
        self.with(|state| state.failure.as_ref().filter(|_| state.asked != asked).map(Error::for_another))
    }

    fn fresh(&self, context: &Context<'_>) -> Option<Arc<Found>> {
        let kept = self.with(|state| state.kept.clone())?;
        let due = kept.renew_at.is_some_and(|renew_at| renew_at <= context.clock.now());
        (!due).then_some(kept.found)
    }

    fn keep(&self, found: Found, context: &Context<'_>) -> Arc<Found> {
        context.transport.cleaner.learn_passing(found.identity.secrets());
        let now = context.clock.now();
        let renew_at = found.identity.expires_at.map(|expires_at| {
            let half = now.duration_until(expires_at) / 2;
            expires_at.saturating_sub(Self::MARGIN.min(half)).unwrap_or(expires_at)
        });
        let found = Arc::new(found);
        self.with(|state| {
            // The source that had something stays the one that is asked.
            if let (Some(source), Kind::Sources(_)) = (found.source, &state.credentials.0) {
                state.credentials = Credentials::source(source);
            }
            state.kept = Some(Kept { found: Arc::clone(&found), renew_at });
        });
        found
    }

    /// Asks the source, and remembers how that went.
    async fn ask(&self, context: &Context<'_>) -> Result<Found, Error> {
        let outcome = self.find(context).await;
        self.with(|state| {
            state.asked += 1;
            state.failure = outcome.as_ref().err().map(Error::for_another);
        });
        outcome
    }

    async fn find(&self, context: &Context<'_>) -> Result<Found, Error> {
        let mut credentials = self.with(|state| state.credentials.clone());
        for _ in 0..Self::HOPS {
            let identity = match credentials.0 {
                Kind::Known(identity) => identity.checked()?,
                Kind::Login(login) => exchange(&login, context).await?,
                Kind::Sources(sources) => {
                    let Found { identity, source, tried } = chain::ask(&sources, context).await?;
                    let identity = identity.checked().map_err(|error| match source {
                        Some(source) => Error::configuration(source.name(), error),
                        None => error,
                    })?;
                    return Ok(Found { identity, source, tried });
                }
                Kind::Provider(provider) => {
                    credentials = provider.ask().await.map_err(|error| {
                        let text = context.transport.cleaner.clean(&error.to_string());
                        Error::configuration("credentials", format!("the provider failed: {text}"))
                    })?;
                    continue;
                }
            };
            return Ok(Found { identity, source: None, tried: Vec::new() });
        }
        let why = format!("{} providers in a row name another one", Self::HOPS);
        Err(Error::configuration("credentials", why))
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Boxed, because the exchange is itself a request that the transport sends.
fn exchange<'a>(login: &'a login::Login, context: &'a Context<'_>) -> Boxed<'a, Result<Identity, Error>> {
    Box::pin(login::exchange(login, context))
}

#[cfg(test)]
mod tests;
