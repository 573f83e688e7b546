//! [`Stream`]: the records of a file one behind the other, packed or not.

use super::buffer::{Buffer, Input};
use super::gzip::{Members, Step, Trust};
use std::io::{Read, Result};

/// Unpacked bytes, read once from front to end, the last ones twice.
#[derive(Debug)]
pub(super) enum Stream<R> {
    Plain(Input<R>),
    Gzip(Box<Members<R>>),
}

impl<R: Read> Stream<R> {
    /// Unread bytes: at least `count` of them, unless the member or the file ends before.
    pub(super) fn want(&mut self, count: usize) -> Result<&[u8]> {
        match self {
            Self::Plain(input) => input.want(count),
            Self::Gzip(members) => members.want(count),
        }
    }

    /// Adds the next member, once the present one is read.
    pub(super) fn extend(&mut self) -> Result<Step> {
        match self {
            Self::Plain(_) => Ok(Step::End),
            Self::Gzip(members) => members.extend(),
        }
    }

    fn buffer(&mut self) -> &mut Buffer {
        match self {
            Self::Plain(input) => &mut input.buffer,
            Self::Gzip(members) => &mut members.out,
        }
    }

    pub(super) fn consume(&mut self, count: usize) {
        self.buffer().consume(count);
    }

    /// Position among the unpacked bytes.
    pub(super) fn position(&mut self) -> u64 {
        self.buffer().position()
    }

    /// Goes back to a position, or as near to it as bytes are kept.
    pub(super) fn rewind(&mut self, position: u64) {
        self.buffer().rewind(position);
    }

    pub(super) fn keep_from(&mut self, position: u64) {
        self.buffer().keep_from(position);
    }

    /// Position in the file of the member, or without members of the byte, that comes next.
    pub(super) fn offset(&mut self) -> u64 {
        match self {
            Self::Plain(input) => input.buffer.position(),
            Self::Gzip(members) => members.offset(),
        }
    }

    /// Position in the file of the last member that was added.
    pub(super) fn member(&self) -> u64 {
        match self {
            Self::Plain(_) => 0,
            Self::Gzip(members) => members.member,
        }
    }

    /// Position in the file of what would be added next.
    pub(super) fn next_offset(&self) -> u64 {
        match self {
            Self::Plain(input) => input.buffer.position(),
            Self::Gzip(members) => members.next_offset(),
        }
    }

    /// State of the checksum; unpacked files have none.
    pub(super) fn trust(&self) -> Trust {
        match self {
            Self::Plain(_) => Trust::Verified,
            Self::Gzip(members) => members.trust.clone(),
        }
    }

    /// Goes on from `position`, where the reader stands and a member begins.
    pub(super) fn stand_at(&mut self, position: u64) {
        match self {
            Self::Plain(input) => input.buffer = Buffer::at(position),
            Self::Gzip(members) => members.stand_at(position),
        }
    }

    /// Tells that a first record was found.
    pub(super) fn end_sync(&mut self) {
        if let Self::Gzip(members) = self {
            members.is_syncing = false;
        }
    }
}
