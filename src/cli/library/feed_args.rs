//! Arguments of `sayso feed`, as `clap` definitions.

use crate::cli::read_args::RowFormat;
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// Arguments of `sayso feed`.
#[derive(Debug, Subcommand)]
pub enum FeedCommand {
    /// Follow a feed (RSS, Atom, JSON Feed), or the feed of a page
    Add(FeedAdd),
    /// List the followed feeds
    List(FeedList),
    /// Rename a feed; its articles keep their source
    Rename {
        /// Number, name or URL of the feed
        #[arg(value_name = "FEED")]
        feed: String,
        /// New name; without it, the feed's own name is used again
        #[arg(value_name = "NAME")]
        name: Option<String>,
    },
    /// Set the tags for new articles of a feed
    Tag {
        /// Number, name or URL of the feed
        #[arg(value_name = "FEED")]
        feed: String,
        /// Tags, separated by commas; none to remove all
        #[arg(value_name = "TAGS", value_delimiter = ',')]
        tags: Vec<String>,
    },
    /// Change a feed's settings
    Set(FeedSet),
    /// Unfollow feeds; their articles stay (`sayso undo` restores the feeds)
    Rm {
        /// Numbers, names or URLs
        #[arg(value_name = "FEED", required = true)]
        feeds: Vec<String>,
    },
    /// Mark all articles of feeds as read
    ReadAll {
        /// Numbers, names or URLs [default: all feeds]
        #[arg(value_name = "FEED")]
        feeds: Vec<String>,
    },
    /// Export the feeds as OPML
    Export {
        /// Output file [default: standard output]
        #[arg(long, short, value_name = "FILE", value_hint = ValueHint::FilePath)]
        output: Option<PathBuf>,
    },
}

/// Arguments of `sayso feed add`.
#[derive(Debug, Args)]
pub struct FeedAdd {
    /// URL of a feed, or of a page that links to one
    #[arg(value_name = "URL", required = true)]
    pub urls: Vec<String>,
    /// Name to show instead of the feed's own
    #[arg(long, value_name = "NAME")]
    pub title: Option<String>,
    /// Tags for its articles, separated by commas
    #[arg(long, short, value_name = "TAGS", value_delimiter = ',')]
    pub tag: Vec<String>,
    /// Follow the feed without reading it first
    #[arg(long)]
    pub unchecked: bool,
}

/// Arguments of `sayso feed list`.
#[derive(Debug, Args)]
pub struct FeedList {
    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: RowFormat,
}

/// Arguments of `sayso feed set`.
#[derive(Debug, Args)]
pub struct FeedSet {
    /// Number, name or URL of the feed
    #[arg(value_name = "FEED")]
    pub feed: String,
    /// Source of the articles' texts
    #[arg(long, value_name = "SOURCE", value_enum)]
    pub text: Option<TextFrom>,
    /// Keep at most this many unread articles; 0 keeps all
    #[arg(long, value_name = "N")]
    pub keep: Option<u32>,
    /// Stop fetching the feed
    #[arg(long, conflicts_with = "resume")]
    pub pause: bool,
    /// Resume fetching the feed
    #[arg(long)]
    pub resume: bool,
}

/// Source of the texts of a feed's articles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TextFrom {
    /// The feed if it contains the full text, otherwise the page.
    Auto,
    /// The feed; no pages are fetched.
    Feed,
    /// The page.
    Page,
}
