//! `sayso SOURCE…` and `sayso`: the reader on a terminal, plain text in a pipe.

use super::args::{Args, ColorWhen, CommonArgs};
use super::context::CliContext;
use super::library::args::ListArgs;
use super::library::list;
use super::read_args::{ReadArgs, ShowArgs, ShowFormat};
use super::show;
use crate::cli::error::{CliError, Outcome};
use crate::tui;
use crate::tui::display::RenderMode;
use crate::tui::theme::Depth;
use clap::CommandFactory;
use std::ffi::{OsStr, OsString};
use std::io::IsTerminal;
use std::path::Path;
use std::sync::Arc;

/// Opens the sources in the reader; without a terminal, prints their text.
pub fn read(command: &ReadArgs, context: &CliContext) -> Result<Outcome, CliError> {
    if let Some(first) = command.sources.first()
        && let Some(meant) = meant_command(first)
    {
        let first = first.to_string_lossy();
        return Err(CliError::Usage(format!("{first}: no such file; did you mean `sayso {meant}`?")));
    }
    if on_screen() { screen(context.locations(&command.sources)?, None, context) } else { print(command, context) }
}

/// The command that a first word may be a misspelling of, where no file is called so.
fn meant_command(word: &OsStr) -> Option<String> {
    let word = word.to_str().filter(|word| word.len() > 1 && word.bytes().all(|byte| byte.is_ascii_lowercase()))?;
    if Path::new(word).exists() {
        return None;
    }
    let most = if word.len() > 4 { 2 } else { 1 };
    let commands = Args::command();
    let all = commands.get_subcommands().filter(|command| !command.is_hide_set());
    let near = all.map(|command| (strsim::osa_distance(command.get_name(), word), command.get_name()));
    near.filter(|(distance, _)| *distance <= most).min().map(|(_, name)| name.to_owned())
}

/// Opens the library. Without a terminal, lists its pieces; if it is empty, prints the sample.
pub fn library(context: &CliContext) -> Result<Outcome, CliError> {
    let nothing = ReadArgs { sources: Vec::new() };
    if context.common.sample {
        return read(&nothing, context);
    }
    if on_screen() {
        return screen(Vec::new(), None, context);
    }
    if context.library()?.counts()?.all() == 0 {
        let common = CommonArgs { sample: true, ..context.common.clone() };
        return print(&nothing, &CliContext::new(common));
    }
    context.check_theme();
    list(&ListArgs::default(), context)
}

/// Opens drafts in the reader, with the verdicts on their quotations.
pub fn drafts(
    drafts: Vec<OsString>,
    against: Vec<OsString>,
    in_library: bool,
    context: &CliContext,
) -> Result<Outcome, CliError> {
    screen(drafts, Some(tui::CheckOptions { against, in_library }), context)
}

/// Runs the screen; without sources it shows the library.
fn screen(sources: Vec<OsString>, check: Option<tui::CheckOptions>, context: &CliContext) -> Result<Outcome, CliError> {
    let depth = depth(context.common.color);
    let (url, theme) = (context.common.url.clone(), context.common.theme.clone());
    let mode = if context.common.plain { RenderMode::Plain } else { RenderMode::Full };
    let (library, models) = (context.library_file().ok(), Arc::clone(context.models()));
    match tui::run(tui::Start { sources, check, url, theme, depth, library, mode, models }) {
        Ok(()) => Ok(Outcome::Done),
        Err(tui::RunError::Signal(number)) => Err(CliError::Signal(number)),
        Err(error) => Err(CliError::Failed(error.to_string())),
    }
}

/// Returns true if there is a terminal that can show the screen.
pub fn on_screen() -> bool {
    let able = std::env::var_os("TERM").is_some_and(|term| !term.is_empty() && term != "dumb");
    able && std::io::stdout().is_terminal()
}

fn depth(color: ColorWhen) -> Depth {
    let environment = |name: &str| std::env::var(name).ok();
    match color {
        ColorWhen::Always => Depth::of_terminal(environment),
        ColorWhen::Never => Depth::None,
        ColorWhen::Auto => Depth::detect(environment),
    }
}

fn print(command: &ReadArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let sources = command.sources.clone();
    context.check_theme();
    show::show(&ShowArgs { sources, width: None, format: ShowFormat::Text, clutter: false }, context)
}
