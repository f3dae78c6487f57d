//! Certificates, made while the tests run.

use std::sync::{Arc, LazyLock};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair, date_time_ymd};
use rustls::RootCertStore;
use rustls::ServerConfig;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::WebPkiClientVerifier;
use tokio_rustls::TlsAcceptor;

use crate::front::Front;

/// An authority that signs certificates.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

/// The one that clients trust here, and one that nobody does.
pub static TRUSTED: LazyLock<Authority> = LazyLock::new(|| Authority::new("authority of the tests"));
pub static UNKNOWN: LazyLock<Authority> = LazyLock::new(|| Authority::new("another authority"));

/// A certificate with its key.
pub struct Certified {
    pub certificate: rcgen::Certificate,
    pub key: KeyPair,
}

impl Authority {
    fn new(name: &str) -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(rcgen::DnType::CommonName, name);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().expect("a key")).expect("an authority"))
    }

    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate for this host, good in these years.
    pub fn certify(&self, host: &str, from: i32, to: i32) -> Certified {
        let key = KeyPair::generate().expect("a key");
        let certificate = request(host, from, to).signed_by(&key, &self.0).expect("a certificate");
        Certified { certificate, key }
    }

    pub fn good(&self) -> Certified {
        self.good_for("localhost")
    }

    pub fn good_for(&self, host: &str) -> Certified {
        self.certify(host, 2020, 2100)
    }
}

/// A certificate that only its own key vouches for.
pub fn self_signed(host: &str) -> Certified {
    let key = KeyPair::generate().expect("a key");
    let certificate = request(host, 2020, 2100).self_signed(&key).expect("a certificate");
    Certified { certificate, key }
}

fn request(host: &str, from: i32, to: i32) -> CertificateParams {
    let mut params = CertificateParams::new([host.to_owned()]).expect("a name");
    params.not_before = date_time_ymd(from, 1, 1);
    params.not_after = date_time_ymd(to, 1, 1);
    params
}

impl Certified {
    /// TLS by this certificate.
    pub fn front(&self) -> Front {
        self.front_for(None)
    }

    /// TLS by this certificate, for those who show one of this authority.
    pub fn front_for(&self, clients: Option<&Authority>) -> Front {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider));
        let builder = builder.with_safe_default_protocol_versions().expect("TLS");
        let builder = match clients {
            None => builder.with_no_client_auth(),
            Some(authority) => {
                let mut roots = RootCertStore::empty();
                roots.add(authority.0.der().clone()).expect("an authority");
                let verifier = WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                builder.with_client_cert_verifier(verifier.build().expect("a verifier"))
            }
        };
        let chain: Vec<CertificateDer<'static>> = vec![self.certificate.der().clone()];
        let key = PrivateKeyDer::try_from(self.key.serialize_der()).expect("a key");
        let config = builder.with_single_cert(chain, key).expect("a certificate with its key");
        Front::Tls(TlsAcceptor::from(Arc::new(config)))
    }
}
