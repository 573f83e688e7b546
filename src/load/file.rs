//! Files and standard input: their bytes, unpacked.

use super::error::Failure;
use super::options::Options;
use super::unpack::{gunzip, is_gzip, read_bounded};
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Gzip within gzip is undone this often.
const MAX_GZIP_LAYERS: usize = 2;

/// The bytes of a file, unpacked if they are gzip.
pub(super) fn read_file(path: &Path, options: &Options) -> Result<Vec<u8>, Failure> {
    // Windows reports a folder as "permission denied" on opening it, so it is asked about first.
    if path.is_dir() {
        return Err(Failure::Folder);
    }
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    read_all(file, options)
}

/// The bytes of standard input, unpacked if they are gzip.
pub(super) fn read_stdin(options: &Options) -> Result<Vec<u8>, Failure> {
    read_all(io::stdin().lock(), options)
}

fn read_all(reader: impl Read, options: &Options) -> Result<Vec<u8>, Failure> {
    let mut reader = Cancellable { reader, options };
    let bytes = read_bounded(&mut reader, options.limits.bytes, |error| {
        if options.cancelled() { Failure::Cancelled } else { unreadable(&error) }
    })?;
    gunzip_layers(bytes, options.limits.bytes)
}

/// Undoes gzip, told by its first bytes: names lie.
pub(super) fn gunzip_layers(mut bytes: Vec<u8>, most: usize) -> Result<Vec<u8>, Failure> {
    for _ in 0..MAX_GZIP_LAYERS {
        if !is_gzip(&bytes) {
            break;
        }
        bytes = gunzip(&bytes, most)?;
    }
    Ok(bytes)
}

fn unreadable(error: &io::Error) -> Failure {
    match error.kind() {
        // Invalid is a path with a NUL in it.
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

impl<R: Read> Read for Cancellable<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.options.cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        self.reader.read(into)
    }
}
