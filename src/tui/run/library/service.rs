//! [`LibraryService`]: the handle of the thread that has the library's file open; requests go in, answers come back by a function.

use crate::models::Models;
use crate::tui::run::library::worker;
use crate::tui::run::library::worker::Tell;
use crate::tui::run::tasks;
use crate::tui::state::request::{Request, Response};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

/// What is wanted by now, for whoever is at longer work.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// The number of the last list asked for: work on an earlier one can end.
    pub(super) listed: AtomicU32,
    /// Requests that wait: they go before what can be done later.
    pub(super) waiting: AtomicUsize,
}

/// Where requests go.
#[derive(Debug)]
pub struct LibraryService {
    requests: Sender<Request>,
    wishes: Arc<Pending>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl LibraryService {
    /// A librarian for the library in that file (none: where it always is); the file is opened with the first request.
    pub fn new(file: Option<PathBuf>, models: Arc<Models>, answer: impl Fn(Response) + Send + 'static) -> Self {
        let (requests, asked) = channel();
        let tell: Tell = Arc::new(Mutex::new(Box::new(answer)));
        let wishes = Arc::new(Pending::default());
        let known = Arc::clone(&wishes);
        // A thread that cannot be had leaves requests unanswered; the reader still works.
        let thread = std::thread::Builder::new().name(tasks::THREAD.into()).spawn(move || {
            worker::serve(file.or_else(crate::paths::library_file).as_ref(), &models, &asked, &tell, &known);
        });
        let thread = thread.inspect_err(|error| log::error!("cannot start the library's thread: {error}")).ok();
        Self { requests, wishes, thread }
    }

    /// Waits until everything asked for is done, so that nothing decided on the way out is lost.
    pub fn finish(self) {
        drop(self.requests);
        if let Some(thread) = self.thread {
            let _ = thread.join();
        }
    }

    /// Asks something.
    pub fn ask(&self, request: Request) {
        if let Request::List { number, .. } = request {
            self.wishes.listed.store(number, Ordering::Relaxed);
        }
        self.wishes.waiting.fetch_add(1, Ordering::Relaxed);
        let _ = self.requests.send(request);
    }
}
