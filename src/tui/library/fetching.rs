//! Fetching beside the librarian's work: on a thread with connections of its own.

use super::Answer;
use super::worker::{Desk, Tell, clock, say};
use crate::knowledge::Knowledge;
use crate::library::{Id, Library, Result, fetch};
use crate::parse::clean;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

impl Desk {
    pub(super) fn fetch(&mut self, ids: &[Id]) -> Result<()> {
        for &id in ids {
            self.library.enqueue(id, true)?;
        }
        if ids.is_empty() {
            self.library.enqueue_missing()?;
        }
        self.start_fetching();
        Ok(())
    }

    /// How long until something that was put off is due: at least a while, so that an address that another sayso has
    /// claimed is not asked about without end. None where nothing is, or the user has stopped fetching.
    pub(super) fn until_due(&self) -> Option<Duration> {
        const WHILE: i64 = 30;
        let going_on = self.library.is_writable() && !self.stop.load(Ordering::Relaxed);
        let due = self.library.next_due().ok().flatten().filter(|_| going_on)?;
        let seconds = (due - self.library.now()).clamp(WHILE, 86_400);
        Some(Duration::from_secs(seconds as u64))
    }

    pub(super) fn start_fetching(&self) {
        if self.fetching.swap(true, Ordering::SeqCst) {
            return;
        }
        self.stop.store(false, Ordering::Relaxed);
        let (file, tell, knowledge) = (self.file.clone(), self.tell.clone(), self.knowledge.clone());
        let (stop, fetching) = (self.stop.clone(), self.fetching.clone());
        let begun = std::thread::Builder::new().name(crate::tui::worker::THREAD.into()).spawn(move || {
            if let Err(error) = fetch_all(&file, &tell, &knowledge, &stop) {
                say(&tell, Answer::Failed(clean::line(&error.to_string()).into_owned()));
            }
            fetching.store(false, Ordering::SeqCst);
        });
        if begun.is_err() {
            self.fetching.store(false, Ordering::SeqCst);
        }
    }
}

/// What the foot tells of a failure: the reason first, and the host, which says enough of the address.
fn failed(why: &str, host: &str) -> String {
    let words = if why.contains(host) { why.to_owned() } else { format!("{why} · {host}") };
    clean::line(&words).into_owned()
}

fn fetch_all(file: &std::path::Path, tell: &Tell, knowledge: &Knowledge, stop: &Arc<AtomicBool>) -> Result<()> {
    let mut library = Library::open(file, clock())?;
    let looking = Library::open(file, clock())?;
    let mut told = |event: fetch::Event| {
        let waiting = looking.waiting().map_or(0, |waiting| waiting.waiting);
        let (piece, problem) = match event {
            fetch::Event::Begun(_) => (None, None),
            fetch::Event::Done(due) => (looking.piece(due.piece).ok().map(Box::new), None),
            fetch::Event::Failed(due, why, _) => (None, Some(failed(&why, &due.host))),
        };
        say(tell, Answer::Fetching(waiting, piece, problem));
    };
    fetch::run(&mut library, knowledge, stop, &|due| fetch::load(due, stop), &mut told)?;
    say(tell, Answer::Fetching(0, None, None));
    Ok(())
}
