//! `sayso compare`: the coverage of one event by several articles.

pub mod args;
mod print;

use crate::check::WordLists;
use crate::check::compare::comparison;
use crate::cli::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::out;
use crate::library::PieceId;
use crate::reading::Reading;
use crate::reading::cite::Paragraphs;
use args::{CompareArgs, CompareFormat};
use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;

/// Compares the sources and prints who is quoted where, and the same words side by side.
pub fn compare(command: &CompareArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let mut outcome = Outcome::Done;
    let mut readings = Vec::new();
    for source in &command.sources {
        if read(source, context, &mut readings)? == Outcome::SomeFailed {
            outcome = Outcome::SomeFailed;
        }
    }
    if readings.len() < 2 {
        return Err(CliError::Failed("fewer than two articles could be read; nothing to compare".into()));
    }
    let all: Vec<&Reading> = readings.iter().collect();
    let found = comparison(&all, context.least(command.min_confidence), &WordLists::default());
    let paragraphs: Vec<Paragraphs> = readings.iter().map(|reading| Paragraphs::of(&reading.article)).collect();
    let view = print::View { readings: &readings, paragraphs: &paragraphs, comparison: &found };
    let text = match command.format {
        CompareFormat::Table => view.table(context.styling()),
        CompareFormat::Json => view.json()?,
        CompareFormat::Markdown => view.markdown(),
    };
    let mut out = out();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(outcome)
}

/// Reads a source, or all articles of a container; a number that is not a file is an article of the library.
fn read(source: &OsStr, context: &CliContext, readings: &mut Vec<Reading>) -> Result<Outcome, CliError> {
    let number = source.to_str().and_then(|text| text.parse::<PieceId>().ok());
    let Some(id) = number.filter(|_| !Path::new(source).exists()) else {
        return context.read_all(&[source.to_owned()], |reading, _| {
            readings.push(reading);
            Ok(())
        });
    };
    let library = context.library_to_read()?;
    let Some(reading) = library.reading(id)? else {
        context.error(&match library.piece(id) {
            Ok(_) => format!("article {id} is not downloaded; `sayso fetch {id}` downloads it"),
            Err(_) => format!("no article {id} in the library; `sayso list` shows the numbers"),
        });
        return Ok(Outcome::SomeFailed);
    };
    readings.push(reading);
    Ok(Outcome::Done)
}
