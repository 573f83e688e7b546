//! The words that the command line knows, as `clap` definitions: usage, help, completions and manual come from here.
//!
//! What they mean is the business of the files beside this one.

use clap::{Args as ClapArgs, Parser, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;
use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

/// The whole command line.
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
    /// What to read: files, addresses, or `-` for standard input; none opens the library
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub sources: Vec<OsString>,
    /// Options of every command.
    #[command(flatten)]
    pub common: Common,
    /// What to do; reading, if no command is named.
    #[command(subcommand)]
    pub command: Option<Command>,
}

const EXAMPLES: &str = "\
Examples:
  sayso https://example.org/story.html    read a page: the text, the voices, the stories beside it
  sayso --sample                          try it on the article that comes with it
  sayso show story.html | less            the clean text
  sayso quotes story.html --speaker Park  what one person said
  sayso extract *.html > readings.jsonl   everything, one line of JSON a source

A first word that names a command is that command; `./list` or `-- list` is a file.
Exit status: 0 done, 1 some source failed (told on standard error), 2 wrong usage, 130 interrupted.";

/// Options that every command has.
#[derive(Clone, Debug, Default, ClapArgs)]
#[command(next_help_heading = "Everywhere")]
pub struct Common {
    /// Use colour: auto, always or never
    #[arg(long, global = true, value_name = "WHEN", value_enum, default_value_t, hide_possible_values = true)]
    pub color: ColorWhen,
    /// Theme of the screen (`sayso themes` lists them)
    #[arg(long, global = true, value_name = "NAME")]
    pub theme: Option<String>,
    /// One column, no frames, no animation, no alternate screen
    #[arg(long, global = true)]
    pub plain: bool,
    /// Where a saved file came from: the base of its links
    #[arg(long, global = true, value_name = "URL", value_parser = address, value_hint = ValueHint::Url)]
    pub url: Option<String>,
    /// The library's file
    #[arg(long, global = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub library: Option<PathBuf>,
    /// Read the article that comes with sayso
    #[arg(long, global = true)]
    pub sample: bool,
    /// Say nothing but errors on standard error
    #[arg(short, long, global = true)]
    pub quiet: bool,
}

/// When to use colour.
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

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Open sources in the reader (what happens without a command)
    #[command(hide = true, override_usage = "sayso [OPTIONS] [SOURCE]...", after_help = EXAMPLES)]
    Read(Read),
    /// Print the clean article
    #[command(after_help = SHOW_EXAMPLES)]
    Show(Show),
    /// Print who said what, with a citation for each
    #[command(after_help = QUOTES_EXAMPLES, after_long_help = quotes_long_help())]
    Quotes(Quotes),
    /// Print the related stories that a page names
    #[command(after_help = RELATED_EXAMPLES)]
    Related(Related),
    /// Print the whole reading of many sources as JSON
    #[command(after_help = EXTRACT_EXAMPLES)]
    Extract(Extract),
    /// Print completions for a shell
    #[command(after_help = "Example:\n  sayso completions bash > ~/.local/share/bash-completion/completions/sayso")]
    Completions {
        /// Which shell
        shell: Shell,
    },
    /// Commands for developers
    #[cfg(feature = "dev")]
    #[command(hide = true)]
    Dev {
        /// The command and its words
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        words: Vec<String>,
    },
    /// Print the manual page
    #[command(after_help = "Example:\n  sayso man | man -l -")]
    Man,
}

/// `sayso SOURCE…`
#[derive(Debug, ClapArgs)]
pub struct Read {
    /// Files, addresses, or `-` for standard input
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub sources: Vec<OsString>,
}

const SHOW_EXAMPLES: &str = "\
Examples:
  sayso show story.html                     styled on a terminal, plain in a pipe
  sayso show --width 60 story.html          wrapped at 60 columns, also in a pipe
  sayso show --format markdown story.html   Markdown with front matter
  sayso show --clutter story.html           what was hidden, too, each with its reason";

/// `sayso show`
#[derive(Debug, ClapArgs)]
pub struct Show {
    /// Files, addresses, or `-` for standard input
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub sources: Vec<OsString>,
    /// Columns to wrap at; 0 never wraps [default: up to 72 on a terminal, 0 in a pipe]
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
    /// What to print
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: ShowFormat,
    /// Show what was hidden, too, in its place and with the reason
    #[arg(long)]
    pub clutter: bool,
}

/// Formats of `show`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ShowFormat {
    /// Text.
    #[default]
    Text,
    /// Markdown with front matter.
    Markdown,
    /// A page of its own.
    Html,
    /// The whole reading.
    Json,
}

const QUOTES_EXAMPLES: &str = "\
Examples:
  sayso quotes story.html                            a table
  sayso quotes --speaker Park --kind direct *.html   what Park said, word for word
  sayso quotes --format csv *.html > quotes.csv
  sayso quotes --template '{speaker} ({role|no role}): {quote}\\n' story.html";

fn quotes_long_help() -> String {
    let mut text = format!("{QUOTES_EXAMPLES}\n\nPlaceholders of --template:\n");
    for (name, meaning) in super::template::PLACEHOLDERS {
        text.push_str(&format!("  {{{name}}}{:>width$}{meaning}\n", "", width = 14usize.saturating_sub(name.len())));
    }
    text.push_str("  {role|none}     what is after `|` stands in for what is missing\n  {{ }} \\n \\t \\\\   braces, line end, tab, backslash");
    text
}

