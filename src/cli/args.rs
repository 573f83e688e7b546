//! The command line as `clap` definitions: usage, help, completions and manual are generated from them.
//!
//! The neighbouring files implement the commands.

use super::check::args::CheckArgs;
use super::compare::args::CompareArgs;
use super::definition;
use super::library::args as library;
use super::read_args::{ExtractArgs, QuotesArgs, ReadArgs, RelatedArgs, ShowArgs};
use clap::{Args as ClapArgs, FromArgMatches, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// The complete command line.
#[derive(Debug, Parser)]
#[command(
    name = "sayso",
    version,
    about = "A terminal reader that hides what is not the article and shows who said what in it",
    override_usage = "sayso [OPTIONS] [SOURCE]...\n       sayso [OPTIONS] COMMAND ...",
    after_help = EXAMPLES,
    max_term_width = 100,
    disable_help_subcommand = true
)]
pub struct Args {
    /// Files (HTML, Markdown, text, PDF), URLs, or `-` for standard input; without any, the library opens
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub sources: Vec<OsString>,
    /// Options of all commands.
    #[command(flatten)]
    pub common: CommonArgs,
    /// The command; without one, sources are opened in the reader.
    #[command(subcommand)]
    pub command: Option<CliCommand>,
}

/// A reduced command line that only reads sources. It avoids building the definitions of all other commands, which
/// takes longer than reading an article.
#[derive(Debug, Parser)]
#[command(name = "sayso", disable_help_subcommand = true)]
struct FastArgs {
    #[command(flatten)]
    common: CommonArgs,
    #[command(subcommand)]
    command: Option<FastCommand>,
}

#[derive(Debug, Subcommand)]
enum FastCommand {
    #[command(name = READ)]
    Read(ReadArgs),
}

/// Earlier name of the command `speakers`.
const OLD_SPEAKERS: &str = "voices";

/// Internal name of the default command; not a likely file name.
const READ: &str = "@read";

const EXAMPLES: &str = "\
Examples:
  sayso https://example.org/story.html    read a page: the text, the speakers, the related stories
  sayso --sample                          try it on the article that comes with it
  sayso show story.html | less            the clean text
  sayso quotes story.html --speaker Park  what one person said
  sayso check draft.md                    check every quotation against its source
  sayso extract *.html > readings.jsonl   everything, one line of JSON per source
  sayso inbox.mbox                        one article per message; `inbox.mbox#3` is the third

Input formats:
  pages      HTML, XHTML, gzip; saved as MHTML, webarchive or SingleFile;
             copies at web.archive.org; WARC
  mail       EML, mbox, Maildir
  text       PDF, EPUB, Markdown, plain text
  speech     transcripts as WebVTT, SRT, or text with `NAME:` before each turn

A first word that names a command is that command; `./list` or `-- list` is a file.
Exit status: 0 done, 1 a source failed (reported on standard error),
2 wrong usage, 3 a check failed, 130 interrupted.";

