//! Draws the library screen: counts and filter, the list, the footer.

use crate::layout::display_width;
use crate::library::{Piece, PieceState, Seconds, WHOLE};
use crate::plural::group_digits;
use crate::tui::display::RenderMode;
use crate::tui::paint;
use crate::tui::state::App;
use crate::tui::state::library::LibraryStatus;
use crate::tui::theme::Ink;
use crate::tui::view::footer;
use crate::tui::view::frame::FrameExtras;
use crate::tui::view::library::empty::{empty, message};
use crate::tui::view::library::{feeds, preview};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Style;

/// Minimum height, in rows, for a progress row below each piece and wider spacing.
const AIRY: u16 = 20;

/// Minimum width, in cells, for the preview next to the list; on narrower screens it is below, if they are high enough.
const BESIDE: u16 = 96;

/// Minimum width, in cells, for a preview; narrower screens show the list alone.
const BELOW: u16 = 60;

/// Areas of the screen.
struct Places {
    title: Rect,
    list: Rect,
    preview: Rect,
    foot: Rect,
}

/// Returns the number of pieces that fit the screen.
pub(in crate::tui) fn rows(size: Size, mode: RenderMode) -> usize {
    let places = places(size, mode);
    usize::from(places.list.height.saturating_sub(header(size)) / per_piece(size, mode))
}

/// Returns the screen row of the selected piece.
pub fn current_row(app: &App) -> u16 {
    let row = app.library.selected.saturating_sub(app.library.top) as u16;
    placed(app).list.y + header(app.size) + row * per_piece(size_of(app), app.view.mode)
}

/// Returns the index in the whole list of the piece at a cell of the screen.
pub fn piece_at(app: &App, at: Position) -> Option<usize> {
    let list = placed(app).list;
    let row = at.y.checked_sub(list.y + header(app.size)).filter(|_| list.contains(at) && !is_alone(app))?;
    let piece = app.library.top + usize::from(row / per_piece(size_of(app), app.view.mode));
    (piece < app.library.window.total).then_some(piece)
}

fn per_piece(size: Size, mode: RenderMode) -> u16 {
    if size.height >= AIRY && !is_stacked(size, mode) && mode == RenderMode::Full { 2 } else { 1 }
}

/// Returns true if the preview is next to the list.
pub(in crate::tui) fn is_beside(size: Size, mode: RenderMode) -> bool {
    size.width >= BESIDE && mode == RenderMode::Full
}

/// Returns true if the preview is below the list.
fn is_stacked(size: Size, mode: RenderMode) -> bool {
    size.height >= AIRY && (BELOW..BESIDE).contains(&size.width) && mode == RenderMode::Full
}

const fn header(size: Size) -> u16 {
    if size.height >= AIRY { 2 } else { 0 }
}

fn places(size: Size, mode: RenderMode) -> Places {
    let Size { width, height } = size;
    let ruled = u16::from(height >= 10);
    let margin = u16::from(width >= 40);
    let line = |y: u16| Rect::new(margin, y.min(height.saturating_sub(1)), width - 2 * margin, 1.min(height));
    let top = (1 + ruled).min(height);
    let body = Rect::new(margin, top, width - 2 * margin, height.saturating_sub(top + 1 + ruled));
    let (mut list, mut preview) = (body, Rect::new(width, top, 0, body.height));
    if is_beside(size, mode) {
        list.width = (body.width * 3 / 5).min(90);
        preview = Rect::new(list.right() + 3, top, body.right().saturating_sub(list.right() + 3), body.height);
    } else if is_stacked(size, mode) {
        list.height = body.height * 3 / 5;
        preview = Rect { y: list.bottom() + 1, height: body.height - list.height - 1, ..body };
    }
    Places { title: line(0), list, preview, foot: line(height.saturating_sub(1)) }
}

/// Returns the size of the screen without the feeds pane.
fn size_of(app: &App) -> Size {
    feeds::list_size(&app.library.feeds, app.size, app.view.mode)
}

