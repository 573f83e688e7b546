//! The library thread: owns the library file and answers requests in order, skipping list requests that are outdated.

use crate::config::Config;
use crate::library::query::{LastWord, Query};
use crate::library::{
    Change, Clock, GroupBy, Library, PieceId, Result, Sort, SpeakerTimeline, StatementFilter, StepId,
};
use crate::models::Models;
use crate::reading::Least;
use crate::sanitize;
use crate::tui::run::library::feeds::FeedsWork;
use crate::tui::run::library::fetching::FetchRequests;
use crate::tui::run::library::lists::WantedList;
use crate::tui::run::library::service::Pending;
use crate::tui::state::request::{Completed, LastView, MAX_QUOTES_LISTED, Request, Response, UndoScope};
use crate::tui::values::{ByteSource, Notice};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, TryRecvError};
use std::sync::{Arc, Mutex, PoisonError};

/// Maximum number of pieces whose annotations are sent again after undo: those that may be open.
const MAX_UNDO_UPDATES: usize = 20;

/// Maximum number of speakers listed.
const MAX_SPEAKERS: usize = 500;

/// Callback that sends a response to the screen.
pub(super) type Tell = Arc<Mutex<Box<dyn Fn(Response) + Send>>>;

pub(super) fn clock() -> Clock {
    Arc::new(crate::clock::now)
}

pub(super) fn say(tell: &Tell, answer: Response) {
    tell.lock().unwrap_or_else(PoisonError::into_inner)(answer);
}

/// Answers requests until all senders are dropped.
pub(super) fn serve(
    file: Option<&PathBuf>,
    models: &Arc<Models>,
    asked: &Receiver<Request>,
    tell: &Tell,
    wishes: &Arc<Pending>,
) {
    let mut desk: Option<LibraryWorker> = None;
    while let Some(first) = next(asked, desk.as_mut(), tell) {
        let mut waiting = vec![first];
        waiting.extend(asked.try_iter());
        wishes.waiting.fetch_sub(waiting.len(), Ordering::Relaxed);
        for (at, request) in waiting.iter().enumerate() {
            let stale = |other: &Request| std::mem::discriminant(other) == std::mem::discriminant(request);
            let replaceable = matches!(request, Request::List { .. } | Request::Preview(..) | Request::Suggest(..));
            if replaceable && waiting[at + 1..].iter().any(stale) {
                continue;
            }
            // Related contents are not a reason to create a library, and their errors are not shown.
            let quiet = matches!(request, Request::Context(_));
            if quiet && desk.is_none() && !file.is_some_and(|file| file.exists()) {
                continue;
            }
            let opened = match &mut desk {
                Some(desk) => Ok(desk),
                None => open(file.cloned(), models, tell, wishes).map(|opened| desk.insert(opened)),
            };
            match opened {
                Ok(desk) => match desk
                    .answer(request.clone())
                    .inspect_err(|error| log::warn!("a request to the library failed: {error}"))
                {
                    Err(error) if !quiet => {
                        say(tell, Response::Failed(sanitize::line(&error.to_string()).into_owned()));
                    }
                    _ => {}
                },
                Err(why) if !quiet => {
                    log::warn!("the library cannot be opened: {why}");
                    say(tell, Response::OpenFailed(why));
                }
                Err(why) => log::warn!("the library cannot be opened: {why}"),
            }
        }
        if desk.as_mut().is_some_and(LibraryWorker::changed_externally) {
            say(tell, Response::ChangedExternally);
        }
    }
    // The filter is saved only at exit: on every keystroke it would wait for the disk.
    if let Some(Err(error)) = desk.as_mut().map(LibraryWorker::remember) {
        say(tell, Response::Failed(sanitize::line(&error.to_string()).into_owned()));
    }
}

