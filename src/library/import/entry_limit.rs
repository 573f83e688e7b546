//! Limits the size of one entry: an entry of a gigabyte is broken, or made to exhaust memory.

use crate::limits::MAX_ENTRY_BYTES;
use std::cell::Cell;
use std::io::{Error, ErrorKind, Read, Result};
use std::rc::Rc;

/// Handle that tells the reader where an entry ends.
#[derive(Clone, Debug, Default)]
pub(super) struct EntryLimit(Rc<Cell<u64>>);

impl EntryLimit {
    /// Starts the next entry.
    pub(super) fn step(&self) {
        self.0.set(0);
    }
}

/// A reader that fails if an entry has more bytes than allowed.
#[derive(Debug)]
pub(super) struct LimitedReader<R> {
    stream: R,
    since: EntryLimit,
}

impl<R> LimitedReader<R> {
    pub(super) fn new(stream: R) -> (Self, EntryLimit) {
        let limit = EntryLimit::default();
        (Self { stream, since: limit.clone() }, limit)
    }
}

impl<R: Read> Read for LimitedReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let since = &self.since.0;
        if since.get() > MAX_ENTRY_BYTES {
            return Err(Error::new(ErrorKind::FileTooLarge, "an entry of more than 64 MiB"));
        }
        let read = self.stream.read(buffer)?;
        since.set(since.get() + read as u64);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn without_a_step_the_stream_ends_in_an_error() {
        let (mut reader, limit) = LimitedReader::new(std::io::repeat(b'a').take(3 * MAX_ENTRY_BYTES));
        let mut entry = || std::io::copy(&mut reader.by_ref().take(MAX_ENTRY_BYTES), &mut std::io::sink());
        assert_eq!(entry().unwrap(), MAX_ENTRY_BYTES);
        limit.step();
        assert_eq!(entry().unwrap(), MAX_ENTRY_BYTES);
        assert!(entry().is_err());
    }
}