/// Returns the areas beside the feeds pane.
fn placed(app: &App) -> Places {
    let (whole, size) = (places(app.size, app.view.mode), size_of(app));
    let right = app.size.width - size.width;
    let Places { list, preview, .. } = places(size, app.view.mode);
    Places { list: Rect { x: list.x + right, ..list }, preview: Rect { x: preview.x + right, ..preview }, ..whole }
}

/// Draws the library screen.
pub fn draw(app: &App, buffer: &mut Buffer) -> FrameExtras {
    let extras = FrameExtras::default();
    if app.size.width == 0 || app.size.height == 0 {
        return extras;
    }
    let places = placed(app);
    title(app, places.title, buffer);
    if app.size.height >= 10 {
        let rule = app.theme.style(Ink::Rule);
        paint::rule(buffer, Rect { y: 1, ..places.title }, rule);
        paint::rule(buffer, Rect { y: places.foot.y - 1, ..places.foot }, rule);
    }
    match &app.library.status {
        LibraryStatus::Failed(why) => message(app, places.list, buffer, &[(why, Ink::Error)]),
        LibraryStatus::Closed => {}
        LibraryStatus::Open if app.library.window.total == 0 && !app.library.window.pending => {
            let width = places.title.right().saturating_sub(places.list.x);
            empty(app, Rect { width, ..places.list }, buffer);
        }
        LibraryStatus::Open if is_alone(app) => {
            let bottom = if places.preview.width > 0 { places.preview.bottom() } else { places.list.bottom() };
            preview::draw(app, Rect { height: bottom.saturating_sub(places.list.y), ..places.list }, buffer);
        }
        LibraryStatus::Open => {
            pieces(app, places.list, buffer);
            if places.preview.width > 0 {
                let rule = app.theme.style(Ink::Rule);
                if is_stacked(size_of(app), app.view.mode) {
                    paint::rule(buffer, Rect { y: places.list.bottom(), height: 1, ..places.list }, rule);
                } else {
                    for y in places.preview.top()..places.preview.bottom() {
                        paint::cell(buffer, places.preview.x.saturating_sub(2), y, "│", rule);
                    }
                }
                preview::draw(app, places.preview, buffer);
            }
        }
    }
    feeds::draw(app, buffer);
    footer::line(app, places.foot, buffer);
    extras
}

/// Returns true if the preview is shown in place of the list.
fn is_alone(app: &App) -> bool {
    app.library.preview.alone && !is_beside(size_of(app), app.view.mode)
}

fn title(app: &App, area: Rect, buffer: &mut Buffer) {
    let (state, theme) = (&app.library, &app.theme);
    let counts = state.counts;
    let mut right = String::new();
    if !state.filter.is_empty() {
        let more = match (state.window.or_more, state.window.pending) {
            (true, true) => "+ …",
            (true, false) => "+",
            (false, _) => "",
        };
        right = format!("/ {}  {}{more}", state.feeds.shown_filter(&state.filter), group_digits(state.window.total));
    }
    if state.waiting > 0 {
        right = format!("fetching {}  {right}", state.waiting);
    }
    if let Some(progress) = state.feeds.progress {
        right = format!("feeds {} of {}  {right}", progress.done, progress.total);
    }
    if state.marked() > 0 {
        right = format!("{} selected  {right}", group_digits(state.marked()));
    }
    if state.queue {
        right = format!("queue  {right}");
    }
    let right = paint::clipped(&right, area.width / 2);
    let from = paint::right(buffer, area, 0, &right, theme.style(Ink::Accent));
    let area = Rect { width: from.saturating_sub(2), ..area };
    let mut x = paint::text(buffer, area, 0, 0, "sayso", theme.style(Ink::Accent)) + 2;
    if x + 7 <= area.width {
        x = paint::text(buffer, area, x, 0, "Library", theme.style(Ink::Strong)) + 2;
    }
    let figures = [
        ("unread", counts.unread),
        ("reading", counts.reading),
        ("archive", counts.archive),
        ("starred", counts.starred),
    ];
    for (word, count) in figures {
        let words = format!("{word} {}", group_digits(count));
        if x + display_width(&words) > area.width {
            break;
        }
        x = paint::text(buffer, area, x, 0, &words, theme.style(Ink::Dim)) + 3;
    }
}

