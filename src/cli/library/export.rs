//! `sayso export`: writes the library, or a part of it, in various formats.

use super::args::{ExportArgs, ExportFormatArg};
use super::query;
use crate::atomic_write::{self, Permissions};
use crate::cli::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::out;
use crate::io_reason;
use crate::library::export::{self, ExportReport, LibraryFormat};
use crate::library::query::Query;
use crate::library::{Error, Library};
use crate::plural::pluralize;
use std::io::{IsTerminal, Write};
use std::path::Path;

/// Exports the pieces that match a filter.
pub fn export(command: &ExportArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let library = context.library_to_read()?.with_least(context.least(None));
    let query = query(&command.filter)?;
    let format = match (command.format, &command.output) {
        (ExportFormatArg::Markdown, Some(folder)) => {
            let written = export::write_folder(&library, &query, folder).map_err(broken)?;
            return Ok(report_export(&written, Some(folder), context));
        }
        (ExportFormatArg::Markdown, None) => {
            return Err(CliError::Usage("Markdown needs --output FOLDER".into()));
        }
        (ExportFormatArg::Epub, output) => return epub(&library, &query, output.as_deref(), context),
        (ExportFormatArg::Jsonl, _) => LibraryFormat::Jsonl,
        (ExportFormatArg::Html, _) => LibraryFormat::Html,
        (ExportFormatArg::Netscape, _) => LibraryFormat::Netscape,
        (ExportFormatArg::Quotes, _) => LibraryFormat::Quotes,
        (ExportFormatArg::Bibtex, _) => LibraryFormat::Bibtex,
        (ExportFormatArg::Csl, _) => LibraryFormat::Csl,
    };
    match &command.output {
        None => {
            let mut out = out();
            let written = export::write(&library, &query, format, &mut out).map_err(broken)?;
            out.flush()?;
            Ok(report_export(&written, None, context))
        }
        Some(file) => {
            let written =
                atomic_write::write(file, Permissions::Default, |out| export::write(&library, &query, format, out));
            let written = written.map_err(unwritten(file))?;
            Ok(report_export(&written, Some(file), context))
        }
    }
}

/// Writes a book; a terminal cannot show it.
fn epub(library: &Library, query: &Query, output: Option<&Path>, context: &CliContext) -> Result<Outcome, CliError> {
    let Some(file) = output else {
        if std::io::stdout().is_terminal() {
            return Err(CliError::Usage("EPUB needs --output FILE".into()));
        }
        let mut out = out();
        let written = export::write_epub(library, query, &mut out).map_err(broken)?;
        return Ok(report_export(&written, None, context));
    };
    let written = atomic_write::write(file, Permissions::Default, |out| export::write_epub(library, query, out));
    let written = written.map_err(unwritten(file))?;
    Ok(report_export(&written, Some(file), context))
}

/// Reports the numbers of exported and missing pieces, and the destination.
fn report_export(written: &ExportReport, place: Option<&Path>, context: &CliContext) -> Outcome {
    for (piece, why) in &written.missing {
        context.error(&format!("article {piece} was not exported: {why}"));
    }
    if let Some(place) = place {
        context.note(&format!("{} written to {}", pluralize(written.pieces, "article", "articles"), place.display()));
    }
    if written.linked_pictures > 0 {
        let pictures = pluralize(written.linked_pictures, "picture is a link", "pictures are links");
        context.note(&format!("{pictures}: only those in files on this computer are embedded"));
    }
    if written.missing.is_empty() { Outcome::Done } else { Outcome::SomeFailed }
}

/// Attributes a write error to this file.
pub(super) fn unwritten(file: &Path) -> impl Fn(Error) -> CliError {
    move |error| match error {
        Error::Io(error) => CliError::Failed(format!("{}: {}", file.display(), io_reason::writing(file, &error))),
        other => other.into(),
    }
}

/// Reports a write error as one of standard output; after other errors, warns that the output is incomplete.
fn broken(error: Error) -> CliError {
    match error {
        Error::Io(error) => CliError::Output(error),
        other => CliError::Failed(format!("the export is incomplete: {other}")),
    }
}
