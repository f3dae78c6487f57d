//! What the library tells while it works, on standard error.

use std::io::{self, IsTerminal};

use tracing_subscriber::EnvFilter;

/// Begins to tell, as far as it was asked for by the flag or by `RUST_LOG`.
pub(super) fn start(verbose: u8) {
    let asked = std::env::var("RUST_LOG").ok().filter(|filter| !filter.is_empty());
    let filter = match (asked, verbose) {
        (Some(filter), _) => filter,
        (None, 0) => return,
        (None, 1) => "swr_gc=info".to_owned(),
        (None, 2) => "swr_gc=debug".to_owned(),
        (None, _) => "debug,swr_gc=trace".to_owned(),
    };
    let subscriber = tracing_subscriber::fmt()
        .with_env_filter(EnvFilter::builder().parse_lossy(filter))
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none());
    // Somebody else tells already: that is as good.
    let _ = subscriber.try_init();
}
