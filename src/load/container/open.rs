//! Opens files, folders, standard input and answers of the web: each is a text or a container. The container opened last
//! stays open, so that its articles are found without scanning it again.

use super::archive::ArchivedPages;
use super::sniff::{ContainerKind, HEAD_BYTES};
use super::{Article, Articles, Container, Stream, epub, maildir, mbox, single};
use crate::limits::{MAX_CONTAINED_BYTES, MAX_IMPORT_BYTES, copy_bounded, max_unpacked_bytes};
use crate::load::error::{Failure, LoadError};
use crate::load::file::{Cancellable, gunzip_layers, unreadable};
use crate::load::options::Options;
use crate::load::pdf;
use crate::load::source::{Raw, Source};
use crate::load::unpack::{is_gzip, read_bounded};
use flate2::read::{GzDecoder, MultiGzDecoder};
use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata};
use std::io::{Cursor, ErrorKind, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

/// Result of opening.
#[derive(Debug)]
pub(in crate::load) enum Opened {
    /// A text, perhaps gzipped, that is in no container.
    Text(Vec<u8>),
    /// The one article of a container.
    Article(Box<Article>),
    /// One article of a container of several, if it can be read, and the locations of those behind it.
    OneOf(Result<Box<Article>, Failure>, Vec<OsString>),
}

/// Identity of one state of a container.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Key {
    location: OsString,
    state: ContainerState,
}

/// State in which a container was opened.
#[derive(Clone, Debug, PartialEq, Eq)]
enum ContainerState {
    /// Length and time of the last change of a file.
    File(u64, Option<SystemTime>),
    /// Times of the last change of a Maildir's folders.
    Folders([SystemTime; 2]),
    /// The bytes of an address or of standard input, which are held.
    Held,
}

/// The container that was opened last.
static LAST: Mutex<Option<(Key, Arc<Container>)>> = Mutex::new(None);

fn remember(key: Key, container: &Arc<Container>) {
    *LAST.lock().unwrap_or_else(PoisonError::into_inner) = Some((key, Arc::clone(container)));
}

fn remembered(key: &Key) -> Option<Arc<Container>> {
    let last = LAST.lock().unwrap_or_else(PoisonError::into_inner);
    last.as_ref().filter(|(held, _)| held == key).map(|(_, container)| Arc::clone(container))
}

/// Opens a file or folder; of a container the first article, or the one that `#` and a number behind its path name.
///
/// # Errors
/// It can't be opened or read.
pub(in crate::load) fn path(path: &Path, options: &Options) -> Result<Opened, Failure> {
    match file_or_folder(path, 0, options) {
        Err(Failure::NoSuchFile) => match numbered(path) {
            Some((base, number)) if base.as_os_str() == "-" => standard_input(number, options),
            Some((base, number)) => file_or_folder(&base, number, options),
            None => Err(Failure::NoSuchFile),
        },
        opened => opened,
    }
}

/// The path and the number of `inbox.mbox#3`, counted from 0.
fn numbered(path: &Path) -> Option<(PathBuf, usize)> {
    let name = path.file_name()?.to_str()?;
    let (base, number) = name.rsplit_once('#')?;
    let number: usize = number.parse().ok()?;
    Some((path.with_file_name(base), number.checked_sub(1)?))
}

