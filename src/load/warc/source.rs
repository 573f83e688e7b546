//! From a page of an archive to a [`Source`], as if its address had been loaded on the day of the crawl.

use super::page::{SkipReason, WarcPage};
use super::{WarcOrigin, WarcSkip};
use crate::load::{Failure, MediaType, Options, Raw, Source};
use url::Url;

impl WarcPage {
    /// Unpacks and decodes the page. `file` is the archive as it was given; the address comes from the record.
    ///
    /// # Errors
    /// It is not HTML, or cannot be read: the record is then to be counted as skipped.
    pub fn into_source(mut self, file: &str, options: &Options) -> Result<Source, Box<WarcSkip>> {
        let (offset, record_id, url) = (self.offset, self.record_id.clone(), self.url.clone());
        self.try_into_source(file, options)
            .map_err(|(reason, detail)| Box::new(WarcSkip { offset, record_id, url, reason, detail }))
    }

    fn try_into_source(&mut self, file: &str, options: &Options) -> Result<Source, super::page::Skip> {
        let bytes = self.unpack(options.limits.bytes).map_err(|reason| (reason, None))?;
        let url = self.url.as_deref().and_then(|url| Url::parse(url).ok());
        let url = url.filter(|url| matches!(url.scheme(), "http" | "https"));
        let name = url.as_ref().map_or_else(String::new, |url| url.path().to_owned());
        let location = self.url.clone().unwrap_or_else(|| file.to_owned());
        let content_type = self.content_type.take();
        let raw = Raw { name, url, content_type, bytes, is_fetched: true, ..Raw::default() };
        let options = Options { base: None, ..options.clone() };
        let source = raw.into_source(location, &options).map_err(|failure| match failure {
            Failure::Empty => (SkipReason::Empty, None),
            Failure::TooLarge(_) => (SkipReason::TooLarge, None),
            Failure::Cut(_) | Failure::Damaged(_) | Failure::UnknownPacking(_) => (SkipReason::Coding, None),
            other => (SkipReason::NotText, Some(other.to_string())),
        })?;
        if self.is_untyped && source.media_type != MediaType::Html {
            return Err((SkipReason::MediaType, Some(source.media_type.name().to_owned())));
        }
        let origin = WarcOrigin {
            file: file.to_owned(),
            offset: self.offset,
            record_id: self.record_id.take(),
            date: self.date.take(),
            truncated: self.truncated.take(),
        };
        Ok(Source { warc: Some(origin), ..source })
    }
}
