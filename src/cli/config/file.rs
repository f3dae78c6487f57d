//! The config file: profiles, and nothing secret.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::settings::{self, Setting};
use crate::environment::Environment;
use crate::yaml::{Problem, Source, pointer};

/// The variable that names another file.
pub(super) const FILE: &str = "SWR_GC_CONFIG_FILE";
/// Where it is below the folder for such files.
const NAME: &str = "swr-gc/config.yaml";

/// Why there is no such file.
pub(super) const HOMELESS: &str = "there is no home folder: name the config file in SWR_GC_CONFIG_FILE";

const PROFILES: &str = "/profiles";
const DEFAULT: &str = "/default_profile";

/// Where the file is to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) path: PathBuf,
    /// Whether somebody named it, so that it has to exist.
    named: bool,
}

impl Place {
    /// What the variable names, else a file in the folder for such files, which is the same on every system; nothing,
    /// where there is no home.
    pub(super) fn of(environment: &Environment) -> Result<Option<Self>, String> {
        if let Some(file) = environment.text(FILE)? {
            return Ok(Some(Self { path: file.into(), named: true }));
        }
        // A folder that is no whole path is to be passed over (XDG Base Directory Specification).
        let folder =
            environment.text("XDG_CONFIG_HOME")?.map(PathBuf::from).filter(|folder| folder.is_absolute());
        let folder = folder.or_else(|| environment.home().map(|home| home.join(".config")));
        Ok(folder.map(|folder| Self { path: folder.join(NAME), named: false }))
    }
}

/// What the file says.
#[derive(Debug)]
pub(super) struct Config {
    source: Source,
    default: Option<String>,
    profiles: BTreeMap<String, Vec<Setting>>,
}

impl Config {
    /// Reads the file; nothing, if there is none and nobody named one. The error has every mistake in it on a line.
    pub(super) fn read(place: &Place) -> Result<Option<Self>, String> {
        let Place { path, named } = place;
        match crate::file::text(path) {
            Ok(text) => Self::parse(path, &text).map(Some).map_err(|problems| lines(&problems)),
            Err(error) if error.kind() == ErrorKind::NotFound && !named => Ok(None),
            Err(error) if *named => Err(format!("{FILE}={}: {error}", path.display())),
            Err(error) => Err(format!("{}: {error}", path.display())),
        }
    }

    fn parse(path: &Path, text: &str) -> Result<Self, Vec<Problem>> {
        // A file of comments alone is one in the making.
        let empty = text.lines().map(str::trim).all(|line| line.is_empty() || line.starts_with('#'));
        let text = if empty { "{}" } else { text };
        let source = Source::parse(&path.display().to_string(), text).map_err(|problem| vec![problem])?;
        let mut problems = Vec::new();
        let mut profiles = BTreeMap::new();
        match source.root() {
            Value::Null => {}
            Value::Object(entries) => {
                for name in
                    entries.keys().filter(|name| !["default_profile", "profiles"].contains(&name.as_str()))
                {
                    problems.push(stray(&source, name));
                }
            }
            _ => problems.push(source.problem("", "it is no mapping".to_owned(), "begin with `profiles:`")),
        }
        match source.get(PROFILES) {
            None | Some(Value::Null) => {}
            Some(Value::Object(entries)) => {
                for name in entries.keys() {
                    let read = settings::read(&source, &pointer(PROFILES, name), &mut problems);
                    profiles.insert(name.clone(), read);
                }
            }
            Some(_) => {
                let remedy = "give each profile a name, and its settings below it";
                problems.push(source.problem(PROFILES, "the profiles are no mapping".to_owned(), remedy));
            }
        }
        let default = source.get(DEFAULT).filter(|name| !name.is_null());
        let known =
            default.and_then(Value::as_str).filter(|name| profiles.contains_key(*name)).map(str::to_owned);
        if let Some(name) = default.filter(|_| known.is_none()) {
            let message = format!("there is no profile {name}");
            problems.push(source.problem(DEFAULT, message, there_is(profiles.keys())));
        }
        problems.sort_by_key(|problem| problem.position);
        if problems.is_empty() { Ok(Self { source, default: known, profiles }) } else { Err(problems) }
    }

    /// The name that `default_profile` has.
    pub(super) fn default(&self) -> Option<&str> {
        self.default.as_deref()
    }

    /// The settings of a profile; the error names those that there are.
    pub(super) fn profile(&self, name: &str) -> Result<&[Setting], String> {
        let settings = self.profiles.get(name).map(Vec::as_slice);
        settings.ok_or_else(|| {
            let file = self.source.file();
            format!("there is no profile {name:?} in {file}: {}", there_is(self.profiles.keys()))
        })
    }
}

fn there_is<'a>(names: impl Iterator<Item = &'a String>) -> String {
    let names: Vec<_> = names.map(String::as_str).collect();
    if names.is_empty() { "there are none yet".to_owned() } else { format!("there is {}", names.join(", ")) }
}

/// What does not belong at the top of the file: often a setting that belongs to a profile.
fn stray(source: &Source, name: &str) -> Problem {
    let remedy = if settings::NAMES.contains(&name) {
        "put it below `profiles:` and the name of a profile"
    } else {
        "there is `profiles` and `default_profile`"
    };
    let secret = settings::secret(name);
    source.key_problem(&pointer("", name), format!("`{name}` means nothing here"), secret.unwrap_or(remedy))
}

