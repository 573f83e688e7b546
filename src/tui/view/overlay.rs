//! Draws the overlays: no boxes, only a cleared background and thin rules.

use crate::layout::display_width;
use crate::tui::display::RenderMode;
use crate::tui::keys::table::Command;
use crate::tui::overlay::geometry::{places, room};
use crate::tui::overlay::{Hints, List, ListPurpose, ListRow, Overlay, Prompt, Purpose};
use crate::tui::paint;
use crate::tui::state::App;
use crate::tui::theme::Ink;
use crate::tui::view::frame::FrameExtras;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

/// Draws all overlays, the last one on top.
pub fn draw(app: &App, buffer: &mut Buffer, extras: &mut FrameExtras) {
    for overlay in &app.overlays {
        extras.cursor = None;
        match overlay {
            Overlay::List(list) => draw_list(app, list, buffer, extras),
            Overlay::Prompt(prompt) => draw_prompt(app, prompt, buffer, extras),
            Overlay::Hints(hints) => draw_hints(app, hints, buffer),
        }
    }
}

/// Least width of a list whose number of entries has its unit.
const WIDE_HEAD: u16 = 30;

fn draw_list(app: &App, list: &List, buffer: &mut Buffer, extras: &mut FrameExtras) {
    let area = room(app.size, list.low());
    let theme = &app.theme;
    extras.anchors.retain(|a| !a.area.intersects(area));
    paint::blank(buffer, area, theme.style(Ink::Background));
    let (head, rows) = places(app.size, list.low());
    let count = list.count(head.width >= WIDE_HEAD);
    let room = if list.has_choices() { head.width.saturating_sub(display_width(&count) + 1) } else { head.width };
    let title = paint::clipped(&list.title, room);
    let x = paint::text(buffer, head, 0, 0, &title, theme.style(Ink::Accent)) + 2;
    if list.has_choices() {
        let filter = Rect { width: room, ..head };
        let end =
            paint::text(buffer, filter, x, 0, tail(&list.filter, room.saturating_sub(x)), theme.style(Ink::Strong));
        let waits = list.purpose == ListPurpose::Keys && !list.finding;
        let hint = if waits { "/ to filter" } else { "type to filter" };
        if list.filter.is_empty() && x + 3 + display_width(hint) < room {
            paint::text(buffer, head, x + 1, 0, hint, theme.style(Ink::Dim));
        }
        extras.cursor = Some(Position { x: (head.x + end).min(head.right().saturating_sub(1)), y: head.y });
        paint::right(buffer, head, 0, &count, theme.style(Ink::Dim));
    }
    if list.shown.is_empty() {
        paint::text(buffer, rows, 0, 0, "no matches", theme.style(Ink::Dim));
    }
    let visible = list.lines.iter().skip(list.top).take(usize::from(rows.height));
    for (at, row) in visible.enumerate() {
        let line = Rect { y: rows.y + at as u16, height: 1, ..rows };
        let selected = row.at == list.selected && list.has_choices();
        let begins = at == 0 || list.lines[list.top + at - 1].at != row.at;
        if app.view.mode == RenderMode::Plain && (selected && begins || extras.cursor.is_none()) {
            extras.cursor = Some(line.as_position());
        }
        draw_row(app, row, line, selected, buffer);
    }
}

/// Draws a row of a list.
pub fn draw_row(app: &App, row: &ListRow, line: Rect, selected: bool, buffer: &mut Buffer) {
    let theme = &app.theme;
    for (x, words, ink) in &row.pieces {
        paint::text(buffer, line, *x, 0, words, theme.style(*ink));
    }
    paint::right(buffer, line, 0, &row.right, theme.style(Ink::Accent));
    if selected {
        let wide = Rect { x: line.x.saturating_sub(1), width: line.width + 2, ..line };
        paint::tint(buffer, wide, Style { fg: None, ..theme.style(Ink::Selection) });
        paint::cell(buffer, wide.x.saturating_sub(1), line.y, "▌", theme.style(Ink::Accent));
    }
}

