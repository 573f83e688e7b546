//! [`Members`]: the gzip members of a file (RFC 1952), each checked before its bytes are used, with recovery behind damage.
//!
//! A member that unpacks to no more than a bound is unpacked whole. A longer one is unpacked as it is asked for, and its
//! checksum is known at its end only.

use super::buffer::{Buffer, CHUNK, Input};
use super::fault::WarcFault;
use flate2::{Crc, Decompress, FlushDecompress, Status};
use std::collections::VecDeque;
use std::io::{Read, Result};

/// Unpacked bytes up to which a member that does not begin with a record is verified when members are looked for.
const MAX_PROBE_BYTES: usize = 1 << 20;
/// Longest header of a member: the bounds of name, comment and extra field.
const MAX_HEADER: usize = 256 * 1024;

/// Result of a step to the next member.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A member; its bytes are at hand.
    Member,
    /// Damage at this position.
    Broken(u64, WarcFault),
    /// The end.
    End,
}

/// State of the current member's checksum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// Its checksum is right.
    Verified,
    /// Its end is not reached.
    Open,
    /// It is damaged.
    Failed(WarcFault),
}

/// The members of a file.
#[derive(Debug)]
pub(super) struct Members<R> {
    input: Input<R>,
    inflate: Decompress,
    crc: Crc,
    /// Unpacked bytes of the current member, behind those of earlier ones that are still needed.
    pub(super) out: Buffer,
    /// Beginnings of members, unpacked and in the file.
    begins: VecDeque<(u64, u64)>,
    /// Position of the current member in the file.
    pub(super) member: u64,
    pub(super) trust: Trust,
    /// The first ten bytes of the file's first member: writers repeat them.
    first_header: Option<[u8; 10]>,
    /// True while every member has begun with a record.
    is_aligned: bool,
    /// True until a first record is found.
    pub(super) is_syncing: bool,
    /// Most bytes that are held, packed or unpacked.
    hold: usize,
}

impl<R: Read> Members<R> {
    pub(super) fn new(reader: R, position: u64, hold: usize) -> Self {
        Self {
            input: Input::new(reader, position, hold),
            inflate: Decompress::new(false),
            crc: Crc::new(),
            out: Buffer::default(),
            begins: VecDeque::new(),
            member: position,
            trust: Trust::Verified,
            first_header: None,
            is_aligned: true,
            is_syncing: false,
            hold,
        }
    }

    /// Looks for a member from `position` on, where the reader stands.
    pub(super) fn begin_at(&mut self, position: u64) {
        self.stand_at(position);
        self.is_syncing = position > 0;
    }

    /// Goes on from `position`, where the reader stands and a member begins.
    pub(super) fn stand_at(&mut self, position: u64) {
        self.input.buffer = Buffer::at(position);
    }

    /// Position in the file of what comes behind the current member.
    pub(super) fn next_offset(&self) -> u64 {
        self.input.buffer.position()
    }

    /// Position in the file of the member that the next byte belongs to.
    pub(super) fn offset(&mut self) -> u64 {
        while self.begins.get(1).is_some_and(|&(begin, _)| begin <= self.out.oldest()) {
            self.begins.pop_front();
        }
        let position = self.out.position();
        self.begins.iter().rev().find(|&&(begin, _)| begin <= position).map_or(self.member, |&(_, member)| member)
    }

    /// Unread bytes of the current member: at least `count` of them, unless it ends before.
    pub(super) fn want(&mut self, count: usize) -> Result<&[u8]> {
        if self.trust == Trust::Open && self.out.rest().len() < count {
            self.out.shrink(self.hold);
            self.unpack(count)?;
        }
        Ok(self.out.rest())
    }

    /// Adds the next member, once the present one is read.
    pub(super) fn extend(&mut self) -> Result<Step> {
        if let Trust::Failed(fault) = std::mem::replace(&mut self.trust, Trust::Verified) {
            // Where the length of the damaged data was right, the next member follows them.
            if fault != WarcFault::Checksum || !self.is_candidate()? {
                self.resync(self.member + 1)?;
            }
            return Ok(Step::Broken(self.member, fault));
        }
        self.skip_padding()?;
        let position = self.input.buffer.position();
        self.input.buffer.keep_from(position);
        if self.is_syncing && !self.is_candidate()? {
            self.resync(position + 1)?;
        }
        if self.input.want(1)?.is_empty() {
            return Ok(Step::End);
        }
        self.member = self.input.buffer.position();
        let Some(length) = self.header()? else {
            self.resync(self.member + 1)?;
            return Ok(Step::Broken(self.member, WarcFault::NotGzip));
        };
        if self.first_header.is_none() && !self.is_syncing {
            self.first_header = self.input.buffer.rest().first_chunk().copied();
        }
        self.input.buffer.consume(length);
        self.inflate.reset(false);
        self.crc.reset();
        self.trust = Trust::Open;
        self.out.shrink(self.hold);
        let begin = self.out.end();
        self.begins.push_back((begin, self.member));
        self.unpack(self.hold)?;
        self.is_aligned &= self.is_syncing || self.out.from(begin).starts_with(b"WARC/");
        Ok(Step::Member)
    }

