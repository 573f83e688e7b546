//! Commands of the library screen, and the library commands of the reader.

pub mod comparison;
pub mod current_text;
pub mod difference;
pub mod feeds;
pub mod filter;
pub mod layout;
pub mod next_unread;
pub mod on_response;
pub mod pieces;
pub mod selection;
pub mod speakers;
pub mod triage;
pub mod views;
pub mod voices;

use crate::tui::display::ViewOptions;
use crate::tui::state::library::LibraryState;
use crate::tui::view::library::feeds as view_feeds;
use crate::tui::view::library::list;
use ratatui::layout::Size;

#[cfg(test)]
pub(in crate::tui::commands) mod tests;

/// Fits the list to the screen size, so that drawing changes nothing.
pub fn fit_list(state: &mut LibraryState, size: Size, view: ViewOptions) {
    view_feeds::fit(&mut state.feeds, &state.filter, size, view.mode);
    state.rows = list::rows(view_feeds::list_size(&state.feeds, size, view.mode), view);
    state.selected = state.selected.min(state.window.total.saturating_sub(1));
    let last_top = state.selected;
    let first_top = (state.selected + 1).saturating_sub(state.rows.max(1));
    state.top = state.top.clamp(first_top.min(last_top), last_top);
}
