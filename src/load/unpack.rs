//! Unpacks gzip, deflate and brotli chunk by chunk with a limit, so that no decompression bomb is held in memory.

use super::error::Failure;
use crate::limits::{MAX_CODINGS, UNPACK_CHUNK};
use flate2::{Decompress, FlushDecompress, Status, bufread::GzDecoder};
use std::io::{ErrorKind, Read};

/// Returns true if the bytes begin with a gzip header (RFC 1952).
pub(super) fn is_gzip(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0x1f, 0x8b])
}

/// Reads to the end, at most `most` bytes.
///
/// # Errors
///
/// [`Failure::TooLarge`] if there is more, or `failed` of the reader's error.
pub(super) fn read_bounded(
    reader: &mut impl Read,
    most: usize,
    mut failed: impl FnMut(std::io::Error) -> Failure,
) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    append_bounded(reader, &mut bytes, most, &mut failed)?;
    Ok(bytes)
}

fn append_bounded(
    reader: &mut impl Read,
    bytes: &mut Vec<u8>,
    most: usize,
    failed: &mut impl FnMut(std::io::Error) -> Failure,
) -> Result<(), Failure> {
    let mut chunk = vec![0; UNPACK_CHUNK];
    loop {
        match reader.read(&mut chunk) {
            Ok(0) => return Ok(()),
            Ok(read) if bytes.len() + read > most => return Err(Failure::TooLarge(most)),
            Ok(read) => bytes.extend_from_slice(chunk.get(..read).unwrap_or_default()),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(failed(error)),
        }
    }
}

/// Unpacks all members of a gzip file. Trailing data that are no member are padding, as for gzip(1).
///
/// # Errors
///
/// Truncated, damaged, or more than `most` bytes unpacked.
pub(super) fn gunzip(packed: &[u8], most: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let mut rest = packed;
    loop {
        let mut member = GzDecoder::new(rest);
        append_bounded(&mut member, &mut bytes, most, &mut |error| broken("gzip", &error))?;
        rest = member.into_inner();
        if rest.first() != Some(&0x1f) {
            return Ok(bytes);
        }
    }
}

/// Decodes a body by its `Content-Encoding` header, the last coding first.
///
/// # Errors
///
/// As [`gunzip`]; also unknown codings or more than three.
pub(super) fn decode_content(codings: &str, body: Vec<u8>, most: usize) -> Result<Vec<u8>, Failure> {
    let mut body = body;
    for (done, coding) in codings.rsplit(',').map(|c| c.trim().to_ascii_lowercase()).enumerate() {
        if done >= MAX_CODINGS {
            return Err(Failure::UnknownPacking(codings.to_owned()));
        }
        body = match coding.as_str() {
            "" | "identity" | "none" => body,
            _ if body.is_empty() => body,
            "gzip" | "x-gzip" if is_gzip(&body) => gunzip(&body, most)?,
            // Servers that declare gzip and send plain text are common; binary data are rejected later.
            "gzip" | "x-gzip" => body,
            "deflate" => inflate(&body, most)?,
            "br" => unbrotli(&body, most)?,
            _ => return Err(Failure::UnknownPacking(coding)),
        };
    }
    Ok(body)
}

/// Returns true if data begin with the header of zlib (RFC 1950, section 2.2).
pub(crate) fn has_zlib_header(packed: &[u8]) -> bool {
    matches!(packed, [cmf, flg, ..] if cmf & 0x0f == 8 && (u16::from(*cmf) << 8 | u16::from(*flg)) % 31 == 0)
}

