//! Files of a user's that hold credentials.

use std::io::ErrorKind;
use std::path::Path;

use super::Absent;

/// The text of a file, or why there is none.
pub(super) fn read(path: &Path) -> Result<String, Absent> {
    let at = path.display();
    crate::file::text(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => Absent::because(format!("there is no file {at}")),
        _ => Absent::because(format!("{at} cannot be read: {error}")),
    })
}
