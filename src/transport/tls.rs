//! TLS by rustls, with the system's own trust store.

use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ClientConfig, RootCertStore};

use super::connection::{ClientCertificate, Connection};
use super::trust::Trust;
use crate::error::Error;

/// The TLS configuration for connections of a client.
///
/// It uses its own crypto provider, so that the process needs to install none.
pub(super) fn configuration(connection: &Connection) -> Result<ClientConfig, Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| Error::configuration("TLS", error))?;
    let setting = "root_certificates";
    let mut further = Vec::new();
    for pem in &connection.authorities {
        further.extend(certificates(setting, pem)?);
    }
    for certificate in &further {
        let usable = RootCertStore::empty().add(certificate.clone());
        usable.map_err(|error| Error::configuration(setting, format!("one cannot be used: {error}")))?;
    }
    let trust = Trust::new(further, provider);
    let builder = builder.dangerous().with_custom_certificate_verifier(Arc::new(trust));
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
