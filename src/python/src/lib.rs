//! `sayso._sayso`: the compiled part of the Python library. Readings cross as the JSON of `sayso extract`; what Python
//! programs see of it is in the folder `sayso` beside this one.
//!
//! The interpreter's lock is released while pages are read.

mod pool;
mod read;
mod warc;

use pyo3::prelude::*;

/// The module.
#[pymodule]
mod _sayso {
    #[pymodule_export]
    use super::pool::Pool;
    #[pymodule_export]
    use super::read::read;
    #[pymodule_export]
    use super::warc::{StoredPage, StoredPages};

    use pyo3::prelude::*;

    #[pymodule_init]
    fn init(module: &Bound<'_, PyModule>) -> PyResult<()> {
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}

/// Stack size of threads that read pages, in bytes; as the command line has it.
pub(crate) const STACK: usize = 16 * 1024 * 1024;