/// Cells of the columns after the title: site, age, minutes, speakers, star.
struct Columns {
    start: u16,
    title: u16,
    site: u16,
    age: u16,
}

fn columns(width: u16, mode: RenderMode) -> Columns {
    // Bar, state and a blank come before the title, five columns of figures after it.
    let start = if mode == RenderMode::Plain { 10 } else { 4 };
    let width = if mode == RenderMode::Plain { width.saturating_sub(6) } else { width };
    let rest = width.saturating_sub(start);
    let site = if width >= 50 { (width / 6).clamp(8, 18) } else { 0 };
    let age = if width >= 46 { 21 } else { 0 };
    Columns { start, title: rest.saturating_sub(site + u16::from(site > 0) + age), site, age }
}

fn pieces(app: &App, area: Rect, buffer: &mut Buffer) {
    let columns = columns(area.width, app.view.mode);
    if header(app.size) > 0 {
        heads(app, area, &columns, buffer);
    }
    let step = per_piece(size_of(app), app.view.mode);
    for row in 0..app.library.rows {
        let at = app.library.top + row;
        let y = area.y + header(app.size) + row as u16 * step;
        let line = Rect { y, height: step.min(area.bottom().saturating_sub(y)), ..area };
        match app.library.piece_at(at) {
            Some(piece) => one(app, piece, at, line, &columns, buffer),
            None if at < app.library.window.total => {
                paint::text(buffer, line, columns.start, 0, "…", app.theme.style(Ink::Dim));
            }
            None => break,
        }
    }
}

fn heads(app: &App, area: Rect, columns: &Columns, buffer: &mut Buffer) {
    let dim = app.theme.style(Ink::Dim);
    paint::text(buffer, area, columns.start, 0, "TITLE", dim);
    let mut x = columns.start + columns.title + 1;
    if columns.site > 0 {
        paint::text(buffer, area, x, 0, "SITE", dim);
        x += columns.site + 1;
    }
    if columns.age > 0 {
        paint::text(buffer, area, x, 0, " AGE  MIN VOICES", dim);
    }
}

fn one(app: &App, piece: &Piece, at: usize, area: Rect, columns: &Columns, buffer: &mut Buffer) {
    let theme = &app.theme;
    let line = Rect { height: 1, ..area };
    let selected = at == app.library.selected;
    let chosen = app.library.is_marked(piece.id, at);
    let (mark, ink) = mark(app, piece, chosen);
    paint::text(buffer, line, 2, 0, &mark, theme.style(ink));
    let quiet = piece.deleted || piece.state == PieceState::Archive;
    let title = paint::clipped(&piece.title, columns.title);
    let hits = app.library.filtering.hits.in_title(&title);
    let style = theme.style(if quiet { Ink::Dim } else { Ink::Strong });
    paint::marked(buffer, line, (columns.start, 0), &title, style, (&hits, theme.style(Ink::Hit)));
    let dim = theme.style(Ink::Dim);
    let mut x = columns.start + columns.title + 1;
    if columns.site > 0 {
        let site = paint::clipped(piece.site.as_deref().unwrap_or_default(), columns.site);
        paint::text(buffer, line, x, 0, &site, dim);
        x += columns.site + 1;
    }
    if columns.age > 0 {
        let figure = |count: u32| if count == 0 { String::new() } else { count.to_string() };
        let words = format!(
            "{:>4} {:>4} {:>4}",
            age(app.library.window.now, piece.saved),
            figure(piece.minutes()),
            if piece.fetched { piece.voices.to_string() } else { String::new() }
        );
        paint::text(buffer, line, x, 0, &words, dim);
        if piece.starred {
            let star = if app.view.mode == RenderMode::Plain { "starred" } else { "★" };
            paint::text(buffer, line, x + 16, 0, star, theme.style(Ink::Accent));
        }
    }
    if selected {
        paint::tint(buffer, line, Style { fg: None, ..theme.style(Ink::Selection) });
        paint::text(buffer, line, 0, 0, "▌", theme.style(Ink::Accent));
    }
    progress(app, piece, area, columns, buffer);
}

