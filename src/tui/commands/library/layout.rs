//! Changes the layout of the library's screen: rows an article, share of the list.

use crate::config::LIST_SPLIT;
use crate::tui::state::App;

/// Per cent that a key press moves the split.
const STEP: u16 = 5;

/// Switches between one row and two rows an article (`z`).
pub fn airy(app: &mut App, _: Option<u32>) {
    app.view.airy = !app.view.airy;
    app.notify(if app.view.airy { "airy list" } else { "compact list" });
}

/// Gives the list more of the screen (`+`).
pub fn wider(app: &mut App, count: Option<u32>) {
    let by = STEP.saturating_mul(u16::try_from(count.unwrap_or(1)).unwrap_or(u16::MAX));
    split(app, app.view.split.saturating_add(by));
}

/// Gives the preview more of the screen (`-`).
pub fn narrower(app: &mut App, count: Option<u32>) {
    let by = STEP.saturating_mul(u16::try_from(count.unwrap_or(1)).unwrap_or(u16::MAX));
    split(app, app.view.split.saturating_sub(by));
}

fn split(app: &mut App, share: u16) {
    app.view.split = share.clamp(*LIST_SPLIT.start(), *LIST_SPLIT.end());
    app.notify(format!("list width {} %", app.view.split));
}
