//! Processes the fetch queue: several hosts in parallel, one page of a host at a time with a pause, respecting
//! `Retry-After`. The fetching threads also analyse; this thread writes. If it is stopped or killed, the rest stays
//! in the queue and the next process continues: a lock that ends with its process shows that nobody else is working.

use super::Library;
use super::error::Result;
use super::fetch_queue::{self, FetchJob};
use super::import::analyse;
use super::piece::{Incoming, MergePolicy, Original, SaveOutcome, Seconds};
use super::prepare::{Prepared, prepare};
use crate::load::{self, Failure, Location, Options, Source, Trust};
use crate::models::Models;
use std::collections::HashMap;
use std::ffi::OsStr;
use std::fs::File;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Number of hosts in parallel.
const HOSTS: usize = 8;
/// Pause between two pages of a host.
const PAUSE: Duration = Duration::from_secs(1);
/// Interval for checking the stop flag.
const TICK: Duration = Duration::from_millis(100);

/// Progress of fetching.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchEvent {
    /// Fetching has begun.
    Begun(FetchJob),
    /// Fetched and stored.
    Done(FetchJob, FetchedText),
    /// Failed: the reason, and true if it will be retried.
    Failed(FetchJob, String, bool),
}

/// The text of a page that was fetched, compared with the one held before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FetchedText {
    /// True if it is another one.
    pub is_new: bool,
    /// Quotations that differ, counted.
    pub revised: Option<String>,
}

/// Counts of one run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct FetchReport {
    /// Number of pages fetched.
    pub done: usize,
    /// Number of failures, temporary or final.
    pub failed: usize,
}

/// Reason for not getting a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchFailure {
    /// Temporary; with a delay in seconds if the server gave one.
    Later(Option<Seconds>, String),
    /// Final.
    Never(String),
    /// The user stopped it.
    Stopped,
}

/// Loads an address of the queue; the function that callers pass to [`run`].
///
/// # Errors
/// The page could not be loaded; says whether it may be retried.
pub fn load(due: &FetchJob, stop: &Arc<AtomicBool>) -> std::result::Result<Source, FetchFailure> {
    let trust = if due.trusted { Trust::User } else { Trust::Page };
    let options = Options { trust, cancel: Some(stop.clone()), ..Options::default() };
    let location = Location::parse(OsStr::new(&due.url)).map_err(|error| FetchFailure::Never(error.to_string()))?;
    load::load(&location, &options).map_err(|error| FetchFailure::of(error.failure))
}

impl FetchFailure {
    fn of(failure: Failure) -> Self {
        let words = failure.to_string();
        match failure {
            Failure::Cancelled => Self::Stopped,
            Failure::Status(429 | 503, retry) => Self::Later(retry.and_then(|wait| wait.parse().ok()), words),
            Failure::Status(408 | 500 | 502 | 504, _)
            | Failure::TimedOut(_)
            | Failure::Unreachable(..)
            | Failure::UnknownHost(_)
            | Failure::BadResponse(_) => Self::Later(None, words),
            _ => Self::Never(words),
        }
    }
}

