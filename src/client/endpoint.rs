//! Where the service is: a URL that was checked before anything is sent there.

use reqwest::Url;

use crate::generated::REGIONS;
use crate::wire::Text;

/// Scheme, host, port and base path of an endpoint, without a slash at the end.
pub(super) fn base(endpoint: &str) -> Result<Url, String> {
    if let Some(placeholder) = crate::wire::placeholder(endpoint) {
        return Err(format!("{placeholder:?} is a placeholder: put the real value in its place"));
    }
    let endpoint = endpoint.trim();
    if endpoint.is_empty() {
        return Err("it is empty: give a host name or a URL".to_owned());
    }
    let text = match endpoint.split_once("://") {
        Some(_) => endpoint.to_owned(),
        None => format!("https://{endpoint}"),
    };
    if text.split_once("://").is_some_and(|(_, host)| host.starts_with('/')) {
        return Err("it has no host: give a host name or a URL".to_owned());
    }
    let url = Url::parse(&text).map_err(|error| {
        format!("this is no URL ({error}): give a host name or a URL such as https://swr-api.cn-north-4.myhuaweicloud.com")
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("the scheme {:?} is not supported: use https or http", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it holds a user name or a password: give the credentials by `.token(…)`".to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("it has a query or a fragment: give scheme, host, port and base path only".to_owned());
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("it has no host".to_owned());
    }
    Ok(url)
}

/// The URL of the service in a region of the API description.
pub(super) fn of_region(region: &str) -> Result<&'static str, String> {
    if let Some(placeholder) = crate::wire::placeholder(region) {
        return Err(format!("{placeholder:?} is a placeholder: put the real value in its place"));
    }
    REGIONS.iter().find(|(name, _)| *name == region).map(|(_, url)| *url).ok_or_else(|| {
        let names: Vec<_> = REGIONS.iter().map(|(name, _)| *name).collect();
        format!(
            "{region:?} is not known: use one of {}, or give the endpoint of a newer region",
            names.join(", ")
        )
    })
}

/// Whether a URL leads to this machine itself.
pub(super) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// A text as the rule of a generated type wants it.
pub(super) fn checked<R: crate::wire::TextRule>(text: String) -> Result<String, String> {
    Text::<R>::try_from(text).map(|text| text.to_string()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::{base, is_loopback, of_region};

    #[test]
    fn an_endpoint_without_a_scheme_is_https_and_keeps_its_path() {
        assert_eq!(base("example.com/gate").map(String::from), Ok("https://example.com/gate".to_owned()));
        assert_eq!(base("http://127.0.0.1:80/").map(String::from), Ok("http://127.0.0.1/".to_owned()));
    }

    #[test]
    fn what_cannot_be_an_endpoint_is_refused_with_the_reason() {
        for (endpoint, reason) in [
            ("", "empty"),
            ("ftp://example.com", "scheme"),
            ("https://{endpoint}", "placeholder"),
            ("https://user:pass@example.com", "user name or a password"),
            ("https://example.com?x=1", "query"),
            ("https://", "no URL"),
            ("http:///x", "no host"),
            ("/just/a/path", "no host"),
        ] {
            let message = base(endpoint).expect_err(endpoint);
            assert!(message.contains(reason), "{endpoint}: {message}");
            assert!(!message.contains("pass@"), "{message}");
        }
    }

    #[test]
    fn regions_are_those_of_the_api_description() {
        assert_eq!(of_region("cn-north-4"), Ok("https://swr-api.cn-north-4.myhuaweicloud.com"));
        assert_eq!(of_region("eu-west-101"), Ok("https://swr-api.eu-west-101.myhuaweicloud.eu"));
        assert!(of_region("mars-1").expect_err("unknown").contains("cn-north-4"));
        assert!(of_region("<YOUR REGION>").expect_err("placeholder").contains("placeholder"));
    }

    #[test]
    fn loopback_is_recognised() {
        for (endpoint, expected) in [
            ("http://127.0.0.1:1", true),
            ("http://[::1]", true),
            ("localhost", true),
            ("https://example.com", false),
        ] {
            assert_eq!(base(endpoint).map(|url| is_loopback(&url)), Ok(expected), "{endpoint}");
        }
    }
}
