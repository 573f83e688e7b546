//! `sayso quotes`: quotations with speakers and citations.

use super::context::{CliContext, Styling};
use super::output::{StdoutWriter, out};
use super::read_args::{QuoteKindArg, QuotesArgs, RowFormat};
use super::rows::{JsonArray, csv, escape_csv_formula, json, markdown};
use super::speaker_match::{self, QuotedSpeakers};
use super::template::QuoteTemplate;
use super::{screen, table};
use crate::cli::error::{CliError, Outcome};
use crate::reading::cite::{Citation, Paragraphs};
use crate::reading::export::day;
use crate::reading::json::{CodePoints, JsonQuote, QuoteRow};
use crate::reading::{Grade, Least, Quote, QuoteKind, Reading};
use crate::sanitize;
use std::io::Write;

/// A quotation with the data printed about it.
struct Found<'a> {
    reading: &'a Reading,
    quote: &'a Quote,
    citation: Citation<'a>,
}

const HEADINGS: [&str; 16] = [
    "source",
    "number",
    "speaker",
    "role",
    "speaker_kind",
    "kind",
    "quote",
    "cue",
    "via",
    "confidence",
    "grade",
    "paragraph",
    "title",
    "site",
    "date",
    "url",
];

/// Prints the quotations of each source in the chosen format.
pub fn quotes(command: &QuotesArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let template = command.template.as_deref().map(QuoteTemplate::parse).transpose();
    let template = template.map_err(|why| CliError::Usage(format!("--template: {why}")))?;
    let locations = context.locations(&command.sources)?;
    let mut printer = Printer { format: command.format, template, array: JsonArray::default(), out: out(), printed: 0 };
    printer.begin()?;
    let wanted = Wanted::of(command, context);
    let mut voices = QuotedSpeakers::default();
    let mut outcome = context.read_all(&locations, |reading, _| {
        context.problems(&reading);
        voices.add(&reading);
        printer.print(&reading, &wanted, context)
    })?;
    printer.finish()?;
    if let Some(message) = command.speaker.as_deref().and_then(|name| voices.nobody(name)) {
        context.error(&message);
        outcome = Outcome::SomeFailed;
    }
    Ok(outcome)
}

/// Filter of `--speaker`, `--kind` and `--min-confidence`.
struct Wanted<'a> {
    speaker: Option<&'a str>,
    kinds: &'a [QuoteKindArg],
    least: Least,
}

impl<'a> Wanted<'a> {
    fn of(command: &'a QuotesArgs, context: &CliContext) -> Self {
        let least = context.least(command.min_confidence);
        Self { speaker: command.speaker.as_deref(), kinds: &command.kind, least }
    }

    fn keeps(&self, quote: &Quote, citation: &Citation<'_>) -> bool {
        let kind = quote.kind.into();
        let named = |wanted: &str| citation.speakers.iter().any(|speaker| speaker_match::named(speaker.name, wanted));
        (self.kinds.is_empty() || self.kinds.contains(&kind))
            && self.least.admits(quote.grade, quote.confidence)
            && self.speaker.is_none_or(named)
    }
}

struct Printer {
    format: RowFormat,
    template: Option<QuoteTemplate>,
    array: JsonArray,
    out: StdoutWriter,
    printed: usize,
}

impl Printer {
    fn begin(&mut self) -> Result<(), CliError> {
        if self.format == RowFormat::Csv && self.template.is_none() {
            self.out.write_all(&csv(&HEADINGS)?)?;
        }
        Ok(())
    }

    fn print(&mut self, reading: &Reading, wanted: &Wanted<'_>, context: &CliContext) -> Result<(), CliError> {
        let paragraphs = Paragraphs::of(&reading.article);
        let all = reading.attributions.quotes.iter();
        let found = all.map(|quote| Found { reading, quote, citation: Citation::of(reading, quote, &paragraphs) });
        let found: Vec<_> = found.filter(|found| wanted.keeps(found.quote, &found.citation)).collect();
        if let Some(template) = &self.template {
            for found in &found {
                let line = template.fill(|name| found.field(name));
                self.out.write_all(line.as_bytes())?;
            }
        } else {
            self.rows(reading, &found, context)?;
        }
        self.out.flush()?;
        self.printed += 1;
        Ok(())
    }

