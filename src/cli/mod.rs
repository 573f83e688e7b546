//! `cli`: from arguments to text, JSON, CSV and Markdown on standard output, and to an exit status.
//!
//! It contains no logic about articles: it calls the layers and prints their results. Data goes to standard output,
//! everything else to standard error. A source that fails is reported in one line and the others continue; a closed
//! pipe ends the program silently.

pub mod args;
mod check;
mod compare;
mod library;

mod context;
mod definition;
mod error;
mod extract;
mod interrupt;
mod manual;
mod output;
mod quotes;
mod read;
mod read_args;
mod related;
mod rows;
mod screen;
mod settings;
mod show;
mod speaker_match;
mod table;
mod template;

use crate::config::Config;
use crate::library::{Change, PieceState};
use crate::{load, log_file};
use args::CliCommand;
use context::CliContext;
use error::{CliError, Outcome};
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program. Exit status: 0 success, 1 some source failed, 2 wrong usage.
pub fn main(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match args::parse(words.into_iter().collect()) {
        Ok(args) => args,
        Err(error) => return output::clap_error(&error),
    };
    let context = CliContext::new(args.common);
    load::set_access_provider(|| Config::load().0.hosts);
    if let Err(why) = log_file::start() {
        context.note(&why);
    }
    if !matches!(args.command, None | Some(CliCommand::Read(_))) {
        context.check_theme();
    }
    match run(args.command, &context) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::SomeFailed) => ExitCode::from(1),
        Ok(Outcome::CheckFailed) => ExitCode::from(3),
        Err(error) => stopped(&error, &context),
    }
}

fn run(command: Option<CliCommand>, context: &CliContext) -> Result<Outcome, CliError> {
    match command {
        None => read::library(context),
        Some(CliCommand::Read(it)) => read::read(&it, context),
        Some(CliCommand::Show(it)) => show::show(&it, context),
        Some(CliCommand::Quotes(it)) => quotes::quotes(&it, context),
        Some(CliCommand::Check(it)) => check::check(&it, context),
        Some(CliCommand::Compare(it)) => compare::compare(&it, context),
        Some(CliCommand::Related(it)) => related::related(&it, context),
        Some(CliCommand::Extract(it)) => extract::extract(&it, context),
        Some(CliCommand::Add(it)) => library::add(&it, context),
        Some(CliCommand::List(it)) => library::list(&it, context),
        Some(CliCommand::Search(it)) => library::search(&it, context),
        Some(CliCommand::Who(it)) => library::who(&it, context),
        Some(CliCommand::Diff(it)) => library::diff(&it, context),
        Some(CliCommand::Speakers(it)) => library::speaker_shares(&it, context),
        Some(CliCommand::Tag(it)) => library::tag(&it, context),
        Some(CliCommand::Archive(it)) => {
            let (archive, unread) = (Change::State(PieceState::Archive), Change::State(PieceState::Unread));
            library::mark(&it, (&archive, "archived"), (&unread, "unarchived"), context)
        }
        Some(CliCommand::Star(it)) => {
            library::mark(&it, (&Change::Star(true), "starred"), (&Change::Star(false), "unstarred"), context)
        }
        Some(CliCommand::Rm(it)) => {
            library::mark(&it, (&Change::Delete(true), "deleted"), (&Change::Delete(false), "restored"), context)
        }
        Some(CliCommand::Undo) => library::undo(context),
        Some(CliCommand::Redo) => library::redo(context),
        Some(CliCommand::Import(it)) => library::import(&it, context),
        Some(CliCommand::Export(it)) => library::export(&it, context),
        Some(CliCommand::Feed(it)) => library::feed(&it, context),
        Some(CliCommand::Fetch(it)) => library::fetch(&it, context),
        Some(CliCommand::Join(it)) => library::join(&it, context),
        Some(CliCommand::Reanalyse) => library::reanalyse(context),
        Some(CliCommand::Backup(it)) => library::backup(&it, context),
        Some(CliCommand::Restore(it)) => library::restore(&it, context),
        Some(CliCommand::Config(it)) => settings::config(&it, context),
        Some(CliCommand::Themes) => settings::themes(context),
        Some(CliCommand::Completions { shell }) => manual::completions(shell),
        #[cfg(feature = "dev")]
        Some(CliCommand::Dev { words }) => crate::dev::main(&words).map(|()| Outcome::Done).map_err(CliError::Failed),
        Some(CliCommand::Man) => manual::man(),
    }
}

fn stopped(error: &CliError, context: &CliContext) -> ExitCode {
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
