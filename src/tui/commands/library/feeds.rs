//! Commands of the feeds pane: choosing a feed, following, fetching, marking as read.

use crate::library::feed::NamedFeed;
use crate::library::{FeedId, FeedState, FeedTerm};
use crate::tui::commands::library::pieces::{flip_preview, listed_tags, prompt, reload_list};
use crate::tui::commands::library::{next_unread, triage};
use crate::tui::keys::table::Command;
use crate::tui::overlay::{Choice, List, ListEntry, Overlay, Purpose};
use crate::tui::state::feeds::{FeedChange, FeedRow, FeedsRequest, FeedsResponse};
use crate::tui::state::request::Request;
use crate::tui::state::{App, Effect};
use crate::tui::view::library::feeds as view;
use ratatui::crossterm::event::{MouseButton, MouseEventKind};
use ratatui::layout::Position;

/// Sends a request about feeds to the library thread.
pub(super) fn ask(app: &mut App, request: FeedsRequest) {
    app.emit(Effect::Library(Request::Feeds(request)));
}

/// Changes the state by an answer about feeds.
pub(super) fn handle_response(app: &mut App, answer: FeedsResponse) {
    match answer {
        FeedsResponse::Feeds(feeds) => {
            let state = &mut app.library.feeds;
            state.set(feeds);
            let term = FeedTerm::of(&app.library.filter);
            // The listed feed was unfollowed, or its folder is empty now.
            if state.focused && term.is_some_and(|term| state.row_of(&term).is_none()) {
                select(app, app.library.feeds.selected);
            }
        }
        FeedsResponse::Progress(progress) => app.library.feeds.progress = progress,
        FeedsResponse::Choices(named) => choose(app, &named),
        FeedsResponse::Followed(id) => {
            let feeds = &mut app.library.feeds;
            if let Some(row) = feeds.row_of(&FeedTerm::Feed(id)).filter(|_| feeds.focused) {
                select(app, row);
            }
        }
        FeedsResponse::NextUnread(found) => next_unread::found(app, found),
    }
}

/// Lists the feeds that a page names.
fn choose(app: &mut App, named: &[NamedFeed]) {
    let entry = |one: &NamedFeed| {
        let title = one.title.as_deref().unwrap_or(&one.url);
        ListEntry::new(title, Choice::Follow(one.url.clone())).detail(one.url.clone())
    };
    app.notice = None;
    app.overlays
        .push(Overlay::List(List::new("FEEDS OF THIS PAGE", named.iter().map(entry).collect()).unit("feed", "feeds")));
}

/// Shows the pane and moves to it, or hides it (`<`).
pub fn toggle(app: &mut App, _: Option<u32>) {
    let stays = view::has_room(app.size, app.view.mode);
    let feeds = &mut app.library.feeds;
    let is_shown = feeds.focused || stays && !feeds.hidden && !feeds.feeds.is_empty();
    feeds.hidden = is_shown && stays;
    if is_shown {
        feeds.focused = false;
    } else {
        focus(app);
    }
}

/// Moves the focus to the pane, onto the row of the filter.
fn focus(app: &mut App) {
    triage::stop(app);
    let row = app.library.feeds.row_of_filter(&app.library.filter);
    let feeds = &mut app.library.feeds;
    feeds.focused = true;
    feeds.selected = row.unwrap_or(feeds.selected);
    if feeds.known && feeds.feeds.is_empty() {
        let key = app.keymap.key_of(Command::FeedFollow);
        app.notify(format!("no feeds yet · {key} to follow one"));
    }
}

/// Moves the focus to the next pane of the library, or the previous one: feeds, list, preview.
pub fn turn(app: &mut App, forward: bool) {
    let list_size = view::list_size(&app.library.feeds, app.size, app.view.mode);
    let has_turn = !crate::tui::view::library::list::is_beside(list_size, app.view.mode);
    let has_feeds = !app.library.feeds.feeds.is_empty() && !app.library.feeds.hidden;
    let (on_feeds, on_preview) = (app.library.feeds.focused, app.library.preview.alone);
    match (on_feeds, on_preview, forward) {
        (true, _, _) => {
            app.library.feeds.focused = false;
            if !forward && has_turn {
                flip_preview(app);
            }
        }
        (false, true, false) | (false, false, true) if has_turn => flip_preview(app),
        (false, _, _) if has_feeds => {
            app.library.preview.alone = false;
            focus(app);
        }
        _ => flip_preview(app),
    }
}

