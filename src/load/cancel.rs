//! Cancellable waiting: blocking work runs on its own thread while the caller watches the flag.

use super::error::Failure;
use super::options::Options;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// Interval for checking the flag.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Runs `work` and abandons it when the options' flag is set; `stop` then ends its waiting. Without a flag, the work
/// runs on this thread.
pub(super) fn run_cancellable<T: Send + 'static>(
    options: &Options,
    stop: impl FnOnce(),
    work: impl FnOnce(&Options) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    if options.cancel.is_none() {
        return work(options);
    }
    let (sender, receiver) = mpsc::channel();
    let theirs = options.clone();
    let spawned = thread::Builder::new().name("load".into()).spawn(move || {
        // After cancelling, nobody receives the result.
        let _ = sender.send(work(&theirs));
    });
    if let Err(error) = spawned {
        return Err(Failure::Unreadable(error.to_string()));
    }
    loop {
        match receiver.recv_timeout(POLL_INTERVAL) {
            _ if options.cancelled() => {
                stop();
                return Err(Failure::Cancelled);
            }
            Ok(done) => return done,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(Failure::Unreadable("the work stopped".into())),
        }
    }
}
