//! Whether the terminal's ground is light: asked once, before the first key is read.
//!
//! The question (OSC 11) is followed by one that every terminal answers (DA1), so one that does not know the first costs
//! a round trip and no more; both answers are eaten, also late ones within a second. The answer is waited for on a
//! thread of its own, so the text can be loaded meanwhile. Whoever asks has the terminal in raw mode already, reads no
//! key before [`Question::is_settled`], and paints through a handle of its own, as standard output is locked until then.

use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;
use terminal_colorsaurus::{QueryOptions, background_color};

/// How long a terminal may take to answer.
const PATIENCE: Duration = Duration::from_secs(1);

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
            let colour = background_color(options).ok();
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
