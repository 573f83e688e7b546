//! Feeds for the screen: the pane's contents, following, fetching on a thread of its own with its own connection.

use crate::library::feed_fetch::{self, FeedEvent, FeedFailure};
use crate::library::query::{LastWord, Query};
use crate::library::{Change, Feed, FeedId, FeedState, FoundFeeds, Library, ListRequest, PieceState, Result};
use crate::library::{feed_address, find_feeds};
use crate::load::without_login;
use crate::plural::{group_digits, pluralize};
use crate::sanitize;
use crate::tui::run::library::fetching::PageFetcher;
use crate::tui::run::library::worker::{LibraryWorker, clock, say};
use crate::tui::run::tasks;
use crate::tui::state::feeds::{FeedChange, FeedProgress, FeedsRequest, FeedsResponse};
use crate::tui::state::request::{Range, Response, WINDOW};
use crate::tui::values::Notice;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Shortest wait for feeds to become due, so that a feed that cannot be fetched is not polled constantly.
const MIN_PAUSE: i64 = 60;
/// Interval in which the list is reloaded while feeds bring new articles.
const RELOAD: Duration = Duration::from_secs(2);

/// State of the work on feeds.
#[derive(Debug, Default)]
pub(super) struct FeedsWork {
    /// Interval of fetching in minutes; 0 for never.
    pub(super) interval: u16,
    /// True if the screen's feeds may be outdated.
    pub(super) changed: bool,
    running: Arc<AtomicBool>,
    stop: Arc<AtomicBool>,
}

impl FeedsWork {
    /// No work yet; feeds are fetched in this interval, in minutes.
    pub(super) fn new(interval: u16) -> Self {
        Self { interval, ..Self::default() }
    }

    /// Returns true while feeds are fetched.
    pub(super) fn is_running(&self) -> bool {
        self.running.load(Ordering::Relaxed)
    }

    /// Stops fetching.
    pub(super) fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    fn seconds(&self) -> i64 {
        i64::from(self.interval) * 60
    }
}

/// Reason for a fetch of feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Occasion {
    /// The user asked for these feeds, whatever their servers' pauses.
    AtOnce,
    /// The user asked for all feeds.
    All,
    /// The interval has passed.
    Due,
}

impl LibraryWorker {
    pub(super) fn answer_about_feeds(&mut self, request: FeedsRequest) -> Result<()> {
        match request {
            FeedsRequest::Fetch(ids) => {
                let mut feeds = self.library.feeds()?;
                feeds.retain(|feed| ids.is_empty() || ids.contains(&feed.id));
                let occasion = if ids.is_empty() { Occasion::All } else { Occasion::AtOnce };
                self.fetch_feeds(feeds, occasion);
            }
            FeedsRequest::Follow(address) => self.follow(address)?,
            FeedsRequest::ReadAll(ids) => {
                let unread = self.library.unread_of_feeds(&ids)?;
                let change = Change::Read(true);
                let words = match self.library.change(&unread, &change)? {
                    0 => "no unread articles here".to_owned(),
                    count => format!("{} · u to undo", change.label(count)),
                };
                self.changed(words, &[])?;
                self.say(Response::ChangedExternally);
            }
            FeedsRequest::Change(id, change) => self.change_feed(id, change)?,
            FeedsRequest::NextUnread(range) => {
                let found = self.next_unread(&range)?.map(|(at, piece)| (at, Box::new(piece)));
                self.tell_feeds(FeedsResponse::NextUnread(found));
            }
            FeedsRequest::Interval(minutes) => {
                self.feeds.interval = minutes;
                self.fetch_due_feeds();
            }
        }
        Ok(())
    }

    fn tell_feeds(&self, answer: FeedsResponse) {
        self.say(Response::Feeds(answer));
    }

    /// Sends the feeds if they may have changed. Returns true if it did.
    pub(super) fn send_changed_feeds(&mut self) -> bool {
        if !std::mem::take(&mut self.feeds.changed) {
            return false;
        }
        match self.library.feeds() {
            Ok(feeds) => self.tell_feeds(FeedsResponse::Feeds(feeds)),
            Err(error) => log::warn!("the feeds cannot be read: {error}"),
        }
        true
    }

