//! Ctrl-C in commands that end in order: the first one sets a flag; whatever has not come to an end soon after, as a large
//! page that is being analysed, is broken off. The library loses nothing by that: what was written is written whole.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;

/// The signal's number; the exit status is 128 and this.
pub const SIGNAL: i32 = signal_hook::consts::SIGINT;

/// A flag that the first Ctrl-C sets; a second one, or the end of our patience, ends the program.
pub fn flag() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    // Registered in this order, the first signal finds the flag down, sets it and goes on; the second one ends us. Where
    // signals can't be caught, Ctrl-C ends us at once, which loses nothing that was written.
    let _ = signal_hook::flag::register_conditional_shutdown(SIGNAL, 128 + SIGNAL, Arc::clone(&flag));
    let _ = signal_hook::flag::register(SIGNAL, Arc::clone(&flag));
    #[cfg(unix)]
    let _ = watch();
    flag
}

/// How long a command may take to end in order. Who presses Ctrl-C should not wait for a tenth of a second.
#[cfg(unix)]
const PATIENCE: Duration = Duration::from_millis(70);

/// Ends the program if it has not ended by itself within [`PATIENCE`] of the signal.
#[cfg(unix)]
fn watch() -> std::io::Result<()> {
    use std::io::Read;
    let (mut signalled, signal) = std::os::unix::net::UnixStream::pair()?;
    signal_hook::low_level::pipe::register(SIGNAL, signal)?;
    let end = move || {
        if signalled.read_exact(&mut [0]).is_ok() {
            std::thread::sleep(PATIENCE);
            super::output::tell("interrupted; what was written stays");
            signal_hook::low_level::exit(128 + SIGNAL);
        }
    };
    std::thread::Builder::new().name("interrupt".into()).spawn(end).map(drop)
}

/// How often the flag is looked at.
const GLANCE: Duration = Duration::from_millis(20);

/// What `work` gives, which may wait for a pipe that nobody writes to; `None` once the flag is set, or if it failed itself.
pub fn unless<T: Send + 'static>(flag: &AtomicBool, work: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let (sender, receiver) = mpsc::channel();
    // Nobody listens any more after an interruption; the thread ends with the program.
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
