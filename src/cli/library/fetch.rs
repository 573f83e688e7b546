//! `sayso fetch`: fetches feeds, and downloads pages that are not there yet.

use super::args::FetchArgs;
use super::pieces;
use crate::cli::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::cli::interrupt;
use crate::cli::output::out;
use crate::library::feed_fetch::{self, FeedEvent};
use crate::library::fetch::{self as queue, FetchEvent};
use crate::library::{Error, Feed, Library, dates};
use crate::load;
use crate::plural::pluralize;
use crate::sanitize;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Fetches all feeds, then downloads all missing pages; with names, downloads these pieces again.
pub fn fetch(command: &FetchArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let mut library = context.library()?;
    let stop = interrupt::flag();
    let (mut outcome, mut is_told) = (Outcome::Done, false);
    if command.feeds {
        let names = &command.pieces.named;
        let chosen = names.iter().map(|name| super::feeds::named(&library, name)).collect::<Result<Vec<_>, _>>()?;
        let (all, at_once) = if names.is_empty() { (library.feeds()?, false) } else { (chosen, true) };
        let Fetched { failed, .. } = feeds(&mut library, all, at_once, context, &stop)?;
        if stop.load(Ordering::Relaxed) {
            return Err(CliError::Signal(interrupt::SIGNAL));
        }
        return Ok(if failed { Outcome::SomeFailed } else { Outcome::Done });
    }
    if command.pieces.named.is_empty() && command.pieces.filter.is_none() {
        let all = if command.no_feeds { Vec::new() } else { library.feeds()? };
        let fetched = feeds(&mut library, all, false, context, &stop)?;
        is_told = fetched.told;
        if fetched.failed {
            outcome = Outcome::SomeFailed;
        }
        library.enqueue_missing()?;
    } else {
        let (named, all_there) = pieces(&library, &command.pieces, context)?;
        outcome = all_there;
        for id in named {
            if let Err(error) = library.enqueue(id, true) {
                outcome = Outcome::SomeFailed;
                context.error(&format!("article {id}: {error}"));
            }
        }
    }
    let mut out = out();
    let mut written = Ok(());
    is_told |= !command.pieces.named.is_empty() || command.pieces.filter.is_some();
    let report =
        queue::run(&mut library, context.models(), &stop, &|due| queue::load(due, &stop), &mut |event| match event {
            FetchEvent::Begun(_) => {}
            FetchEvent::Done(due, text) => {
                if written.is_ok() {
                    let note = match &text.revised {
                        Some(revised) => format!(" ({revised})"),
                        None if text.is_new => String::new(),
                        None => " (unchanged)".to_owned(),
                    };
                    let line = writeln!(out, "downloaded: {}{note}", sanitize::line(&due.url));
                    written = line.and_then(|()| out.flush());
                }
            }
            FetchEvent::Failed(due, why, again) => {
                let later = if again { " (sayso will try again)" } else { "" };
                context.error(&format!("{}: {why}{later}", due.url));
            }
        })?;
    written?;
    if stop.load(Ordering::Relaxed) {
        return Err(CliError::Signal(interrupt::SIGNAL));
    }
    let waiting = library.queue_stats()?.waiting;
    if waiting > 0 {
        context.note(&format!("{} will be retried later", pluralize(waiting, "page", "pages")));
    }
    if report.done + report.failed + waiting == 0 && !is_told {
        let has_feeds = !command.no_feeds && !library.feeds()?.is_empty();
        context.note(if has_feeds { "no new articles to download" } else { "nothing to download" });
    }
    Ok(if report.failed > 0 { Outcome::SomeFailed } else { outcome })
}

/// Outcome of a fetch of feeds.
#[derive(Clone, Copy, Debug, Default)]
struct Fetched {
    /// True if any feed failed.
    failed: bool,
    /// True if anything was told.
    told: bool,
}

/// Saves new articles of the feeds.
fn feeds(
    library: &mut Library,
    all: Vec<Feed>,
    at_once: bool,
    context: &CliContext,
    stop: &Arc<AtomicBool>,
) -> Result<Fetched, CliError> {
    let load = |feed: &Feed| feed_fetch::load_feed(feed, stop);
    let mut fetched = Fetched::default();
    feed_fetch::fetch_feeds(library, all, at_once, context.models(), stop, &load, &mut |event| match event {
        FeedEvent::Done(feed, saved, problem) => {
            fetched.told |= saved.new + saved.changed > 0 || problem.is_some();
            if saved.new + saved.changed > 0 {
                let changed = if saved.changed > 0 { format!(", {} changed", saved.changed) } else { String::new() };
                context.note(&format!("{}: {} new{changed}", feed.label(), saved.new));
            }
            for (name, why) in &saved.failed {
                (fetched.failed, fetched.told) = (true, true);
                context.error(&format!("{}: {name}: {why}", feed.label()));
            }
            if let Some(problem) = problem {
                context.note(&format!("{}: {problem}", load::without_login(&feed.url)));
            }
        }
        FeedEvent::Failed(feed, why, _) => {
            (fetched.failed, fetched.told) = (true, true);
            context.error(&format!("{}: {why}", load::without_login(&feed.url)));
        }
        FeedEvent::Waits(feed, until) => {
            fetched.told = true;
            let address = load::without_login(&feed.url);
            context.note(&format!("{address}: not fetched again before {}", dates::show(until)));
        }
    })?;
    Ok(fetched)
}

/// Merges two speakers, or splits merged ones.
pub fn join(command: &super::args::JoinArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let mut library = context.library()?;
    let named = |library: &Library, name: &str| match library.speaker_named(name) {
        Err(Error::NotFound(_)) => {
            Err(CliError::Failed(format!("no speaker {name} in the library; `sayso speakers` lists the names")))
        }
        found => Ok(found?),
    };
    let speaker = named(&library, &command.name)?;
    let mut out = out();
    if let Some(to) = &command.to {
        let other = named(&library, to)?;
        library.join_speakers(speaker, other)?;
        writeln!(out, "merged: {} into {}", sanitize::line(&command.name), sanitize::line(to))?;
    } else {
        library.part_speaker(speaker)?;
        writeln!(out, "split: {}", sanitize::line(&command.name))?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}
