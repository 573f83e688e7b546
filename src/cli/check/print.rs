//! Verdicts as a table, JSON and JSON lines.

use super::Draft;
use super::args::CheckFormat;
use super::sarif::Sarif;
use crate::check::{ChangeKind, Gravity, QuoteVerdict, WordChange};
use crate::cli::context::{CliContext, Styling};
use crate::cli::error::CliError;
use crate::cli::output::{StdoutWriter, out};
use crate::cli::rows::{JsonArray, json};
use crate::cli::{screen, table};
use crate::library::{CheckedQuote, FoundSource, PieceId};
use crate::reading::cite::Paragraphs;
use crate::reading::export::day;
use crate::sanitize;
use serde::Serialize;
use std::io::Write;
use table::Cell;

/// A checked quotation as scripts see it.
#[derive(Debug, Serialize)]
struct Row<'a> {
    quote: &'a str,
    speaker: Option<&'a str>,
    verdict: &'static str,
    changes: Vec<ChangeRow<'a>>,
    limit: Option<&'a str>,
    draft: DraftRow<'a>,
    source: Option<SourceRow<'a>>,
}

#[derive(Debug, Serialize)]
struct ChangeRow<'a> {
    kind: &'static str,
    draft: &'a str,
    source: &'a str,
}

impl<'a> ChangeRow<'a> {
    fn of(change: &'a WordChange) -> Self {
        Self { kind: change.kind.name(), draft: &change.draft, source: &change.source }
    }
}

#[derive(Debug, Serialize)]
struct DraftRow<'a> {
    location: &'a str,
    paragraph: Option<usize>,
}

#[derive(Debug, Serialize)]
struct SourceRow<'a> {
    location: &'a str,
    title: Option<&'a str>,
    speaker: Option<String>,
    role: Option<String>,
    paragraph: Option<usize>,
    text: String,
    date: Option<&'a str>,
    url: Option<&'a str>,
    article: Option<PieceId>,
}

/// Prints the verdicts of drafts in the format asked for.
pub struct Printer<'a> {
    format: CheckFormat,
    failing: &'a [QuoteVerdict],
    context: &'a CliContext,
    array: JsonArray,
    sarif: Sarif,
    out: StdoutWriter,
    printed: usize,
}

impl<'a> Printer<'a> {
    /// A printer on standard output.
    pub fn new(format: CheckFormat, failing: &'a [QuoteVerdict], context: &'a CliContext) -> Self {
        let (array, sarif) = (JsonArray::default(), Sarif::default());
        Self { format, failing, context, array, sarif, out: out(), printed: 0 }
    }

    /// Prints the verdicts of one draft.
    pub fn print(&mut self, draft: &Draft, checked: &[CheckedQuote]) -> Result<(), CliError> {
        match self.format {
            CheckFormat::Table => {
                let text = self.table(draft, checked);
                self.out.write_all(text.as_bytes())?;
            }
            CheckFormat::Sarif => self.sarif.add(draft, checked, self.failing),
            CheckFormat::Json | CheckFormat::Jsonl => {
                let paragraphs = Paragraphs::of(&draft.reading.article);
                for one in checked {
                    let row = json_row(draft, one, &paragraphs)?;
                    match self.format {
                        CheckFormat::Json => self.array.push(&row, &mut self.out)?,
                        _ => writeln!(self.out, "{row}")?,
                    }
                }
            }
        }
        self.out.flush()?;
        self.printed += usize::from(!checked.is_empty());
        Ok(())
    }

    /// Ends the output.
    pub fn finish(mut self) -> Result<(), CliError> {
        match self.format {
            CheckFormat::Json => self.array.finish(&mut self.out)?,
            CheckFormat::Sarif => writeln!(self.out, "{}", self.sarif.document()?)?,
            CheckFormat::Table | CheckFormat::Jsonl => {}
        }
        self.out.flush()?;
        Ok(())
    }

