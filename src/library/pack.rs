//! Packs a [`Reading`] for storage: its text and the rest, both deflated, without duplicate text.
//!
//! The blocks' texts are slices of the article's text, so the JSON omits them; unpacking restores them. The text can
//! be unpacked separately for phrase checks and previews.

use super::error::{Error, Result};
use crate::reading::Reading;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use std::io::{Read, Write};

/// The two packed parts of a reading.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Packed {
    /// The article's text.
    pub text: Vec<u8>,
    /// Everything else, as JSON.
    pub rest: Vec<u8>,
}

/// Largest size of an unpacked text in bytes; a larger one means a damaged file.
const LARGEST: u64 = 256 * 1024 * 1024;

/// Deflates a reading in two parts; texts of blocks are left out of the second.
pub fn pack(mut reading: Reading) -> Result<Packed> {
    let text = std::mem::take(&mut reading.article.text);
    for placed in &mut reading.article.blocks {
        if placed.span.of(&text) == placed.block.text {
            placed.block.text = String::new();
        }
    }
    let rest = serde_json::to_vec(&reading).map_err(|error| Error::Unreadable(error.to_string()))?;
    Ok(Packed { text: deflate(text.as_bytes()), rest: deflate(&rest) })
}

/// Unpacks the output of [`pack`].
pub fn unpack(text: &[u8], rest: &[u8]) -> Result<Reading> {
    let mut reading: Reading =
        serde_json::from_slice(&inflate(rest)?).map_err(|error| Error::Unreadable(error.to_string()))?;
    reading.article.text = unpack_text(text)?;
    for placed in &mut reading.article.blocks {
        if placed.block.text.is_empty() {
            placed.span.of(&reading.article.text).clone_into(&mut placed.block.text);
        }
    }
    if !reading.is_valid() {
        return Err(Error::Unreadable("its places lie outside its text".into()));
    }
    Ok(reading)
}

/// Unpacks the article's text only.
pub fn unpack_text(text: &[u8]) -> Result<String> {
    String::from_utf8(inflate(text)?).map_err(|error| Error::Unreadable(error.to_string()))
}

/// Raw deflate (RFC 1951) at a medium level: half a millisecond for a page.
pub fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::new(5));
    // Writing to memory cannot fail.
    let _ = encoder.write_all(bytes);
    encoder.finish().unwrap_or_default()
}

/// The inverse of [`deflate`].
pub fn inflate(packed: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(packed.len() * 4);
    DeflateDecoder::new(packed)
        .take(LARGEST)
        .read_to_end(&mut bytes)
        .map_err(|error| Error::Unreadable(error.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{Role, ShownBlock};
    use crate::document::{Block, Span};

    #[test]
    fn what_goes_in_comes_out() {
        let mut reading = Reading::default();
        for (order, text) in ["A title", "", "“Words,” she said."].into_iter().enumerate() {
            if order > 0 {
                reading.article.text.push_str("\n\n");
            }
            let start = reading.article.text.len();
            reading.article.text.push_str(text);
            let block = Block { text: text.into(), ..Block::default() };
            let span = Span::new(start, reading.article.text.len());
            reading.article.blocks.push(ShownBlock { role: Role::Body, span, block, order: order as u32 });
        }
        let packed = pack(reading.clone()).unwrap();
        assert_eq!(unpack(&packed.text, &packed.rest).unwrap(), reading);
        assert_eq!(unpack_text(&packed.text).unwrap(), reading.article.text);
        assert!(unpack(&packed.text, b"nonsense").is_err());
    }
}
