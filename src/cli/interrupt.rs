//! Ctrl-C and its like.

use std::io;
use std::process;
use std::sync::Arc;
use std::thread;

use tokio::runtime::Builder;
use tokio::sync::Notify;

use super::exit::Exit;

/// Listens for whatever is meant to end the command: Ctrl-C, and SIGTERM where there are such signals.
///
/// The first one lets the command end in order. A second one ends the process at once: the command may be
/// busy where it cannot be asked, such as reading a token from a pipe that nobody writes to.
pub(super) struct Interrupt {
    came: Arc<Notify>,
}

impl Interrupt {
    /// Listens from now on, on a thread of its own.
    pub(super) fn listen() -> io::Result<Self> {
        let came = Arc::new(Notify::new());
        let tell = Arc::clone(&came);
        let runtime = Builder::new_current_thread().enable_io().build()?;
        let mut signals = runtime.block_on(async { Signals::new() })?;
        thread::Builder::new().name("signals".to_owned()).spawn(move || {
            runtime.block_on(async {
                signals.next().await;
                tell.notify_one();
                signals.next().await;
                process::exit(Exit::Interrupted.code().into());
            });
        })?;
        Ok(Self { came })
    }

    /// Nothing interrupts a test.
    #[cfg(test)]
    pub(super) fn never() -> Self {
        Self { came: Arc::default() }
    }

    /// Waits until one comes.
    pub(super) async fn wait(&self) {
        self.came.notified().await;
    }

    /// A command as a whole, unless one comes first.
    pub(super) async fn or(&self, command: impl Future<Output = Exit>) -> Exit {
        self.cutting(command).await.unwrap_or_else(|exit| exit)
    }

    /// A part of one, unless one comes first; how the command ends then.
    pub(super) async fn cutting<T>(&self, work: impl Future<Output = T>) -> Result<T, Exit> {
        tokio::select! {
            biased;
            () = self.wait() => Err(Exit::Interrupted),
            done = work => Ok(done),
        }
    }
}

#[cfg(unix)]
struct Signals([tokio::signal::unix::Signal; 2]);

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};

        Ok(Self([signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?]))
    }

    async fn next(&mut self) {
        let [interrupt, terminate] = &mut self.0;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    }
}

#[cfg(windows)]
struct Signals(tokio::signal::windows::CtrlC);

#[cfg(windows)]
impl Signals {
    fn new() -> io::Result<Self> {
        Ok(Self(tokio::signal::windows::ctrl_c()?))
    }

    async fn next(&mut self) {
        self.0.recv().await;
    }
}
