//! [`Input`]: bytes of a file as they come, kept within bounds for a second look.

use std::io::{Read, Result};

/// Bytes that are read at a time.
pub(super) const CHUNK: usize = 128 * 1024;

/// A stretch of a long run of bytes: those that were read and may be looked at again.
#[derive(Debug, Default)]
pub(super) struct Buffer {
    pub(super) bytes: Vec<u8>,
    /// Position of the first byte that is kept.
    start: u64,
    /// Index of the next byte.
    next: usize,
    /// Bytes from this position on are still needed.
    keep: u64,
}

impl Buffer {
    /// An empty one, whose next byte stands at `position`.
    pub(super) fn at(position: u64) -> Self {
        Self { bytes: Vec::new(), start: position, next: 0, keep: position }
    }

    /// Position of the oldest byte that is kept.
    pub(super) fn oldest(&self) -> u64 {
        self.start
    }

    /// Position behind the last byte.
    pub(super) fn end(&self) -> u64 {
        self.start + self.bytes.len() as u64
    }

    /// The bytes from `position` on.
    pub(super) fn from(&self, position: u64) -> &[u8] {
        self.bytes.get(position.saturating_sub(self.start) as usize..).unwrap_or_default()
    }

    /// Bytes that were read and not consumed.
    pub(super) fn rest(&self) -> &[u8] {
        self.bytes.get(self.next..).unwrap_or_default()
    }

    /// Position of the next byte.
    pub(super) fn position(&self) -> u64 {
        self.start + self.next as u64
    }

    pub(super) fn consume(&mut self, count: usize) {
        self.next = self.bytes.len().min(self.next + count);
    }

    /// Goes back to `position`, or as near to it as bytes are kept.
    pub(super) fn rewind(&mut self, position: u64) {
        self.next = self.bytes.len().min(position.saturating_sub(self.start) as usize);
    }

    /// Tells that what stands before `position` is not needed again.
    pub(super) fn keep_from(&mut self, position: u64) {
        self.keep = position;
    }

    /// Makes room: drops what is not needed, and the oldest of what is needed beyond `most` bytes.
    pub(super) fn shrink(&mut self, most: usize) {
        let needed = (self.keep.max(self.start) - self.start).min(self.next as u64) as usize;
        let dead = needed.max(self.next.saturating_sub(most));
        if dead >= CHUNK && dead * 2 >= self.bytes.len() {
            self.bytes.drain(..dead);
            self.start += dead as u64;
            self.next -= dead;
        }
    }
}

/// A reader whose last bytes can be read again.
#[derive(Debug)]
pub(super) struct Input<R> {
    reader: R,
    pub(super) buffer: Buffer,
    /// Most consumed bytes that are kept.
    most: usize,
    ended: bool,
}

impl<R: Read> Input<R> {
    /// Reads `reader`, whose first byte stands at `position` of its file.
    pub(super) fn new(reader: R, position: u64, most: usize) -> Self {
        Self { reader, buffer: Buffer::at(position), most, ended: false }
    }

    /// Reads one more chunk; false at the end.
    pub(super) fn more(&mut self) -> Result<bool> {
        if self.ended {
            return Ok(false);
        }
        self.buffer.shrink(self.most);
        let read = self.reader.by_ref().take(CHUNK as u64).read_to_end(&mut self.buffer.bytes);
        self.ended = !matches!(read, Ok(1..));
        read.map(|read| read > 0)
    }

    /// The unread bytes: at least `count` of them, unless the end is nearer.
    pub(super) fn want(&mut self, count: usize) -> Result<&[u8]> {
        while self.buffer.rest().len() < count && self.more()? {}
        Ok(self.buffer.rest())
    }
}
