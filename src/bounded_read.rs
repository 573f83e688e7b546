//! Reads small files of the user: settings, themes, rules, certificates. Pipes and devices are refused: reading them
//! might never end.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Longest file, in bytes; real ones have less than a tenth of that.
pub const MAX_BYTES: u64 = 4 << 20;

/// Returns the bytes of the file.
///
/// # Errors
/// It can't be read, is not a regular file, or is longer than [`MAX_BYTES`].
pub fn read_bytes(file: &Path) -> io::Result<Vec<u8>> {
    if !file.metadata()?.is_file() {
        return Err(io::Error::other("not a regular file"));
    }
    let mut bytes = Vec::new();
    File::open(file)?.take(MAX_BYTES + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(io::Error::other(format!("longer than {} MB", MAX_BYTES >> 20)));
    }
    Ok(bytes)
}

/// Returns the text of the file.
///
/// # Errors
/// As [`read_bytes`], or it is not UTF-8.
pub fn read_text(file: &Path) -> io::Result<String> {
    String::from_utf8(read_bytes(file)?).map_err(|_| io::Error::new(io::ErrorKind::InvalidData, "it is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn oversized_or_special_file_is_rejected() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        std::fs::write(&file, "words").unwrap();
        assert_eq!(read_text(&file).unwrap(), "words");
        std::fs::write(&file, b"\xff").unwrap();
        assert_eq!(read_text(&file).unwrap_err().to_string(), "it is not UTF-8");
        File::create(&file).unwrap().set_len(MAX_BYTES + 1).unwrap();
        assert_eq!(read_text(&file).unwrap_err().to_string(), "longer than 4 MB");
        assert_eq!(read_text(folder.path()).unwrap_err().to_string(), "not a regular file");
        assert_eq!(read_text(&folder.path().join("none")).unwrap_err().kind(), io::ErrorKind::NotFound);
    }
}
