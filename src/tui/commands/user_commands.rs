//! The user's own commands: gives them their part of the article and takes their output.

use crate::config::{CommandInput, CommandOutput, UserCommand};
use crate::library::{Change, UserData};
use crate::reading::cite::{Citation, Paragraphs};
use crate::reading::json::{CodePoints, JsonQuote, QuoteRow, escape_controls};
use crate::tui::commands::library::current_text;
use crate::tui::commands::reader::{selection, streaming};
use crate::tui::keys::table::{Command, Needs};
use crate::tui::overlay::{List, ListEntry, Overlay};
use crate::tui::reader::Reader;
use crate::tui::state::request::Request;
use crate::tui::state::{App, Effect, RunningCommand, Screen, UserCommandJob};
use crate::tui::theme::Ink;
use crate::tui::values::{Notice, Ticket};
use crate::{sanitize, white_space};

/// Most commands that run at a time.
const MAX_RUNNING: usize = 8;

/// Most bytes of a text in an argument; most systems take 128 KiB.
const MAX_ARGUMENT: usize = 100_000;

/// Most lines of output that are shown.
const MAX_LINES: usize = 20_000;

/// Most bytes of a note.
const MAX_NOTE: usize = 64 * 1024;

/// Columns between two tab stops of the output.
const TAB: usize = 8;

/// Runs the user's command of this index, or says what it lacks.
pub fn run(app: &mut App, index: usize) {
    let Some(command) = app.config.commands.get(index).cloned() else { return };
    if app.screen != Screen::Reader || app.reader().is_none() {
        return app.notify(Needs::Text.missing());
    }
    if app.running.len() >= MAX_RUNNING {
        let key = app.keymap.key_of(Command::Cancel);
        return app.notify(format!("{MAX_RUNNING} commands are running · {key} cancels the latest"));
    }
    let mut values = Vec::new();
    for input in command.needs() {
        match value(app, input) {
            Ok(text) => values.push((input, text)),
            Err(missing) => return app.notify(missing),
        }
    }
    let words = match arguments(&command, &values) {
        Ok(words) => words,
        Err(why) => return app.notify(why),
    };
    let ticket = app.texts.ticket();
    let text = app.texts.current;
    let passage = app.reader_mut().and_then(|reader| reader.passage.take());
    let input = command.input.and_then(|wanted| values.into_iter().find(|(input, _)| *input == wanted));
    let job = UserCommandJob {
        ticket,
        name: command.name.clone(),
        words,
        input: input.map(|(_, text)| text),
        wants_output: command.output != CommandOutput::Nothing,
        seconds: command.seconds,
    };
    app.running.push(RunningCommand { ticket, name: command.name, output: command.output, text, passage });
    app.emit(Effect::RunUserCommand(Box::new(job)));
}

/// Returns a part of the text on the screen, or a message if there is none.
fn value(app: &mut App, input: CommandInput) -> Result<String, String> {
    let reader = match input {
        CommandInput::Article => streaming::require_complete(app),
        CommandInput::Selection | CommandInput::Quotation | CommandInput::Url => app.reader(),
    };
    let Some(reader) = reader else {
        // A text that is still loading has told so.
        return Err(match app.notice.take() {
            Some(Notice::Info(told) | Notice::Error(told)) => told,
            None => Needs::Text.missing().to_owned(),
        });
    };
    match input {
        CommandInput::Selection => match reader.passage {
            Some(passage) => Ok(reader.words_of(passage)),
            None => Err(format!("no text is selected · {} to select", app.keymap.key_of(Command::Select))),
        },
        CommandInput::Article => Ok(reader.article().text.clone()),
        CommandInput::Quotation => quotation(reader).ok_or_else(|| Needs::Quote.missing().to_owned()),
        CommandInput::Url => reader.address().map(str::to_owned).ok_or_else(|| Needs::Address.missing().to_owned()),
    }
}

/// Returns the current quotation as a line of `sayso quotes --format jsonl`.
fn quotation(reader: &Reader) -> Option<String> {
    let article = reader.article();
    let voices = reader.voices.as_ref()?;
    let quote = voices.quote(reader.current?)?;
    let citation = Citation::within(article, &voices.all, quote, &Paragraphs::of(article));
    let citation = Citation { url: reader.address(), ..citation };
    let quote = JsonQuote::of(quote, &CodePoints::of(&article.text));
    let row = QuoteRow { source: &reader.piece.source.location, quote, citation: &citation };
    serde_json::to_string(&row).ok().map(escape_controls)
}

/// Returns the program and its arguments with all placeholders replaced.
///
/// # Errors
/// A text is too long for an argument; a message.
fn arguments(command: &UserCommand, values: &[(CommandInput, String)]) -> Result<Vec<String>, String> {
    let mut words: Vec<String> = Vec::new();
    for (at, argument) in command.run.iter().enumerate() {
        let word = if at == 0 { argument.clone() } else { filled(argument, values) };
        if word.len() > MAX_ARGUMENT.max(argument.len()) {
            let input = values.iter().max_by_key(|(_, text)| text.len()).map_or("article", |(input, _)| input.word());
            return Err(format!("{}: the {input} is too long for an argument · set input = \"{input}\"", command.name));
        }
        // What comes from a page must not become an option.
        let is_option = word.starts_with('-') && !argument.starts_with('-') && !words.iter().any(|word| word == "--");
        words.push(if is_option { format!(" {word}") } else { word });
    }
    Ok(words)
}

