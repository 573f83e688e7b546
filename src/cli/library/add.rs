//! `sayso add`: saves sources in the library.

use super::args::AddArgs;
use crate::cli::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::cli::output::out;
use crate::library::address::host;
use crate::library::feed;
use crate::library::fetch::STUB;
use crate::library::{Incoming, Library, MergePolicy, Original, PieceState, SaveOutcome, UserData};
use crate::load::{self, Source};
use crate::reading::Reading;
use crate::sanitize;
use std::ffi::OsStr;
use std::io::Write;

/// Loads, reads and saves each source, and prints its number.
pub fn add(command: &AddArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let locations = context.locations(&command.sources)?;
    if context.common.url.is_some() && locations.len() > 1 {
        return Err(CliError::Usage("--url works with one source; add them one by one".into()));
    }
    let mut library = context.library()?;
    let mut out = out();
    let mut outcome = Outcome::Done;
    let mut keep = |kept: Result<Incoming, Failed>| -> Result<(), CliError> {
        let incoming = match kept {
            Ok(incoming) => incoming,
            Err((why, fallback)) => {
                outcome = Outcome::SomeFailed;
                let told = if fallback.is_some() { " (its URL is kept; `sayso fetch` tries again)" } else { "" };
                context.error(&format!("{why}{told}"));
                let Some(incoming) = fallback else { return Ok(()) };
                *incoming
            }
        };
        let kept = library.save(Incoming { user_data: user_data(command), ..incoming })?;
        if !library.piece(kept.id())?.fetched {
            library.enqueue(kept.id(), true)?;
        }
        tell(&library, kept, &mut out)
    };
    if command.no_fetch {
        locations.iter().try_for_each(|location| keep(address(location)))?;
    } else {
        context.load_all(&locations, |location, read, _| keep(to_keep(location, read)))?;
    }
    out.flush()?;
    Ok(outcome)
}

/// Reason for a failure, and an entry without text that can be saved nevertheless.
type Failed = (String, Option<Box<Incoming>>);

fn to_keep(location: &OsStr, read: Result<(Source, Reading), String>) -> Result<Incoming, Failed> {
    match read {
        Ok((source, _)) if feed::is_feed(&source.beginning(4_096)) => {
            let address = load::without_login(&source.location).into_owned();
            Err((format!("{address}: a feed, not an article; `sayso feed add {address}` follows it"), None))
        }
        Ok((source, reading)) if load::has_access(&source.location) && reading.is_stub() => {
            Err((format!("{}: {STUB}", load::without_login(&source.location)), address(location).ok().map(Box::new)))
        }
        Ok((source, reading)) => Ok(incoming(source, reading)),
        Err(why) => Err((why, address(location).ok().map(Box::new))),
    }
}

fn incoming(source: Source, reading: Reading) -> Incoming {
    let Source { location, url, bytes, media_type, charset, .. } = source;
    let given = web(&location).then_some(location);
    let original = Original { media_type, charset, bytes };
    Incoming {
        url: article_address(given, url),
        original: Some(original),
        reading: Some(reading),
        intent: MergePolicy::Add,
        ..Incoming::default()
    }
}

/// Returns the address of a loaded article: as given, unless that is a redirect to another site, such as `t.co`.
fn article_address(given: Option<String>, loaded: Option<String>) -> Option<String> {
    let is_elsewhere = given.as_deref().map(host) != loaded.as_deref().map(host);
    if is_elsewhere && loaded.is_some() { loaded } else { given.or(loaded) }
}

fn address(location: &OsStr) -> Result<Incoming, Failed> {
    match location.to_str().filter(|text| web(text)) {
        Some(url) => Ok(Incoming { url: Some(url.into()), ..Incoming::default() }),
        None => Err((format!("{}: not a web URL · --no-fetch saves URLs only", location.to_string_lossy()), None)),
    }
}

fn web(text: &str) -> bool {
    url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}

fn user_data(command: &AddArgs) -> UserData {
    UserData {
        state: command.archive.then_some(PieceState::Archive),
        starred: command.star.then_some(true),
        tags: command.tag.clone(),
        note: command.note.clone(),
        ..UserData::default()
    }
}

fn tell(library: &Library, kept: SaveOutcome, out: &mut impl Write) -> Result<(), CliError> {
    let piece = library.piece(kept.id())?;
    let what = match kept {
        SaveOutcome::New(_) => "added",
        SaveOutcome::Changed(_) => "changed",
        SaveOutcome::Same(_) => "already saved",
    };
    writeln!(out, "{what}: {}  {}", piece.id, sanitize::line(&piece.title))?;
    Ok(())
}
