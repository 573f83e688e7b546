//! `sayso backup` and `sayso restore`: copy the whole library to a file, and back.

use super::args::{BackupArgs, RestoreArgs};
use crate::cli::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::out;
use crate::clock;
use crate::io_reason;
use crate::library::dates;
use crate::library::{Error, backups, restore as put_back};
use crate::plural::pluralize;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Copies the library to a file.
pub fn backup(command: &BackupArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let library = context.library()?;
    let file = if let Some(file) = &command.file {
        file.clone()
    } else {
        // Not all systems allow colons in file names.
        let time = dates::show(clock::now()).replace(':', "");
        let mut name = context.library_file()?.into_os_string();
        name.push(format!(".backup-{time}"));
        PathBuf::from(name)
    };
    library.back_up(&file)?;
    let pieces = pluralize(library.counts()?.all(), "article", "articles");
    say(&format!("{pieces} written to {}", file.display()))
}

/// Replaces the library by a backup.
pub fn restore(command: &RestoreArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let file = context.library_file()?;
    let known = backups(&file);
    if command.list {
        let mut out = out();
        for backup in known {
            writeln!(out, "{}", backup.display())?;
        }
        out.flush()?;
        return Ok(Outcome::Done);
    }
    let none = || CliError::Failed(format!("{}: no backup next to it; name one", file.display()));
    let from = command.file.clone().or_else(|| known.into_iter().next()).ok_or_else(none)?;
    let display_path = |path: &Path| path.display().to_string();
    let failed = |error| {
        let from = display_path(&from);
        CliError::Failed(match error {
            Error::NotALibrary => format!("{from} is not a sayso library; nothing was changed"),
            Error::Io(error) => format!("{from}: {}; nothing was changed", io_reason::reading(&error)),
            error => format!("{from}: {error}; nothing was changed"),
        })
    };
    let done = put_back(&file, &from, clock::now()).map_err(failed)?;
    let aside = done.aside.map(|aside| format!(" · previous library kept as {}", display_path(&aside)));
    let pieces = pluralize(done.pieces, "article", "articles");
    say(&format!("{pieces} restored from {}{}", display_path(&from), aside.unwrap_or_default()))
}

fn say(words: &str) -> Result<Outcome, CliError> {
    let mut out = out();
    writeln!(out, "{words}")?;
    out.flush()?;
    Ok(Outcome::Done)
}
