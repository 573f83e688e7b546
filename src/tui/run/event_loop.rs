//! The event loop: waits for one event, drains all that are pending, changes the state, and paints once if anything
//! changed.
//!
//! It blocks while nothing happens; only while something is loading it wakes up ten times a second.

use crate::config::Config;
use crate::tui::commands::texts;
use crate::tui::display::RenderMode;
use crate::tui::highlight::{HighlightJob, Highlighter};
use crate::tui::hyperlinks;
use crate::tui::run::checking::DraftChecker;
use crate::tui::run::library::LibraryService;
use crate::tui::run::options::{RunError, Start};
use crate::tui::run::pictures::{Means, PictureService};
use crate::tui::run::tasks::Tasks;
use crate::tui::run::terminal::answer::Unanswered;
use crate::tui::run::terminal::input::{Input, discard_replies};
use crate::tui::run::terminal::painter::{Italics, Links, Painter, RowMode};
use crate::tui::run::terminal::signals::Event;
use crate::tui::run::terminal::{Mouse, answer, signals};
use crate::tui::run::{apply_config, external, terminal};
use crate::tui::state::request::Request;
use crate::tui::state::{App, Effect, Message, Screen};
use crate::tui::terminal_name::TerminalName;
use crate::tui::theme::{Background, Depth, Theme};
use crate::tui::values::{Exit, Notice};
use crate::tui::view::draw;
use std::cell::OnceCell;
use std::fs::File;
use std::io;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// Maximum time that the first frame waits for the text before a spinner is shown.
const FIRST_FRAME_WAIT: Duration = Duration::from_millis(80);

/// Maximum time that the first frame waits for the terminal's background-colour reply, in addition to the wait for the
/// text. Until a late reply arrives the screen is dark; no text is delayed by it.
const BACKGROUND_QUERY_WAIT: Duration = Duration::from_millis(6);

/// On an early exit, wait at most this long for replies, so that they do not end up in the shell's input.
const EXIT_DRAIN_WAIT: Duration = Duration::from_millis(2500);

/// Interval between turns of the spinner.
const TICK: Duration = Duration::from_millis(100);

/// Shows the sources until the user quits. The terminal is restored in all cases.
///
/// # Errors
///
/// The terminal cannot be used, the only source cannot be read, or a signal ended the program.
pub fn run(start: Start) -> Result<(), RunError> {
    let (mut config, problems) = Config::load();
    if let Some(name) = start.theme {
        config.look.theme = name;
    }
    terminal::restore_on_panic();
    // Listen before anything is changed or measured, so that no signal or resize is missed.
    let (events, received) = channel();
    signals::listen(events.clone())?;
    terminal::raw()?;
    let asked = answer::ask(Theme::depends_on_background(&config.look, start.depth))?;
    let mut app = App::new(terminal::size(), Theme::default());
    apply_config::take(&mut app, config, problems);
    app.view.mode = if app.config.look.plain { RenderMode::Plain } else { start.mode };
    let checker = DraftChecker::new(start.check.as_ref(), start.library.as_ref());
    let mut workers = Tasks::new(events.clone(), Arc::clone(&start.models), checker);
    if start.sources.is_empty() {
        (app.screen, app.from_library) = (Screen::Library, true);
        app.emit(Effect::Library(Request::Open));
    } else {
        let begin = if start.check.is_some() { texts::begin_drafts } else { texts::begin };
        begin(&mut app, start.sources, start.url.as_deref());
    }
    let first = app.update(Message::Resize(app.size));
    let answers = events.clone();
    let librarian = LibraryService::new(start.library, start.models, move |answer| {
        let _ = answers.send(Event::Message(Message::Library(answer)));
    });
    // Start slow work on other threads before querying the terminal.
    let (early, rest): (Vec<_>, Vec<_>) =
        first.into_iter().partition(|e| matches!(e, Effect::Load { .. } | Effect::Library(_)));
    for effect in early {
        match effect {
            Effect::Library(request) => librarian.ask(request),
            effect => workers.load(effect),
        }
    }
    let mouse = if app.config.look.mouse && app.view.mode == RenderMode::Full { Mouse::On } else { Mouse::Off };
    let started = Driver::start(app, workers, librarian, events, mouse);
    let ended = started.and_then(|mut driver| {
        driver.depth = start.depth;
        driver.asked = asked;
        driver.take_name(TerminalName::of_environment(|name| std::env::var(name).ok()))?;
        let told = std::env::var("COLORFGBG").ok().and_then(|value| Background::of_variable(&value));
        driver.choose(told)?;
        for effect in rest {
            driver.carry_out(effect)?;
        }
        let ended = driver.serve(&received);
        driver.workers.end_user_commands();
        driver.input.pause();
        driver.discard_replies();
        driver.librarian.finish();
        ended
    });
    terminal::stop();
    match ended? {
        Exit::Done => Ok(()),
        Exit::Nothing(why) => Err(RunError::Nothing(why)),
        Exit::Signal(number) => Err(RunError::Signal(number)),
    }
}

