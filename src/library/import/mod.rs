//! `import`: reads files of other programs. The format is detected from the content, entries are streamed in constant
//! memory, and each failure is reported with its reason.
//!
//! | file | reads |
//! | --- | --- |
//! | `detect`, `charset` | what a file is; text that is not UTF-8 |
//! | `csv` | CSV of Pocket, Instapaper, Readwise Reader, Matter, mymind, Raindrop, Readeck, wallabag, and any with a `url` column |
//! | `bookmarks` | Netscape bookmark files of browsers and services; Pocket's `ril_export.html` |
//! | `json`, `json_fields` | JSON of wallabag, Karakeep, Linkwarden, Pinboard, `GoodLinks`, linkding, Firefox, Chrome |
//! | `archive` | zip files: Omnivore's, Pocket's, and whatever holds files known here |
//! | `opml`, `line_lists` | feeds; addresses one a line, `OneTab`, newsboat's `urls` |
//! | `feed` | RSS, Atom, JSON Feed |
//! | `folder` | folders of pages, Markdown with front matter first of all |
//! | `articles` | mail, saved pages, books, web archives, as `load` opens them |
//! | `articles` | mail, saved pages, books, web archives, as `load` opens them |
//! | `sayso_jsonl` | sayso's own JSON lines |
//!
//! Nothing is executed, resolved or fetched here.

mod archive;
mod articles;
mod bookmarks;
mod charset;
mod csv;
mod detect;
mod entry_limit;
mod feed;
mod folder;
mod json;
mod json_fields;
mod line_lists;
mod opml;
mod readwise;
mod run;
pub mod sayso_jsonl;
mod surrogates;
mod tags;

pub use detect::ImportFormat;
pub(super) use folder::BELOW;
pub(super) use run::prepare_all;
pub use run::{ImportProgress, ImportReport, analyse, import, source};

use crate::document::MediaType;
use crate::io_reason;
use crate::library::{Incoming, MergePolicy, Original, SavedView, UserData};
use crate::limits::{MAX_IMPORT_BYTES, copy_bounded, max_unpacked_bytes};
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Item found in a file.
#[derive(Clone, Debug, PartialEq)]
pub enum ImportEvent {
    /// A piece.
    Entry(Box<Incoming>),
    /// A feed to follow.
    Feed(FeedSubscription),
    /// The saved views of a library.
    Views(Vec<SavedView>),
    /// Two speakers that the user joined, by their keys: the speaker, and the one it was joined to.
    Joined(String, String),
    /// An entry that failed: name and reason.
    Failed(String, String),
    /// An entry that is skipped on purpose: name and reason.
    Skipped(String, String),
}

/// A followed feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FeedSubscription {
    /// Address of the feed, as in the file.
    pub url: String,
    /// Title of the feed.
    pub title: Option<String>,
    /// Tags for its articles.
    pub tags: Vec<String>,
    /// Keys of entries that were already saved.
    pub seen: Vec<i64>,
}

/// Receives the events. Returns false to stop reading.
pub type Sink<'a> = dyn FnMut(ImportEvent) -> bool + 'a;

/// Reason why a file could not be read at all, as a clause.
pub type ImportFailure = String;

/// Result of reading a file.
pub type ImportResult = Result<(), ImportFailure>;

/// An input file: its name, and its bytes, which can be read repeatedly.
#[derive(Debug)]
pub struct ImportInput {
    /// Name, for what the content does not tell.
    pub name: String,
    file: File,
}

impl ImportInput {
    /// Opens a file or a pipe; gzip is unpacked.
    ///
    /// # Errors
    /// It can't be read, or it is a device, which may have no end.
    pub fn open(path: &Path) -> Result<Self, ImportFailure> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let kind = std::fs::metadata(path).map_err(|error| io_reason::reading(&error))?.file_type();
        if is_device(kind) {
            return Err("neither a file nor a folder".into());
        }
        let file = File::open(path).map_err(|error| io_reason::reading(&error))?;
        if kind.is_file() { Self { name, file }.unpacked() } else { Self::spool(&name, file) }
    }

    /// Copies a stream, such as standard input or a member of an archive, into a temporary file.
    ///
    /// # Errors
    /// It can't be read or written, or it exceeds the largest size of an import.
    pub fn spool(name: &str, stream: impl Read) -> Result<Self, ImportFailure> {
        let mut file = tempfile::tempfile().map_err(|error| error.to_string())?;
        copy_bounded(stream, &mut file, MAX_IMPORT_BYTES).map_err(|error| error.to_string())?;
        Self { name: name.to_owned(), file }.unpacked()
    }

    fn unpacked(self) -> Result<Self, ImportFailure> {
        let mut magic = [0; 2];
        let mut start = self.start()?;
        if start.read_exact(&mut magic).is_err() || magic != [0x1f, 0x8b] {
            return Ok(self);
        }
        let name = self.name.strip_suffix(".gz").unwrap_or(&self.name).to_owned();
        let mut file = tempfile::tempfile().map_err(|error| error.to_string())?;
        let packed = self.file.metadata().map_err(|error| error.to_string())?.len();
        let stream = flate2::read::MultiGzDecoder::new(self.start()?);
        copy_bounded(stream, &mut file, max_unpacked_bytes(packed)).map_err(|error| match error.kind() {
            ErrorKind::FileTooLarge => format!("{error} when unpacked"),
            _ => format!("incomplete or damaged gzip data: {error}"),
        })?;
        Ok(Self { name, file })
    }

    /// Returns the bytes from the start, limited to [`MAX_ENTRY_BYTES`](crate::limits::MAX_ENTRY_BYTES) for each
    /// entry.
    fn limited(&self) -> Result<(LimitedFile, entry_limit::EntryLimit), ImportFailure> {
        let (reader, limit) = entry_limit::LimitedReader::new(self.start()?);
        Ok((BufReader::new(reader), limit))
    }

    /// Returns the bytes from the start.
    ///
    /// # Errors
    /// The file fails.
    pub fn start(&self) -> Result<BufReader<File>, ImportFailure> {
        let mut file = self.file.try_clone().map_err(|error| error.to_string())?;
        file.seek(SeekFrom::Start(0)).map_err(|error| error.to_string())?;
        Ok(BufReader::with_capacity(1 << 16, file))
    }
}

