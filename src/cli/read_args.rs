//! Arguments of the commands that read sources, as `clap` definitions.

use crate::reading::QuoteKind;
use clap::{Args, ValueEnum, ValueHint};
use std::ffi::OsString;
use std::ops::Range;
use std::path::PathBuf;

/// Arguments of `sayso SOURCE…`.
#[derive(Debug, Args)]
pub struct ReadArgs {
    /// Files, URLs, or `-` for standard input
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub sources: Vec<OsString>,
}

const SHOW_EXAMPLES: &str = "\
Examples:
  sayso show story.html                     styled on a terminal, plain in a pipe
  sayso show --width 60 story.html          wrapped at 60 columns, also in a pipe
  sayso show --format markdown story.html   Markdown with front matter
  sayso show --clutter story.html           what was hidden, too, each with its reason";

/// Arguments of `sayso show`.
#[derive(Debug, Args)]
#[command(after_help = SHOW_EXAMPLES)]
pub struct ShowArgs {
    /// Files, URLs, or `-` for standard input
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub sources: Vec<OsString>,
    /// Columns to wrap at; 0 does not wrap [default: up to 72 on a terminal, 0 in a pipe]
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: ShowFormat,
    /// Show hidden blocks too, in place and with the reason
    #[arg(long)]
    pub clutter: bool,
}

/// Formats of `show`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// Plain text.
    #[default]
    Text,
    /// Markdown with front matter.
    Markdown,
    /// A standalone HTML page.
    Html,
    /// Everything extracted.
    Json,
}

const QUOTES_EXAMPLES: &str = "\
Examples:
  sayso quotes story.html                            a table
  sayso quotes --speaker Park --kind direct *.html   what Park said, word for word
  sayso quotes --format csv *.html > quotes.csv
  sayso quotes --template '{speaker} ({role|no role}): {quote}\\n' story.html";

fn quotes_long_help() -> String {
    let mut text = format!("{QUOTES_EXAMPLES}\n\nPlaceholders:\n");
    for (name, meaning) in super::template::PLACEHOLDERS {
        let gap = " ".repeat(14usize.saturating_sub(name.len()));
        text.extend(["  {", name, "}", &gap, meaning, "\n"]);
    }
    text.push_str("  {role|none}     the text after `|` replaces a missing value\n  {{ }} \\n \\t \\\\   braces, line end, tab, backslash");
    text
}

/// Arguments of `sayso quotes`.
#[derive(Debug, Args)]
#[command(after_help = QUOTES_EXAMPLES, after_long_help = quotes_long_help())]
pub struct QuotesArgs {
    /// Files, URLs, or `-` for standard input
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub sources: Vec<OsString>,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: RowFormat,
    /// Only quotations of this speaker; a part of the name suffices, case and accents do not matter
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// Only quotations of this kind (may be given more than once)
    #[arg(long, value_name = "KIND", value_enum, value_delimiter = ',')]
    pub kind: Vec<QuoteKindArg>,
    /// Only quotations with at least this confidence, 0 to 1; 0 also includes uncertain ones
    #[arg(long, value_name = "P", value_parser = probability)]
    pub min_confidence: Option<f32>,
    /// Format of each quotation (see Placeholders)
    #[arg(long, value_name = "TEXT", conflicts_with = "format")]
    pub template: Option<String>,
}

/// Kinds of quotations, named as in the JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum QuoteKindArg {
    /// Entirely in quote marks.
    Direct,
    /// Partly in quote marks.
    Mixed,
    /// Without quote marks.
    Indirect,
}

impl From<QuoteKind> for QuoteKindArg {
    fn from(kind: QuoteKind) -> Self {
        match kind {
            QuoteKind::Direct => Self::Direct,
            QuoteKind::Mixed => Self::Mixed,
            QuoteKind::Indirect => Self::Indirect,
        }
    }
}

impl From<QuoteKindArg> for QuoteKind {
    fn from(kind: QuoteKindArg) -> Self {
        match kind {
            QuoteKindArg::Direct => Self::Direct,
            QuoteKindArg::Mixed => Self::Mixed,
            QuoteKindArg::Indirect => Self::Indirect,
        }
    }
}

