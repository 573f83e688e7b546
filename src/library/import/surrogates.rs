//! A JSON stream without lone surrogates; see [`crate::parse::surrogates`].

use crate::parse::surrogates::{Rest, mend};
use std::io::{Read, Result};

/// Number of bytes read at a time.
const CHUNK: usize = 1 << 16;

/// The stream.
pub(super) struct Mended<R> {
    stream: R,
    bytes: Vec<u8>,
    /// Number of bytes of the buffer that were returned …
    given: usize,
    /// … and number of those that may be.
    ready: usize,
}

impl<R: Read> Mended<R> {
    pub(super) fn new(stream: R) -> Self {
        Self { stream, bytes: Vec::with_capacity(CHUNK), given: 0, ready: 0 }
    }

    fn fill(&mut self) -> Result<()> {
        while self.given == self.ready {
            self.bytes.drain(..self.given);
            let read = self.stream.by_ref().take(CHUNK as u64).read_to_end(&mut self.bytes)?;
            let rest = if read == 0 { Rest::None } else { Rest::Some };
            (self.given, self.ready) = (0, mend(&mut self.bytes, rest));
            if read == 0 {
                return Ok(());
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Mended<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        self.fill()?;
        let ready = self.bytes.get(self.given..self.ready).unwrap_or_default();
        let count = ready.len().min(buffer.len());
        buffer[..count].copy_from_slice(&ready[..count]);
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_of_any_pieces_is_mended() {
        let json = r#"["a\ud83d\ude00b\ud83d", "\ud83d", "\\ud83d\n"]"#.repeat(9);
        let mended = r#"["a\ud83d\ude00b\ufffd", "\ufffd", "\\ud83d\n"]"#.repeat(9);
        for piece in 1..20 {
            let pieces = json.as_bytes().chunks(piece);
            let stream =
                pieces.fold(Box::new(std::io::empty()) as Box<dyn Read>, |all, piece| Box::new(all.chain(piece)));
            let mut out = String::new();
            Mended::new(stream).read_to_string(&mut out).unwrap();
            assert_eq!(out, mended, "{piece}");
        }
    }
}