/// Replaces the placeholders of an argument, but none within what is put in.
fn filled(argument: &str, values: &[(CommandInput, String)]) -> String {
    let mut made = String::new();
    let mut rest = argument;
    while let Some(at) = rest.find('{') {
        let (before, after) = rest.split_at(at);
        made.push_str(before);
        let found = values.iter().find_map(|(input, text)| {
            let after = after.strip_prefix('{')?.strip_prefix(input.word())?.strip_prefix('}')?;
            Some((text, after))
        });
        rest = if let Some((text, after)) = found {
            made.push_str(text);
            after
        } else {
            made.push('{');
            after.strip_prefix('{').unwrap_or_default()
        };
    }
    made + rest
}

/// Cancels the latest command that is running. Returns true if there was one.
pub fn cancel(app: &mut App) -> bool {
    let Some(command) = app.running.pop() else { return false };
    app.emit(Effect::Forget(command.ticket));
    app.notify(format!("{} cancelled", command.name));
    true
}

/// Takes the output of a command that has ended.
pub fn ended(app: &mut App, ticket: Ticket, result: Result<Vec<u8>, String>) {
    // One that was cancelled has no say any more.
    let Some(at) = app.running.iter().position(|command| command.ticket == ticket) else { return };
    let command = app.running.remove(at);
    let name = &command.name;
    let bytes = match result {
        Ok(bytes) => bytes,
        Err(why) => return app.notice = Some(Notice::Error(format!("{name} failed: {}", sanitize::line(&why)))),
    };
    if command.output == CommandOutput::Nothing {
        return app.notify(format!("{name} done"));
    }
    if bytes.contains(&0) {
        return app.notice = Some(Notice::Error(format!("{name} failed: its output is not text")));
    }
    let raw = String::from_utf8_lossy(&bytes);
    let text = sanitize::text(&raw);
    if text.trim().is_empty() {
        return app.notify(format!("{name} printed nothing"));
    }
    match command.output {
        CommandOutput::Note => note(app, &command, &text),
        CommandOutput::Pane | CommandOutput::Nothing => show(app, name, &text),
    }
}

/// Shows a command's output over the text; below what is open there already.
fn show(app: &mut App, name: &str, text: &str) {
    let text = text.trim_end().trim_start_matches('\n');
    let mut entries: Vec<ListEntry> =
        text.lines().take(MAX_LINES).map(|line| ListEntry::line(expand_tabs(line.trim_end()), Ink::Text)).collect();
    let more = text.lines().skip(MAX_LINES).count();
    if more > 0 {
        entries.push(ListEntry::line(format!("… {more} more lines"), Ink::Dim));
    }
    let list = Overlay::List(List::new(name.to_uppercase(), entries));
    if app.overlays.is_empty() {
        app.overlays.push(list);
    } else {
        app.overlays.insert(0, list);
        app.notify(format!("{name} done · close this list to see its output"));
    }
}

/// Returns a line with blanks up to the next tab stop in place of each tab.
fn expand_tabs(line: &str) -> String {
    let mut made = String::with_capacity(line.len());
    let mut column = 0;
    for c in line.chars() {
        let cells = if c == '\t' { TAB - column % TAB } else { 1 };
        column += cells;
        if c == '\t' { made.extend(std::iter::repeat_n(' ', cells)) } else { made.push(c) }
    }
    made
}

/// Saves a command's output as a note on the passage that was selected, or on the article.
fn note(app: &mut App, command: &RunningCommand, text: &str) {
    let name = &command.name;
    let words = white_space::fold(text);
    let reader = app.texts.reader_at(command.text);
    let why = match reader {
        _ if words.len() > MAX_NOTE => Some("the output is too long for a note"),
        None => Some("the article is no longer open"),
        Some(reader) if reader.streaming.rest.is_some() => Some("the article is still loading"),
        Some(_) => None,
    };
    if let Some(why) = why {
        show(app, name, text);
        return app.notice = Some(Notice::Error(format!("{name}: {why}, so the output is shown here")));
    }
    // The user may have gone on to another text.
    let here = std::mem::replace(&mut app.texts.current, command.text);
    match command.passage {
        Some(passage) => {
            if let Some(reader) = app.reader_mut() {
                let held = selection::note_at(reader, passage);
                let words = joined(held, &words);
                let selected = reader.passage.replace(passage);
                selection::noted(app, &words);
                if let Some(reader) = app.reader_mut() {
                    reader.passage = selected;
                }
            }
        }
        None => {
            let piece = app.reader().and_then(|reader| reader.annotations.piece.as_deref());
            let held = piece.map(|piece| (piece.id, piece.note.clone()));
            match held {
                Some((id, held)) => {
                    let change = Change::Note(Some(joined(held, &words)));
                    app.emit(Effect::Library(Request::Change(vec![id], change)));
                }
                None => current_text::keep(app, UserData { note: Some(words), ..UserData::default() }),
            }
        }
    }
    app.texts.current = here;
    app.notify(format!("output of {name} saved as a note · u to undo"));
}

/// Returns a note with more words behind it.
fn joined(held: Option<String>, words: &str) -> String {
    match held.filter(|held| !held.trim().is_empty()) {
        Some(held) => format!("{} {words}", held.trim_end()),
        None => words.to_owned(),
    }
}

#[cfg(test)]
mod tests;
