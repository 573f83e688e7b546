//! Pictures that come with a text: as `data:` in a saved page, or as a part of a mail that the text names by `cid:`. The text
//! keeps an address made from the picture's content; the bytes are read from the file when they are asked for.

use super::error::{Failure, LoadError};
use super::location::Location;
use super::options::Options;
use base64::prelude::{BASE64_STANDARD, Engine};
use percent_encoding::percent_decode_str;
use std::ffi::OsStr;

/// Scheme of the addresses: `inside:DIGEST`.
pub(crate) const SCHEME: &str = "inside:";

/// Smaller pictures are placeholders, icons and counters.
const MIN_BYTES: usize = 2_000;

/// Largest picture, in bytes.
const MAX_BYTES: usize = 12 << 20;

/// Beginnings of files that are pictures: PNG, JPEG, GIF, WebP.
const BEGINNINGS: [&[u8]; 4] = [b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF"];

/// Returns the address of a picture; `None` for other bytes, and for pictures that are too small or too large.
pub(super) fn address(bytes: &[u8]) -> Option<String> {
    let other_riff = bytes.starts_with(b"RIFF") && bytes.get(8..12) != Some(b"WEBP");
    let is_picture = !other_riff && BEGINNINGS.iter().any(|beginning| bytes.starts_with(beginning));
    (is_picture && (MIN_BYTES..=MAX_BYTES).contains(&bytes.len()))
        .then(|| format!("{SCHEME}{}", sha1_smol::Sha1::from(bytes).digest()))
}

/// Returns the address of the picture in a `data:` URL.
pub(crate) fn address_of_data(url: &str) -> Option<String> {
    address(&data(url.trim())?)
}

/// Returns the `data:` URL of a picture.
pub(super) fn as_data(bytes: &[u8]) -> String {
    // The media type says no more than the bytes do.
    format!("data:image/png;base64,{}", BASE64_STANDARD.encode(bytes))
}

/// Returns the bytes in a `data:` URL of a picture in base64.
fn data(url: &str) -> Option<Vec<u8>> {
    let (head, body) = url.split_once(',')?;
    let head = head.to_ascii_lowercase();
    if !head.starts_with("data:image/") || !head.ends_with(";base64") || body.len() / 4 * 3 > MAX_BYTES {
        return None;
    }
    let mut body: Vec<u8> = percent_decode_str(body).collect();
    body.retain(|byte| !byte.is_ascii_whitespace());
    BASE64_STANDARD.decode(body).ok()
}

/// Reads the picture with that address from the file or container at `location`; never from the web. `None` if it is not
/// there any more.
///
/// # Errors
/// The file cannot be read.
pub fn picture(location: &str, address: &str) -> Result<Option<Vec<u8>>, LoadError> {
    let location = Location::parse(OsStr::new(location))?;
    if !matches!(location, Location::File(_)) {
        return Err(LoadError::new(location.name(), Failure::NoSuchFile));
    }
    let options = Options { picture: Some(address.to_owned()), ..Options::default() };
    let source = super::load(&location, &options)?;
    let (text, _) = source.text();
    let mut from = 0;
    while let Some(start) = text.get(from..).and_then(|rest| memchr::memmem::find(rest.as_bytes(), b"data:image/")) {
        let rest = text.get(from + start..).unwrap_or_default();
        let end = rest.find(['"', '\'', ')', '>']).unwrap_or(rest.len());
        let url = rest.get(..end).unwrap_or_default();
        // A value without quotes ends at white space; one in quotes may be broken into lines.
        let bare = url.split_ascii_whitespace().next().filter(|bare| bare.len() < url.len());
        let mut found = [Some(url), bare].into_iter().flatten().filter_map(data);
        if let Some(bytes) = found.find(|bytes| self::address(bytes).as_deref() == Some(address)) {
            return Ok(Some(bytes));
        }
        from += start + end;
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png() -> Vec<u8> {
        [&b"\x89PNG"[..], &[7; MIN_BYTES]].concat()
    }

    #[test]
    fn picture_in_a_page_is_found_by_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("page.html");
        let page = format!("<p>Words.</p><img src='{}'><img src={} alt=b>", as_data(&[1; 3_000]), as_data(&png()));
        std::fs::write(&file, page).unwrap();
        let address = address(&png()).unwrap();
        assert_eq!(address_of_data(&as_data(&png())), Some(address.clone()));
        let location = file.to_str().unwrap();
        assert_eq!(picture(location, &address).unwrap(), Some(png()));
        assert_eq!(picture(location, "inside:other").unwrap(), None);
        assert!(picture("https://news.example/page", &address).is_err(), "never from the web");
    }

    #[test]
    fn placeholders_and_other_data_have_no_address() {
        for url in [
            "data:image/gif;base64,R0lGODlhAQABAAAAACw=",
            "data:image/svg+xml;utf8,<svg/>",
            "data:text/html;base64,AAAA",
            "data:image/png;base64,*",
            "data:",
        ] {
            assert_eq!(address_of_data(url), None, "{url}");
        }
        assert_eq!(address_of_data(&as_data(&[1; 3_000])), None, "no picture");
    }
}