/// Returns true for devices, such as one that yields zeros without end.
fn is_device(kind: std::fs::FileType) -> bool {
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        kind.is_char_device() || kind.is_block_device()
    }
    #[cfg(not(unix))]
    {
        let _ = kind;
        false
    }
}

/// A file with a limit on each entry.
type LimitedFile = BufReader<entry_limit::LimitedReader<BufReader<File>>>;

/// A file or folder to import.
#[derive(Debug)]
pub enum ImportSource {
    /// A file.
    File(ImportInput),
    /// A folder.
    Folder(PathBuf),
}

impl ImportSource {
    /// Opens a file or folder by its path.
    ///
    /// # Errors
    /// It can't be opened.
    pub fn open(path: &Path) -> Result<Self, ImportFailure> {
        if path.is_dir() { Ok(Self::Folder(path.to_owned())) } else { ImportInput::open(path).map(Self::File) }
    }
}

/// Detects the format and passes all events to `sink`.
///
/// # Errors
/// The file can't be read at all. Entries that fail are passed on as [`ImportEvent::Failed`].
pub fn read(origin: &ImportSource, sink: &mut Sink<'_>) -> Result<ImportFormat, ImportFailure> {
    match origin {
        ImportSource::Folder(path) => folder::read(path, sink).map(|()| ImportFormat::Folder),
        ImportSource::File(input) => {
            let format = detect::detect(input)?;
            read_as(format, input, sink)?;
            Ok(format)
        }
    }
}

fn read_as(format: ImportFormat, input: &ImportInput, sink: &mut Sink<'_>) -> ImportResult {
    // Pages declare their encoding; other files are read as UTF-8.
    let page =
        matches!(format, ImportFormat::Zip | ImportFormat::Page | ImportFormat::Articles(_) | ImportFormat::Feed);
    let other = if page { None } else { charset::transcoded(|| input.start())? };
    let other = other.map(|file| ImportInput { name: input.name.clone(), file });
    let input = other.as_ref().unwrap_or(input);
    match format {
        ImportFormat::Zip => archive::read(input, sink),
        ImportFormat::Native => sayso_jsonl::read(input, sink),
        ImportFormat::Json => json::read(input, sink),
        ImportFormat::Csv => csv::read(input, b',', sink),
        ImportFormat::Semicolons => csv::read(input, b';', sink),
        ImportFormat::Tabs => csv::read(input, b'\t', sink),
        ImportFormat::Bookmarks => bookmarks::read(input, sink),
        ImportFormat::Opml => opml::read(input, sink),
        ImportFormat::Feed => feed::read(input, sink),
        ImportFormat::Newsboat => line_lists::newsboat(input, sink),
        ImportFormat::Addresses => line_lists::addresses(input, sink),
        ImportFormat::Page => folder::page(input, sink),
        ImportFormat::Articles(detect::ARCHIVE) => articles::archive(input, sink),
        ImportFormat::Articles(_) => articles::read(input, sink),
        ImportFormat::Folder => Err("a folder in a file".into()),
    }
}

/// Builds an entry from the data of another program.
fn entry(url: Option<String>, title: Option<String>, user_data: UserData) -> Incoming {
    let title =
        title.map(|title| title.trim().to_owned()).filter(|title| !title.is_empty() && url.as_ref() != Some(title));
    let meta = crate::document::Metadata { title, ..Default::default() };
    Incoming { url, meta, user_data, intent: MergePolicy::Import, ..Incoming::default() }
}

/// Wraps a plain text from another program.
fn plain(text: &str) -> Original {
    Original { media_type: MediaType::Text, charset: "utf-8".into(), bytes: text.as_bytes().to_vec() }
}

/// Wraps an HTML page from another program.
fn html(text: &str) -> Original {
    Original { media_type: MediaType::Html, charset: "utf-8".into(), bytes: text.as_bytes().to_vec() }
}
