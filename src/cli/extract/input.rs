//! [`Input`]: the sources one by one, archives page by page.

use super::resume::LastRow;
use crate::cli::context::CliContext;
use crate::cli::error::CliError;
use crate::cli::read_args::ExtractArgs;
use crate::io_reason;
use crate::load::warc::{self, WarcDamage, WarcEvent, WarcForm, WarcInput, WarcPage, WarcReader, WarcSkip};
use crate::load::{self, MAX_BYTES, Options};
use crate::sanitize;
use std::collections::BTreeSet;
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Read};
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;

/// Work for one worker, or something to report in its place.
pub(super) enum Job {
    /// A source to load.
    Location(OsString),
    /// Standard input, which is no archive.
    Bytes(Vec<u8>),
    /// A page of this archive.
    Page(Arc<str>, Box<WarcPage>),
    /// The same, but its row was written by an earlier run.
    Written(Arc<str>, Box<WarcPage>),
    /// A record of this archive that is no page.
    Skipped(Arc<str>, Box<WarcSkip>),
    /// A damaged place of this archive.
    Damaged(Arc<str>, WarcDamage),
    /// A one-line error.
    Failed(String),
    /// The end of this archive.
    End(Arc<str>),
}

impl Job {
    /// Returns the bytes that it holds.
    pub(super) fn weight(&self) -> usize {
        match self {
            Self::Page(_, page) | Self::Written(_, page) => page.size(),
            Self::Bytes(bytes) => bytes.len(),
            _ => 0,
        }
    }
}

type Sources = Box<dyn Iterator<Item = std::io::Result<Named>> + Send>;

/// A source, and its kind if that is known already.
struct Named {
    source: OsString,
    kind: Option<SourceKind>,
}

/// Kind of a source, told by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SourceKind {
    /// A web archive.
    Archive(WarcForm),
    /// A file of mails, or a folder, which may be one.
    Mailbox,
    /// Anything else, also what cannot be read: that is reported by the loader, which knows all kinds of sources.
    Other,
}

impl SourceKind {
    /// Looks at the beginning of a file, once.
    fn of(source: &OsStr) -> Self {
        let path = Path::new(source);
        // Reading the beginning of a pipe would take it from whoever reads it next.
        match path.metadata() {
            Ok(about) if about.is_dir() => Self::Mailbox,
            Ok(about) if about.is_file() => match form_of(source) {
                Ok(Some(form)) => Self::Archive(form),
                Ok(None) if load::is_mailbox(path) => Self::Mailbox,
                _ => Self::Other,
            },
            _ => Self::Other,
        }
    }
}

/// All sources of a command, in order.
pub(super) struct Input {
    sources: Sources,
    /// Number of sources, if that is known and no file of them is an archive.
    count: Option<usize>,
    range: Range<u64>,
    /// True if only archives are accepted.
    has_range: bool,
    archive: Option<Archive>,
    /// Articles of a mailbox that are still to be read.
    articles: std::vec::IntoIter<OsString>,
}

/// An archive that is being read.
struct Archive {
    name: Arc<str>,
    reader: WarcReader<WarcInput>,
    /// Rows up to this one were written by an earlier run.
    written: Option<LastRow>,
}

impl Input {
    /// Returns the sources given as arguments and in the list.
    pub(super) fn new(command: &ExtractArgs, context: &CliContext) -> Result<Self, CliError> {
        let (sources, count): (Sources, _) = match &command.list {
            None => {
                let named = |source: OsString| Named { kind: Some(SourceKind::of(&source)), source };
                let all: Vec<Named> = context.locations(&command.sources)?.into_iter().map(named).collect();
                let count = all.iter().all(|named| named.kind == Some(SourceKind::Other)).then_some(all.len());
                (Box::new(all.into_iter().map(Ok)), count)
            }
            Some(list) => {
                let all = command.sources.clone().into_iter().map(Ok).chain(listed(list)?);
                (Box::new(all.map(|source| source.map(|source| Named { source, kind: None }))), None)
            }
        };
        let range = command.range.clone();
        Ok(Self {
            sources,
            count,
            range: range.clone().unwrap_or(0..u64::MAX),
            has_range: range.is_some(),
            archive: None,
            articles: Vec::new().into_iter(),
        })
    }

    /// Returns the number of sources, if that is the number of rows unless standard input is an archive.
    pub(super) fn source_count(&self) -> Option<usize> {
        self.count
    }

