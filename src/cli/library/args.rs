//! Arguments of the library commands, as `clap` definitions.

pub use super::feed_args::FeedCommand;
use crate::cli::read_args::{QuoteKindArg, RowFormat, probability};
use crate::library::Sort;
use clap::builder::PossibleValue;
use clap::{Args, ValueEnum, ValueHint};
use std::ffi::OsString;
use std::path::PathBuf;

const ADD_EXAMPLES: &str = "\
Examples:
  sayso add https://example.org/story.html
  sayso add --tag asia,war --star story.html other.md
  curl -s https://example.org/story | sayso add --url https://example.org/story -
  sayso add --no-fetch https://example.org/later";

/// Arguments of `sayso add`.
#[derive(Debug, Args)]
#[command(after_help = ADD_EXAMPLES)]
pub struct AddArgs {
    /// Files, URLs, or `-` for standard input
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub sources: Vec<OsString>,
    /// Tags to add, separated by commas
    #[arg(long, short, value_name = "TAGS", value_delimiter = ',')]
    pub tag: Vec<String>,
    /// Star the articles
    #[arg(long)]
    pub star: bool,
    /// Archive immediately
    #[arg(long)]
    pub archive: bool,
    /// Add this note
    #[arg(long, value_name = "TEXT")]
    pub note: Option<String>,
    /// Save only the URLs; `sayso fetch` downloads the pages
    #[arg(long)]
    pub no_fetch: bool,
}

const FILTER_HELP: &str = "\
Filters:
  cease fire            all words; the last may be the start of a word
  \"cease fire\"          exact phrase (quote it for the shell)
  said:blinken by:marsden title:strike
                        speaker, author, word in the title
  tag:asia site:theweek.com feed:bbc lang:de
  is:unread, reading, archive, starred, read, not-downloaded,
     noted, highlighted, tagged, deleted
  published:2026-03 saved:last-week
                        also today, this-year, 7d, 2025..2026
  after:2026 before:2026-02-01
                        by publication date, else by date saved
  min:>10 min:5..10     minutes to read
  a OR b, (a b) OR c    either
  -sport -(a OR b)      not these
If a name matches nothing, names with another ending or one typo
are tried; the output says so.";

const LIST_EXAMPLES: &str = "\
Examples:
  sayso list is:unread tag:asia
  sayso list --format jsonl | jq -r .url
  sayso list --sort longest --limit 10";

/// Arguments of `sayso list`.
#[derive(Debug, Default, Args)]
#[command(after_help = LIST_EXAMPLES, after_long_help = format!("{LIST_EXAMPLES}\n\n{FILTER_HELP}"))]
pub struct ListArgs {
    /// Only articles that match these terms (see Filters)
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: RowFormat,
    /// Sort order
    #[arg(long, value_name = "ORDER", value_parser = clap::builder::PossibleValuesParser::new(orders()), default_value = "newest")]
    pub sort: String,
    /// Maximum number of articles [default: all]
    #[arg(long, short = 'n', value_name = "N")]
    pub limit: Option<usize>,
}

fn orders() -> Vec<PossibleValue> {
    let order = |(name, sort): &(&'static str, Sort)| {
        let value = PossibleValue::new(*name);
        if *sort == Sort::Voices { value.alias("voices") } else { value }
    };
    Sort::ALL.iter().map(order).collect()
}

const SEARCH_EXAMPLES: &str = "\
Examples:
  sayso search cease fire
  sayso search 'said:blinken \"growing and dangerous\"'";

/// Arguments of `sayso search`.
#[derive(Debug, Args)]
#[command(after_help = SEARCH_EXAMPLES, after_long_help = format!("{SEARCH_EXAMPLES}\n\n{FILTER_HELP}"))]
pub struct SearchArgs {
    /// Words and filters to search for
    #[arg(value_name = "WORDS", required = true)]
    pub words: Vec<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: RowFormat,
    /// Maximum number of articles
    #[arg(long, short = 'n', value_name = "N", default_value_t = 20)]
    pub limit: usize,
}

/// Arguments of `sayso who`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sayso who Blinken\n  sayso who --kind direct --after 2026-01-01 --topic asia Blinken\n  sayso who --format csv 'Park Jin' > park.csv"
)]
pub struct WhoArgs {
    /// Name of the speaker, or part of it
    #[arg(value_name = "NAME", required = true)]
    pub name: Vec<String>,
    /// Only quotations with at least this confidence, 0 to 1; 0 also includes uncertain ones
    #[arg(long, value_name = "P", value_parser = probability)]
    pub min_confidence: Option<f32>,
    /// Only quotations of this kind (may be given more than once)
    #[arg(long, value_name = "KIND", value_enum, value_delimiter = ',')]
    pub kind: Vec<QuoteKindArg>,
    /// Only quotations from this day or later
    #[arg(long, value_name = "DATE")]
    pub after: Option<String>,
    /// Only quotations before this day
    #[arg(long, value_name = "DATE")]
    pub before: Option<String>,
    /// Only articles with this tag or with these words in the title
    #[arg(long, value_name = "TOPIC")]
    pub topic: Option<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: RowFormat,
}

/// Arguments of `sayso speakers`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sayso speakers\n  sayso speakers tag:asia --per kind\n  sayso speakers --format csv > speakers.csv"
)]
pub struct SpeakerSharesArgs {
    /// Only articles that match these terms (`sayso list --help` explains them)
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
    /// Grouping of the shares
    #[arg(long, value_name = "WHAT", value_enum, default_value_t)]
    pub per: GroupByArg,
    /// Only quotations with at least this confidence, 0 to 1; 0 also includes uncertain ones
    #[arg(long, value_name = "P", value_parser = probability)]
    pub min_confidence: Option<f32>,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: RowFormat,
    /// Maximum number of rows
    #[arg(long, short = 'n', value_name = "N", default_value_t = 30)]
    pub limit: usize,
}

