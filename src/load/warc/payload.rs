//! The body of an HTTP message, with its codings undone. Headers are hints only: archives keep them above bodies that
//! were decoded already, and leave them out above bodies that were not.

use super::header::block_length;
use super::page::SkipReason;
use crate::limits::MAX_CODINGS;
use crate::load::unpack::has_zlib_header;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::{ErrorKind, Read};

/// Most codings that are undone, chunks included.
const MAX_ROUNDS: usize = MAX_CODINGS + 1;

/// A body without its codings.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Payload {
    pub(super) bytes: Vec<u8>,
    /// True if it breaks off.
    pub(super) is_cut: bool,
}

/// Undoes the codings of a body, those that are there rather than those that are named.
///
/// # Errors
/// It has more than `most` bytes, or is packed in a way that cannot be undone.
pub(super) fn decode(body: Vec<u8>, transfer: &str, content: &str, most: usize) -> Result<Payload, SkipReason> {
    let mut payload = Payload { bytes: body, is_cut: false };
    for _ in 0..MAX_ROUNDS {
        let Some(next) = undo_one(&payload.bytes, transfer, content, most)? else { break };
        payload = Payload { is_cut: payload.is_cut || next.is_cut, ..next };
    }
    if payload.bytes.len() > most {
        return Err(SkipReason::TooLarge);
    }
    if payload.bytes.starts_with(b"\x28\xb5\x2f\xfd") || payload.bytes.starts_with(b"\x1f\x8b\x08") {
        return Err(SkipReason::Coding);
    }
    Ok(payload)
}

/// Undoes the outermost coding; `None` if there is none.
fn undo_one(body: &[u8], transfer: &str, content: &str, most: usize) -> Result<Option<Payload>, SkipReason> {
    if looks_like_markup(body) {
        return Ok(None);
    }
    if let Some(payload) = dechunk(body, transfer.contains("chunked")) {
        return Ok(Some(payload));
    }
    if body.starts_with(b"\x1f\x8b\x08") {
        return match unpack(MultiGzDecoder::new(body), most)? {
            Unpacked::Bytes(payload) => Ok(Some(payload)),
            Unpacked::Damaged => Err(SkipReason::Coding),
        };
    }
    if has_zlib_header(body)
        && let Unpacked::Bytes(payload) = unpack(ZlibDecoder::new(body), most)?
    {
        return Ok(Some(payload));
    }
    // These two have no mark of their own: they are tried where they are named.
    let mut tried = Unpacked::Damaged;
    if content.contains("deflate") {
        tried = unpack(DeflateDecoder::new(body), most)?;
    } else if content.split(',').any(|coding| coding.trim() == "br") {
        tried = unpack(brotli_decompressor::Decompressor::new(body, 16 * 1024), most)?;
    }
    match tried {
        Unpacked::Bytes(payload) if !payload.bytes.is_empty() => Ok(Some(payload)),
        _ => Ok(None),
    }
}

/// Returns true if a body begins as a page does, and no coding does.
fn looks_like_markup(body: &[u8]) -> bool {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    body.trim_ascii_start().first() == Some(&b'<')
}

enum Unpacked {
    Bytes(Payload),
    Damaged,
}

/// Reads to the end. What broken-off data hold before their end is kept; what is damaged is not.
fn unpack(mut reader: impl Read, most: usize) -> Result<Unpacked, SkipReason> {
    let mut bytes = Vec::new();
    match reader.by_ref().take(most as u64 + 1).read_to_end(&mut bytes) {
        _ if bytes.len() > most => Err(SkipReason::TooLarge),
        Ok(_) => Ok(Unpacked::Bytes(Payload { bytes, is_cut: false })),
        Err(error) if error.kind() == ErrorKind::UnexpectedEof && !bytes.is_empty() => {
            Ok(Unpacked::Bytes(Payload { bytes, is_cut: true }))
        }
        // What follows a whole member and is none is dropped, as gzip(1) does.
        Err(error)
            if error.kind() == ErrorKind::InvalidInput && error.to_string().contains("header") && !bytes.is_empty() =>
        {
            Ok(Unpacked::Bytes(Payload { bytes, is_cut: false }))
        }
        Err(_) => Ok(Unpacked::Damaged),
    }
}

/// Joins chunks (RFC 9112, section 7.1); `None` if the body does not consist of them. Chunks that break off are accepted
/// only where a header names them.
fn dechunk(body: &[u8], is_named: bool) -> Option<Payload> {
    let mut bytes = Vec::new();
    let mut rest = body;
    let mut is_cut = true;
    while let Some((size, after)) = chunk_size(rest) {
        if size == 0 {
            // Behind the last chunk there are trailers, and no other data.
            let trailers = match after {
                [b'\r', b'\n', ..] => 2,
                [b'\n', ..] => 1,
                _ => block_length(after).unwrap_or_default(),
            };
            (is_cut, rest) = (false, after.get(trailers..).unwrap_or_default());
            break;
        }
        let data = after.get(..size).unwrap_or(after);
        bytes.extend_from_slice(data);
        rest = after.get(size..).unwrap_or_default();
        if data.len() < size {
            break;
        }
        rest = match rest {
            [b'\r', b'\n', rest @ ..] | [b'\n', rest @ ..] => rest,
            [] | [b'\r'] => &[],
            _ => return None,
        };
    }
    // Nothing was read: these are no chunks.
    if bytes.is_empty() {
        return None;
    }
    let is_whole = !is_cut && rest.trim_ascii().is_empty();
    (is_whole || is_named).then_some(Payload { bytes, is_cut })
}

