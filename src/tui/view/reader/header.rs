//! Draws the first line: site, title, minutes, share read.

use crate::layout::display_width;
use crate::library::Piece;
use crate::tui::display::RenderMode;
use crate::tui::paint;
use crate::tui::state::App;
use crate::tui::theme::Ink;
use crate::tui::view::footer::under_way;
use crate::tui::view::library::rows;
use crate::white_space;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Draws the first line.
pub fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let margin = u16::from(area.width >= 40 && app.view.mode == RenderMode::Full);
    let area = Rect { x: area.x + margin, width: area.width - 2 * margin, ..area };
    let figures = figures(app);
    let room = area.width.saturating_sub(display_width(&figures) + 2);
    paint::right(buffer, area, 0, &figures, app.theme.style(Ink::Dim));
    let (site, title) = names(app);
    let mut x = 0;
    if !site.is_empty() && area.width >= 60 {
        let site = paint::clipped(&site, room / 3);
        x = paint::text(buffer, area, 0, 0, &site, app.theme.style(Ink::Accent)) + 2;
    }
    let title = paint::clipped(&title, room.saturating_sub(x));
    paint::text(buffer, area, x, 0, &title, app.theme.style(Ink::Strong));
}

fn figures(app: &App) -> String {
    let sources = app.texts.sources.len();
    let source = app.texts.source().filter(|_| sources > 1).map(|i| format!("{} of {sources}", i + 1));
    let Some(reader) = app.reader() else { return source.unwrap_or_default() };
    let source = source.map_or_else(String::new, |source| format!("{source}  "));
    let queue = if app.is_in_queue() { "queue  " } else { "" };
    let source = format!("{queue}{source}");
    let share = (reader.page.progress(reader.text()) * 100.0).round() as u32;
    let minutes = reader.words.div_ceil(usize::from(app.config.reader.speed.max(1))) as u32;
    let left = (f64::from(minutes) * (1.0 - f64::from(share) / 100.0)).ceil() as u32;
    if reader.streaming.rest.is_some() {
        return format!("{source}{}", under_way(app, "loading"));
    }
    let kept = reader.annotations.piece.as_ref().map_or_else(String::new, |piece| kept(app, piece));
    if app.size.width < 60 {
        return format!("{source}{kept}{share} %");
    }
    let time = if left == 0 || left >= minutes { format!("{minutes} min") } else { format!("{left} min left") };
    format!("{source}{kept}{time}  {share} %")
}

/// Returns the state of a saved text, as signs.
fn kept(app: &App, piece: &Piece) -> String {
    let (state, _) = rows::sign(piece, app.view.mode);
    let plain = app.view.mode == RenderMode::Plain;
    let star = if plain { " starred" } else { " ★" };
    let note = if plain { " noted" } else { " ✎" };
    let has = |is: bool, sign: &'static str| if is { sign } else { "" };
    format!("{state}{}{}  ", has(piece.starred, star), has(piece.note.is_some(), note))
}

fn names(app: &App) -> (String, String) {
    let Some(reader) = app.reader() else { return (String::new(), location(app)) };
    let meta = &reader.article().meta;
    let title = meta.title.clone().or_else(|| Some(reader.article().blocks.first()?.block.text.clone()));
    let folded = |words: String| white_space::fold(&words);
    (folded(meta.site.clone().unwrap_or_default()), folded(title.unwrap_or_else(|| location(app))))
}

/// Returns the location of the text on the screen, cleaned for display.
pub fn location(app: &App) -> String {
    let raw = app.texts.piece().map(|p| p.location.to_string_lossy().into_owned()).unwrap_or_default();
    raw.chars().filter(|c| !c.is_control()).collect()
}
