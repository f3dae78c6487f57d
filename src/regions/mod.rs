//! Where the services are in a region: what the user says, else what the vendor's tables say, else a guess.
//!
//! Names and hosts come out of `openapi/`; there are none in here.

mod endpoint;
mod overrides;

use std::fmt;

pub(crate) use endpoint::base;

use crate::environment::Environment;
use crate::generated::{REGIONS, hosts};

/// The name of this API's service in variables and regions files.
const REGISTRY: &str = "SWR";

/// The URL of a service, without a slash at its end, and who says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Host {
    pub(crate) url: String,
    pub(crate) origin: Origin,
}

/// Where a host comes from; as text, for messages that name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Origin {
    /// The vendor's tables have it.
    Described,
    /// No table has it: it is made like those of other regions. Named is the variable that corrects it.
    Derived(String),
    /// The profile of the credentials.
    Profile,
    /// The variable of this name.
    Environment(String),
    /// The regions file, with line and column of the entry.
    File(String),
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Described => f.write_str("from the vendor's tables"),
            Self::Derived(variable) => write!(
                f,
                "derived from the pattern of the other regions, the vendor's own tables do not have it: \
                 {variable} names another"
            ),
            Self::Profile => f.write_str("set in the profile of the credentials"),
            Self::Environment(variable) => write!(f, "set by {variable}"),
            Self::File(place) => write!(f, "set in {place}"),
        }
    }
}

/// Where this API is in a region.
///
/// A region that nobody knows is an error, which suggests the names like it.
pub(crate) fn service(region: &str, environment: &Environment) -> Result<Host, String> {
    checked(region)?;
    if let Some(host) = overrides::of_region(REGISTRY, region, environment)? {
        return Ok(host);
    }
    match REGIONS.iter().find(|(name, _)| *name == region) {
        Some((_, url)) => Ok(Host { url: (*url).to_owned(), origin: Origin::Described }),
        None => Err(unknown(region, REGIONS.iter().map(|(name, _)| *name))),
    }
}

/// Where IAM is: in a region, or for none in particular.
pub(crate) fn iam(region: Option<&str>, environment: &Environment) -> Result<Host, String> {
    hosts::IAM.host(region, environment)
}

/// Where STS is in a region.
pub(crate) fn sts(region: Option<&str>, environment: &Environment) -> Result<Host, String> {
    hosts::STS.host(region, environment)
}

/// The hosts of one service, as `openapi/regions.yaml` has them.
pub(crate) struct Directory {
    /// Its name in variables and regions files.
    pub(crate) service: &'static str,
    /// The URL that its hosts follow, with `{region}`.
    pub(crate) form: &'static str,
    /// The URL for no region in particular.
    pub(crate) global: Option<&'static str>,
    /// Region, URL there, and whether that is derived.
    pub(crate) hosts: &'static [(&'static str, &'static str, bool)],
}

impl Directory {
    /// The variable of the whole service counts first, as in the vendor's SDKs, then those of the region.
    ///
    /// A region that nobody knows gets a host of the form, as one that the tables lack: it may be new.
    fn host(&self, region: Option<&str>, environment: &Environment) -> Result<Host, String> {
        let variable = format!("HUAWEICLOUD_SDK_{}_ENDPOINT", self.service);
        if let Some(host) = overrides::variable(&variable, environment)? {
            return Ok(host);
        }
        let Some(region) = region else {
            let url = self.global.ok_or_else(|| {
                format!("{} has no host for all regions: name a region, or set {variable}", self.service)
            })?;
            return Ok(Host { url: url.to_owned(), origin: Origin::Described });
        };
        checked(region)?;
        if let Some(host) = overrides::of_region(self.service, region, environment)? {
            return Ok(host);
        }
        let (url, derived) = match self.hosts.iter().find(|(name, ..)| *name == region) {
            Some((_, url, derived)) => ((*url).to_owned(), *derived),
            None if is_label(region) => (self.form.replace("{region}", region), true),
            None => return Err(format!("{region:?} cannot be the name of a region: {NAMES}")),
        };
        let origin = if derived { Origin::Derived(variable) } else { Origin::Described };
        Ok(Host { url, origin })
    }
}

