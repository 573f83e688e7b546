//! The time at which feeds are due again, by the user's interval.

use super::error::Result;
use super::feeds::{Feed, FeedState};
use super::{Library, Seconds};
use rusqlite::OptionalExtension;

impl Library {
    /// Returns the time at which the first feed is due: an interval after its last request, and not before a time that
    /// its server asked for. `None` without followed feeds.
    ///
    /// # Errors
    /// The file fails.
    pub fn next_feed_due(&self, interval: Seconds) -> Result<Option<Seconds>> {
        let now = self.now();
        // A request in the future comes from a clock that was set back since.
        let sql = "SELECT min(max(CASE WHEN checked IS NULL OR checked > ?2 THEN 0 ELSE checked + ?1 END,
                                  CASE WHEN due > ?2 + ?3 THEN 0 ELSE due END)) FROM feed WHERE state = 0";
        let mut statement = self.db.prepare_cached(sql)?;
        let due: Option<Option<Seconds>> =
            statement.query_row([interval, now, super::fetch_queue::MAX_DELAY], |row| row.get(0)).optional()?;
        Ok(due.flatten())
    }

    /// Returns the feeds that are due after an interval.
    ///
    /// # Errors
    /// The file fails.
    pub fn due_feeds(&self, interval: Seconds) -> Result<Vec<Feed>> {
        let now = self.now();
        let mut due = Vec::new();
        for feed in self.feeds()? {
            let asked = feed.checked.filter(|checked| *checked <= now);
            let is_due =
                feed.settings.state == FeedState::Followed && asked.is_none_or(|asked| asked + interval <= now);
            if is_due && self.feed_rests(feed.id)?.is_none() {
                due.push(feed);
            }
        }
        Ok(due)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::FetchedFeed;
    use crate::models::Models;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicI64, Ordering};

    #[test]
    fn feed_is_due_after_interval_and_not_before_its_server_allows() {
        let now = Arc::new(AtomicI64::new(1_000_000));
        let clock = Arc::clone(&now);
        let mut library = Library::in_memory(Arc::new(move || clock.load(Ordering::Relaxed))).unwrap();
        assert_eq!(library.next_feed_due(3_600).unwrap(), None);
        library.follow("https://a.example/feed", None, &[]).unwrap();
        let feed = library.feeds().unwrap().remove(0);
        let due = |library: &Library| library.due_feeds(3_600).unwrap().len();
        assert_eq!((library.next_feed_due(3_600).unwrap(), due(&library)), (Some(0), 1), "never fetched");
        library.save_feed(&feed, FetchedFeed::default(), &Models::default()).unwrap();
        assert_eq!((library.next_feed_due(3_600).unwrap(), due(&library)), (Some(1_003_600), 0));
        now.store(1_003_600, Ordering::Relaxed);
        assert_eq!(due(&library), 1);
        library.feed_failed(&feed, "busy", 7_200, false).unwrap();
        assert_eq!(library.next_feed_due(3_600).unwrap(), Some(1_010_800), "its server asked for a pause");
        now.store(5_000, Ordering::Relaxed);
        assert_eq!(due(&library), 1, "the clock was set back");
        library.change_feeds(&[feed.id], "paused", |settings| settings.state = FeedState::Paused).unwrap();
        assert_eq!((library.next_feed_due(3_600).unwrap(), due(&library)), (None, 0));
    }
}
