//! `sayso reanalyse`: attributes articles again that an older version attributed.

use crate::cli::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::out;
use crate::plural::pluralize;
use std::io::Write;

/// Number of articles between two counts of the rest.
const BATCH: usize = 50;

/// Attributes all outdated articles again. After an interruption, finished ones stay done.
pub fn reanalyse(context: &CliContext) -> Result<Outcome, CliError> {
    let mut library = context.library()?;
    let mut done = 0;
    loop {
        match library.reanalyse(BATCH)? {
            0 => break,
            some => done += some,
        }
    }
    let mut out = out();
    writeln!(out, "reanalysed {}", pluralize(done, "article", "articles"))?;
    out.flush()?;
    Ok(Outcome::Done)
}
