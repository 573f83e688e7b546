//! Commands for developers, behind the feature `dev`: `cargo run --release --features dev -- dev NAME …`. One file or folder each.
//!
//! They may read files and print freely; the program itself does not use them.

#[cfg(feature = "dev")]
pub mod annotations;
#[cfg(feature = "dev")]
mod bench_check;
#[cfg(feature = "dev")]
pub mod blocks;
#[cfg(feature = "dev")]
pub mod boosting;
#[cfg(feature = "dev")]
pub mod calibrate;
pub mod cast;
#[cfg(feature = "dev")]
mod feed;
#[cfg(feature = "dev")]
mod generate_library;
pub mod headless;
pub mod keys;
#[cfg(feature = "dev")]
mod link_order;
pub mod pictures;
pub mod recording;
#[cfg(feature = "dev")]
mod similar;
pub mod svg;
#[cfg(feature = "dev")]
mod time_library;
#[cfg(feature = "dev")]
pub mod train_clutter;
#[cfg(feature = "dev")]
pub mod train_confidence;
#[cfg(feature = "dev")]
mod train_entries;
#[cfg(feature = "dev")]
mod train_letters;
#[cfg(feature = "dev")]
mod train_names;
#[cfg(feature = "dev")]
mod train_quotations;
#[cfg(feature = "dev")]
mod train_sources;
#[cfg(feature = "dev")]
mod train_speakers;
#[cfg(feature = "dev")]
pub mod train_tagger;

/// A command: name, arguments for the help, function.
type Command = (&'static str, &'static str, fn(&[String]) -> Result<(), String>);

const COMMANDS: &[Command] = &[
    ("pictures", "", pictures::pictures),
    ("picture", "SOURCE COLUMNSxROWS THEME KEY…", pictures::picture),
    ("recording", "", recording::recording),
    ("keys", "", keys::write),
    #[cfg(feature = "dev")]
    ("link-order", "CALLGRIND SYMBOLS", link_order::write),
    #[cfg(feature = "dev")]
    ("bench-check", "SPEAKERS PAGES POLNEAR [ERRORS]", bench_check::bench),
    #[cfg(feature = "dev")]
    ("blocks", "FILE", show_blocks),
    #[cfg(feature = "dev")]
    ("feed", "FILE…", feed::show),
    #[cfg(feature = "dev")]
    ("train-clutter", "BENCH PLAIN OUT", train),
    #[cfg(feature = "dev")]
    ("train-tagger", "FOLDER [ASSETS]", train_tagger::commands::train),
    #[cfg(feature = "dev")]
    ("train-quotations", "NOTES[:NOTES…] PAGES OUT", train_quotations::train),
    #[cfg(feature = "dev")]
    ("train-confidence", "NOTES[:NOTES…] PAGES [ASSETS [ROWS]]", train_confidence::train),
    #[cfg(feature = "dev")]
    ("eval-confidence", "NOTES PAGES [ASSETS]", train_confidence::evaluate),
    #[cfg(feature = "dev")]
    ("train-sources", "NOTES[:NOTES…] PAGES OUT", train_sources::train),
    #[cfg(feature = "dev")]
    ("cross-sources", "NOTES[:NOTES…] PAGES OUT", train_sources::cross),
    #[cfg(feature = "dev")]
    ("train-names", "NOTES[:NOTES…] PAGES OUT", train_names::train),
    #[cfg(feature = "dev")]
    ("train-letters", "LISTS NOTES[:NOTES…] PAGES OUT", train_letters::train),
    #[cfg(feature = "dev")]
    ("train-speakers", "NOTES[:NOTES…] PAGES OUT [ROWS]", train_speakers::train),
    #[cfg(feature = "dev")]
    ("eval-quotes", "FOLDER", train_tagger::commands::evaluate),
    #[cfg(feature = "dev")]
    ("generate-library", "FILE [PIECES]", generate_library::generate),
    #[cfg(feature = "dev")]
    ("time-library", "FILE", time_library::time),
    #[cfg(feature = "dev")]
    ("similar", "FILE", similar::pairs),
];

/// Runs the command named by the first word.
///
/// # Errors
///
/// The command failed, or there is none of that name; the message then lists all.
pub fn main(words: &[String]) -> Result<(), String> {
    let (name, rest) = words.split_first().map_or(("", words), |(name, rest)| (name.as_str(), rest));
    if let Some((.., run)) = COMMANDS.iter().find(|(known, ..)| *known == name) {
        return run(rest);
    }
    let known: Vec<_> = COMMANDS.iter().map(|(name, words, _)| format!("  dev {name} {words}")).collect();
    Err(format!("no command for developers is called `{name}`; there are\n{}", known.join("\n")))
}

#[cfg(feature = "dev")]
fn train(words: &[String]) -> Result<(), String> {
    use std::io::Write;
    use std::path::Path;
    let [bench, plain, out] = words else { return Err("usage: dev train-clutter BENCH PLAIN OUT".into()) };
    let mut say = |line: &str| {
        let _ = writeln!(std::io::stdout(), "{line}");
    };
    train_clutter::train(Path::new(bench), Path::new(plain), Path::new(out), &mut say)
        .map_err(|error| error.to_string())
}

#[cfg(feature = "dev")]
fn show_blocks(words: &[String]) -> Result<(), String> {
    use std::io::Write;
    let [file] = words else { return Err("usage: dev blocks FILE".into()) };
    let mut say = |line: &str| {
        let _ = writeln!(std::io::stdout(), "{line}");
    };
    blocks::blocks(std::ffi::OsStr::new(file), &mut say).map_err(|error| error.to_string())
}