/// `sayso quotes`
#[derive(Debug, ClapArgs)]
pub struct Quotes {
    /// Files, addresses, or `-` for standard input
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub sources: Vec<OsString>,
    /// What to print
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: RowFormat,
    /// Only what this speaker said; part of the name will do, case and accents do not matter
    #[arg(long, value_name = "NAME")]
    pub speaker: Option<String>,
    /// Only quotations of this kind (may be given more than once)
    #[arg(long, value_name = "KIND", value_enum, value_delimiter = ',')]
    pub kind: Vec<Kind>,
    /// Only quotations at least as sure as this, 0 to 1
    #[arg(long, value_name = "P", value_parser = probability, default_value_t = 0.0, hide_default_value = true)]
    pub min_confidence: f32,
    /// Print this for each quotation (`--help` lists the placeholders)
    #[arg(long, value_name = "TEXT", conflicts_with = "format")]
    pub template: Option<String>,
}

/// Kinds of quotations, as the JSON names them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// All in quote marks.
    Direct,
    /// Partly in quote marks.
    Mixed,
    /// Without quote marks.
    Indirect,
}

/// Formats of lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum RowFormat {
    /// For eyes.
    #[default]
    Table,
    /// One array.
    Json,
    /// One object a line.
    Jsonl,
    /// Comma-separated, with a line of headings.
    Csv,
    /// A list for notes.
    Markdown,
}

const RELATED_EXAMPLES: &str = "\
Examples:
  sayso related story.html
  sayso related --url https://example.org/story --format csv saved.html";

/// `sayso related`
#[derive(Debug, ClapArgs)]
pub struct Related {
    /// Files, addresses, or `-` for standard input
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub sources: Vec<OsString>,
    /// What to print
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: RowFormat,
}

const EXTRACT_EXAMPLES: &str = "\
Examples:
  sayso extract *.html > readings.jsonl
  sayso extract --format json story.html | jq .quotes
  find . -name '*.html' | sayso extract --sources -

The order of the sources is kept. One that fails is told on standard error and the rest goes on.";

/// `sayso extract`
#[derive(Debug, ClapArgs)]
pub struct Extract {
    /// Files, addresses, or `-` for standard input
    #[arg(value_name = "SOURCE", value_hint = ValueHint::AnyPath)]
    pub sources: Vec<OsString>,
    /// `jsonl`: one line a source; `json`: one document, an array for several
    #[arg(long, value_name = "FORMAT", value_enum, default_value_t)]
    pub format: ExtractFormat,
    /// Hide nothing: every block is kept, those that would be hidden as body
    #[arg(long)]
    pub keep_clutter: bool,
    /// Read the sources from this file, one a line (`-`: standard input)
    #[arg(long = "sources", value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub list: Option<PathBuf>,
    /// How many to work on at once [default: as many as there are processors]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub jobs: Option<u16>,
}

/// Formats of `extract`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum ExtractFormat {
    /// One line a source.
    #[default]
    Jsonl,
    /// One document; an array for several.
    Json,
}

fn address(text: &str) -> Result<String, String> {
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => Ok(url.into()),
        Ok(_) => Err("not an http or https address".into()),
        Err(why) => Err(why.to_string()),
    }
}

fn probability(text: &str) -> Result<f32, String> {
    match text.parse::<f32>() {
        Ok(p) if (0.0..=1.0).contains(&p) => Ok(p),
        _ => Err("not a number from 0 to 1".into()),
    }
}

/// The same arguments with the command `read` put before the first word that is not an option and names no command,
/// so that only a *first* word can be a command, wherever options stand.
pub fn with_command(mut argv: Vec<OsString>) -> Vec<OsString> {
    let definition = <Args as clap::CommandFactory>::command();
    let mut at = 1;
    while let Some(word) = argv.get(at) {
        let Some(text) = word.to_str().filter(|text| text.starts_with('-') && *text != "-") else { break };
        if text == "--" {
            break;
        }
        at += if takes_next(&definition, text) { 2 } else { 1 };
    }
    let names_command = |word: &OsStr| word.to_str().is_some_and(|word| definition.find_subcommand(word).is_some());
    if argv.get(at).is_some_and(|word| !names_command(word)) {
        argv.insert(at, "read".into());
    }
    argv
}

/// Whether this option's value is the next word.
fn takes_next(definition: &clap::Command, option: &str) -> bool {
    let Some(name) = option.strip_prefix("--") else { return false };
    definition.get_arguments().any(|arg| arg.get_long() == Some(name) && arg.get_action().takes_values())
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn split(words: &str) -> String {
        let argv = words.split(' ').map(OsString::from).collect();
        with_command(argv).join(OsStr::new(" ")).into_string().unwrap()
    }

    #[test]
    fn definitions_are_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn only_a_first_word_is_a_command() {
        for (given, meant) in [
            ("sayso", "sayso"),
            ("sayso show a", "sayso show a"),
            ("sayso --color never show a", "sayso --color never show a"),
            ("sayso --color=never a show", "sayso --color=never read a show"),
            ("sayso -q a", "sayso -q read a"),
            ("sayso ./show", "sayso read ./show"),
            ("sayso -- show", "sayso read -- show"),
            ("sayso -", "sayso read -"),
            ("sayso --theme show a", "sayso --theme show read a"),
            ("sayso --help", "sayso --help"),
        ] {
            assert_eq!(split(given), meant);
        }
    }

    #[test]
    fn probabilities_lie_between_none_and_one() {
        assert_eq!(probability("0.9"), Ok(0.9));
        for wrong in ["1.1", "-0", "nan", "x"] {
            assert!(probability(wrong).is_err() || wrong == "-0", "{wrong}");
        }
    }
}
