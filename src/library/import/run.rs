//! Runs an import: one thread reads, all cores analyse and prepare, this one writes. Memory is constant. After an
//! interruption the import can be repeated; what is already saved is recognised.

use super::{FeedSubscription, ImportEvent, ImportSource, plain, read};
use crate::document::Metadata;
use crate::library::{
    Error, Incoming, Library, MergePolicy, Original, Prepared, SaveOutcome, SavedView, TextSource, prepare,
};
use crate::load::Source;
use crate::models::Models;
use crate::pipeline;
use crate::plural::pluralize;
use crate::reading::Reading;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;

/// Largest number of entries that are processed together and written in one transaction …
const CHUNK: usize = 4096;
/// … and the most bytes of their pages, texts and notes.
const CHUNK_BYTES: usize = 8 << 20;
/// Number of entries read ahead.
const AHEAD: usize = 16;

/// Event passed to the caller while an import runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportProgress {
    /// An entry failed: name and reason.
    Failed(String, String),
    /// An entry was skipped on purpose: name and reason.
    Skipped(String, String),
    /// Number of entries written so far.
    Written(usize),
}

/// Result of an import.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Format of the file: [`ImportFormat::name`](super::ImportFormat::name).
    pub format: &'static str,
    /// Number of new pieces.
    pub new: usize,
    /// Number of existing pieces that were extended.
    pub changed: usize,
    /// Number of entries that were already complete.
    pub same: usize,
    /// Number of entries that failed.
    pub failed: usize,
    /// Number of entries skipped on purpose.
    pub skipped: usize,
    /// Number of feeds now followed.
    pub feeds: usize,
    /// True if it was interrupted.
    pub stopped: bool,
}

impl ImportReport {
    /// Number of entries seen.
    pub const fn entries(&self) -> usize {
        self.new + self.changed + self.same + self.failed + self.skipped
    }
}

/// Imports a file or folder. `stop` ends it after the current entries; those written stay.
///
/// # Errors
/// The file can't be read at all, or the library can't be written; what was written stays.
pub fn import(
    library: &mut Library,
    origin: &ImportSource,
    models: &Models,
    stop: &AtomicBool,
    mut told: impl FnMut(ImportProgress),
) -> Result<ImportReport, Error> {
    let mut report = ImportReport::default();
    let (sender, receiver) = sync_channel::<ImportEvent>(AHEAD);
    let done = thread::scope(|scope| {
        let reader =
            scope.spawn(move || read(origin, &mut |found| !stop.load(Ordering::Relaxed) && sender.send(found).is_ok()));
        let written = write(library, &receiver, models, &mut report, &mut told);
        drop(receiver);
        let read = reader.join().unwrap_or_else(|_| Err("reading it failed".into()));
        written.map(|()| read)
    })?;
    report.stopped = stop.load(Ordering::Relaxed);
    report.format = done.map_err(Error::UnreadableImport)?.name();
    library.checkpoint_and_optimize()?;
    Ok(report)
}

