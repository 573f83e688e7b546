//! From a page to the JSON of its reading.

use crate::STACK;
use pyo3::prelude::*;
use sayso::article::Article;
use sayso::declutter::ClutterOptions;
use sayso::document::Problem;
use sayso::load::{self, Options, Source};
use sayso::models::Models;
use sayso::reading::json::JsonReading;
use sayso::reading::{Reading, SourceInfo};
use sayso::{panics, pipeline};
use std::sync::LazyLock;

/// Word lists and weights, shared by all threads.
static MODELS: LazyLock<Models> = LazyLock::new(Models::default);

/// A page as Python gives it.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) bytes: Vec<u8>,
    pub(crate) url: Option<String>,
    pub(crate) content_type: Option<String>,
}

impl Page {
    pub(crate) fn json(self) -> String {
        let location = self.url.clone().unwrap_or_else(|| "-".into());
        let source = || {
            let (url, content_type) = (self.url.as_deref(), self.content_type.as_deref());
            load::from_response(url, content_type, self.bytes, &Options::default())
                .map_err(|error| what_failed(&error.failure.to_string()))
        };
        json(&location, source)
    }
}

/// Leaves out the advice that follows a failure, which is for the command line.
fn what_failed(message: &str) -> String {
    message.split(" · ").next().unwrap_or_default().to_owned()
}

/// Reads a source; what fails becomes a reading without an article and with the problem.
pub(crate) fn json(location: &str, source: impl FnOnce() -> Result<Source, String>) -> String {
    let options = ClutterOptions::default();
    let read = panics::catch(|| source().map(|source| pipeline::analyse(&source, &MODELS, &options)));
    let failed = |why| failed(location, why);
    let reading = match read {
        Ok(Ok(reading)) => reading,
        Ok(Err(why)) => failed(why),
        Err(panic) => failed(format!("sayso itself failed on this page ({panic}); please report it")),
    };
    JsonReading::of(&reading).to_line().unwrap_or_default()
}

fn failed(location: &str, why: String) -> Reading {
    let source = SourceInfo { location: location.into(), ..SourceInfo::default() };
    let article = Article { problems: vec![Problem::Other(why)], ..Article::default() };
    Reading { source, article, ..Reading::default() }
}

/// Returns the reading of a page as JSON.
#[pyfunction]
#[pyo3(signature = (html, url=None, content_type=None))]
pub(crate) fn read(py: Python<'_>, html: &[u8], url: Option<String>, content_type: Option<String>) -> PyResult<String> {
    let page = Page { bytes: html.to_vec(), url, content_type };
    // On a thread of its own, for the stack; starting it takes a thousandth of the time of a page.
    py.detach(|| {
        let thread = std::thread::Builder::new().stack_size(STACK).spawn(|| page.json())?;
        thread.join().map_err(|_| std::io::Error::other("the thread broke off"))
    })
    .map_err(PyErr::from)
}
