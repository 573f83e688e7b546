//! Whether the terminal's ground is light: asked once, before the first key is read.
//!
//! The question (OSC 11) is followed by one that every terminal answers (DA1), so one that does not know the first costs
//! a round trip and no more; both answers are eaten, also late ones within a second. The answer is waited for on a
//! thread of its own, so the text can be loaded meanwhile. Whoever asks has the terminal in raw mode already, reads no
//! key before [`Question::is_settled`], and paints through a handle of its own, as standard output is locked until then.
//!
//! Some terminals answer the second question first. What comes of the first within a moment after that still counts: it
//! must not be taken for keys.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;
use terminal_colorsaurus::{Color, QueryOptions, background_color};

/// How long a terminal may take to answer.
const PATIENCE: Duration = Duration::from_secs(1);
/// How long after the answer to the second question that to the first may still come.
#[cfg(unix)]
const GRACE: Duration = Duration::from_millis(30);

/// What is behind the terminal's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Background {
    /// Nearer to black.
    Dark,
    /// Nearer to white.
    Light,
}

/// How far a question has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Open,
    Settled(Option<Background>),
}

/// A question that is under way.
pub struct Question {
    answers: Receiver<Option<Background>>,
    state: State,
}

impl Question {
    /// Asks.
    pub fn ask() -> Self {
        let (sender, answers) = channel();
        let ask = move || {
            let mut options = QueryOptions::default();
            options.timeout = PATIENCE;
            let colour = background_color(options).ok().or_else(late);
            let answer = colour.map(|colour| match colour.perceived_lightness() {
                lightness if lightness > 0.5 => Background::Light,
                _ => Background::Dark,
            });
            // Nobody may be waiting any more.
            let _ = sender.send(answer);
        };
        // Without a thread there is no answer: the receiver says so at once.
        let _ = std::thread::Builder::new().name("background".into()).spawn(ask);
        Self { answers, state: State::Open }
    }

    /// The answer, waited for up to `patience`; none where none came (yet).
    pub fn wait(&mut self, patience: Duration) -> Option<Background> {
        if self.state == State::Open {
            self.state = match self.answers.recv_timeout(patience) {
                Ok(answer) => State::Settled(answer),
                Err(RecvTimeoutError::Disconnected) => State::Settled(None),
                Err(RecvTimeoutError::Timeout) => State::Open,
            };
        }
        match self.state {
            State::Settled(answer) => answer,
            State::Open => None,
        }
    }

    /// Whether nothing more will come, so that keys can be read.
    pub fn is_settled(&mut self) -> bool {
        self.wait(Duration::ZERO);
        self.state != State::Open
    }
}

/// An answer that comes behind that to the other question.
#[cfg(unix)]
fn late() -> Option<Color> {
    use rustix::event::{PollFd, PollFlags, Timespec, poll};
    use std::io::Read;
    let mut terminal = std::fs::File::open("/dev/tty").ok()?;
    let grace = Timespec::try_from(GRACE).ok()?;
    let mut answer = Vec::new();
    let mut bytes = [0; 64];
    while answer.len() < bytes.len() && !answer.ends_with(b"\x07") && !answer.ends_with(b"\x1b\\") {
        if poll(&mut [PollFd::new(&terminal, PollFlags::IN)], Some(&grace)).ok()? == 0 {
            break;
        }
        let read = terminal.read(&mut bytes).ok().filter(|&read| read > 0)?;
        answer.extend_from_slice(&bytes[..read]);
    }
    colour(&String::from_utf8_lossy(&answer))
}

#[cfg(not(unix))]
fn late() -> Option<Color> {
    None
}

/// The colour in an answer: `rgb:` and three numbers of one to four hexadecimal digits, of which that many are the whole.
#[cfg(unix)]
fn colour(answer: &str) -> Option<Color> {
    let (_, numbers) = answer.rsplit_once("rgb:")?;
    let mut channels = numbers.split('/').map(|number| {
        let digits = number.trim_end_matches(|c: char| !c.is_ascii_hexdigit());
        let most = [0, 0xf, 0xff, 0xfff, 0xffff].get(digits.len()).copied().filter(|&most| most > 0)?;
        u16::try_from(u32::from_str_radix(digits, 16).ok()? * 0xffff / most).ok()
    });
    Some(Color::rgb(channels.next()??, channels.next()??, channels.next()??))
}

#[cfg(all(test, unix))]
mod tests {
    use super::colour;

    #[test]
    fn an_answer_tells_the_colour() {
        let told = |answer| colour(answer).map(|c| (c.r, c.g, c.b));
        assert_eq!(told("\x1b]11;rgb:1e1e/ffff/0000\x1b\\"), Some((0x1e1e, 0xffff, 0)));
        assert_eq!(told("\x1b]11;rgb:ff/80/0\x07"), Some((0xffff, 0x8080, 0)));
        for none in ["", "jjk", "\x1b]11;rgb:", "rgb:12345/0/0", "rgb:1/2", "rgb:x/y/z"] {
            assert_eq!(told(none), None, "{none}");
        }
    }
}