/// Selects the next row (`j`).
pub fn down(app: &mut App, count: Option<u32>) {
    step(app, count.unwrap_or(1) as isize);
}

/// Selects the previous row (`k`).
pub fn up(app: &mut App, count: Option<u32>) {
    step(app, -(count.unwrap_or(1) as isize));
}

/// Moves the selection one page down (`Space`).
pub fn page_down(app: &mut App, _: Option<u32>) {
    step(app, app.library.feeds.height.max(1) as isize);
}

/// Moves the selection one page up (`b`).
pub fn page_up(app: &mut App, _: Option<u32>) {
    step(app, -(app.library.feeds.height.max(1) as isize));
}

/// Selects the first row (`g`).
pub fn top(app: &mut App, _: Option<u32>) {
    step(app, isize::MIN / 2);
}

/// Selects the last row (`G`).
pub fn bottom(app: &mut App, _: Option<u32>) {
    step(app, isize::MAX / 2);
}

fn step(app: &mut App, by: isize) {
    select(app, app.library.feeds.selected.saturating_add_signed(by));
}

/// Selects a row and lists its articles. The other terms of the filter stay.
fn select(app: &mut App, row: usize) {
    let feeds = &mut app.library.feeds;
    feeds.selected = row.min(feeds.rows.len().saturating_sub(1));
    if !feeds.rows.is_empty() {
        let term = feeds.term_at(feeds.selected);
        show(app, term.as_ref());
    }
}

/// Lists the articles of a term instead of those of the present one.
pub(super) fn show(app: &mut App, term: Option<&FeedTerm>) {
    let filter = FeedTerm::replaced(&app.library.filter, term);
    if FeedTerm::of(&app.library.filter).as_ref() != term {
        app.library.filter = filter;
        reload_list(app);
    }
}

/// Moves from the selected feed to its articles (`Enter`).
pub fn open(app: &mut App, _: Option<u32>) {
    if app.library.feeds.rows.is_empty() {
        return follow(app, None);
    }
    select(app, app.library.feeds.selected);
    app.library.feeds.focused = false;
}

/// Opens a prompt for the address of a feed (`A` in the pane, `&` in the list).
pub fn follow(app: &mut App, _: Option<u32>) {
    prompt(app, Purpose::Follow, String::new());
}

/// Follows the feed at an address, or the feed that the page there names.
pub(in crate::tui) fn follow_address(app: &mut App, address: &str) {
    if !address.is_empty() {
        app.notify("looking for the feed…");
        ask(app, FeedsRequest::Follow(address.to_owned()));
    }
}

/// Follows the feed whose articles are listed on the screen (`s`).
pub(super) fn follow_text(app: &mut App) {
    let url = app.texts.piece().and_then(|piece| piece.feed.clone());
    follow_address(app, &url.unwrap_or_default());
}

/// Fetches all feeds (`f`).
pub fn fetch_all(app: &mut App, _: Option<u32>) {
    fetch_feeds(app, None);
}

/// Fetches the selected feed, or those of the selected folder (`F`).
pub fn fetch(app: &mut App, _: Option<u32>) {
    let feeds = &app.library.feeds;
    let term = feeds.term_at(feeds.selected).filter(|term| *term != FeedTerm::All);
    fetch_feeds(app, term.as_ref());
}

fn fetch_feeds(app: &mut App, term: Option<&FeedTerm>) {
    let feeds = &app.library.feeds;
    let stop = app.keymap.key_of(Command::Cancel);
    if feeds.feeds.is_empty() {
        let key = app.keymap.key_of(Command::LibraryFollow);
        return app.notify(format!("no feeds yet · {key} to follow one"));
    }
    if feeds.progress.is_some() {
        return app.notify(format!("feeds are being fetched · {stop} to stop"));
    }
    let ids = term.map(|term| feeds.of_term(term).map(|feed| feed.id).collect());
    app.notify(format!("fetching feeds… · {stop} to stop"));
    ask(app, FeedsRequest::Fetch(ids.unwrap_or_default()));
}

