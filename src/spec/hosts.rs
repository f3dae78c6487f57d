//! The typed view of the checked file of regions: where the services beside this one are.

use serde_json::Value;

use super::model::Contract;
use crate::yaml::{Source, pointer};

/// One service, and its host in every region of the API description.
#[derive(Clone, Debug)]
pub struct Service {
    pub name: String,
    /// The URL that its hosts follow, with `{region}`.
    pub form: String,
    /// The URL that is for no region in particular.
    pub global: Option<String>,
    pub hosts: Vec<Host>,
}

#[derive(Clone, Debug)]
pub struct Host {
    pub region: String,
    pub url: String,
    /// Whether no table of the vendor has it.
    pub derived: bool,
}

/// The services of a document in which [`check_regions`](super::check_regions) found nothing.
pub fn services(source: &Source, contract: &Contract) -> Vec<Service> {
    let services = source.root().as_object().into_iter().flatten();
    services
        .map(|(name, value)| {
            let at = pointer("", name);
            let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
            let form = text("url").unwrap_or_default();
            let hosts = contract.regions.keys().map(|region| host(source, &at, &form, region)).collect();
            Service { name: name.clone(), form, global: text("global"), hosts }
        })
        .collect()
}

fn host(source: &Source, service: &str, form: &str, region: &str) -> Host {
    let exception = pointer(&pointer(service, "exceptions"), region);
    let told = |key: &str| source.get(&pointer(&exception, key)).and_then(Value::as_str);
    let listed = source.get(&pointer(service, "regions")).and_then(Value::as_array);
    let (url, derived) = match told("url") {
        Some(url) => (url.to_owned(), told("x-swr-source") == Some("inferred")),
        None => {
            let listed = listed.is_some_and(|listed| listed.iter().any(|name| name == region));
            (form.replace("{region}", region), !listed)
        }
    };
    Host { region: region.to_owned(), url, derived }
}
