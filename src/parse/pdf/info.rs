//! Metadata of a file: its information dictionary, language and links.

use super::geometry::{Matrix, Rect};
use crate::sanitize;
use hayro_syntax::Pdf;
use hayro_syntax::metadata::Metadata as Info;
use hayro_syntax::object::dict::keys::{A, ANNOTS, LANG, RECT, S, URI};
use hayro_syntax::object::{Array, Dict, Name, String as PdfString};
use hayro_syntax::page::Page;
use url::Url;

/// Most links read on one page.
const MAX_LINKS: usize = 2_000;

/// Statements of a file about itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileInfo {
    /// Title.
    pub title: Option<String>,
    /// Authors.
    pub authors: Vec<String>,
    /// Day of creation, in ISO 8601.
    pub created: Option<String>,
    /// BCP 47 language tag.
    pub language: Option<String>,
    /// True if a browser printed a page to it.
    pub is_printed_page: bool,
}

impl FileInfo {
    /// Reads the information of a file.
    pub fn of(pdf: &Pdf) -> Self {
        let info = pdf.metadata();
        let text = |bytes: &Option<Box<[u8]>>| {
            let text = bytes.as_deref().map(text_string).unwrap_or_default();
            sanitize::line(&text).trim().to_owned()
        };
        let root = pdf.xref().get::<Dict<'_>>(pdf.xref().root_id());
        let language = root.and_then(|root| root.get::<PdfString<'_>>(LANG));
        let is_tag = |tag: &String| tag.len() <= 20 && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        Self {
            title: Some(text(&info.title)).filter(|title| is_title(title)),
            authors: authors(&text(&info.author)),
            created: created(info),
            language: language.map(|tag| text_string(tag.as_bytes())).filter(|tag| !tag.is_empty()).filter(is_tag),
            is_printed_page: is_browser(&text(&info.producer), &text(&info.creator)),
        }
    }
}

/// Returns true if these programs are a browser's.
fn is_browser(producer: &str, creator: &str) -> bool {
    let producer = producer.to_lowercase();
    let creator = creator.to_lowercase();
    ["mozilla/5.0", "chrom", "firefox", "safari", "wkhtmltopdf", "webkit", "headless"]
        .iter()
        .any(|name| creator.contains(name))
        || ["skia/pdf", "wkhtmltopdf", "prince"].iter().any(|name| producer.contains(name))
            && !creator.contains("google docs")
}

/// Returns false for the names that programs give when nobody wrote a title.
fn is_title(title: &str) -> bool {
    let title = title.trim().to_lowercase();
    let is_file = [".doc", ".docx", ".dvi", ".tex", ".pdf", ".indd", ".qxd", ".ps", ".html", ".rtf", ".odt", ".pages"]
        .iter()
        .any(|ending| title.ends_with(ending));
    title.chars().filter(|c| c.is_alphabetic()).count() >= 3
        && !is_file
        && !title.starts_with("microsoft word -")
        && !title.starts_with("untitled")
        && !title.starts_with("file://")
        && !title.starts_with("about:")
}

/// Splits the names of the authors. "Doe, Jane" stays one name.
fn authors(text: &str) -> Vec<String> {
    let text = text.trim();
    let many = text.matches(", ").count() > 1 || text.contains(';') || text.contains(" and ");
    let parts: Vec<&str> = if many {
        text.split(';').flat_map(|part| part.split(", ")).flat_map(|part| part.split(" and ")).collect()
    } else {
        vec![text]
    };
    let is_name = |name: &&str| {
        name.chars().any(char::is_alphabetic) && name.chars().count() <= 80 && !name.contains('@') && name.contains(' ')
    };
    parts.into_iter().map(|name| name.trim().trim_start_matches("and ")).filter(is_name).map(str::to_owned).collect()
}

fn created(info: &Info) -> Option<String> {
    let date = info.creation_date?;
    (1984..=2200).contains(&date.year).then(|| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day))
}

/// Decodes a text string: UTF-16 or UTF-8 with a byte order mark, else `PDFDocEncoding` (ISO 32000-2, 7.9.2.2).
pub fn text_string(bytes: &[u8]) -> String {
    let utf16 = |rest: &[u8], from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = rest.chunks_exact(2).filter_map(|it| it.try_into().ok()).map(from).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => bytes.iter().map(|&byte| document_char(byte)).collect(),
    }
}

/// Returns a character of `PDFDocEncoding` (ISO 32000-2, annex D).
fn document_char(byte: u8) -> char {
    const LOW: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const HIGH: [char; 33] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł',
        'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{fffd}', '€',
    ];
    let at = |table: &[char], first: u8| table.get(usize::from(byte - first)).copied().unwrap_or('\u{fffd}');
    match byte {
        0x18..=0x1f => at(&LOW, 0x18),
        0x80..=0xa0 => at(&HIGH, 0x80),
        _ => char::from(byte),
    }
}

/// A link of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct PageLink {
    /// The area that can be clicked.
    pub area: Rect,
    /// Its address.
    pub url: String,
}

/// Returns the links of a page to the web.
pub fn links(page: &Page<'_>) -> Vec<PageLink> {
    let base = Matrix(page.initial_transform(true).as_coeffs());
    let Some(all) = page.raw().get::<Array<'_>>(ANNOTS) else { return Vec::new() };
    let link = |annotation: Dict<'_>| {
        let action = annotation.get::<Dict<'_>>(A)?;
        if action.get::<Name<'_>>(S)?.as_str() != "URI" {
            return None;
        }
        let raw = String::from_utf8_lossy(action.get::<PdfString<'_>>(URI)?.as_bytes()).into_owned();
        let url = web_link(&raw)?;
        let rect = annotation.get::<[f64; 4]>(RECT)?;
        Some(PageLink { area: base.rect(rect[0], rect[1], rect[2], rect[3]), url })
    };
    all.iter::<Dict<'_>>().take(MAX_LINKS).filter_map(link).collect()
}

/// Longest address that is kept, in bytes.
const MAX_ADDRESS: usize = 8 * 1024;

/// Returns a clean address of the web or of mail.
fn web_link(raw: &str) -> Option<String> {
    let cleaned = sanitize::url(raw.trim());
    let url = Url::parse(&cleaned).ok().filter(|_| cleaned.len() <= MAX_ADDRESS)?;
    matches!(url.scheme(), "http" | "https" | "mailto").then(|| url.to_string())
}
