//! Options of the view: clutter, grades, zen mode, column width, panes.

use crate::config::{LeastGrade, TEXT_WIDTH};
use crate::tui::commands::annotations;
use crate::tui::commands::library::feeds;
use crate::tui::keys::table::Command;
use crate::tui::overlay::{Hint, Hints, Overlay, Target, labels};
use crate::tui::reader::flow::{Clutter, Guise, Item};
use crate::tui::reader::geometry::Arrangement;
use crate::tui::reader::page::PageRow;
use crate::tui::reader::{Pane, Reader};
use crate::tui::state::{App, Screen};

/// Shows or hides the clutter as one line per block (`c`).
pub fn clutter(app: &mut App, _: Option<u32>) {
    toggle(app, Clutter::Brief);
    if app.reader().is_some_and(|reader| reader.clutter == Clutter::Brief) {
        let whole = app.keymap.key_of(Command::Whole);
        app.notify(format!("hidden blocks shown, one line each · {whole} for full text"));
    }
}

/// Shows the whole page, or the article again (`C`).
pub fn whole(app: &mut App, _: Option<u32>) {
    toggle(app, Clutter::Whole);
    if app.reader().is_some_and(|r| r.clutter == Clutter::Whole) {
        let (whole, brief) = (app.keymap.key_of(Command::Whole), app.keymap.key_of(Command::Clutter));
        app.notify(format!("whole page with reasons · {brief} a line each · {whole} the article only"));
    }
}

/// Switches the lowest grade of quotations shown: likely, uncertain, sure (`U`).
pub fn least_grade(app: &mut App, _: Option<u32>) {
    let next = match app.config.reader.least_grade {
        LeastGrade::Likely => LeastGrade::Uncertain,
        LeastGrade::Uncertain => LeastGrade::Sure,
        LeastGrade::Sure => LeastGrade::Likely,
    };
    app.config.reader.least_grade = next;
    app.texts.readers_mut().for_each(|reader| reader.set_least(next.grade()));
    app.notify(match next {
        LeastGrade::Sure => "showing sure quotes only (19 in 20 are right)",
        LeastGrade::Likely => "showing sure and likely quotes",
        LeastGrade::Uncertain => "showing all quotes, uncertain ones included",
    });
}

fn toggle(app: &mut App, view: Clutter) {
    let Some(reader) = app.reader_mut() else { return };
    reader.clutter = if reader.clutter == view { Clutter::Hidden } else { view };
    reader.reflow();
}

/// Labels the blocks on the screen; typing a label hides its block or restores a hidden one. `X` itself labels the most
/// likely target: a visible hidden block, or else that of the current quotation, or else the first.
pub fn hide(app: &mut App, _: Option<u32>) {
    let areas = app.areas();
    let Some(reader) = app.reader() else { return };
    let seen = blocks_on_screen(reader);
    let hidden = seen.iter().position(|(_, item)| item.guise == Guise::Brief || item.guise == Guise::Dimmed);
    let quoted = reader.current.and_then(|quote| reader.voices.as_ref()?.quote(quote)?.spans.first().copied());
    let quoted = quoted.and_then(|span| reader.place_of(span.start));
    let quoted = quoted.and_then(|place| seen.iter().position(|(_, item)| item.order == place.order));
    let Some(meant) = hidden.or(quoted).or_else(|| (!seen.is_empty()).then_some(0)) else { return };
    let x = areas.text.x.saturating_sub(4);
    let label = |(at, (row, item)): (usize, (u16, Item))| {
        let other = at - usize::from(at > meant);
        let label = if at == meant { "X".to_owned() } else { labels::hint_label(other, seen.len() - 1) };
        Hint { label, x, y: areas.text.y + row, target: Target::Block(item.order) }
    };
    let labels = seen.iter().copied().enumerate().map(label).collect();
    app.overlays.push(Overlay::Hints(Hints { labels, typed: String::new() }));
    app.notify("type a label to hide or show that block · X for the current block · Esc cancel");
}

/// Returns the visible blocks, each with its first row on the screen.
fn blocks_on_screen(reader: &Reader) -> Vec<(u16, Item)> {
    let mut seen: Vec<(u16, Item)> = Vec::new();
    for (row, line) in reader.page.rows(reader.text()).enumerate() {
        let PageRow::Line(index, _) = line else { continue };
        let item = reader.flow.items[index];
        if seen.last().is_none_or(|(_, last)| last.order != item.order) {
            seen.push((row as u16, item));
        }
    }
    seen
}

/// Hides or restores the block whose label was typed.
pub fn flip_block(app: &mut App, order: u32) {
    let Some(reader) = app.reader() else { return };
    let corrections = reader.with_block_toggled(order);
    let was_read = reader.flow.items.iter().any(|it| it.order == order && matches!(it.guise, Guise::Article(_)));
    annotations::correct(app, corrections);
    app.notify(if was_read {
        "hidden · c to see it · u to undo"
    } else {
        "shown as part of the article · u to undo"
    });
}

/// Shows the text alone, or the panes again (`z`).
pub fn zen(app: &mut App, _: Option<u32>) {
    app.view.zen = !app.view.zen;
    if let Some(reader) = app.reader_mut() {
        reader.focus = Pane::Text;
    }
}

