//! Opens PDF files: recognition, passwords, damage. Without the feature `pdf` they are recognised and refused.

use super::error::Failure;
use super::media::by_header;
use super::source::Source;
use crate::limits::{MAX_PDF_BYTES, MAX_SOURCE_BYTES};
#[cfg(feature = "pdf")]
use crate::panics;
#[cfg(feature = "pdf")]
use hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
#[cfg(not(feature = "pdf"))]
use std::convert::Infallible as Pdf;
use std::fmt;
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

/// An open PDF file. It goes along with its bytes, so that a preview and the whole need not open it again.
#[derive(Clone, Default)]
pub struct OpenPdf(Option<Arc<Pdf>>);

impl fmt::Debug for OpenPdf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("OpenPdf").field(&self.0.is_some()).finish()
    }
}

impl PartialEq for OpenPdf {
    /// Says nothing of its own: the bytes are compared.
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for OpenPdf {}

/// Returns the bytes, and the file open, if it needs no password.
///
/// # Errors
/// It is encrypted, or too damaged to find its pages.
pub(super) fn checked(bytes: Vec<u8>) -> Result<(Vec<u8>, OpenPdf), Failure> {
    let bytes = Arc::new(bytes);
    let pdf = open_shared(&bytes)?;
    Ok((bytes.to_vec(), OpenPdf(Some(Arc::new(pdf)))))
}

/// Returns a PDF file as it was opened, or opens one that needs no password.
///
/// # Errors
/// It is encrypted, or too damaged to find its pages.
pub(crate) fn open(source: &Source) -> Result<Arc<Pdf>, Failure> {
    match &source.pdf.0 {
        Some(pdf) => Ok(Arc::clone(pdf)),
        None => open_shared(&Arc::new(source.bytes.clone())).map(Arc::new),
    }
}

#[cfg(not(feature = "pdf"))]
fn open_shared(_: &Arc<Vec<u8>>) -> Result<Pdf, Failure> {
    Err(Failure::NotText("a PDF"))
}

#[cfg(feature = "pdf")]
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

#[cfg(test)]
#[cfg(feature = "pdf")]
mod tests {
    use super::*;
    use crate::load::{Options, from_bytes};

    const FILE: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n\
        3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n";

    #[test]
    fn file_is_opened_once() {
        let mut source = from_bytes("a.pdf", FILE.into(), &Options::default()).unwrap();
        let loaded = open(&source).unwrap();
        // Neither these bytes nor a copy of them are needed any more.
        source.bytes.clear();
        assert!(Arc::ptr_eq(&loaded, &open(&source).unwrap()));
        source.pdf = OpenPdf::default();
        assert_eq!(open(&source).err(), Some(Failure::PdfDamaged));
    }
}