/// Formats of lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum RowFormat {
    /// Human-readable table.
    #[default]
    Table,
    /// One JSON array.
    Json,
    /// One JSON object per line.
    Jsonl,
    /// Comma-separated values with a header.
    Csv,
    /// A Markdown list.
    Markdown,
}

const RELATED_EXAMPLES: &str = "\
Examples:
  sayso related story.html
  sayso related --url https://example.org/story --format csv saved.html";

/// Arguments of `sayso related`.
#[derive(Debug, Args)]
#[command(after_help = RELATED_EXAMPLES)]
pub struct RelatedArgs {
    /// Files, URLs, or `-` for standard input
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub sources: Vec<OsString>,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: RowFormat,
}

const EXTRACT_EXAMPLES: &str = "\
Examples:
  sayso extract *.html > readings.jsonl
  sayso extract --format json story.html | jq .quotes
  find . -name '*.html' | sayso extract --sources -
  sayso extract crawl.warc.gz --skipped skipped.jsonl > readings.jsonl
  sayso extract crawl.warc.gz --resume readings.jsonl

The order of the sources is kept. A failed source is reported on standard error; the others are still
processed. Web archives (WARC, packed or not) are read page by page: HTML responses with status 200.
The offset of each damaged record is reported; the exit status is then 1.";

/// Arguments of `sayso extract`.
#[derive(Debug, Args)]
#[command(after_help = EXTRACT_EXAMPLES)]
pub struct ExtractArgs {
    /// Files, URLs, or `-` for standard input
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub sources: Vec<OsString>,
    /// `jsonl`: one line per source; `json`: one document, an array for several
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: ExtractFormat,
    /// Keep all blocks; hidden ones become body text
    #[arg(long)]
    pub keep_clutter: bool,
    /// Read the sources from this file, one per line (`-`: standard input)
    #[arg(long = "sources", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub list: Option<PathBuf>,
    /// Number of parallel jobs [default: number of processors]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub jobs: Option<u16>,
    /// Append to this file, continuing an interrupted run
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub resume: Option<PathBuf>,
    /// Of web archives, read the records whose gzip members begin at bytes A to B-1 (`A-`: to the end)
    #[arg(long, value_name = "A-B", value_parser = byte_range)]
    pub range: Option<Range<u64>>,
    /// List skipped records of web archives in this file, as JSON lines
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub skipped: Option<PathBuf>,
}

/// Formats of `extract`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ExtractFormat {
    /// One line per source.
    #[default]
    Jsonl,
    /// One document; an array for several.
    Json,
}

/// Parses a range of bytes: `A-B` or `A-`.
///
/// # Errors
/// The text is not a range, or it is empty.
pub fn byte_range(text: &str) -> Result<Range<u64>, String> {
    let wrong = || "not a range of bytes such as 0-1000000 or 1000000-".to_owned();
    let (start, end) = text.split_once('-').ok_or_else(wrong)?;
    let number = |text: &str| text.parse::<u64>().map_err(|_| wrong());
    let range = number(start)?..if end.is_empty() { u64::MAX } else { number(end)? };
    if range.is_empty() { Err(wrong()) } else { Ok(range) }
}

/// Parses a number from 0 to 1.
///
/// # Errors
///
/// The text is not such a number.
pub fn probability(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => Err("not a number from 0 to 1".into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn byte_range_is_read_with_open_ends() {
        assert_eq!(byte_range("10-20"), Ok(10..20));
        assert_eq!(byte_range("10-"), Ok(10..u64::MAX));
        for wrong in ["", "-", "-20", "5", "20-10", "7-7", "a-b", "1-2-3"] {
            assert!(byte_range(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn probabilities_outside_zero_to_one_are_rejected() {
        assert_eq!(probability("0.9"), Ok(0.9));
        for wrong in ["1.1", "-0", "nan", "x"] {
            assert!(probability(wrong).is_err() || wrong == "-0", "{wrong}");
        }
    }
}
