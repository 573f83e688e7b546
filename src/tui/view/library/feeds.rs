//! Draws the feeds pane of the library: beside the list, on a narrower screen only while it has the focus, and alone on
//! one that has no room for both.

use crate::layout::display_width;
use crate::library::{Feed, FeedState};
use crate::plural::group_digits;
use crate::tui::display::RenderMode;
use crate::tui::paint;
use crate::tui::state::App;
use crate::tui::state::feeds::{FeedRow, FeedsState};
use crate::tui::theme::Ink;
use crate::tui::view::library::list;
use crate::tui::view::library::preview;
use crate::tui::view::library::rows::age;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect, Size};
use ratatui::style::Style;

/// Minimum width of the screen, in cells, for the pane beside the list while the list has the focus.
const BESIDE: u16 = 112;
/// Minimum width of the screen, in cells, for the pane beside the list while the pane has the focus.
const BOTH: u16 = 72;
/// Width of the pane in cells.
const WIDTH: u16 = 30;
/// Cells between the pane and the list.
const GAP: u16 = 3;
/// Minimum height of the pane, in rows, for the details of the selected feed.
const DETAILED: u16 = 14;
/// Height of these details in rows.
const DETAILS: u16 = 6;

/// Returns true if the pane can stay beside the list without the focus.
pub(in crate::tui) fn has_room(size: Size, mode: RenderMode) -> bool {
    size.width >= BESIDE && mode == RenderMode::Full
}

/// Returns true if the pane stands beside the list.
pub(in crate::tui) fn is_beside(feeds: &FeedsState, size: Size, mode: RenderMode) -> bool {
    let stays = !feeds.hidden && !feeds.feeds.is_empty() && has_room(size, mode);
    (stays || feeds.focused && size.width >= BOTH) && mode == RenderMode::Full
}

/// Returns the size of the screen that is left for list and preview.
pub(in crate::tui) fn list_size(feeds: &FeedsState, size: Size, mode: RenderMode) -> Size {
    let taken = if is_beside(feeds, size, mode) { WIDTH + GAP } else { 0 };
    Size { width: size.width - taken, ..size }
}

/// Returns the area of the pane; empty if it is not shown.
fn area(feeds: &FeedsState, size: Size, mode: RenderMode) -> Rect {
    let body = list::body(size);
    let width = match (is_beside(feeds, size, mode), feeds.focused) {
        (true, _) => WIDTH,
        (false, true) => body.width,
        (false, false) => 0,
    };
    Rect { width, ..body }
}

/// Returns the rows of an area that list the feeds, and those below that tell about the selected one.
fn split(area: Rect) -> (Rect, Rect) {
    let head = if area.height >= 6 { 2 } else { 1.min(area.height) };
    let details = if area.height >= DETAILED { DETAILS } else { 0 };
    let rows = Rect { y: area.y + head, height: area.height - head - details, ..area };
    (rows, Rect { y: rows.bottom(), height: details, ..area })
}

/// Fits the pane to the size of the screen and scrolls to its current row, so that drawing changes nothing.
pub(in crate::tui) fn fit(feeds: &mut FeedsState, filter: &str, size: Size, mode: RenderMode) {
    feeds.height = usize::from(split(area(feeds, size, mode)).0.height);
    let row = if feeds.focused { Some(feeds.selected) } else { feeds.row_of_filter(filter) };
    let row = row.unwrap_or(feeds.top);
    let first = (row + 1).saturating_sub(feeds.height.max(1));
    let last = row.min(feeds.rows.len().saturating_sub(feeds.height));
    feeds.top = feeds.top.clamp(first.min(row), last.max(first.min(row)));
}

/// Returns true if a cell of the screen belongs to the pane.
pub(in crate::tui) fn contains(app: &App, at: Position) -> bool {
    area(&app.library.feeds, app.size, app.view.mode).contains(at)
}

/// Returns the row of the pane at a cell of the screen.
pub(in crate::tui) fn row_at(app: &App, at: Position) -> Option<usize> {
    let feeds = &app.library.feeds;
    let (rows, _) = split(area(feeds, app.size, app.view.mode));
    let row = feeds.top + usize::from(at.y.checked_sub(rows.y).filter(|_| rows.contains(at))?);
    (row < feeds.rows.len()).then_some(row)
}

/// Returns the screen row of the selected feed.
pub(in crate::tui) fn current_row(app: &App) -> u16 {
    let feeds = &app.library.feeds;
    let (rows, _) = split(area(feeds, app.size, app.view.mode));
    rows.y + feeds.selected.saturating_sub(feeds.top) as u16
}

