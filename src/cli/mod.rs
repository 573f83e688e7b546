//! `cli`: from arguments to text, JSON, CSV and Markdown on standard output, and to an exit status.
//!
//! It decides nothing about articles: it asks the layers and prints what they say. Data goes to standard output,
//! everything else to standard error; a source that fails is told in one line and the rest goes on; a pipe that is
//! closed by its reader ends the program quietly.

pub mod args;
mod library;

mod context;
mod error;
mod extract;
mod interrupt;
mod manual;
mod output;
mod quotes;
mod read;
mod related;
mod rows;
mod screen;
mod settings;
mod show;
mod sources;
mod table;
mod template;
mod voices;

use crate::library::{Change, PieceState};
use args::Command;
use context::Context;
use error::{CliError, Outcome};
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program: 0 done, 1 some source failed, 2 wrong usage.
pub fn main(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match args::parse(words.into_iter().collect()) {
        Ok(args) => args,
        Err(error) => return output::clap_error(&error),
    };
    let context = Context::new(args.common);
    match run(args.command, &context) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeFailed) => ExitCode::from(1),
        Err(error) => stopped(&error, &context),
    }
}

fn run(command: Option<Command>, context: &Context) -> Result<Outcome, CliError> {
    match command {
        None => read::library(context),
        Some(Command::Read(it)) => read::read(&it, context),
        Some(Command::Show(it)) => show::show(&it, context),
        Some(Command::Quotes(it)) => quotes::quotes(&it, context),
        Some(Command::Related(it)) => related::related(&it, context),
        Some(Command::Extract(it)) => extract::extract(&it, context),
        Some(Command::Add(it)) => library::add(&it, context),
        Some(Command::List(it)) => library::list(&it, context),
        Some(Command::Search(it)) => library::search(&it, context),
        Some(Command::Who(it)) => library::who(&it, context),
        Some(Command::Voices(it)) => library::voices(&it, context),
        Some(Command::Tag(it)) => library::tag(&it, context),
        Some(Command::Archive(it)) => library::mark(
            &it,
            "archived",
            &Change::State(PieceState::Archive),
            &Change::State(PieceState::Unread),
            context,
        ),
        Some(Command::Star(it)) => library::mark(&it, "starred", &Change::Star(true), &Change::Star(false), context),
        Some(Command::Rm(it)) => library::mark(&it, "deleted", &Change::Delete(true), &Change::Delete(false), context),
        Some(Command::Undo) => library::undo(context),
        Some(Command::Redo) => library::redo(context),
        Some(Command::Import(it)) => library::import(&it, context),
        Some(Command::Export(it)) => library::export(&it, context),
        Some(Command::Feed(it)) => library::feed(&it, context),
        Some(Command::Fetch(it)) => library::fetch(&it, context),
        Some(Command::Join(it)) => library::join(&it, context),
        Some(Command::Backup(it)) => library::backup(&it, context),
        Some(Command::Restore(it)) => library::restore(&it, context),
        Some(Command::Config(it)) => settings::config(&it, context),
        Some(Command::Themes) => settings::themes(context),
        Some(Command::Completions { shell }) => manual::completions(shell),
        #[cfg(feature = "dev")]
        Some(Command::Dev { words }) => crate::dev::main(&words).map(|()| Outcome::Done).map_err(CliError::Failed),
        Some(Command::Man) => manual::man(),
    }
}

fn stopped(error: &CliError, context: &Context) -> ExitCode {
    match error {
        CliError::Output(error) => output::failed(error),
        CliError::Signal(number) => ExitCode::from(u8::try_from(128 + number).unwrap_or(1)),
        CliError::Failed(_) | CliError::Library(_) => {
            context.error(&error.to_string());
            ExitCode::from(1)
        }
        CliError::Usage(_) => {
            context.error(&error.to_string());
            ExitCode::from(2)
        }
    }
}
