//! Drawing: reads the state and changes nothing.

pub mod footer;
pub mod frame;
pub mod library;
mod overlay;
mod plain;
pub mod reader;
mod which_key;

use crate::tui::state::{App, Screen};
use crate::tui::theme::Ink;
use crate::tui::view::frame::FrameExtras;
use crate::tui::view::library::list;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the whole screen. Depends only on the state.
pub fn draw(app: &App) -> (Buffer, FrameExtras) {
    let area = Rect::new(0, 0, app.size.width, app.size.height);
    let mut buffer = Buffer::empty(area);
    buffer.set_style(area, app.theme.style(Ink::Background));
    let mut extras = match app.screen {
        Screen::Reader => reader::draw(app, &mut buffer),
        Screen::Library => list::draw(app, &mut buffer),
    };
    overlay::draw(app, &mut buffer, &mut extras);
    which_key::draw(app, &mut buffer);
    footer::draw_tall_message(app, &mut buffer);
    plain::finish(app, &mut buffer, &mut extras);
    (buffer, extras)
}
