//! The librarian: one thread that has the library's file open and answers requests in order.

use super::{Answer, Request};
use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};

/// Where requests go.
#[derive(Debug)]
pub struct Librarian {
    requests: Sender<Request>,
}

impl Librarian {
    /// A librarian for the library in that file (none: where it always is); its thread starts with the first request.
    pub fn new(_file: Option<PathBuf>, _answer: impl Fn(Answer) + Send + 'static) -> Self {
        let (requests, _asked) = channel();
        Self { requests }
    }

    /// Asks something.
    pub fn ask(&self, request: Request) {
        let _ = self.requests.send(request);
    }
}