    /// Unpacks on until `count` bytes wait, the member ends, or it turns out to be damaged.
    fn unpack(&mut self, count: usize) -> Result<()> {
        while self.trust == Trust::Open && self.out.rest().len() < count {
            let (read, written) = (self.inflate.total_in(), self.out.bytes.len());
            self.out.bytes.reserve(CHUNK);
            let rest = self.input.buffer.rest();
            let status = self.inflate.decompress_vec(rest, &mut self.out.bytes, FlushDecompress::None);
            self.crc.update(self.out.bytes.get(written..).unwrap_or_default());
            let read = (self.inflate.total_in() - read) as usize;
            self.input.buffer.consume(read);
            match status {
                Err(_) => self.trust = Trust::Failed(WarcFault::Deflate),
                Ok(Status::StreamEnd) => self.trust = self.trailer()?,
                Ok(_) if read == 0 && self.out.bytes.len() == written => {
                    if !self.input.more()? {
                        self.trust = Trust::Failed(WarcFault::Truncated);
                    }
                }
                Ok(_) => {}
            }
        }
        Ok(())
    }

    /// Compares the member's data with the checksum and length at its end.
    fn trailer(&mut self) -> Result<Trust> {
        let Some([c0, c1, c2, c3, l0, l1, l2, l3]) = self.input.want(8)?.first_chunk::<8>().copied() else {
            return Ok(Trust::Failed(WarcFault::Truncated));
        };
        self.input.buffer.consume(8);
        let is_right = u32::from_le_bytes([c0, c1, c2, c3]) == self.crc.sum()
            && u32::from_le_bytes([l0, l1, l2, l3]) == self.crc.amount();
        Ok(if is_right { Trust::Verified } else { Trust::Failed(WarcFault::Checksum) })
    }

    /// Zeros behind a member are padding, as for gzip(1).
    fn skip_padding(&mut self) -> Result<()> {
        while self.input.want(1)?.first() == Some(&0) {
            let zeros = self.input.buffer.rest().iter().take_while(|&&byte| byte == 0).count();
            self.input.buffer.consume(zeros);
        }
        Ok(())
    }

    /// The length of the member's header; `None` if none stands here.
    fn header(&mut self) -> Result<Option<usize>> {
        let mut count = 512;
        loop {
            let bytes = self.input.want(count)?;
            match header_length(bytes) {
                Header::Ends(length) => return Ok(Some(length)),
                Header::IsLonger if bytes.len() >= count && count < MAX_HEADER => count *= 2,
                _ => return Ok(None),
            }
        }
    }

    /// Goes to the next place from `position` on where a member begins, or to the end.
    fn resync(&mut self, position: u64) -> Result<()> {
        self.input.buffer.rewind(position);
        loop {
            let rest = self.input.want(3)?;
            match memchr::memmem::find(rest, b"\x1f\x8b\x08") {
                Some(at) => {
                    self.input.buffer.consume(at);
                    let here = self.input.buffer.position();
                    self.input.buffer.keep_from(here);
                    if self.is_candidate()? {
                        return Ok(());
                    }
                    self.input.buffer.rewind(here + 1);
                }
                None => {
                    // The last two bytes may be the beginning of the next.
                    let passed = rest.len().saturating_sub(2);
                    self.input.buffer.consume(passed);
                    self.input.buffer.keep_from(self.input.buffer.position());
                    if !self.input.more()? {
                        self.input.buffer.consume(2);
                        return Ok(());
                    }
                }
            }
        }
    }

    /// Returns true if a member begins here, rather than bytes that look like one: a record is in it; or it is as the
    /// file's first one and damaged; or, in a file whose members do not begin with records, its checksum is right.
    fn is_candidate(&mut self) -> Result<bool> {
        let here = self.input.buffer.position();
        let Some(length) = self.header()? else { return Ok(false) };
        let is_like_first = self.first_header.is_some_and(|first| self.input.buffer.rest().starts_with(&first));
        self.input.buffer.consume(length);
        let mut probe = Probe::default();
        while probe.goes_on() {
            if self.input.buffer.rest().is_empty() && !self.input.more()? {
                break;
            }
            let read = probe.unpack(self.input.buffer.rest());
            self.input.buffer.consume(read);
            if probe.out.starts_with(b"WARC/") || (read == 0 && !self.input.more()?) {
                break;
            }
        }
        let is_whole = probe.ended && self.input.want(8)?.starts_with(&probe.crc.sum().to_le_bytes());
        self.input.buffer.rewind(here);
        let is_misaligned = !self.is_aligned || self.is_syncing;
        Ok(probe.out.starts_with(b"WARC/") || is_whole && is_misaligned || !is_whole && is_like_first && probe.failed)
    }
}