fn file_or_folder(path: &Path, number: usize, options: &Options) -> Result<Opened, Failure> {
    // Windows reports a folder as "permission denied" on opening it, so it is asked about first.
    if path.is_dir() {
        return folder(path, number, options);
    }
    let file = File::open(path).map_err(|error| unreadable(&error))?;
    let about = file.metadata().map_err(|error| unreadable(&error))?;
    let state =
        if about.is_file() { ContainerState::File(about.len(), about.modified().ok()) } else { ContainerState::Held };
    let key = Key { location: path.as_os_str().to_owned(), state };
    if let Some(container) = remembered(&key) {
        return Ok(one_of(&container, number, path.as_os_str(), options));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let archive = if about.is_file() { ArchivedPages::open(path, options) } else { None };
    let opened = if let Some(pages) = archive {
        Content::of(Articles::Pages(pages?))
    } else if about.is_file() {
        let again = file.try_clone().map_err(|error| unreadable(&error))?;
        stream(again, Some(file), &name, options)?
    } else {
        stream(file, None, &name, options)?
    };
    Ok(of_container(opened, key, number, options))
}

/// Opens a Maildir. It is listed once for all its messages, as long as none comes or goes.
fn folder(path: &Path, number: usize, options: &Options) -> Result<Opened, Failure> {
    let state = maildir::changed(path).map(ContainerState::Folders);
    let key = state.map(|state| Key { location: path.as_os_str().to_owned(), state });
    if let Some(container) = key.as_ref().and_then(remembered) {
        return Ok(one_of(&container, number, path.as_os_str(), options));
    }
    let Some(files) = maildir::messages(path) else { return Err(Failure::Folder) };
    let container = Arc::new(Container { articles: Articles::Files(files?) });
    if let Some(key) = key {
        remember(key, &container);
    }
    Ok(one_of(&container, number, path.as_os_str(), options))
}

/// Opens standard input, or an article of the container that came from there.
///
/// # Errors
/// It can't be read.
pub(in crate::load) fn standard_input(number: usize, options: &Options) -> Result<Opened, Failure> {
    let key = Key { location: "-".into(), state: ContainerState::Held };
    if let Some(container) = remembered(&key) {
        return Ok(one_of(&container, number, &key.location, options));
    }
    let opened = stream(std::io::stdin(), None, "", options)?;
    Ok(of_container(opened, key, number, options))
}

/// Opens bytes that are at hand; `name` is what they are called, `location` where they came from.
///
/// # Errors
/// They are a container that is broken or too large.
pub(in crate::load) fn memory(
    bytes: Vec<u8>,
    name: &str,
    location: &str,
    number: usize,
    options: &Options,
) -> Result<Opened, Failure> {
    let bytes = gunzip_layers(bytes, options.limits.bytes)?;
    let opened = match ContainerKind::of(&bytes, name) {
        None => Content::Text(bytes),
        Some(ContainerKind::Mbox) => {
            let messages = mbox::index(bytes.as_slice(), |error| unreadable(&error))?;
            Content::container(Box::new(Cursor::new(bytes)), messages)
        }
        Some(kind) => Content::Article(Box::new(single(kind, &bytes, options)?)),
    };
    Ok(of_container(opened, Key { location: location.into(), state: ContainerState::Held }, number, options))
}

/// The container of an address that was opened last, for its further articles.
#[cfg(feature = "app")]
pub(in crate::load) fn held(location: &str, number: usize, options: &Options) -> Option<Opened> {
    let key = Key { location: location.into(), state: ContainerState::Held };
    remembered(&key).map(|container| one_of(&container, number, &key.location, options))
}

/// Returns all articles of the container at an address, or from standard input, if it was opened last.
#[cfg(feature = "app")]
pub fn held_articles(location: &str) -> Option<ContainedArticles> {
    let container = remembered(&Key { location: location.into(), state: ContainerState::Held })?;
    Some(ContainedArticles { name: location.to_owned(), content: Content::Container(container) })
}

/// All articles of a file that is a container, whether of one or of several.
#[derive(Debug)]
pub struct ContainedArticles {
    name: String,
    content: Content,
}

impl ContainedArticles {
    /// Opens a file that is no longer packed.
    ///
    /// # Errors
    /// It is a text and no container, or it can't be read.
    pub fn open(name: &str, file: File, options: &Options) -> Result<Self, LoadError> {
        let failed = |failure| LoadError::new(name, failure);
        let mut again = file.try_clone().map_err(|error| failed(unreadable(&error)))?;
        rewind(&mut again).map_err(failed)?;
        let content = stream(again, Some(file), name, options).map_err(failed)?;
        Ok(Self { name: name.to_owned(), content })
    }

    /// The number of articles.
    pub fn len(&self) -> usize {
        match &self.content {
            Content::Container(container) => container.len(),
            Content::Text(_) | Content::Article(_) => 1,
        }
    }

    /// Returns true if there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// One article, counted from 0.
    ///
    /// # Errors
    /// It can't be read; the others may.
    pub fn source(&self, number: usize, options: &Options) -> Result<Source, LoadError> {
        let raw = match &self.content {
            Content::Text(bytes) => Ok(Raw { name: self.name.clone(), bytes: bytes.clone(), ..Raw::default() }),
            Content::Article(article) => Ok(Raw::from((**article).clone())),
            Content::Container(container) => container.article(number, options).map(Raw::from),
        };
        let location = if self.len() == 1 { self.name.clone() } else { format!("{}#{}", self.name, number + 1) };
        let source = raw.and_then(|raw| raw.into_source(location.clone(), options));
        source.map_err(|failure| LoadError::new(location, failure))
    }
}

/// Returns the locations of all articles of a mailbox on disk, or a Maildir; `None` for everything else, also for what
/// cannot be read.
pub fn locations(location: &OsStr, options: &Options) -> Option<Vec<OsString>> {
    let path = Path::new(location);
    if !path.is_dir() && !is_mailbox(path) {
        return None;
    }
    match file_or_folder(path, 0, options) {
        Ok(Opened::OneOf(_, further)) => Some(std::iter::once(location.to_owned()).chain(further).collect()),
        _ => None,
    }
}

/// Returns true if a file begins as a mailbox does.
pub fn is_mailbox(path: &Path) -> bool {
    let head = || -> Option<Vec<u8>> {
        let mut head = Vec::new();
        path.metadata().ok().filter(Metadata::is_file)?;
        File::open(path).ok()?.take(HEAD_BYTES as u64).read_to_end(&mut head).ok()?;
        Some(if is_gzip(&head) { unpacked_head(&head) } else { head })
    };
    head().and_then(|head| ContainerKind::of(&head, "")) == Some(ContainerKind::Mbox)
}

/// Reads a mailbox from standard input, so that its articles can be loaded, and returns their locations.
///
/// # Errors
/// It cannot be read.
pub fn hold_standard_input(reader: impl Read, options: &Options) -> Result<Vec<OsString>, LoadError> {
    let failed = |failure| LoadError::new("-", failure);
    match stream(reader, None, "", options).map_err(failed)? {
        Content::Container(container) => {
            let (count, key) = (container.len(), Key { location: "-".into(), state: ContainerState::Held });
            remember(key, &container);
            Ok((1..=count).map(|at| if at == 1 { "-".into() } else { at_number(OsStr::new("-"), at) }).collect())
        }
        Content::Text(_) | Content::Article(_) => Err(failed(Failure::Damaged("mbox"))),
    }
}

/// The word for the kind of container that begins so, for reports; `None` for what is none.
pub fn container_kind(head: &[u8], name: &str) -> Option<&'static str> {
    ContainerKind::of(head, name).map(ContainerKind::name)
}

