//! Web archives as containers: their pages are found once and read again when they are asked for.

use super::Article;
use crate::document::WarcOrigin;
use crate::limits::MAX_MEMBERS;
use crate::load::error::Failure;
use crate::load::file::unreadable;
use crate::load::media::is_web;
use crate::load::options::Options;
use crate::load::warc::{self, WarcEvent, WarcForm};
use std::path::{Path, PathBuf};
use url::Url;

/// The pages of an archive on disk.
#[derive(Debug)]
pub(super) struct ArchivedPages {
    path: PathBuf,
    form: WarcForm,
    /// Position of the record of each page.
    offsets: Vec<u64>,
}

impl ArchivedPages {
    /// Finds the pages of a file; `None` if it is no archive.
    ///
    /// # Errors
    /// It cannot be read, or has no page.
    pub(super) fn open(path: &Path, options: &Options) -> Option<Result<Self, Failure>> {
        let form = warc::form_of(path).ok()??;
        Some(Self::index(path, form, options))
    }

    fn index(path: &Path, form: WarcForm, options: &Options) -> Result<Self, Failure> {
        let most = options.limits.bytes;
        let reader = warc::open(path, form, 0..u64::MAX, most).map_err(|error| unreadable(&error))?;
        let mut offsets = Vec::new();
        for event in reader {
            if options.cancelled() {
                return Err(Failure::Cancelled);
            }
            if let WarcEvent::Page(page) = event.map_err(|error| unreadable(&error))? {
                offsets.push(page.offset);
            }
            if offsets.len() > MAX_MEMBERS {
                return Err(Failure::TooManyArticles(MAX_MEMBERS));
            }
        }
        if offsets.is_empty() { Err(Failure::Empty) } else { Ok(Self { path: path.to_owned(), form, offsets }) }
    }

    /// Number of pages.
    pub(super) const fn len(&self) -> usize {
        self.offsets.len()
    }

    /// Reads one page, counted from 0.
    ///
    /// # Errors
    /// There is no such page, or it cannot be read.
    pub(super) fn article(&self, number: usize, most: usize) -> Result<Article, Failure> {
        let offset = *self.offsets.get(number).ok_or(Failure::NoSuchArticle(self.offsets.len()))?;
        let range = offset..offset.saturating_add(1);
        let reader = warc::open(&self.path, self.form, range, most).map_err(|error| unreadable(&error))?;
        let mut pages = reader.filter_map(|event| match event {
            Ok(WarcEvent::Page(page)) if page.offset == offset => Some(page),
            _ => None,
        });
        let mut page = pages.next().ok_or(Failure::Damaged("WARC"))?;
        let bytes = page.unpack(most).map_err(|_| Failure::Damaged("WARC"))?;
        Ok(Article {
            url: page.url.as_deref().and_then(|url| Url::parse(url).ok()).filter(is_web),
            content_type: page.content_type,
            bytes,
            warc: Some(WarcOrigin {
                file: self.path.to_string_lossy().into_owned(),
                offset,
                record_id: page.record_id,
                date: page.date,
                truncated: page.truncated,
            }),
            ..Article::default()
        })
    }
}