/// Returns the next request. Until one arrives, finishes a partly sent list and runs postponed fetches in time.
fn next(asked: &Receiver<Request>, desk: Option<&mut LibraryWorker>, tell: &Tell) -> Option<Request> {
    let Some(desk) = desk else { return asked.recv().ok() };
    loop {
        while let Some(list) = desk.unfinished.take() {
            match asked.try_recv() {
                Ok(request) => {
                    desk.unfinished = Some(list);
                    return Some(request);
                }
                Err(TryRecvError::Disconnected) => return None,
                Err(TryRecvError::Empty) => {}
            }
            if let Err(error) = desk.rest(list) {
                say(tell, Response::Failed(sanitize::line(&error.to_string()).into_owned()));
            }
        }
        match asked.try_recv() {
            Ok(request) => return Some(request),
            Err(TryRecvError::Disconnected) => return None,
            Err(TryRecvError::Empty) if desk.send_changed_feeds() || desk.reanalyse() => continue,
            Err(TryRecvError::Empty) => {}
        }
        let Some(pause) = desk.pause() else { return asked.recv().ok() };
        match asked.recv_timeout(pause) {
            Ok(request) => return Some(request),
            Err(RecvTimeoutError::Disconnected) => return None,
            Err(RecvTimeoutError::Timeout) => desk.fetch_what_is_due(),
        }
    }
}

fn open(
    file: Option<PathBuf>,
    models: &Arc<Models>,
    tell: &Tell,
    wishes: &Arc<Pending>,
) -> std::result::Result<LibraryWorker, String> {
    let file = file.ok_or("no home directory for the library; name a file with --library")?;
    let name = file.display().to_string();
    let library =
        Library::open(&file, clock()).map_err(|error| sanitize::line(&format!("{name}: {error}")).into_owned())?;
    let config = Config::load().0;
    let least = Least::Grade(config.reader.least_grade.grade());
    let (library, models) = (library.with_models(models).with_least(least), Arc::clone(models));
    let (stop, fetching, asked) = (Arc::default(), Arc::default(), Arc::default());
    let wishes = Arc::clone(wishes);
    let written = library.data_version().ok();
    Ok(LibraryWorker {
        written,
        library,
        file,
        tell: tell.clone(),
        models,
        stop,
        fetching,
        asked,
        wishes,
        feeds: FeedsWork::new(config.feeds.interval),
        unfinished: None,
        left: None,
        made: BTreeSet::new(),
        analysed: false,
    })
}

/// The library file and the state of the work on it.
pub(super) struct LibraryWorker {
    pub(super) library: Library,
    pub(super) file: PathBuf,
    pub(super) tell: Tell,
    pub(super) models: Arc<Models>,
    pub(super) stop: Arc<AtomicBool>,
    pub(super) fetching: Arc<AtomicBool>,
    /// Fetches requested by the user.
    pub(super) asked: Arc<Mutex<FetchRequests>>,
    pub(super) wishes: Arc<Pending>,
    /// State of the work on feeds.
    pub(super) feeds: FeedsWork,
    /// A list of which only the beginning has been sent.
    pub(super) unfinished: Option<WantedList>,
    /// Filter and order to restore at the next start.
    pub(super) left: Option<(String, Sort)>,
    /// Steps of undo that requests have made.
    made: BTreeSet<StepId>,
    /// SQLite's `data_version` at the last check, to detect writes by others.
    written: Option<i64>,
    /// True if no article is left to be attributed again.
    analysed: bool,
}

impl LibraryWorker {
    pub(super) fn say(&self, answer: Response) {
        say(&self.tell, answer);
    }

    /// Attributes one article again that an older version had attributed. Returns true if there was one.
    fn reanalyse(&mut self) -> bool {
        self.analysed |= !self.library.is_writable() || !matches!(self.library.reanalyse(1), Ok(1));
        !self.analysed
    }

