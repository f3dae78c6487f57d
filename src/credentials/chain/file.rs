//! Files of a user's that hold credentials.

use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::Absent;

/// More bytes than any such file has.
const MOST: u64 = 1024 * 1024;

/// The text of a file, without the mark that some editors begin it with.
pub(super) fn read(path: &Path) -> Result<String, Absent> {
    let at = path.display();
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(MOST + 1).read_to_string(&mut text));
    let length = read.map_err(|error| match error.kind() {
        ErrorKind::NotFound => Absent::because(format!("there is no file {at}")),
        ErrorKind::InvalidData => Absent::because(format!("{at} is not UTF-8 text")),
        _ => Absent::because(format!("{at} cannot be read: {error}")),
    })?;
    if length as u64 > MOST {
        return Err(Absent::because(format!("{at} has more than {MOST} bytes, which no such file has")));
    }
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}
