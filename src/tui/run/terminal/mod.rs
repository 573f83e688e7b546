//! The terminal: taken over and given back, always both. [`painter`] writes frames, [`input`] reads keys, [`answer`] tells the
//! terminal's answers from them, [`signals`] listens to the system.

pub mod answer;
pub mod input;
pub mod painter;
pub mod signals;

use crate::tui::display::RenderMode;
use crate::tui::run::tasks;
use ratatui::crossterm;
use ratatui::crossterm::terminal;
use std::fs::File;
use std::io;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

/// What is switched on, in this order; each line has its opposite in [`STOP`].
///
/// Alternate screen with the cursor kept (1049), text in the order in which it is written (BDSM, 8: what runs from right
/// to left is put in order by the layout), bracketed paste (2004), the kitty keyboard protocol's flag 1 (terminals that
/// have none leave it out), the cursor hidden (25).
const START: &str = "\x1b[?1049h\x1b[8l\x1b[?2004h\x1b[>1u\x1b[?25l";

/// The same for `--plain`, where the screen and the cursor stay what they are.
const START_PLAIN: &str = "\x1b[8l\x1b[?2004h\x1b[>1u";

/// Buttons, wheel, and cells counted in decimal (1000, 1006).
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";

/// The opposite of [`MOUSE_ON`] and [`START`], last first, an unfinished synchronised frame (2026) before all.
const STOP: &str =
    "\x1b[?2026l\x1b]8;;\x1b\\\x1b[0m\x1b[?1006l\x1b[?1000l\x1b[?25h\x1b[<1u\x1b[?2004l\x1b[8h\x1b[?1049l";

/// The opposite of [`START_PLAIN`]: the last frame stays, the shell goes on below it.
const STOP_PLAIN: &str = "\x1b[?2026l\x1b]8;;\x1b\\\x1b[0m\x1b[<1u\x1b[?2004l\x1b[8h\x1b[999;1H\r\n";

/// Whether the terminal is ours now: what a panic must give back.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether it was taken for `--plain`.
static PLAIN: AtomicBool = AtomicBool::new(false);

/// Whether the mouse is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mouse {
    /// Wheel and click.
    #[default]
    On,
    /// Left to the terminal.
    Off,
}

/// Keys come one by one and unseen from now on.
///
/// # Errors
///
/// There is no terminal.
pub fn raw() -> io::Result<()> {
    terminal::enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    Ok(())
}

/// Where frames go: a handle of our own, so that nobody's lock is waited for.
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

/// Takes the terminal over.
///
/// # Errors
///
/// The terminal cannot be written to, or its modes not be set.
pub fn start(mode: RenderMode, mouse: Mouse, mut out: &File) -> io::Result<()> {
    raw()?;
    PLAIN.store(mode == RenderMode::Plain, Ordering::SeqCst);
    if mode == RenderMode::Plain {
        // What stood on the screen is pushed up, not painted over.
        let room = "\r\n".repeat(usize::from(size().height));
        return out.write_all(format!("{room}{START_PLAIN}").as_bytes());
    }
    let wanted = if mouse == Mouse::On { MOUSE_ON } else { "" };
    out.write_all(format!("{START}{wanted}").as_bytes())
}

/// Gives the terminal back, as it was; does nothing if it is not ours.
pub fn stop() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let words = if PLAIN.load(Ordering::SeqCst) { STOP_PLAIN } else { STOP };
    // Whatever fails here, the rest must still be tried, and nobody is left to be told.
    let _ = output().and_then(|mut out| out.write_all(words.as_bytes()));
    let _ = terminal::disable_raw_mode();
}

/// Gives the terminal back before a panic's message is printed. A worker's panic is told on the screen instead.
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

/// Cells of the terminal; 80 by 24 where it does not tell.
pub fn size() -> ratatui::layout::Size {
    let (width, height) = crossterm::terminal::size().unwrap_or((80, 24));
    ratatui::layout::Size { width: width.max(1), height: height.max(1) }
}
