//! `sayso who`: the quotations of a speaker across the library.

use super::args::WhoArgs;
use crate::check::timeline::TimedUtterance;
use crate::cli::context::{CliContext, Styling};
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::{StdoutWriter, out};
use crate::cli::read_args::RowFormat;
use crate::cli::rows::{JsonArray, csv, json, markdown};
use crate::cli::screen;
use crate::cli::table::{self, Cell};
use crate::library::dates;
use crate::library::{Library, LibrarySpeaker, PieceId, SpeakerTimeline, Statement, StatementFilter};
use crate::plural::pluralize;
use crate::reading::QuoteKind;
use crate::sanitize;
use serde::Serialize;
use std::io::Write;

/// A quotation of the library in JSON and CSV.
#[derive(Debug, Serialize)]
struct Row<'a> {
    speaker: &'a str,
    named: &'a str,
    kind: &'static str,
    role: Option<&'a str>,
    quote: &'a str,
    quote_kind: &'static str,
    via: Option<&'a str>,
    date: String,
    article: PieceId,
    title: &'a str,
    site: Option<&'a str>,
    url: Option<&'a str>,
    confidence: f64,
    grade: &'static str,
    /// Tags of the article.
    topic: &'a [String],
    /// Number of articles with the utterance.
    articles: usize,
    /// The other places of the same utterance.
    also: Vec<AlsoRow<'a>>,
}

/// Another article with the same utterance.
#[derive(Debug, Serialize)]
struct AlsoRow<'a> {
    article: PieceId,
    title: &'a str,
    site: Option<&'a str>,
    url: Option<&'a str>,
    date: String,
    quote: &'a str,
}

const HEADINGS: [&str; 14] = [
    "speaker",
    "kind",
    "role",
    "quote",
    "quote_kind",
    "via",
    "date",
    "title",
    "site",
    "url",
    "confidence",
    "grade",
    "topic",
    "articles",
];