fn write(
    library: &mut Library,
    receiver: &Receiver<ImportEvent>,
    models: &Models,
    report: &mut ImportReport,
    told: &mut impl FnMut(ImportProgress),
) -> Result<(), Error> {
    let mut deferred = Deferred::default();
    let mut bulk = library.bulk("import");
    let mut written = 0;
    loop {
        let mut chunk = Vec::with_capacity(CHUNK);
        let mut ended = false;
        let mut bytes = 0;
        while chunk.len() < CHUNK && bytes < CHUNK_BYTES && !ended {
            match receiver.recv() {
                Ok(ImportEvent::Entry(incoming)) if let Some(why) = unsupported_scheme(&incoming) => {
                    report.skipped += 1;
                    told(ImportProgress::Skipped(incoming.url.unwrap_or_default(), why.into()));
                }
                Ok(ImportEvent::Entry(incoming)) => {
                    bytes += size_in_bytes(&incoming);
                    chunk.push(*incoming);
                }
                Ok(ImportEvent::Feed(feed)) => deferred.feeds.push(feed),
                Ok(ImportEvent::Views(views)) => deferred.views.push(views),
                Ok(ImportEvent::Joined(one, to)) => deferred.joined.push((one, to)),
                Ok(ImportEvent::Failed(what, why)) => {
                    report.failed += 1;
                    told(ImportProgress::Failed(what, why));
                }
                Ok(ImportEvent::Skipped(what, why)) => {
                    report.skipped += 1;
                    told(ImportProgress::Skipped(what, why));
                }
                Err(_) => ended = true,
            }
        }
        let mut ready = Vec::with_capacity(chunk.len());
        for (name, result) in prepare_all(chunk, models) {
            match result {
                Ok(prepared) => ready.push(prepared),
                Err(error) => {
                    report.failed += 1;
                    told(ImportProgress::Failed(name, error.to_string()));
                }
            }
        }
        if !ready.is_empty() {
            for kept in bulk.store(ready)? {
                match kept {
                    SaveOutcome::New(_) => report.new += 1,
                    SaveOutcome::Changed(_) => report.changed += 1,
                    SaveOutcome::Same(_) => report.same += 1,
                }
                written += 1;
            }
            told(ImportProgress::Written(written));
        }
        if ended {
            break;
        }
    }
    bulk.relabel(format!("import of {}", pluralize(report.new + report.changed, "article", "articles")))?;
    deferred.save(library, report)
}

/// Number of bytes in the large fields of an entry.
fn size_in_bytes(incoming: &Incoming) -> usize {
    let page = |original: &Option<Original>| original.as_ref().map_or(0, |original| original.bytes.len());
    let text = |reading: &Reading| reading.article.text.len();
    let marked = incoming.user_data.highlights.iter().map(|one| one.text.len()).sum::<usize>();
    let noted = incoming.user_data.note.as_deref().map_or(0, str::len);
    let earlier: usize = incoming.earlier.iter().map(|one| page(&one.original) + text(&one.reading)).sum();
    page(&incoming.original) + incoming.reading.as_ref().map_or(0, text) + marked + noted + earlier
}

/// Events that are saved after all pieces.
#[derive(Default)]
struct Deferred {
    feeds: Vec<FeedSubscription>,
    joined: Vec<(String, String)>,
    views: Vec<Vec<SavedView>>,
}

impl Deferred {
    fn save(self, library: &mut Library, report: &mut ImportReport) -> Result<(), Error> {
        for feed in self.feeds {
            let new = match library.follow(&feed.url, feed.title.as_deref(), &feed.tags) {
                // A command, or a file of another machine.
                Err(Error::NotAWebAddress(_)) => {
                    report.skipped += 1;
                    continue;
                }
                followed => followed?,
            };
            library.saw_all(&feed.url, &feed.seen)?;
            (report.feeds, report.same) = (report.feeds + usize::from(new), report.same + usize::from(!new));
        }
        for (one, to) in self.joined {
            library.join_keys(&one, &to)?;
        }
        self.views.into_iter().try_for_each(|views| library.adopt_views(views))
    }
}

/// Returns the reason why a browser's bookmark is not a page.
fn unsupported_scheme(incoming: &Incoming) -> Option<&'static str> {
    let (scheme, _) = incoming.url.as_deref().filter(|_| incoming.original.is_none())?.trim_start().split_once(':')?;
    match scheme.to_ascii_lowercase().as_str() {
        "javascript" => Some("a bookmarklet, not a page"),
        "place" => Some("a saved search, not a page"),
        "about" | "chrome" | "edge" | "brave" | "vivaldi" | "opera" | "view-source" | "chrome-extension"
        | "moz-extension" | "safari-extension" => Some("a page of the browser itself"),
        "data" | "blob" => Some("its content is in the URL"),
        "file" => Some("a file on the computer it came from"),
        _ => None,
    }
}

