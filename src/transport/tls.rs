//! TLS by rustls, with the system's own trust store.

use std::sync::Arc;

use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;

/// The TLS configuration for connections of a client.
///
/// It uses its own crypto provider, so that the process needs to install none. `trust` is false for plain
/// http, where no certificate will ever be looked at and reading the system's store would only cost time.
///
/// # Errors
///
/// The system's trust store cannot be used.
pub(crate) fn configuration(trust: bool) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let builder = if trust {
        builder.with_platform_verifier()?
    } else {
        builder.with_root_certificates(RootCertStore::empty())
    };
    Ok(builder.with_no_client_auth())
}
