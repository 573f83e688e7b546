//! `sayso list` and `sayso search`: print pieces of the library.

use super::args::{ListArgs, SearchArgs};
use super::{EMPTY, query, tell_guesses};
use crate::cli::context::{CliContext, Styling};
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::{StdoutWriter, out};
use crate::cli::read_args::RowFormat;
use crate::cli::rows::{JsonArray, csv, json, markdown};
use crate::cli::table::{self, Cell};
use crate::library::dates;
use crate::library::export::PieceRow;
use crate::library::query::Query;
use crate::library::{Guess, Library, Piece, Sort};
use crate::plural::{group_digits, pluralize};
use crate::sanitize;
use std::io::Write;

const HEADINGS: [&str; 12] =
    ["id", "url", "title", "state", "starred", "tags", "saved", "site", "authors", "published", "words", "note"];
/// Number of pieces per query.
const PAGE: usize = 500;

/// Prints the pieces that match a filter.
pub fn list(command: &ListArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let library = context.library_to_read()?;
    let sort = Sort::named(&command.sort).unwrap_or_default();
    let query = query(&command.filter)?;
    let mut printer = Printer::new(command.format, context)?;
    let mut left = command.limit.unwrap_or(usize::MAX);
    let mut offset = 0;
    while left > 0 {
        let page = library.list(&query, sort, offset, left.min(PAGE))?;
        if offset == 0 {
            tell_guesses(&page.guesses, context);
        }
        for piece in &page.pieces {
            printer.print(piece, None)?;
        }
        let got = page.pieces.len();
        (offset, left) = (offset + got, left - got);
        if got < PAGE {
            break;
        }
    }
    printer.finish(nothing(&library)?, context)
}

/// Prints the newest pieces that contain the words, each with an excerpt around the first match.
pub fn search(command: &SearchArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let library = context.library_to_read()?;
    let query = query(&command.words)?;
    let mut printer = Printer::new(command.format, context)?;
    let page = library.list(&query, Sort::Newest, 0, command.limit)?;
    tell_guesses(&page.guesses, context);
    for piece in &page.pieces {
        let excerpt = excerpt(&library, piece, &query, &page.guesses)?;
        printer.print(piece, excerpt)?;
    }
    printer.finish(nothing(&library)?, context)?;
    let shown = page.pieces.len();
    if command.format == RowFormat::Table && (shown < page.total || page.or_more && shown > 0) {
        let more = if page.or_more { " or more" } else { "" };
        context.note(&format!("the newest {shown} of {}{more}; --limit shows more", group_digits(page.total)));
    }
    Ok(Outcome::Done)
}

/// Returns the note for an empty list.
fn nothing(library: &Library) -> Result<&'static str, CliError> {
    Ok(if library.counts()?.all() == 0 { EMPTY } else { "no matches" })
}

/// Returns the words around the first match in a piece's text, on one line.
fn excerpt(library: &Library, piece: &Piece, query: &Query, guesses: &[Guess]) -> Result<Option<String>, CliError> {
    let hit = library.hit(piece.id, query, guesses)?;
    let (Some(hit), Some(text)) = (hit, library.text(piece.id)?) else { return Ok(None) };
    let Some(before) = text.get(..hit.start) else { return Ok(None) };
    let words: Vec<&str> = text.split_whitespace().collect();
    let at = before.split_whitespace().count();
    let hit = (at < words.len()).then_some(at);
    Ok(hit.map(|at| {
        let (from, to) = (at.saturating_sub(12), (at + 18).min(words.len()));
        let (before, after) = (if from > 0 { "… " } else { "" }, if to < words.len() { " …" } else { "" });
        format!("{before}{}{after}", words[from..to].join(" "))
    }))
}

struct Printer {
    format: RowFormat,
    styling: Styling,
    array: JsonArray,
    table: Vec<Vec<Cell>>,
    out: StdoutWriter,
    printed: usize,
}

impl Printer {
    fn new(format: RowFormat, context: &CliContext) -> Result<Self, CliError> {
        let mut out = out();
        if format == RowFormat::Csv {
            out.write_all(&csv(&HEADINGS)?)?;
        }
        let styling = context.styling();
        Ok(Self { format, styling, array: JsonArray::default(), table: Vec::new(), out, printed: 0 })
    }