    fn rows(&mut self, reading: &Reading, found: &[Found<'_>], context: &CliContext) -> Result<(), CliError> {
        let points = CodePoints::of(&reading.article.text);
        match self.format {
            RowFormat::Table => {
                let text = as_table(reading, found, context, self.printed > 0);
                self.out.write_all(text.as_bytes())?;
            }
            RowFormat::Markdown => {
                for found in found {
                    let quoted = markdown(&found.marked_up());
                    let (place, grade) = (markdown(&found.citation.line()), found.graded());
                    writeln!(self.out, "> {quoted}\n>\n> — {place} ({grade})\n")?;
                }
            }
            RowFormat::Csv => {
                for found in found {
                    let field = |name: &&str| escape_csv_formula(found.field(name).unwrap_or_default());
                    let fields: Vec<_> = HEADINGS.iter().map(field).collect();
                    let fields: Vec<_> = fields.iter().map(String::as_str).collect();
                    self.out.write_all(&csv(&fields)?)?;
                }
            }
            RowFormat::Json | RowFormat::Jsonl => {
                for found in found {
                    let quote = JsonQuote::of(found.quote, &points);
                    let row = json(&QuoteRow { source: &reading.source.location, quote, citation: &found.citation })?;
                    match self.format {
                        RowFormat::Json => self.array.push(&row, &mut self.out)?,
                        _ => writeln!(self.out, "{row}")?,
                    }
                }
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<(), CliError> {
        if self.format == RowFormat::Json && self.template.is_none() {
            self.array.finish(&mut self.out)?;
        }
        self.out.flush()?;
        Ok(())
    }
}

impl Found<'_> {
    /// Returns the value of the placeholder or column of this name.
    fn field(&self, name: &str) -> Option<String> {
        let text = &self.reading.article.text;
        let citation = &self.citation;
        let owned = |it: Option<&str>| it.map(str::to_owned);
        match name {
            "quote" => Some(self.quote.text(text)),
            "speaker" => citation.names(),
            "role" => citation.roles(),
            "speaker_kind" => citation.speakers.first().map(|it| it.kind.to_owned()),
            "kind" => Some(self.quote.kind.name().to_owned()),
            "cue" => self.quote.cue.map(|span| span.of(text).to_owned()),
            "mention" => self.quote.mention.map(|span| span.of(text).to_owned()),
            "via" => owned(citation.via),
            "title" => owned(citation.title),
            "author" => (!citation.authors.is_empty()).then(|| citation.authors.join(", ")),
            "site" => owned(citation.site),
            "date" => owned(citation.published.map(day)),
            "url" => owned(citation.url),
            "paragraph" => citation.paragraph.map(|number| number.to_string()),
            "time" => citation.time.clone(),
            "confidence" => Some(format!("{:.2}", self.quote.confidence)),
            "grade" => Some(self.quote.grade.name().to_owned()),
            "source" => Some(sanitize::line(&self.reading.source.location).into_owned()),
            "citation" => Some(citation.line()),
            "number" => Some((self.quote.id + 1).to_string()),
            _ => None,
        }
    }

    /// Formats grade and confidence, such as "likely 0.84".
    fn graded(&self) -> String {
        format!("{} {:.2}", self.quote.grade.name(), self.quote.confidence)
    }

    /// Formats a quotation: direct speech in quote marks, other speech, which is not verbatim, without.
    fn marked_up(&self) -> String {
        self.quote.kind.marked(self.quote.text(&self.reading.article.text))
    }
}

/// Formats a reading's quotations as a table (paragraph, speaker, kind, quotation) below its citation.
fn as_table(reading: &Reading, found: &[Found<'_>], context: &CliContext, again: bool) -> String {
    let styling = context.styling();
    let mut text = String::new();
    if again {
        text.push('\n');
    }
    let meta = &reading.article.meta;
    let date = meta.published.as_deref().map(day);
    let parts = [meta.title.as_deref(), meta.site.as_deref(), date, meta.url.as_deref()];
    let place = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
    let place = if place.is_empty() { reading.source.location.clone() } else { place };
    let strong = if styling == Styling::Plain { "" } else { ";1" };
    screen::span(&sanitize::line(&place), strong, &mut text);
    text.push_str("\n\n");
    if found.is_empty() {
        text.push_str("(no quotations)\n");
        return text;
    }
    if table::is_narrow() {
        text.push_str(&found.iter().map(|found| stacked(found, styling)).collect::<Vec<_>>().join("\n"));
        return text;
    }
    let rows: Vec<_> = found.iter().map(|found| row(found, styling).to_vec()).collect();
    text.push_str(&table::lay(&["¶", "SPEAKER", "KIND", "GRADE", "SAID"], &rows, styling));
    text
}

/// Formats a quotation for a narrow terminal: speaker and kind, and the words below.
fn stacked(found: &Found<'_>, styling: Styling) -> String {
    let [paragraph, speakers, kind, grade, said] = &row(found, styling);
    let dim = if styling == Styling::Plain { "" } else { ";2" };
    let mut how = table::Cell::new("¶ ", dim);
    how.append(&table::Cell::joined([paragraph, kind, grade], dim));
    table::stack([speakers, &how, said])
}

fn row(found: &Found<'_>, styling: Styling) -> [table::Cell; 5] {
    let (dim, italic) = if styling == Styling::Plain { ("", "") } else { (";2", ";3") };
    let said = if found.quote.kind == QuoteKind::Indirect { italic } else { "" };
    [
        table::Cell::new(found.field("time").or_else(|| found.field("paragraph")).unwrap_or_default(), dim),
        speakers(found, styling, dim),
        table::Cell::new(found.quote.kind.name(), dim),
        table::Cell::new(found.graded(), dim),
        table::Cell::new(found.marked_up(), said),
    ]
}

/// Formats the speakers: names in their colours, roles dimmed below them, and the intermediary.
fn speakers(found: &Found<'_>, styling: Styling, dim: &str) -> table::Cell {
    let mut cell = table::Cell::default();
    for (number, (speaker, id)) in found.citation.speakers.iter().zip(&found.quote.speakers).enumerate() {
        if number > 0 {
            cell.push("\n", "");
        }
        if found.quote.grade == Grade::Uncertain {
            cell.push(&format!("{} ?", speaker.name), dim);
        } else {
            cell.push(speaker.name, &screen::voice(*id, styling));
        }
        if let Some(role) = speaker.role {
            cell.push(&format!("\n{role}"), dim);
        }
    }
    if found.citation.speakers.is_empty() {
        cell.push("unattributed", dim);
    }
    if let Some(via) = found.citation.via {
        cell.push(&format!("\nvia {via}"), dim);
    }
    cell
}
