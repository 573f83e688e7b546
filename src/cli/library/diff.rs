//! `sayso diff`: an article compared with its earlier version: the quotations, then the paragraphs.

use super::args::DiffArgs;
use super::{piece, unknown};
use crate::check::WordLists;
use crate::check::revision::{QuoteRevision, revisions, summary};
use crate::cli::context::{CliContext, Styling};
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::out;
use crate::cli::rows::pretty_json;
use crate::cli::screen;
use crate::library::{DiffLine, Version, dates, difference};
use crate::reading::cite::{Citation, Paragraphs};
use crate::reading::{Quote, Reading};
use crate::sanitize;
use serde_json::{Value, json};
use std::io::Write;

/// Two versions of an article.
struct Versions {
    earlier: (Version, Reading, Paragraphs),
    later: (Version, Reading, Paragraphs),
    revisions: Vec<QuoteRevision>,
}

/// Prints the difference between an article and its earlier version.
pub fn diff(command: &DiffArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let library = context.library_to_read()?;
    let Some(id) = piece(&library, &command.article)? else {
        return Err(CliError::Failed(unknown(&command.article)));
    };
    let versions = library.versions(id)?;
    let (Some(&later), Some(&earlier)) = (versions.first(), versions.get(1)) else {
        return Err(CliError::Failed("there is no earlier version of this article".into()));
    };
    let (new, old) = (library.version(later)?, library.version(earlier)?);
    let revisions = revisions(&old, &new, &WordLists::default());
    let [before, after] = [&old, &new].map(|reading| Paragraphs::of(&reading.article));
    let versions = Versions { earlier: (earlier, old, before), later: (later, new, after), revisions };
    let text = if command.json { versions.json()? } else { versions.text(context.styling()) };
    let mut out = out();
    out.write_all(text.as_bytes())?;
    out.flush()?;
    Ok(Outcome::Done)
}

impl Versions {
    /// The words of a quotation, direct speech in marks, and where they stand.
    fn quote(&self, of: &QuoteRevision, earlier: bool) -> Option<(&Reading, &Quote, Citation<'_>)> {
        let (version, id) = if earlier { (&self.earlier, of.earlier?) } else { (&self.later, of.later?) };
        let (_, reading, paragraphs) = version;
        let quote = reading.attributions.quotes.get(id as usize)?;
        Some((reading, quote, Citation::of(reading, quote, paragraphs)))
    }

    fn text(&self, styling: Styling) -> String {
        let codes = |codes: &'static str| if styling == Styling::Colour { codes } else { "" };
        let mut text = String::new();
        let times = [self.earlier.0.fetched, self.later.0.fetched].map(dates::show);
        text.push_str(&format!("{} → {}\n\n", times[0], times[1]));
        text.push_str(&summary(&self.revisions).unwrap_or_else(|| "no quotation changed".into()));
        text.push_str("\n\n");
        for revision in &self.revisions {
            text.push_str(revision.kind.in_words());
            text.push('\n');
            for (earlier, sign, look) in [(true, "-", ";31"), (false, "+", ";32")] {
                if let Some((reading, quote, citation)) = self.quote(revision, earlier) {
                    screen::span(&format!("{sign} {}", line(reading, quote, &citation)), codes(look), &mut text);
                    text.push('\n');
                }
            }
            text.push('\n');
        }
        let lines = difference(&self.earlier.1.article.text, &self.later.1.article.text);
        for line in &lines {
            let (sign, look, words) = match line {
                DiffLine::Same(_) => continue,
                DiffLine::Gone(words) => ("-", ";31", words),
                DiffLine::Come(words) => ("+", ";32", words),
            };
            screen::span(&format!("{sign} {}", sanitize::text(words)), codes(look), &mut text);
            text.push('\n');
        }
        text
    }

    fn json(&self) -> Result<String, CliError> {
        let quote = |found: Option<(&Reading, &Quote, Citation<'_>)>| {
            found.map(|(reading, quote, citation)| {
                json!({"text": quote.text(&reading.article.text), "speaker": citation.names(), "paragraph": citation.paragraph})
            })
        };
        let row = |it: &QuoteRevision| -> Value {
            let changes =
                it.changes.iter().map(|c| json!({"kind": c.kind.name(), "later": c.draft, "earlier": c.source}));
            json!({
                "kind": it.kind.name(), "earlier": quote(self.quote(it, true)), "later": quote(self.quote(it, false)),
                "changes": changes.collect::<Vec<_>>(),
            })
        };
        let lines = difference(&self.earlier.1.article.text, &self.later.1.article.text);
        let paragraph = |line: &DiffLine<'_>| match line {
            DiffLine::Same(_) => None,
            DiffLine::Gone(words) => Some(json!({"removed": words})),
            DiffLine::Come(words) => Some(json!({"added": words})),
        };
        let document = json!({
            "earlier": dates::show(self.earlier.0.fetched), "later": dates::show(self.later.0.fetched),
            "quotations": self.revisions.iter().map(row).collect::<Vec<_>>(),
            "paragraphs": lines.iter().filter_map(paragraph).collect::<Vec<_>>(),
        });
        pretty_json(&document).map(|text| text + "\n")
    }
}

/// "Ann Lee: “…”"
fn line(reading: &Reading, quote: &Quote, citation: &Citation<'_>) -> String {
    let text = quote.text(&reading.article.text);
    let words = quote.kind.marked(text);
    let name = citation.names().unwrap_or_else(|| "unattributed".into());
    sanitize::line(&format!("{name}: {words}")).into_owned()
}
