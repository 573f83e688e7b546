//! Web archives (WARC, ISO 28500): their pages one by one, from any reader, in bounded memory, whatever is damaged.
//!
//! [`WarcReader`] yields a [`WarcEvent`] for each record in the order of the file: a page, a record that is none with the
//! [`SkipReason`], or damage with the position. Nothing is dropped without an event.

mod buffer;
mod digest;
mod fault;
mod file;
mod gzip;
mod header;
mod page;
mod payload;
mod reader;
mod source;
mod stream;

pub use crate::document::WarcOrigin;
pub use fault::WarcFault;
pub use file::{WarcInput, form_of, open, open_at};
pub use page::{SkipReason, WarcPage};
pub use reader::{SecondLook, WarcReader};

/// Packing of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarcForm {
    /// Not at all.
    Plain,
    /// In gzip members.
    Gzip,
}

impl WarcForm {
    /// Bytes of a file's beginning that [`WarcForm::of`] looks at.
    pub const SAMPLE: usize = 16 * 1024;

    /// The form of the archive that begins so; `None` if it is none.
    pub fn of(beginning: &[u8]) -> Option<Self> {
        if beginning.starts_with(b"WARC/") {
            return Some(Self::Plain);
        }
        gzip::beginning(beginning).starts_with(b"WARC/").then_some(Self::Gzip)
    }
}

/// One step through an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WarcEvent {
    /// A page.
    Page(WarcPage),
    /// A record that is no page.
    Skipped(WarcSkip),
    /// A record, or several, that cannot be read.
    Damaged(WarcDamage),
}

impl WarcEvent {
    /// Position in the file.
    pub const fn offset(&self) -> u64 {
        match self {
            Self::Page(page) => page.offset,
            Self::Skipped(skip) => skip.offset,
            Self::Damaged(damage) => damage.offset,
        }
    }
}

/// A record that was left out because it is no page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarcSkip {
    /// Position of its member, or without gzip of itself, in the file.
    pub offset: u64,
    /// `WARC-Record-ID`, without angle brackets.
    pub record_id: Option<String>,
    /// `WARC-Target-URI`.
    pub url: Option<String>,
    /// Reason.
    pub reason: SkipReason,
    /// The status, media type or number of bytes that was found.
    pub detail: Option<String>,
}

/// A place of an archive that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WarcDamage {
    /// Position of the member or record in the file.
    pub offset: u64,
    /// `WARC-Target-URI`, if that could be read.
    pub url: Option<String>,
    /// Kind of damage.
    pub fault: WarcFault,
}
