//! `sayso SOURCE…` and `sayso`: the reader on a terminal, the clean text elsewhere.

use super::args::ColorWhen;
use super::context::Context;
use super::sources::{Read, Show, ShowFormat};
use super::{Outcome, Stop, show};
use crate::tui;
use crate::tui::theme::Depth;
use std::io::IsTerminal;

/// Opens the sources in the reader; not on a terminal, prints their text.
pub fn read(command: &Read, context: &Context) -> Result<Outcome, Stop> {
    if !on_screen(context) {
        return print(command, context);
    }
    let depth = depth(context.common.color);
    let (url, theme) = (context.common.url.clone(), context.common.theme.clone());
    let start = tui::Start {
        sources: context.locations(&command.sources)?,
        url,
        theme,
        depth,
        library: context.library_file().ok(),
    };
    match tui::run(start) {
        Ok(()) => Ok(Outcome::Done),
        Err(tui::Error::Signal(number)) => Err(Stop::Signal(number)),
        Err(error) => Err(Stop::Failed(error.to_string())),
    }
}

/// Whether there is a terminal that can show a screen.
fn on_screen(context: &Context) -> bool {
    let able = std::env::var_os("TERM").is_some_and(|term| !term.is_empty() && term != "dumb");
    able && !context.common.plain && std::io::stdout().is_terminal()
}

fn depth(color: ColorWhen) -> Depth {
    let environment = |name: &str| std::env::var(name).ok();
    match color {
        ColorWhen::Always => Depth::of_terminal(environment),
        ColorWhen::Never => Depth::None,
        ColorWhen::Auto => Depth::detect(environment),
    }
}

/// Opens the library; while there is none, the sample.
pub fn library(context: &Context) -> Result<Outcome, Stop> {
    let mut common = context.common.clone();
    common.sample = true;
    read(&Read { sources: Vec::new() }, &Context::new(common))
}

fn print(command: &Read, context: &Context) -> Result<Outcome, Stop> {
    let sources = command.sources.clone();
    show::show(&Show { sources, width: None, format: ShowFormat::Text, clutter: false }, context)
}