/// Decodes HTTP's "deflate": zlib (RFC 1950), or, from servers that misread the standard, raw deflate (RFC 1951).
fn inflate(packed: &[u8], most: usize) -> Result<Vec<u8>, Failure> {
    let mut state = Decompress::new(has_zlib_header(packed));
    let mut bytes = Vec::new();
    let mut chunk = vec![0; UNPACK_CHUNK];
    loop {
        let (read, written) = (state.total_in(), state.total_out());
        let rest = packed.get(read as usize..).unwrap_or_default();
        let status =
            state.decompress(rest, &mut chunk, FlushDecompress::None).map_err(|_| Failure::Damaged("deflate"))?;
        let fresh = (state.total_out() - written) as usize;
        if bytes.len() + fresh > most {
            return Err(Failure::TooLarge(most));
        }
        bytes.extend_from_slice(chunk.get(..fresh).unwrap_or_default());
        if status == Status::StreamEnd {
            return Ok(bytes);
        }
        if fresh == 0 && state.total_in() == read {
            return Err(Failure::Cut("deflate"));
        }
    }
}

fn unbrotli(packed: &[u8], most: usize) -> Result<Vec<u8>, Failure> {
    let mut reader = brotli_decompressor::Decompressor::new(packed, 16 * 1024);
    read_bounded(&mut reader, most, |error| broken("brotli", &error))
}

fn broken(what: &'static str, error: &std::io::Error) -> Failure {
    if error.kind() == ErrorKind::UnexpectedEof { Failure::Cut(what) } else { Failure::Damaged(what) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use std::io::Write;

    fn gz(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn br(bytes: &[u8]) -> Vec<u8> {
        let mut packed = Vec::new();
        brotli::CompressorWriter::new(&mut packed, 4096, 5, 20).write_all(bytes).unwrap();
        packed
    }

    #[test]
    fn content_codings_round_trip() {
        let text = b"one two three ".repeat(5000);
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(&text).unwrap();
        let mut bare = DeflateEncoder::new(Vec::new(), Compression::default());
        bare.write_all(&text).unwrap();
        for (coding, packed) in [
            ("gzip", gz(&text)),
            ("X-GZIP", gz(&text)),
            ("deflate", zlib.finish().unwrap()),
            ("deflate", bare.finish().unwrap()),
            ("br", br(&text)),
            ("gzip, br", br(&gz(&text))),
            ("identity", text.clone()),
            ("gzip", text.clone()),
        ] {
            assert_eq!(decode_content(coding, packed.clone(), text.len()).unwrap(), text, "{coding}");
            if packed != text {
                assert_eq!(
                    decode_content(coding, packed, text.len() - 1),
                    Err(Failure::TooLarge(text.len() - 1)),
                    "{coding}"
                );
            }
        }
        assert_eq!(decode_content("zstd", vec![1], 9), Err(Failure::UnknownPacking("zstd".into())));
        assert!(decode_content("br,br,br,br", vec![], 9).is_err());
    }

    #[test]
    fn truncated_data_is_rejected() {
        let text: Vec<u8> = (0..4000_u32).flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes()).collect();
        let mut zlib = ZlibEncoder::new(Vec::new(), Compression::default());
        zlib.write_all(&text).unwrap();
        for (coding, packed) in [("gzip", gz(&text)), ("deflate", zlib.finish().unwrap()), ("br", br(&text))] {
            for keep in (2..packed.len()).step_by(397).chain([packed.len() - 1]) {
                let cut = decode_content(coding, packed[..keep].to_vec(), 1 << 20);
                assert!(matches!(cut, Err(Failure::Cut(_) | Failure::Damaged(_))), "{coding} cut at {keep}");
            }
        }
    }

    #[test]
    fn gzip_members_are_concatenated() {
        let both = [gz(b"one "), gz(b"two")].concat();
        assert_eq!(gunzip(&both, 100).unwrap(), b"one two");
        assert_eq!(gunzip(&[gz(b"one"), vec![0; 512]].concat(), 100).unwrap(), b"one");
        assert_eq!(gunzip(&both[..both.len() - 3], 100), Err(Failure::Cut("gzip")));
        let mut damaged = gz(&b"some words that matter".repeat(9));
        let middle = damaged.len() / 2;
        damaged[middle] ^= 0x40;
        assert!(matches!(gunzip(&damaged, 1000), Err(Failure::Damaged(_) | Failure::Cut(_))));
    }
}
