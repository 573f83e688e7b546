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
    /// For each page, the position of its member, and its number among the pages in there.
    places: Vec<(u64, usize)>,
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
        let mut places: Vec<(u64, usize)> = Vec::new();
        for event in reader {
            if options.cancelled() {
                return Err(Failure::Cancelled);
            }
            if let WarcEvent::Page(page) = event.map_err(|error| unreadable(&error))? {
                let number =
                    places.last().map_or(0, |&(offset, number)| if offset == page.offset { number + 1 } else { 0 });
                places.push((page.offset, number));
            }
            if places.len() > MAX_MEMBERS {
                return Err(Failure::TooManyArticles(MAX_MEMBERS));
            }
        }
        if places.is_empty() { Err(Failure::Empty) } else { Ok(Self { path: path.to_owned(), form, places }) }
    }

    /// Number of pages.
    pub(super) const fn len(&self) -> usize {
        self.places.len()
    }

    /// Reads one page, counted from 0.
    ///
    /// # Errors
    /// There is no such page, or it cannot be read.
    pub(super) fn article(&self, number: usize, most: usize) -> Result<Article, Failure> {
        let &(offset, number) = self.places.get(number).ok_or(Failure::NoSuchArticle(self.places.len()))?;
        let reader = warc::open_at(&self.path, self.form, offset, most).map_err(|error| unreadable(&error))?;
        let mut pages = reader.filter_map(|event| match event {
            Ok(WarcEvent::Page(page)) => Some(page),
            _ => None,
        });
        let mut page = pages.nth(number).ok_or(Failure::Damaged("WARC"))?;
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
