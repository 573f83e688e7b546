//! Safari's webarchive: a property list, binary or XML, in which the page and its pictures stand.

use super::Article;
use crate::load::error::Failure;
use crate::load::evidence::SourceEvidence;
use crate::load::media::is_web;
use serde::Deserialize;
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use url::Url;

/// The bytes that may be read for each byte of the file: an object may stand in several places, but not without end.
const MAX_READS: u64 = 4;

#[derive(Deserialize)]
struct WebArchive {
    #[serde(rename = "WebMainResource")]
    main: Resource,
}

#[derive(Deserialize)]
struct Resource {
    #[serde(rename = "WebResourceData")]
    data: plist::Data,
    #[serde(rename = "WebResourceURL", default)]
    url: Option<String>,
    #[serde(rename = "WebResourceMIMEType", default)]
    media_type: Option<String>,
    #[serde(rename = "WebResourceTextEncodingName", default)]
    charset: Option<String>,
}

/// The page of a webarchive.
///
/// # Errors
/// It is another property list, damaged, or one that unfolds without end.
pub(super) fn article(bytes: &[u8]) -> Result<Article, Failure> {
    let budget = (bytes.len() as u64).saturating_mul(MAX_READS).saturating_add(1 << 16);
    let reader = Metered { inner: Cursor::new(bytes), budget };
    let WebArchive { main } = plist::from_reader(reader).map_err(|error| {
        log::debug!("webarchive: {error}");
        Failure::Damaged("webarchive")
    })?;
    let media_type = main.media_type.as_deref().unwrap_or("text/html");
    let content_type = match &main.charset {
        Some(charset) => format!("{media_type}; charset={charset}"),
        None => media_type.to_owned(),
    };
    Ok(Article {
        url: main.url.as_deref().and_then(|url| Url::parse(url).ok()).filter(is_web),
        content_type: Some(content_type),
        bytes: main.data.into(),
        evidence: SourceEvidence::default(),
        warc: None,
    })
}

/// A reader that gives only so many bytes.
struct Metered<R> {
    inner: R,
    budget: u64,
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(into)?;
        self.budget = self.budget.checked_sub(read as u64).ok_or_else(|| io::Error::other("unfolds without end"))?;
        Ok(read)
    }
}

impl<R: Seek> Seek for Metered<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        // Each object costs a step, also one without content.
        self.budget = self.budget.checked_sub(1).ok_or_else(|| io::Error::other("unfolds without end"))?;
        self.inner.seek(to)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(binary: bool) -> Vec<u8> {
        let mut main = plist::Dictionary::new();
        main.insert("WebResourceData".into(), plist::Value::Data("<p>Bees sl\u{e9}\u{e9}p</p>".into()));
        main.insert("WebResourceURL".into(), "https://news.example/a".into());
        main.insert("WebResourceMIMEType".into(), "text/html".into());
        main.insert("WebResourceTextEncodingName".into(), "UTF-8".into());
        let mut whole = plist::Dictionary::new();
        whole.insert("WebSubresources".into(), plist::Value::Array(vec![plist::Value::Data(vec![0; 99])]));
        whole.insert("WebMainResource".into(), main.into());
        let (whole, mut bytes) = (plist::Value::from(whole), Vec::new());
        if binary { whole.to_writer_binary(&mut bytes) } else { whole.to_writer_xml(&mut bytes) }.unwrap();
        bytes
    }

    #[test]
    fn page_is_taken_out_of_binary_and_xml() {
        for binary in [true, false] {
            let found = article(&archive(binary)).unwrap();
            assert_eq!(String::from_utf8(found.bytes).unwrap(), "<p>Bees slé\u{e9}p</p>");
            assert_eq!(found.url.map(String::from).as_deref(), Some("https://news.example/a"));
            assert_eq!(found.content_type.as_deref(), Some("text/html; charset=UTF-8"));
        }
    }

    #[test]
    fn broken_archives_are_refused() {
        let whole = archive(true);
        for cut in (0..whole.len()).step_by(7) {
            let _ = article(&whole[..cut]);
            let mut changed = whole.clone();
            changed[cut] ^= 0xff;
            let _ = article(&changed);
        }
        assert!(article(b"bplist00").is_err());
    }

    /// Forty arrays, each holding the next one twice.
    #[test]
    fn unfolding_list_is_refused() {
        let mut bytes = b"bplist00".to_vec();
        let mut offsets = Vec::new();
        for level in 0..40_u8 {
            offsets.push(bytes.len() as u8);
            bytes.extend([0xa2, level + 1, level + 1]);
        }
        offsets.push(bytes.len() as u8);
        bytes.push(0x09);
        let table = bytes.len() as u64;
        bytes.extend(&offsets);
        bytes.extend([0, 0, 0, 0, 0, 0, 1, 1]);
        for number in [offsets.len() as u64, 0, table] {
            bytes.extend(number.to_be_bytes());
        }
        assert_eq!(article(&bytes).err(), Some(Failure::Damaged("webarchive")));
    }
}
