//! The library's screen: saved pieces beside a preview of the selected one.
//!
//! [`State`] is its part of the [`App`]; commands of the key table change it, a [`Request`] asks the librarian's thread
//! ([`worker`]), and an [`Answer`] comes back as [`Message::Library`](super::app::Message::Library).

pub mod worker;

use super::app::App;
use super::reader::view::Extras;
use ratatui::buffer::Buffer;
use ratatui::layout::Size;

/// What the library's screen depends on.
#[derive(Debug, Default)]
pub struct State {}

/// A question to the librarian, or something to be changed.
#[derive(Clone, Debug, PartialEq)]
pub enum Request {
    /// The library's screen is opened.
    Open,
}

/// What the librarian answers.
#[derive(Clone, Debug)]
pub enum Answer {}

/// Takes an answer in.
pub fn answer(_app: &mut App, answer: Answer) {
    match answer {}
}

/// Makes the lists fit the screen, so that drawing changes nothing.
pub fn settle(_state: &mut State, _size: Size) {}

/// Draws the screen.
pub fn draw(_app: &App, _buffer: &mut Buffer) -> Extras {
    Extras::default()
}