    /// Goes on behind the last row of an earlier run. Returns the names of the sources that are done.
    ///
    /// # Errors
    /// The row does not come from these sources.
    pub(super) fn resume(&mut self, last: LastRow) -> Result<BTreeSet<String>, CliError> {
        let mut done = BTreeSet::new();
        self.count = None;
        for source in &mut self.sources {
            let Named { source, .. } = source.map_err(|error| CliError::Failed(format!("--sources: {error}")))?;
            let name = sanitize::line(&source.to_string_lossy()).into_owned();
            if !last.is_of(&name) {
                done.insert(name);
                continue;
            }
            if last.warc.is_none() {
                done.insert(name);
                return Ok(done);
            }
            if source == "-" {
                return Err(CliError::Usage(
                    "--resume cannot go on with an archive on standard input; name a file".into(),
                ));
            }
            let form = form_of(&source).ok().flatten();
            let form = form.ok_or_else(|| CliError::Usage(format!("{name}: this is not an archive any more")))?;
            let range = last.offset()..self.range.end;
            let reader = open(&source, form, range).map_err(|error| CliError::Failed(format!("{name}: {error}")))?;
            self.archive = Some(Archive { name: source.to_string_lossy().into(), reader, written: Some(last) });
            return Ok(done);
        }
        Err(CliError::Usage(format!("--resume: the last row is of {}, which is not among the sources", last.name())))
    }

    fn begin(&mut self, Named { source, kind }: Named) -> Option<Job> {
        let name: Arc<str> = source.to_string_lossy().into();
        if source == "-" {
            return self.begin_stdin(name);
        }
        match kind.unwrap_or_else(|| SourceKind::of(&source)) {
            SourceKind::Archive(form) => match open(&source, form, self.range.clone()) {
                Ok(reader) => {
                    self.archive = Some(Archive { name, reader, written: None });
                    None
                }
                Err(error) => Some(Job::Failed(format!("{name}: {error}"))),
            },
            _ if self.has_range => Some(Job::Failed(match Path::new(&source).metadata() {
                Err(error) => format!("{name}: {error}"),
                Ok(_) => format!("{name}: not a web archive; --range needs one"),
            })),
            SourceKind::Mailbox => match load::locations(&source, &Options::default()) {
                Some(articles) => {
                    self.articles = articles.into_iter();
                    self.articles.next().map(Job::Location)
                }
                None => Some(Job::Location(source)),
            },
            SourceKind::Other => Some(Job::Location(source)),
        }
    }

    fn begin_stdin(&mut self, name: Arc<str>) -> Option<Job> {
        let mut sample = Vec::new();
        let most = WarcForm::SAMPLE as u64;
        if let Err(error) = std::io::stdin().take(most).read_to_end(&mut sample) {
            return Some(Job::Failed(format!("standard input: cannot be read: {error}")));
        }
        let form = WarcForm::of(&sample);
        let is_mailbox = load::container_kind(&sample, "") == Some("mbox");
        let rest = std::io::Cursor::new(sample).chain(std::io::stdin());
        if let Some(form) = form {
            let reader: WarcInput = Box::new(rest);
            let reader = WarcReader::of_range(reader, form, MAX_BYTES, 0, self.range.clone());
            self.archive = Some(Archive { name, reader, written: None });
            return None;
        }
        if self.has_range {
            return Some(Job::Failed("standard input: not a web archive; --range needs one".into()));
        }
        if is_mailbox {
            return match load::hold_standard_input(rest, &Options::default()) {
                Ok(articles) => {
                    self.articles = articles.into_iter();
                    self.articles.next().map(Job::Location)
                }
                Err(error) => Some(Job::Failed(error.to_string())),
            };
        }
        // One more byte than allowed, so that too many are noticed.
        let mut bytes = Vec::new();
        let most = Options::default().limits.bytes as u64 + 1;
        match rest.take(most).read_to_end(&mut bytes) {
            Ok(_) => Some(Job::Bytes(bytes)),
            Err(error) => Some(Job::Failed(format!("standard input: cannot be read: {error}"))),
        }
    }
}

