//! Signals of the system: end, stop, continue, resize.

use crate::tui::state::Message;
use crate::tui::terminal_name::TerminalName;
use crate::tui::theme::Background;
#[cfg(unix)]
use crate::tui::values::Exit;
use std::io;
use std::sync::mpsc::Sender;

/// An event for the event loop.
#[derive(Debug)]
pub enum Event {
    /// A message for the state.
    Message(Message),
    /// Suspend: release the terminal.
    Stop,
    /// Continue after a suspension, in which others may have changed the terminal: take it over again and repaint.
    Continue,
    /// The size may have changed.
    Resized,
    /// The terminal has replied to the background query; `None` if the reply has no colour.
    Background(Option<Background>),
    /// The terminal has told its name.
    Name(TerminalName),
}

/// Listens for signals on a thread of its own.
///
/// # Errors
///
/// The handlers cannot be installed.
#[cfg(unix)]
pub fn listen(events: Sender<Event>) -> io::Result<()> {
    use signal_hook::consts::{
        SIGALRM, SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGUSR1, SIGUSR2, SIGWINCH,
    };
    // All signals that end a program by default must restore the terminal first.
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

/// Does nothing on systems without signals, where keys and terminal events suffice.
#[cfg(not(unix))]
pub fn listen(_events: Sender<Event>) -> io::Result<()> {
    Ok(())
}

/// Stops the process as `Ctrl-Z` does; returns when it continues.
pub fn stop_process() {
    #[cfg(unix)]
    let _ = signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP);
}
