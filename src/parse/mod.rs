//! `parse`: what a source says, as blocks. Knows nothing of clutter and quotes. Never fails: it gives a document and the problems met.

use crate::document::Document;
use crate::load::Source;

/// Parses a source by its media type.
pub fn parse(_source: &Source) -> Document {
    Document::default()
}