    fn table(&self, draft: &Draft, checked: &[CheckedQuote]) -> String {
        let styling = self.context.styling();
        if checked.is_empty() {
            return String::new();
        }
        let mut text = String::from(if self.printed > 0 { "\n" } else { "" });
        screen::span(&sanitize::line(&draft.reading.source.location), codes(styling, ";1"), &mut text);
        text.push_str("\n\n");
        let paragraphs = Paragraphs::of(&draft.reading.article);
        let rows: Vec<Vec<Cell>> = checked.iter().map(|one| self.row(draft, one, &paragraphs, styling)).collect();
        if table::is_narrow() {
            let stacked = rows.iter().map(|row| table::stack([&row[1], &row[2], &row[3]]));
            text.push_str(&stacked.collect::<Vec<_>>().join("\n"));
        } else {
            text.push_str(&table::lay(&["¶", "VERDICT", "SPEAKER", "QUOTED"], &rows, styling));
        }
        text.push_str(&format!("\n{}\n", CheckedQuote::summary(checked)));
        text
    }

    fn row(&self, draft: &Draft, one: &CheckedQuote, paragraphs: &Paragraphs, styling: Styling) -> Vec<Cell> {
        let dim = codes(styling, ";2");
        let look = match one.verdict {
            verdict if self.failing.contains(&verdict) && styling == Styling::Colour => ";1;31",
            verdict if self.failing.contains(&verdict) => ";1",
            verdict if verdict.gravity() == Gravity::Fine => ";32",
            _ => ";33",
        };
        let look = match styling {
            Styling::Plain => "",
            Styling::Attributes if look != ";1" => "",
            _ => look,
        };
        let paragraph = paragraph_of(draft, one, paragraphs).map(|number| number.to_string());
        let mut said = Cell::new(format!("“{}”", one.claim.text()), "");
        if let Some(found) = &one.found {
            self.details(one, found, styling, &mut said);
        }
        let speaker = one.speaker();
        let unnamed = speaker.is_none();
        vec![
            Cell::new(paragraph.unwrap_or_default(), dim),
            Cell::new(one.verdict.name(), look),
            Cell::new(speaker.as_deref().unwrap_or("unattributed"), if unnamed { dim } else { "" }),
            said,
        ]
    }

    /// The differences, the source's words and their place, on lines of their own.
    fn details(&self, one: &CheckedQuote, found: &FoundSource, styling: Styling, said: &mut Cell) {
        let (dim, strong) = (codes(styling, ";2"), codes(styling, ";1"));
        for change in &found.judgement.changes {
            let look = if change.kind == ChangeKind::Word { "" } else { strong };
            said.push("\n", "");
            said.push(&change.report(), look);
        }
        for remark in one.remarks() {
            said.push(&format!("\n{remark}"), strong);
        }
        if one.verdict != QuoteVerdict::Exact {
            said.push(&format!("\nsource: {}", found.sentences().replace('\n', " ")), "");
        }
        said.push(&format!("\n— {}", found.line()), dim);
    }
}

/// The codes where anything but plain text may be printed.
const fn codes(styling: Styling, codes: &'static str) -> &'static str {
    if matches!(styling, Styling::Plain) { "" } else { codes }
}

/// The paragraph of the draft, counted from 1.
fn paragraph_of(draft: &Draft, one: &CheckedQuote, paragraphs: &Paragraphs) -> Option<usize> {
    one.claim.spans.first().and_then(|span| paragraphs.at(&draft.reading.article, span.start))
}

fn json_row(draft: &Draft, one: &CheckedQuote, paragraphs: &Paragraphs) -> Result<String, CliError> {
    let (quote, speaker) = (one.claim.text(), one.speaker());
    let judgement = one.found.as_ref().map(|found| &found.judgement);
    let changes = judgement.map(|it| it.changes.iter().map(ChangeRow::of).collect());
    let citation = one.found.as_ref().map(FoundSource::citation);
    let source = one.found.as_ref().zip(citation.as_ref()).map(|(found, citation)| SourceRow {
        location: &found.reading.source.location,
        title: citation.title,
        speaker: citation.names(),
        role: citation.roles(),
        paragraph: citation.paragraph,
        text: found.sentences(),
        date: citation.published.map(day),
        url: citation.url,
        article: found.piece,
    });
    json(&Row {
        quote: &quote,
        speaker: speaker.as_deref(),
        verdict: one.verdict.name(),
        changes: changes.unwrap_or_default(),
        limit: judgement.and_then(|it| it.limit.as_deref()),
        draft: DraftRow { location: &draft.reading.source.location, paragraph: paragraph_of(draft, one, paragraphs) },
        source,
    })
}
