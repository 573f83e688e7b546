//! EPUB 3: a chapter for each article, the contents, and the quotations with their citations as an appendix.

use super::epub_pictures::Pictures;
use super::{ExportReport, lists, name};
use crate::article::Article;
use crate::library::dates;
use crate::library::error::{Error, Result};
use crate::library::query::Query;
use crate::library::{Library, Piece, Seconds};
use crate::reading::cite::{Citation, Paragraphs};
use crate::reading::export as rendered;
use crate::reading::{Least, Reading};
use std::fs::File;
use std::io::{BufWriter, Seek, SeekFrom, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Style of all chapters.
const STYLE: &str = "body { line-height: 1.5 }\n.credits, .caption { font-size: 90% }\nmark { background: none }\n\
    blockquote { margin: 0 0 0 1em }\n";
/// Title of a book of several articles.
const SEVERAL: &str = "Articles";

/// Mark of the appendix, which repeats words of the articles: a reader of sayso's own books leaves it out.
const APPENDIX_MARK: &str = "<meta name=\"generator\" content=\"sayso quotations\"/>";

/// A chapter in the contents.
struct Chapter {
    file: String,
    title: String,
}

/// A book being written.
struct Book {
    zip: ZipWriter<BufWriter<File>>,
    chapters: Vec<Chapter>,
    /// The appendix so far; the quotations of a whole library do not fit in memory.
    quotations: BufWriter<File>,
    has_quotations: bool,
    /// Metadata of the first article, for a book of one.
    first: Option<Reading>,
    pictures: Pictures,
}

/// Writes the articles that match a query as a book.
///
/// # Errors
/// The library, a temporary file or the output fails.
pub fn write_epub(library: &Library, query: &Query, out: &mut impl Write) -> Result<ExportReport> {
    let mut written = ExportReport::default();
    let mut book = Book::new()?;
    let least = library.least;
    library.each(query, |piece| {
        let done = library.reading(piece.id).and_then(|reading| book.chapter(&piece, reading, least));
        written.note(name(&piece), done)
    })?;
    written.linked_pictures = book.pictures.linked;
    let mut file = book.finish(library.now())?;
    std::io::copy(&mut file, out)?;
    out.flush()?;
    Ok(written)
}

impl Book {
    fn new() -> Result<Self> {
        let mut zip = ZipWriter::new(BufWriter::new(tempfile::tempfile()?));
        // The type stands first and is not packed, so that it can be told from the first bytes.
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file("mimetype", stored).map_err(broken)?;
        zip.write_all(b"application/epub+zip")?;
        let mut book = Self {
            zip,
            chapters: Vec::new(),
            quotations: BufWriter::new(tempfile::tempfile()?),
            has_quotations: false,
            first: None,
            pictures: Pictures::default(),
        };
        book.file(
            "META-INF/container.xml",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
            <container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles>\
            <rootfile full-path=\"EPUB/package.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>\n",
        )?;
        book.file("EPUB/style.css", STYLE)?;
        Ok(book)
    }

    fn file(&mut self, name: &str, text: &str) -> Result<()> {
        self.zip.start_file(name, SimpleFileOptions::default()).map_err(broken)?;
        Ok(self.zip.write_all(text.as_bytes())?)
    }

    /// Adds an article; one that was never fetched has its title and address only.
    fn chapter(&mut self, piece: &Piece, reading: Option<Reading>, least: Least) -> Result<()> {
        let number = self.chapters.len() + 1;
        let chapter = Chapter { file: format!("article-{number}.xhtml"), title: piece.title.clone() };
        let language = piece.language.as_deref().unwrap_or_default();
        let mut body = match &reading {
            Some(reading) => xhtml(&self.with_pictures(reading)?),
            None => format!("<h1>{}</h1>\n", escaped(&piece.title)),
        };
        if let Some(url) = &piece.url {
            body.push_str(&format!("<p class=\"credits\"><a href=\"{0}\">{0}</a></p>\n", escaped(url)));
        }
        self.file(&format!("EPUB/{}", chapter.file), &page(&piece.title, language, &body))?;
        if let Some(reading) = &reading {
            self.quote(&chapter, reading, least)?;
        }
        self.chapters.push(chapter);
        if number == 1 {
            self.first = reading.map(|reading| Reading {
                article: Article { meta: reading.article.meta, ..Default::default() },
                ..Reading::default()
            });
        }
        Ok(())
    }

    /// Returns an article as a page, and adds the pictures that are at hand.
    fn with_pictures(&mut self, reading: &Reading) -> Result<String> {
        let (pictures, mut wanted) = (&mut self.pictures, Vec::new());
        let page = rendered::html_with_pictures(reading, rendered::ExportClutter::Hidden, |address| {
            let (file, bytes) = pictures.take(address, &reading.source.location)?;
            wanted.extend(bytes.map(|bytes| (file.clone(), bytes)));
            Some(file)
        });
        // They are packed already.
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        for (file, bytes) in wanted {
            self.zip.start_file(format!("EPUB/{file}"), stored).map_err(broken)?;
            self.zip.write_all(&bytes)?;
        }
        Ok(page)
    }

    /// Adds the quotations of an article to the appendix.
    fn quote(&mut self, chapter: &Chapter, reading: &Reading, least: Least) -> Result<()> {
        let paragraphs = Paragraphs::of(&reading.article);
        let mut quotes =
            reading.attributions.quotes.iter().filter(|quote| least.admits(quote.grade, quote.confidence)).peekable();
        if quotes.peek().is_none() {
            return Ok(());
        }
        self.has_quotations = true;
        let title = escaped(&chapter.title);
        writeln!(self.quotations, "<h2><a href=\"{}\">{title}</a></h2>", chapter.file)?;
        for quote in quotes {
            let citation = Citation::of(reading, quote, &paragraphs);
            let (said, line) = (escaped(&quote.text(&reading.article.text)), escaped(&citation.line()));
            writeln!(self.quotations, "<blockquote><p>{said}</p></blockquote>\n<p class=\"credits\">— {line}</p>")?;
        }
        Ok(())
    }

    /// Writes appendix, contents and package, and returns the file from its start.
    fn finish(mut self, now: Seconds) -> Result<File> {
        if self.has_quotations {
            let title = "Quotations";
            let mut quotations = self.quotations.into_inner().map_err(|error| Error::Io(error.into_error()))?;
            quotations.seek(SeekFrom::Start(0))?;
            self.zip.start_file("EPUB/quotations.xhtml", SimpleFileOptions::default()).map_err(broken)?;
            let (head, foot) = frame(title, "");
            let head = head.replace("<link ", &format!("{APPENDIX_MARK}<link "));
            write!(self.zip, "{head}<section epub:type=\"appendix\">\n<h1>{title}</h1>\n")?;
            std::io::copy(&mut quotations, &mut self.zip)?;
            write!(self.zip, "</section>\n{foot}")?;
            self.chapters.push(Chapter { file: "quotations.xhtml".into(), title: title.into() });
            self.quotations = BufWriter::new(tempfile::tempfile()?);
        }
        let entry =
            |chapter: &Chapter| format!("<li><a href=\"{}\">{}</a></li>\n", chapter.file, escaped(&chapter.title));
        let list: String = self.chapters.iter().map(entry).collect();
        let nav = format!("<nav epub:type=\"toc\"><h1>Contents</h1>\n<ol>\n{list}</ol></nav>\n");
        self.file("EPUB/nav.xhtml", &page("Contents", "", &nav))?;
        let package = package(&self.chapters, &self.pictures.items(), self.first.as_ref(), now);
        self.file("EPUB/package.opf", &package)?;
        let mut file =
            self.zip.finish().map_err(broken)?.into_inner().map_err(|error| Error::Io(error.into_error()))?;
        file.seek(SeekFrom::Start(0))?;
        Ok(file)
    }
}

fn broken(error: zip::result::ZipError) -> Error {
    Error::Io(error.into())
}

/// Returns the package document. A book of one article has that article's metadata.
fn package(chapters: &[Chapter], pictures: &str, first: Option<&Reading>, now: Seconds) -> String {
    let articles = chapters.iter().filter(|chapter| chapter.file.starts_with("article-")).count();
    let single = first.filter(|_| articles == 1).map(|reading| &reading.article.meta);
    let title = match chapters {
        [chapter, ..] if articles == 1 => chapter.title.as_str(),
        _ => SEVERAL,
    };
    let language = first.and_then(|reading| reading.article.meta.language.clone()).unwrap_or_else(|| "und".into());
    let mut meta =
        format!("<dc:title>{}</dc:title>\n<dc:language>{}</dc:language>\n", escaped(title), escaped(&language));
    let url = single.and_then(|meta| meta.url.clone());
    let identifier = url.clone().unwrap_or_else(|| format!("urn:sayso:{now}:{articles}"));
    meta.push_str(&format!("<dc:identifier id=\"id\">{}</dc:identifier>\n", escaped(&identifier)));
    let mut element = |name: &str, value: &str| {
        meta.push_str(&format!("<dc:{name}>{}</dc:{name}>\n", escaped(value)));
    };
    if let Some(single) = single {
        single.authors.iter().for_each(|author| element("creator", author));
        single.site.iter().for_each(|site| element("publisher", site));
        single.published.iter().for_each(|published| element("date", rendered::day(published)));
        url.iter().for_each(|url| element("source", url));
    }
    let modified = dates::show(now);
    let item = |(number, chapter): (usize, &Chapter)| {
        format!("<item id=\"c{number}\" href=\"{}\" media-type=\"application/xhtml+xml\"/>\n", chapter.file)
    };
    let items: String = chapters.iter().enumerate().map(item).collect();
    let spine: String = (0..chapters.len()).map(|number| format!("<itemref idref=\"c{number}\"/>\n")).collect();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"id\">\n\
        <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\">\n{meta}<meta property=\"dcterms:modified\">{modified}</meta>\n\
        </metadata>\n<manifest>\n<item id=\"nav\" href=\"nav.xhtml\" media-type=\"application/xhtml+xml\" properties=\"nav\"/>\n\
        <item id=\"css\" href=\"style.css\" media-type=\"text/css\"/>\n{items}{pictures}</manifest>\n<spine>\n{spine}</spine>\n</package>\n"
    )
}

