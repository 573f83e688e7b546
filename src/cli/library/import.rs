//! `sayso import`: imports files of other programs.

use super::args::ImportArgs;
use crate::cli::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::cli::interrupt;
use crate::cli::output::out;
use crate::library::import::{ImportInput, ImportProgress, ImportReport, ImportSource, import as take};
use crate::library::{Error, Library};
use crate::plural::pluralize;
use std::ffi::OsStr;
use std::io::{IsTerminal, Write};
use std::sync::atomic::AtomicBool;

/// Imports the entries of each source; the format is detected by content.
pub fn import(command: &ImportArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let mut library = context.library()?;
    let stop = interrupt::flag();
    let (mut outcome, mut has_new) = (Outcome::Done, false);
    for source in &command.sources {
        match one(&mut library, source, context, &stop)? {
            Some(report) => {
                print_report(source, &report)?;
                has_new |= report.new + report.changed > 0;
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
        if waiting > 0 && has_new {
            let (are, them) = if waiting == 1 { ("is", "it") } else { ("are", "them") };
            let pages = pluralize(waiting, "page", "pages");
            context.note(&format!("{pages} {are} not downloaded yet; `sayso fetch` downloads {them}"));
        }
    }
    Ok(outcome)
}

/// Imports one file or folder; returns `None` after reporting that it cannot be read.
fn one(
    library: &mut Library,
    source: &OsStr,
    context: &CliContext,
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
            aside(&|| context.error(&format!("{name}: {}: {}", short(&what), short(&why))));
        }
        ImportProgress::Skipped(what, why) => {
            aside(&|| context.note(&format!("{name}: {}: skipped, {why}", short(&what))));
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

/// Shortens the label of an entry, which may be as long as a file, to 200 characters.
fn short(text: &str) -> std::borrow::Cow<'_, str> {
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

fn progress(context: &CliContext) -> Option<indicatif::ProgressBar> {
    let shown = !context.common.quiet && !context.common.plain && std::io::stderr().is_terminal();
    let style = indicatif::ProgressStyle::with_template("{pos} entries {spinner} {elapsed} ({per_sec})").ok()?;
    shown.then(|| indicatif::ProgressBar::new_spinner().with_style(style))
}

fn print_report(source: &OsStr, report: &ImportReport) -> Result<(), CliError> {
    let mut parts = vec![pluralize(report.new, "new article", "new articles")];
    let counts = [
        (report.changed, "changed"),
        (report.same, "already saved"),
        (report.skipped, "left out"),
        (report.failed, "failed"),
        (report.feeds, if report.feeds == 1 { "feed followed" } else { "feeds followed" }),
    ];
    parts.extend(counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    if parts.len() == 1 && report.new == 0 {
        parts = vec!["no articles found".into()];
    }
    let stopped = if report.stopped { "; interrupted, articles written so far are kept" } else { "" };
    let name = source.to_string_lossy();
    let mut out = out();
    writeln!(out, "{} ({}): {}{stopped}", crate::sanitize::line(&name), report.format, parts.join(", "))?;
    out.flush()?;
    Ok(())
}