impl Iterator for Input {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        loop {
            if let Some(archive) = &mut self.archive {
                if let Some(job) = archive.next() {
                    return Some(job);
                }
                return self.archive.take().map(|archive| Job::End(archive.name));
            }
            if let Some(article) = self.articles.next() {
                return Some(Job::Location(article));
            }
            let source = match self.sources.next()? {
                Ok(source) => source,
                Err(error) => {
                    // After a read error, the rest of the list is not read.
                    self.sources = Box::new(std::iter::empty());
                    return Some(Job::Failed(format!("--sources: {error}")));
                }
            };
            if let Some(job) = self.begin(source) {
                return Some(job);
            }
        }
    }
}

impl Archive {
    fn next(&mut self) -> Option<Job> {
        let name = Arc::clone(&self.name);
        Some(match self.reader.next()? {
            Ok(WarcEvent::Page(page)) if self.is_written(&page) => Job::Written(name, Box::new(page)),
            Ok(WarcEvent::Page(page)) => Job::Page(name, Box::new(page)),
            Ok(WarcEvent::Skipped(skip)) => Job::Skipped(name, Box::new(skip)),
            Ok(WarcEvent::Damaged(damage)) => Job::Damaged(name, damage),
            Err(error) => Job::Failed(format!("{name}: cannot be read: {error}")),
        })
    }

    /// Returns true up to the last row of an earlier run.
    fn is_written(&mut self, page: &WarcPage) -> bool {
        let Some(last) = &mut self.written else { return false };
        let is_behind = last.is_before(page);
        if is_behind || last.passes(page) {
            self.written = None;
        }
        !is_behind
    }
}

/// Returns the form of an archive; `None` for everything else.
fn form_of(source: &OsStr) -> std::io::Result<Option<WarcForm>> {
    let path = Path::new(source);
    if path.metadata()?.is_file() { warc::form_of(path) } else { Ok(None) }
}

fn open(source: &OsStr, form: WarcForm, range: Range<u64>) -> std::io::Result<WarcReader<WarcInput>> {
    warc::open(Path::new(source), form, range, MAX_BYTES)
}

/// Returns the sources in a list, one per line.
fn listed(list: &Path) -> Result<impl Iterator<Item = std::io::Result<OsString>> + Send + use<>, CliError> {
    let reader: Box<dyn BufRead + Send> = if list.as_os_str() == "-" {
        Box::new(BufReader::new(std::io::stdin()))
    } else {
        let failed = |error| CliError::Failed(format!("{}: {}", list.display(), io_reason::reading(&error)));
        let file = std::fs::File::open(list).map_err(failed)?;
        Box::new(BufReader::new(file))
    };
    let lines = reader.split(b'\n').map(|line| line.map(name));
    Ok(lines.filter(|line| !matches!(line, Ok(name) if name.is_empty())))
}

/// Converts a line of the list to a name; raw bytes on systems whose names are bytes.
fn name(mut line: Vec<u8>) -> OsString {
    if line.last() == Some(&b'\r') {
        line.pop();
    }
    #[cfg(unix)]
    return std::os::unix::ffi::OsStringExt::from_vec(line);
    #[cfg(not(unix))]
    return String::from_utf8_lossy(&line).into_owned().into();
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_told_by_content() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path.into_os_string()
        };
        let mailbox = write("a.txt", "From a@b.example Tue Mar  3 09:30:00 2026\nSubject: x\n\nText\n");
        assert_eq!(SourceKind::of(&mailbox), SourceKind::Mailbox);
        assert_eq!(SourceKind::of(&write("b", "WARC/1.0\r\n")), SourceKind::Archive(WarcForm::Plain));
        assert_eq!(SourceKind::of(&write("c", "Text.")), SourceKind::Other);
        assert_eq!(SourceKind::of(folder.path().as_os_str()), SourceKind::Mailbox);
        assert_eq!(SourceKind::of(OsStr::new("https://a.example/")), SourceKind::Other);
    }

    #[test]
    fn source_is_looked_at_once() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        std::fs::write(&path, "Text.").unwrap();
        let kind = Some(SourceKind::of(path.as_os_str()));
        // Had it been looked at again, it would be an archive now.
        std::fs::write(&path, "WARC/1.0\r\n").unwrap();
        let source = Named { source: path.clone().into_os_string(), kind };
        let mut input = Input {
            sources: Box::new(std::iter::once(Ok(source))),
            count: None,
            range: 0..u64::MAX,
            has_range: false,
            archive: None,
            articles: Vec::new().into_iter(),
        };
        assert!(matches!(input.next(), Some(Job::Location(source)) if source == path.as_os_str()));
        assert!(input.next().is_none());
    }
}