fn page(title: &str, language: &str, body: &str) -> String {
    let (head, foot) = frame(title, language);
    head + body + &foot
}

/// Returns what stands before and behind the content of a page.
fn frame(title: &str, language: &str) -> (String, String) {
    let language =
        if language.is_empty() { String::new() } else { format!(" lang=\"{0}\" xml:lang=\"{0}\"", escaped(language)) };
    let head = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!DOCTYPE html>\n\
        <html xmlns=\"http://www.w3.org/1999/xhtml\" xmlns:epub=\"http://www.idpf.org/2007/ops\"{language}>\n\
        <head><title>{}</title><link rel=\"stylesheet\" type=\"text/css\" href=\"style.css\"/></head>\n<body>\n",
        escaped(if title.trim().is_empty() { "Untitled" } else { title })
    );
    (head, "</body>\n</html>\n".to_owned())
}

/// Returns the body of an exported page as XHTML: empty elements closed, links within the page, which lead nowhere here,
/// undone.
fn xhtml(page: &str) -> String {
    let start = page.find("<article>").map_or(0, |at| at + "<article>".len());
    let end = page.rfind("</article>").unwrap_or(page.len()).max(start);
    let body = page.get(start..end).unwrap_or_default().replace("<br>", "<br/>").replace("<hr>", "<hr/>");
    let mut whole = String::with_capacity(body.len());
    let mut rest = body.as_str();
    while let Some((before, link)) = rest.split_once("<a href=\"#") {
        whole.push_str(before);
        whole.push_str("<a>");
        rest = link.split_once("\">").map_or("", |(_, behind)| behind);
    }
    whole.push_str(rest);
    whole.retain(is_xml);
    whole
}

/// Returns true for characters that XML 1.0 allows.
const fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn escaped(text: &str) -> String {
    lists::escaped(&text.chars().filter(|c| is_xml(*c)).collect::<String>())
}