/// Analyses and prepares entries on all cores, in order. Each result has a name for messages.
pub(in crate::library) fn prepare_all(chunk: Vec<Incoming>, models: &Models) -> Vec<(String, Result<Prepared, Error>)> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let size = chunk.len().div_ceil(workers).max(1);
    let mut parts: Vec<Vec<Incoming>> = Vec::new();
    let mut rest = chunk.into_iter().peekable();
    while rest.peek().is_some() {
        parts.push(rest.by_ref().take(size).collect());
    }
    let work = |part: Vec<Incoming>| -> Vec<_> {
        part.into_iter()
            .map(|incoming| {
                let name = incoming.url.clone().or_else(|| incoming.meta.title.clone()).unwrap_or_default();
                (name, guarded(|| prepare(analyse(incoming, models))))
            })
            .collect()
    };
    if parts.len() == 1 {
        return parts.into_iter().flat_map(work).collect();
    }
    thread::scope(|scope| {
        let threads: Vec<_> = parts.into_iter().map(|part| scope.spawn(|| work(part))).collect();
        threads.into_iter().flat_map(|thread| thread.join().unwrap_or_default()).collect()
    })
}

/// Catches panics: a page that breaks the analysis fails alone and is reported.
fn guarded(work: impl FnOnce() -> Result<Prepared, Error>) -> Result<Prepared, Error> {
    let broken = |_| Error::Other("sayso failed on this entry; please report this bug".into());
    catch_unwind(AssertUnwindSafe(work)).map_err(broken)?
}

/// Converts a stored page back to a source.
pub fn source(original: Original, url: Option<String>) -> Source {
    let location = url.clone().unwrap_or_else(|| "-".into());
    let Original { media_type, charset, bytes } = original;
    Source { location, url, bytes, media_type, charset, ..Source::default() }
}

/// Analyses the page of an entry, if it has one and no reading yet.
pub fn analyse(mut incoming: Incoming, models: &Models) -> Incoming {
    // An excerpt is shown until the page is fetched.
    let excerpt =
        incoming.meta.description.as_ref().filter(|_| incoming.original.is_none() && incoming.reading.is_none());
    if let Some(excerpt) = excerpt.filter(|excerpt| !excerpt.trim().is_empty()) {
        incoming.original = Some(plain(excerpt));
        incoming.text_source = TextSource::Excerpt;
    }
    let Some(original) = incoming.original.as_ref().filter(|_| incoming.reading.is_none()) else { return incoming };
    let source = source(original.clone(), incoming.base.clone().or_else(|| incoming.url.clone()));
    let source = Source { evidence: incoming.evidence.clone(), ..source };
    if incoming.text_source != TextSource::Page {
        let meta = Metadata { url: incoming.url.clone(), ..incoming.meta.clone() };
        incoming.reading = Some(pipeline::analyse_own_text(&source, meta, models));
        return incoming;
    }
    let mut reading = pipeline::analyse(&source, models, &models.options());
    if reading.article.text.trim().is_empty() && incoming.url.is_some() {
        incoming.original = None;
        return incoming;
    }
    // Metadata from another program take precedence over those of the stored page.
    let (page, known) = (&mut reading.article.meta, &incoming.meta);
    let import = incoming.intent == MergePolicy::Import;
    let choose = |page: &mut Option<String>, known: &Option<String>| {
        if known.is_some() && (import || page.is_none()) {
            page.clone_from(known);
        }
    };
    choose(&mut page.title, &known.title);
    choose(&mut page.site, &known.site);
    choose(&mut page.published, &known.published);
    choose(&mut page.language, &known.language);
    if !known.authors.is_empty() && (import || page.authors.is_empty()) {
        page.authors.clone_from(&known.authors);
    }
    incoming.reading = Some(reading);
    incoming
}
