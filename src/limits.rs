//! Limits on what is read and unpacked: against bombs and broken files, not against users.

use std::fs::File;
use std::io::{Error, ErrorKind, Read, Result};

/// The most bytes a source may have after unpacking.
pub(crate) const MAX_SOURCE_BYTES: usize = 20 << 20;
/// The most codings that a `Content-Encoding` header may name.
pub(crate) const MAX_CODINGS: usize = 3;
/// The bytes that are unpacked at a time, so that no bomb is ever held whole.
pub(crate) const UNPACK_CHUNK: usize = 64 << 10;

/// The most bytes of a stream, or of a file once it is unpacked.
pub(crate) const MAX_IMPORT_BYTES: u64 = 8 << 30;
/// The most unpacked bytes for each packed one; pages and tables pack to a fifth or a tenth.
const MAX_RATIO: u64 = 100;
/// The unpacked bytes that are allowed whatever the ratio.
const FREE_BYTES: u64 = 256 << 20;
/// The most unpacked bytes of one member for each packed one; deflate cannot do more than 1,032.
pub(crate) const MAX_DEFLATE_RATIO: u64 = 1_100;
/// The most members of an archive.
pub(crate) const MAX_MEMBERS: usize = 500_000;
/// The most bytes of a member that is a page.
pub(crate) const MAX_MEMBER_PAGE_BYTES: u64 = 20 << 20;
/// The most bytes of a member that is a list.
pub(crate) const MAX_MEMBER_LIST_BYTES: u64 = 512 << 20;
/// The most bytes of one entry of an import.
pub(crate) const MAX_ENTRY_BYTES: u64 = 64 << 20;
/// The most bytes of one line of JSON.
pub(crate) const MAX_LINE_BYTES: u64 = 256 << 20;
/// The deepest nesting of folders and elements that an import follows.
pub(crate) const MAX_IMPORT_DEPTH: usize = 32;

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
/// [`ErrorKind::FileTooLarge`] if it has more than `most` bytes, or what reading and writing fail with.
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