    /// Returns the time until a page or a feed is due; `None` if nothing will be.
    pub(super) fn pause(&self) -> Option<Duration> {
        let feeds = || {
            let is_on = self.feeds.interval > 0 && self.library.is_writable();
            let due = self.library.next_feed_due(self.feeds.seconds()).ok().flatten().filter(|_| is_on)?;
            let seconds = (due - self.library.now()).clamp(MIN_PAUSE, 86_400);
            Some(Duration::from_secs(seconds.unsigned_abs()))
        };
        self.until_due().into_iter().chain(feeds()).min()
    }

    /// Fetches pages and feeds that are due.
    pub(super) fn fetch_what_is_due(&mut self) {
        if self.library.queue_stats().is_ok_and(|queue| queue.due > 0) {
            self.start_fetching();
        }
        self.fetch_due_feeds();
    }

    /// Fetches the feeds whose interval has passed.
    pub(super) fn fetch_due_feeds(&mut self) {
        if self.feeds.interval == 0 || !self.library.is_writable() {
            return;
        }
        match self.library.due_feeds(self.feeds.seconds()) {
            Ok(due) if due.is_empty() => {}
            Ok(due) => self.fetch_feeds(due, Occasion::Due),
            Err(error) => log::warn!("the feeds cannot be read: {error}"),
        }
    }

    fn fetch_feeds(&mut self, mut feeds: Vec<Feed>, occasion: Occasion) {
        feeds.retain(|feed| feed.settings.state == FeedState::Followed);
        if feeds.is_empty() {
            return self.say(Response::Notice(Notice::Info("this feed is paused or gone".into())));
        }
        if self.feeds.running.swap(true, Ordering::SeqCst) {
            return;
        }
        self.feeds.stop.store(false, Ordering::Relaxed);
        let (running, stop, pages) = (self.feeds.running.clone(), self.feeds.stop.clone(), self.page_fetcher());
        let spawned = std::thread::Builder::new().name(tasks::THREAD.into()).spawn(move || {
            let fetched = fetch(&pages, &stop, feeds, occasion);
            running.store(false, Ordering::SeqCst);
            say(&pages.tell, Response::Feeds(FeedsResponse::Progress(None)));
            match fetched {
                Ok(()) if !stop.load(Ordering::Relaxed) => pages.run(),
                Ok(()) => {}
                Err(error) => say(&pages.tell, Response::Failed(sanitize::line(&error.to_string()).into_owned())),
            }
        });
        if let Err(error) = spawned {
            log::error!("cannot start the thread that fetches feeds: {error}");
            self.feeds.running.store(false, Ordering::SeqCst);
        }
    }

    /// Finds the feed at an address and follows it, on a thread of its own.
    fn follow(&self, address: String) -> Result<()> {
        let address = feed_address(&address)?;
        let pages = self.page_fetcher();
        let spawned = std::thread::Builder::new().name(tasks::THREAD.into()).spawn(move || {
            if let Err(why) = follow(&pages, &address) {
                say(&pages.tell, Response::Failed(sanitize::line(&why).into_owned()));
            } else {
                pages.run();
            }
        });
        if let Err(error) = spawned {
            log::error!("cannot start the thread that follows a feed: {error}");
        }
        Ok(())
    }

    fn label_of_feed(&self, id: FeedId) -> Result<String> {
        let feed = self.library.feeds()?.into_iter().find(|feed| feed.id == id);
        Ok(feed.map(|feed| feed.label()).unwrap_or_default())
    }

