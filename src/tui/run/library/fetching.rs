//! Fetches texts on a thread of its own, with its own connections to the library.

use crate::library::{Library, PieceId, Result, fetch};
use crate::models::Models;
use crate::sanitize;
use crate::tui::run::library::worker::{LibraryWorker, Tell, clock, say};
use crate::tui::run::tasks;
use crate::tui::state::request::Response;
use crate::tui::values::Notice;
use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Fetches requested by the user: pieces still to come, and counts of finished ones.
#[derive(Debug, Default)]
pub(super) struct FetchRequests {
    pieces: HashSet<PieceId>,
    new: usize,
    same: usize,
}

impl FetchRequests {
    /// Records the end of one fetch: `Some(true)` for a new text, `Some(false)` for an unchanged one, `None` for a
    /// failure. After the last one, returns a summary.
    fn ended(&mut self, piece: PieceId, came: Option<bool>) -> Option<String> {
        if !self.pieces.remove(&piece) {
            return None;
        }
        self.new += usize::from(came == Some(true));
        self.same += usize::from(came == Some(false));
        if !self.pieces.is_empty() {
            return None;
        }
        let Self { new, same, .. } = std::mem::take(self);
        // The reason for a failure of the last one is already shown.
        came?;
        Some(match (new, same) {
            (1, 0) => "downloaded: new text".to_owned(),
            (0, 1) => "downloaded: unchanged".to_owned(),
            (new, same) => format!("downloaded: {new} new, {same} unchanged"),
        })
    }
}

impl LibraryWorker {
    pub(super) fn fetch(&mut self, ids: &[PieceId]) -> Result<()> {
        let mut failed = None;
        for &id in ids {
            match self.library.enqueue(id, true) {
                Ok(()) => {
                    asked(&self.asked).pieces.insert(id);
                }
                Err(error) => failed = Some(error),
            }
        }
        if ids.is_empty() {
            self.library.enqueue_missing()?;
        }
        self.start_fetching();
        failed.map_or(Ok(()), Err)
    }

    /// Returns the time until a postponed fetch is due, at least half a minute, so that an address claimed by another
    /// process is not polled constantly. `None` if nothing is due or the user has stopped fetching.
    pub(super) fn until_due(&self) -> Option<Duration> {
        const WHILE: i64 = 30;
        let going_on = self.library.is_writable() && !self.stop.load(Ordering::Relaxed);
        let due = self.library.next_due().ok().flatten().filter(|_| going_on)?;
        let seconds = (due - self.library.now()).clamp(WHILE, 86_400);
        Some(Duration::from_secs(seconds as u64))
    }

    /// Returns what a thread needs to fetch the pages that wait.
    pub(super) fn page_fetcher(&self) -> PageFetcher {
        PageFetcher {
            file: self.file.clone(),
            tell: self.tell.clone(),
            models: self.models.clone(),
            stop: self.stop.clone(),
            fetching: self.fetching.clone(),
            asked: self.asked.clone(),
        }
    }

    pub(super) fn start_fetching(&self) {
        if self.fetching.load(Ordering::SeqCst) {
            return;
        }
        let pages = self.page_fetcher();
        let begun = std::thread::Builder::new().name(tasks::THREAD.into()).spawn(move || pages.run());
        if let Err(error) = begun {
            log::error!("cannot start the thread that fetches: {error}");
        }
    }
}

/// Fetches the pages that wait, on the thread that calls it.
pub(super) struct PageFetcher {
    pub(super) file: PathBuf,
    pub(super) tell: Tell,
    pub(super) models: Arc<Models>,
    stop: Arc<AtomicBool>,
    fetching: Arc<AtomicBool>,
    asked: Arc<Mutex<FetchRequests>>,
}

impl PageFetcher {
    /// Works until nothing is due, unless another thread does.
    pub(super) fn run(&self) {
        if self.fetching.swap(true, Ordering::SeqCst) {
            return;
        }
        self.stop.store(false, Ordering::Relaxed);
        if let Err(error) = fetch_all(&self.file, &self.tell, &self.models, &self.stop, &self.asked) {
            say(&self.tell, Response::Failed(sanitize::line(&error.to_string()).into_owned()));
        }
        self.fetching.store(false, Ordering::SeqCst);
    }
}

/// Formats a failure for the footer: first the reason, then the host.
fn failed(why: &str, host: &str) -> String {
    let words = if why.contains(host) { why.to_owned() } else { format!("{why} · {host}") };
    sanitize::line(&words).into_owned()
}

fn asked(asked: &Mutex<FetchRequests>) -> MutexGuard<'_, FetchRequests> {
    asked.lock().unwrap_or_else(PoisonError::into_inner)
}

fn fetch_all(
    file: &std::path::Path,
    tell: &Tell,
    models: &Models,
    stop: &Arc<AtomicBool>,
    wanted: &Mutex<FetchRequests>,
) -> Result<()> {
    let mut library = Library::open(file, clock())?;
    let looking = Library::open(file, clock())?;
    let mut told = |event: fetch::FetchEvent| {
        let waiting = looking.queue_stats().map_or(0, |waiting| waiting.due);
        let (mut words, mut piece, mut problem) = (None, None, None);
        match event {
            fetch::FetchEvent::Begun(_) => {}
            fetch::FetchEvent::Done(due, text) => {
                piece = looking.piece(due.piece).ok().map(Box::new);
                words = asked(wanted).ended(due.piece, Some(text.is_new));
            }
            fetch::FetchEvent::Failed(due, why, _) => {
                asked(wanted).ended(due.piece, None);
                problem = Some(failed(&why, &due.host));
            }
        }
        say(tell, Response::Fetching(waiting, piece, problem));
        if let Some(words) = words {
            say(tell, Response::Notice(Notice::Info(words)));
        }
    };
    fetch::run(&mut library, models, stop, &|due| fetch::load(due, stop), &mut told)?;
    say(tell, Response::Fetching(0, None, None));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_of_all_that_was_asked_for_is_told_with_the_last() {
        let mut asked = FetchRequests { pieces: HashSet::from([1, 2, 3].map(PieceId)), ..FetchRequests::default() };
        assert_eq!(asked.ended(PieceId(9), Some(true)), None, "nobody asked for it");
        assert_eq!(asked.ended(PieceId(1), Some(true)), None);
        assert_eq!(asked.ended(PieceId(3), None), None);
        assert_eq!(asked.ended(PieceId(2), Some(false)).as_deref(), Some("downloaded: 1 new, 1 unchanged"));
        asked.pieces.insert(PieceId(2));
        assert_eq!(asked.ended(PieceId(2), Some(false)).as_deref(), Some("downloaded: unchanged"));
        asked.pieces.insert(PieceId(2));
        assert_eq!(asked.ended(PieceId(2), Some(true)).as_deref(), Some("downloaded: new text"));
    }
}
