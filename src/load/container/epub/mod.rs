//! EPUB 2 and 3: the chapters of a book in the order of its spine, as one page. Nothing is unpacked by its name: members
//! are looked up by the names that the book's own files give, and their number and sizes are bounded.

mod chapter;
mod package;
pub(in crate::load) mod pictures;

use super::Article;
use crate::document::{MediaType, Metadata};
use crate::limits::{MAX_BOOK_MEMBERS, MAX_SOURCE_BYTES, max_member_bytes};
use crate::load::charset;
use crate::load::error::Failure;
use crate::load::evidence::{SourceEvidence, SourceForm};
use crate::load::media::is_web;
use package::{Package, TocEntry};
use std::collections::HashMap;
use std::io::{Read, Seek};
use url::Url;
use zip::ZipArchive;

/// Returns the text of a book.
///
/// # Errors
/// It is locked, damaged, or too large.
pub(super) fn article(stream: impl Read + Seek) -> Result<Article, Failure> {
    let zip = ZipArchive::new(stream).map_err(|_| Failure::Damaged("EPUB"))?;
    if zip.len() > MAX_BOOK_MEMBERS {
        return Err(Failure::TooLarge(MAX_SOURCE_BYTES));
    }
    let mut book = Book { zip, left: MAX_SOURCE_BYTES };
    if let Some(encryption) = book.text("META-INF/encryption.xml")?
        && package::is_locked(&encryption)
    {
        return Err(Failure::Locked);
    }
    let container = book.text("META-INF/container.xml")?.ok_or(Failure::Damaged("EPUB"))?;
    let path = package::root(&container).ok_or(Failure::Damaged("EPUB"))?;
    let package = book.text(&path)?.ok_or(Failure::Damaged("EPUB"))?;
    let package = Package::read(&package, &path);
    let contents = contents(&mut book, &package)?;
    let html = pages(&mut book, &package, &contents)?;
    let url = package.sources.iter().filter_map(|source| Url::parse(source).ok()).find(is_web);
    let meta = Metadata { url: url.as_ref().map(Url::to_string), ..package.meta };
    Ok(Article {
        url,
        content_type: Some("text/html; charset=utf-8".into()),
        bytes: html.into_bytes(),
        evidence: SourceEvidence { meta, form: SourceForm::Book, problems: Vec::new() },
        warc: None,
    })
}

/// An open book, and the bytes that may still be read of it.
struct Book<S> {
    zip: ZipArchive<S>,
    left: usize,
}

impl<S: Read + Seek> Book<S> {
    /// Reads a member; `None` if there is none of that name.
    fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>, Failure> {
        let Ok(member) = self.zip.by_name(name) else { return Ok(None) };
        let most = max_member_bytes(member.compressed_size()).min(self.left as u64);
        let mut bytes = Vec::new();
        member.take(most + 1).read_to_end(&mut bytes).map_err(|_| Failure::Damaged("EPUB"))?;
        if bytes.len() as u64 > most {
            return Err(Failure::TooLarge(MAX_SOURCE_BYTES));
        }
        self.left -= bytes.len();
        Ok(Some(bytes))
    }

    /// Reads a member as text, by its own declaration of the charset.
    fn text(&mut self, name: &str) -> Result<Option<String>, Failure> {
        Ok(self.bytes(name)?.map(|bytes| charset::decoded(&bytes, MediaType::Html, None).into_owned()))
    }
}

/// Returns the table of contents: that of EPUB 3, else that of EPUB 2.
fn contents<S: Read + Seek>(book: &mut Book<S>, package: &Package) -> Result<Vec<TocEntry>, Failure> {
    if let Some(path) = &package.nav
        && let Some(page) = book.text(path)?
    {
        let entries = package::nav(&page, path);
        if !entries.is_empty() {
            return Ok(entries);
        }
    }
    match &package.ncx {
        Some(path) => Ok(book.text(path)?.map(|page| package::ncx(&page, path)).unwrap_or_default()),
        None => Ok(Vec::new()),
    }
}

/// Joins the chapters.
fn pages<S: Read + Seek>(book: &mut Book<S>, package: &Package, contents: &[TocEntry]) -> Result<String, Failure> {
    let numbers: HashMap<&str, usize> =
        package.spine.iter().enumerate().map(|(at, path)| (path.as_str(), at)).collect();
    let mut whole = String::from("<!DOCTYPE html>\n");
    // Each picture is looked up once, however often it is shown.
    let mut addresses: HashMap<String, Option<String>> = HashMap::new();
    let mut found = 0;
    for (number, path) in package.spine.iter().enumerate() {
        // The table of contents is the book's outline; as a chapter it would stand there twice.
        if package.nav.as_ref() == Some(path) {
            continue;
        }
        let Some(page) = book.text(path)? else { continue };
        // The appendix of sayso's own books repeats what was quoted.
        if page.contains("content=\"sayso quotations\"") {
            continue;
        }
        found += 1;
        let entry = contents.iter().find(|entry| entry.path == *path);
        let picture = |target: &str| match addresses.get(target) {
            Some(known) => known.clone(),
            None => addresses.entry(target.to_owned()).or_insert(pictures::address(&mut book.zip, target)).clone(),
        };
        whole.push_str(&chapter::html(&page, path, number, &numbers, entry, picture));
    }
    if found == 0 {
        return Err(Failure::Empty);
    }
    Ok(whole)
}

#[cfg(test)]
mod tests;
