//! The library commands: a thin layer over [`crate::library`].

pub mod args;

mod add;
mod backup;
mod change;
mod diff;
mod export;
mod feed_args;
mod feeds;
mod fetch;
mod import;
mod list;
mod reanalyse;
mod shares;
mod speakers;

pub use add::add;
pub use backup::{backup, restore};
pub use change::{mark, redo, tag, undo};
pub use diff::diff;
pub use export::export;
pub use feeds::feed;
pub use fetch::{fetch, join};
pub use import::import;
pub use list::{list, search};
pub use reanalyse::reanalyse;
pub use shares::speaker_shares;
pub use speakers::who;

use super::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::library::query::{LastWord, Query};
use crate::library::{Error, Guess, Library, PieceId};
use crate::{clock, paths};
use args::PieceArgs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Note of a command that finds no article because there is none.
const EMPTY: &str = "your library is empty · sayso add URL";

impl CliContext {
    /// Returns the library file: `--library`, or else `SAYSO_LIBRARY`, or else the system's data directory.
    pub fn library_file(&self) -> Result<PathBuf, CliError> {
        let file = self.common.library.clone().or_else(paths::library_file);
        file.ok_or_else(|| CliError::Failed("no home directory for the library; name its file with --library".into()))
    }

    /// Opens the library, creating it if necessary.
    pub fn library(&self) -> Result<Library, CliError> {
        self.opened(|file| Library::open(file, Arc::new(clock::now)))
    }

    /// Opens the library read-only, without waiting for writers. A file that `--library` names must exist.
    pub fn library_to_read(&self) -> Result<Library, CliError> {
        if let Some(file) = self.common.library.as_ref().filter(|file| !file.exists()) {
            return Err(CliError::Failed(format!("no library at {}", file.display())));
        }
        self.opened(|file| Library::open_to_read(file, Arc::new(clock::now)))
    }

    fn opened(&self, open: impl Fn(&Path) -> crate::library::Result<Library>) -> Result<Library, CliError> {
        let file = self.library_file()?;
        let library = open(&file);
        let library = library.map_err(|error| CliError::Failed(format!("{}: {error}", file.display())))?;
        let library = library.with_models(self.models());
        if let Some(doubt) = library.clock_warning()? {
            self.note(&doubt);
        }
        Ok(library)
    }
}

/// Parses a filter from arguments; parts that are not understood are a usage error.
fn query(words: &[String]) -> Result<Query, CliError> {
    let query = Query::parse(&joined(words), LastWord::Complete);
    match query.problems.first() {
        Some(problem) => Err(CliError::Usage(problem.clone())),
        None => Ok(query),
    }
}

/// The words of a command line as one filter: what the shell has taken the quotation marks from gets them back.
fn joined(words: &[String]) -> String {
    let word = |word: &String| match word.split_once(':') {
        Some((operator, value))
            if words.len() > 1
                && value.contains(char::is_whitespace)
                && !value.contains('"')
                && operator.trim_start_matches('-').bytes().all(|byte| byte.is_ascii_alphabetic()) =>
        {
            format!("{operator}:\"{value}\"")
        }
        _ => word.clone(),
    };
    words.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// Tells what was searched for instead of words that stand nowhere.
fn tell_guesses(guesses: &[Guess], context: &CliContext) {
    for Guess { typed, taken } in guesses {
        context.note(&format!("nothing for “{typed}”; showing {taken}"));
    }
}

/// The numbers of the pieces that are meant. Each that does not exist is told, and the others are found.
fn pieces(library: &Library, meant: &PieceArgs, context: &CliContext) -> Result<(Vec<PieceId>, Outcome), CliError> {
    let mut found = Vec::new();
    if let Some(filter) = &meant.filter {
        library.each(&query(std::slice::from_ref(filter))?, |piece| {
            found.push(piece.id);
            Ok(())
        })?;
        return Ok((found, Outcome::Done));
    }
    if meant.named.is_empty() {
        return Err(CliError::Usage("no article given; name numbers or URLs, or use --filter".into()));
    }
    let mut outcome = Outcome::Done;
    for name in &meant.named {
        if let Some(id) = piece(library, name)? {
            found.push(id);
        } else {
            context.error(&unknown(name));
            outcome = Outcome::SomeFailed;
        }
    }
    Ok((found, outcome))
}

/// Returns the message about an article that is not in the library.
fn unknown(name: &str) -> String {
    format!("no article {name} in the library; `sayso list` shows the numbers")
}

fn piece(library: &Library, name: &str) -> Result<Option<PieceId>, CliError> {
    Ok(match name.parse::<PieceId>() {
        Ok(id) => match library.piece(id) {
            Ok(piece) => Some(piece.id),
            Err(Error::NotFound(_)) => None,
            Err(error) => return Err(error.into()),
        },
        Err(_) => library.find_url(name)?,
    })
}