/// Marks all articles of the listed feed or folder as read (`R`).
pub fn read_all(app: &mut App, _: Option<u32>) {
    let feeds = &app.library.feeds;
    let term = if feeds.focused { feeds.term_at(feeds.selected) } else { FeedTerm::of(&app.library.filter) };
    let Some(term) = term else {
        let key = app.keymap.key_of(Command::LibraryFeeds);
        return app.notify(format!("no feed or folder selected · {key} to select one"));
    };
    let ids = feeds.of_term(&term).map(|feed| feed.id).collect();
    ask(app, FeedsRequest::ReadAll(ids));
}

/// Returns number and settings of the selected feed.
fn selected(app: &App) -> Option<&crate::library::Feed> {
    app.library.feeds.feed_at(app.library.feeds.selected)
}

/// Opens a prompt for the tags of the selected feed (`t`).
pub fn tags(app: &mut App, _: Option<u32>) {
    let Some(feed) = selected(app) else { return };
    let (purpose, input) = (Purpose::FeedTags(feed.id), listed_tags(&feed.settings.tags));
    prompt(app, purpose, input);
}

/// Sets the tags entered in the prompt.
pub(in crate::tui) fn tagged(app: &mut App, id: FeedId, text: &str) {
    let mut tags: Vec<String> = Vec::new();
    for tag in text.split(',').map(|tag| tag.trim().trim_start_matches('#')).filter(|tag| !tag.is_empty()) {
        if !tags.iter().any(|held| held == tag) {
            tags.push(tag.to_owned());
        }
    }
    ask(app, FeedsRequest::Change(id, FeedChange::Tags(tags)));
}

/// Opens a prompt for the name of the selected feed (`e`).
pub fn rename(app: &mut App, _: Option<u32>) {
    let Some(feed) = selected(app) else { return };
    let (purpose, input) = (Purpose::FeedName(feed.id), feed.settings.name.clone().unwrap_or_else(|| feed.label()));
    prompt(app, purpose, input);
}

/// Sets the name entered in the prompt.
pub(in crate::tui) fn named(app: &mut App, id: FeedId, name: &str) {
    let name = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    ask(app, FeedsRequest::Change(id, FeedChange::Name(name)));
}

/// Unfollows the selected feed; its articles stay (`d`).
pub fn remove(app: &mut App, _: Option<u32>) {
    if let Some(id) = selected(app).map(|feed| feed.id) {
        ask(app, FeedsRequest::Change(id, FeedChange::Remove));
    }
}

/// Pauses the selected feed, or resumes it (`p`).
pub fn pause(app: &mut App, _: Option<u32>) {
    let state = selected(app).map(|feed| (feed.id, feed.settings.state));
    if let Some((id, state)) = state {
        ask(app, FeedsRequest::Change(id, FeedChange::Pause(state == FeedState::Followed)));
    }
}

/// Handles the mouse over the pane: the wheel moves the selection, a click selects. Returns false elsewhere.
pub(in crate::tui) fn mouse(app: &mut App, kind: MouseEventKind, at: Position) -> bool {
    if !view::contains(app, at) {
        return false;
    }
    match kind {
        MouseEventKind::ScrollDown => down(app, None),
        MouseEventKind::ScrollUp => up(app, None),
        MouseEventKind::Down(MouseButton::Left) => {
            let row = view::row_at(app, at);
            if !app.library.feeds.focused {
                focus(app);
            }
            if let Some(row) = row {
                select(app, row);
            }
        }
        _ => {}
    }
    true
}

/// Returns the next feed below a row that has unread articles, from the last row on to the first.
pub(super) fn next_with_unread(app: &App) -> Option<FeedTerm> {
    let feeds = &app.library.feeds;
    let here = FeedTerm::of(&app.library.filter)?;
    let row = feeds.row_of(&here)?;
    let count = feeds.rows.len();
    let is_wanted = |row: &usize| {
        matches!(feeds.rows.get(*row), Some(FeedRow::Feed(..)))
            && feeds.unread_at(*row).unwrap_or(0) > 0
            && feeds.term_at(*row).as_ref() != Some(&here)
    };
    feeds.term_at((row + 1..count).chain(0..row).find(is_wanted)?)
}
