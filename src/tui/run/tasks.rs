//! Background work: loading, attribution, search. Results come back as messages.

use crate::attribute::attribute;
use crate::declutter::ClutterOptions;
use crate::declutter::overrides::Action;
use crate::library::feed;
use crate::load::{Location, Trust};
use crate::models::Models;
use crate::reading::Reading;
use crate::tui::reader::Reader;
use crate::tui::reader::search::find;
use crate::tui::reader::voices::Voices;
use crate::tui::run::checking::DraftChecker;
use crate::tui::run::terminal::signals::Event;
use crate::tui::run::user_command;
use crate::tui::state::{Effect, Message, UserCommandJob};
use crate::tui::values::{ByteSource, Notice, Requester, RuleChange, RuleDirection, Ticket};
use crate::web_address::has_web_scheme;
use crate::{load, pipeline, sample, sanitize, site_rules};
use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// Name of all worker threads.
pub const THREAD: &str = "worker";

/// Carries out effects on threads of their own.
#[derive(Debug)]
pub struct Tasks {
    events: Sender<Event>,
    models: Arc<Models>,
    running: HashMap<Ticket, Arc<AtomicBool>>,
    searches: Sender<Effect>,
    /// Threads of the user's commands.
    commands: Vec<JoinHandle<()>>,
    checker: Arc<DraftChecker>,
}

/// A source to read.
struct Job {
    ticket: Ticket,
    location: OsString,
    named_by: Requester,
    colours: usize,
    is_draft: bool,
    cancel: Arc<AtomicBool>,
}

impl Tasks {
    /// Creates the workers; results are sent to `events`.
    pub fn new(events: Sender<Event>, models: Arc<Models>, checker: DraftChecker) -> Self {
        let (searches, asked) = channel();
        let answers = events.clone();
        let wanted = Arc::clone(&models);
        spawn(move || {
            // No search is running yet, so this thread unpacks the models that the first text will need while that is
            // loaded and parsed.
            wanted.clutter();
            run_searches(&asked, &answers);
        });
        let checker = Arc::new(checker);
        Self { events, models, running: HashMap::new(), searches, commands: Vec::new(), checker }
    }

    /// Reads the source of an [`Effect::Load`] on a thread of its own.
    pub fn load(&mut self, effect: Effect) {
        let Effect::Load { ticket, location, named_by, colours, is_draft } = effect else { return };
        let cancel = Arc::new(AtomicBool::new(false));
        self.running.insert(ticket, Arc::clone(&cancel));
        let job = Job { ticket, location, named_by, colours, is_draft, cancel };
        let (events, models) = (self.events.clone(), Arc::clone(&self.models));
        spawn(move || {
            let answered = catch_unwind(AssertUnwindSafe(|| read(&job, &models, &events)));
            if answered.is_err() {
                let result = Err("sayso failed on this page; please report this bug".to_owned());
                let _ = events.send(Event::Message(Message::Text { ticket: job.ticket, result }));
            }
        });
    }

    /// Looks up a draft's quotations in its sources, on a thread of its own.
    pub fn check(&self, ticket: Ticket, draft: Box<Reading>) {
        let (events, models, checker) = (self.events.clone(), Arc::clone(&self.models), Arc::clone(&self.checker));
        spawn(move || {
            let check = Box::new(checker.check(&draft, &models));
            let _ = events.send(Event::Message(Message::Checked { ticket, check }));
        });
    }

    /// Runs a command of the user's on a thread of its own.
    pub fn run_user_command(&mut self, job: Box<UserCommandJob>) {
        let cancel = Arc::new(AtomicBool::new(false));
        self.running.retain(|_, flag| Arc::strong_count(flag) > 1);
        self.running.insert(job.ticket, Arc::clone(&cancel));
        let events = self.events.clone();
        self.commands.retain(|thread| !thread.is_finished());
        let started = std::thread::Builder::new().name(THREAD.into()).spawn(move || {
            let result = user_command::run(&job, &cancel);
            let _ = events.send(Event::Message(Message::CommandEnded { ticket: job.ticket, result }));
        });
        match started {
            Ok(thread) => self.commands.push(thread),
            Err(error) => log::error!("cannot start a thread: {error}"),
        }
    }

    /// Ends the user's commands that are still running, with all that they started.
    pub fn end_user_commands(&mut self) {
        self.running.values().for_each(|cancel| cancel.store(true, Ordering::Relaxed));
        for thread in self.commands.drain(..) {
            let _ = thread.join();
        }
    }

    /// Cancels the reading of a source, or a command of the user's.
    pub fn forget(&mut self, ticket: Ticket) {
        if let Some(cancel) = self.running.remove(&ticket) {
            cancel.store(true, Ordering::Relaxed);
        }
    }

    /// Saves the decision about a block as a site rule, on a thread of its own.
    pub fn rule(&self, decision: Box<RuleChange>) {
        let (events, models) = (self.events.clone(), Arc::clone(&self.models));
        spawn(move || {
            if let Some(source) = load_bytes(&decision.page) {
                let _ = events.send(Event::Message(Message::Notice(save_rule(&decision, &source, &models))));
            }
        });
    }

    /// Runs a search; of several that wait, only the last is done.
    pub fn search(&self, effect: Effect) {
        let _ = self.searches.send(effect);
    }
}

fn spawn(work: impl FnOnce() + Send + 'static) {
    // Without a thread the search stays unanswered; `Esc` still works.
    if let Err(error) = std::thread::Builder::new().name(THREAD.into()).stack_size(8 << 20).spawn(work) {
        log::error!("cannot start a thread: {error}");
    }
}