/// Widens the text column (`+`).
pub fn wider(app: &mut App, count: Option<u32>) {
    measure(app, i32::from(count.unwrap_or(1).min(100) as u16) * 2);
}

/// Narrows the text column (`-`).
pub fn narrower(app: &mut App, count: Option<u32>) {
    measure(app, i32::from(count.unwrap_or(1).min(100) as u16) * -2);
}

fn measure(app: &mut App, by: i32) {
    // Start from the visible width, so that narrowing has a visible effect.
    let from = if by < 0 { app.view.text_width.min(app.areas().text.width) } else { app.view.text_width };
    let wanted = i32::from(from) + by;
    app.view.text_width = wanted.clamp(i32::from(*TEXT_WIDTH.start()), i32::from(*TEXT_WIDTH.end())) as u16;
    let areas = app.areas();
    let (most, room) = (app.view.text_width, areas.text.width);
    if room >= most {
        return app.notify(format!("text width {most}"));
    }
    let hidden = [(areas.left, Command::LeftPane), (areas.right, Command::RightPane)];
    let beside = areas.arrangement == Arrangement::Beside;
    let hidden = hidden.iter().filter(|(pane, _)| beside && !pane.is_empty());
    let keys: Vec<String> = hidden.map(|(_, pane)| app.keymap.key_of(*pane)).filter(|key| !key.is_empty()).collect();
    app.notify(match keys.as_slice() {
        [] => format!("text width {most}; this screen has room for {room}"),
        [one] => format!("text width {most}; the pane leaves {room} · {one} hides it"),
        several => {
            let keys = several.join(" and ");
            format!("text width {most}; the panes leave {room} · {keys} hide them")
        }
    });
}

/// Shows or hides the left pane (`<`).
pub fn left_pane(app: &mut App, _: Option<u32>) {
    flip(app, Pane::Voices);
}

/// Shows or hides the right pane (`>`).
pub fn right_pane(app: &mut App, _: Option<u32>) {
    flip(app, Pane::Related);
}

/// Toggles a pane. Beside the text it is shown or hidden; over the text it opens as a focused drawer.
fn flip(app: &mut App, pane: Pane) {
    if app.reader().is_some_and(|reader| reader.is_vacant(pane)) {
        return app.notify(match pane {
            Pane::Voices => "no quotations found",
            Pane::Text | Pane::Related => "no related stories or links on this page",
        });
    }
    let arrangement = app.areas().arrangement;
    if arrangement == Arrangement::Beside {
        let shown = if pane == Pane::Voices { &mut app.view.left } else { &mut app.view.right };
        *shown = app.view.zen || !*shown;
    }
    app.view.zen = false;
    let visible = is_open(app, pane);
    let Some(reader) = app.reader_mut() else { return };
    let away = reader.focus == pane;
    match arrangement {
        Arrangement::Beside if !visible && away => reader.focus = Pane::Text,
        Arrangement::Beside => {}
        Arrangement::Drawers | Arrangement::Single => reader.focus = if away { Pane::Text } else { pane },
    }
}

const fn is_open(app: &App, pane: Pane) -> bool {
    match pane {
        Pane::Voices => app.view.left,
        Pane::Text => true,
        Pane::Related => app.view.right,
    }
}

/// Moves the focus to the next pane (`Tab`, `l`).
pub fn next_pane(app: &mut App, _: Option<u32>) {
    turn(app, 1);
}

/// Moves the focus to the previous pane (`S-Tab`, `h`).
pub fn previous_pane(app: &mut App, _: Option<u32>) {
    turn(app, 2);
}

fn turn(app: &mut App, steps: usize) {
    const RING: [Pane; 3] = [Pane::Voices, Pane::Text, Pane::Related];
    if app.screen == Screen::Library {
        return feeds::turn(app, steps == 1);
    }
    let beside = app.areas().arrangement == Arrangement::Beside;
    let filled = |pane: &Pane| app.reader().is_some_and(|reader| !reader.is_vacant(*pane));
    let open: Vec<Pane> = RING.into_iter().filter(filled).filter(|p| !beside || is_open(app, *p)).collect();
    app.view.zen = false;
    if open == [Pane::Text] {
        app.notify("this article has no quotations and no links");
    }
    let Some(reader) = app.reader_mut() else { return };
    let at = open.iter().position(|p| *p == reader.focus).unwrap_or(0);
    let steps = if steps == 1 { 1 } else { open.len() - 1 };
    reader.focus = open[(at + steps) % open.len()];
    enter(reader);
}

/// Opens the list of speakers at the current quotation.
fn enter(reader: &mut Reader) {
    if reader.focus == Pane::Voices && reader.list.row().is_none() {
        reader.list.selected = 0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::layout::Size;

    #[test]
    fn width_keys_stay_within_the_range_of_the_setting() {
        let mut app = App { size: Size::new(300, 40), ..App::default() };
        app.view.text_width = 160;
        wider(&mut app, None);
        assert_eq!(app.view.text_width, 162, "a width that the settings allow is not narrowed");
        wider(&mut app, Some(100));
        assert_eq!(app.view.text_width, *TEXT_WIDTH.end());
        narrower(&mut app, Some(100));
        assert_eq!(app.view.text_width, *TEXT_WIDTH.start());
    }
}
