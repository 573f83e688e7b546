//! Suggestions in a line of input: taken in when they come, and put into the line.

use crate::library::Suggestions;
use crate::tui::commands::library::filter;
use crate::tui::commands::lists::search_again;
use crate::tui::overlay::{Overlay, Purpose};
use crate::tui::state::App;

/// A suggestion was put into the line: a filter counts at once; the only one is not offered any more.
pub(super) fn completed(app: &mut App) {
    let Some(Overlay::Prompt(prompt)) = app.overlays.last_mut() else { return };
    let (purpose, input, is_only) = (prompt.purpose, prompt.input.clone(), prompt.offered.suggestions.words.len() == 1);
    if is_only {
        return search_again(app);
    }
    if purpose == Purpose::Filter {
        filter::typed(app, &input);
    }
}

/// Takes suggestions in, unless the line has changed since they were asked for.
pub fn suggested(app: &mut App, input: &str, suggestions: Suggestions) {
    if let Some(Overlay::Prompt(prompt)) = app.overlays.last_mut()
        && prompt.is_completed()
        && prompt.input == input
        && prompt.offered.at.is_none()
    {
        prompt.offered.suggestions = suggestions;
    }
}
