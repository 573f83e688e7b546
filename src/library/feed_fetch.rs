//! Fetches feeds: several hosts in parallel, the feeds of one host in sequence with a pause, each with the validators
//! of its last answer. Slow, broken or missing feeds do not delay others.

use super::address::host;
use super::error::Result;
use super::feed;
use super::feed_entries::{FetchedFeed, SavedEntries};
use super::feeds::{Feed, FeedState};
use super::{Library, Seconds, dates};
use crate::load::{self, Accept, Failure, Options};
use crate::models::Models;
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

/// Number of hosts in parallel.
const MAX_HOSTS: usize = 8;
/// Pause between two feeds of a host.
const PAUSE: Duration = Duration::from_millis(200);
/// Interval for checking the stop flag.
const TICK: Duration = Duration::from_millis(50);
/// Delay after an overloaded server that gives no time, in seconds.
const BUSY_WAIT: Seconds = 1_800;
/// First delay after repeated failures, in seconds; it doubles with each further one.
const FIRST_BACK_OFF: Seconds = 900;
const MAX_BACK_OFF: Seconds = 86_400;

/// Progress of fetching.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedEvent {
    /// Saved; with a warning, as a clause, if something is wrong with the feed.
    Done(Box<Feed>, SavedEntries, Option<String>),
    /// Failed: the reason, and true if the feed has ended for good.
    Failed(Box<Feed>, String, bool),
    /// Not requested before this time.
    Waits(Box<Feed>, Seconds),
}

/// Counts of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FeedReport {
    /// Number of feeds fetched or unchanged.
    pub done: usize,
    /// Number of feeds that failed.
    pub failed: usize,
    /// Number of new articles.
    pub new: usize,
}

/// Reason for not getting a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FeedFailure {
    /// The server says that it is gone for good.
    Gone(String),
    /// The server asks for a pause, perhaps for this many seconds.
    Busy(Option<Seconds>, String),
    /// It is a web page: its text and address.
    Page(String, String),
    /// Any other reason.
    Failed(String),
    /// The user stopped it.
    Stopped,
}

/// Loads and parses a feed; the function that callers pass to [`fetch_feeds`].
///
/// # Errors
/// The feed could not be loaded or is not a feed.
pub fn load_feed(feed: &Feed, stop: &Arc<AtomicBool>) -> std::result::Result<FetchedFeed, FeedFailure> {
    let wrong = |why: String| FeedFailure::Failed(why);
    let url = url::Url::parse(&feed.url).map_err(|error| wrong(error.to_string()))?;
    let options = Options {
        accept: Accept::Feed,
        validators: feed.validators.clone(),
        cancel: Some(stop.clone()),
        ..Options::default()
    };
    let fetched = load::fetch(&url, &options).map_err(|error| FeedFailure::of(&error.failure))?;
    if fetched.is_unchanged {
        return Ok(FetchedFeed { validators: feed.validators.clone(), ..FetchedFeed::default() });
    }
    let kind = fetched.content_type.as_deref();
    let file = feed::parse(&fetched.bytes, kind, Some(fetched.url.as_str())).map_err(|why| {
        let text = load::decode_markup(&fetched.bytes, kind);
        if text.contains("<html") || text.contains("<HTML") || text.contains("<head") {
            FeedFailure::Page(text.into_owned(), fetched.url.to_string())
        } else {
            wrong(why)
        }
    })?;
    // The new address keeps the credentials of the old one.
    let moved_to = fetched.moved_to.map(|mut to| {
        if to.host_str() == url.host_str() {
            // Neither can fail for an address with a host.
            let _ = (to.set_username(url.username()), to.set_password(url.password()));
        }
        String::from(to)
    });
    // A truncated feed is requested in full next time.
    let validators = if file.problem.is_some() { load::Validators::default() } else { fetched.validators };
    Ok(FetchedFeed { file: Some(file), validators, moved_to })
}

impl FeedFailure {
    /// Returns the reason as a clause.
    pub fn reason(&self) -> String {
        match self {
            Self::Gone(why) | Self::Busy(_, why) | Self::Failed(why) => why.clone(),
            Self::Page(html, _) => {
                let title = html.split_once("<title>").and_then(|(_, rest)| rest.split_once("</title>"));
                let title =
                    title.map(|(title, _)| format!(" (“{}”)", title.trim().chars().take(60).collect::<String>()));
                format!("a web page, not a feed{}", title.unwrap_or_default())
            }
            Self::Stopped => "stopped".into(),
        }
    }

