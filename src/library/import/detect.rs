//! Detects the format of a file from its first bytes. The name decides only between lists of addresses and of feeds.

use super::{ImportFailure, ImportInput, csv};
use crate::load::container_kind;
use crate::load::warc::WarcForm;
use crate::web_address::has_web_scheme;
use std::io::Read;

/// Kind of a web archive.
pub(super) const ARCHIVE: &str = "warc";

/// Format of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportFormat {
    /// A zip file.
    Zip,
    /// sayso's own JSON lines.
    Native,
    /// JSON of another program.
    Json,
    /// A table with commas.
    Csv,
    /// A table with semicolons.
    Semicolons,
    /// A table with tabs.
    Tabs,
    /// A Netscape bookmark file, or Pocket's or Instapaper's HTML.
    Bookmarks,
    /// OPML.
    Opml,
    /// RSS, Atom or JSON Feed.
    Feed,
    /// newsboat's list of feeds.
    Newsboat,
    /// URLs, one per line.
    Addresses,
    /// A single page.
    Page,
    /// A container of articles, such as a mail or a saved page: its kind.
    Articles(&'static str),
    /// A folder.
    Folder,
}

impl ImportFormat {
    /// Returns the name for reports.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Zip => "ZIP",
            Self::Native => "sayso export",
            Self::Json => "JSON",
            Self::Csv => "CSV",
            Self::Semicolons => "CSV with semicolons",
            Self::Tabs => "TSV",
            Self::Bookmarks => "bookmarks",
            Self::Opml => "OPML",
            Self::Feed => "feed",
            Self::Newsboat => "newsboat feeds",
            Self::Addresses => "URL list",
            Self::Page => "page",
            Self::Articles(kind) => kind,
            Self::Folder => "folder",
        }
    }
}

/// Number of bytes examined.
const HEAD: u64 = 16_384;

pub(super) fn detect(input: &ImportInput) -> Result<ImportFormat, ImportFailure> {
    let mut head = Vec::new();
    input.start()?.take(HEAD).read_to_end(&mut head).map_err(|error| error.to_string())?;
    if WarcForm::of(&head) == Some(WarcForm::Plain) {
        return Ok(ImportFormat::Articles(ARCHIVE));
    }
    if let Some(kind) = container_kind(&head, &input.name) {
        return Ok(ImportFormat::Articles(kind));
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
        return Ok(ImportFormat::Zip);
    }
    // UTF-16 is recognised by its first bytes.
    let (text, encoding, _) = encoding_rs::UTF_8.decode(&head);
    if encoding == encoding_rs::UTF_8 && head.contains(&0) {
        return Err("not a file that can be imported: binary data".into());
    }
    let text = text.trim_start_matches('\u{feff}').trim_start();
    match text.chars().next() {
        None => Err("the file is empty".into()),
        Some('{' | '[') => Ok(json(text)),
        Some('<') => Ok(markup(text)),
        Some(_) => Ok(lines(text, &input.name)),
    }
}

fn json(text: &str) -> ImportFormat {
    let start = &text[..text.floor_char_boundary(2_000)];
    let first = start.lines().next().unwrap_or_default();
    if first.starts_with('{') && first.contains("\"sayso\":") {
        ImportFormat::Native
    } else if start.contains("https://jsonfeed.org/version/") || start.contains("https:\\/\\/jsonfeed.org\\/version") {
        ImportFormat::Feed
    } else {
        ImportFormat::Json
    }
}

fn markup(text: &str) -> ImportFormat {
    let low = text.to_ascii_lowercase();
    let has = |word: &str| low.contains(word);
    let netscape = low.starts_with("<!doctype netscape") || (has("<dl") && has("<dt>") && has("<a "));
    let pocket = has("<title>pocket export") || (has("time_added=\"") && has("<ul"));
    if netscape || pocket || has("<title>instapaper: export") {
        ImportFormat::Bookmarks
    } else if has("<opml") || (low.starts_with("<?xml") && has("<outline")) {
        ImportFormat::Opml
    } else if !low.starts_with("<!doctype html") && (has("<rss") || has("<feed") || has("<rdf:rdf")) {
        ImportFormat::Feed
    } else {
        ImportFormat::Page
    }
}

fn lines(text: &str, name: &str) -> ImportFormat {
    let first = text.lines().next().unwrap_or_default();
    if first.contains("Highlight") && first.contains("Book Title") && first.contains(',') {
        return ImportFormat::Csv;
    }
    if csv::ADDRESS.contains(&csv::name(first.trim_matches('"').as_bytes()).as_str()) {
        return ImportFormat::Csv;
    }
    for (mark, format) in [(',', ImportFormat::Csv), (';', ImportFormat::Semicolons), ('\t', ImportFormat::Tabs)] {
        let mut columns = first.split(mark).map(|column| csv::name(column.trim().trim_matches('"').as_bytes()));
        if first.contains(mark) && columns.any(|column| csv::ADDRESS.contains(&column.as_str())) {
            return format;
        }
    }
    let told = || text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let address = |line: &str| has_web_scheme(line);
    let piped = |line: &str| {
        let line = line.trim_start_matches('"');
        ["filter:", "exec:", "query:"].iter().any(|start| line.starts_with(start))
    };
    let tagged = |line: &str| address(line) && line.contains(" \"");
    // The last examined line may be cut off and is ignored.
    let most = told().count().saturating_sub(usize::from(text.len() as u64 >= HEAD - 4)).max(1);
    if told().take(most).any(|line| piped(line) || tagged(line)) || (name == "urls" && told().any(address)) {
        return ImportFormat::Newsboat;
    }
    let addresses = told().take(most).filter(|line| address(line)).count();
    let prose = told().take(most).filter(|line| !address(line)).count();
    let feeds = told().take(most).filter(|line| address(line) && is_feed(line)).count();
    match addresses {
        0 => ImportFormat::Page,
        count if feeds * 2 > count => ImportFormat::Newsboat,
        count if count >= prose => ImportFormat::Addresses,
        _ => ImportFormat::Page,
    }
}

/// Returns true if the first word of a line looks like a feed's address: `/feed`, `rss`, `atom`, `.xml` or `.rdf` at
/// the end of a part of it.
fn is_feed(line: &str) -> bool {
    let address = line.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
    let path = address.splitn(4, '/').nth(3).unwrap_or_default();
    path.split(['/', '?', '&', '=']).any(|part| {
        matches!(part, "feed" | "feeds" | "rss" | "atom" | "rss2")
            || [".xml", ".rss", ".rdf", ".atom"].iter().any(|ending| part.ends_with(ending))
    })
}
