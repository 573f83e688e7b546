//! Draws the rows of the library's list in the columns that the settings choose.

use crate::config::ListColumn;
use crate::layout::display_width;
use crate::library::{Piece, PieceState, Seconds, Sort, WHOLE};
use crate::tui::display::RenderMode;
use crate::tui::paint;
use crate::tui::state::App;
use crate::tui::theme::Ink;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Rows of the list.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    /// Of the headings.
    pub(super) header: u16,
    /// Of an article.
    pub(super) step: u16,
}

/// Least width that the title keeps; columns give way to it, the last first.
const MIN_TITLE: u16 = 26;

/// Least width of a list in plain mode whose states are not shortened.
const WIDE_STATE: u16 = 60;

/// Cells for the word "starred" in plain mode.
const STARRED: u16 = 8;

/// The columns of a list with the cells where they begin and their widths.
struct Columns {
    title: (u16, u16),
    others: Vec<(ListColumn, u16, u16)>,
}

/// Places the columns on a width.
fn columns(app: &App, width: u16) -> Columns {
    let plain = app.view.mode == RenderMode::Plain;
    let mut wanted: Vec<ListColumn> = app.config.library.columns.clone();
    if app.library.sort == Sort::Published && !wanted.contains(&ListColumn::Published) {
        // A list in the order of publication shows it.
        match wanted.iter().position(|column| *column == ListColumn::Saved) {
            Some(at) => wanted[at] = ListColumn::Published,
            None => wanted.push(ListColumn::Published),
        }
    }
    let cells = |column: ListColumn| match column {
        ListColumn::State => match (plain, width) {
            (true, WIDE_STATE..) => 14,
            (true, _) => 8,
            (false, _) => 1,
        },
        ListColumn::Title => 0,
        ListColumn::Site => (width / 6).clamp(8, 18),
        ListColumn::Published => 10,
        ListColumn::Saved => 5,
        ListColumn::Minutes => 3,
        ListColumn::Speakers => 8,
        ListColumn::Progress => 5,
        ListColumn::Tags => (width / 6).clamp(8, 20),
    };
    // The bar of the selection and a blank stand first.
    let room = width.saturating_sub(2).saturating_sub(if plain { STARRED } else { 0 });
    let used = |all: &[ListColumn]| all.iter().map(|&column| cells(column) + 1).sum::<u16>();
    while room.saturating_sub(used(&wanted)) < MIN_TITLE {
        let last = wanted.iter().rposition(|column| !matches!(column, ListColumn::State | ListColumn::Title));
        let Some(last) = last else { break };
        wanted.remove(last);
    }
    if !wanted.contains(&ListColumn::Title) {
        wanted.push(ListColumn::Title);
    }
    let title = room.saturating_sub(used(&wanted)) + 1;
    let (mut x, mut placed) = (2, Columns { title: (0, 0), others: Vec::new() });
    for column in wanted {
        if column == ListColumn::Title {
            placed.title = (x, title);
            x += title + 1;
        } else {
            placed.others.push((column, x, cells(column)));
            x += cells(column) + 1;
        }
    }
    placed
}

/// Draws headings and articles.
pub(super) fn draw(app: &App, area: Rect, rows: Rows, buffer: &mut Buffer) {
    let columns = columns(app, area.width);
    if rows.header > 0 {
        heads(app, area, &columns, buffer);
    }
    for row in 0..app.library.rows {
        let at = app.library.top + row;
        let y = area.y + rows.header + row as u16 * rows.step;
        let line = Rect { y, height: rows.step.min(area.bottom().saturating_sub(y)), ..area };
        match app.library.piece_at(at) {
            Some(piece) => one(app, piece, at, line, &columns, buffer),
            None if at < app.library.window.total => {
                paint::text(buffer, line, columns.title.0, 0, "…", app.theme.style(Ink::Dim));
            }
            None => break,
        }
    }
}

fn heads(app: &App, area: Rect, columns: &Columns, buffer: &mut Buffer) {
    let dim = app.theme.style(Ink::Dim);
    paint::text(buffer, area, columns.title.0, 0, "TITLE", dim);
    for &(column, x, width) in &columns.others {
        let words = match column {
            ListColumn::State | ListColumn::Title => "",
            ListColumn::Site => "SITE",
            ListColumn::Published => "PUBLISHED",
            ListColumn::Saved => "SAVED",
            ListColumn::Minutes => "MIN",
            ListColumn::Speakers => "SPEAKERS",
            ListColumn::Progress => "READ",
            ListColumn::Tags => "TAGS",
        };
        let cell = Rect { x: area.x + x, width, ..area };
        if is_number(column) {
            paint::right(buffer, cell, 0, words, dim);
        } else {
            paint::text(buffer, cell, 0, 0, words, dim);
        }
    }
}

const fn is_number(column: ListColumn) -> bool {
    matches!(column, ListColumn::Saved | ListColumn::Minutes | ListColumn::Speakers | ListColumn::Progress)
}

