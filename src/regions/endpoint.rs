//! Where the service is: a URL that was checked before anything is sent there.

use reqwest::Url;

use super::Host;

/// Scheme, host, port and base path of an endpoint, without a slash at the end.
pub(crate) fn base(endpoint: &str) -> Result<Url, String> {
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
        format!("this is no URL ({error}): give a host name or a URL such as https://registry.example.com")
    })?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("the scheme {:?} is not supported: use https or http", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("it holds a user name or a password: give the credentials by `.token(…)` (SWR_GC_TOKEN)"
            .to_owned());
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err("it has a query or a fragment: give scheme, host, port and base path only".to_owned());
    }
    if url.host_str().is_none_or(str::is_empty) {
        return Err("it has no host".to_owned());
    }
    Ok(url)
}

impl Host {
    /// The same of a host. Who says so is part of the error if that is wrong.
    pub(crate) fn base(&self) -> Result<Url, String> {
        // The URL itself is not shown: it may hold a password, which is what is wrong with it.
        base(&self.url).map_err(|why| format!("its endpoint, {}: {why}", self.origin))
    }
}

#[cfg(test)]
mod tests {
    use reqwest::Url;

    use super::base;
    use crate::environment::Environment;
    use crate::generated::REGIONS;
    use crate::regions::service;
    use crate::transport::is_loopback;

    fn of_region(region: &str, environment: &Environment) -> Result<Url, String> {
        service(region, environment)?.base()
    }

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
    fn a_region_leads_where_the_api_description_says_or_the_environment() {
        let url = |region, variables: &[_]| of_region(region, &Environment::of(variables)).map(String::from);
        for (region, endpoint) in REGIONS {
            assert_eq!(url(region, &[]), Ok(format!("{endpoint}/")));
        }
        assert!(url("mars-1", &[]).expect_err("unknown").contains("is not known"));
        assert!(url("<YOUR REGION>", &[]).expect_err("placeholder").contains("placeholder"));
        let set = ("HUAWEICLOUD_SDK_REGION_SWR_MARS_1", "mars.test:8443/gate");
        assert_eq!(url("mars-1", &[set]), Ok("https://mars.test:8443/gate".to_owned()));
    }

    #[test]
    fn an_endpoint_of_a_region_that_is_none_is_told_with_what_set_it() {
        let name = "HUAWEICLOUD_SDK_REGION_SWR_MARS_1";
        let environment = Environment::of(&[(name, "ftp://mars.test")]);
        let message = of_region("mars-1", &environment).expect_err("no endpoint");
        assert!(message.starts_with(&format!("its endpoint, set by {name}: the scheme")), "{message}");
        let environment = Environment::of(&[(name, "https://user:pass@mars.test")]);
        let message = of_region("mars-1", &environment).expect_err("a password");
        assert!(message.contains(name) && !message.contains("pass@"), "{message}");
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
