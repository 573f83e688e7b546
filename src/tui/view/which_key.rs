//! Draws a sheet above the footer: the keys that may follow those typed, or the marks that a letter may name.

use crate::layout::display_width;
use crate::tui::display::RenderMode;
use crate::tui::keys::keymap::Match;
use crate::tui::paint;
use crate::tui::reader::flow::block_of;
use crate::tui::state::App;
use crate::tui::theme::Ink;
use crate::white_space;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Least width of a column of the sheet.
const COLUMN: u16 = 34;

/// Draws the sheet, if more keys are awaited.
pub fn draw(app: &App, buffer: &mut Buffer) {
    let entries = entries(app);
    let screen = buffer.area;
    if entries.is_empty() || screen.height < 6 {
        return;
    }
    let margin = u16::from(screen.width >= 40);
    let width = screen.width.saturating_sub(2 * margin);
    let columns = (width / COLUMN).clamp(1, 3);
    let rows = (entries.len() as u16).div_ceil(columns).min(screen.height / 2);
    let ruled = u16::from(app.view.mode == RenderMode::Full);
    let top = screen.height.saturating_sub(1 + rows + ruled);
    paint::blank(buffer, Rect { y: top, height: rows + ruled, ..screen }, app.theme.style(Ink::Background));
    if ruled > 0 {
        paint::rule(buffer, Rect { x: margin, y: top, width, height: 1 }, app.theme.style(Ink::Rule));
    }
    let keys = entries.iter().map(|(keys, _)| display_width(keys)).max().unwrap_or(0).min(12) + 2;
    for (at, (key, words)) in entries.iter().enumerate() {
        let (column, row) = (at as u16 / rows, at as u16 % rows);
        if column >= columns {
            break;
        }
        let part = width / columns;
        let area = Rect { x: margin + column * part, y: top + ruled + row, width: part.saturating_sub(2), height: 1 };
        paint::text(buffer, area, 0, 0, key, app.theme.style(Ink::Accent));
        let words = paint::clipped(words, area.width.saturating_sub(keys));
        paint::text(buffer, area, keys, 0, &words, app.theme.style(Ink::Text));
    }
}

/// Keys with what they do.
fn entries(app: &App) -> Vec<(String, String)> {
    if app.awaiting.is_some() {
        return marks(app);
    }
    let typed = app.typed.keys();
    if typed.is_empty() {
        return Vec::new();
    }
    let following = app.keymap.following(app.context(), typed);
    let words = |target| match target {
        Match::Command(command) => command.entry().description.to_owned(),
        Match::UserCommand(index) => {
            app.config.commands.get(index).map(|command| command.name.clone()).unwrap_or_default()
        }
        Match::Prefix | Match::Nothing => String::new(),
    };
    following.into_iter().map(|(keys, target)| (keys, words(target))).collect()
}

/// Marks with the words that stand there.
fn marks(app: &App) -> Vec<(String, String)> {
    let Some(reader) = app.reader() else { return Vec::new() };
    let words = |place: &crate::tui::reader::flow::Place| {
        let item = reader.flow.find(*place).and_then(|at| reader.flow.items.get(at))?;
        let text = block_of(reader.article(), item.origin)?.text.get(place.byte..)?;
        Some(white_space::fold(&text.chars().take(80).collect::<String>()))
    };
    let mark = |(letter, place)| Some((char::to_string(letter), words(place).unwrap_or_default()));
    reader.marks.iter().filter_map(mark).collect()
}
