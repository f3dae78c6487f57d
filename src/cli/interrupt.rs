//! Ctrl-C and its like.

use std::io;

/// Listens for whatever is meant to end the command: Ctrl-C, and SIGTERM where there are such signals.
pub(super) struct Interrupt {
    #[cfg(unix)]
    signals: [tokio::signal::unix::Signal; 2],
    #[cfg(windows)]
    keys: tokio::signal::windows::CtrlC,
}

impl Interrupt {
    /// Listens from now on.
    #[cfg(unix)]
    pub(super) fn listen() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self { signals: [signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?] })
    }

    /// Listens from now on.
    #[cfg(windows)]
    pub(super) fn listen() -> io::Result<Self> {
        Ok(Self { keys: tokio::signal::windows::ctrl_c()? })
    }

    /// Waits until one comes.
    #[cfg(unix)]
    pub(super) async fn wait(&mut self) {
        let [interrupt, terminate] = &mut self.signals;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }

    /// Waits until one comes.
    #[cfg(windows)]
    pub(super) async fn wait(&mut self) {
        self.keys.recv().await;
    }
}
