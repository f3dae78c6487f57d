//! Endpoints that the user set for the vendor's SDKs: variables and the regions file.
//!
//! Of several endpoints the first is used. The SDKs go on to the next where a name is not found or TLS fails;
//! that hides which of them answers, and here it is an error.

use std::io::ErrorKind;
use std::path::PathBuf;

use serde_json::Value;

use super::{Host, Origin};
use crate::environment::Environment;
use crate::yaml::{Problem, Source, pointer};

/// The file that is looked for if no variable names another, below the home folder.
pub(super) const DEFAULT_FILE: &str = ".huaweicloud/regions.yaml";

const FILE: &str = "HUAWEICLOUD_SDK_REGIONS_FILE";
const FORM: &str = "write `SERVICE: [{id: REGION, endpoint: URL}]`";

/// What is set for a service in a region: by a variable, else in the regions file.
pub(super) fn of_region(
    service: &str,
    region: &str,
    environment: &Environment,
) -> Result<Option<Host>, String> {
    let name = format!("HUAWEICLOUD_SDK_REGION_{service}_{}", region.replace('-', "_").to_uppercase());
    if let Some(host) = variable(&name, environment)? {
        return Ok(Some(host));
    }
    let Some((path, text)) = file(environment)? else { return Ok(None) };
    if text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with('#')) {
        return Ok(None);
    }
    let source = Source::parse(&path.display().to_string(), &text);
    source.and_then(|source| entry(&source, service, region)).map_err(|problem| problem.to_string())
}

/// The endpoint in a variable.
pub(super) fn variable(name: &str, environment: &Environment) -> Result<Option<Host>, String> {
    let Some(value) = environment.text(name)? else { return Ok(None) };
    let first = value.split(',').map(str::trim).find(|endpoint| !endpoint.is_empty());
    let first = first.ok_or_else(|| format!("{name} has a comma and no endpoint: give one, or unset it"))?;
    Ok(Some(Host { url: url(first), origin: Origin::Environment(name.to_owned()) }))
}

fn url(endpoint: &str) -> String {
    let scheme = if endpoint.contains("://") { "" } else { "https://" };
    format!("{scheme}{}", endpoint.trim_end_matches('/'))
}

/// The regions file, if there is one: only a file that is named has to be there.
fn file(environment: &Environment) -> Result<Option<(PathBuf, String)>, String> {
    let named = environment.text(FILE)?.map(PathBuf::from);
    let of_home = || environment.home().map(|home| home.join(DEFAULT_FILE));
    let Some(path) = named.clone().or_else(of_home) else { return Ok(None) };
    match crate::file::text(&path) {
        Ok(text) => Ok(Some((path, text))),
        Err(error) if named.is_none() && error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => {
            let who = if named.is_some() { format!(", which {FILE} names,") } else { String::new() };
            Err(format!("the regions file {}{who} cannot be read: {error}", path.display()))
        }
    }
}

/// What a regions file sets for a service in a region; of two entries the last, as in the SDKs.
///
/// Other services are none of our business, and neither are further keys: the file is shared with the SDKs.
fn entry(source: &Source, service: &str, region: &str) -> Result<Option<Host>, Problem> {
    let Some(services) = source.root().as_object() else {
        return Err(source.problem("", "this is no regions file".to_owned(), FORM));
    };
    let mut found = None;
    for (name, entries) in services.iter().filter(|(name, _)| name.eq_ignore_ascii_case(service)) {
        let list = pointer("", name);
        let entries = match entries {
            Value::Array(entries) => entries.as_slice(),
            Value::Null => &[],
            _ => return Err(source.problem(&list, format!("`{name}` is no list"), FORM)),
        };
        for index in 0..entries.len() {
            let at = pointer(&list, &index.to_string());
            let Some(id) = text(source, &pointer(&at, "id"))? else {
                let message = "the entry has no `id`, the name of its region".to_owned();
                return Err(source.problem(&at, message, FORM));
            };
            let Some((endpoint, place)) = endpoint(source, &at)? else {
                let message = format!("the region `{id}` has no endpoint");
                return Err(source.problem(&at, message, "give it an `endpoint`, or a list of `endpoints`"));
            };
            if id == region {
                let place = format!("{}:{}", source.file(), source.position(&place));
                found = Some(Host { url: url(endpoint), origin: Origin::File(place) });
            }
        }
    }
    Ok(found)
}