/// The messages of a folder that is a Maildir; `None` for another folder.
pub fn maildir_messages(folder: &Path) -> Option<Vec<PathBuf>> {
    maildir::messages(folder)?.ok()
}

/// Content of a stream.
#[derive(Debug)]
enum Content {
    Text(Vec<u8>),
    Article(Box<Article>),
    Container(Arc<Container>),
}

impl Content {
    fn container(stream: Box<dyn Stream>, messages: Vec<std::ops::Range<u64>>) -> Self {
        Self::of(Articles::Messages(Mutex::new(stream), messages))
    }

    fn of(articles: Articles) -> Self {
        Self::Container(Arc::new(Container { articles }))
    }
}

/// Reads a stream as far as it must be at hand: `file` is the same, if each place in it can be read.
fn stream(reader: impl Read, file: Option<File>, name: &str, options: &Options) -> Result<Content, Failure> {
    let failed = |error: std::io::Error| if options.cancelled() { Failure::Cancelled } else { unreadable(&error) };
    let mut reader = Cancellable { reader, options };
    let mut head = Vec::new();
    reader.by_ref().take(HEAD_BYTES as u64).read_to_end(&mut head).map_err(failed)?;
    let packed = is_gzip(&head);
    let kind = if packed { ContainerKind::of(&unpacked_head(&head), name) } else { ContainerKind::of(&head, name) };
    let most = pdf::most_bytes(&head, options.limits.bytes);
    let mut whole = head.chain(reader);
    match kind {
        None => read_bounded(&mut whole, most, failed).map(Content::Text),
        Some(ContainerKind::Mbox) => {
            let mut file = match file {
                Some(file) => file,
                None => spooled(&mut whole, MAX_IMPORT_BYTES, options)?,
            };
            if packed {
                let length = file.metadata().map_err(failed)?.len();
                rewind(&mut file)?;
                file = spooled(&mut MultiGzDecoder::new(&file), max_unpacked_bytes(length), options)?;
            }
            rewind(&mut file)?;
            let messages = mbox::index(Cancellable { reader: &file, options }, failed)?;
            Ok(Content::container(Box::new(file), messages))
        }
        // A book may be larger than its text by all its pictures.
        Some(ContainerKind::Epub) if let (Some(mut file), false) = (file, packed) => {
            rewind(&mut file)?;
            let stream = std::io::BufReader::new(Cancellable { reader: file, options });
            epub::article(stream).map(|article| Content::Article(Box::new(article)))
        }
        Some(kind) => {
            let bytes = read_bounded(&mut whole, MAX_CONTAINED_BYTES, failed)?;
            let bytes = gunzip_layers(bytes, MAX_CONTAINED_BYTES)?;
            single(kind, &bytes, options).map(|article| Content::Article(Box::new(article)))
        }
    }
}

