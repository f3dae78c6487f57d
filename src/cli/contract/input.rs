//! Files that are judged, as far as they are looked at.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;
use std::time::Duration;

/// More of a file is not read.
pub(super) const MOST: usize = 24 * 1024 * 1024;
/// How long a file that is no regular one may keep us waiting.
const PATIENCE: Duration = Duration::from_secs(3);

/// The bytes of the file, one more than are looked at if there are more.
pub(super) async fn read(path: &Path) -> io::Result<Vec<u8>> {
    read_up_to(path, MOST).await
}

/// The same of a file of which so much is looked at.
pub(super) async fn read_up_to(path: &Path, most: usize) -> io::Result<Vec<u8>> {
    let is_input = path == Path::new("-");
    let metadata = (!is_input).then(|| std::fs::metadata(path)).transpose()?;
    let waits = metadata.as_ref().is_some_and(|metadata| !metadata.is_file() && !metadata.is_dir());
    let size = metadata.map_or(0, |metadata| metadata.len());
    let size = usize::try_from(size).map_or(most, |size| size.min(most)) + 1;
    let path = path.to_owned();
    // On a thread of its own: a read that waits must not keep Ctrl-C from ending the command.
    let reading = tokio::task::spawn_blocking(move || {
        let mut bytes = Vec::with_capacity(size);
        let most = most as u64 + 1;
        if is_input {
            io::stdin().lock().take(most).read_to_end(&mut bytes)?;
        } else {
            File::open(&path)?.take(most).read_to_end(&mut bytes)?;
        }
        Ok(bytes)
    });
    let patience = if waits { PATIENCE } else { Duration::MAX };
    match tokio::time::timeout(patience, reading).await {
        Ok(Ok(bytes)) => bytes,
        Ok(Err(error)) => Err(io::Error::other(error)),
        Err(_) => {
            let message = format!("its end was not seen within {} seconds", PATIENCE.as_secs());
            Err(io::Error::new(io::ErrorKind::TimedOut, message))
        }
    }
}