    fn of(failure: &Failure) -> Self {
        match failure {
            Failure::Cancelled => Self::Stopped,
            Failure::Status(410, _) => Self::Gone("HTTP 410: the feed has ended; it will not be fetched again".into()),
            Failure::Status(429 | 503, retry) => {
                Self::Busy(retry.as_ref().and_then(|wait| wait.parse().ok()), failure.to_string())
            }
            Failure::Status(404, _) => Self::Failed("HTTP 404: feed not found; check the URL".into()),
            other => Self::Failed(other.to_string()),
        }
    }
}

/// Fetches feeds and saves their entries. Skips paused and ended ones, and those that must wait unless `at_once` is
/// set.
///
/// # Errors
/// The library can't be written.
pub fn fetch_feeds(
    library: &mut Library,
    feeds: Vec<Feed>,
    at_once: bool,
    models: &Models,
    stop: &AtomicBool,
    load: &(dyn Fn(&Feed) -> std::result::Result<FetchedFeed, FeedFailure> + Sync),
    report_event: &mut dyn FnMut(FeedEvent),
) -> Result<FeedReport> {
    let mut report = FeedReport::default();
    let queue = Mutex::new(by_host(library, feeds, at_once, report_event)?);
    let hosts = queue.lock().unwrap_or_else(PoisonError::into_inner).len();
    let (results, done) = channel();
    thread::scope(|scope| {
        for _ in 0..hosts.min(MAX_HOSTS) {
            let (results, queue) = (results.clone(), &queue);
            scope.spawn(move || {
                let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
                while let Some(feeds) = next() {
                    for (number, feed) in feeds.into_iter().enumerate() {
                        if number > 0 {
                            thread::sleep(PAUSE);
                        }
                        if stop.load(Ordering::Relaxed) {
                            return;
                        }
                        let result = load(&feed);
                        if results.send((feed, result)).is_err() {
                            return;
                        }
                    }
                }
            });
        }
        drop(results);
        loop {
            match done.recv_timeout(TICK) {
                Ok((feed, result)) => store(library, feed, result, models, &mut report, report_event)?,
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(report),
            }
        }
    })
}

/// Groups the feeds to request by host, in order.
fn by_host(
    library: &Library,
    feeds: Vec<Feed>,
    at_once: bool,
    report_event: &mut dyn FnMut(FeedEvent),
) -> Result<VecDeque<Vec<Feed>>> {
    let mut hosts: VecDeque<Vec<Feed>> = VecDeque::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for feed in feeds {
        if feed.settings.state != FeedState::Followed {
            continue;
        }
        if let Some(until) = library.feed_rests(feed.id)?.filter(|_| !at_once) {
            report_event(FeedEvent::Waits(Box::new(feed), until));
            continue;
        }
        let place = *places.entry(host(&feed.url).unwrap_or_default()).or_insert_with(|| {
            hosts.push_back(Vec::new());
            hosts.len() - 1
        });
        if let Some(host) = hosts.get_mut(place) {
            host.push(feed);
        }
    }
    Ok(hosts)
}

/// Delay after a failure in seconds; none after the first one, which may be an accident.
fn back_off(feed: &Feed) -> Seconds {
    match feed.errors {
        0 => 0,
        errors => FIRST_BACK_OFF.saturating_mul(1 << (errors - 1).min(10)).min(MAX_BACK_OFF),
    }
}

fn store(
    library: &mut Library,
    feed: Feed,
    result: std::result::Result<FetchedFeed, FeedFailure>,
    models: &Models,
    report: &mut FeedReport,
    report_event: &mut dyn FnMut(FeedEvent),
) -> Result<()> {
    let (why, wait, ended) = match result {
        Ok(fetched) => {
            let problem = fetched.file.as_ref().and_then(|file| file.problem.clone());
            let title = fetched.file.as_ref().and_then(|file| file.title.clone());
            let saved = library.save_feed(&feed, fetched, models)?;
            let feed = Feed { title: feed.title.clone().or(title), ..feed };
            report.done += 1;
            report.new += saved.new;
            report_event(FeedEvent::Done(Box::new(feed), saved, problem));
            return Ok(());
        }
        Err(FeedFailure::Stopped) => return Ok(()),
        Err(FeedFailure::Gone(why)) => (why, 0, true),
        Err(FeedFailure::Busy(wait, why)) => {
            let wait = wait.unwrap_or(BUSY_WAIT).max(1);
            let until = dates::show(library.now() + wait.min(super::fetch_queue::MAX_DELAY));
            (format!("{why} (not fetched again before {until})"), wait, false)
        }
        Err(failure) => (failure.reason(), back_off(&feed), false),
    };
    library.feed_failed(&feed, &why, wait, ended)?;
    report.failed += 1;
    report_event(FeedEvent::Failed(Box::new(feed), why, ended));
    Ok(())
}
