//! [`App::update`]: routes each message to its handler, then lays out the visible part.

use crate::tui::commands::library::{on_response, voices};
use crate::tui::commands::reader::{checking, pictures};
use crate::tui::commands::{global, library, lists, mouse, texts, user_commands};
use crate::tui::keys::Key;
use crate::tui::keys::keymap::{Match, Outcome};
use crate::tui::keys::table::Command;
use crate::tui::state::{App, Effect, Message};

impl App {
    /// Handles one message and returns the effects that it asks for.
    #[must_use = "effects that are not carried out are lost"]
    pub fn update(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Key(key) => self.key(key),
            Message::Paste(text) => self.paste(&text),
            Message::Mouse(event) => {
                self.undo_asked = None;
                mouse::event(self, event);
            }
            Message::Resize(size) => self.resize(size),
            Message::Text { ticket, result } => texts::text(self, ticket, result),
            Message::Feed { ticket, url } => texts::feed(self, ticket, url),
            Message::Beginning { ticket, reading } => texts::beginning(self, ticket, reading),
            Message::Whole { ticket, reader } => texts::whole(self, ticket, reader),
            Message::Voices { ticket, voices } => texts::voices(self, ticket, *voices),
            Message::Checked { ticket, check } => checking::checked(self, ticket, *check),
            Message::Highlighted(found) => texts::highlighted(self, found),
            Message::Further { ticket, locations } => texts::further(self, ticket, locations),
            Message::Source { ticket, source } => texts::source(self, ticket, source),
            Message::SearchResults { ticket, hits } => lists::found(self, ticket, hits),
            Message::Picture { url, picture } => texts::picture(self, &url, &picture),
            Message::CommandEnded { ticket, result } => user_commands::ended(self, ticket, result),
            Message::PicturesOutdated => pictures::encode_again(self),
            Message::Library(answer) => on_response::handle_response(self, answer),
            Message::Notice(notice) => self.notice = Some(notice),
            Message::Tick => self.spinner_frame += 1,
            Message::Theme(theme) => self.theme = *theme,
            Message::Quit(exit) => self.emit(Effect::Quit(exit)),
        }
        self.settle();
        std::mem::take(&mut self.effects)
    }

    /// Runs a command, or tells the user why it is not available now.
    pub fn run(&mut self, command: Command, count: Option<u32>) {
        let entry = command.entry();
        if self.can(command) {
            super::dispatch::run(self, command, count);
        } else {
            self.notify(entry.needs.missing());
        }
    }

    /// Takes another size of the screen; the current quotation stays in view if it was.
    fn resize(&mut self, size: ratatui::layout::Size) {
        let seen = self.reader().and_then(|reader| reader.current.filter(|quote| reader.sees(*quote)));
        self.size = size;
        self.settle();
        if let (Some(quote), Some(reader)) = (seen, self.reader_mut())
            && !reader.sees(quote)
            && let Some(span) = reader.voices.as_ref().and_then(|voices| voices.quote(quote)?.spans.first().copied())
        {
            reader.peek(span);
        }
    }

    fn key(&mut self, key: Key) {
        self.notice = None;
        // Only the undo key itself answers the question of what to undo.
        let undo_asked = self.undo_asked.take();
        if let Some(awaiting) = self.awaiting.take() {
            return global::letter(self, awaiting, key);
        }
        if lists::types_instead(self, key) {
            return;
        }
        let context = self.context();
        // Keys stand where they stand on every layout, unless the letter itself is bound or typed.
        let unbound = !context.accepts_text() && self.keymap.find(context, &[key]) == Match::Nothing;
        let key = key.on_latin_layout().filter(|_| unbound).unwrap_or(key);
        match self.typed.press(key, &self.keymap, context) {
            Outcome::Run(command, count) => {
                self.undo_asked = undo_asked.filter(|_| command == Command::Undo);
                self.run(command, count);
            }
            Outcome::RunUserCommand(index) => user_commands::run(self, index),
            Outcome::Unknown if context.accepts_text() => lists::typed(self, key),
            Outcome::Wait => self.undo_asked = undo_asked,
            Outcome::Unknown => {}
        }
    }

    fn paste(&mut self, text: &str) {
        self.undo_asked = None;
        if self.context().accepts_text() {
            lists::pasted(self, text);
        } else {
            global::paste(self, text);
        }
    }

    /// Lays out everything visible, so that drawing changes nothing.
    pub(super) fn settle(&mut self) {
        let areas = self.areas();
        let language = self.reader().and_then(|r| r.article().meta.language.as_deref());
        let settings = self.config.typography(language);
        if let Some(reader) = self.reader_mut() {
            reader.fit(&areas, settings);
        }
        if self.config.reader.highlight {
            let current = self.texts.current;
            let jobs = self.reader_mut().map(|r| r.uncoloured(current)).unwrap_or_default();
            self.effects.extend(jobs.into_iter().map(Effect::Colour));
        }
        pictures::follow(self);
        library::fit_list(&mut self.library, self.size, self.view);
        voices::follow_filter(self);
        for overlay in &mut self.overlays {
            overlay.fit(self.size);
        }
    }
}