const NAMES: &str = "names have small letters, digits and hyphens";

/// Whether a name can stand in a host, and nothing else of a URL with it.
fn is_label(name: &str) -> bool {
    let inside = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
    !name.is_empty() && name.len() <= 63 && name.chars().all(inside) && !name.starts_with('-')
}

fn checked(region: &str) -> Result<(), String> {
    match crate::wire::placeholder(region) {
        Some(placeholder) => {
            Err(format!("{placeholder:?} is a placeholder: put the real value in its place"))
        }
        None => Ok(()),
    }
}

/// What to say of a region that is not among the `known` ones.
fn unknown(region: &str, known: impl Iterator<Item = &'static str>) -> String {
    let guess = match nearest(region, known).as_slice() {
        [] => ", nor is a name like it.".to_owned(),
        [name] => format!("; did you mean {name}?"),
        [names @ .., last] => format!("; did you mean {} or {last}?", names.join(", ")),
    };
    let file = overrides::DEFAULT_FILE;
    format!(
        "{region:?} is not known{guess} A newer region works with its endpoint, or with an entry in ~/{file}"
    )
}

/// The names that are as near as any, if that is near enough for a slip of the pen.
fn nearest(region: &str, known: impl Iterator<Item = &'static str>) -> Vec<&'static str> {
    let written = region.trim().to_lowercase().replace('_', "-");
    let mut near: Vec<_> = known.map(|name| (strsim::osa_distance(&written, name), name)).collect();
    near.sort_unstable();
    let best = near.first().map_or(0, |(distance, _)| *distance);
    let is_near = |distance| distance == best && distance <= 1 + region.len() / 4;
    near.into_iter().filter(|(distance, _)| is_near(*distance)).map(|(_, name)| name).collect()
}

#[cfg(test)]
mod tests {
    use super::{Directory, Host, Origin, iam, nearest, service, sts, unknown};
    use crate::environment::Environment;
    use crate::generated::{REGIONS, hosts};

    const PLANETS: Directory = Directory {
        service: "WEATHER",
        form: "https://weather.{region}.example",
        global: None,
        hosts: &[
            ("mars-1", "https://weather.mars-1.example", false),
            ("mars-2", "https://weather.mars-2.example", true),
            ("venus-1", "https://weather.venus-1.example.org", false),
        ],
    };
    const VARIABLE: &str = "HUAWEICLOUD_SDK_WEATHER_ENDPOINT";

    fn of_planet(region: Option<&str>, variables: &[(&str, &str)]) -> Result<Host, String> {
        PLANETS.host(region, &Environment::of(variables))
    }

    fn host(url: &str, origin: Origin) -> Result<Host, String> {
        Ok(Host { url: url.to_owned(), origin })
    }

    #[test]
    fn a_host_that_no_table_has_says_so_and_names_the_variable_that_corrects_it() {
        let derived = || Origin::Derived(VARIABLE.to_owned());
        for (region, url, origin) in [
            ("mars-1", "https://weather.mars-1.example", Origin::Described),
            ("mars-2", "https://weather.mars-2.example", derived()),
            ("venus-1", "https://weather.venus-1.example.org", Origin::Described),
            ("pluto-9", "https://weather.pluto-9.example", derived()),
        ] {
            assert_eq!(of_planet(Some(region), &[]), host(url, origin), "{region}");
        }
        let told = derived().to_string();
        assert!(told.contains("derived from the pattern of the other regions"), "{told}");
        assert!(told.contains("tables do not have it") && told.contains(VARIABLE), "{told}");
    }

    #[test]
    fn a_name_that_would_become_more_than_a_part_of_a_host_is_refused() {
        let long = "a".repeat(64);
        for region in ["evil.example/", "a.b", "Mars-1", "mars 1", "", "-x", "mars-1#", "märz-1", &long] {
            let message = of_planet(Some(region), &[]).expect_err(region);
            assert!(message.contains("cannot be the name of a region"), "{message}");
        }
        let message = of_planet(Some("{region}"), &[]).expect_err("a placeholder");
        assert!(message.contains("placeholder"), "{message}");
    }

    #[test]
    fn the_variable_of_the_service_beats_that_of_the_region_which_beats_the_table() {
        let region = ("HUAWEICLOUD_SDK_REGION_WEATHER_MARS_1", "http://region.test");
        let whole = (VARIABLE, "whole.test/");
        let by = |name: &str| Origin::Environment(name.to_owned());
        assert_eq!(of_planet(Some("mars-1"), &[region]), host(region.1, by(region.0)));
        assert_eq!(
            of_planet(Some("mars-2"), &[region]).map(|host| host.url),
            Ok("https://weather.mars-2.example".to_owned())
        );
        for name in [Some("mars-1"), None] {
            assert_eq!(of_planet(name, &[whole, region]), host("https://whole.test", by(VARIABLE)));
        }
    }

    #[test]
    fn without_a_region_there_is_the_global_host_or_an_error_that_says_what_to_set() {
        let everywhere = Directory { global: Some("https://weather.example"), ..PLANETS };
        let none = Environment::of(&[]);
        assert_eq!(everywhere.host(None, &none), host("https://weather.example", Origin::Described));
        let message = of_planet(None, &[]).expect_err("no host for all regions");
        assert!(message.contains("name a region") && message.contains(VARIABLE), "{message}");
    }

    #[test]
    fn every_region_of_the_api_has_all_three_services() {
        let none = Environment::of(&[]);
        for (region, url) in REGIONS {
            assert_eq!(service(region, &none), host(url, Origin::Described));
            for (found, directory) in
                [(iam(Some(region), &none), hosts::IAM), (sts(Some(region), &none), hosts::STS)]
            {
                let own = directory.hosts.iter().find(|(name, ..)| name == region).expect("a row");
                assert_eq!(found.map(|host| host.url), Ok(own.1.to_owned()));
            }
        }
        assert_eq!(iam(None, &none), host(hosts::IAM.global.expect("IAM has one"), Origin::Described));
        assert!(sts(None, &none).is_err());
    }

    #[test]
    fn a_region_that_nobody_knows_is_told_with_the_names_like_it() {
        const KNOWN: [&str; 4] = ["mars-1", "mars-2", "venus-1", "venus-east-10"];
        for (region, names) in [
            ("mars1", &["mars-1"][..]),
            ("mras-1", &["mars-1"]),
            ("MARS_2", &["mars-2"]),
            (" venus-1", &["venus-1"]),
            ("mars-3", &["mars-1", "mars-2"]),
            ("venus-est-1", &["venus-east-10"]),
            ("pluto-1", &[]),
            ("", &[]),
        ] {
            assert_eq!(nearest(region, KNOWN.into_iter()), names, "{region}");
        }
        let told = unknown("mars-3", KNOWN.into_iter());
        assert!(
            told.starts_with("\"mars-3\" is not known; did you mean mars-1 or mars-2? A newer"),
            "{told}"
        );
        let told = service("no-such-place", &Environment::of(&[])).expect_err("unknown");
        let expected = "\"no-such-place\" is not known, nor is a name like it. A newer region works with its \
                        endpoint, or with an entry in ~/.huaweicloud/regions.yaml";
        assert_eq!(told, expected);
    }

    #[test]
    fn an_override_makes_a_region_usable_that_nobody_knows() {
        let name = "HUAWEICLOUD_SDK_REGION_SWR_MARS_1";
        let environment = Environment::of(&[(name, " http://127.0.0.1:7/ , second.test")]);
        let origin = Origin::Environment(name.to_owned());
        assert_eq!(service("mars-1", &environment), host("http://127.0.0.1:7", origin));
        assert!(service("mars-2", &environment).is_err());
    }
}
