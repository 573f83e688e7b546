//! [`WarcReader`]: the pages of an archive one by one, with what was skipped and what is damaged between them.

use super::buffer::{Buffer, CHUNK, Input};
use super::digest;
use super::fault::WarcFault;
use super::gzip::{self, Members, Step, Trust};
use super::header::{MAX_HEADER_BYTES, RecordHeader, block_length};
use super::page::{self, SkipReason, WarcPage};
use super::stream::Stream;
use super::{WarcDamage, WarcEvent, WarcForm, WarcSkip};
use std::collections::VecDeque;
use std::io::{Read, Result};
use std::ops::Range;

/// Opens the file again at a position: the end of a long member is looked at before its records are handed on.
pub type SecondLook = Box<dyn FnMut(u64) -> Result<Box<dyn Read>> + Send>;

/// Reads an archive from front to end, in memory that is bounded by the size of one page.
pub struct WarcReader<R> {
    stream: Stream<R>,
    /// Most bytes of a page's record.
    most: usize,
    /// Positions of the members that are wanted.
    range: Range<u64>,
    /// True once a first record was found, and from the beginning of a file on.
    is_synced: bool,
    /// The current member's position, and how many records began in it.
    member: (u64, usize),
    /// Checksum of the current member after a second look at it.
    second: Option<Trust>,
    /// Pages that were handed on before the end of their member was seen.
    unverified: usize,
    look: Option<SecondLook>,
    events: VecDeque<WarcEvent>,
    is_at_end: bool,
}

/// Block of a record.
enum Block {
    Whole(Vec<u8>),
    TooLarge,
    /// It ends after so many bytes.
    Short(u64),
}

impl<R: Read> WarcReader<R> {
    /// Reads a whole file, whose pages may have `most` bytes.
    pub fn new(reader: R, form: WarcForm, most: usize) -> Self {
        let most = most.saturating_add(MAX_HEADER_BYTES);
        let hold = most.saturating_add(MAX_HEADER_BYTES);
        let stream = match form {
            WarcForm::Plain => Stream::Plain(Input::new(reader, 0, hold)),
            WarcForm::Gzip => Stream::Gzip(Box::new(Members::new(reader, 0, hold))),
        };
        Self {
            stream,
            most,
            range: 0..u64::MAX,
            is_synced: true,
            member: (u64::MAX, 0),
            second: None,
            unverified: 0,
            look: None,
            events: VecDeque::new(),
            is_at_end: false,
        }
    }

    /// Reads the one member that begins at `position`, where `reader` stands.
    pub fn of_member(reader: R, form: WarcForm, most: usize, position: u64) -> Self {
        let mut whole = Self::new(reader, form, most);
        whole.range = position..position.saturating_add(1);
        whole.stream.stand_at(position);
        whole
    }

    /// Reads the members that begin in `range`. `reader` stands at `position`, which is not behind the range's start, and
    /// the first place from there on where a record begins is looked for.
    pub fn of_range(reader: R, form: WarcForm, most: usize, position: u64, range: Range<u64>) -> Self {
        let mut whole = Self::new(reader, form, most);
        whole.range = range;
        whole.is_synced = position == 0;
        match &mut whole.stream {
            Stream::Plain(input) => input.buffer = Buffer::at(position),
            Stream::Gzip(members) => members.begin_at(position),
        }
        whole
    }

    /// Lets it look at the end of a long member before it hands on the records in it.
    #[must_use]
    pub fn with_second_look(mut self, look: SecondLook) -> Self {
        self.look = Some(look);
        self
    }

    fn advance(&mut self) -> Result<()> {
        while matches!(self.stream.want(1)?.first(), Some(b'\r' | b'\n')) {
            self.stream.consume(1);
        }
        let is_record = self.stream.want(5)?.starts_with(b"WARC/");
        let offset = self.stream.offset();
        if self.stream.want(1)?.is_empty() {
            return self.next_member();
        }
        if offset >= self.range.end {
            self.is_at_end = true;
            return Ok(());
        }
        if is_record {
            return self.record(offset);
        }
        self.damage(offset, WarcFault::NotRecord, None);
        self.find_record()
    }

    /// Goes on at a record's boundary.
    fn next_member(&mut self) -> Result<()> {
        if self.stream.next_offset() >= self.range.end {
            // Only what the current member turned out to be is still to be told.
            if let Trust::Failed(fault) = self.stream.trust() {
                let offset = self.stream.member();
                self.report_broken(offset, fault);
            }
            self.is_at_end = true;
            return Ok(());
        }
        let position = self.stream.position();
        self.stream.keep_from(position);
        self.is_at_end = !self.extend()?;
        Ok(())
    }

    /// Adds the next member and tells damage; false if there is none.
    fn extend(&mut self) -> Result<bool> {
        match self.stream.extend()? {
            Step::Member => {}
            Step::Broken(offset, fault) => self.report_broken(offset, fault),
            Step::End => return Ok(false),
        }
        (self.second, self.unverified) = (None, 0);
        Ok(true)
    }

