//! What of the page is shown, and how the screen is shared.

use super::flow::Clutter;
use super::{Pane, Reader};
use crate::tui::app::App;
use crate::tui::reader::geometry::{Arrangement, Look, Shown};

/// Narrowest and widest column.
const MEASURES: std::ops::RangeInclusive<u16> = 30..=120;

/// `c`.
pub fn clutter(app: &mut App, _: Option<u32>) {
    toggle(app, Clutter::Brief);
}

/// `C`.
pub fn whole(app: &mut App, _: Option<u32>) {
    toggle(app, Clutter::Whole);
    if app.reader().is_some_and(|r| r.clutter == Clutter::Whole) {
        app.tell("the whole page; C goes back to the article");
    }
}

fn toggle(app: &mut App, view: Clutter) {
    let Some(reader) = app.reader_mut() else { return };
    reader.clutter = if reader.clutter == view { Clutter::Hidden } else { view };
    reader.reflow();
}

/// `X`: hides the block at the top of the screen or around the current quotation; a hidden one is brought back.
pub fn hide(app: &mut App, _: Option<u32>) {
    let Some(reader) = app.reader_mut() else { return };
    let place = reader.here();
    let order = place.order;
    let was_shown = reader.article().blocks.binary_search_by_key(&order, |b| b.order).is_ok();
    let changed = if was_shown { &mut reader.overrides.hidden } else { &mut reader.overrides.shown };
    let now_other = changed.insert(order) || !changed.remove(&order);
    let words = match (was_shown, now_other) {
        (true, true) | (false, false) => "this block is hidden; c shows it dimmed, X there brings it back",
        (true, false) | (false, true) => "this block is part of the article again",
    };
    reader.reflow();
    app.tell(words);
}

/// `z`.
pub fn zen(app: &mut App, _: Option<u32>) {
    app.look.zen = app.look.zen.flipped();
    if let Some(reader) = app.reader_mut() {
        reader.focus = Pane::Text;
    }
}

/// `+`.
pub fn wider(app: &mut App, count: Option<u32>) {
    measure(app, i32::from(count.unwrap_or(1).min(100) as u16) * 2);
}

/// `-`.
pub fn narrower(app: &mut App, count: Option<u32>) {
    measure(app, i32::from(count.unwrap_or(1).min(100) as u16) * -2);
}

fn measure(app: &mut App, by: i32) {
    let wanted = i32::from(app.look.measure) + by;
    app.look.measure = wanted.clamp(i32::from(*MEASURES.start()), i32::from(*MEASURES.end())) as u16;
    let words = format!("at most {} cells a line", app.look.measure);
    app.tell(words);
}

/// `<`.
pub fn left_pane(app: &mut App, _: Option<u32>) {
    flip(app, Pane::Voices);
}

/// `>`.
pub fn right_pane(app: &mut App, _: Option<u32>) {
    flip(app, Pane::Related);
}

impl Reader {
    /// Whether it is known that nothing stands in a pane.
    pub fn is_vacant(&self, pane: Pane) -> bool {
        match pane {
            Pane::Voices => self.voices.as_ref().is_some_and(|voices| voices.all.quotes.is_empty()),
            Pane::Text => false,
            Pane::Related => self.related.is_empty(),
        }
    }

    /// The look that was chosen, without panes in which nothing stands: the text has their room.
    pub fn wanted(&self, look: Look) -> Look {
        let filled = |shown, pane| if self.focus != pane && self.is_vacant(pane) { Shown::No } else { shown };
        Look { left: filled(look.left, Pane::Voices), right: filled(look.right, Pane::Related), ..look }
    }
}

/// Beside the text a pane is shown or not; over the text it is a drawer that the keys go to.
fn flip(app: &mut App, pane: Pane) {
    if app.reader().is_some_and(|reader| reader.is_vacant(pane)) {
        return app.tell(match pane {
            Pane::Voices => "nobody is quoted here",
            Pane::Text | Pane::Related => "no story and no link stands on this page",
        });
    }
    let arrangement = app.areas().arrangement;
    if arrangement == Arrangement::Beside {
        let shown = if pane == Pane::Voices { &mut app.look.left } else { &mut app.look.right };
        *shown = if app.look.zen.is() { Shown::Yes } else { shown.flipped() };
    }
    app.look.zen = Shown::No;
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
        Pane::Voices => app.look.left.is(),
        Pane::Text => true,
        Pane::Related => app.look.right.is(),
    }
}

/// `Tab`, `l`.
pub fn next_pane(app: &mut App, _: Option<u32>) {
    turn(app, 1);
}

/// `S-Tab`, `h`.
pub fn previous_pane(app: &mut App, _: Option<u32>) {
    turn(app, 2);
}

fn turn(app: &mut App, steps: usize) {
    const RING: [Pane; 3] = [Pane::Voices, Pane::Text, Pane::Related];
    let beside = app.areas().arrangement == Arrangement::Beside;
    let filled = |pane: &Pane| app.reader().is_some_and(|reader| !reader.is_vacant(*pane));
    let open: Vec<Pane> = RING.into_iter().filter(filled).filter(|p| !beside || is_open(app, *p)).collect();
    app.look.zen = Shown::No;
    if open == [Pane::Text] {
        app.tell("there is only the text: nobody is quoted, and there is no link");
    }
    let Some(reader) = app.reader_mut() else { return };
    let at = open.iter().position(|p| *p == reader.focus).unwrap_or(0);
    let steps = if steps == 1 { 1 } else { open.len() - 1 };
    reader.focus = open[(at + steps) % open.len()];
    enter(reader);
}

/// The list of speakers opens on the current quotation.
fn enter(reader: &mut Reader) {
    if reader.focus == Pane::Voices && reader.list.row().is_none() {
        reader.list.selected = 0;
    }
}
