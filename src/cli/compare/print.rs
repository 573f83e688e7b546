//! A comparison as a table, JSON and Markdown.

use crate::check::compare::{ComparedSpeaker, Comparison, QuoteRef, SharedQuotation, SpeakerPart, letter};
use crate::check::{ChangeKind, WordChange};
use crate::cli::context::Styling;
use crate::cli::error::CliError;
use crate::cli::rows::{markdown, pretty_json};
use crate::cli::screen;
use crate::cli::table::{self, Cell};
use crate::plural::pluralize;
use crate::reading::cite::{Citation, Paragraphs};
use crate::reading::export::day;
use crate::reading::{Quote, Reading};
use crate::sanitize;
use serde_json::{Value, json};

/// A comparison with the articles compared.
pub struct View<'a> {
    /// The articles, in their order.
    pub readings: &'a [Reading],
    /// Their paragraphs' numbers.
    pub paragraphs: &'a [Paragraphs],
    /// The comparison.
    pub comparison: &'a Comparison,
}

impl View<'_> {
    fn quote(&self, at: QuoteRef) -> Option<(&Reading, &Quote)> {
        let reading = self.readings.get(at.article)?;
        Some((reading, reading.attributions.quotes.get(at.quote as usize)?))
    }

    /// The words of a quotation: direct speech in marks.
    fn words(&self, at: QuoteRef) -> String {
        let Some((reading, quote)) = self.quote(at) else { return String::new() };
        let text = quote.text(&reading.article.text);
        quote.kind.marked(text)
    }

    fn citation(&self, at: QuoteRef) -> Option<Citation<'_>> {
        let (reading, quote) = self.quote(at)?;
        Some(Citation::of(reading, quote, self.paragraphs.get(at.article)?))
    }

    fn paragraph(&self, at: QuoteRef) -> Option<usize> {
        self.citation(at)?.paragraph
    }

    fn speakers(&self, at: QuoteRef) -> Option<String> {
        self.citation(at)?.names()
    }

    /// Title, site and date of an article, of what is known.
    fn place(&self, article: usize) -> String {
        let Some(reading) = self.readings.get(article) else { return String::new() };
        let meta = &reading.article.meta;
        let parts = [meta.title.as_deref(), meta.site.as_deref(), meta.published.as_deref().map(day)];
        let place = parts.into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let place = if place.is_empty() { reading.source.location.clone() } else { place };
        sanitize::line(&place).into_owned()
    }

    /// "A ¶4"
    fn mark(&self, at: QuoteRef) -> String {
        let paragraph = self.paragraph(at).map(|number| format!(" ¶{number}")).unwrap_or_default();
        format!("{}{paragraph}", letter(at.article))
    }

    /// Speaker to whom an article gives the words, if not the one of most articles.
    fn other_speaker(&self, one: &SharedQuotation) -> Option<String> {
        self.speakers(one.at).filter(|_| one.is_disputed).map(|names| sanitize::line(&names).into_owned())
    }

    fn speaker_name(&self, speaker: Option<usize>) -> &str {
        speaker.and_then(|at| self.comparison.speakers.get(at)).map_or("unattributed", |row| row.name.as_str())
    }

    /// The comparison for reading.
    pub fn table(&self, styling: Styling) -> String {
        let codes = |codes: &'static str| if styling == Styling::Plain { "" } else { codes };
        let (dim, strong) = (codes(";2"), codes(";1"));
        let mut text = String::new();
        for article in 0..self.readings.len() {
            let mut line = Cell::new(format!("{}  ", letter(article)), strong);
            line.push(&self.place(article), "");
            text.push_str(&line.line());
        }
        text.push('\n');
        let letters: Vec<String> = (0..self.readings.len()).map(letter).collect();
        let mut headings = vec!["SPEAKER"];
        headings.extend(letters.iter().map(String::as_str));
        let row = |row: &ComparedSpeaker| {
            let mut cells = vec![Cell::new(sanitize::line(&row.name), "")];
            cells.extend(
                row.parts.iter().map(|part| Cell::new(share(part), if part.quotes.is_empty() { dim } else { "" })),
            );
            cells
        };
        let rows: Vec<Vec<Cell>> = self.comparison.speakers.iter().map(row).collect();
        if rows.is_empty() {
            text.push_str("no quotations found\n");
            return text;
        }
        text.push_str(&table::lay(&headings, &rows, styling));
        text.push_str("\nquotes and words by speaker; – not quoted\n");
        heading("THE SAME WORDS", dim, &mut text);
        if self.comparison.shared.is_empty() {
            text.push_str("no quotation appears in two of the articles\n");
        }
        for utterance in &self.comparison.shared {
            screen::span(&sanitize::line(self.speaker_name(utterance.speaker)), strong, &mut text);
            text.push('\n');
            let rows: Vec<Vec<Cell>> = utterance.quotes.iter().map(|one| self.side(one, dim, strong)).collect();
            text.push_str(table::lay(&["", ""], &rows, styling).split_once('\n').map_or("", |(_, rest)| rest));
            text.push('\n');
        }
        heading("QUOTED FIRST", dim, &mut text);
        let first = self.comparison.first.iter().flatten().map(|&at| {
            vec![
                Cell::new(self.mark(at), dim),
                Cell::new(self.speakers(at).unwrap_or_else(|| "unattributed".into()), ""),
                Cell::new(self.words(at), ""),
            ]
        });
        text.push_str(&table::lay(&["", "SPEAKER", "SAID"], &first.collect::<Vec<_>>(), styling));
        text
    }

    fn side(&self, one: &SharedQuotation, dim: &str, strong: &str) -> Vec<Cell> {
        let mut words = Cell::new(self.words(one.at), "");
        if let Some(other) = self.other_speaker(one) {
            words.push(&format!("\nsaid here by: {other}"), strong);
        }
        for change in &one.changes {
            words.push(&format!("\n{}", change.in_words()), if change.kind == ChangeKind::Word { dim } else { strong });
        }
        vec![Cell::new(self.mark(one.at), dim), words]
    }

    /// The comparison as Markdown.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        for article in 0..self.readings.len() {
            text.push_str(&format!("- **{}** {}\n", letter(article), markdown(&self.place(article))));
        }
        let letters: Vec<String> = (0..self.readings.len()).map(letter).collect();
        text.push_str(&format!("\n| Speaker | {} |\n|{}\n", letters.join(" | "), " --- |".repeat(letters.len() + 1)));
        for row in &self.comparison.speakers {
            let parts: Vec<String> = row.parts.iter().map(share).collect();
            text.push_str(&format!("| {} | {} |\n", markdown(&row.name).replace('|', "\\|"), parts.join(" | ")));
        }
        text.push_str("\n## The same words\n");
        for utterance in &self.comparison.shared {
            text.push_str(&format!("\n**{}**\n\n", markdown(self.speaker_name(utterance.speaker))));
            for one in &utterance.quotes {
                let other = self.other_speaker(one).map(|other| format!("said here by {other}"));
                let changes: Vec<String> =
                    other.into_iter().chain(one.changes.iter().map(WordChange::in_words)).collect();
                let changes = if changes.is_empty() { String::new() } else { format!(" ({})", changes.join("; ")) };
                text.push_str(&format!(
                    "- {}: {}{}\n",
                    self.mark(one.at),
                    markdown(&self.words(one.at)),
                    markdown(&changes)
                ));
            }
        }
        text.push_str("\n## Quoted first\n\n");
        for &at in self.comparison.first.iter().flatten() {
            let speakers = self.speakers(at).unwrap_or_else(|| "unattributed".into());
            text.push_str(&format!("- {}: {}: {}\n", self.mark(at), markdown(&speakers), markdown(&self.words(at))));
        }
        text
    }

    /// The comparison as one JSON document.
    pub fn json(&self) -> Result<String, CliError> {
        let article = |(at, reading): (usize, &Reading)| {
            let meta = &reading.article.meta;
            let first = self.comparison.first.get(at).copied().flatten();
            json!({
                "location": reading.source.location, "title": meta.title, "site": meta.site,
                "date": meta.published.as_deref().map(day), "url": meta.url,
                "first": first.map(|at| self.json_quote(at, &[])),
            })
        };
        let speaker = |row: &ComparedSpeaker| {
            let part = |part: &SpeakerPart| {
                let ids: Vec<u32> = part.quotes.iter().map(|it| it.quote).collect();
                json!({"quotes": ids, "words": part.words})
            };
            json!({"name": row.name, "role": row.role, "articles": row.parts.iter().map(part).collect::<Vec<_>>()})
        };
        let shared = self.comparison.shared.iter().map(|utterance| {
            let quotes: Vec<Value> = utterance.quotes.iter().map(|one| self.json_shared(one)).collect();
            let speaker = utterance.speaker.and_then(|at| self.comparison.speakers.get(at)).map(|row| &row.name);
            json!({"speaker": speaker, "quotes": quotes})
        });
        let document = json!({
            "articles": self.readings.iter().enumerate().map(article).collect::<Vec<_>>(),
            "speakers": self.comparison.speakers.iter().map(speaker).collect::<Vec<_>>(),
            "shared": shared.collect::<Vec<_>>(),
        });
        pretty_json(&document).map(|text| text + "\n")
    }

    fn json_shared(&self, one: &SharedQuotation) -> Value {
        let mut quote = self.json_quote(one.at, &one.changes);
        quote["disputed"] = one.is_disputed.into();
        quote
    }

    fn json_quote(&self, at: QuoteRef, changes: &[WordChange]) -> Value {
        let text = self.quote(at).map(|(reading, quote)| quote.text(&reading.article.text));
        let change = |it: &WordChange| json!({"kind": it.kind.name(), "here": it.draft, "first": it.source});
        json!({
            "article": at.article, "quote": at.quote, "paragraph": self.paragraph(at), "speaker": self.speakers(at),
            "text": text, "changes": changes.iter().map(change).collect::<Vec<_>>(),
        })
    }
}

/// "3 quotes, 120 words"
fn share(part: &SpeakerPart) -> String {
    if part.quotes.is_empty() {
        return "–".into();
    }
    format!("{}, {}", pluralize(part.quotes.len(), "quote", "quotes"), pluralize(part.words, "word", "words"))
}

fn heading(words: &str, dim: &str, text: &mut String) {
    text.push('\n');
    screen::span(words, dim, text);
    text.push_str("\n\n");
}
