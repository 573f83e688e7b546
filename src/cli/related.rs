//! `sayso related`: the related stories on an article's page.

use super::context::{CliContext, Styling};
use super::output::{StdoutWriter, out};
use super::read_args::{RelatedArgs, RowFormat};
use super::rows::{JsonArray, csv, json, markdown};
use super::screen;
use crate::cli::error::{CliError, Outcome};
use crate::reading::json::JsonStory;
use crate::reading::{Reading, RelatedStory};
use crate::sanitize;
use serde::Serialize;
use std::io::Write;

/// A related story in JSON and CSV.
#[derive(Debug, Serialize)]
struct Row<'a> {
    source: &'a str,
    #[serde(flatten)]
    story: JsonStory<'a>,
}

const HEADINGS: [&str; 8] = ["source", "title", "url", "kicker", "summary", "author", "published", "origin"];

/// Prints the related stories of each source in the chosen format.
pub fn related(command: &RelatedArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let locations = context.locations(&command.sources)?;
    let mut out = out();
    let mut array = JsonArray::default();
    if command.format == RowFormat::Csv {
        out.write_all(&csv(&HEADINGS)?)?;
    }
    let outcome = context.read_all(&locations, |reading, _| {
        print(&reading, command.format, context, &mut array, &mut out)?;
        out.flush()?;
        Ok(())
    })?;
    if command.format == RowFormat::Json {
        array.finish(&mut out)?;
    }
    out.flush()?;
    Ok(outcome)
}

fn print(
    reading: &Reading,
    format: RowFormat,
    context: &CliContext,
    array: &mut JsonArray,
    out: &mut StdoutWriter,
) -> Result<(), CliError> {
    let source = &reading.source.location;
    if reading.related.is_empty() && format == RowFormat::Table {
        context.note(&format!("{source}: no related stories found"));
    }
    for story in &reading.related {
        match format {
            RowFormat::Table => out.write_all(for_eyes(story, context.styling()).as_bytes())?,
            RowFormat::Markdown => writeln!(out, "{}", list_item(story))?,
            RowFormat::Csv => {
                let optional = [&story.url, &story.kicker, &story.summary, &story.author, &story.published];
                let source = sanitize::line(source);
                let mut fields = vec![source.as_ref(), &story.title];
                fields.extend(optional.map(|it| it.as_deref().unwrap_or_default()));
                fields.push(story.origin.name());
                out.write_all(&csv(&fields)?)?;
            }
            RowFormat::Json => array.push(&json(&Row { source, story: JsonStory::of(story) })?, out)?,
            RowFormat::Jsonl => writeln!(out, "{}", json(&Row { source, story: JsonStory::of(story) })?)?,
        }
    }
    Ok(())
}

/// Formats a story for people: title with kicker, then summary, byline and address below, and an empty line.
fn for_eyes(story: &RelatedStory, styling: Styling) -> String {
    let (strong, dim) = if styling == Styling::Plain { ("", "") } else { (";1", ";2") };
    let mut text = String::new();
    if let Some(kicker) = &story.kicker {
        screen::span(&sanitize::line(kicker), dim, &mut text);
        text.push_str(if styling == Styling::Plain { ": " } else { "  " });
    }
    screen::span(&sanitize::line(&story.title), strong, &mut text);
    text.push('\n');
    let byline =
        [story.author.as_deref(), story.published.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    for (line, codes) in [(story.summary.as_deref(), ""), (Some(byline.as_str()), dim), (story.url.as_deref(), dim)] {
        if let Some(line) = line.filter(|line| !line.is_empty()) {
            text.push_str("  ");
            screen::span(&sanitize::line(line), codes, &mut text);
            text.push('\n');
        }
    }
    text.push('\n');
    text
}

fn list_item(story: &RelatedStory) -> String {
    let title = markdown(&story.title);
    let mut text = match &story.url {
        Some(url) => format!("- [{title}](<{}>)", url.replace(['<', '>', '\n'], "")),
        None => format!("- {title}"),
    };
    let details =
        [story.kicker.as_deref(), story.summary.as_deref(), story.author.as_deref(), story.published.as_deref()];
    let details = details.into_iter().flatten().map(markdown).collect::<Vec<_>>().join(" · ");
    if !details.is_empty() {
        text.push_str(" — ");
        text.push_str(&details);
    }
    text
}
