//! `sayso fetch`: fetches new articles of feeds, and waiting pages.

use super::args::FetchArgs;
use super::pieces;
use crate::cli::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::cli::interrupt;
use crate::cli::output::out;
use crate::library::feed_fetch::{self, FeedEvent};
use crate::library::fetch::{self as queue, FetchEvent};
use crate::library::{Feed, Library, dates};
use crate::load;
use crate::plural::pluralize;
use crate::sanitize;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Checks all feeds, then fetches all waiting pages; with names, fetches these pieces again.
pub fn fetch(command: &FetchArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let mut library = context.library()?;
    let stop = interrupt::flag();
    let mut outcome = Outcome::Done;
    if command.feeds {
        let names = &command.pieces.named;
        let chosen = names.iter().map(|name| super::feeds::named(&library, name)).collect::<Result<Vec<_>, _>>()?;
        let (all, at_once) = if names.is_empty() { (library.feeds()?, false) } else { (chosen, true) };
        let failed = feeds(&mut library, all, at_once, context, &stop)?;
        if stop.load(Ordering::Relaxed) {
            return Err(CliError::Signal(interrupt::SIGNAL));
        }
        return Ok(if failed { Outcome::SomeFailed } else { Outcome::Done });
    }
    if command.pieces.named.is_empty() && command.pieces.filter.is_none() {
        let all = if command.no_feeds { Vec::new() } else { library.feeds()? };
        if feeds(&mut library, all, false, context, &stop)? {
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
                    let line = writeln!(out, "fetched: {}{note}", sanitize::line(&due.url));
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
        let wait = if waiting == 1 { "waits" } else { "wait" };
        context.note(&format!("{} {wait} until later", pluralize(waiting, "address", "addresses")));
    }
    Ok(if report.failed > 0 { Outcome::SomeFailed } else { outcome })
}

/// Saves new articles of the feeds. Returns true if any feed failed.
fn feeds(
    library: &mut Library,
    all: Vec<Feed>,
    at_once: bool,
    context: &CliContext,
    stop: &Arc<AtomicBool>,
) -> Result<bool, CliError> {
    let load = |feed: &Feed| feed_fetch::load_feed(feed, stop);
    let mut failed = false;
    feed_fetch::fetch_feeds(library, all, at_once, context.models(), stop, &load, &mut |event| match event {
        FeedEvent::Done(feed, saved, problem) => {
            if saved.new + saved.changed > 0 {
                let changed = if saved.changed > 0 { format!(", {} changed", saved.changed) } else { String::new() };
                context.note(&format!("{}: {} new{changed}", feed.label(), saved.new));
            }
            for (name, why) in &saved.failed {
                failed = true;
                context.error(&format!("{}: {name}: {why}", feed.label()));
            }
            if let Some(problem) = problem {
                context.note(&format!("{}: {problem}", load::without_login(&feed.url)));
            }
        }
        FeedEvent::Failed(feed, why, _) => {
            failed = true;
            context.error(&format!("{}: {why}", load::without_login(&feed.url)));
        }
        FeedEvent::Waits(feed, until) => {
            let address = load::without_login(&feed.url);
            context.note(&format!("{address}: not fetched again before {}", dates::show(until)));
        }
    })?;
    Ok(failed)
}

/// Merges two speakers, or splits merged ones.
pub fn join(command: &super::args::JoinArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let mut library = context.library()?;
    let speaker = library.speaker_named(&command.name)?;
    let mut out = out();
    if let Some(to) = &command.to {
        let other = library.speaker_named(to)?;
        library.join_speakers(speaker, other)?;
        writeln!(out, "joined: {} is {}", sanitize::line(&command.name), sanitize::line(to))?;
    } else {
        library.part_speaker(speaker)?;
        writeln!(out, "parted: {}", sanitize::line(&command.name))?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}
