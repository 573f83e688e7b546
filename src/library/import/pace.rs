//! A stream that must come to something: an entry of a gigabyte is no entry but a file that is broken, or made to use up all
//! memory, and is not read to its end.

use crate::limits::MAX_ENTRY_BYTES;
use std::cell::Cell;
use std::io::{Error, ErrorKind, Read, Result};
use std::rc::Rc;

/// Tells the stream that an entry is over.
#[derive(Clone, Debug, Default)]
pub(super) struct Pace(Rc<Cell<u64>>);

impl Pace {
    /// From here on the next entry is read.
    pub(super) fn step(&self) {
        self.0.set(0);
    }
}

/// The stream.
#[derive(Debug)]
pub(super) struct Paced<R> {
    stream: R,
    since: Pace,
}

impl<R> Paced<R> {
    pub(super) fn new(stream: R) -> (Self, Pace) {
        let pace = Pace::default();
        (Self { stream, since: pace.clone() }, pace)
    }
}

impl<R: Read> Read for Paced<R> {
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
        let (mut paced, pace) = Paced::new(std::io::repeat(b'a').take(3 * MAX_ENTRY_BYTES));
        let mut entry = || std::io::copy(&mut paced.by_ref().take(MAX_ENTRY_BYTES), &mut std::io::sink());
        assert_eq!(entry().unwrap(), MAX_ENTRY_BYTES);
        pace.step();
        assert_eq!(entry().unwrap(), MAX_ENTRY_BYTES);
        assert!(entry().is_err());
    }
}
