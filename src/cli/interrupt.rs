//! Ctrl-C in commands that end in order. The first one sets a flag; work that does not end soon after (such as the
//! analysis of a large page) is aborted. The library loses nothing, since all writes are transactions.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

/// Number of the signal; the exit status is 128 plus this.
pub const SIGNAL: i32 = signal_hook::consts::SIGINT;

/// Returns a flag that the first Ctrl-C sets. A second one, or the end of the grace period, ends the program.
pub fn flag() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    // Registered in this order, the first signal finds the flag unset, sets it and continues; the second ends the
    // program. If signals cannot be handled, Ctrl-C ends the program at once, which loses nothing that was written.
    let _ = signal_hook::flag::register_conditional_shutdown(SIGNAL, 128 + SIGNAL, Arc::clone(&flag));
    let _ = signal_hook::flag::register(SIGNAL, Arc::clone(&flag));
    #[cfg(unix)]
    let _ = watch();
    flag
}

/// Grace period for an orderly end; short enough that the user does not notice a delay.
#[cfg(unix)]
const PATIENCE: Duration = Duration::from_millis(70);

/// Ends the program if it is still running [`PATIENCE`] after the signal.
#[cfg(unix)]
fn watch() -> std::io::Result<()> {
    use std::io::Read;
    let (mut signalled, signal) = std::os::unix::net::UnixStream::pair()?;
    signal_hook::low_level::pipe::register(SIGNAL, signal)?;
    let end = move || {
        if signalled.read_exact(&mut [0]).is_ok() {
            std::thread::sleep(PATIENCE);
            super::output::tell("interrupted; output written so far is kept");
            signal_hook::low_level::exit(128 + SIGNAL);
        }
    };
    std::thread::Builder::new().name("interrupt".into()).spawn(end).map(drop)
}

/// Interval between checks of the flag.
const GLANCE: Duration = Duration::from_millis(20);

/// Runs `work`, which may block, on a thread, and returns its result; `None` once the flag is set, or if `work`
/// panicked.
pub fn unless<T: Send + 'static>(flag: &AtomicBool, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (sender, receiver) = mpsc::channel();
    // After an interruption nobody receives the result; the thread ends with the program.
    std::thread::spawn(move || sender.send(work()));
    loop {
        match receiver.recv_timeout(GLANCE) {
            _ if flag.load(Ordering::Relaxed) => return None,
            Ok(done) => return Some(done),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return None,
        }
    }
}
