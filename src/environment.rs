//! What the process was started with: variables and the home folder.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;
use std::sync::Arc;

/// The variables of a process; in tests those of none.
#[derive(Clone)]
pub(crate) struct Environment(Arc<Variables>);

type Variables = dyn Fn(&str) -> Option<OsString> + Send + Sync;

impl Environment {
    /// That of this process, read when it is asked.
    pub(crate) fn process() -> Self {
        Self(Arc::new(|name| env::var_os(name)))
    }

    /// One with these variables and no others.
    #[cfg(test)]
    pub(crate) fn of(variables: &[(&str, &str)]) -> Self {
        let owned = variables.iter().map(|(name, value)| ((*name).to_owned(), OsString::from(value)));
        let variables: std::collections::BTreeMap<_, _> = owned.collect();
        Self(Arc::new(move |name| variables.get(name).cloned()))
    }

    /// The same with one more.
    #[cfg(test)]
    pub(crate) fn with(self, name: &str, value: impl Into<OsString>) -> Self {
        let (name, value) = (name.to_owned(), value.into());
        Self(Arc::new(move |asked| if asked == name { Some(value.clone()) } else { (self.0)(asked) }))
    }

    /// The value of a variable without blanks at its ends; one that is empty counts as not set.
    ///
    /// The error is for a value that is no text; it does not show it.
    pub(crate) fn text(&self, name: &str) -> Result<Option<String>, String> {
        let value = (self.0)(name).map(OsString::into_string).transpose();
        let value = value.map_err(|_| format!("{name} is not UTF-8 text"))?;
        Ok(value.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()))
    }

    /// The home folder of the user, if the process was told.
    pub(crate) fn home(&self) -> Option<PathBuf> {
        let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
        (self.0)(name).filter(|home| !home.is_empty()).map(PathBuf::from)
    }
}

#[cfg(test)]
mod tests {
    use super::Environment;

    #[test]
    fn blanks_at_the_ends_do_not_belong_to_a_value() {
        for (value, expected) in
            [(" \t a b\r\n", Some("a b")), ("a", Some("a")), ("", None), (" \r\n", None), ("\u{a0}", None)]
        {
            assert_eq!(
                Environment::of(&[("A", value)]).text("A"),
                Ok(expected.map(str::to_owned)),
                "{value:?}"
            );
        }
        assert_eq!(Environment::of(&[("A", "a")]).text("B"), Ok(None));
    }

    #[test]
    fn an_empty_home_is_none() {
        let name = if cfg!(windows) { "USERPROFILE" } else { "HOME" };
        assert_eq!(Environment::of(&[(name, "")]).home(), None);
        assert_eq!(Environment::of(&[(name, "/home/x")]).home(), Some("/home/x".into()));
    }
}
