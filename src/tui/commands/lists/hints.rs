//! Labels on the links and blocks of the screen.

use crate::tui::commands::reader::view_options;
use crate::tui::commands::texts;
use crate::tui::overlay::{Hint, Hints, Overlay, Target, labels};
use crate::tui::state::{App, Effect};
use crate::tui::values::Requester;
use crate::tui::view::frame::LinkArea;
use crate::tui::view::reader;
use crate::web_address;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Returns the links on the screen.
pub(in crate::tui) fn anchors(app: &App) -> Vec<LinkArea> {
    let mut buffer = Buffer::empty(Rect::new(0, 0, app.size.width, app.size.height));
    reader::draw(app, &mut buffer).anchors
}

/// Opens a link of the text: mail addresses in the mail program, web pages here.
pub(in crate::tui) fn follow(app: &mut App, url: String) {
    if url.starts_with("mailto:") || web_address::is_recording(&url) {
        app.emit(Effect::Browse(url));
    } else {
        texts::open(app, url.into(), Requester::Page);
    }
}

/// Labels the links on the screen (`f`).
pub fn hints(app: &mut App, _: Option<u32>) {
    let anchors = first_rows(anchors(app));
    if anchors.is_empty() {
        return app.notify("no links on screen");
    }
    let count = anchors.len();
    let hint = |(i, a): (usize, LinkArea)| Hint {
        label: labels::hint_label(i, count),
        x: a.area.x,
        y: a.area.y,
        target: Target::Address(a.url),
    };
    let labels = anchors.into_iter().take(labels::MAX_HINTS).enumerate().map(hint).collect();
    app.overlays.push(Overlay::Hints(Hints { labels, typed: String::new() }));
}

/// Returns the links without their further rows: a link that wraps has one label.
fn first_rows(all: Vec<LinkArea>) -> Vec<LinkArea> {
    let mut links: Vec<LinkArea> = Vec::new();
    let mut row = 0;
    for link in all {
        let goes_on = links.last().is_some_and(|last| last.url == link.url) && (row..=row + 1).contains(&link.area.y);
        row = link.area.y;
        if !goes_on {
            links.push(link);
        }
    }
    links
}

/// Handles a letter of a label.
pub(super) fn letter(app: &mut App, letter: char) {
    let Some(Overlay::Hints(hints)) = app.overlays.last_mut() else { return };
    hints.typed.push(letter);
    let mut matching = hints.labels.iter().filter(|h| h.label.starts_with(&hints.typed));
    let (first, more) = (matching.next(), matching.next().is_some());
    match first {
        Some(hint) if !more || hint.label == hints.typed => {
            let target = hint.target.clone();
            app.overlays.pop();
            match target {
                Target::Block(order) => view_options::flip_block(app, order),
                Target::Address(url) => follow(app, url),
            }
        }
        Some(_) => {}
        None => {
            app.overlays.pop();
            app.notify("no such label");
        }
    }
}