fn draw_prompt(app: &App, prompt: &Prompt, buffer: &mut Buffer, extras: &mut FrameExtras) {
    let foot = Rect::new(0, app.size.height.saturating_sub(1), app.size.width, 1.min(app.size.height));
    paint::blank(buffer, foot, app.theme.style(Ink::Background));
    let margin = u16::from(foot.width >= 40);
    let area = Rect { x: margin, width: foot.width - 2 * margin, ..foot };
    let label = match prompt.purpose {
        Purpose::Search => "/",
        Purpose::Open => "open: ",
        Purpose::Filter => "/ ",
        Purpose::Tags | Purpose::FeedTags(_) => "tags: ",
        Purpose::Follow => "follow: ",
        Purpose::Note | Purpose::HighlightNote => "note: ",
        Purpose::ViewName(_) | Purpose::FeedName(_) => "name: ",
        Purpose::ExportPath(_) => "export to: ",
    };
    let figures = match (app.reader().and_then(|r| r.search.as_ref()), prompt.purpose) {
        (Some(search), Purpose::Search) if !prompt.input.is_empty() => match (search.hits.len(), search.asked) {
            (0, Some(_)) => "…".to_owned(),
            (0, None) => "not found".to_owned(),
            (n, _) => format!("{} of {n}", search.at + 1),
        },
        _ => String::new(),
    };
    let wrong = app.library.filtering.problem.as_ref().filter(|_| prompt.purpose == Purpose::Filter);
    let guessed = app.library.filtering.guessed().filter(|_| prompt.purpose == Purpose::Filter);
    let right = match (wrong, guessed) {
        (Some(problem), _) => {
            let problem = paint::clipped(problem, area.width * 2 / 3);
            paint::right(buffer, area, 0, &problem, app.theme.style(Ink::Error))
        }
        (None, Some(guessed)) => {
            let guessed = paint::clipped(&guessed, area.width * 2 / 3);
            paint::right(buffer, area, 0, &guessed, app.theme.style(Ink::Accent))
        }
        (None, None) => paint::right(buffer, area, 0, &figures, app.theme.style(Ink::Dim)),
    };
    draw_offered(app, prompt, Rect { y: foot.y.saturating_sub(1), ..area }, buffer);
    let x = paint::text(buffer, area, 0, 0, label, app.theme.style(Ink::Accent));
    let room = right.saturating_sub(x + 2);
    let shown = tail(&prompt.input, room);
    let end = paint::text(buffer, Rect { width: right, ..area }, x, 0, shown, app.theme.style(Ink::Strong));
    if prompt.input.is_empty() {
        let hint = match prompt.purpose {
            Purpose::Search => "type to search",
            Purpose::Open => "URL or file",
            Purpose::Follow => "URL of a feed, or of a page that links to one",
            Purpose::FeedName(_) => "empty for the feed's own",
            Purpose::FeedTags(_) => "folders, comma-separated",
            Purpose::Tags => "comma-separated",
            Purpose::Filter
            | Purpose::Note
            | Purpose::HighlightNote
            | Purpose::ViewName(_)
            | Purpose::ExportPath(_) => "",
        };
        let hint = paint::clipped(hint, right.saturating_sub(end + 1));
        paint::text(buffer, Rect { width: right, ..area }, end + 1, 0, &hint, app.theme.style(Ink::Dim));
    }
    extras.cursor = Some(Position { x: (area.x + end).min(foot.right().saturating_sub(1)), y: foot.y });
}

/// Draws the suggestions in the row above the line; as many as fit.
fn draw_offered(app: &App, prompt: &Prompt, area: Rect, buffer: &mut Buffer) {
    let words = &prompt.offered.suggestions.words;
    if words.is_empty() || app.size.height < 4 {
        return;
    }
    paint::blank(buffer, Rect { x: 0, width: app.size.width, ..area }, app.theme.style(Ink::Background));
    let mut x = paint::text(
        buffer,
        area,
        0,
        0,
        &app.keymap.keys_of(Command::ListDown).pop().unwrap_or_default(),
        app.theme.style(Ink::Accent),
    );
    let left = prompt.offered.at.unwrap_or(0);
    for (at, word) in words.iter().enumerate() {
        if x + 2 + display_width(word) > area.width {
            // The one that is taken is never out of sight.
            if left < at {
                break;
            }
            x = 0;
            paint::blank(buffer, area, app.theme.style(Ink::Background));
        }
        let is_taken = prompt.offered.at == Some(at);
        let style = app.theme.style(if is_taken { Ink::Strong } else { Ink::Dim });
        let style = if is_taken { style.add_modifier(Modifier::UNDERLINED) } else { style };
        x = paint::text(buffer, area, x + 2, 0, &paint::clipped(word, area.width.saturating_sub(2)), style);
    }
}

/// The end of a text, as much as fits.
fn tail(text: &str, room: u16) -> &str {
    let mut from = 0;
    while display_width(&text[from..]) > room {
        from += text[from..].chars().next().map_or(1, char::len_utf8);
    }
    &text[from..]
}

fn draw_hints(app: &App, hints: &Hints, buffer: &mut Buffer) {
    let style = app.theme.style(Ink::Hit).add_modifier(Modifier::BOLD);
    let ground = app.theme.style(Ink::Background);
    for hint in hints.labels.iter().filter(|h| h.label.starts_with(&hints.typed)) {
        // Before the words that it labels, with a blank on both sides, as far as the screen's edge leaves room.
        let width = display_width(&hint.label);
        let x = hint.x.saturating_sub(width + 1);
        if hint.x > width {
            clear(buffer, Position { x: hint.x - 1, y: hint.y }, ground);
        }
        if let Some(before) = x.checked_sub(1) {
            clear(buffer, Position { x: before, y: hint.y }, ground);
        }
        paint::text(buffer, Rect::new(x, hint.y, width, 1), 0, 0, &hint.label, style);
    }
}

/// Blanks a cell that holds text, and with it the cell before if a wide character reaches over both. Bars and rules stay.
fn clear(buffer: &mut Buffer, at: Position, ground: Style) {
    let is_line = |symbol: &str| symbol.chars().all(|c| ('\u{2500}'..='\u{259f}').contains(&c));
    if buffer.cell(at).is_some_and(|cell| is_line(cell.symbol())) {
        return;
    }
    let left = at.x.checked_sub(1).map(|x| Position { x, ..at });
    let wide = left.filter(|left| buffer.cell(*left).is_some_and(|cell| display_width(cell.symbol()) > 1));
    for at in wide.into_iter().chain([at]) {
        paint::blank(buffer, Rect::new(at.x, at.y, 1, 1), ground);
    }
}
