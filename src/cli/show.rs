//! `sayso show`: prints the clean article.

use super::context::{CliContext, Several, Styling};
use super::output::out;
use super::read_args::{ShowArgs, ShowFormat};
use super::{rows, screen};
use crate::cli::error::{CliError, Outcome};
use crate::layout::BidiOrder;
use crate::reading::Reading;
use crate::reading::export::text::TextColumn;
use crate::reading::export::{self, ExportClutter};
use crate::reading::json::JsonReading;
use std::io::{IsTerminal, Write};

/// Default maximum column width on a terminal.
const MEASURE: usize = 72;

/// Prints each source in the chosen format.
pub fn show(command: &ShowArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let locations = context.locations(&command.sources)?;
    let mut out = out();
    let mut printed = 0;
    context.read_all(&locations, |reading, Several(several)| {
        if command.format != ShowFormat::Json {
            context.problems(&reading);
        }
        if printed > 0 && matches!(command.format, ShowFormat::Text | ShowFormat::Markdown) {
            out.write_all(b"\n")?;
        }
        out.write_all(render(&reading, command, context, several)?.as_bytes())?;
        out.flush()?;
        printed += 1;
        Ok(())
    })
}

fn render(reading: &Reading, command: &ShowArgs, context: &CliContext, several: bool) -> Result<String, CliError> {
    let clutter = if command.clutter { ExportClutter::Shown } else { ExportClutter::Hidden };
    Ok(match command.format {
        ShowFormat::Text => text(reading, width(command.width), clutter, context.styling()),
        ShowFormat::Markdown => export::markdown(reading, clutter),
        ShowFormat::Html => export::html(reading, clutter),
        ShowFormat::Json => {
            let view = JsonReading::of(reading);
            (if several { rows::json(&view)? } else { rows::pretty_json(&view)? }) + "\n"
        }
    })
}

fn text(reading: &Reading, width: Option<u16>, clutter: ExportClutter, styling: Styling) -> String {
    let mut text = String::with_capacity(reading.article.text.len() * 2);
    // Pagers, editors and some terminals reorder right-to-left text themselves, so a column keeps the logical order.
    let page = width.map(|width| TextColumn { width, order: BidiOrder::Logical });
    for line in export::text::lines(reading, page, clutter) {
        screen::paint(&line, styling, &mut text);
    }
    text
}

/// Returns the width to wrap at: as requested; on a terminal at most [`MEASURE`]; otherwise none.
fn width(asked: Option<usize>) -> Option<u16> {
    match asked {
        Some(0) => None,
        Some(columns) => Some(u16::try_from(columns).unwrap_or(u16::MAX)),
        None if std::io::stdout().is_terminal() => {
            let columns = screen::columns().unwrap_or(80).saturating_sub(1).min(MEASURE);
            u16::try_from(columns).ok().filter(|&columns| columns > 0)
        }
        None => None,
    }
}
