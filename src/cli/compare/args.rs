//! The words of `sayso compare`, as `clap` definitions.

use crate::cli::read_args::probability;
use clap::{Args, ValueEnum, ValueHint};
use std::ffi::OsString;

/// `sayso compare`
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sayso compare fox.html nbc.html\n  sayso compare 12 15 https://example.org/story   articles of the library by number\n  sayso compare --format markdown *.html > coverage.md"
)]
pub struct CompareArgs {
    /// Articles on one event: files, URLs, or numbers from `sayso list`
    #[arg(value_name = "SOURCE", required = true, num_args = 2.., value_hint = ValueHint::AnyPath)]
    pub sources: Vec<OsString>,
    /// Only quotations with at least this confidence, 0 to 1; 0 also includes uncertain ones
    #[arg(long, value_name = "P", value_parser = probability)]
    pub min_confidence: Option<f32>,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: CompareFormat,
}

/// Formats of `compare`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum CompareFormat {
    /// Human-readable table.
    #[default]
    Table,
    /// One JSON document.
    Json,
    /// Tables and lists for notes.
    Markdown,
}
