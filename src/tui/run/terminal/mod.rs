//! Takes over the terminal and always restores it. [`painter`] writes frames with the characters that [`symbols`] chooses,
//! [`input`] reads keys, [`answer`] separates the terminal's replies from them, [`signals`] handles signals.

pub mod answer;
pub mod input;
pub mod painter;
mod pen;
pub mod signals;
pub mod symbols;

use crate::tui::display::RenderMode;
use crate::tui::run::tasks;
use ratatui::crossterm;
use ratatui::crossterm::terminal;
use std::fs::File;
use std::io;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

/// Modes switched on, in this order; each has its counterpart in [`STOP`].
///
/// Alternate screen with the cursor saved (1049), implicit bidi off (BDSM, 8: the layout reorders right-to-left text
/// itself), bracketed paste (2004), flag 1 of the kitty keyboard protocol (ignored by terminals without it), cursor
/// hidden (25).
const START: &str = "\x1b[?1049h\x1b[8l\x1b[?2004h\x1b[>1u\x1b[?25l";

/// Modes for `--plain`, which keeps the main screen and the cursor.
const START_PLAIN: &str = "\x1b[8l\x1b[?2004h\x1b[>1u";

/// Button and wheel events, with decimal coordinates (1000, 1006).
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";

/// Counterpart of [`MOUSE_ON`] and [`START`] in reverse order, after ending a synchronised frame (2026).
const STOP: &str =
    "\x1b[?2026l\x1b]8;;\x1b\\\x1b[0m\x1b[2J\x1b[H\x1b[?1006l\x1b[?1000l\x1b[?25h\x1b[<1u\x1b[?2004l\x1b[8h\x1b[?1049l";

/// Counterpart of [`START_PLAIN`]: the last frame stays, the shell continues below it.
const STOP_PLAIN: &str = "\x1b[?2026l\x1b]8;;\x1b\\\x1b[0m\x1b[<1u\x1b[?2004l\x1b[8h\x1b[999;1H\r\n";

/// True while the terminal is taken over; a panic must then restore it.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// True if it was taken over for `--plain`.
static PLAIN: AtomicBool = AtomicBool::new(false);

/// Mouse reporting.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mouse {
    /// Wheel and clicks are reported.
    #[default]
    On,
    /// The mouse is left to the terminal.
    Off,
}

/// Switches to raw mode: keys arrive one by one, without echo.
///
/// # Errors
///
/// There is no terminal.
pub fn raw() -> io::Result<()> {
    terminal::enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    Ok(())
}

/// Opens the terminal for frames, with a separate handle that no other thread locks.
///
/// # Errors
///
/// There is no terminal.
pub fn output() -> io::Result<File> {
    #[cfg(unix)]
    {
        use std::os::fd::AsFd;
        Ok(File::from(io::stdout().as_fd().try_clone_to_owned()?))
    }
    #[cfg(not(unix))]
    {
        File::options().write(true).open("CONOUT$")
    }
}

/// Takes over the terminal.
///
/// # Errors
///
/// The terminal cannot be written to, or its modes cannot be set.
pub fn start(mode: RenderMode, mouse: Mouse, mut out: &File) -> io::Result<()> {
    raw()?;
    PLAIN.store(mode == RenderMode::Plain, Ordering::SeqCst);
    if mode == RenderMode::Plain {
        // Scroll the screen's contents up instead of painting over them.
        let room = "\r\n".repeat(usize::from(size().height));
        return out.write_all(format!("{room}{START_PLAIN}").as_bytes());
    }
    let wanted = if mouse == Mouse::On { MOUSE_ON } else { "" };
    out.write_all(format!("{START}{wanted}").as_bytes())
}

/// Restores the terminal; does nothing if it is not taken over.
pub fn stop() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let words = if PLAIN.load(Ordering::SeqCst) { STOP_PLAIN } else { STOP };
    // On an error the remaining steps still run, and there is nobody to report it to.
    let _ = output().and_then(|mut out| out.write_all(words.as_bytes()));
    let _ = terminal::disable_raw_mode();
}

/// Restores the terminal before a panic message is printed. A worker's panic is shown on the screen instead.
pub fn restore_on_panic() {
    let default = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().name() == Some(tasks::THREAD) {
            return;
        }
        stop();
        default(panic);
    }));
}

/// Returns the size of the terminal in cells; 80 × 24 if it reports none.
pub fn size() -> ratatui::layout::Size {
    let (width, height) = crossterm::terminal::size().unwrap_or((80, 24));
    ratatui::layout::Size { width: width.max(1), height: height.max(1) }
}
