//! How a connection begins, before there is a request on it.

use tokio_rustls::TlsAcceptor;

use crate::server::Health;

#[derive(Clone)]
pub enum Front {
    Plain,
    Tls(TlsAcceptor),
    /// Throws the connection away when the first bytes have come.
    Cut,
    /// Says in plain HTTP that it does not understand.
    Plainspoken,
    /// Not a byte, until the client hangs up.
    Silent,
}

/// The right front, and which connections get a wrong one.
pub struct Fronts {
    right: Front,
    wrong: Option<(Front, u32, u32)>,
}

impl Fronts {
    pub fn plain() -> Self {
        Self::right(Front::Plain)
    }

    pub fn right(right: Front) -> Self {
        Self { right, wrong: None }
    }

    /// From the connection with this number on, until the server has recovered.
    pub fn wrong_from(self, first: u32, wrong: Front) -> Self {
        Self { wrong: Some((wrong, first, u32::MAX)), ..self }
    }

    /// Only the first connection.
    pub fn wrong_once(self, wrong: Front) -> Self {
        Self { wrong: Some((wrong, 1, 1)), ..self }
    }

    /// What connection number `number` meets.
    pub fn of(&self, number: u32, health: &Health) -> Front {
        match &self.wrong {
            Some((wrong, first, last)) if (*first..=*last).contains(&number) && !health.is_good() => {
                wrong.clone()
            }
            _ => self.right.clone(),
        }
    }
}