/// Prints the quotations of all speakers whose name matches, by date.
pub fn who(command: &WhoArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let library = context.library_to_read()?.with_least(context.least(command.min_confidence));
    let name = command.name.join(" ");
    let wanted = filter_of(command)?;
    let speakers = library.speakers(&name)?;
    note_outdated(&library, context)?;
    if speakers.is_empty() {
        return Err(CliError::Failed(format!("no quotations by {name} in the library")));
    }
    let mut out = out();
    let mut array = JsonArray::default();
    if command.format == RowFormat::Csv {
        out.write_all(&csv(&HEADINGS)?)?;
    }
    let mut number = 0;
    for speaker in &speakers {
        let said = SpeakerTimeline::of(&library, speaker.id, &wanted, usize::MAX)?;
        if said.statements.is_empty() {
            continue;
        }
        if command.format == RowFormat::Table {
            out.write_all(heading(speaker, number, context.styling()).as_bytes())?;
        }
        print(speaker, &said, command.format, context, &mut array, &mut out)?;
        number += 1;
    }
    if number == 0 {
        let name = if let [one] = speakers.as_slice() { &one.name } else { &name };
        context.note(&format!("no quotations by {name} match these options"));
    }
    if command.format == RowFormat::Json {
        array.finish(&mut out)?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// The conditions of the command line.
fn filter_of(command: &WhoArgs) -> Result<StatementFilter, CliError> {
    let date = |name: &str, text: &Option<String>| match text {
        None => Ok(None),
        Some(text) => {
            dates::parse(text).map(Some).ok_or_else(|| CliError::Usage(format!("--{name}: {text} is not a date")))
        }
    };
    Ok(StatementFilter {
        kinds: command.kind.iter().map(|kind| QuoteKind::from(*kind)).collect(),
        after: date("after", &command.after)?,
        before: date("before", &command.before)?,
        topics: command.topic.iter().map(|topic| topic.to_lowercase()).collect(),
        words: Vec::new(),
    })
}

/// "12 utterances in 9 articles, 2023-10-19 to 2024-01-02" and the bar below.
fn summary(said: &SpeakerTimeline) -> String {
    const BAR: usize = 60;
    let bar = SpeakerTimeline::bar(&said.timeline, BAR).map(|bar| bar + "\n").unwrap_or_default();
    format!("{}\n{bar}", said.count(&said.timeline))
}

/// Prints the number of articles attributed by an older model.
pub(super) fn note_outdated(library: &Library, context: &CliContext) -> Result<(), CliError> {
    let outdated = library.outdated()?;
    if outdated > 0 {
        let articles = pluralize(outdated, "article", "articles");
        context.note(&format!(
            "{articles} still have quotations found by an older version; `sayso reanalyse` updates them now"
        ));
    }
    Ok(())
}

fn heading(speaker: &LibrarySpeaker, number: usize, styling: Styling) -> String {
    let mut text = String::from(if number > 0 { "\n" } else { "" });
    let colour = screen::voice(number as u32, styling);
    let strong = if styling == Styling::Plain { String::new() } else { format!(";1{colour}") };
    let role = speaker.role.as_deref().map(|role| format!(", {role}")).unwrap_or_default();
    let mut about = format!("{role} ({})", speaker.kind.name());
    if !speaker.joined.is_empty() {
        about.extend([", also ", &speaker.joined.join(", ")]);
    }
    let mut cell = Cell::new(sanitize::line(&speaker.name), &strong);
    cell.push(&sanitize::line(&about), "");
    text.push_str(&if table::is_narrow() { table::stack([&cell]) } else { cell.line() });
    text
}

fn print(
    speaker: &LibrarySpeaker,
    said: &SpeakerTimeline,
    format: RowFormat,
    context: &CliContext,
    array: &mut JsonArray,
    out: &mut StdoutWriter,
) -> Result<(), CliError> {
    let utterances = || said.timeline.days.iter().flat_map(|(_, all)| all);
    if format == RowFormat::Table {
        out.write_all(format!("{}\n", summary(said)).as_bytes())?;
    }
    if format == RowFormat::Table && table::is_narrow() {
        for [day, kind, topic, words] in utterances().filter_map(|it| for_eyes(said, it, context.styling())) {
            let text = table::stack([&words, &day, &kind, &topic]);
            out.write_all(format!("\n{text}").as_bytes())?;
        }
        return Ok(());
    }
    if format == RowFormat::Table {
        let mut rows: Vec<Vec<Cell>> =
            utterances().filter_map(|it| for_eyes(said, it, context.styling())).map(Vec::from).collect();
        blank_repeated_days(&mut rows, said);
        out.write_all(table::lay(&["DATE", "KIND", "TOPIC", "SAID"], &rows, context.styling()).as_bytes())?;
        return Ok(());
    }
    for (first, others) in utterances().filter_map(|it| said.split(it)) {
        let row = row(speaker, said, first, &others);
        match format {
            RowFormat::Json => array.push(&json(&row)?, out)?,
            RowFormat::Jsonl => writeln!(out, "{}", json(&row)?)?,
            RowFormat::Csv => out.write_all(&fields(&row)?)?,
            RowFormat::Markdown | RowFormat::Table => {
                let place = [Some(row.title), row.site, Some(row.date.as_str()), row.url];
                let mut place = place.into_iter().flatten().collect::<Vec<_>>().join(", ");
                if row.articles > 1 {
                    place = format!("in {} articles, first in {place}", row.articles);
                }
                let (words, named, place) =
                    (markdown(&first.kind.marked(first.text.clone())), markdown(row.named), markdown(&place));
                writeln!(out, "> {words}\n>\n> — {named}, {place} ({})\n", graded(first))?;
            }
        }
    }
    Ok(())
}

/// Prints each day once, beside its first utterance.
fn blank_repeated_days(rows: &mut [Vec<Cell>], said: &SpeakerTimeline) {
    let mut at = 0;
    for (_, all) in &said.timeline.days {
        for row in rows.iter_mut().skip(at + 1).take(all.len().saturating_sub(1)) {
            if let Some(cell) = row.first_mut() {
                *cell = Cell::default();
            }
        }
        at += all.len();
    }
}

fn row<'a>(
    speaker: &'a LibrarySpeaker,
    all: &'a SpeakerTimeline,
    said: &'a Statement,
    others: &[&'a Statement],
) -> Row<'a> {
    let mut articles: Vec<PieceId> = others.iter().map(|it| it.piece).chain([said.piece]).collect();
    articles.sort_unstable();
    articles.dedup();
    Row {
        speaker: &speaker.name,
        named: &said.speaker,
        kind: speaker.kind.name(),
        role: speaker.role.as_deref(),
        quote: &said.text,
        quote_kind: said.kind.name(),
        via: said.via.as_deref(),
        date: dates::day(said.day),
        article: said.piece,
        title: &said.title,
        site: said.site.as_deref(),
        url: said.url.as_deref(),
        confidence: (f64::from(said.confidence) / 10.0).round() / 100.0,
        grade: said.grade.name(),
        topic: all.topic(said),
        articles: articles.len(),
        also: others.iter().map(|it| AlsoRow::of(it)).collect(),
    }
}

impl<'a> AlsoRow<'a> {
    fn of(said: &'a Statement) -> Self {
        Self {
            article: said.piece,
            title: &said.title,
            site: said.site.as_deref(),
            url: said.url.as_deref(),
            date: dates::day(said.day),
            quote: &said.text,
        }
    }
}

fn fields(row: &Row<'_>) -> Result<Vec<u8>, CliError> {
    csv(&[
        row.speaker,
        row.kind,
        row.role.unwrap_or_default(),
        row.quote,
        row.quote_kind,
        row.via.unwrap_or_default(),
        &row.date,
        row.title,
        row.site.unwrap_or_default(),
        row.url.unwrap_or_default(),
        &format!("{:.2}", row.confidence),
        row.grade,
        &row.topic.join(" "),
        &row.articles.to_string(),
    ])
}

/// The cells of an utterance: date, kind, topic, words with their place; `None` if it has no statement.
fn for_eyes(all: &SpeakerTimeline, utterance: &TimedUtterance, styling: Styling) -> Option<[Cell; 4]> {
    let (said, _) = all.split(utterance)?;
    let (dim, italic) = if styling == Styling::Plain { ("", "") } else { (";2", ";3") };
    let look = if said.kind == QuoteKind::Indirect { italic } else { "" };
    let place = [Some(said.title.as_str()), said.site.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let place = match utterance.articles {
        0 | 1 => place,
        articles => format!("in {articles} articles, first in {place}"),
    };
    let mut words = Cell::new(sanitize::line(&said.kind.marked(said.text.clone())), look);
    words.push(&format!("\n{} ({})", sanitize::line(&place), graded(said)), dim);
    let topic = all.topic(said).join(", ");
    Some([
        Cell::new(dates::day(said.day), dim),
        Cell::new(said.kind.name(), dim),
        Cell::new(sanitize::line(&topic), dim),
        words,
    ])
}

/// Formats grade and confidence, such as "likely 0.84".
fn graded(said: &Statement) -> String {
    format!("{} {:.2}", said.grade.name(), f64::from(said.confidence) / 1000.0)
}