/// The first endpoint of an entry, and the pointer to it. `endpoint` goes before `endpoints`.
fn endpoint<'a>(source: &'a Source, entry: &str) -> Result<Option<(&'a str, String)>, Problem> {
    let single = pointer(entry, "endpoint");
    if let Some(endpoint) = text(source, &single)? {
        return Ok(Some((endpoint, single)));
    }
    let list = pointer(entry, "endpoints");
    match source.get(&list) {
        None | Some(Value::Null | Value::Array(_)) => {}
        Some(_) => {
            return Err(source.problem(&list, "`endpoints` is no list".to_owned(), "write `[URL, URL]`"));
        }
    }
    let first = pointer(&list, "0");
    Ok(text(source, &first)?.map(|endpoint| (endpoint, first)))
}

/// The text at a pointer, if there is anything.
fn text<'a>(source: &'a Source, at: &str) -> Result<Option<&'a str>, Problem> {
    match source.get(at) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.trim()).filter(|text| !text.is_empty())),
        Some(_) => Err(source.problem(at, "a text is expected here".to_owned(), "put it in quotation marks")),
    }
}

#[cfg(test)]
mod tests {

    use std::fs;

    use tempfile::TempDir;

    use super::{DEFAULT_FILE, FILE, of_region, variable};
    use crate::environment::Environment;
    use crate::regions::Origin;

    const HOME: &str = if cfg!(windows) { "USERPROFILE" } else { "HOME" };

    /// A home folder with this regions file in it.
    fn home(text: &str) -> TempDir {
        let home = tempfile::tempdir().expect("a folder");
        let file = home.path().join(DEFAULT_FILE);
        fs::create_dir_all(file.parent().expect("it lies in a folder")).expect("a folder");
        fs::write(file, text).expect("it can be written");
        home
    }

    /// URL and origin of the weather on Mars, with `~` for the home folder.
    fn of_mars(home: &TempDir, variables: &[(&str, &str)]) -> Result<Option<(String, String)>, String> {
        let folder = home.path().to_str().expect("a path is text");
        let variables = [&[(HOME, folder)], variables].concat();
        let short = |text: String| text.replace(folder, "~").replace('\\', "/");
        let host = of_region("WEATHER", "mars-1", &Environment::of(&variables)).map_err(short)?;
        Ok(host.map(|host| (host.url, short(host.origin.to_string()))))
    }

    fn found(url: &str, origin: &str) -> Result<Option<(String, String)>, String> {
        Ok(Some((url.to_owned(), origin.to_owned())))
    }

    #[test]
    fn an_endpoint_is_read_in_every_form_that_the_sdks_read() {
        for (text, url, place) in [
            ("WEATHER:\n- id: mars-1\n  endpoint: https://a.test/\n", "https://a.test", "3:13"),
            (
                "WEATHER:\n  - id: mars-1\n    endpoints:\n      - a.test\n      - b.test\n",
                "https://a.test",
                "4:9",
            ),
            (
                "weather: [{id: mars-1, endpoints: [http://a.test:8080, b.test]}]",
                "http://a.test:8080",
                "1:36",
            ),
            ("Weather: [{id: mars-1, endpoint: a.test, endpoints: [b.test]}]", "https://a.test", "1:34"),
            ("WEATHER: [{id: mars-1, endpoint: '', endpoints: [b.test], more: 7}]", "https://b.test", "1:50"),
            ("WEATHER: [{id: mars-1, endpoint: a}, {id: mars-1, endpoint: b}]", "https://b", "1:61"),
            ("ECS: 7\nWEATHER: [{id: mars-1, endpoint: a}]\n", "https://a", "2:34"),
        ] {
            let origin = format!("set in ~/{DEFAULT_FILE}:{place}");
            assert_eq!(of_mars(&home(text), &[]), found(url, &origin), "{text}");
        }
    }