/// Unpacks the first part of what may be a member.
struct Probe {
    inflate: Decompress,
    crc: Crc,
    out: Vec<u8>,
    ended: bool,
    failed: bool,
}

impl Default for Probe {
    fn default() -> Self {
        Self { inflate: Decompress::new(false), crc: Crc::new(), out: Vec::new(), ended: false, failed: false }
    }
}

impl Probe {
    fn goes_on(&self) -> bool {
        !self.ended && !self.failed && self.out.len() < MAX_PROBE_BYTES
    }

    /// Unpacks a step, the first one short; returns how many bytes it has read.
    fn unpack(&mut self, packed: &[u8]) -> usize {
        let (read, written) = (self.inflate.total_in(), self.out.len());
        self.out.reserve_exact(if written == 0 { 64 } else { CHUNK });
        let status = self.inflate.decompress_vec(packed, &mut self.out, FlushDecompress::None);
        self.crc.update(self.out.get(written..).unwrap_or_default());
        self.ended = status.as_ref().is_ok_and(|status| *status == Status::StreamEnd);
        self.failed = status.is_err();
        (self.inflate.total_in() - read) as usize
    }
}

/// A member's header.
#[derive(Debug, PartialEq, Eq)]
enum Header {
    /// It has this many bytes.
    Ends(usize),
    /// More bytes are needed.
    IsLonger,
    /// This is none.
    Not,
}

fn header_length(bytes: &[u8]) -> Header {
    let Some([0x1f, 0x8b, 8, flags, ..]) = bytes.first_chunk::<10>() else {
        return if bytes.len() < 10 && b"\x1f\x8b\x08".starts_with(bytes.get(..3).unwrap_or(bytes)) {
            Header::IsLonger
        } else {
            Header::Not
        };
    };
    if flags & 0b1110_0000 != 0 {
        return Header::Not;
    }
    let mut at = 10;
    if flags & 0b100 != 0 {
        let Some([low, high]) = bytes.get(at..at + 2) else { return Header::IsLonger };
        at += 2 + usize::from(u16::from_le_bytes([*low, *high]));
    }
    for _ in 0..(flags >> 3 & 1) + (flags >> 4 & 1) {
        let Some(end) = bytes.get(at..).and_then(|rest| memchr::memchr(0, rest)) else { return Header::IsLonger };
        at += end + 1;
    }
    at += usize::from(flags >> 1 & 1) * 2;
    if at <= bytes.len() { Header::Ends(at) } else { Header::IsLonger }
}

/// Reads the member that begins at `position` to its end.
pub(super) fn verify(reader: impl Read, position: u64) -> Result<Trust> {
    let mut members = Members::new(reader, position, CHUNK);
    members.extend()?;
    while !members.want(CHUNK)?.is_empty() {
        let position = members.out.end();
        members.out.consume(CHUNK);
        members.out.keep_from(position);
    }
    Ok(members.trust)
}

/// The first bytes that a gzip file unpacks to, as far as `packed` holds them.
pub(super) fn beginning(packed: &[u8]) -> Vec<u8> {
    let Header::Ends(length) = header_length(packed) else { return Vec::new() };
    let mut probe = Probe::default();
    probe.unpack(packed.get(length..).unwrap_or_default());
    probe.out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn header_with_every_field_is_measured() {
        let plain = b"\x1f\x8b\x08\0\0\0\0\0\0\x03";
        assert_eq!(header_length(plain), Header::Ends(10));
        let full = [b"\x1f\x8b\x08\x1e\0\0\0\0\0\x03".as_slice(), b"\x02\0xy", b"name\0", b"comment\0", b"cc"].concat();
        assert_eq!(header_length(&full), Header::Ends(full.len()));
        for cut in 10..full.len() {
            assert_eq!(header_length(&full[..cut]), Header::IsLonger, "{cut}");
        }
        assert_eq!(header_length(b"\x1f\x8b"), Header::IsLonger);
        assert_eq!(header_length(b"PK"), Header::Not);
        assert_eq!(header_length(b"\x1f\x8b\x08\xff\0\0\0\0\0\x03"), Header::Not);
    }
}
