//! Waiting that can be cancelled: work that may block is done on a thread of its own while the caller watches the flag.

use super::error::Failure;
use super::options::Options;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// How often the flag is looked at.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Does `work`, and gives it up when the options' flag is set: `stop` then ends what it waits for. Without a flag the work is
/// done right here.
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
        // Nobody listens any more after cancelling.
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
            Err(RecvTimeoutError::Disconnected) => return Err(Failure::Unreadable("the work broke off".into())),
        }
    }
}
