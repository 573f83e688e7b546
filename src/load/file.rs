//! Files and standard input: reading and unpacking.

use super::error::Failure;
use super::options::Options;
use super::unpack::{gunzip, is_gzip, read_bounded};
use std::fs::File;
use std::io::{self, ErrorKind, Read, Seek, SeekFrom};
use std::path::Path;

/// Largest number of nested gzip layers.
const MAX_GZIP_LAYERS: usize = 2;

/// Reads a file of at most `most` bytes.
pub(super) fn read_file_of(path: &Path, options: &Options, most: usize) -> Result<Vec<u8>, Failure> {
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let mut reader = Cancellable { reader: file, options };
    read_bounded(&mut reader, most, |error| if options.cancelled() { Failure::Cancelled } else { unreadable(&error) })
}

/// Unpacks gzip, recognised by its first bytes, not by name.
pub(super) fn gunzip_layers(mut bytes: Vec<u8>, most: usize) -> Result<Vec<u8>, Failure> {
    for _ in 0..MAX_GZIP_LAYERS {
        if !is_gzip(&bytes) {
            break;
        }
        bytes = gunzip(&bytes, most)?;
    }
    Ok(bytes)
}

/// The failure that an error of the system is.
pub(super) fn unreadable(error: &io::Error) -> Failure {
    match error.kind() {
        // A path with a NUL byte is invalid.
        ErrorKind::NotFound | ErrorKind::NotADirectory | ErrorKind::InvalidFilename | ErrorKind::InvalidInput => {
            Failure::NoSuchFile
        }
        ErrorKind::PermissionDenied => Failure::Forbidden,
        ErrorKind::IsADirectory => Failure::Folder,
        _ => Failure::Unreadable(error.to_string()),
    }
}

/// A reader that ends when loading is cancelled.
pub(super) struct Cancellable<'a, R> {
    pub(super) reader: R,
    pub(super) options: &'a Options,
}

impl<R: Seek> Seek for Cancellable<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.reader.seek(to)
    }
}

impl<R: Read> Read for Cancellable<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.options.cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        self.reader.read(into)
    }
}