/// Reads a source and sends first the text, then its attributions; for a long text, the first screens before that.
fn read(job: &Job, models: &Models, events: &Sender<Event>) {
    let ticket = job.ticket;
    let send = |message| events.send(Event::Message(message)).is_ok();
    let loaded = source(job);
    let further = match &loaded {
        Ok(source) => source.further.clone(),
        Err(error) => error.further.clone(),
    };
    if !further.is_empty() && !send(Message::Further { ticket, locations: further }) {
        return;
    }
    let source = match loaded.map_err(|error| error.to_string()) {
        Ok(source) => source,
        Err(why) => {
            send(Message::Text { ticket, result: Err(sanitize::line(&why).into_owned()) });
            return;
        }
    };
    if let Some((list, meta)) = feed::listing(&source) {
        let url = source.url.clone().unwrap_or_else(|| source.location.clone());
        if has_web_scheme(&url) && !send(Message::Feed { ticket, url }) {
            return;
        }
        let result = Ok(Arc::new(pipeline::analyse_own_text(&list, meta, models)));
        send(Message::Text { ticket, result });
        return;
    }
    let options = ClutterOptions { keep_clutter: job.is_draft, ..models.options() };
    let beginning = pipeline::preview(&source, models, &options);
    let long = beginning.is_some();
    if beginning.is_some_and(|reading| !send(Message::Beginning { ticket, reading: Arc::new(reading) })) {
        return;
    }
    let reading = Arc::new(pipeline::analyse_text(&source, models, &options));
    let text = Arc::clone(&reading);
    let whole = if long {
        Message::Whole { ticket, reader: Box::new(Reader::new(text)) }
    } else {
        Message::Text { ticket, result: Ok(text) }
    };
    if !send(whole) || job.cancel.load(Ordering::Relaxed) {
        return;
    }
    keep_bytes(job, source, send);
    let attributions = attribute(&reading.article, models.attribution());
    let voices = Box::new(Voices::of(attributions, &reading.article, job.colours));
    send(Message::Voices { ticket, voices });
}

fn source(job: &Job) -> Result<load::Source, load::LoadError> {
    if job.location == OsStr::new(sample::LOCATION) {
        return Ok(sample::source());
    }
    let location = Location::parse(&job.location)?;
    let (trust, base) = match &job.named_by {
        Requester::User(base) => (Trust::User, base.clone()),
        Requester::Page => (Trust::Page, None),
    };
    let options = load::Options { base, trust, cancel: Some(Arc::clone(&job.cancel)), ..load::Options::default() };
    load::load(&location, &options)
}

/// Sends the bytes of a source from the web or standard input, so that they are kept; files can be read again.
fn keep_bytes(job: &Job, source: load::Source, send: impl Fn(Message) -> bool) {
    let named = Location::parse(&job.location);
    if job.location != OsStr::new(sample::LOCATION) && !matches!(named, Ok(Location::File(_))) {
        send(Message::Source { ticket: job.ticket, source: Arc::new(source) });
    }
}

/// Loads the bytes of a page that is not in the library.
pub fn load_bytes(page: &ByteSource) -> Option<Arc<load::Source>> {
    match page {
        ByteSource::Memory(source) => Some(Arc::clone(source)),
        ByteSource::File(location, _) if location == OsStr::new(sample::LOCATION) => Some(Arc::new(sample::source())),
        ByteSource::File(location, base) => {
            let options = load::Options { base: base.clone(), ..load::Options::default() };
            let location = Location::parse(location).ok().filter(|named| matches!(named, Location::File(_)))?;
            load::load(&location, &options).ok().map(Arc::new)
        }
        ByteSource::Library(_) => None,
    }
}

/// Writes the decision about a block to the site rules and returns a message that names the pages affected.
pub fn save_rule(decision: &RuleChange, source: &load::Source, models: &Models) -> Notice {
    let RuleChange { reading, moves, order, action, standing, .. } = decision;
    let Some(file) = site_rules::file() else {
        return Notice::Error("no home directory for site rules".into());
    };
    let Some(rule) = site_rules::learn(source, &reading.article, moves, *order, *action) else {
        return Notice::Info("changed for this page".into());
    };
    let written = match standing {
        RuleDirection::Apply => site_rules::add(&file, &rule),
        RuleDirection::Revert => site_rules::remove(&file, &rule),
    };
    match written.and_then(|()| site_rules::read(&file)) {
        Ok((all, _)) => models.set_rules(all),
        Err(error) => return Notice::Error(format!("{}: {error}", file.display())),
    }
    let words = match (standing, action) {
        (RuleDirection::Revert, _) => format!("undone here and on other pages of {}", rule.host),
        (_, Action::Hide) => format!("hidden here and on other pages of {} · u to undo", rule.host),
        (_, Action::Show) => format!("shown here and on other pages of {} · u to undo", rule.host),
    };
    Notice::Info(words)
}

fn run_searches(asked: &Receiver<Effect>, events: &Sender<Event>) {
    while let Ok(mut effect) = asked.recv() {
        while let Ok(newer) = asked.try_recv() {
            effect = newer;
        }
        let Effect::Search { ticket, piece, words } = effect else { continue };
        let hits = find(&piece.article.text, &words);
        if events.send(Event::Message(Message::SearchResults { ticket, hits })).is_err() {
            return;
        }
    }
}
