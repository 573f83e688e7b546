//! Opens PDF files: recognition, passwords, damage.

use super::error::Failure;
use super::media::by_header;
use crate::limits::{MAX_PDF_BYTES, MAX_SOURCE_BYTES};
use crate::panics;
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use std::sync::Arc;

/// Number of bytes in which the signature may begin (ISO 32000-2, annex I).
pub(super) const SIGNATURE_WITHIN: usize = 1024;
/// Stands for the charset of a PDF file, whose every font has its own.
pub(super) const CHARSET: &str = "binary";
const SIGNATURE: &[u8] = b"%PDF-";

/// Returns true if the bytes are a PDF file: by their first bytes, or by a signature a little later where the name or
/// the server calls them one.
pub(super) fn is_pdf(bytes: &[u8], name: &str, content_type: Option<&str>) -> bool {
    let start = bytes.get(..SIGNATURE_WITHIN).unwrap_or(bytes);
    let is_named = name.to_ascii_lowercase().ends_with(".pdf")
        || content_type.is_some_and(|it| it.to_ascii_lowercase().contains("pdf") && by_header(it).is_none());
    start.starts_with(SIGNATURE) || is_named && memchr::memmem::find(start, SIGNATURE).is_some()
}

/// Returns the most bytes to read of a file that begins like this; `usual` is the limit of other sources.
pub(super) fn most_bytes(start: &[u8], usual: usize) -> usize {
    if usual == MAX_SOURCE_BYTES && memchr::memmem::find(start, SIGNATURE).is_some() { MAX_PDF_BYTES } else { usual }
}

/// Returns the bytes, if they open as a PDF file that needs no password.
pub(super) fn checked(bytes: Vec<u8>) -> Result<Vec<u8>, Failure> {
    let bytes = Arc::new(bytes);
    open_shared(&bytes)?;
    Ok(Arc::try_unwrap(bytes).unwrap_or_else(|shared| shared.to_vec()))
}

/// Opens a PDF file that needs no password.
///
/// # Errors
/// It is encrypted, or too damaged to find its pages.
pub(crate) fn open(bytes: &[u8]) -> Result<Pdf, Failure> {
    open_shared(&Arc::new(bytes.to_vec()))
}

fn open_shared(bytes: &Arc<Vec<u8>>) -> Result<Pdf, Failure> {
    // The parser is robust but not proven free of panics.
    let data = Arc::clone(bytes);
    let opened = panics::catch(|| Pdf::new(data)).unwrap_or(Err(LoadPdfError::Invalid));
    match opened {
        Ok(pdf) if pdf.pages().is_empty() => Err(Failure::PdfDamaged),
        Ok(pdf) => Ok(pdf),
        Err(LoadPdfError::Decryption(DecryptionError::PasswordProtected)) => Err(Failure::PdfPassword),
        Err(LoadPdfError::Decryption(_)) => Err(Failure::PdfEncryption),
        Err(LoadPdfError::Invalid) => Err(Failure::PdfDamaged),
    }
}