    #[test]
    fn what_a_file_does_not_say_is_left_to_the_tables() {
        for text in ["", "# WEATHER: []\n\n", "ECS: []", "WEATHER:", "WEATHER: [{id: mars-2, endpoint: a}]"] {
            assert_eq!(of_mars(&home(text), &[]), Ok(None), "{text}");
        }
        assert_eq!(of_mars(&tempfile::tempdir().expect("a folder"), &[]), Ok(None));
        assert_eq!(of_region("WEATHER", "mars-1", &Environment::of(&[])), Ok(None));
    }

    #[test]
    fn a_mistake_in_a_file_is_told_with_its_place_and_what_is_expected() {
        for (text, told) in [
            ("- 7", "1:1: this is no regions file (at #); write `SERVICE: ["),
            ("WEATHER: mars-1", "1:10: `WEATHER` is no list (at #/WEATHER); write `SERVICE: ["),
            ("WEATHER: [{endpoint: a}]", "1:11: the entry has no `id`, the name of its region (at"),
            ("WEATHER: [mars-1]", "1:11: the entry has no `id`"),
            (
                "WEATHER:\n  - id: mars-2\n",
                "2:5: the region `mars-2` has no endpoint (at #/WEATHER/0); give it",
            ),
            ("WEATHER: [{id: 7, endpoint: a}]", "1:16: a text is expected here (at #/WEATHER/0/id); put it"),
            ("WEATHER: [{id: mars-1, endpoints: a}]", "1:35: `endpoints` is no list (at"),
            ("WEATHER: [{id: mars-1, endpoints: [[]]}]", "1:36: a text is expected here (at"),
            ("WEATHER: [{id: mars-1", "2:1: this is not readable YAML: "),
            ("WEATHER: *a", "1:10: this is not readable YAML: "),
        ] {
            let message = of_mars(&home(text), &[]).expect_err(text);
            assert!(message.starts_with(&format!("~/{DEFAULT_FILE}:{told}")), "{text}: {message}");
        }
    }

    #[test]
    fn a_variable_beats_the_file_and_a_file_that_is_named_beats_the_one_at_home() {
        let home = home("WEATHER: [{id: mars-1, endpoint: home.test}]");
        let other = home.path().join("other.yaml");
        fs::write(&other, "WEATHER: [{id: mars-1, endpoint: other.test}]").expect("it can be written");
        let named = (FILE, other.to_str().expect("a path is text"));
        assert_eq!(of_mars(&home, &[named]), found("https://other.test", "set in ~/other.yaml:1:34"));
        let name = "HUAWEICLOUD_SDK_REGION_WEATHER_MARS_1";
        let set = (name, "set.test,next.test");
        assert_eq!(of_mars(&home, &[named, set]), found("https://set.test", &format!("set by {name}")));
    }

    #[test]
    fn a_file_that_is_named_has_to_be_there_and_to_be_text() {
        let home = home("");
        let missing = home.path().join("missing.yaml");
        let message =
            of_mars(&home, &[(FILE, missing.to_str().expect("a path is text"))]).expect_err("missing");
        let told = format!("the regions file ~/missing.yaml, which {FILE} names, cannot be read: ");
        assert!(message.starts_with(&told), "{message}");

        fs::write(home.path().join(DEFAULT_FILE), b"WEATHER: \xff").expect("it can be written");
        let message = of_mars(&home, &[]).expect_err("not text");
        assert!(
            message.starts_with(&format!("the regions file ~/{DEFAULT_FILE} cannot be read: ")),
            "{message}"
        );
    }

    #[test]
    fn a_variable_holds_one_endpoint_or_several_with_commas_between() {
        for (value, url) in [
            ("a.test", "https://a.test"),
            ("http://127.0.0.1:80/base/", "http://127.0.0.1:80/base"),
            (" , b.test,c.test", "https://b.test"),
        ] {
            let host = variable("ANY", &Environment::of(&[("ANY", value)])).expect(value).expect(value);
            assert_eq!((host.url.as_str(), host.origin), (url, Origin::Environment("ANY".to_owned())));
        }
        assert_eq!(variable("ANY", &Environment::of(&[("ANY", " ")])), Ok(None));
        let message = variable("ANY", &Environment::of(&[("ANY", ", ,")])).expect_err("no endpoint");
        assert!(message.starts_with("ANY has a comma and no endpoint"), "{message}");
    }
}
