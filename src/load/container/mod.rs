//! Containers: files in which a text stands together with other things, or many texts together. One is opened, and each
//! article in it becomes a [`Source`](super::Source) of its own, with what the container tells of it.
//!
//! | file | reads |
//! | --- | --- |
//! | `sniff` | which container it is, by content |
//! | `mail`, `mbox`, `maildir` | messages, alone and many together |
//! | `mime` | the parts of a message |
//! | `mhtml`, `webarchive` | a page saved with its pictures |
//! | `related_pictures` | the pictures of a message |
//! | `epub` | a book |
//! | `archive` | the pages of a web archive, read by [`warc`](super::warc) |
//! | `saved_page`, `archive_copy` | what programs that save pages leave in them |
//! | `markup`, `tracking` | HTML without a tree; links through counters |
//! | `open` | files, folders, standard input; the last container stays open |
//!
//! Nothing is unpacked by its name, and nothing in a container can name a file. Of several articles each has the container's
//! location with `#` and its number.

mod archive;
pub(super) mod archive_copy;
pub(super) mod epub;
mod mail;
mod maildir;
mod markup;
mod mbox;
mod mhtml;
mod mime;
pub(super) mod open;
mod related_pictures;
pub(super) mod saved_page;
mod sniff;
mod tracking;
mod webarchive;

use super::error::Failure;
use super::evidence::SourceEvidence;
use super::options::Options;
use super::unpack::read_bounded;
use crate::document::WarcOrigin;
use crate::limits::MAX_CONTAINED_BYTES;
use sniff::ContainerKind;
use std::fmt;
use std::io::{Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};
use url::Url;

/// The bytes of one article, with what its container tells of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Article {
    /// The address of the page, if it is one.
    pub(super) url: Option<Url>,
    /// As a server's header would be.
    pub(super) content_type: Option<String>,
    /// The text.
    pub(super) bytes: Vec<u8>,
    /// Evidence from the container.
    pub(super) evidence: SourceEvidence,
    /// Place in the web archive that it comes from.
    pub(super) warc: Option<WarcOrigin>,
}

/// A stream in which each place can be read.
trait Stream: Read + Seek + Send {}

impl<S: Read + Seek + Send> Stream for S {}

/// An open container of several articles.
pub(super) struct Container {
    articles: Articles,
}

/// Places of the articles of a container.
enum Articles {
    /// Messages of an mbox: the file, and the bytes of each.
    Messages(Mutex<Box<dyn Stream>>, Vec<Range<u64>>),
    /// Messages that are files of a Maildir.
    Files(Vec<PathBuf>),
    /// Pages of a web archive.
    Pages(archive::ArchivedPages),
}

impl fmt::Debug for Container {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Container").field("articles", &self.len()).finish_non_exhaustive()
    }
}

impl Container {
    /// The number of articles.
    pub(super) const fn len(&self) -> usize {
        match &self.articles {
            Articles::Messages(_, messages) => messages.len(),
            Articles::Files(files) => files.len(),
            Articles::Pages(pages) => pages.len(),
        }
    }

    /// One article, counted from 0.
    ///
    /// # Errors
    /// There is no such article, or it can't be read; the others may.
    pub(super) fn article(&self, number: usize, options: &Options) -> Result<Article, Failure> {
        match &self.articles {
            Articles::Messages(stream, messages) => {
                let message = messages.get(number).ok_or(Failure::NoSuchArticle(messages.len()))?;
                let bytes = part(stream, message)?;
                mail::article(&mbox::unescaped(bytes), options)
            }
            Articles::Files(files) => {
                let file = files.get(number).ok_or(Failure::NoSuchArticle(files.len()))?;
                let bytes = super::file::read_file_of(file, options, MAX_CONTAINED_BYTES)?;
                mail::article(&bytes, options)
            }
            Articles::Pages(pages) => pages.article(number, options.limits.bytes),
        }
    }
}

/// The bytes of one part of a stream.
fn part(stream: &Mutex<Box<dyn Stream>>, range: &Range<u64>) -> Result<Vec<u8>, Failure> {
    let unreadable = |error: std::io::Error| Failure::Unreadable(error.to_string());
    let mut stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
    stream.seek(SeekFrom::Start(range.start)).map_err(unreadable)?;
    read_bounded(&mut stream.as_mut().take(range.end - range.start), MAX_CONTAINED_BYTES, unreadable)
}

/// The one article of a container that holds one.
fn single(kind: ContainerKind, bytes: &[u8], options: &Options) -> Result<Article, Failure> {
    match kind {
        ContainerKind::Mail | ContainerKind::Mbox => mail::article(bytes, options),
        ContainerKind::Mhtml => mhtml::article(bytes, options),
        ContainerKind::WebArchive => webarchive::article(bytes),
        ContainerKind::Epub => epub::article(std::io::Cursor::new(bytes)),
    }
}
