//! The words of `sayso check`, as `clap` definitions.

use crate::check::QuoteVerdict;
use clap::{Args, ValueEnum, ValueHint};
use std::ffi::OsString;

const CHECK_EXAMPLES: &str = "\
Examples:
  sayso check draft.md                                   against the library
  sayso check draft.md --against speech.html report.txt  and these sources
  sayso check --no-library --against notes/*.html -- drafts/*.md
  sayso check --format sarif draft.md > quotations.sarif
  sayso check --fail-on altered,not-found,cut draft.md

Verdicts:
  exact, typography (only marks, case, spaces or hyphens differ), elided (with ... or [ ]),
  reported (from somebody else's report, or without quote marks), too short,
  cut (\"not\", \"if\" or a question left out), joined (two utterances without a sign),
  altered, other speaker, not found
Exit status: 3 a quotation is altered, given to another speaker, or not found (see --fail-on);
1 a source failed";

/// `sayso check`
#[derive(Debug, Args)]
#[command(after_help = CHECK_EXAMPLES)]
pub struct CheckArgs {
    /// Drafts: Markdown, HTML or text files, addresses, or `-` for standard input
    #[arg(value_name = "DRAFT", required = true, value_hint = ValueHint::AnyPath)]
    pub drafts: Vec<OsString>,
    /// Sources to check against, besides the library: files or addresses (end the list with `--`)
    #[arg(long, value_name = "SOURCE", num_args = 1.., value_hint = ValueHint::AnyPath)]
    pub against: Vec<OsString>,
    /// Do not look in the library
    #[arg(long)]
    pub no_library: bool,
    /// Format to print
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: CheckFormat,
    /// Verdicts that make the exit status 3; `none` for none
    #[arg(
        long,
        value_name = "VERDICTS",
        value_enum,
        value_delimiter = ',',
        default_value = "altered,other-speaker,not-found"
    )]
    pub fail_on: Vec<FailOn>,
}

/// Formats of `check`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For reading.
    #[default]
    Table,
    /// One array.
    Json,
    /// One object a line.
    Jsonl,
    /// SARIF 2.1.0, for code hosts and editors.
    Sarif,
}

/// Verdicts that can fail a check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Only marks, case, spaces or hyphens differ.
    Typography,
    /// With … or [ ].
    Elided,
    /// From somebody else's report.
    Reported,
    /// Too few words.
    TooShort,
    /// A limit is left out.
    Cut,
    /// Two utterances without a sign.
    Joined,
    /// Words differ.
    Altered,
    /// Given to another speaker.
    OtherSpeaker,
    /// In no source.
    NotFound,
    /// Nothing fails.
    None,
}

impl FailOn {
    /// The verdict.
    pub const fn verdict(self) -> Option<QuoteVerdict> {
        Some(match self {
            Self::Typography => QuoteVerdict::Typography,
            Self::Elided => QuoteVerdict::Elided,
            Self::Reported => QuoteVerdict::Reported,
            Self::TooShort => QuoteVerdict::TooShort,
            Self::Cut => QuoteVerdict::Cut,
            Self::Joined => QuoteVerdict::Joined,
            Self::Altered => QuoteVerdict::Altered,
            Self::OtherSpeaker => QuoteVerdict::OtherSpeaker,
            Self::NotFound => QuoteVerdict::NotFound,
            Self::None => return None,
        })
    }
}
