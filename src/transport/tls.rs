//! TLS by rustls, with the system's own trust store.

use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::Verifier;

use super::connection::{ClientCertificate, Connection};
use crate::error::Error;

/// The TLS configuration for connections of a client.
///
/// It uses its own crypto provider, so that the process needs to install none. `trust` is false for plain
/// http, where no certificate will ever be looked at and reading the system's store would only cost time.
pub(super) fn configuration(connection: &Connection, trust: bool) -> Result<ClientConfig, Error> {
    let unusable = |error: rustls::Error| {
        Error::configuration("TLS", format!("the trust store cannot be used: {error}"))
    };
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(unusable)?;
    let mut authorities = Vec::new();
    for pem in &connection.authorities {
        authorities.extend(certificates("root_certificates", pem)?);
    }
    let builder = if trust {
        let verifier = Verifier::new_with_extra_roots(authorities, provider).map_err(unusable)?;
        builder.dangerous().with_custom_certificate_verifier(Arc::new(verifier))
    } else {
        builder.with_root_certificates(RootCertStore::empty())
    };
    let Some(ClientCertificate { chain, key }) = &connection.identity else {
        return Ok(builder.with_no_client_auth());
    };
    let setting = "client_certificate";
    let chain = certificates(setting, chain)?;
    let key = PrivateKeyDer::from_pem_slice(key.expose().as_bytes()).map_err(|_| {
        Error::configuration(setting, "the key is no private key in PEM (PKCS #8, PKCS #1 or SEC 1)")
    })?;
    builder.with_client_auth_cert(chain, key).map_err(|error| Error::configuration(setting, error))
}

/// Every certificate of a PEM text, which has at least one.
fn certificates(setting: &str, pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, Error> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(pem).collect();
    match found {
        Ok(found) if found.is_empty() => {
            Err(Error::configuration(setting, "there is no certificate in it: give one in PEM"))
        }
        Ok(found) => Ok(found),
        Err(error) => Err(Error::configuration(setting, format!("it cannot be read as PEM: {error}"))),
    }
}