fn mark(app: &App, piece: &Piece, chosen: bool) -> (String, Ink) {
    match (chosen, app.view.mode) {
        (true, RenderMode::Plain) => ("chosen".to_owned(), Ink::Accent),
        (true, RenderMode::Full) => ("✓".to_owned(), Ink::Accent),
        (false, mode) => sign(piece, mode),
    }
}

/// Returns the state of a piece as a sign; with `--plain` as a word, with the share read.
pub fn sign(piece: &Piece, mode: RenderMode) -> (String, Ink) {
    let read = |sign: &'static str, word: &'static str| if mode == RenderMode::Plain { word } else { sign };
    let (mark, ink) = match piece.state {
        _ if piece.deleted => (read("×", "deleted"), Ink::Error),
        _ if !piece.fetched => (read("◌", "no text"), Ink::Dim),
        PieceState::Unread => (read("●", "unread"), Ink::Speaker(0)),
        PieceState::Reading if piece.progress >= WHOLE => (read("○", "read"), Ink::Accent),
        PieceState::Reading if mode == RenderMode::Plain => {
            return (format!("{} %", u32::from(piece.progress) * 100 / u32::from(WHOLE)), Ink::Accent);
        }
        PieceState::Reading => ("◐", Ink::Accent),
        PieceState::Archive => (read("▪", "archive"), Ink::Dim),
    };
    (mark.to_owned(), ink)
}

/// Draws the share read as a line below the title.
fn progress(app: &App, piece: &Piece, area: Rect, columns: &Columns, buffer: &mut Buffer) {
    if area.height < 2 || piece.progress == 0 || piece.progress >= WHOLE {
        return;
    }
    let done = u32::from(columns.title) * u32::from(piece.progress) / u32::from(WHOLE);
    for x in 0..columns.title {
        let (symbol, ink) = if u32::from(x) < done { ("▔", Ink::Accent) } else { ("▔", Ink::Rule) };
        paint::cell(buffer, area.x + columns.start + x, area.y + 1, symbol, app.theme.style(ink));
    }
}

/// Formats an age: `2 h`, `3 d`, `5 w`, `2 y`. A date in the future (the clock is or was wrong) gives `+3d`.
pub(super) fn age(now: Seconds, then: Seconds) -> String {
    let minutes = (now - then) / 60;
    match minutes {
        ..=-60 => age(then, now).replace(' ', "").replacen("", "+", 1),
        -59..=0 => "now".to_owned(),
        1..60 => format!("{minutes} m"),
        60..1_440 => format!("{} h", minutes / 60),
        1_440..20_160 => format!("{} d", minutes / 1_440),
        20_160..525_600 => format!("{} w", minutes / 10_080),
        _ => format!("{} y", minutes / 525_600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_have_short_forms() {
        let cases = [
            (0, "now"),
            (59, "now"),
            (60, "1 m"),
            (7_200, "2 h"),
            (172_800, "2 d"),
            (3_000_000, "4 w"),
            (70_000_000, "2 y"),
            (-5, "now"),
            (-172_800, "+2d"),
            (-70_000_000, "+2y"),
        ];
        for (seconds, expected) in cases {
            assert_eq!(age(1_000_000_000, 1_000_000_000 - seconds), expected);
        }
        assert_eq!(group_digits(1_234_567), "1,234,567");
        assert_eq!(group_digits(12), "12");
    }
}
