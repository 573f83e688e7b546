//! [`Pool`]: threads that read pages in the order in which Python hands them over.

use crate::STACK;
use crate::read::Page;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use sayso::ordered::{Ordered, WindowLimits};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;

type Work = Ordered<PageReceiver, String>;

struct PageReceiver(Receiver<Page>);

impl Iterator for PageReceiver {
    type Item = Page;

    fn next(&mut self) -> Option<Page> {
        self.0.recv().ok()
    }
}

/// Threads that read pages; the caller bounds how many wait.
#[pyclass(frozen, module = "sayso._sayso")]
pub(crate) struct Pool {
    work: Arc<Work>,
    /// `None` once no more pages come.
    pages: Mutex<Option<Sender<Page>>>,
}

#[pymethods]
impl Pool {
    #[new]
    fn new(workers: usize) -> PyResult<Self> {
        let (pages, receiver) = channel();
        let limits = WindowLimits { count: usize::MAX, weight: usize::MAX };
        let work = Arc::new(Ordered::new(PageReceiver(receiver), limits));
        for _ in 0..workers.max(1) {
            let work = Arc::clone(&work);
            thread::Builder::new().stack_size(STACK).spawn(move || work.work(|_| 0, Page::json))?;
        }
        Ok(Self { work, pages: Mutex::new(Some(pages)) })
    }

    /// Hands a page over.
    #[pyo3(signature = (html, url=None, content_type=None))]
    fn submit(&self, html: &[u8], url: Option<String>, content_type: Option<String>) -> PyResult<()> {
        let pages = self.pages.lock().map_err(|_| PyRuntimeError::new_err("the pool broke off"))?;
        let sent =
            pages.as_ref().is_some_and(|pages| pages.send(Page { bytes: html.to_vec(), url, content_type }).is_ok());
        if sent { Ok(()) } else { Err(PyRuntimeError::new_err("the pool is closed")) }
    }

    /// Returns the reading of the oldest page as JSON, once it is there; `None` after the last of a closed pool.
    fn next(&self, py: Python<'_>) -> Option<String> {
        py.detach(|| self.work.next())
    }

    /// Tells that no more pages come.
    fn close(&self) {
        if let Ok(mut pages) = self.pages.lock() {
            *pages = None;
        }
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.close();
        self.work.close();
    }
}
