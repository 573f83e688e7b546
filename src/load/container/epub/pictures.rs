//! Pictures inside a book: their addresses in its text, and their bytes when they are asked for.

use crate::limits::max_member_bytes;
use crate::load::error::Failure;
use crate::load::file::unreadable;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::path::Path;
use zip::ZipArchive;

/// Scheme of the addresses: `epub:PATH#CHECKSUM`. The checksum tells pictures of the same name in different books apart.
pub(crate) const SCHEME: &str = "epub:";

/// Characters of a path that are escaped.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'.').remove(b'-').remove(b'_').remove(b'~');

/// Returns the address of the picture at a path within a book; `None` if there is no such file.
pub(super) fn address(zip: &mut ZipArchive<impl Read + Seek>, path: &str) -> Option<String> {
    let index = zip.index_for_name(path)?;
    let checksum = zip.by_index_raw(index).ok()?.crc32();
    Some(format!("{SCHEME}{}#{checksum:08x}", utf8_percent_encode(path, ESCAPED)))
}

/// A book on disk, open for its pictures.
pub struct BookPictures {
    zip: ZipArchive<BufReader<File>>,
}

impl BookPictures {
    /// Opens a book.
    ///
    /// # Errors
    /// There is no such file, or it is no book.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let file = File::open(path).map_err(|error| unreadable(&error))?;
        let zip = ZipArchive::new(BufReader::new(file)).map_err(|_| Failure::Damaged("EPUB"))?;
        Ok(Self { zip })
    }

    /// Returns the bytes of the picture at an address in the book's text, at most `most`.
    ///
    /// # Errors
    /// The book has no such picture any more, or it is too large.
    pub fn picture(&mut self, address: &str, most: usize) -> Result<Vec<u8>, Failure> {
        let damaged = Failure::Damaged("EPUB");
        let (path, checksum) =
            address.strip_prefix(SCHEME).and_then(|rest| rest.split_once('#')).ok_or_else(|| damaged.clone())?;
        let path = percent_decode_str(path).decode_utf8().map_err(|_| damaged.clone())?;
        let member = self.zip.by_name(&path).map_err(|_| damaged.clone())?;
        if format!("{:08x}", member.crc32()) != checksum {
            return Err(damaged);
        }
        let most = max_member_bytes(member.compressed_size()).min(most as u64);
        let mut bytes = Vec::new();
        member.take(most + 1).read_to_end(&mut bytes).map_err(|_| damaged)?;
        if bytes.len() as u64 > most {
            return Err(Failure::TooLarge(usize::try_from(most).unwrap_or(usize::MAX)));
        }
        Ok(bytes)
    }
}

impl std::fmt::Debug for BookPictures {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("BookPictures").field("files", &self.zip.len()).finish_non_exhaustive()
    }
}