    fn print(&mut self, piece: &Piece, excerpt: Option<String>) -> Result<(), CliError> {
        self.printed += 1;
        match self.format {
            RowFormat::Table if table::is_narrow() => {
                self.out.write_all(stacked(piece, excerpt, self.printed, self.styling).as_bytes())?;
            }
            RowFormat::Table => self.table.push(for_eyes(piece, excerpt, self.styling).to_vec()),
            RowFormat::Json => self.array.push(&json(&PieceRow::of(piece).with_excerpt(excerpt))?, &mut self.out)?,
            RowFormat::Jsonl => writeln!(self.out, "{}", json(&PieceRow::of(piece).with_excerpt(excerpt))?)?,
            RowFormat::Csv => self.out.write_all(&fields(piece)?)?,
            RowFormat::Markdown => {
                let title = markdown(&piece.title);
                match &piece.url {
                    Some(url) => writeln!(self.out, "- [{title}](<{url}>)")?,
                    None => writeln!(self.out, "- {title}")?,
                }
            }
        }
        Ok(())
    }

    /// Ends the output; if nothing was printed in a human-readable format, tells `nothing` on standard error.
    fn finish(mut self, nothing: &str, context: &CliContext) -> Result<Outcome, CliError> {
        match self.format {
            RowFormat::Json => self.array.finish(&mut self.out)?,
            RowFormat::Table if self.printed > 0 && self.table.is_empty() => {}
            RowFormat::Table if self.printed > 0 => {
                let headings = ["NO", "STATE", "SAVED", "MIN", "SPEAKERS", "TITLE"];
                self.out.write_all(table::lay(&headings, &self.table, self.styling).as_bytes())?;
            }
            RowFormat::Table => context.note(nothing),
            _ => {}
        }
        self.out.flush()?;
        Ok(Outcome::Done)
    }
}

fn fields(piece: &Piece) -> Result<Vec<u8>, CliError> {
    let (id, words, saved) = (piece.id.to_string(), piece.words.to_string(), dates::show(piece.saved));
    let (tags, authors) = (piece.tags.join(","), piece.authors.join(", "));
    csv(&[
        &id,
        piece.url.as_deref().unwrap_or_default(),
        &piece.title,
        piece.state.name(),
        if piece.starred { "true" } else { "false" },
        &tags,
        &saved,
        piece.site.as_deref().unwrap_or_default(),
        &authors,
        piece.published.as_deref().unwrap_or_default(),
        &words,
        piece.note.as_deref().unwrap_or_default(),
    ])
}

/// Formats a piece for a narrow terminal: title and excerpt, then the other columns except the date on one line.
fn stacked(piece: &Piece, excerpt: Option<String>, printed: usize, styling: Styling) -> String {
    let [number, state, _, _, _, title] = &for_eyes(piece, excerpt, styling);
    let dim = if styling == Styling::Plain { "" } else { ";2" };
    let figures = (piece.words > 0)
        .then(|| format!("{} min · {}", piece.minutes(), pluralize(piece.voices as usize, "speaker", "speakers")));
    let figures = Cell::new(figures.unwrap_or_default(), dim);
    let line = Cell::joined([number, state, &figures], dim);
    let blank = if printed > 1 { "\n" } else { "" };
    format!("{blank}{}", table::stack([title, &line]))
}

fn for_eyes(piece: &Piece, excerpt: Option<String>, styling: Styling) -> [Cell; 6] {
    let (dim, strong) = if styling == Styling::Plain { ("", "") } else { (";2", ";1") };
    let saved = dates::show(piece.saved);
    let mut title = Cell::new(sanitize::line(&piece.title), strong);
    let tags = piece.tags.iter().map(|tag| format!("#{tag}")).collect::<Vec<_>>().join(" ");
    let below = [piece.site.as_deref().unwrap_or_default(), &tags];
    let below = below.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ");
    if !below.is_empty() {
        title.push(&format!("\n{}", sanitize::line(&below)), dim);
    }
    if let Some(excerpt) = excerpt {
        title.push(&format!("\n{}", sanitize::line(&excerpt)), "");
    }
    let star = if piece.starred { "* " } else { "" };
    let state = if piece.fetched { piece.state.in_words() } else { "not downloaded" };
    [
        Cell::new(piece.id.to_string(), dim),
        Cell::new(format!("{star}{state}"), ""),
        Cell::new(saved.get(..10).unwrap_or_default(), dim),
        Cell::new(piece.minutes().to_string(), dim),
        Cell::new(piece.voices.to_string(), dim),
        title,
    ]
}
