//! Files and standard input: reading and unpacking.

use super::error::Failure;
use super::options::Options;
use super::pdf;
use super::unpack::{gunzip, is_gzip, read_bounded};
use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// Largest number of nested gzip layers.
const MAX_GZIP_LAYERS: usize = 2;

/// Reads a file and unpacks gzip.
pub(super) fn read_file(path: &Path, options: &Options) -> Result<Vec<u8>, Failure> {
    // Windows reports a folder as "permission denied" on opening it, so it is checked first.
    if path.is_dir() {
        return Err(Failure::Folder);
    }
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    read_all(file, options)
}

/// Reads standard input and unpacks gzip.
pub(super) fn read_stdin(options: &Options) -> Result<Vec<u8>, Failure> {
    read_all(io::stdin().lock(), options)
}

fn read_all(reader: impl Read, options: &Options) -> Result<Vec<u8>, Failure> {
    let mut reader = Cancellable { reader, options };
    let failed = |error: io::Error| if options.cancelled() { Failure::Cancelled } else { unreadable(&error) };
    let start = read_start(&mut reader).map_err(failed)?;
    let most = pdf::most_bytes(&start, options.limits.bytes);
    let bytes = read_bounded(&mut start.as_slice().chain(reader), most, failed)?;
    gunzip_layers(bytes, options.limits.bytes)
}

/// Reads the first bytes, by which the kind of a file is recognised.
fn read_start(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut start = Vec::new();
    reader.take(pdf::SIGNATURE_WITHIN as u64).read_to_end(&mut start)?;
    Ok(start)
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

fn unreadable(error: &io::Error) -> Failure {
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

impl<R: Read> Read for Cancellable<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.options.cancelled() {
            return Err(io::Error::other("cancelled"));
        }
        self.reader.read(into)
    }
}