/// The size on a chunk's first line, and what follows the line.
fn chunk_size(bytes: &[u8]) -> Option<(usize, &[u8])> {
    /// Longest line with its extensions.
    const MAX_LINE: usize = 4096;
    let line = bytes.get(..MAX_LINE).unwrap_or(bytes);
    let end = memchr::memchr(b'\n', line)?;
    let digits = line.get(..end)?.split(|&byte| byte == b';').next()?.trim_ascii();
    let digits = std::str::from_utf8(digits).ok().filter(|digits| !digits.starts_with('+'))?;
    Some((usize::from_str_radix(digits, 16).ok()?, bytes.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    const PAGE: &[u8] = b"<html><p>one two three</p></html>";

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn chunks(bytes: &[u8], size: usize) -> Vec<u8> {
        let mut out = Vec::new();
        for chunk in bytes.chunks(size) {
            out.extend(format!("{:x};name=value\r\n", chunk.len()).bytes().chain(chunk.iter().copied()));
            out.extend(b"\r\n");
        }
        [out, b"0\r\nTrailer: x\r\n\r\n".to_vec()].concat()
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn deflate(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn brotli(bytes: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        ::brotli::CompressorWriter::new(&mut packed, 4096, 5, 20).write_all(bytes).unwrap();
        packed
    }

    #[test]
    fn body_is_the_same_in_every_coding_and_under_every_header() {
        for (transfer, content, body) in [
            ("", "", PAGE.to_vec()),
            ("chunked", "gzip", PAGE.to_vec()),
            ("chunked", "br", PAGE.to_vec()),
            ("", "deflate", PAGE.to_vec()),
            ("", "gzip", gz(PAGE)),
            ("", "", gz(PAGE)),
            ("", "gzip, gzip", gz(&gz(PAGE))),
            ("chunked", "gzip", chunks(&gz(PAGE), 7)),
            ("", "", chunks(&gz(PAGE), 1000)),
            ("chunked", "", chunks(PAGE, 5)),
            ("", "", chunks(PAGE, 5)),
            ("", "deflate", zlib(PAGE)),
            ("", "", zlib(PAGE)),
            ("", "deflate", deflate(PAGE)),
            ("", "br", brotli(PAGE)),
            ("chunked", "br", chunks(&brotli(PAGE), 9)),
            ("", "gzip", [gz(&PAGE[..9]), gz(&PAGE[9..])].concat()),
        ] {
            let payload = decode(body, transfer, content, 1000).unwrap();
            assert_eq!(payload, Payload { bytes: PAGE.to_vec(), is_cut: false }, "{transfer} {content}");
        }
    }

    #[test]
    fn body_that_breaks_off_is_kept_up_to_there() {
        let page = [PAGE, &b"lorem ipsum dolor sit amet ".repeat(99)].concat();
        let packed = gz(&page);
        let cut = decode(packed[..packed.len() - 9].to_vec(), "", "gzip", 10_000).unwrap();
        assert!(cut.is_cut && cut.bytes.len() > 30 && page.starts_with(&cut.bytes), "{}", cut.bytes.len());
        let chunked = chunks(&page, 100);
        let cut = decode(chunked[..1000].to_vec(), "chunked", "", 10_000).unwrap();
        assert!(cut.is_cut && cut.bytes.len() > 800 && page.starts_with(&cut.bytes));
    }

    #[test]
    fn body_that_is_no_chunks_is_left_alone() {
        for body in ["a\r\nhello", "cafe", "12\n", "", "0\r\n\r\n", "face the facts\r\nnow"] {
            let payload = decode(body.into(), "", "", 1000).unwrap();
            assert_eq!(payload.bytes, body.as_bytes(), "{body:?}");
        }
    }

    #[test]
    fn body_beyond_the_bound_or_in_an_unknown_coding_is_refused() {
        assert_eq!(decode(gz(&b" ".repeat(100_000)), "", "gzip", 1000), Err(SkipReason::TooLarge));
        assert_eq!(decode(b"\x28\xb5\x2f\xfdzstd".to_vec(), "", "zstd", 1000), Err(SkipReason::Coding));
        let mut damaged = gz(&PAGE.repeat(9));
        damaged[20] ^= 0x55;
        assert_eq!(decode(damaged, "", "gzip", 1000), Err(SkipReason::Coding));
    }
}