fn one(app: &App, piece: &Piece, at: usize, area: Rect, columns: &Columns, buffer: &mut Buffer) {
    let theme = &app.theme;
    let line = Rect { height: 1, ..area };
    title(app, piece, line, columns, buffer);
    for &(column, x, width) in &columns.others {
        let cell = Rect { x: line.x + x, width: width.min(line.width.saturating_sub(x)), ..line };
        if column == ListColumn::State {
            let (mark, ink) = mark(app, piece, app.library.is_marked(piece.id, at));
            let mark = if mark.len() > usize::from(cell.width) && !piece.fetched { "no text".into() } else { mark };
            paint::text(buffer, cell, 0, 0, &mark, theme.style(ink));
            continue;
        }
        let words = words(app, piece, column);
        let words = paint::clipped(&words, cell.width);
        if is_number(column) {
            paint::right(buffer, cell, 0, &words, theme.style(Ink::Dim));
        } else {
            let ink = if column == ListColumn::Tags { Ink::Accent } else { Ink::Dim };
            paint::text(buffer, cell, 0, 0, &words, theme.style(ink));
        }
    }
    if at == app.library.selected {
        paint::tint(buffer, line, Style { fg: None, ..theme.style(Ink::Selection) });
        paint::text(buffer, line, 0, 0, "▌", theme.style(Ink::Accent));
    }
    progress(app, piece, area, columns, buffer);
}

/// The title, its hits marked, a star at its end.
fn title(app: &App, piece: &Piece, line: Rect, columns: &Columns, buffer: &mut Buffer) {
    let (theme, plain) = (&app.theme, app.view.mode == RenderMode::Plain);
    let (x, width) = columns.title;
    let width = width - revised(app, piece, line, columns, buffer);
    let room = if piece.starred && !plain { width.saturating_sub(2) } else { width };
    let shown = paint::clipped(&piece.title, room);
    let hits = app.library.filtering.hits.in_title(&shown);
    let quiet = piece.deleted || piece.state == PieceState::Archive;
    let style = theme.style(if quiet { Ink::Dim } else { Ink::Strong });
    paint::marked(buffer, line, (x, 0), &shown, style, (&hits, theme.style(Ink::Hit)));
    if piece.starred && plain {
        paint::right(buffer, line, 0, "starred", theme.style(Ink::Accent));
    } else if piece.starred {
        paint::text(buffer, line, x + width.saturating_sub(1), 0, "★", theme.style(Ink::Accent));
    }
}

/// Writes at the end of the title's cell that quotations changed with the last fetch: the whole note, its first part, or a
/// sign, whatever leaves room for the title. Returns the cells taken.
fn revised(app: &App, piece: &Piece, line: Rect, columns: &Columns, buffer: &mut Buffer) -> u16 {
    let Some(note) = &piece.revised else { return 0 };
    let (x, width) = columns.title;
    let first = note.split(',').next().unwrap_or_default();
    let count = first.replace(" quotations", "").replace(" quotation", "");
    let title = display_width(&piece.title).min(MIN_TITLE);
    let fits = |words: &&str| display_width(words) + 2 + title <= width;
    let short = if app.view.mode == RenderMode::Plain { "changed" } else { "≠" };
    let words = [note.as_str(), first, &count].into_iter().find(fits).unwrap_or(short);
    let taken = (display_width(words) + 1).min(width);
    let cell = Rect { x: line.x + x + width - taken, width: taken, ..line };
    paint::text(buffer, cell, 1, 0, words, app.theme.style(Ink::Accent));
    taken
}

/// The words of a column, except those of state and title.
fn words(app: &App, piece: &Piece, column: ListColumn) -> String {
    match column {
        ListColumn::State | ListColumn::Title => String::new(),
        ListColumn::Site => piece.site.clone().unwrap_or_default(),
        ListColumn::Published => {
            piece.published.as_deref().map(|date| date.chars().take(10).collect()).unwrap_or_default()
        }
        ListColumn::Saved => age(app.library.window.now, piece.saved),
        ListColumn::Minutes if piece.minutes() == 0 => String::new(),
        ListColumn::Minutes => piece.minutes().to_string(),
        ListColumn::Speakers if piece.fetched => piece.voices.to_string(),
        ListColumn::Speakers => String::new(),
        ListColumn::Progress if piece.progress == 0 => String::new(),
        ListColumn::Progress => format!("{} %", u32::from(piece.progress.min(WHOLE)) * 100 / u32::from(WHOLE)),
        ListColumn::Tags => piece.tags.join(" "),
    }
}

fn mark(app: &App, piece: &Piece, chosen: bool) -> (String, Ink) {
    match (chosen, app.view.mode) {
        (true, RenderMode::Plain) => ("selected".to_owned(), Ink::Accent),
        (true, RenderMode::Full) => ("✓".to_owned(), Ink::Accent),
        (false, mode) => sign(piece, mode),
    }
}

/// Returns the state of a piece as a sign; with `--plain` as a word, with the share read.
pub fn sign(piece: &Piece, mode: RenderMode) -> (String, Ink) {
    let read = |sign: &'static str, word: &'static str| if mode == RenderMode::Plain { word } else { sign };
    let (mark, ink) = match piece.state {
        _ if piece.deleted => (read("×", "deleted"), Ink::Error),
        _ if !piece.fetched => (read("◌", "not downloaded"), Ink::Dim),
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

/// Draws the share that was read below the title, where an article has two rows.
fn progress(app: &App, piece: &Piece, area: Rect, columns: &Columns, buffer: &mut Buffer) {
    if area.height < 2 || piece.progress == 0 || piece.progress >= WHOLE {
        return;
    }
    let (start, title) = columns.title;
    let done = u32::from(title) * u32::from(piece.progress) / u32::from(WHOLE);
    for x in 0..title {
        let (symbol, ink) = if u32::from(x) < done { ("▔", Ink::Accent) } else { ("▔", Ink::Rule) };
        paint::cell(buffer, area.x + start + x, area.y + 1, symbol, app.theme.style(ink));
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
    }
}