    fn change_feed(&mut self, id: FeedId, change: FeedChange) -> Result<()> {
        let before = self.label_of_feed(id)?;
        let (words, label) = match &change {
            FeedChange::Name(_) => ("renamed", "renamed feed"),
            FeedChange::Tags(_) => ("tagged", "tagged feed"),
            FeedChange::Pause(true) => ("paused", "paused feed"),
            FeedChange::Pause(false) => ("resumed", "resumed feed"),
            FeedChange::Remove => ("unfollowed", "unfollowed"),
        };
        self.library.change_feeds(&[id], &format!("{label} {before}"), |settings| match &change {
            FeedChange::Name(name) => settings.name.clone_from(name),
            FeedChange::Tags(tags) => settings.tags.clone_from(tags),
            FeedChange::Pause(true) => settings.state = FeedState::Paused,
            FeedChange::Pause(false) => settings.state = FeedState::Followed,
            FeedChange::Remove => settings.state = FeedState::Removed,
        })?;
        let shown = if matches!(change, FeedChange::Name(_)) { self.label_of_feed(id)? } else { before };
        self.changed(sanitize::line(&format!("{words}: {shown} · u to undo")).into_owned(), &[])
    }

    /// Finds the first unread article of a list from an index on.
    fn next_unread(&self, range: &Range) -> Result<Option<(usize, crate::library::Piece)>> {
        let only = Query::parse(&format!("({}) is:unread", range.filter), LastWord::Complete);
        let is_plain = !range.filter.contains(['"', '“', '”', '(', ')']);
        if is_plain && !range.filter.trim().is_empty() && self.library.list(&only, range.sort, 0, 1)?.pieces.is_empty()
        {
            return Ok(None);
        }
        let query = Query::parse(&range.filter, LastWord::Open);
        let mut offset = range.places.0;
        loop {
            let ask = ListRequest { query: &query, sort: range.sort, offset, limit: WINDOW, pinned: &range.stays };
            let pieces = self.library.list_pinned(&ask, &|| true)?.pieces;
            let count = pieces.len();
            let is_unread = |piece: &crate::library::Piece| piece.state == PieceState::Unread && !piece.deleted;
            if let Some((at, piece)) = pieces.into_iter().enumerate().find(|(_, piece)| is_unread(piece)) {
                return Ok(Some((offset + at, piece)));
            }
            if count < WINDOW {
                return Ok(None);
            }
            offset += count;
        }
    }
}

/// Fetches feeds and reports the progress.
fn fetch(pages: &PageFetcher, stop: &Arc<AtomicBool>, feeds: Vec<Feed>, occasion: Occasion) -> Result<()> {
    let mut library = Library::open(&pages.file, clock())?;
    let mut progress = FeedProgress { total: feeds.len(), ..FeedProgress::default() };
    let tell = |answer| say(&pages.tell, Response::Feeds(answer));
    tell(FeedsResponse::Progress(Some(progress)));
    let (mut last_failure, mut reloaded) = (None, Instant::now());
    let load = |feed: &Feed| feed_fetch::load_feed(feed, stop);
    let at_once = occasion == Occasion::AtOnce;
    let mut take = |event| {
        progress.done += 1;
        match event {
            FeedEvent::Done(feed, saved, _) => {
                progress.new += saved.new;
                if let Some((name, why)) = saved.failed.first() {
                    last_failure = Some(format!("{}: {name}: {why}", feed.label()));
                }
                if saved.new + saved.changed > 0 && reloaded.elapsed() > RELOAD {
                    reloaded = Instant::now();
                    say(&pages.tell, Response::ChangedExternally);
                }
            }
            FeedEvent::Failed(feed, why, _) => {
                progress.failed += 1;
                last_failure = Some(format!("{}: {why}", feed.label()));
            }
            FeedEvent::Waits(..) => {}
        }
        tell(FeedsResponse::Progress(Some(progress)));
    };
    feed_fetch::fetch_feeds(&mut library, feeds, at_once, &pages.models, stop, &load, &mut take)?;
    tell(FeedsResponse::Feeds(library.feeds()?));
    say(&pages.tell, Response::ChangedExternally);
    if let Some(notice) = summary(progress, last_failure, occasion).filter(|_| !stop.load(Ordering::Relaxed)) {
        say(&pages.tell, Response::Notice(notice));
    }
    Ok(())
}

