//! Limits on reading and unpacking, against decompression bombs and broken files.

use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result};

/// Most bytes of a source after unpacking.
pub(crate) const MAX_SOURCE_BYTES: usize = 20 << 20;
/// Most bytes of one message, saved page or book, pictures and attachments included.
pub(crate) const MAX_CONTAINED_BYTES: usize = 64 << 20;
/// Most files in a book.
pub(crate) const MAX_BOOK_MEMBERS: usize = 20_000;
/// Most codings in a `Content-Encoding` header.
pub(crate) const MAX_CODINGS: usize = 3;
/// Number of bytes unpacked at a time, so that no bomb is ever held in memory.
pub(crate) const UNPACK_CHUNK: usize = 64 << 10;

/// Most bytes of a stream, or of a file after unpacking.
pub(crate) const MAX_IMPORT_BYTES: u64 = 8 << 30;
/// Most unpacked bytes per packed byte; pages and tables compress to a fifth or a tenth.
const MAX_RATIO: u64 = 100;
/// Number of unpacked bytes allowed at any ratio.
const FREE_BYTES: u64 = 256 << 20;
/// Most unpacked bytes of one member per packed byte; deflate's maximum is 1,032.
pub(crate) const MAX_DEFLATE_RATIO: u64 = 1_100;
/// Most members of an archive.
pub(crate) const MAX_MEMBERS: usize = 500_000;
/// Most bytes of a member that is a page.
pub(crate) const MAX_MEMBER_PAGE_BYTES: u64 = 20 << 20;
/// Most bytes of a member that is a list.
pub(crate) const MAX_MEMBER_LIST_BYTES: u64 = 512 << 20;
/// Most bytes of one entry of an import.
pub(crate) const MAX_ENTRY_BYTES: u64 = 64 << 20;
/// Most bytes of one line of JSON.
pub(crate) const MAX_LINE_BYTES: u64 = 256 << 20;
/// Deepest nesting of folders and elements that an import follows.
pub(crate) const MAX_IMPORT_DEPTH: usize = 32;

/// Most bytes of a PDF file.
pub(crate) const MAX_PDF_BYTES: usize = 128 << 20;
/// Most pages of a PDF file that are read.
pub(crate) const MAX_PDF_PAGES: usize = 5_000;
/// Most bytes that the content of one page may unpack to, forms included.
pub(crate) const MAX_PDF_CONTENT_BYTES: usize = 64 << 20;
/// Most operators on one page.
pub(crate) const MAX_PDF_PAGE_OPERATIONS: usize = 6_000_000;
/// Most operators in a PDF file.
pub(crate) const MAX_PDF_OPERATIONS: usize = 200_000_000;
/// Most characters in a PDF file.
pub(crate) const MAX_PDF_GLYPHS: usize = 40_000_000;

/// Returns the most bytes that `packed` bytes of a whole file may unpack to.
pub(crate) const fn max_unpacked_bytes(packed: u64) -> u64 {
    let most = packed.saturating_mul(MAX_RATIO);
    if most < FREE_BYTES {
        FREE_BYTES
    } else if most > MAX_IMPORT_BYTES {
        MAX_IMPORT_BYTES
    } else {
        most
    }
}

/// Returns the most bytes that a member of `packed` bytes may unpack to.
pub(crate) fn max_member_bytes(packed: u64) -> u64 {
    packed.saturating_mul(MAX_DEFLATE_RATIO).max(1 << 16)
}

/// Copies a whole stream.
///
/// # Errors
/// [`ErrorKind::FileTooLarge`] if it has more than `most` bytes, or an error of reading or writing.
pub(crate) fn copy_bounded(stream: impl Read, file: &mut File, most: u64) -> Result<()> {
    if std::io::copy(&mut stream.take(most + 1), file)? > most {
        return Err(Error::new(ErrorKind::FileTooLarge, "too large"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unpacked_bytes_are_bounded_by_ratio_and_size() {
        assert_eq!(max_unpacked_bytes(0), FREE_BYTES);
        assert_eq!(max_unpacked_bytes(10 << 20), 1_000 << 20);
        assert_eq!(max_unpacked_bytes(u64::MAX), MAX_IMPORT_BYTES);
    }
}
