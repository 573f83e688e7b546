//! Reads keys, pastes and the mouse on a thread of its own, which can be paused while another program uses the
//! terminal.

use crate::tui::keys::Key;
use crate::tui::run::terminal::answer::{Sieve, Sifted};
#[cfg(unix)]
use crate::tui::run::terminal::output;
use crate::tui::run::terminal::signals::Event;
use crate::tui::state::Message;
use crate::tui::values::Exit;
use ratatui::crossterm::event;
use ratatui::crossterm::event::{Event as Raw, KeyEventKind};
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::Duration;
#[cfg(unix)]
use std::time::Instant;

/// Handle of the reading thread.
#[derive(Debug)]
pub struct Input {
    orders: Sender<Order>,
    paused: Receiver<()>,
    waker: Waker,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Order {
    Pause,
    Resume,
}

impl Input {
    /// Starts reading.
    ///
    /// # Errors
    ///
    /// There is no terminal to read from, or the thread cannot be started.
    pub fn start(events: Sender<Event>) -> io::Result<Self> {
        let (orders, ordered) = channel();
        let (pausing, paused) = channel();
        let (waker, gate) = gate()?;
        let read = move || {
            let _farewell = Farewell(events.clone());
            let mut sieve = Sieve::default();
            while gate.wait() {
                match ordered.try_recv() {
                    Ok(Order::Pause) => {
                        let _ = pausing.send(());
                        if ordered.recv().is_err() {
                            return;
                        }
                    }
                    Ok(Order::Resume) => {}
                    Err(_) => {
                        if !forward(&events, &mut sieve) {
                            return;
                        }
                    }
                }
            }
        };
        std::thread::Builder::new().name("keys".into()).spawn(read)?;
        Ok(Self { orders, paused, waker })
    }

    /// Stops reading; after the return, another program can use the terminal.
    pub fn pause(&self) {
        if self.orders.send(Order::Pause).is_ok() {
            self.waker.wake();
            let _ = self.paused.recv_timeout(Duration::from_secs(1));
        }
    }

    /// Continues reading.
    pub fn resume(&self) {
        let _ = self.orders.send(Order::Resume);
    }
}

/// Waits for the replies to earlier queries and discards them, so that they do not end up in the shell's input. They have
/// arrived once the terminal has answered a last query that every terminal knows (DA1). Input must be paused.
///
/// # Errors
///
/// There is no terminal.
#[cfg(unix)]
pub fn discard_replies(longest: Duration) -> io::Result<()> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use std::io::{Read, Write};
    let (_, gate) = gate()?;
    output()?.write_all(b"\x1b[c")?;
    let end = Instant::now() + longest;
    let mut seen = Vec::new();
    while let Some(left) = end.checked_duration_since(Instant::now()) {
        let timeout = Timespec { tv_sec: left.as_secs().cast_signed(), tv_nsec: i64::from(left.subsec_nanos()) };
        let mut fds = [PollFd::new(&gate.terminal, PollFlags::IN)];
        match poll(&mut fds, Some(&timeout)) {
            Err(rustix::io::Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
            Ok(0) => break,
            Ok(_) => {}
        }
        let mut bytes = [0; 256];
        let read = (&gate.terminal).read(&mut bytes)?;
        seen.extend_from_slice(&bytes[..read]);
        if read == 0 || ends_in_attributes(&seen) {
            break;
        }
    }
    Ok(())
}

/// Returns true if input ends in a reply to DA1, such as `CSI ? 62 ; 22 c`.
#[cfg(unix)]
fn ends_in_attributes(seen: &[u8]) -> bool {
    let Some(body) = seen.strip_suffix(b"c") else { return false };
    let numbers = body.iter().rev().take_while(|byte| byte.is_ascii_digit() || **byte == b';').count();
    body[..body.len() - numbers].ends_with(b"\x1b[?")
}

/// Terminals of other systems reply before the program can end.
#[cfg(not(unix))]
pub fn discard_replies(_: Duration) -> io::Result<()> {
    Ok(())
}

/// Quits the program if the reading thread panics, since the user could no longer do so by key.
struct Farewell(Sender<Event>);

impl Drop for Farewell {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let why = "the keyboard can no longer be read".to_owned();
            let _ = self.0.send(Event::Message(Message::Quit(Exit::Nothing(why))));
        }
    }
}

