//! Files that a user names, read as far as such files go.

use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result};
use std::path::Path;

/// More bytes than any of them has.
const MOST: u64 = 1024 * 1024;

/// The bytes of a file; one that is larger than any such file is an error, and so is one that never ends.
pub(crate) fn bytes(path: &Path) -> Result<Vec<u8>> {
    up_to(path, MOST)
}

/// The bytes of a file that has at most so many.
pub(crate) fn up_to(path: &Path, most: u64) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path)?.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        let message = format!("it has more than {most} bytes, which no such file has");
        return Err(Error::new(ErrorKind::FileTooLarge, message));
    }
    Ok(bytes)
}

/// The text of a file, without the mark that some editors begin it with.
pub(crate) fn text(path: &Path) -> Result<String> {
    let text = String::from_utf8(bytes(path)?);
    let text = text.map_err(|_| Error::new(ErrorKind::InvalidData, "it is not UTF-8 text"))?;
    Ok(text.trim_start_matches('\u{feff}').to_owned())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::{bytes, text};

    #[test]
    fn a_file_is_read_as_far_as_such_files_go() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        std::fs::write(&path, "\u{feff}text").expect("it can be written");
        assert_eq!(text(&path).expect("a text"), "text");
        std::fs::write(&path, b"\xff").expect("it can be written");
        assert!(text(&path).expect_err("no text").to_string().contains("UTF-8"));
        std::fs::write(&path, vec![b'x'; 1024 * 1024 + 1]).expect("it can be written");
        assert!(bytes(&path).expect_err("too long").to_string().contains("1048576 bytes"));
        assert!(bytes(Path::new("/no/such/file")).is_err());
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_never_ends_does() {
        assert!(bytes(Path::new("/dev/zero")).is_err());
    }
}
