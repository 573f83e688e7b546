//! `sayso import` and `sayso export`: the library, in from other programs' files and out again.

use super::args::{Export, ExportFormat, Import};
use super::query;
use crate::atomic_write::{self, Permissions};
use crate::cli::context::Context;
use crate::cli::error::{CliError, Outcome};
use crate::cli::interrupt;
use crate::cli::output::out;
use crate::library::export::{self, ExportReport, LibraryFormat};
use crate::library::import::{ImportInput, ImportProgress, ImportReport, ImportSource, import as take};
use crate::library::{Error, Library};
use crate::plural::pluralize;
use std::ffi::OsStr;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::sync::atomic::AtomicBool;

/// Takes the entries of each source into the library; the format is found by content.
pub fn import(command: &Import, context: &Context) -> Result<Outcome, CliError> {
    let mut library = context.library()?;
    let stop = interrupt::flag();
    let mut outcome = Outcome::Done;
    for source in &command.sources {
        match one(&mut library, source, context, &stop)? {
            Some(report) => {
                told(source, &report)?;
                if report.failed > 0 {
                    outcome = Outcome::SomeFailed;
                }
                if report.stopped {
                    return Err(CliError::Signal(interrupt::SIGNAL));
                }
            }
            None => outcome = Outcome::SomeFailed,
        }
    }
    if !command.no_fetch {
        library.enqueue_missing()?;
        let waiting = library.queue_stats()?.waiting;
        if waiting > 0 {
            let (has, them) = if waiting == 1 { ("has", "it") } else { ("have", "them") };
            let addresses = pluralize(waiting, "address", "addresses");
            context.note(&format!("{addresses} {has} no text yet; `sayso fetch` gets {them}"));
        }
    }
    Ok(outcome)
}

/// Imports one file or folder; `None` if it is nothing that can be read, which was told.
fn one(
    library: &mut Library,
    source: &OsStr,
    context: &Context,
    stop: &AtomicBool,
) -> Result<Option<ImportReport>, CliError> {
    let name = source.to_string_lossy();
    let path = std::path::PathBuf::from(source);
    let opened = interrupt::unless(stop, move || {
        let standard = path.as_os_str() == "-";
        if standard {
            ImportInput::spool("-", std::io::stdin()).map(ImportSource::File)
        } else {
            ImportSource::open(&path)
        }
    });
    let Some(opened) = opened else { return Err(CliError::Signal(interrupt::SIGNAL)) };
    let origin = match opened {
        Ok(origin) => origin,
        Err(why) => {
            context.error(&format!("{name}: {why}"));
            return Ok(None);
        }
    };
    let progress = progress(context);
    let aside = |tell: &dyn Fn()| progress.as_ref().map_or_else(tell, |bar| bar.suspend(tell));
    let done = take(library, &origin, context.models(), stop, |event| match event {
        ImportProgress::Failed(what, why) => {
            aside(&|| context.error(&format!("{name}: {}: {}", short(&what), short(&why))))
        }
        ImportProgress::Skipped(what, why) => {
            aside(&|| context.note(&format!("{name}: {}: left out, {why}", short(&what))))
        }
        ImportProgress::Written(count) => {
            if let Some(bar) = &progress {
                bar.set_position(count as u64);
            }
        }
    });
    if let Some(bar) = &progress {
        bar.finish_and_clear();
    }
    match done {
        Ok(report) => Ok(Some(report)),
        Err(Error::UnreadableImport(why)) => {
            context.error(&format!("{name}: {why}"));
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

/// What names an entry, which may be as long as a file.
fn short(text: &str) -> std::borrow::Cow<'_, str> {
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

fn progress(context: &Context) -> Option<indicatif::ProgressBar> {
    let shown = !context.common.quiet && !context.common.plain && std::io::stderr().is_terminal();
    let style = indicatif::ProgressStyle::with_template("{pos} entries {spinner} {elapsed} ({per_sec})").ok()?;
    shown.then(|| indicatif::ProgressBar::new_spinner().with_style(style))
}

fn told(source: &OsStr, report: &ImportReport) -> Result<(), CliError> {
    let mut parts = vec![format!("{} new", report.new)];
    let counts = [
        (report.changed, "changed"),
        (report.same, "there already"),
        (report.skipped, "left out"),
        (report.failed, "failed"),
        (report.feeds, if report.feeds == 1 { "feed followed" } else { "feeds followed" }),
    ];
    parts.extend(counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    let stopped = if report.stopped { "; interrupted, what was written stays" } else { "" };
    let name = source.to_string_lossy();
    let mut out = out();
    writeln!(out, "{} ({}): {}{stopped}", crate::sanitize::line(&name), report.format, parts.join(", "))?;
    out.flush()?;
    Ok(())
}

/// Writes the library, or what of it answers a filter.
pub fn export(command: &Export, context: &Context) -> Result<Outcome, CliError> {
    let library = context.library()?;
    let query = query(&command.filter)?;
    let format = match (command.format, &command.output) {
        (ExportFormat::Markdown, Some(folder)) => {
            let written = export::write_folder(&library, &query, folder).map_err(broken)?;
            return Ok(told_written(&written, Some(folder), context));
        }
        (ExportFormat::Markdown, None) => {
            return Err(CliError::Usage("Markdown is a folder of files; name it with --output FOLDER".into()));
        }
        (ExportFormat::Jsonl, _) => LibraryFormat::Jsonl,
        (ExportFormat::Html, _) => LibraryFormat::Html,
        (ExportFormat::Netscape, _) => LibraryFormat::Netscape,
        (ExportFormat::Quotes, _) => LibraryFormat::Quotes,
        (ExportFormat::Bibtex, _) => LibraryFormat::Bibtex,
        (ExportFormat::Csl, _) => LibraryFormat::Csl,
    };
    match &command.output {
        None => {
            let mut out = out();
            let written = export::write(&library, &query, format, &mut out).map_err(broken)?;
            out.flush()?;
            Ok(told_written(&written, None, context))
        }
        Some(file) => {
            let written =
                atomic_write::write(file, Permissions::Default, |out| export::write(&library, &query, format, out));
            let written = written.map_err(unwritten(file))?;
            Ok(told_written(&written, Some(file), context))
        }
    }
}

/// Tells what was written where, and what is missing there.
fn told_written(written: &ExportReport, place: Option<&Path>, context: &Context) -> Outcome {
    for (piece, why) in &written.missing {
        context.error(&format!("piece {piece} is missing in this export: {why}"));
    }
    if let Some(place) = place {
        context.note(&format!("{} written to {}", pluralize(written.pieces, "piece", "pieces"), place.display()));
    }
    if written.missing.is_empty() { Outcome::Done } else { Outcome::SomeFailed }
}

/// An error of writing is one of this file.
fn unwritten(file: &Path) -> impl Fn(Error) -> CliError {
    move |error| match error {
        Error::Io(error) => CliError::Failed(format!("{}: {error}", file.display())),
        other => other.into(),
    }
}

/// An error of writing is one of standard output here; after any other what stands there ends too early.
fn broken(error: Error) -> CliError {
    match error {
        Error::Io(error) => CliError::Output(error),
        other => CliError::Failed(format!("the export is not whole: {other}")),
    }
}