/// Options of all commands.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(next_help_heading = "Global options")]
#[expect(clippy::struct_excessive_bools, reason = "flags of a command line, each on or off")]
pub struct CommonArgs {
    /// Use colour: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t, hide_possible_values = true)]
    pub color: ColorWhen,
    /// Theme of the screen (`sayso themes` lists them)
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<String>,
    /// For screen readers and slow connections: one column, no frames, no animation, no alternate screen
    #[arg(long, global = true)]
    pub plain: bool,
    /// Original URL of a saved file, the base of its links
    #[arg(long, global = true, value_name = "URL", value_parser = address, value_hint = ValueHint::Url)]
    pub url: Option<String>,
    /// Library file
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub library: Option<PathBuf>,
    /// Read the sample article built into sayso
    #[arg(long, global = true)]
    pub sample: bool,
    /// Ignore your per-site rules for shown and hidden blocks (clutter.txt next to the settings)
    #[arg(long, global = true)]
    pub no_rules: bool,
    /// Print nothing but errors on standard error
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// Use of colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ColorWhen {
    /// On a terminal, unless the environment says otherwise.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum CliCommand {
    /// Open sources in the reader (default without a command)
    #[command(name = READ, hide = true, override_usage = "sayso [OPTIONS] [SOURCE]...", after_help = EXAMPLES)]
    Read(ReadArgs),
    /// Print the clean article
    Show(ShowArgs),
    /// Print the quotations with their speakers and citations
    Quotes(QuotesArgs),
    /// Check a draft's quotations against their sources
    Check(CheckArgs),
    /// Compare who is quoted in several articles
    Compare(CompareArgs),
    /// Print the related stories on a page
    Related(RelatedArgs),
    /// Print everything extracted from many sources, as JSON
    Extract(ExtractArgs),
    /// Save sources in the library
    Add(library::AddArgs),
    /// List the articles in the library
    List(library::ListArgs),
    /// Search the full text of the library
    Search(library::SearchArgs),
    /// Print everything that a speaker said, across all articles
    Who(library::WhoArgs),
    /// Compare an article with its earlier version
    Diff(library::DiffArgs),
    /// Print each speaker's share of the quoted words
    #[command(alias = OLD_SPEAKERS)]
    Speakers(library::SpeakerSharesArgs),
    /// Add, remove or list tags
    Tag(library::TagArgs),
    /// Archive articles
    #[command(
        mut_arg("undo", |arg| arg.help("Unarchive articles")),
        after_help = "Examples:\n  sayso archive 12 15\n  sayso archive --filter 'is:unread before:2026-01-01'\n  sayso archive --undo 12"
    )]
    Archive(library::MarkArgs),
    /// Star articles
    #[command(mut_arg("undo", |arg| arg.help("Unstar articles")), after_help = "Examples:\n  sayso star 12\n  sayso star --undo 12")]
    Star(library::MarkArgs),
    /// Delete articles; `sayso undo` restores them
    #[command(mut_arg("undo", |arg| arg.help("Restore deleted articles")), after_help = "Examples:\n  sayso rm 12\n  sayso rm --undo 12")]
    Rm(library::MarkArgs),
    /// Undo the last change to the library
    #[command(after_help = "Example:\n  sayso undo")]
    Undo,
    /// Redo the last undone change
    #[command(after_help = "Example:\n  sayso redo")]
    Redo,
    /// Import from other programs, bookmarks, feeds or folders
    Import(library::ImportArgs),
    /// Export the library, or a part of it, in various formats
    Export(library::ExportArgs),
    /// Follow feeds and manage them
    #[command(subcommand, after_help = "Examples:\n  sayso feed add https://example.org/feed.xml\n  sayso feed list")]
    Feed(library::FeedCommand),
    /// Update feeds, download pending pages
    Fetch(library::FetchArgs),
    /// Merge two names of one speaker, or split them again
    Join(library::JoinArgs),
    /// Reanalyse articles that were analysed by an older version
    #[command(after_help = "Example:\n  sayso reanalyse")]
    Reanalyse,
    /// Back up the library to a file
    Backup(library::BackupArgs),
    /// Restore a backup; the current library is kept next to it
    Restore(library::RestoreArgs),
    /// Print the location of the settings, their defaults, or problems in them
    Config(ConfigArgs),
    /// List the themes
    #[command(after_help = "Examples:\n  sayso themes\n  sayso --theme sepia --sample")]
    Themes,
    /// Print completions for a shell
    #[command(after_help = "Example:\n  sayso completions bash > ~/.local/share/bash-completion/completions/sayso")]
    Completions {
        /// Name of the shell
        shell: Shell,
    },
    /// Commands for developers
    #[cfg(feature = "dev")]
    #[command(hide = true)]
    Dev {
        /// Name of the command with its arguments
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<String>,
    },
    /// Print the manual page
    #[command(after_help = "Example:\n  sayso man | man -l -")]
    Man,
}

/// Arguments of `sayso config`.
#[derive(Debug, ClapArgs)]
#[command(after_help = "Examples:\n  sayso config --default > \"$(sayso config)\"\n  sayso config --check")]
pub struct ConfigArgs {
    /// Print all settings with their defaults and descriptions
    #[arg(long, conflicts_with = "check")]
    pub default: bool,
    /// Print the problems in the file, with line numbers and suggestions
    #[arg(long)]
    pub check: bool,
    /// Use this file instead of your settings
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: Option<PathBuf>,
}

fn address(text: &str) -> Result<String, String> {
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url.into()),
        Ok(_) => Err("not an http or https URL".into()),
        Err(why) => Err(why.to_string()),
    }
}

