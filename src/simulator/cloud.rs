//! What answers at the one port: the described API, and the services that a caller's identity comes from.

use jiff::SignedDuration;

use super::asked::Asked;
use super::description::description;
use super::gate::Gate;
use super::home::Home;
use super::identity::{Account, Identity, iam, metadata, sts};
use super::journal::Journal;
use super::layer::Layer;
use super::registry::{Course, Registry};
use super::reply::Reply;
use super::scene::Play;
use super::service::Service;
use super::switch::Switch;
use crate::clock::Clock;

/// Everything that answers depend on.
pub(super) struct Cloud {
    pub(super) clock: Clock,
    /// Whether the clock is not the machine's.
    pub(super) off: bool,
    gate: Gate,
    service: Service,
    /// Defects and variants.
    pub(super) layer: Layer,
    pub(super) journal: Journal,
}

type Answer = fn(&Gate, &Asked<'_>) -> Reply;

/// Path, method and answer of what the API description does not have.
const BESIDE: [(&str, &str, Answer); 5] = [
    (iam::TOKENS, "POST", iam::token),
    (iam::PROJECTS, "GET", iam::projects),
    (sts::DECODE, "POST", sts::decode),
    (metadata::TOKEN, "PUT", metadata::token),
    (metadata::SECURITY_KEY, "GET", metadata::security_key),
];

impl Cloud {
    pub(super) fn new(
        account: Account,
        offset: SignedDuration,
        course: Course,
        variants: Vec<Play>,
        defects: Vec<Switch>,
    ) -> Result<Self, (&'static str, String)> {
        let description = description().map_err(|reason| ("API description", reason))?;
        let contract = &description.contract;
        let clock = Clock::system();
        let off = !offset.is_zero();
        let clock = if off { clock.ahead(offset) } else { clock };
        let seed = course.seed;
        let registry = Registry::new(contract, course, clock.now());
        let registry = registry.map_err(|reason| ("state_file", reason))?;
        let service = Service::new(&description.routes, &account, registry);
        let layer = Layer::new(Home::new(contract, &account), seed, variants, defects);
        let gate = Gate { refusals: &description.refusals, identity: Identity::new(account) };
        Ok(Self { clock, off, gate, service, layer, journal: Journal::new(contract) })
    }

    /// What there is, and what becomes of it.
    pub(super) fn registry(&self) -> &Registry {
        self.service.registry()
    }

    /// Answers one request.
    pub(super) fn answer(&self, asked: &Asked<'_>) -> Reply {
        match BESIDE.iter().find(|(path, ..)| *path == asked.path) {
            Some((_, method, answer)) if *method == asked.method => answer(&self.gate, asked),
            Some((_, method, _)) => self.gate.wrong_method(method, asked),
            None => self.layer.answer(asked, &|asked| self.service.answer(&self.gate, asked)),
        }
    }
}
