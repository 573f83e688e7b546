//! State of the feeds pane of the library; requests to the library thread about feeds, and its answers.

use crate::library::feed::NamedFeed;
use crate::library::{Feed, FeedId, FeedTerm, Piece, PieceId};
use crate::tui::state::request::Range;
use std::collections::BTreeSet;

/// State of the feeds pane.
#[derive(Debug, Default)]
pub struct FeedsState {
    /// Followed feeds, by name.
    pub feeds: Vec<Feed>,
    /// True once the feeds have arrived.
    pub known: bool,
    /// Rows of the pane.
    pub rows: Vec<FeedRow>,
    /// Index of the selected row while the pane has the focus.
    pub selected: usize,
    /// Index of the first visible row.
    pub top: usize,
    /// Number of visible rows.
    pub height: usize,
    /// True if the user has hidden the pane.
    pub hidden: bool,
    /// True if the pane has the focus.
    pub focused: bool,
    /// Progress of a fetch of feeds, while it runs.
    pub progress: Option<FeedProgress>,
    /// Search for the next unread article, while it runs.
    pub seeking: Option<Seek>,
    /// Article that will replace the texts that are open.
    pub replacing: Option<PieceId>,
}

/// Row of the feeds pane.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedRow {
    /// All articles, also those that no feed brought.
    Everything,
    /// The articles of all feeds.
    All,
    /// A folder: the feeds with a tag.
    Tag(String),
    /// A feed by its index; true inside a folder.
    Feed(usize, bool),
}

/// Search for the next unread article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seek {
    /// True if the article is then opened.
    pub opens: bool,
    /// True if the search began again at the first article.
    pub wrapped: bool,
    /// Number of feeds that the search has gone on to.
    pub hops: usize,
}

/// Progress of a fetch of feeds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeedProgress {
    /// Number of feeds that have answered or failed.
    pub done: usize,
    /// Number of feeds to fetch.
    pub total: usize,
    /// Number of new articles.
    pub new: usize,
    /// Number of feeds that failed.
    pub failed: usize,
}

/// Requests to the library thread about feeds.
#[derive(Clone, Debug, PartialEq)]
pub enum FeedsRequest {
    /// Fetch these feeds at once; if empty, all that need not wait.
    Fetch(Vec<FeedId>),
    /// Find the feed at an address and follow it.
    Follow(String),
    /// Mark all articles of these feeds as read.
    ReadAll(Vec<FeedId>),
    /// Change the settings of a feed.
    Change(FeedId, FeedChange),
    /// Find the first unread article of a list from an index on; the end of the range is not used.
    NextUnread(Range),
    /// Fetch feeds in this interval, in minutes; 0 for never.
    Interval(u16),
}

/// Change of a feed's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedChange {
    /// The user's name for it; `None` for its own title.
    Name(Option<String>),
    /// Its tags.
    Tags(Vec<String>),
    /// Pause or resume.
    Pause(bool),
    /// Unfollow it.
    Remove,
}

/// Answers of the library thread about feeds.
#[derive(Clone, Debug)]
pub enum FeedsResponse {
    /// The followed feeds.
    Feeds(Vec<Feed>),
    /// Progress of a fetch; `None` at its end.
    Progress(Option<FeedProgress>),
    /// A page names several feeds.
    Choices(Vec<NamedFeed>),
    /// This feed was followed.
    Followed(FeedId),
    /// The next unread article with its index in the list, if there is one.
    NextUnread(Option<(usize, Box<Piece>)>),
}

impl FeedsState {
    /// Takes new feeds and keeps the selected row.
    pub fn set(&mut self, feeds: Vec<Feed>) {
        let selected = self.term_at(self.selected);
        let was_all = matches!(self.rows.get(self.selected), Some(FeedRow::Everything) | None);
        (self.feeds, self.known) = (feeds, true);
        self.rows = rows(&self.feeds);
        let row = if was_all { Some(0) } else { selected.and_then(|term| self.row_of(&term)) };
        self.selected = row.unwrap_or_else(|| self.selected.min(self.rows.len().saturating_sub(1)));
    }

    /// Returns the feed of a row, if it is one.
    pub fn feed_at(&self, row: usize) -> Option<&Feed> {
        match self.rows.get(row)? {
            FeedRow::Feed(index, _) => self.feeds.get(*index),
            FeedRow::Everything | FeedRow::All | FeedRow::Tag(_) => None,
        }
    }

