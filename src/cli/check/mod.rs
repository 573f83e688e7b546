//! `sayso check`: the quotations of a draft against its sources.

pub mod args;
mod print;
mod sarif;

use crate::check::{QuoteVerdict, WordLists};
use crate::cli::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::cli::read;
use crate::clock;
use crate::declutter::ClutterOptions;
use crate::library::DraftSources;
use crate::load::Source;
use crate::reading::Reading;
use args::CheckArgs;
use print::Printer;
use std::path::PathBuf;
use std::sync::Arc;

/// A draft that was read.
struct Draft {
    source: Source,
    reading: Reading,
}

/// Checks all drafts and prints a verdict for each quotation, or shows them in the reader.
pub fn check(command: &CheckArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let drafts = context.locations(&command.drafts)?;
    let library = library(command, context)?;
    if command.screen && read::on_screen() {
        return read::drafts(drafts, command.against.clone(), library.is_some(), context);
    }
    let lists = WordLists::default();
    let mut readings = Vec::new();
    let mut outcome = context.read_all(&command.against, |reading, _| {
        readings.push(Arc::new(reading));
        Ok(())
    })?;
    let library = library.map(|file| (file, Arc::new(clock::now) as crate::library::Clock));
    let sources = DraftSources::new(&readings, library, &lists, context.models());
    let failing: Vec<QuoteVerdict> = command.fail_on.iter().filter_map(|it| it.0).collect();
    let mut printer = Printer::new(command.format, &failing, context);
    let mut fails = false;
    // A draft has no clutter: every block of it is checked.
    let options = ClutterOptions { keep_clutter: true, ..ClutterOptions::default() };
    context.load_all_with(&drafts, &options, |_, read, _| {
        let (source, reading) = match read {
            Ok(read) => read,
            Err(why) => {
                context.error(&why);
                outcome = Outcome::SomeFailed;
                return Ok(());
            }
        };
        let draft = Draft { source, reading };
        let checked = sources.check(&draft.reading)?;
        for note in &checked.notes {
            context.note(&format!("{}: {note}", draft.reading.source.location));
        }
        fails |= checked.quotes.iter().any(|one| failing.contains(&one.verdict));
        printer.print(&draft, &checked.quotes)
    })?;
    printer.finish()?;
    Ok(if fails { Outcome::CheckFailed } else { outcome })
}

/// The library's file if it is wanted and there is one.
fn library(command: &CheckArgs, context: &CliContext) -> Result<Option<PathBuf>, CliError> {
    let file = if command.no_library { None } else { context.library_file().ok().filter(|file| file.exists()) };
    if file.is_some() {
        // Anything wrong with the file is told once, before several threads open it.
        context.library_to_read()?;
    }
    Ok(file)
}