/// Draws the pane, if it is shown.
pub(super) fn draw(app: &App, buffer: &mut Buffer) {
    let (feeds, theme) = (&app.library.feeds, &app.theme);
    let area = area(feeds, app.size, app.view.mode);
    if area.is_empty() {
        return;
    }
    if is_beside(feeds, app.size, app.view.mode) {
        for y in area.top()..area.bottom() {
            paint::cell(buffer, area.right() + 1, y, "│", theme.style(Ink::Rule));
        }
    } else {
        paint::blank(buffer, area, theme.style(Ink::Background));
    }
    heading(app, area, buffer);
    let (rows, details) = split(area);
    if feeds.feeds.is_empty() {
        for (row, words) in
            [if feeds.known { "No feeds yet." } else { "…" }, "A to follow one."].into_iter().enumerate()
        {
            paint::text(buffer, rows, 2, row as u16, words, theme.style(Ink::Dim));
        }
        return;
    }
    let current = if feeds.focused { Some(feeds.selected) } else { feeds.row_of_filter(&app.library.filter) };
    for (at, row) in feeds.rows.iter().enumerate().skip(feeds.top).take(usize::from(rows.height)) {
        let line = Rect { y: rows.y + (at - feeds.top) as u16, height: 1, ..rows };
        one(app, row, at, line, current == Some(at), buffer);
    }
    if let Some(feed) = current.and_then(|row| feeds.feed_at(row)) {
        tell(app, feed, details, buffer);
    }
}

fn heading(app: &App, area: Rect, buffer: &mut Buffer) {
    let feeds = &app.library.feeds;
    let ink = app.theme.style(if feeds.focused { Ink::Accent } else { Ink::Dim });
    let end = paint::text(buffer, area, 2, 0, "FEEDS", ink) + 2;
    let words = match feeds.progress {
        Some(progress) if progress.new > 0 => {
            format!("{} of {} · {} new", progress.done, progress.total, group_digits(progress.new))
        }
        Some(progress) => format!("{} of {}", progress.done, progress.total),
        None if feeds.feeds.is_empty() => String::new(),
        None => "unread".to_owned(),
    };
    if end + display_width(&words) <= area.width {
        paint::right(buffer, area, 0, &words, app.theme.style(Ink::Dim));
    }
}

/// Draws a row: name, time of the last fetch or what is wrong, number of unread articles.
fn one(app: &App, row: &FeedRow, at: usize, line: Rect, current: bool, buffer: &mut Buffer) {
    let (feeds, theme) = (&app.library.feeds, &app.theme);
    let unread = feeds.unread_at(at).unwrap_or(app.library.counts.unread);
    let name = match row {
        FeedRow::Everything => "All articles".to_owned(),
        FeedRow::All => "All feeds".to_owned(),
        FeedRow::Tag(tag) => format!("#{tag}"),
        FeedRow::Feed(..) => feeds.feed_at(at).map(Feed::label).unwrap_or_default(),
    };
    let x = if matches!(row, FeedRow::Feed(_, true)) { 4 } else { 2 };
    let figures = if unread > 0 { group_digits(unread) } else { String::new() };
    let (state, ink) = feeds.feed_at(at).map_or((String::new(), Ink::Dim), |feed| state(app, feed));
    let right = paint::right(buffer, line, 0, &figures, theme.style(Ink::Accent)).min(line.width.saturating_sub(4));
    let from = right.saturating_sub(display_width(&state) + 1);
    paint::text(buffer, line, from, 0, &state, theme.style(ink));
    let name = paint::clipped(&name, from.saturating_sub(x + 1));
    let ink = if unread > 0 || !matches!(row, FeedRow::Feed(..)) { Ink::Strong } else { Ink::Text };
    paint::text(buffer, line, x, 0, &name, theme.style(ink));
    if current {
        if feeds.focused {
            paint::tint(buffer, line, Style { fg: None, ..theme.style(Ink::Selection) });
        }
        paint::text(buffer, line, 0, 0, "▌", theme.style(Ink::Accent));
    }
}

/// Returns the state of a feed in at most six cells: its age, or what is wrong.
fn state(app: &App, feed: &Feed) -> (String, Ink) {
    match feed.settings.state {
        FeedState::Paused => ("paused".into(), Ink::Dim),
        FeedState::Ended => ("ended".into(), Ink::Error),
        FeedState::Followed | FeedState::Removed if feed.problem.is_some() => ("error".into(), Ink::Error),
        FeedState::Followed | FeedState::Removed => {
            let age = feed.fetched.map(|fetched| age(app.library.window.now, fetched));
            (age.unwrap_or_else(|| "never".into()), Ink::Dim)
        }
    }
}

/// Tells about the selected feed: what went wrong, the last fetch, its articles.
fn tell(app: &App, feed: &Feed, area: Rect, buffer: &mut Buffer) {
    let area = Rect { x: area.x + 2, width: area.width.saturating_sub(2), ..area };
    let theme = &app.theme;
    let mut row = 1;
    let mut line = |words: &str, ink: Ink, most: usize| {
        let lines = preview::wrapped(words, area.width);
        for (at, words) in lines.iter().take(most).enumerate() {
            let cut = at + 1 == most && lines.len() > most;
            let words = if cut { format!("{words} …") } else { words.clone() };
            paint::text(buffer, area, 0, row, &paint::clipped(&words, area.width), theme.style(ink));
            row += 1;
        }
    };
    if let Some(problem) = &feed.problem {
        line(problem, Ink::Error, 3);
    }
    let now = app.library.window.now;
    let fetched = match feed.fetched.map(|fetched| age(now, fetched)) {
        Some(age) if age == "now" => "fetched just now".to_owned(),
        Some(age) => format!("fetched {age} ago"),
        None => "never fetched".to_owned(),
    };
    line(&fetched, Ink::Dim, 1);
    let articles = if feed.articles == 1 { "article" } else { "articles" };
    line(&format!("{} {articles}", group_digits(feed.articles)), Ink::Dim, 1);
}