    fn report_broken(&mut self, offset: u64, fault: WarcFault) {
        let fault = if self.unverified > 0 { WarcFault::LateChecksum(self.unverified) } else { fault };
        self.report(WarcEvent::Damaged(WarcDamage { offset, url: None, fault }));
    }

    /// Reads the record that begins here.
    fn record(&mut self, offset: u64) -> Result<()> {
        let start = self.stream.position();
        self.stream.keep_from(start);
        self.member = (offset, if self.member.0 == offset { self.member.1 + 1 } else { 1 });
        let header = match self.header()? {
            Ok(header) => header,
            Err(fault) => {
                self.damage(offset, fault, None);
                self.stream.rewind(start + 1);
                return self.find_record();
            }
        };
        let block_start = self.stream.position();
        let wanted = page::check_header(&header);
        let block = match self.block(&header, wanted.is_ok())? {
            Block::Short(length) => Err(WarcFault::Short(header.length, length)),
            _ if !self.ends_well()? => Err(WarcFault::WrongLength(header.length)),
            Block::Whole(bytes) => Ok(Some(bytes)),
            Block::TooLarge => Ok(None),
        };
        let block = match block {
            Ok(block) => block,
            Err(fault) => {
                self.damage(offset, fault, header.url());
                self.stream.rewind(block_start);
                return self.find_record();
            }
        };
        self.is_synced = true;
        self.stream.end_sync();
        if let Err((reason, detail)) = wanted {
            self.skip(offset, &header, reason, detail);
            return Ok(());
        }
        let Some(block) = block else {
            self.skip(offset, &header, SkipReason::TooLarge, Some(header.length.to_string()));
            return Ok(());
        };
        if offset < self.range.start {
            return Ok(());
        }
        if let Err(fault) = self.vouch(offset, &header, &block)? {
            // A record that is alone in its member is told with it.
            if self.member.1 > 1 || self.is_followed(offset)? {
                self.report(WarcEvent::Damaged(WarcDamage { offset, url: header.url().map(str::to_owned), fault }));
            }
            return Ok(());
        }
        match WarcPage::of(&header, block, offset) {
            Ok(page) => self.report(WarcEvent::Page(page)),
            Err((reason, detail)) => self.skip(offset, &header, reason, detail),
        }
        Ok(())
    }

    /// The header of the record that begins here.
    fn header(&mut self) -> Result<std::result::Result<RecordHeader, WarcFault>> {
        let mut count = 4096;
        loop {
            let bytes = self.stream.want(count)?;
            if let Some(length) = block_length(bytes) {
                let header = RecordHeader::parse(bytes.get(..length).unwrap_or_default());
                self.stream.consume(length);
                return Ok(header);
            }
            if bytes.len() >= MAX_HEADER_BYTES {
                return Ok(Err(WarcFault::Header("is too long")));
            }
            let is_short = bytes.len() < count;
            if is_short && (matches!(self.stream.trust(), Trust::Failed(_)) || !self.extend()?) {
                return Ok(Err(WarcFault::Header("ends too early")));
            }
            count *= 2;
        }
    }

    /// Reads the block of a record, and keeps it if it is wanted and not too large.
    fn block(&mut self, header: &RecordHeader, is_wanted: bool) -> Result<Block> {
        let is_kept = is_wanted && header.length <= self.most as u64;
        let mut bytes = Vec::new();
        let mut left = header.length;
        while left > 0 {
            let rest = self.stream.want(left.min(CHUNK as u64) as usize)?;
            let count = rest.len().min(usize::try_from(left).unwrap_or(usize::MAX));
            if count == 0 {
                if self.is_over()? {
                    return Ok(Block::Short(header.length - left));
                }
                continue;
            }
            // A length that no page has is believed only as long as no other record begins.
            if header.length > self.most as u64
                && let Some(at) = rest.get(..count).and_then(record_start)
            {
                self.stream.consume(at);
                return Ok(Block::Short(header.length - left + at as u64));
            }
            if is_kept {
                bytes.extend_from_slice(rest.get(..count).unwrap_or_default());
            }
            self.stream.consume(count);
            left -= count as u64;
        }
        Ok(if is_kept || !is_wanted { Block::Whole(bytes) } else { Block::TooLarge })
    }

    /// Adds the next member in the middle of a block. Returns true if the block does not go on there.
    fn is_over(&mut self) -> Result<bool> {
        if matches!(self.stream.trust(), Trust::Failed(_)) {
            return Ok(true);
        }
        let position = self.stream.position();
        let (before, second) = (self.events.len(), self.second.take());
        if !self.extend()? {
            self.second = second;
            return Ok(true);
        }
        let is_broken = self.events.len() > before;
        Ok(is_broken || self.stream.position() != position || self.stream.want(5)?.starts_with(b"WARC/"))
    }

