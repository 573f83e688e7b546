//! The words of `sayso check`, as `clap` definitions.

use crate::check::QuoteVerdict;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum, ValueHint};
use std::ffi::OsString;

const CHECK_EXAMPLES: &str = "\
Examples:
  sayso check draft.md                                   against the library
  sayso check draft.md --against speech.html report.txt  and these sources
  sayso check --no-library --against notes/*.html -- drafts/*.md
  sayso check --screen draft.md --against speech.html    draft and sources in the reader
  sayso check --format sarif draft.md > quotations.sarif
  sayso check --fail-on altered,not-found,cut draft.md

Verdicts:
  exact, typography (only marks, case, spaces or hyphens differ), elided (with ... or [ ]),
  reported (from somebody else's report, or without quote marks), too short,
  cut (\"not\", \"if\" or a question left out), joined (two utterances run together),
  altered, other speaker, not found
Exit status: 3 a quotation is altered, attributed to another speaker, or not
found (see --fail-on); 1 a source failed";

/// `sayso check`
#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct CheckArgs {
    /// Drafts: Markdown, HTML or text files, URLs, or `-` for standard input
    #[arg(value_name = "DRAFT", required = true, value_hint = ValueHint::AnyPath)]
    pub drafts: Vec<OsString>,
    /// Sources to check against, besides the library: files or URLs (end the list with `--`)
    #[arg(long, value_name = "SOURCE", num_args = 1.., value_hint = ValueHint::AnyPath)]
    pub against: Vec<OsString>,
    /// Do not look in the library
    #[arg(long)]
    pub no_library: bool,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: CheckFormat,
    /// Verdicts that set the exit status to 3; `none` for never
    #[arg(
        long,
        value_name = "VERDICTS",
        value_parser = fail_on(),
        value_delimiter = ',',
        default_value = "altered,other-speaker,not-found"
    )]
    pub fail_on: Vec<FailOn>,
    /// Show the drafts in the reader, each quotation with its verdict (without a terminal, prints them)
    #[arg(long, conflicts_with_all = ["format", "fail_on"])]
    pub screen: bool,
}

/// Formats of `check`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// Human-readable table.
    #[default]
    Table,
    /// One JSON array.
    Json,
    /// One JSON object per line.
    Jsonl,
    /// SARIF 2.1.0, for code hosts and editors.
    Sarif,
}

/// A verdict that makes a check fail; none for `none`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailOn(pub Option<QuoteVerdict>);

/// Reads the name of a verdict: all but "exact", with hyphens for blanks, and `none`.
fn fail_on() -> impl TypedValueParser<Value = FailOn> {
    let names = QuoteVerdict::ALL.into_iter().filter(|verdict| *verdict != QuoteVerdict::Exact).map(option);
    PossibleValuesParser::new(names.chain(["none"]).map(PossibleValue::new))
        .map(|name| FailOn(QuoteVerdict::ALL.into_iter().find(|verdict| option(*verdict) == name)))
}

/// The name of a verdict as an option's value.
const fn option(verdict: QuoteVerdict) -> &'static str {
    match verdict {
        QuoteVerdict::TooShort => "too-short",
        QuoteVerdict::OtherSpeaker => "other-speaker",
        QuoteVerdict::NotFound => "not-found",
        one_word => one_word.name(),
    }
}
