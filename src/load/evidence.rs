//! [`SourceEvidence`]: metadata of a text from the container that it came in.

use crate::document::{Metadata, Problem};

/// Evidence that a container gives of the text in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceEvidence {
    /// Title, authors, site, date, address, language, as far as they are known.
    pub meta: Metadata,
    /// Form of the text: it decides whether the container's or the text's own claims come first.
    pub form: SourceForm,
    /// Remarks for the reader on its origin.
    pub problems: Vec<Problem>,
}

/// Form of a text from a container.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SourceForm {
    /// A page of the web: it says itself what it is, and much of it is clutter.
    #[default]
    Page,
    /// A mail: its headers say what it is, and some of it is clutter. The one name in [`Metadata::authors`] is the
    /// sender's and may be the publication's; [`Metadata::site`] is where it was sent from.
    Mail,
    /// A book: its metadata says what it is, and all of it is its text.
    Book,
}