    /// Returns true if another process has written to the library since the last call; own fetches do not count.
    fn changed_externally(&mut self) -> bool {
        let before = self.written;
        self.written = self.library.data_version().ok();
        before.is_some() && self.written != before && !self.fetching.load(Ordering::Relaxed) && !self.feeds.is_running()
    }

    /// Answers a request, and remembers the step that it made.
    fn answer(&mut self, request: Request) -> Result<()> {
        let last = |desk: &Self| desk.library.last_step().ok().flatten().map(|(step, _)| step);
        let before = last(self);
        let answered = self.carry_out(request);
        self.made.extend(last(self).filter(|step| Some(*step) > before));
        answered
    }

    fn carry_out(&mut self, request: Request) -> Result<()> {
        match request {
            Request::Open => self.begin()?,
            Request::List { number, filter, sort, offset, stays } => {
                self.list(WantedList { number, filter, sort, offset, stays })?;
            }
            Request::Range(range) => self.range(&range)?,
            Request::Preview(id, filter) => {
                let preview = self.preview(id, &filter)?;
                self.say(Response::Preview(Box::new(preview)));
            }
            Request::Change(ids, change) => self.change(&ids, &change)?,
            Request::Undo(scope) => self.undo(scope)?,
            Request::Redo => {
                let redone = self.library.redo()?;
                self.travelled("redone", "u to undo", redone)?;
            }
            Request::Read(id, at) => self.read(id, at)?,
            Request::ReadHit(id, filter) => {
                let hit = self.hit(id, &filter)?;
                self.read(id, hit.map(|hit| hit.start))?;
            }
            Request::Suggest(completed, input) => {
                let suggestions = match completed {
                    Completed::Filter => self.library.filter_suggestions(&input)?,
                    Completed::Tags => self.library.tag_suggestions(&input)?,
                };
                self.say(Response::Suggestions(input, suggestions));
            }
            Request::Left(id, position, progress) => {
                self.library.record_progress(id, position, progress)?;
                self.changed(String::new(), &[id])?;
            }
            Request::Add(named) => self.add(&named)?,
            Request::Save(saving) => self.save(*saving)?,
            Request::Context(question) => self.beside(*question),
            Request::Rule(decision) => {
                if let ByteSource::Library(id) = decision.page {
                    self.rule(&decision, id)?;
                }
            }
            Request::Fetch(ids) => self.fetch(&ids)?,
            Request::StopFetching => {
                self.stop.store(true, Ordering::Relaxed);
                self.feeds.stop();
            }
            Request::Feeds(request) => self.answer_about_feeds(request)?,
            Request::Difference(id) => self.difference(id)?,
            Request::Compare(ids) => self.compare(&ids)?,
            Request::Voices(filter) => self.voices(&filter)?,
            Request::Said(id, name) => {
                let filter = StatementFilter::default();
                let said = SpeakerTimeline::of(&self.library, id, &filter, MAX_QUOTES_LISTED)?;
                self.say(Response::Said(name, Box::new(said)));
            }
            Request::Join(one, to, filter) => {
                self.library.join_speakers(one, to)?;
                self.changed("merged · Esc, then u to undo".into(), &[])?;
                self.voices(&filter)?;
            }
            Request::Part(one, filter) => {
                let parted = self.library.part_speaker(one)?;
                let words = if parted { "split · Esc, then u to undo" } else { "this speaker was not merged" };
                self.changed(words.into(), &[])?;
                self.voices(&filter)?;
            }
            Request::SaveView(view) => self.library.save_view(&view)?,
            Request::DeleteView(number) => self.library.delete_view(number)?,
            Request::LeaveList(id) if self.library.is_writable() => self.library.remember("piece", &id.to_string())?,
            Request::LeaveList(_) => {}
        }
        Ok(())
    }

    fn voices(&self, filter: &str) -> Result<()> {
        let voices =
            self.library.shares_of_total(&Query::parse(filter, LastWord::Open), GroupBy::Speaker, MAX_SPEAKERS)?;
        self.say(Response::Voices(voices));
        Ok(())
    }

