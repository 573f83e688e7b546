//! Reads a source for the command line and the screen: an article, or the list of a feed's articles. A panic costs the
//! source its reading and nothing else.

use crate::declutter::ClutterOptions;
use crate::library::feed;
use crate::load::{LoadError, Source};
use crate::models::Models;
use crate::reading::Reading;
use crate::{panics, pipeline};
use std::ffi::{OsStr, OsString};

/// A source with its reading, or a message that names it and the reason.
pub type ReadResult = Result<(Source, Reading), String>;

/// Loads and reads a source, or the first article of a container. Also returns the locations of the articles that follow
/// in the container, even if the first cannot be read.
pub fn load_and_read(
    location: &OsStr,
    load: impl FnOnce(&OsStr) -> Result<Source, LoadError>,
    models: &Models,
    options: &ClutterOptions,
) -> (ReadResult, Vec<OsString>) {
    let mut further = Vec::new();
    let load = || {
        let source = load(location).map_err(|error| {
            further.clone_from(&error.further);
            error.to_string()
        })?;
        further.clone_from(&source.further);
        Ok(source)
    };
    let read = read_source(&location.to_string_lossy(), load, models, options);
    (read, further)
}

/// Reads a source that `load` brings. `name` stands for it in the message if sayso itself fails.
///
/// # Errors
/// The source cannot be loaded, or sayso fails on it; a message.
pub fn read_source(
    name: &str,
    load: impl FnOnce() -> Result<Source, String>,
    models: &Models,
    options: &ClutterOptions,
) -> ReadResult {
    let read = panics::catch(|| {
        let source = load()?;
        let reading = match feed::listing(&source) {
            Some((list, meta)) => pipeline::analyse_own_text(&list, meta, models),
            None => pipeline::analyse(&source, models, options),
        };
        Ok((source, reading))
    });
    read.unwrap_or_else(|panic| Err(format!("{name}: sayso failed on this source ({panic}); please report this bug")))
}