/// Grouping of shares.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum GroupByArg {
    /// By speaker.
    #[default]
    Speaker,
    /// By kind of speaker.
    Kind,
    /// By publication.
    Site,
}

/// Selection of articles to change.
#[derive(Debug, Default, Args)]
pub struct PieceArgs {
    /// Articles, by number (see `sayso list`) or URL
    #[arg(value_name = "ARTICLE")]
    pub named: Vec<String>,
    /// Apply to all articles that match this filter
    #[arg(long, value_name = "FILTER", conflicts_with = "named")]
    pub filter: Option<String>,
}

/// Arguments of `sayso tag`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sayso tag                        all tags\n  sayso tag asia,war 12 15\n  sayso tag --remove draft --filter is:archive"
)]
pub struct TagArgs {
    /// Tags, separated by commas; without any, all tags are listed
    #[arg(value_name = "TAGS", value_delimiter = ',')]
    pub tags: Option<String>,
    /// Remove the tags
    #[arg(long)]
    pub remove: bool,
    /// Articles to change.
    #[command(flatten)]
    pub pieces: PieceArgs,
}

/// Arguments of `sayso archive`, `star` and `rm`.
#[derive(Debug, Args)]
pub struct MarkArgs {
    /// Reverse the command
    #[arg(long)]
    pub undo: bool,
    /// Articles to change.
    #[command(flatten)]
    pub pieces: PieceArgs,
}

const IMPORT_EXAMPLES: &str = "\
Examples:
  sayso import pocket.html
  sayso import --no-fetch ~/Downloads/instapaper.csv
  sayso import ~/Articles                a folder of pages
  sayso import - < urls.txt

The format is detected from the content: exports from Pocket, Instapaper,
Omnivore, wallabag, Readwise and others, browser bookmarks, OPML, newsboat's
`urls` file, feeds, lists of URLs, and sayso's own exports. An import can be
interrupted and repeated.";

/// Arguments of `sayso import`.
#[derive(Debug, Args)]
#[command(after_help = IMPORT_EXAMPLES)]
pub struct ImportArgs {
    /// Files or folders, or `-` for standard input
    #[arg(value_name = "SOURCE", required = true, value_hint = ValueHint::AnyPath)]
    pub sources: Vec<OsString>,
    /// Save only what the files contain; do not mark pages for download
    #[arg(long)]
    pub no_fetch: bool,
}

const EXPORT_EXAMPLES: &str = "\
Examples:
  sayso export > library.jsonl                          everything; `sayso import` reads it back
  sayso export --format markdown --output ~/Notes tag:asia
  sayso export --format quotes said:blinken > quotes.csv";

/// Arguments of `sayso export`.
#[derive(Debug, Args)]
#[command(after_help = EXPORT_EXAMPLES, after_long_help = format!("{EXPORT_EXAMPLES}\n\n{FILTER_HELP}"))]
pub struct ExportArgs {
    /// Only articles that match these terms (`sayso list --help` explains them)
    #[arg(value_name = "FILTER")]
    pub filter: Vec<String>,
    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: ExportFormatArg,
    /// Output file, or folder for Markdown [default: standard output]
    #[arg(long, short, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub output: Option<PathBuf>,
}

/// Formats of `export`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ExportFormatArg {
    /// All data, one article per line.
    #[default]
    Jsonl,
    /// A folder of files with front matter.
    #[value(alias = "md")]
    Markdown,
    /// One HTML page.
    Html,
    /// A book, with the quotations at its end.
    Epub,
    /// A bookmark file for browsers.
    #[value(alias = "bookmarks")]
    Netscape,
    /// Quotations as CSV.
    #[value(alias = "csv")]
    Quotes,
    /// Entries for BibTeX.
    Bibtex,
    /// Items in CSL-JSON.
    #[value(alias = "csl-json")]
    Csl,
}

/// Arguments of `sayso fetch`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sayso fetch          all feeds, and all pages not downloaded yet\n  sayso fetch 12       download this article again; the older version is kept"
)]
pub struct FetchArgs {
    /// Do not fetch the feeds
    #[arg(long, conflicts_with = "feeds")]
    pub no_feeds: bool,
    /// Fetch only feeds, no pages; with names, only those, immediately
    #[arg(long)]
    pub feeds: bool,
    /// Articles to download.
    #[command(flatten)]
    pub pieces: PieceArgs,
}

/// Arguments of `sayso join`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sayso join 'Antony J. Blinken' 'Antony Blinken'\n  sayso join 'Antony J. Blinken'          splits it again"
)]
pub struct JoinArgs {
    /// Full name of a speaker
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Name of the same person; without it, NAME is split from the names merged with it
    #[arg(value_name = "TO")]
    pub to: Option<String>,
}

/// Arguments of `sayso backup`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sayso backup                       next to the library, named after the time\n  sayso backup /media/disk/library.sqlite"
)]
pub struct BackupArgs {
    /// Output file; an existing file is never overwritten [default: next to the library]
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
}

/// Arguments of `sayso restore`.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  sayso restore                      the latest backup next to the library\n  sayso restore --list\n  sayso restore /media/disk/library.sqlite"
)]
pub struct RestoreArgs {
    /// Backup file [default: the latest next to the library]
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
    /// Only list the backups next to the library, latest first
    #[arg(long, conflicts_with = "file")]
    pub list: bool,
}

/// Arguments of `sayso diff`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:\n  sayso diff 12\n  sayso diff --json https://example.org/story")]
pub struct DiffArgs {
    /// Article, by number (`sayso list` shows it) or URL
    #[arg(value_name = "ARTICLE")]
    pub article: String,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}