/// Parses the command line.
///
/// # Errors
///
/// The arguments are wrong, or ask for help or the version; `clap` has the text.
pub fn parse(argv: Vec<OsString>) -> Result<Args, clap::Error> {
    let at = first_word(&argv);
    let argv = with_command(argv, at);
    let names_command = argv.iter().skip(1).any(|word| is_command(word) && word != READ);
    // Errors and help come from the full definition.
    let short = if names_command { None } else { FastArgs::try_parse_from(&argv).ok() };
    let Some(FastArgs { common, command }) = short else {
        let mut whole = definition::whole();
        let argv = move_filter_after_dashes(argv, at, &whole);
        let mut matches = whole.try_get_matches_from_mut(argv)?;
        return Args::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut whole));
    };
    let command = command.map(|FastCommand::Read(read)| CliCommand::Read(read));
    Ok(Args { sources: Vec::new(), common, command })
}

/// Inserts the command `read` at index `at`, before the first word that is neither an option nor a command. Thus only a
/// *first* word can be a command, wherever options are.
fn with_command(mut argv: Vec<OsString>, at: usize) -> Vec<OsString> {
    if argv.get(at).is_some_and(|word| !is_command(word)) {
        argv.insert(at, READ.into());
    }
    argv
}

/// Returns the index of the first word that is neither an option nor the value of one, or of `--`.
fn first_word(argv: &[OsString]) -> usize {
    let options = CommonArgs::augment_args(clap::Command::new("sayso"));
    let mut at = 1;
    while let Some(word) = argv.get(at) {
        let Some(text) = word.to_str().filter(|text| text.starts_with('-') && *text != "-") else { break };
        if text == "--" {
            break;
        }
        at += if takes_value(&options, text) { 2 } else { 1 };
    }
    at
}

/// Value names of arguments that take words of a filter.
const FILTERS: [&str; 2] = ["FILTER", "WORDS"];

/// Moves the words of a filter behind `--`, so that `-word` (negation) is not taken for an option, while options are
/// recognised anywhere.
fn move_filter_after_dashes(mut argv: Vec<OsString>, at: usize, whole: &clap::Command) -> Vec<OsString> {
    let Some(command) = argv.get(at).and_then(|name| whole.find_subcommand(name)) else { return argv };
    let filters = |arg: &clap::Arg| {
        arg.get_value_names().is_some_and(|names| names.iter().any(|name| FILTERS.contains(&&**name)))
    };
    if !command.get_positionals().any(filters) {
        return argv;
    }
    let options = CommonArgs::augment_args(command.clone());
    let mut rest = argv.split_off(at + 1).into_iter();
    let mut words = Vec::new();
    while let Some(word) = rest.next() {
        match word.to_str() {
            Some("--") => words.extend(rest.by_ref()),
            Some(text) if is_option(&options, text) => {
                let value = if takes_value(&options, text) { rest.next() } else { None };
                argv.push(word);
                argv.extend(value);
            }
            _ => words.push(word),
        }
    }
    argv.push("--".into());
    argv.extend(words);
    argv
}

/// Returns true if a word is an option (`--all`, `-n`, `-n5`), even an unknown one, and not a negated word of a filter.
fn is_option(options: &clap::Command, word: &str) -> bool {
    let Some(short) = word.strip_prefix('-').filter(|short| !short.is_empty()) else { return false };
    let named = |letter: char| {
        matches!(letter, 'h' | 'V') || options.get_arguments().any(|arg| arg.get_short() == Some(letter))
    };
    let mut letters = short.chars();
    letters.next().is_some_and(|first| first == '-' || named(first) && letters.all(|letter| letter.is_ascii_digit()))
}

fn is_command(word: &OsStr) -> bool {
    word.to_str().is_some_and(|word| CliCommand::has_subcommand(word) || word == OLD_SPEAKERS)
}

/// Returns true if the value of this option is the next word.
fn takes_value(options: &clap::Command, option: &str) -> bool {
    let mut short = option.chars().skip(1);
    let short = short.next().filter(|_| short.next().is_none());
    let named = |arg: &&clap::Arg| match option.strip_prefix("--") {
        Some(name) => arg.get_long() == Some(name),
        None => short.is_some() && arg.get_short() == short,
    };
    options.get_arguments().find(named).is_some_and(|arg| arg.get_action().takes_values())
}

#[cfg(test)]
mod tests;
