//! `tui`: the screen. Messages change the state, the state is drawn, effects are carried out elsewhere and come back as messages.
//!
//! | module | subject |
//! | --- | --- |
//! | [`app`] | the state and `update(message) → effects`: pure |
//! | [`keys`] | the one table of commands, and which keys set them off |
//! | [`reader`] | the article: text, who said what, related stories |
//! | [`overlay`] | what stands over it: help, pickers, search |
//! | [`plain`] | what `--plain` changes of a frame |
//! | [`layout`], [`theme`], [`settings`] | lines, colours, the user's settings |
//! | [`driver`] | the loop: wait, drain, update, paint once |
//! | [`terminal`], [`worker`], [`outside`] | keys and frames, threads, other programs |

pub mod app;
pub mod driver;
pub mod highlight;
pub mod images;
pub mod keys;
pub use crate::layout;
pub mod library;
pub mod links;
pub mod outside;
pub mod overlay;
pub mod plain;
pub mod reader;
pub mod settings;
pub mod start;
pub mod stroke;
pub mod terminal;
pub mod theme;
pub mod worker;

pub use driver::run;
pub use start::{Error, Start};

use self::app::{App, Screen};
use self::reader::view::{self, Extras};
use self::theme::Ink;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the whole screen: what the state says, nothing else.
pub fn draw(app: &App) -> (Buffer, Extras) {
    let area = Rect::new(0, 0, app.size.width, app.size.height);
    let mut buffer = Buffer::empty(area);
    buffer.set_style(area, app.theme.style(Ink::Ground));
    let mut extras = match app.screen {
        Screen::Reader => view::draw(app, &mut buffer),
        Screen::Library => library::draw(app, &mut buffer),
    };
    overlay::draw(app, &mut buffer, &mut extras);
    view::foot::grown(app, &mut buffer);
    plain::finish(app, &mut buffer, &mut extras);
    (buffer, extras)
}
