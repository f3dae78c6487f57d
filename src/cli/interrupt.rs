//! Ctrl-C and its like.

/// Waits until somebody wants the command to end: Ctrl-C, or SIGTERM where there are such signals.
pub(super) async fn interrupted() {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};

        if let Ok(mut terminate) = signal(SignalKind::terminate()) {
            tokio::select! {
                outcome = tokio::signal::ctrl_c() => settle(outcome).await,
                _ = terminate.recv() => {}
            }
            return;
        }
    }
    settle(tokio::signal::ctrl_c().await).await;
}

/// Where Ctrl-C cannot be listened to, it ends the process without our help: there is nothing to wait for.
async fn settle(outcome: std::io::Result<()>) {
    if outcome.is_err() {
        std::future::pending::<()>().await;
    }
}