struct Driver {
    app: App,
    workers: Tasks,
    librarian: LibraryService,
    events: Sender<Event>,
    input: Input,
    painter: Painter,
    out: File,
    mouse: Mouse,
    asked: Unanswered,
    depth: Depth,
    name: TerminalName,
    pictures: PictureService,
    highlighter: OnceCell<Highlighter>,
    ended: Option<Exit>,
}

impl Driver {
    fn start(
        app: App,
        workers: Tasks,
        librarian: LibraryService,
        events: Sender<Event>,
        mouse: Mouse,
    ) -> io::Result<Self> {
        let out = terminal::output()?;
        let mode = app.view.mode;
        terminal::start(mode, mouse, &out)?;
        let wanted = app.config.look.hyperlinks && hyperlinks::wanted(|name| std::env::var(name).ok());
        let links = if wanted { Links::Written } else { Links::Left };
        let rows = if mode == RenderMode::Plain { RowMode::Whole } else { RowMode::Cells };
        let painter = Painter::new(links).rows(rows).italics(Italics::of(|name| std::env::var(name).ok()));
        let input = Input::start(events.clone())?;
        Ok(Self {
            app,
            workers,
            librarian,
            events,
            input,
            painter,
            out,
            mouse,
            asked: Unanswered::default(),
            depth: Depth::None,
            name: TerminalName::default(),
            pictures: PictureService::default(),
            highlighter: OnceCell::new(),
            ended: None,
        })
    }

    /// Reloads the settings. Problems are shown to the user; valid settings apply.
    fn reload(&mut self) -> io::Result<()> {
        if let Some(request) = apply_config::reload(&mut self.app) {
            self.librarian.ask(request);
        }
        let Theme { is_on_any_ground, palette, .. } = &self.app.theme;
        let known = if palette.light { Background::Light } else { Background::Dark };
        let ground = (!is_on_any_ground).then_some(known);
        let told = self.app.notice.take();
        self.choose(ground)?;
        self.app.notice = self.app.notice.take().or(told);
        Ok(())
    }

    fn choose(&mut self, background: Option<Background>) -> io::Result<()> {
        let (mut theme, problems) = Theme::choose(&self.app.config.look, self.depth, background);
        theme.is_on_any_ground = background.is_none() && !answer::may_ask(std::env::var("TERM").ok().as_deref());
        self.apply(Message::Theme(Box::new(theme)))?;
        // The problems of the settings are already shown and include this one.
        let told = matches!(self.app.notice, Some(Notice::Error(_)));
        if let Some(problem) = problems.first().filter(|_| !told) {
            self.notify(Err(format!("theme: {problem}")))?;
        }
        Ok(())
    }

    /// Handles the terminal's background reply, early or late, if the theme depends on it.
    fn take_background(&mut self, background: Option<Background>) -> io::Result<()> {
        self.asked.background = false;
        let look = &self.app.config.look;
        let name = &self.app.theme.name;
        let chosen = *name != look.dark && *name != look.light;
        let is_right = background.is_none_or(|ground| (ground == Background::Light) == (*name == look.light));
        if Theme::depends_on_background(look, self.depth) && !chosen && !is_right {
            self.choose(background)?;
        }
        Ok(())
    }

    /// Handles the terminal's name, from the environment or its reply.
    fn take_name(&mut self, name: TerminalName) -> io::Result<()> {
        self.painter.set_writing(name.writing());
        self.name = name;
        self.check_pictures()
    }

    /// Has the pictures encoded again if the terminal shows them in another way or in cells of another size.
    fn check_pictures(&mut self) -> io::Result<()> {
        let (protocol, depth) = (self.app.config.images.protocol, self.app.theme.depth);
        if self.pictures.has_changed(Means { protocol, depth, name: &self.name }) {
            return self.apply(Message::PicturesOutdated);
        }
        Ok(())
    }

    /// Waits for replies to queries of a moment ago and discards them; keys are not read meanwhile.
    fn discard_replies(&mut self) {
        if std::mem::take(&mut self.asked).may_come() {
            // Without a terminal there is nothing to discard.
            let _ = discard_replies(EXIT_DRAIN_WAIT);
        }
    }

    /// Returns the maximum time that the first frame waits.
    fn patience(&self) -> Duration {
        match self.asked {
            _ if self.app.is_busy() && self.app.reader().is_none() => FIRST_FRAME_WAIT,
            Unanswered { background: true, .. } => BACKGROUND_QUERY_WAIT,
            _ => Duration::ZERO,
        }
    }

    fn serve(&mut self, received: &Receiver<Event>) -> io::Result<Exit> {
        let began = Instant::now();
        while let Some(left) = self.patience().checked_sub(began.elapsed()).filter(|_| self.ended.is_none()) {
            match received.recv_timeout(left) {
                Ok(event) => self.take(event)?,
                Err(_) => break,
            }
        }
        loop {
            if let Some(exit) = self.ended.take() {
                return Ok(exit);
            }
            self.paint()?;
            let Some(event) = self.wait(received) else { return Ok(Exit::Done) };
            self.take(event)?;
            while let Ok(event) = received.try_recv() {
                self.take(event)?;
            }
        }
    }

