//! Files in other encodings than UTF-8, as spreadsheets and old browsers write them. The encoding is found from the
//! first bytes, or if more characters are invalid than valid; the file is converted to UTF-8 in chunks.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::fs::File;
use std::io::{BufRead, Write};

/// Number of bytes from which the encoding is detected; ample for names and titles.
const LOOKED_AT: usize = 1 << 20;

/// Returns the file converted to UTF-8 if it is text in another encoding; `None` if it can stay as it is.
pub(super) fn transcoded(open: impl Fn() -> Result<std::io::BufReader<File>, String>) -> Result<Option<File>, String> {
    let Some(encoding) = foreign(&mut open()?)? else { return Ok(None) };
    let mut file = tempfile::tempfile().map_err(|error| error.to_string())?;
    let (mut decoder, mut reader) = (encoding.new_decoder_with_bom_removal(), open()?);
    let mut out = String::with_capacity(1 << 18);
    loop {
        let bytes = reader.fill_buf().map_err(|error| error.to_string())?;
        let (read, last) = (bytes.len(), bytes.is_empty());
        out.clear();
        out.reserve(decoder.max_utf8_buffer_length(read).unwrap_or(4 * read + 16));
        let _ = decoder.decode_to_string(bytes, &mut out, last);
        reader.consume(read);
        file.write_all(out.as_bytes()).map_err(|error| error.to_string())?;
        if last {
            return Ok(Some(file));
        }
    }
}

/// Returns the encoding of a text that is not UTF-8; `None` for UTF-8, even with a few broken characters.
fn foreign(reader: &mut impl BufRead) -> Result<Option<&'static Encoding>, String> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let (mut decoder, mut told) = (UTF_8.new_decoder_without_bom_handling(), String::with_capacity(1 << 18));
    let (mut looked, mut broken, mut whole) = (0, 0, 0);
    loop {
        let bytes = reader.fill_buf().map_err(|error| error.to_string())?;
        let (read, last) = (bytes.len(), bytes.is_empty() || looked >= LOOKED_AT);
        if looked == 0 {
            match bytes {
                [0xff, 0xfe, ..] => return Ok(Some(UTF_16LE)),
                [0xfe, 0xff, ..] => return Ok(Some(UTF_16BE)),
                _ => {}
            }
        }
        detector.feed(bytes, last);
        told.clear();
        told.reserve(3 * read + 16);
        let _ = decoder.decode_to_string(bytes, &mut told, last);
        for ch in told.chars().filter(|ch| !ch.is_ascii()) {
            *(if ch == char::REPLACEMENT_CHARACTER { &mut broken } else { &mut whole }) += 1;
        }
        reader.consume(read);
        looked += read;
        if last {
            return Ok((broken > whole).then(|| detector.guess(None, Utf8Detection::Deny)));
        }
    }
}
