//! Converts a feed entry for saving: the author's text, followed by its enclosures.

use super::elements::escape;
use super::{Enclosure, FeedEntry};
use crate::article::count_words;
use crate::document::{MediaType, Metadata};
use crate::library::address::host;
use crate::library::{Incoming, MergePolicy, Original, TextSource, UserData, dates};
use std::fmt::Write;

/// Shorter texts, in words, are summaries: their page is fetched.
const MIN_FULL_WORDS: usize = 150;
/// Shortest remark on another site's page, in words, that is the article itself.
const MIN_REMARK_WORDS: usize = 12;

impl FeedEntry {
    /// Returns true if the entry's text is the whole article. `site` is the address of the feed or its site.
    pub fn is_full(&self, site: Option<&str>) -> bool {
        let words = self.html.as_deref().map_or(0, |html| count_words(&super::inline::plain(html)));
        let elsewhere = || {
            let (site, link) = (site.and_then(host), self.link.as_deref().and_then(host));
            site.zip(link).is_some_and(|(site, link)| !is_same_site(&site, &link))
        };
        words >= MIN_FULL_WORDS || !self.is_page || words >= MIN_REMARK_WORDS && elsewhere()
    }

    /// Converts the entry for saving under the name of its feed.
    pub fn incoming(self, feed: Option<&str>) -> Incoming {
        self.incoming_of(feed, None)
    }

    /// Like `incoming`; the address of the feed's site helps to decide whether the text is complete.
    pub(in crate::library) fn incoming_of(self, feed: Option<&str>, site: Option<&str>) -> Incoming {
        let text_source = if self.is_full(site) { TextSource::Author } else { TextSource::Excerpt };
        let html = self.whole_html();
        let meta = Metadata {
            title: self.title,
            authors: self.authors,
            site: feed.map(str::to_owned),
            published: self.date.map(dates::show),
            ..Metadata::default()
        };
        let original = html.map(|html| Original {
            media_type: MediaType::Html,
            charset: "utf-8".into(),
            bytes: html.into_bytes(),
        });
        Incoming {
            url: self.link,
            meta,
            user_data: UserData { tags: self.tags, saved: self.date, ..UserData::default() },
            original,
            text_source,
            base: self.base,
            intent: MergePolicy::Feed,
            ..Incoming::default()
        }
    }

    /// Returns the text with links to the enclosures below it.
    fn whole_html(&self) -> Option<String> {
        let mut html = self.html.clone().unwrap_or_default();
        for one in &self.enclosures {
            // Writing to a string cannot fail.
            let _ = write!(html, "\n<p><a href=\"{}\">{}</a></p>", escape(&one.url), escape(&one.label()));
        }
        // An entry without a text consists of its title.
        if html.is_empty() && !self.is_page {
            html = self.title.as_deref().map(escape)?;
        }
        (!html.is_empty()).then_some(html)
    }
}

/// Returns true if the hosts are equal or one is a subdomain of the other: `blog.a.example` and `a.example`.
fn is_same_site(one: &str, other: &str) -> bool {
    let part = |one: &str, of: &str| one == of || one.strip_suffix(of).is_some_and(|rest| rest.ends_with('.'));
    part(one, other) || part(other, one)
}

impl Enclosure {
    /// Returns kind, length and size: `Audio, 45:10, 31.4 MB`.
    pub fn label(&self) -> String {
        let kind = self.media_type.as_deref().unwrap_or_default();
        let kind = match kind.split('/').next().unwrap_or_default() {
            "audio" => "Audio",
            "video" => "Video",
            "image" => "Picture",
            _ => "File",
        };
        let mut label = kind.to_owned();
        if let Some(duration) = &self.duration {
            label.push_str(", ");
            label.push_str(&clock_time(duration));
        }
        if let Some(bytes) = self.bytes {
            // Writing to a string cannot fail.
            let _ = match bytes {
                0..100_000 => write!(label, ", {} kB", bytes.div_ceil(1_000)),
                _ => write!(label, ", {}.{} MB", bytes / 1_000_000, bytes / 100_000 % 10),
            };
        }
        label
    }
}

/// Formats a duration in seconds as minutes and seconds.
fn clock_time(duration: &str) -> String {
    let Ok(seconds) = duration.trim().parse::<f64>() else { return duration.trim().chars().take(12).collect() };
    let seconds = seconds.clamp(0.0, 1e7) as u64;
    let (hours, minutes, seconds) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
    if hours > 0 { format!("{hours}:{minutes:02}:{seconds:02}") } else { format!("{minutes}:{seconds:02}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enclosure_is_labelled_with_its_length() {
        let mut one =
            Enclosure { media_type: Some("audio/mpeg".into()), bytes: Some(31_415_926), ..Enclosure::default() };
        one.duration = Some("2710".into());
        assert_eq!(one.label(), "Audio, 45:10, 31.4 MB");
        one.duration = Some("1:02:03".into());
        assert_eq!(one.label(), "Audio, 1:02:03, 31.4 MB");
        assert_eq!(Enclosure { bytes: Some(1_200), ..Enclosure::default() }.label(), "File, 2 kB");
    }
}