    /// Returns the term of the filter that a row stands for; `None` for all articles.
    pub fn term_at(&self, row: usize) -> Option<FeedTerm> {
        match self.rows.get(row)? {
            FeedRow::Everything => None,
            FeedRow::All => Some(FeedTerm::All),
            FeedRow::Tag(tag) => Some(FeedTerm::Tag(tag.clone())),
            FeedRow::Feed(index, _) => self.feeds.get(*index).map(|feed| FeedTerm::Feed(feed.id)),
        }
    }

    /// Returns the first row that stands for a term.
    pub fn row_of(&self, term: &FeedTerm) -> Option<usize> {
        (0..self.rows.len()).find(|row| self.term_at(*row).as_ref() == Some(term))
    }

    /// Returns the row that matches a filter: the first one if it asks for no feed.
    pub fn row_of_filter(&self, filter: &str) -> Option<usize> {
        match FeedTerm::of(filter) {
            Some(term) => self.row_of(&term),
            None => (!self.rows.is_empty()).then_some(0),
        }
    }

    /// Returns the feeds of a term.
    pub fn of_term(&self, term: &FeedTerm) -> impl Iterator<Item = &Feed> {
        self.feeds.iter().filter(move |feed| match term {
            FeedTerm::All => true,
            FeedTerm::Tag(tag) => feed.settings.tags.contains(tag),
            FeedTerm::Feed(id) => feed.id == *id,
        })
    }

    /// Returns the number of unread articles of a row; `None` for all articles.
    pub fn unread_at(&self, row: usize) -> Option<usize> {
        let term = self.term_at(row)?;
        Some(self.of_term(&term).map(|feed| feed.unread).sum())
    }

    /// Returns a filter with the names of feeds in place of their numbers.
    pub fn shown_filter(&self, filter: &str) -> String {
        let Some(FeedTerm::Feed(id)) = FeedTerm::of(filter) else { return filter.to_owned() };
        let Some(feed) = self.feeds.iter().find(|feed| feed.id == id) else { return filter.to_owned() };
        filter.replacen(&FeedTerm::Feed(id).written(), &format!("feed:“{}”", feed.label()), 1)
    }
}

/// Returns the rows for feeds: all articles, all feeds, a folder for each tag with its feeds, the feeds without a tag.
fn rows(feeds: &[Feed]) -> Vec<FeedRow> {
    if feeds.is_empty() {
        return Vec::new();
    }
    let tags: BTreeSet<&String> = feeds.iter().flat_map(|feed| &feed.settings.tags).collect();
    let mut rows = vec![FeedRow::Everything, FeedRow::All];
    for tag in tags {
        rows.push(FeedRow::Tag(tag.clone()));
        let inside = feeds.iter().enumerate().filter(|(_, feed)| feed.settings.tags.contains(tag));
        rows.extend(inside.map(|(index, _)| FeedRow::Feed(index, true)));
    }
    let outside = feeds.iter().enumerate().filter(|(_, feed)| feed.settings.tags.is_empty());
    rows.extend(outside.map(|(index, _)| FeedRow::Feed(index, false)));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::FeedSettings;

    fn feed(id: i64, title: &str, tags: &[&str], unread: usize) -> Feed {
        let tags = tags.iter().map(|tag| (*tag).to_owned()).collect();
        let settings = FeedSettings { tags, ..FeedSettings::default() };
        Feed { id: FeedId(id), title: Some(title.into()), settings, unread, ..Feed::default() }
    }

    #[test]
    fn feeds_stand_in_folders_by_tag() {
        let mut state = FeedsState::default();
        state.set(vec![feed(4, "A", &["news"], 2), feed(2, "B", &[], 1), feed(3, "C", &["far", "news"], 5)]);
        let names: Vec<String> = (0..state.rows.len())
            .map(|row| state.term_at(row).map_or_else(|| "all".into(), |term| term.written()))
            .collect();
        assert_eq!(names, ["all", "feed:*", "feed:#far", "feed:3", "feed:#news", "feed:4", "feed:3", "feed:2"]);
        let unread: Vec<Option<usize>> = (0..5).map(|row| state.unread_at(row)).collect();
        assert_eq!(unread, [None, Some(8), Some(5), Some(5), Some(7)]);
        assert_eq!(state.row_of_filter("is:unread feed:2"), Some(7));
        assert_eq!(state.row_of_filter("harbour"), Some(0));
        assert_eq!(state.shown_filter("is:unread feed:2"), "is:unread feed:“B”");
        state.selected = 7;
        state.set(vec![feed(2, "B", &[], 0)]);
        assert_eq!(
            state.feed_at(state.selected).map(|feed| feed.id),
            Some(FeedId(2)),
            "the selection stays on its feed"
        );
    }
}
