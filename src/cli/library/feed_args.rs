//! The words of `sayso feed`, as `clap` definitions.

use crate::cli::read_args::RowFormat;
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use std::path::PathBuf;

/// `sayso feed`
#[derive(Debug, Subcommand)]
pub enum FeedCommand {
    /// Follow a feed (RSS, Atom, JSON Feed), or that of a page
    Add(FeedAdd),
    /// List the feeds that are followed
    List(FeedList),
    /// Rename a feed; its articles keep their source
    Rename {
        /// Its number, name or address
        #[arg(value_name = "FEED")]
        feed: String,
        /// The new name; none goes back to the feed's own
        #[arg(value_name = "NAME")]
        name: Option<String>,
    },
    /// Set the tags that its new articles get
    Tag {
        /// Its number, name or address
        #[arg(value_name = "FEED")]
        feed: String,
        /// Tags, separated by commas; none removes them
        #[arg(value_name = "TAGS", value_delimiter = ',')]
        tags: Vec<String>,
    },
    /// Change a feed's settings
    Set(FeedSet),
    /// Unfollow a feed; its articles stay (`sayso undo` brings it back)
    Rm {
        /// Numbers, names or addresses
        #[arg(value_name = "FEED", required = true)]
        feeds: Vec<String>,
    },
    /// Mark all articles of feeds as read
    ReadAll {
        /// Numbers, names or addresses [default: all feeds]
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

/// `sayso feed add`
#[derive(Debug, Args)]
pub struct FeedAdd {
    /// The address of a feed, or of a page that names one
    #[arg(value_name = "URL", required = true)]
    pub urls: Vec<String>,
    /// Name to show instead of the feed's own
    #[arg(long, value_name = "NAME")]
    pub title: Option<String>,
    /// Tags for its articles, separated by commas
    #[arg(long, short, value_name = "TAGS", value_delimiter = ',')]
    pub tag: Vec<String>,
    /// Follow it without reading it first
    #[arg(long)]
    pub unchecked: bool,
}

/// `sayso feed list`
#[derive(Debug, Args)]
pub struct FeedList {
    /// Output format
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: RowFormat,
}

/// `sayso feed set`
#[derive(Debug, Args)]
pub struct FeedSet {
    /// Its number, name or address
    #[arg(value_name = "FEED")]
    pub feed: String,
    /// Where the texts of its articles come from
    #[arg(long, value_name = "SOURCE", value_enum)]
    pub text: Option<TextFrom>,
    /// Keep only so many unread articles; 0 keeps all
    #[arg(long, value_name = "N")]
    pub keep: Option<u32>,
    /// Do not fetch it
    #[arg(long, conflicts_with = "resume")]
    pub pause: bool,
    /// Fetch it again
    #[arg(long)]
    pub resume: bool,
}

/// Where the texts of a feed's articles come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TextFrom {
    /// The feed if it has the whole text, else the page.
    Auto,
    /// The feed; no page is fetched.
    Feed,
    /// The page.
    Page,
}
