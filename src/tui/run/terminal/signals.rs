//! What the system says: end, stop, go on, another size.

use crate::tui::state::Message;
use crate::tui::theme::Background;
use crate::tui::values::Exit;
use std::io;
use std::sync::mpsc::Sender;

/// A message to the driver from beside the state.
#[derive(Debug)]
pub enum Event {
    /// For the state.
    Message(Message),
    /// The terminal is to be given back for a while.
    Stop,
    /// It was given back and taken by someone else meanwhile: take it again and paint everything.
    Continue,
    /// The size may have changed.
    Resized,
    /// The terminal has answered what its ground is, or that it is no colour.
    Background(Option<Background>),
}

/// Listens on a thread of its own.
///
/// # Errors
///
/// The handlers cannot be set.
#[cfg(unix)]
pub fn listen(events: Sender<Event>) -> io::Result<()> {
    use signal_hook::consts::{
        SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH,
    };
    // Whatever ends a program by default must not leave the terminal as it is.
    let ending = [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGALRM, SIGUSR1, SIGUSR2];
    let mut signals = signal_hook::iterator::Signals::new(ending.into_iter().chain([SIGTSTP, SIGCONT, SIGWINCH]))?;
    let listen = move || {
        for signal in &mut signals {
            let event = match signal {
                SIGWINCH => Event::Resized,
                SIGTSTP => Event::Stop,
                SIGCONT => Event::Continue,
                signal => Event::Message(Message::Quit(Exit::Signal(signal))),
            };
            if events.send(event).is_err() {
                return;
            }
        }
    };
    std::thread::Builder::new().name("signals".into()).spawn(listen).map(drop)
}

/// Where there are no signals, keys and the terminal's own events have to do.
#[cfg(not(unix))]
pub fn listen(_events: Sender<Event>) -> io::Result<()> {
    Ok(())
}

/// Stops the process as `Ctrl-Z` does everywhere; comes back when it goes on.
pub fn stop_process() {
    #[cfg(unix)]
    let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
}
