//! `sayso speakers`: shares of the quoted words in the library.

use super::args::{GroupByArg, SpeakerSharesArgs};
use super::speakers::note_outdated;
use super::{EMPTY, query};
use crate::cli::context::{CliContext, Styling};
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::out;
use crate::cli::read_args::RowFormat;
use crate::cli::rows::{JsonArray, csv, json, markdown};
use crate::cli::screen;
use crate::cli::table::{self, Cell};
use crate::library::{self, Library, SpeakerShare, SpeakerShares};
use crate::reading::SpeakerKind;
use crate::sanitize;
use std::io::Write;

/// Prints the shares of the quoted words.
pub fn speaker_shares(command: &SpeakerSharesArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let library = context.library_to_read()?.with_least(context.least(command.min_confidence));
    note_outdated(&library, context)?;
    let per = match command.per {
        GroupByArg::Speaker => library::GroupBy::Speaker,
        GroupByArg::Kind => library::GroupBy::Kind,
        GroupByArg::Site => library::GroupBy::Site,
    };
    let SpeakerShares { shares: voices, words: all, groups } =
        library.shares_of_total(&query(&command.filter)?, per, command.limit)?;
    let share = |voice: &SpeakerShare| voice.words as f64 / all.max(1) as f64;
    if voices.is_empty() {
        context.note(nothing_said(&library, &command.filter)?);
    }
    let mut out = out();
    let mut array = JsonArray::default();
    match command.format {
        RowFormat::Table if voices.is_empty() => {}
        RowFormat::Table => out.write_all(shares(&voices, all, command.per, context.styling()).as_bytes())?,
        RowFormat::Csv => {
            out.write_all(&csv(&["name", "kind", "quotes", "words", "articles", "share"])?)?;
            for voice in &voices {
                let numbers = [voice.quotes, voice.words, voice.pieces].map(|number| number.to_string());
                let kind = voice.kind.map_or("", SpeakerKind::name);
                let share = format!("{:.4}", share(voice));
                out.write_all(&csv(&[&voice.name, kind, &numbers[0], &numbers[1], &numbers[2], &share])?)?;
            }
        }
        RowFormat::Markdown => {
            for voice in &voices {
                let (name, share) = (markdown(&voice.name), share(voice) * 100.0);
                writeln!(out, "- {name}: {share:.1} %, {} words in {} quotations", voice.words, voice.quotes)?;
            }
        }
        RowFormat::Json | RowFormat::Jsonl => {
            for voice in &voices {
                let kind = voice.kind.map(SpeakerKind::name);
                let value = serde_json::json!({"name": voice.name, "kind": kind, "quotes": voice.quotes, "words": voice.words, "articles": voice.pieces, "share": (share(voice) * 10_000.0).round() / 10_000.0});
                match command.format {
                    RowFormat::Json => array.push(&json(&value)?, &mut out)?,
                    _ => writeln!(out, "{}", json(&value)?)?,
                }
            }
            if command.format == RowFormat::Json {
                array.finish(&mut out)?;
            }
        }
    }
    out.flush()?;
    if groups > voices.len() && command.format == RowFormat::Table {
        context.note(&format!("the largest {} of {groups} shares; --limit shows more", voices.len()));
    }
    Ok(Outcome::Done)
}

/// Returns the reason why there is no share to print.
fn nothing_said(library: &Library, filter: &[String]) -> Result<&'static str, CliError> {
    Ok(match (filter.is_empty(), library.counts()?.all()) {
        (_, 0) => EMPTY,
        (true, _) => "no quotations found",
        (false, _) => "no quotations in articles that match the filter",
    })
}

/// Formats names, counts, and each share of all words as a bar and per cent.
fn shares(voices: &[SpeakerShare], all: usize, per: GroupByArg, styling: Styling) -> String {
    const BAR: usize = 30;
    let who = match per {
        GroupByArg::Speaker => "SPEAKER",
        GroupByArg::Kind => "KIND",
        GroupByArg::Site => "SITE",
    };
    let most = voices.iter().map(|voice| voice.words).max().unwrap_or_default().max(1);
    let dim = if styling == Styling::Plain { "" } else { ";2" };
    let rows = voices.iter().zip(0..).map(|(voice, number)| {
        let bar = "█".repeat((voice.words * BAR).div_ceil(most));
        let share = format!("{:.1} %", voice.words as f64 * 100.0 / all.max(1) as f64);
        let name = if voice.name.is_empty() { "(none)".into() } else { sanitize::line(&voice.name) };
        let share = Cell::new(share, dim);
        if table::is_narrow() {
            let quotes = Cell::new(voice.quotes.to_string(), dim);
            return vec![share, quotes, Cell::new(name, &screen::voice(number, styling))];
        }
        vec![
            Cell::new(name, ""),
            Cell::new(voice.quotes.to_string(), dim),
            Cell::new(voice.pieces.to_string(), dim),
            Cell::new(voice.words.to_string(), dim),
            share,
            Cell::new(bar, &screen::voice(number, styling)),
        ]
    });
    if table::is_narrow() {
        // The name comes last and gets the remaining width.
        return table::lay(&["SHARE", "QUOTES", who], &rows.collect::<Vec<_>>(), styling);
    }
    table::lay(&[who, "QUOTES", "ARTICLES", "WORDS", "SHARE", ""], &rows.collect::<Vec<_>>(), styling)
}
