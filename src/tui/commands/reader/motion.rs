//! Moves through the text; in a side pane the same keys move its selection.

use crate::article::Role;
use crate::document::BlockKind;
use crate::tui::commands::library::triage::offer_next;
use crate::tui::commands::reader::{checking, quotes, streaming};
use crate::tui::display::RenderMode;
use crate::tui::reader::flow::{Guise, Item, ItemOrigin, block_of, place};
use crate::tui::reader::panes::SpeakerRow;
use crate::tui::reader::{Pane, Reader};
use crate::tui::state::{App, Awaiting};

/// Moves `count` lines down (`j`).
pub fn line_down(app: &mut App, count: Option<u32>) {
    lines(app, count.unwrap_or(1) as isize);
}

/// Moves `count` lines up (`k`).
pub fn line_up(app: &mut App, count: Option<u32>) {
    lines(app, -(count.unwrap_or(1) as isize));
}

/// Scrolls by lines; with `--plain`, moves the current line.
fn lines(app: &mut App, by: isize) {
    match app.reader_mut() {
        Some(reader) if reader.plain_cursor.mode == RenderMode::Plain && reader.focus == Pane::Text => {
            reader.step_line(by);
        }
        _ => step(app, by),
    }
}

/// Moves `count` pages down (`Space`).
pub fn page_down(app: &mut App, count: Option<u32>) {
    pages(app, count, 2);
}

/// Moves `count` pages up (`b`).
pub fn page_up(app: &mut App, count: Option<u32>) {
    pages(app, count, -2);
}

/// Moves half a page down (`Ctrl-D`).
pub fn half_down(app: &mut App, count: Option<u32>) {
    pages(app, count, 1);
}

/// Moves half a page up (`Ctrl-U`).
pub fn half_up(app: &mut App, count: Option<u32>) {
    pages(app, count, -1);
}

/// Scrolls by half pages. A full page keeps two lines of overlap.
fn pages(app: &mut App, count: Option<u32>, halves: isize) {
    let areas = app.areas();
    let Some(reader) = app.reader_mut() else { return };
    let rows = match reader.focus {
        Pane::Text => isize::from(areas.text.height as i16),
        Pane::Voices => isize::from(areas.left_rows() as i16),
        Pane::Related => isize::from(areas.right_rows() as i16) / 5,
    };
    let whole = if rows > 4 { rows - 2 } else { rows };
    let by = if halves.abs() == 2 { whole * halves.signum() } else { rows / 2 * halves };
    let by = if by == 0 { halves.signum() } else { by };
    step(app, by * count.unwrap_or(1) as isize);
}

fn step(app: &mut App, by: isize) {
    let Some(reader) = app.reader_mut() else { return };
    match reader.focus {
        Pane::Text => {
            reader.scroll(by);
            if by > 0 {
                offer_next(app);
            }
        }
        Pane::Related if reader.verdicts.is_some() => checking::step(app, by),
        Pane::Related => reader.related.step(by),
        Pane::Voices => {
            if let Some(row) = reader.list.step(by) {
                quotes::select(reader, row);
            }
        }
    }
}

/// Goes to the start, or to paragraph `count` (`g`).
pub fn top(app: &mut App, count: Option<u32>) {
    let Some(reader) = app.reader_mut() else { return };
    match (reader.focus, count) {
        (Pane::Related, _) => reader.related.selected = 0,
        (Pane::Voices, _) => {
            if let Some(row) = reader.list.rows.first().copied() {
                quotes::select(reader, row);
            }
        }
        (Pane::Text, None) => {
            // A picture stands above the first place, which is its caption.
            if let Some(place) = reader.flow.items.first().map(place) {
                reader.go(place, usize::MAX);
            }
        }
        (Pane::Text, Some(number)) => {
            let body = |i: &&Item| is_paragraph(reader, i);
            let found = reader.flow.items.iter().filter(body).nth((number as usize).saturating_sub(1)).map(place);
            if let Some(place) = found.or_else(|| reader.flow.items.last().map(place)) {
                reader.go(place, 0);
            }
        }
    }
}

/// Goes to the end, or to `count` per cent of the text (`G`).
pub fn bottom(app: &mut App, count: Option<u32>) {
    let Some(reader) = app.reader_mut() else { return };
    match (reader.focus, count) {
        (Pane::Related, _) => reader.related.selected = reader.related.len().saturating_sub(1),
        (Pane::Voices, _) => {
            let last = reader.list.rows.iter().rev().find(|r| !matches!(r, SpeakerRow::Role(_))).copied();
            if let Some(row) = last {
                quotes::select(reader, row);
            }
        }
        (Pane::Text, count) => {
            let share = count.map_or(1.0, |n| f64::from(n) / 100.0);
            streaming::go_to_share(app, share);
            offer_next(app);
        }
    }
}

/// Goes to the next paragraph (`)`).
pub fn next_paragraph(app: &mut App, count: Option<u32>) {
    blocks(app, count, 1, |_, item| item.slice.start == 0);
}

/// Goes to the previous paragraph (`(`).
pub fn previous_paragraph(app: &mut App, count: Option<u32>) {
    blocks(app, count, -1, |_, item| item.slice.start == 0);
}

/// Goes to the next heading (`}`).
pub fn next_heading(app: &mut App, count: Option<u32>) {
    blocks(app, count, 1, is_heading);
}

/// Goes to the previous heading (`{`).
pub fn previous_heading(app: &mut App, count: Option<u32>) {
    blocks(app, count, -1, is_heading);
}

/// Waits for a letter under which to mark the current place (`m`).
pub fn set_mark(app: &mut App, _: Option<u32>) {
    app.awaiting = Some(Awaiting::SetMark);
    app.notify("set mark: press a letter");
}

/// Waits for the letter of a mark to go to (`'`).
pub fn go_to_mark(app: &mut App, _: Option<u32>) {
    app.awaiting = Some(Awaiting::GoToMark);
    app.notify("go to mark: press a letter");
}

/// Goes to the `count`-th item that passes `test`, after (`by` > 0) or before the first visible line.
fn blocks(app: &mut App, count: Option<u32>, by: isize, test: fn(&Reader, &Item) -> bool) {
    let Some(reader) = app.reader_mut() else { return };
    let here = reader.here();
    let n = count.unwrap_or(1).max(1) as usize - 1;
    let items = &reader.flow.items;
    let passes = |item: &&Item| test(reader, item);
    let found = if by > 0 {
        let rest = &items[items.partition_point(|i| place(i) <= here)..];
        rest.iter().filter(passes).nth(n).or_else(|| rest.iter().rev().find(passes))
    } else {
        let rest = &items[..items.partition_point(|i| place(i) < here)];
        rest.iter().rev().filter(passes).nth(n).or_else(|| rest.iter().find(passes))
    };
    if let Some(place) = found.map(place) {
        reader.focus = Pane::Text;
        reader.go(place, 0);
    }
}

fn is_paragraph(reader: &Reader, item: &Item) -> bool {
    let shown = matches!(item.guise, Guise::Article(Role::Body)) && item.slice.start == 0;
    shown && matches!(item.origin, ItemOrigin::Shown(_)) && !is_heading(reader, item)
}

fn is_heading(reader: &Reader, item: &Item) -> bool {
    let block = block_of(reader.article(), item.origin);
    item.slice.start == 0 && block.is_some_and(|b| matches!(b.kind, BlockKind::Heading(_)))
}