    /// Returns true if a record ends here: with an empty line, or at the next record or the end of the member.
    fn ends_well(&mut self) -> Result<bool> {
        let position = self.stream.position();
        let rest = self.stream.want(4)?;
        let mut is_end = rest.starts_with(b"\r\n\r\n") || rest.starts_with(b"\n\n");
        while matches!(self.stream.want(1)?.first(), Some(b'\r' | b'\n')) {
            self.stream.consume(1);
        }
        let rest = self.stream.want(5)?;
        is_end |= rest.is_empty() || rest.starts_with(b"WARC/");
        if !is_end {
            self.stream.rewind(position);
        }
        Ok(is_end)
    }

    /// Returns true if another record begins here, in the same member.
    fn is_followed(&mut self, offset: u64) -> Result<bool> {
        Ok(!self.stream.want(1)?.is_empty() && self.stream.offset() == offset)
    }

    /// Checks that a page may be handed on.
    fn vouch(
        &mut self,
        offset: u64,
        header: &RecordHeader,
        block: &[u8],
    ) -> Result<std::result::Result<(), WarcFault>> {
        let mut trust = self.stream.trust();
        if trust == Trust::Open {
            if let (None, Some(look)) = (&self.second, &mut self.look) {
                self.second = Some(gzip::verify(look(offset)?, offset)?);
            }
            trust = self.second.clone().unwrap_or(Trust::Open);
        }
        if trust == Trust::Verified {
            return Ok(Ok(()));
        }
        let is_right = header.block_digest().and_then(|told| digest::is_right(told, block));
        let is_followed = self.is_followed(offset)?;
        let is_alone = self.member.1 == 1 && !is_followed;
        Ok(match (trust, is_right) {
            (Trust::Verified | Trust::Open, None) | (Trust::Open, Some(true)) => {
                self.unverified += usize::from(is_right.is_none());
                Ok(())
            }
            (Trust::Failed(_), Some(true)) if !is_alone => Ok(()),
            // What stands before the place where a file was cut is as it was.
            (Trust::Failed(WarcFault::Truncated), None) if is_followed => Ok(()),
            _ => Err(WarcFault::Unverified),
        })
    }

    /// Goes to the next place in this member where a record begins.
    fn find_record(&mut self) -> Result<()> {
        loop {
            let rest = self.stream.want(CHUNK)?;
            if let Some(at) = record_start(rest) {
                self.stream.consume(at);
                return Ok(());
            }
            let length = rest.len();
            // The end of a chunk may be the beginning of a line that is looked for.
            let passed = if length < CHUNK { length } else { length - MAX_START };
            self.stream.consume(passed);
            let position = self.stream.position();
            self.stream.keep_from(position);
            if length < CHUNK {
                return Ok(());
            }
        }
    }

    fn skip(&mut self, offset: u64, header: &RecordHeader, reason: SkipReason, detail: Option<String>) {
        let own = |text: Option<&str>| text.map(str::to_owned);
        let (record_id, url) = (own(header.id()), own(header.url()));
        self.report(WarcEvent::Skipped(WarcSkip { offset, record_id, url, reason, detail }));
    }

    /// Reports a record as damaged, unless its member is and will be.
    fn damage(&mut self, offset: u64, fault: WarcFault, url: Option<&str>) {
        if !matches!(self.stream.trust(), Trust::Failed(_)) {
            self.report(WarcEvent::Damaged(WarcDamage { offset, url: url.map(str::to_owned), fault }));
        }
    }

    fn report(&mut self, event: WarcEvent) {
        if self.is_synced && self.range.contains(&event.offset()) {
            self.events.push_back(event);
        }
    }
}

impl<R: Read> Iterator for WarcReader<R> {
    type Item = Result<WarcEvent>;

    fn next(&mut self) -> Option<Self::Item> {
        while self.events.is_empty() && !self.is_at_end {
            if let Err(error) = self.advance() {
                self.is_at_end = true;
                return Some(Err(error));
            }
        }
        self.events.pop_front().map(Ok)
    }
}

/// Bytes that tell that a record begins.
const MAX_START: usize = 24;

/// The place in `bytes` where a line is a record's first: `WARC/1.0`, and a field of such a header behind it.
fn record_start(bytes: &[u8]) -> Option<usize> {
    memchr::memmem::find_iter(bytes, b"WARC/").find(|&at| {
        let begins_line = at == 0 || bytes.get(at - 1) == Some(&b'\n');
        let Some([major, b'.', minor, rest @ ..]) = bytes.get(at + 5..) else { return false };
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        let Some(field) = rest.strip_prefix(b"\n").and_then(|rest| rest.get(..5)) else { return false };
        begins_line
            && major.is_ascii_digit()
            && minor.is_ascii_digit()
            && (field.eq_ignore_ascii_case(b"warc-") || field.eq_ignore_ascii_case(b"conte"))
    })
}
