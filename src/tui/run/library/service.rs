//! [`LibraryService`]: the handle of the library thread. Requests go in; responses are passed to a callback.

use crate::models::Models;
use crate::tui::run::library::worker;
use crate::tui::run::library::worker::Tell;
use crate::tui::run::tasks;
use crate::tui::state::request::{Request, Response};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

/// Pending requests, for checks during long work.
#[derive(Debug, Default)]
pub(super) struct Pending {
    /// Number of the last list request; work on earlier ones can stop.
    pub(super) listed: AtomicU32,
    /// Number of waiting requests; they take precedence over postponed work.
    pub(super) waiting: AtomicUsize,
}

/// Handle of the library thread.
#[derive(Debug)]
pub struct LibraryService {
    requests: Sender<Request>,
    wishes: Arc<Pending>,
    thread: Option<std::thread::JoinHandle<()>>,
}

impl LibraryService {
    /// Starts the thread for a library file (`None`: the default one). The file is opened with the first request.
    pub fn new(file: Option<PathBuf>, models: Arc<Models>, answer: impl Fn(Response) + Send + 'static) -> Self {
        let (requests, asked) = channel();
        let tell: Tell = Arc::new(Mutex::new(Box::new(answer)));
        let wishes = Arc::new(Pending::default());
        let known = Arc::clone(&wishes);
        // Without a thread, requests stay unanswered; reading still works.
        let thread = std::thread::Builder::new().name(tasks::THREAD.into()).spawn(move || {
            worker::serve(file.or_else(crate::paths::library_file).as_ref(), &models, &asked, &tell, &known);
        });
        let thread = thread.inspect_err(|error| log::error!("cannot start the library thread: {error}")).ok();
        Self { requests, wishes, thread }
    }

    /// Waits until all requests are done, so that no change made just before the exit is lost.
    pub fn finish(self) {
        drop(self.requests);
        if let Some(thread) = self.thread {
            let _ = thread.join();
        }
    }

    /// Queues a request.
    pub fn ask(&self, request: Request) {
        if let Request::List { number, .. } = request {
            self.wishes.listed.store(number, Ordering::Relaxed);
        }
        self.wishes.waiting.fetch_add(1, Ordering::Relaxed);
        let _ = self.requests.send(request);
    }
}