/// Timeout for further events after one has arrived; zero would mean "do not look".
const GLANCE: Duration = Duration::from_millis(1);

/// Sends all events that can be read now. Returns false if reading has to end.
fn forward(events: &Sender<Event>, sieve: &mut Sieve) -> bool {
    let type_in = |keys: Vec<Key>| keys.into_iter().all(|key| events.send(Event::Message(Message::Key(key))).is_ok());
    loop {
        if !event::poll(sieve.patience().unwrap_or(GLANCE)).unwrap_or(false) {
            return type_in(sieve.release());
        }
        let Ok(raw) = event::read() else { return false };
        let event = match raw {
            Raw::Key(key) if key.kind != KeyEventKind::Release => match sieve.take(Key::of(&key)) {
                Sifted::Held => continue,
                Sifted::Background(ground) => Event::Background(ground),
                Sifted::Name(name) => Event::Name(name),
                Sifted::Keys(keys) => {
                    if !type_in(keys) {
                        return false;
                    }
                    continue;
                }
            },
            Raw::Paste(text) => Event::Message(Message::Paste(text)),
            Raw::Mouse(mouse) => Event::Message(Message::Mouse(mouse)),
            Raw::Resize(..) => Event::Resized,
            Raw::Key(_) | Raw::FocusGained | Raw::FocusLost => continue,
        };
        if events.send(event).is_err() {
            return false;
        }
    }
}

/// Wakes the reading thread.
#[derive(Debug)]
struct Waker {
    #[cfg(unix)]
    pipe: std::io::PipeWriter,
}

/// Waits for input on the terminal or a wake-up.
struct Gate {
    #[cfg(unix)]
    pipe: std::io::PipeReader,
    #[cfg(unix)]
    terminal: std::fs::File,
}

#[cfg(unix)]
fn gate() -> io::Result<(Waker, Gate)> {
    use std::io::IsTerminal;
    use std::os::fd::AsFd;
    let stdin = io::stdin();
    let terminal = if stdin.is_terminal() {
        std::fs::File::from(stdin.as_fd().try_clone_to_owned()?)
    } else {
        std::fs::File::open("/dev/tty")?
    };
    let (reader, writer) = io::pipe()?;
    Ok((Waker { pipe: writer }, Gate { pipe: reader, terminal }))
}

#[cfg(unix)]
impl Waker {
    fn wake(&self) {
        use std::io::Write;
        let _ = (&self.pipe).write_all(&[0]);
    }
}

#[cfg(unix)]
impl Gate {
    /// Waits for input on the terminal or a wake-up. Returns false if the terminal is gone.
    fn wait(&self) -> bool {
        use rustix::event::{PollFd, PollFlags, poll};
        use std::io::Read;
        let mut both = [PollFd::new(&self.terminal, PollFlags::IN), PollFd::new(&self.pipe, PollFlags::IN)];
        loop {
            match poll(&mut both, None) {
                Err(rustix::io::Errno::INTR) => {}
                Err(_) => return false,
                Ok(_) => break,
            }
        }
        if !both[1].revents().is_empty() {
            return matches!((&self.pipe).read(&mut [0]), Ok(1));
        }
        let gone = both[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL);
        !gone || both[0].revents().contains(PollFlags::IN)
    }
}

#[cfg(not(unix))]
fn gate() -> io::Result<(Waker, Gate)> {
    Ok((Waker {}, Gate {}))
}

#[cfg(not(unix))]
impl Waker {
    fn wake(&self) {}
}

#[cfg(not(unix))]
impl Gate {
    /// Waits for input. Without `poll`, checks the terminal ten times a second.
    fn wait(&self) -> bool {
        let _ = event::poll(Duration::from_millis(100));
        true
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::ends_in_attributes;

    #[test]
    fn reply_to_the_last_query_is_recognised() {
        for ends in [&b"\x1b[?62;22c"[..], b"\x1b[?6c", b"j\x1b]11;rgb:0/0/0\x07\x1b[?1;2c"] {
            assert!(ends_in_attributes(ends), "{ends:?}");
        }
        for goes_on in [&b""[..], b"c", b"62c", b"\x1b[?62;22", b"\x1bP>|abc", b"\x1b[1;2c"] {
            assert!(!ends_in_attributes(goes_on), "{goes_on:?}");
        }
    }
}