    /// Waits for the next event; while something is loading, at most until the next turn of the spinner.
    fn wait(&self, received: &Receiver<Event>) -> Option<Event> {
        let turns = self.app.is_busy() && self.app.view.mode == RenderMode::Full;
        if !turns {
            return received.recv().ok();
        }
        match received.recv_timeout(TICK) {
            Ok(event) => Some(event),
            Err(RecvTimeoutError::Timeout) => Some(Event::Message(Message::Tick)),
            Err(RecvTimeoutError::Disconnected) => None,
        }
    }

    fn take(&mut self, event: Event) -> io::Result<()> {
        let message = match event {
            Event::Message(message) => message,
            Event::Stop => return self.suspend(),
            Event::Continue => return self.resume(),
            Event::Resized => {
                self.check_pictures()?;
                Message::Resize(terminal::size())
            }
            Event::Background(background) => return self.take_background(background),
            Event::Name(name) => {
                self.asked.name = false;
                return self.take_name(name);
            }
        };
        self.apply(message)
    }

    /// Changes the state by a message and carries out the effects. The only place that calls [`App::update`] once the
    /// loop runs, so that no effect is lost.
    fn apply(&mut self, message: Message) -> io::Result<()> {
        for effect in self.app.update(message) {
            self.carry_out(effect)?;
        }
        Ok(())
    }

    fn paint(&mut self) -> io::Result<()> {
        let (buffer, extras) = draw(&self.app);
        self.painter.paint(buffer, extras, &mut self.out)
    }

    fn carry_out(&mut self, effect: Effect) -> io::Result<()> {
        match effect {
            Effect::Load { .. } => self.workers.load(effect),
            Effect::Check { ticket, draft } => self.workers.check(ticket, draft),
            Effect::Forget(ticket) => self.workers.forget(ticket),
            Effect::Colour(job) => self.colour_code(job),
            Effect::Search { .. } => self.workers.search(effect),
            Effect::Picture { url, room, location, known } => {
                let (protocol, depth) = (self.app.config.images.protocol, self.app.theme.depth);
                let means = Means { protocol, depth, name: &self.name };
                self.pictures.fetch(url, location, room, known, means, &self.events)?;
            }
            Effect::Copy(text, what) => return self.copy(&text, what),
            Effect::Browse(url) => {
                return self.notify(external::open(&url, &self.app.config.programs));
            }
            Effect::Export(job) => {
                let events = self.events.clone();
                std::thread::Builder::new().spawn(move || {
                    let told = external::write(&job).map(|name| format!("written to {name}"));
                    let _ = events.send(Event::Message(Message::Notice(told.into())));
                })?;
            }
            Effect::Edit(text) => return self.edit(&text),
            Effect::Rule(decision) => self.workers.rule(decision),
            Effect::RunUserCommand(job) => self.workers.run_user_command(job),
            Effect::Library(request) => self.librarian.ask(request),
            Effect::Suspend => return self.suspend(),
            Effect::Reload => return self.reload(),
            Effect::Settings(all) => return self.notify(apply_config::write(all)),
            Effect::Repaint => self.painter.forget(),
            Effect::Quit(exit) => self.ended = Some(exit),
        }
        Ok(())
    }

    /// Sends code to the highlighting thread, which is started with the first job.
    fn colour_code(&self, job: HighlightJob) {
        let highlighter = self.highlighter.get_or_init(|| {
            let events = self.events.clone();
            Highlighter::start(move |found| {
                let _ = events.send(Event::Message(Message::Highlighted(found)));
            })
        });
        highlighter.ask(job);
    }

    fn notify(&mut self, result: Result<String, String>) -> io::Result<()> {
        self.apply(Message::Notice(result.into()))
    }

    fn copy(&mut self, text: &str, what: &str) -> io::Result<()> {
        let copied = external::copy_by_all_ways(text, what, self.app.config.reader.clipboard, &mut self.out)?;
        self.notify(copied)
    }

    fn edit(&mut self, text: &str) -> io::Result<()> {
        self.input.pause();
        self.discard_replies();
        terminal::stop();
        let told = external::edit(text, &self.app.config.programs.editor);
        self.resume()?;
        self.input.resume();
        told.map_or_else(|why| self.notify(Err(why)), Ok)
    }

    /// Suspends the program to the shell, and continues once the shell resumes it.
    fn suspend(&mut self) -> io::Result<()> {
        self.input.pause();
        self.discard_replies();
        terminal::stop();
        signals::stop_process();
        let resumed = self.resume();
        self.input.resume();
        resumed
    }

    fn resume(&mut self) -> io::Result<()> {
        terminal::start(self.app.view.mode, self.mouse, &self.out)?;
        self.painter.forget();
        self.apply(Message::Resize(terminal::size()))
    }
}