/// Each problem on a line.
pub(super) fn lines(problems: &[Problem]) -> String {
    problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{Config, FILE, Place, lines};
    use crate::environment::Environment;

    fn parse(text: &str) -> Result<Config, String> {
        Config::parse(Path::new("c.yaml"), text).map_err(|problems| lines(&problems))
    }

    #[test]
    fn the_file_is_where_the_variable_says_or_else_in_the_folder_for_such_files() {
        let home = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
        for (variables, expected) in [
            (&[(home, "/home/x")][..], Some("/home/x/.config/swr-gc/config.yaml")),
            (&[(home, "/home/x"), ("XDG_CONFIG_HOME", "/etc/x")], Some("/etc/x/swr-gc/config.yaml")),
            (&[(home, "/home/x"), ("XDG_CONFIG_HOME", "x")], Some("/home/x/.config/swr-gc/config.yaml")),
            (&[(home, "/home/x"), (FILE, "there.yaml")], Some("there.yaml")),
            (&[(FILE, "there.yaml")], Some("there.yaml")),
            (&[], None),
        ] {
            let place = Place::of(&Environment::of(variables)).expect("text");
            assert_eq!(place.map(|place| place.path), expected.map(Into::into), "{variables:?}");
        }
    }

    #[test]
    fn a_file_that_nobody_named_need_not_exist() {
        let path: std::path::PathBuf = "/no/such/config.yaml".into();
        assert!(matches!(Config::read(&Place { path: path.clone(), named: false }), Ok(None)));
        let error = Config::read(&Place { path, named: true }).expect_err("it was named");
        assert!(error.starts_with("SWR_GC_CONFIG_FILE=/no/such/config.yaml: "), "{error}");
    }

    #[test]
    fn profiles_have_settings_and_one_may_be_the_default() {
        let text = "default_profile: prod\nprofiles:\n  prod:\n    region: mars-1\n    timeout: 60\n    \
                    ca_file: [a.pem, b.pem]\n  test: {}\n";
        let config = parse(text).expect("it has no mistakes");
        assert_eq!(config.default(), Some("prod"));
        assert_eq!(config.profile("test"), Ok(&[][..]));
        let settings = config.profile("prod").expect("there is one");
        let told: Vec<_> = settings
            .iter()
            .map(|one| format!("{} {} {}", one.position.line, one.name, one.values.join(",")))
            .collect();
        assert_eq!(told, ["4 region mars-1", "5 timeout 60", "6 ca_file a.pem,b.pem"]);
        let error = config.profile("prdo").expect_err("there is none");
        assert_eq!(error, "there is no profile \"prdo\" in c.yaml: there is prod, test");
        for empty in ["", "# nothing yet\n", "profiles:\n", "profiles: {}\n"] {
            let config = parse(empty).expect("it has no mistakes");
            assert_eq!((config.default(), config.profiles.len()), (None, 0));
        }
    }

    #[test]
    fn mistakes_are_told_with_their_places() {
        for (text, told) in [
            ("profiles:\n  p:\n    regoin: x\n", "c.yaml:3:5: there is no setting `regoin`"),
            ("profiles:\n  p:\n    regoin: x\n", "did you mean `region`?"),
            ("profiles:\n  p:\n    token: canary\n", "c.yaml:3:5: `token` is a secret"),
            ("profiles:\n  p:\n    sk: canary\n", "c.yaml:3:5: `sk` is a secret"),
            ("profiles:\n  p:\n    password: canary\n", "HUAWEICLOUD_SDK_SK"),
            ("token: canary\n", "SWR_GC_TOKEN"),
            (
                "profiles:\n  p:\n    endpoint: https://me:canary@x.example\n",
                "c.yaml:3:15: `endpoint`: it holds a user name or a password",
            ),
            (
                "region: x\n",
                "c.yaml:1:1: `region` means nothing here (at #/region); put it below `profiles:`",
            ),
            ("profiles:\n  p:\n    timeout: soon\n", "c.yaml:3:14: invalid value 'soon'"),
            ("profiles:\n  p:\n    timeout: true\n", "c.yaml:3:14: "),
            ("profiles:\n  p:\n    region: [a, b]\n", "c.yaml:3:13: "),
            ("profiles:\n  p:\n    output: xml\n", "c.yaml:3:13: "),
            ("profiles:\n  p:\n    client_cert: a.pem\n", "c.yaml:2:3: "),
            ("profiles:\n  p: 1\n", "c.yaml:2:6: "),
            ("profiles: 1\n", "c.yaml:1:11: the profiles are no mapping"),
            ("[]\n", "c.yaml:1:1: it is no mapping"),
            (
                "default_profile: q\nprofiles: {p: {}}\n",
                "c.yaml:1:18: there is no profile \"q\" (at #/default_profile); there is p",
            ),
            ("default_profile: 1\n", "c.yaml:1:18: there is no profile 1"),
            ("profiles:\n  p: {}\n  p: {}\n", "c.yaml:3:3"),
            ("profiles: {\n", "c.yaml:"),
        ] {
            let error = parse(text).expect_err("it has a mistake");
            assert!(error.contains(told), "{told} is not in {error}");
            assert!(!error.contains("canary"), "{error}");
        }
    }
}
