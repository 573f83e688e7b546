//! Draws the library screen: counts and filter, the list, the footer.

use crate::layout::display_width;
use crate::plural::group_digits;
use crate::tui::display::{RenderMode, ViewOptions};
use crate::tui::paint;
use crate::tui::state::App;
use crate::tui::state::library::LibraryStatus;
use crate::tui::theme::Ink;
use crate::tui::view::footer;
use crate::tui::view::frame::FrameExtras;
use crate::tui::view::library::rows::{self, Rows};
use crate::tui::view::library::{empty, feeds, preview};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};

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
pub(in crate::tui) fn rows(size: Size, view: ViewOptions) -> usize {
    let places = places(size, view);
    usize::from(places.list.height.saturating_sub(header(size)) / per_piece(size, view))
}

/// Returns the screen row of the selected piece.
pub fn current_row(app: &App) -> u16 {
    let row = app.library.selected.saturating_sub(app.library.top) as u16;
    placed(app).list.y + header(app.size) + row * per_piece(size_of(app), app.view)
}

/// Returns the index in the whole list of the piece at a cell of the screen.
pub fn piece_at(app: &App, at: Position) -> Option<usize> {
    let list = placed(app).list;
    let row = at.y.checked_sub(list.y + header(app.size)).filter(|_| list.contains(at) && !is_alone(app))?;
    let piece = app.library.top + usize::from(row / per_piece(size_of(app), app.view));
    (piece < app.library.window.total).then_some(piece)
}

fn per_piece(size: Size, view: ViewOptions) -> u16 {
    if view.airy && size.height >= AIRY && !is_stacked(size, view.mode) && view.mode == RenderMode::Full {
        2
    } else {
        1
    }
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

/// Returns the area of the screen between title and footer.
pub(super) fn body(Size { width, height }: Size) -> Rect {
    let (ruled, margin) = (u16::from(height >= 10), u16::from(width >= 40));
    let top = (1 + ruled).min(height);
    Rect::new(margin, top, width - 2 * margin, height.saturating_sub(top + 1 + ruled))
}

fn places(size: Size, view: ViewOptions) -> Places {
    let mode = view.mode;
    let Size { width, height } = size;
    let body = body(size);
    let line = |y: u16| Rect { y: y.min(height.saturating_sub(1)), height: 1.min(height), ..body };
    let (mut list, mut preview) = (body, Rect { x: width, width: 0, ..body });
    if is_beside(size, mode) {
        list.width = part(body.width, view.split);
        let x = list.right() + 3;
        preview = Rect { x, width: body.right().saturating_sub(x), ..body };
    } else if is_stacked(size, mode) {
        list.height = part(body.height, view.split);
        preview = Rect { y: list.bottom() + 1, height: body.height - list.height - 1, ..body };
    }
    Places { title: line(0), list, preview, foot: line(height.saturating_sub(1)) }
}

/// A share of a length, in per cent.
fn part(length: u16, share: u16) -> u16 {
    (u32::from(length) * u32::from(share.min(100)) / 100) as u16
}

/// Returns the size of the screen without the feeds pane.
fn size_of(app: &App) -> Size {
    feeds::list_size(&app.library.feeds, app.size, app.view.mode)
}

/// Returns the areas beside the feeds pane.
fn placed(app: &App) -> Places {
    let (whole, size) = (places(app.size, app.view), size_of(app));
    let right = app.size.width - size.width;
    let Places { list, preview, .. } = places(size, app.view);
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
        LibraryStatus::Failed(why) => empty::message(app, places.list, buffer, &[(why, Ink::Error)]),
        LibraryStatus::Closed => {}
        LibraryStatus::Open if app.library.window.total == 0 && !app.library.window.pending => {
            let width = places.title.right().saturating_sub(places.list.x);
            empty::draw(app, Rect { width, ..places.list }, buffer);
        }
        LibraryStatus::Open if is_alone(app) => {
            let bottom = if places.preview.width > 0 { places.preview.bottom() } else { places.list.bottom() };
            preview::draw(app, Rect { height: bottom.saturating_sub(places.list.y), ..places.list }, buffer);
        }
        LibraryStatus::Open => {
            rows::draw(
                app,
                places.list,
                Rows { header: header(app.size), step: per_piece(size_of(app), app.view) },
                buffer,
            );
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
        right = format!("downloading {}  {right}", state.waiting);
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
        ("in progress", counts.reading),
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
