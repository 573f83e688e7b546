//! The library's commands: thin over [`crate::library`], which does the work.

pub mod args;

mod add;
mod backup;
mod change;
mod export;
mod feed_args;
mod feeds;
mod fetch;
mod import;
mod list;
mod reanalyse;
mod speakers;

pub use add::add;
pub use backup::{backup, restore};
pub use change::{mark, redo, tag, undo};
pub use export::export;
pub use feeds::feed;
pub use fetch::{fetch, join};
pub use import::import;
pub use list::{list, search};
pub use reanalyse::reanalyse;
pub use speakers::{voices, who};

use super::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::library::query::{LastWord, Query};
use crate::library::{Error, Id, Library};
use crate::{clock, paths};
use args::PieceArgs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl CliContext {
    /// The library's file: `--library`, else `SAYSO_LIBRARY`, else where the system keeps data.
    pub fn library_file(&self) -> Result<PathBuf, CliError> {
        let file = self.common.library.clone().or_else(paths::library_file);
        file.ok_or_else(|| {
            CliError::Failed("there is no home directory for the library; name its file with --library".into())
        })
    }

    /// Opens the library, and makes it where there is none.
    pub fn library(&self) -> Result<Library, CliError> {
        self.opened(|file| Library::open(file, Arc::new(clock::now)))
    }

    /// Opens the library only to read it, which waits for no writer.
    pub fn library_to_read(&self) -> Result<Library, CliError> {
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

/// A filter from the words of a command line; what is not understood in it is wrong usage.
fn query(words: &[String]) -> Result<Query, CliError> {
    let query = Query::parse(&words.join(" "), LastWord::Complete);
    match query.problems.first() {
        Some(problem) => Err(CliError::Usage(problem.clone())),
        None => Ok(query),
    }
}

/// The numbers of the pieces that are meant. Each that does not exist is told, and the others are found.
fn pieces(library: &Library, meant: &PieceArgs, context: &CliContext) -> Result<(Vec<Id>, Outcome), CliError> {
    let mut found = Vec::new();
    if let Some(filter) = &meant.filter {
        library.each(&query(std::slice::from_ref(filter))?, |piece| {
            found.push(piece.id);
            Ok(())
        })?;
        return Ok((found, Outcome::Done));
    }
    if meant.named.is_empty() {
        return Err(CliError::Usage("no article named; give numbers or addresses, or --filter".into()));
    }
    let mut outcome = Outcome::Done;
    for name in &meant.named {
        if let Some(id) = piece(library, name)? {
            found.push(id);
        } else {
            context.error(&format!("no article {name} in the library; `sayso list` shows what there is"));
            outcome = Outcome::SomeFailed;
        }
    }
    Ok((found, outcome))
}

fn piece(library: &Library, name: &str) -> Result<Option<Id>, CliError> {
    Ok(match name.parse::<Id>() {
        Ok(id) => match library.piece(id) {
            Ok(piece) => Some(piece.id),
            Err(Error::NotFound(_)) => None,
            Err(error) => return Err(error.into()),
        },
        Err(_) => library.find_url(name)?,
    })
}