/// Works until nothing in the queue is due or `stop` is set.
///
/// # Errors
/// The library can't be written; pages not stored stay in the queue.
pub fn run(
    library: &mut Library,
    models: &Models,
    stop: &AtomicBool,
    load: &(dyn Fn(&FetchJob) -> std::result::Result<Source, FetchFailure> + Sync),
    told: &mut dyn FnMut(FetchEvent),
) -> Result<FetchReport> {
    let mut report = FetchReport::default();
    let alone = Alone::of(library)?;
    let (jobs, waiting) = channel::<FetchJob>();
    let (results, done) = channel();
    let waiting = Mutex::new(waiting);
    thread::scope(|scope| {
        for _ in 0..HOSTS {
            let (results, waiting) = (results.clone(), &waiting);
            scope.spawn(move || {
                loop {
                    let job = waiting.lock().map(|waiting| waiting.recv());
                    let Ok(Ok(due)) = job else { break };
                    let result = load(&due).and_then(|source| prepared(&due, source, models));
                    if results.send((due, result)).is_err() {
                        break;
                    }
                }
            });
        }
        drop(results);
        let mut busy: Vec<String> = Vec::new();
        let mut resting: HashMap<String, Instant> = HashMap::new();
        loop {
            resting.retain(|_, since| since.elapsed() < PAUSE);
            let mut none_due = true;
            while busy.len() < HOSTS && !stop.load(Ordering::Relaxed) {
                let mut unwanted = busy.clone();
                unwanted.extend(resting.keys().cloned());
                let Some(due) = library.claim(&unwanted)? else { break };
                none_due = false;
                busy.push(due.host.clone());
                told(FetchEvent::Begun(due.clone()));
                let _ = jobs.send(due);
            }
            if busy.is_empty() && (stop.load(Ordering::Relaxed) || (none_due && resting.is_empty())) {
                break;
            }
            match done.recv_timeout(TICK) {
                Ok((due, result)) => {
                    busy.retain(|host| *host != due.host);
                    resting.insert(due.host.clone(), Instant::now());
                    store(library, due, result, &mut report, told)?;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
        }
        drop(jobs);
        drop(alone);
        Ok(report)
    })
}

/// The lock of the queue's main worker, in a file beside the library. Other processes work on unclaimed addresses.
struct Alone {
    path: PathBuf,
    _lock: File,
}

impl Alone {
    /// Takes the lock and releases the claims of killed processes. Returns `None` if another process has it or
    /// locking is impossible.
    fn of(library: &mut Library) -> Result<Option<Self>> {
        let Some(mut path) = library.file().map(|file| file.as_os_str().to_owned()) else { return Ok(None) };
        path.push("-fetching");
        let path = PathBuf::from(path);
        let locked = File::create(&path).ok().filter(|lock| lock.try_lock().is_ok());
        let Some(lock) = locked else { return Ok(None) };
        library.unclaim_all()?;
        Ok(Some(Self { path, _lock: lock }))
    }
}

impl Drop for Alone {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.path);
    }
}

struct FetchedPage {
    prepared: Prepared,
    /// Address after redirects.
    url: Option<String>,
}

/// Reason not to keep what a host shows to those without a login, if the user set one.
pub const STUB: &str =
    "the site shows no more than to visitors; renew the headers or cookies of this host in the settings";

fn prepared(due: &FetchJob, source: Source, models: &Models) -> std::result::Result<FetchedPage, FetchFailure> {
    let url = source.url.clone();
    let original = Original { media_type: source.media_type, charset: source.charset.clone(), bytes: source.bytes };
    let incoming = Incoming {
        url: Some(due.url.clone()),
        original: Some(original),
        intent: MergePolicy::Fetch,
        ..Incoming::default()
    };
    let incoming = analyse(incoming, models);
    let Some(reading) = &incoming.reading else {
        return Err(FetchFailure::Never("the page has no text".into()));
    };
    if load::has_access(&due.url) && reading.is_stub() {
        return Err(FetchFailure::Never(STUB.into()));
    }
    let prepared = prepare(incoming).map_err(|error| FetchFailure::Never(error.to_string()))?;
    Ok(FetchedPage { prepared, url })
}

fn store(
    library: &mut Library,
    due: FetchJob,
    result: std::result::Result<FetchedPage, FetchFailure>,
    report: &mut FetchReport,
    told: &mut dyn FnMut(FetchEvent),
) -> Result<()> {
    let again = |library: &Library, wait: Seconds| Some(library.now() + wait.clamp(1, fetch_queue::MAX_DELAY));
    match result {
        Ok(page) => {
            if let Some(outcome) = library.save_page(due.piece, page.prepared, page.url.as_deref())? {
                library.fetched(due.piece)?;
                report.done += 1;
                let is_new = !matches!(outcome, SaveOutcome::Same(_));
                let revised = if is_new { library.revised(due.piece)? } else { None };
                told(FetchEvent::Done(due, FetchedText { is_new, revised }));
            } else {
                let why = "the page has less text than the feed gave; that text stays".to_owned();
                report.failed += 1;
                library.fetch_failed(due.piece, &why, None)?;
                told(FetchEvent::Failed(due, why, false));
            }
        }
        Err(FetchFailure::Stopped) => library.unclaim(due.piece)?,
        Err(FetchFailure::Later(wait, why)) => {
            report.failed += 1;
            let until = again(library, wait.unwrap_or(300));
            let again = library.fetch_failed(due.piece, &why, until)?;
            if let (Some(_), Some(until)) = (wait, until) {
                library.delay_host(&due.host, until)?;
            }
            told(FetchEvent::Failed(due, why, again));
        }
        Err(FetchFailure::Never(why)) => {
            report.failed += 1;
            library.fetch_failed(due.piece, &why, None)?;
            told(FetchEvent::Failed(due, why, false));
        }
    }
    Ok(())
}