    fn begin(&mut self) -> Result<()> {
        let left = self.library.setting("filter")?.unwrap_or_default();
        let sort = self.library.setting("sort")?;
        let sort = sort.as_deref().and_then(Sort::named);
        let piece = self.library.setting("piece")?.and_then(|id| id.parse().ok());
        let left = LastView { filter: left, sort: sort.unwrap_or_default(), piece };
        self.say(Response::Opened(self.library.views()?, left));
        if let Some(doubt) = self.library.clock_warning()? {
            self.say(Response::Notice(Notice::Error(doubt)));
        }
        if self.library.is_writable() && self.library.queue_stats()?.waiting > 0 {
            self.start_fetching();
        }
        self.feeds.changed = true;
        self.fetch_due_feeds();
        Ok(())
    }

    /// Saves filter and order for the next start.
    fn remember(&mut self) -> Result<()> {
        let Some((filter, sort)) = self.left.take().filter(|_| self.library.is_writable()) else { return Ok(()) };
        let name = Sort::ALL.iter().find(|(_, one)| *one == sort).map_or("newest", |(name, _)| name);
        self.library.remember("filter", &filter)?;
        self.library.remember("sort", name)
    }

    fn change(&mut self, ids: &[PieceId], change: &Change) -> Result<()> {
        let count = self.library.change(ids, change)?;
        let words = match (count, change) {
            (0, _) => "nothing to change".to_owned(),
            (_, Change::Note(_)) => "note saved · u to undo".to_owned(),
            (_, Change::Highlights(_)) => "highlighted · u to undo".to_owned(),
            (n, change) => format!("{} · u to undo", change.label(n)),
        };
        if let (Change::Highlights(_) | Change::Corrections(_), &[id]) = (change, ids) {
            self.say(Response::AnnotationsChanged(id, self.marks(id)?));
        }
        self.changed(words, ids)
    }

    /// Undoes the last step, or tells which one it would be.
    fn undo(&mut self, scope: UndoScope) -> Result<()> {
        if let Some((step, label)) = self.library.last_step()? {
            let is_within = match scope {
                UndoScope::Any => true,
                UndoScope::Reader(None) => self.made.contains(&step),
                UndoScope::Reader(Some(open)) => self.made.contains(&step) || self.library.concerns_only(step, open)?,
                UndoScope::Step(asked) => step == asked,
            };
            if !is_within {
                self.say(Response::UndoAsked(step, label));
                return Ok(());
            }
        }
        let undone = self.library.undo()?;
        self.travelled("undone", "Ctrl-R to redo", undone)
    }

    fn travelled(&mut self, done: &str, back: &str, step: Option<crate::library::Undone>) -> Result<()> {
        match step {
            Some(step) => {
                if step.views_changed {
                    self.say(Response::Views(self.library.views()?));
                }
                for &id in step.pieces.iter().take(MAX_UNDO_UPDATES) {
                    self.say(Response::AnnotationsChanged(id, self.marks(id)?));
                }
                if step.pieces.len() > MAX_UNDO_UPDATES {
                    self.changed(format!("{done}: {} · {back}", step.label), &[])?;
                    self.say(Response::ChangedExternally);
                    return Ok(());
                }
                self.changed(format!("{done}: {} · {back}", step.label), &step.pieces)
            }
            None => self.changed(format!("nothing to {}", if done == "undone" { "undo" } else { "redo" }), &[]),
        }
    }

    pub(super) fn changed(&mut self, words: String, ids: &[PieceId]) -> Result<()> {
        self.feeds.changed = true;
        let pieces: Result<Vec<_>> = ids.iter().take(1_000).map(|&id| self.library.piece(id)).collect();
        let counts = self.library.counts()?;
        self.say(Response::Changed(words, pieces?, counts));
        Ok(())
    }
}