/// Returns the message at the end of a fetch. One that the user did not ask for is told only if it brought articles.
fn summary(progress: FeedProgress, failure: Option<String>, occasion: Occasion) -> Option<Notice> {
    let new = match progress.new {
        0 => "no new articles".to_owned(),
        1 => "1 new article".to_owned(),
        new => format!("{} new articles", group_digits(new)),
    };
    match (occasion, failure) {
        (Occasion::Due, _) => (progress.new > 0).then(|| Notice::Info(format!("feeds fetched: {new}"))),
        (_, Some(failure)) if progress.total == 1 => Some(Notice::Error(sanitize::line(&failure).into_owned())),
        _ if progress.failed > 0 => {
            let failed = pluralize(progress.failed, "feed", "feeds");
            Some(Notice::Error(format!("feeds fetched: {new}; {failed} failed (“error” in the list)")))
        }
        (_, Some(failure)) => Some(Notice::Error(sanitize::line(&failure).into_owned())),
        _ => Some(Notice::Info(format!("feeds fetched: {new}"))),
    }
}

fn follow(pages: &PageFetcher, address: &str) -> std::result::Result<(), String> {
    let tell = |answer| say(&pages.tell, Response::Feeds(answer));
    let (url, fetched) = match find_feeds(address, &Arc::default()) {
        Ok(FoundFeeds::One(url, fetched)) => (url, *fetched),
        Ok(FoundFeeds::Several(named)) => {
            tell(FeedsResponse::Choices(named));
            return Ok(());
        }
        Ok(FoundFeeds::None) => return Err(format!("not followed: no feed found at {}", without_login(address))),
        Err((_, FeedFailure::Stopped)) => return Ok(()),
        Err((url, failure)) => return Err(format!("not followed: {}: {}", without_login(&url), failure.reason())),
    };
    let told = |error: crate::library::Error| error.to_string();
    let mut library = Library::open(&pages.file, clock()).map_err(told)?;
    let is_new = library.follow(&url, None, &[]).map_err(told)?;
    let Some(feed) = library.feed(&url).map_err(told)? else { return Ok(()) };
    let saved = library.save_feed(&feed, fetched, &pages.models).map_err(told)?;
    let feeds = library.feeds().map_err(told)?;
    let name = feeds.iter().find(|one| one.id == feed.id).map_or_else(|| feed.label(), Feed::label);
    tell(FeedsResponse::Feeds(feeds));
    tell(FeedsResponse::Followed(feed.id));
    say(&pages.tell, Response::ChangedExternally);
    let articles = pluralize(saved.new, "new article", "new articles");
    let words = if is_new { "following" } else { "already followed:" };
    let words = format!("{words} {name} · {articles}{}", if is_new { " · u to unfollow" } else { "" });
    say(&pages.tell, Response::Notice(Notice::Info(sanitize::line(&words).into_owned())));
    match saved.failed.first() {
        Some((entry, why)) => Err(format!("{name}: {entry}: {why}")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn summary_tells_what_came_and_what_failed() {
        let progress = |total, new, failed| FeedProgress { done: total, total, new, failed };
        let told =
            |progress, failure: Option<&str>, occasion| match summary(progress, failure.map(str::to_owned), occasion) {
                Some(Notice::Info(words) | Notice::Error(words)) => words,
                None => String::new(),
            };
        assert_eq!(told(progress(3, 1_200, 0), None, Occasion::All), "feeds fetched: 1,200 new articles");
        assert_eq!(told(progress(3, 0, 0), None, Occasion::All), "feeds fetched: no new articles");
        let words = "feeds fetched: 1 new article; 2 feeds failed (“error” in the list)";
        assert_eq!(told(progress(3, 1, 2), Some("B: HTTP 404"), Occasion::All), words);
        assert_eq!(told(progress(1, 0, 1), Some("B: HTTP 404"), Occasion::AtOnce), "B: HTTP 404");
        assert_eq!(told(progress(3, 0, 2), Some("B: HTTP 404"), Occasion::Due), "", "nobody asked for it");
    }
}
