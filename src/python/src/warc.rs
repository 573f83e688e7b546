//! [`StoredPages`]: the pages of a web archive.

use crate::read;
use pyo3::exceptions::{PyOSError, PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyDict;
use sayso::load::warc::{self, WarcEvent, WarcInput, WarcPage, WarcReader};
use sayso::load::{MAX_BYTES, Options};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// Records that are no pages, and damage.
#[derive(Default)]
struct LeftOut {
    skipped: BTreeMap<&'static str, usize>,
    damaged: Vec<(u64, String)>,
}

/// Pages of an archive whose gzip members begin in a range of bytes, in order.
#[pyclass(frozen, module = "sayso._sayso")]
pub(crate) struct StoredPages {
    file: String,
    reader: Mutex<WarcReader<WarcInput>>,
    left_out: Arc<Mutex<LeftOut>>,
}

#[pymethods]
impl StoredPages {
    #[new]
    #[pyo3(signature = (path, start=0, end=None))]
    fn new(path: PathBuf, start: u64, end: Option<u64>) -> PyResult<Self> {
        let file = path.to_string_lossy().into_owned();
        let form = warc::form_of(&path)?.ok_or_else(|| PyValueError::new_err(format!("{file}: not a web archive")))?;
        let reader = warc::open(&path, form, start..end.unwrap_or(u64::MAX), MAX_BYTES)?;
        Ok(Self { file, reader: Mutex::new(reader), left_out: Arc::default() })
    }

    fn __iter__(this: Py<Self>) -> Py<Self> {
        this
    }

    fn __next__(&self, py: Python<'_>) -> PyResult<Option<StoredPage>> {
        py.detach(|| {
            let mut reader = self.reader.lock().map_err(|_| PyRuntimeError::new_err("the reader broke off"))?;
            for event in reader.by_ref() {
                let event = event.map_err(|error| PyOSError::new_err(format!("{}: {error}", self.file)))?;
                let mut left_out = self.left_out.lock().unwrap_or_else(PoisonError::into_inner);
                match event {
                    WarcEvent::Page(page) => {
                        let (offset, record_id) = (page.offset, page.record_id.clone());
                        let (url, date) = (page.url.clone(), page.date.clone());
                        let left_out = Arc::clone(&self.left_out);
                        let page = Mutex::new(Some(page));
                        return Ok(Some(StoredPage {
                            file: self.file.clone(),
                            offset,
                            record_id,
                            url,
                            date,
                            page,
                            left_out,
                        }));
                    }
                    WarcEvent::Skipped(skip) => *left_out.skipped.entry(skip.reason.name()).or_default() += 1,
                    WarcEvent::Damaged(damage) => left_out.damaged.push((damage.offset, damage.fault.to_string())),
                }
            }
            Ok(None)
        })
    }

    /// Counts of records that are no pages, by reason, so far.
    #[getter]
    fn skipped<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        let counts = PyDict::new(py);
        for (reason, count) in &self.left_out.lock().unwrap_or_else(PoisonError::into_inner).skipped {
            counts.set_item(reason, count)?;
        }
        Ok(counts)
    }

    /// Damaged places so far: the position and the reason of each.
    #[getter]
    fn damaged(&self) -> Vec<(u64, String)> {
        self.left_out.lock().unwrap_or_else(PoisonError::into_inner).damaged.clone()
    }
}

/// A page of an archive.
#[pyclass(frozen, module = "sayso._sayso")]
pub(crate) struct StoredPage {
    file: String,
    /// Position of its record in the archive.
    #[pyo3(get)]
    offset: u64,
    /// `WARC-Record-ID`.
    #[pyo3(get)]
    record_id: Option<String>,
    /// `WARC-Target-URI`.
    #[pyo3(get)]
    url: Option<String>,
    /// `WARC-Date`.
    #[pyo3(get)]
    date: Option<String>,
    page: Mutex<Option<WarcPage>>,
    left_out: Arc<Mutex<LeftOut>>,
}

#[pymethods]
impl StoredPage {
    /// Returns its reading as JSON, once; `None` if it turns out to be no page, which is counted.
    fn read(&self, py: Python<'_>) -> PyResult<Option<String>> {
        py.detach(|| {
            let Some(page) = self.page.lock().unwrap_or_else(PoisonError::into_inner).take() else { return Ok(None) };
            // Deep pages need more stack than threads of Python may have.
            let thread = std::thread::Builder::new().stack_size(crate::STACK);
            std::thread::scope(|scope| {
                let json = thread.spawn_scoped(scope, || self.json(page))?.join();
                json.map_err(|_| PyRuntimeError::new_err("the thread broke off"))
            })
        })
    }
}

impl StoredPage {
    fn json(&self, page: WarcPage) -> Option<String> {
        let mut skipped = false;
        let location = self.url.clone().unwrap_or_else(|| self.file.clone());
        let json = read::json(&location, || {
            page.into_source(&self.file, &Options::default()).map_err(|skip| {
                skipped = true;
                let mut left_out = self.left_out.lock().unwrap_or_else(PoisonError::into_inner);
                *left_out.skipped.entry(skip.reason.name()).or_default() += 1;
                String::new()
            })
        });
        (!skipped).then_some(json)
    }
}
