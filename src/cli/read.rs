//! `sayso SOURCE…` and `sayso`: the reader on a terminal, the clean text elsewhere.

use super::args::{Read, Show, ShowFormat};
use super::context::Context;
use super::{Outcome, Stop, show};

/// Opens the sources in the reader; not on a terminal, prints their text.
pub fn read(command: &Read, context: &Context) -> Result<Outcome, Stop> {
    print(command, context)
}

/// Opens the library; while there is none, the sample.
pub fn library(context: &Context) -> Result<Outcome, Stop> {
    let mut common = context.common.clone();
    common.sample = true;
    print(&Read { sources: Vec::new() }, &Context::new(common))
}

fn print(command: &Read, context: &Context) -> Result<Outcome, Stop> {
    let sources = command.sources.clone();
    show::show(&Show { sources, width: None, format: ShowFormat::Text, clutter: false }, context)
}