/// The first bytes of what was gzipped, as far as they are at hand.
fn unpacked_head(packed: &[u8]) -> Vec<u8> {
    let mut head = Vec::new();
    let mut piece = [0; 4096];
    let mut reader = GzDecoder::new(packed);
    while head.len() < HEAD_BYTES {
        match reader.read(&mut piece) {
            Ok(read) if read > 0 => head.extend_from_slice(piece.get(..read).unwrap_or_default()),
            _ => break,
        }
    }
    head
}

fn spooled(stream: &mut impl Read, most: u64, options: &Options) -> Result<File, Failure> {
    let mut file = tempfile::tempfile().map_err(|error| Failure::Unreadable(error.to_string()))?;
    copy_bounded(Cancellable { reader: stream, options }, &mut file, most).map_err(|error| match error.kind() {
        _ if options.cancelled() => Failure::Cancelled,
        ErrorKind::FileTooLarge => Failure::TooLarge(usize::try_from(most).unwrap_or(usize::MAX)),
        ErrorKind::UnexpectedEof => Failure::Cut("gzip"),
        ErrorKind::InvalidInput | ErrorKind::InvalidData => Failure::Damaged("gzip"),
        _ => unreadable(&error),
    })?;
    Ok(file)
}

fn rewind(file: &mut File) -> Result<(), Failure> {
    file.seek(SeekFrom::Start(0)).map(|_| ()).map_err(|error| unreadable(&error))
}

fn of_container(content: Content, key: Key, number: usize, options: &Options) -> Opened {
    match content {
        Content::Text(bytes) => Opened::Text(bytes),
        Content::Article(article) => Opened::Article(article),
        Content::Container(container) => {
            let location = key.location.clone();
            remember(key, &container);
            one_of(&container, number, &location, options)
        }
    }
}

/// One article of a container; the first is asked for by the container's own location, and names all that follow.
fn one_of(container: &Container, number: usize, location: &OsStr, options: &Options) -> Opened {
    let article = container.article(number, options).map(Box::new);
    let further =
        if number == 0 { (2..=container.len()).map(|at| at_number(location, at)).collect() } else { Vec::new() };
    Opened::OneOf(article, further)
}

fn at_number(location: &OsStr, number: usize) -> OsString {
    let mut numbered = location.to_owned();
    numbered.push(format!("#{number}"));
    numbered
}
