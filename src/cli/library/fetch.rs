//! `sayso feed` and `sayso fetch`: feeds that are followed, and addresses whose pages are yet to come.

use super::args::{FeedCommand, FetchArgs};
use super::pieces;
use crate::cli::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::cli::interrupt;
use crate::cli::output::out;
use crate::library::fetch::{self as queue, FetchEvent};
use crate::library::{Library, dates};
use crate::plural::pluralize;
use crate::sanitize;
use std::io::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// Follows feeds, lists them, lets them go.
pub fn feed(command: &FeedCommand, context: &CliContext) -> Result<Outcome, CliError> {
    let mut library = context.library()?;
    let mut out = out();
    match command {
        FeedCommand::Add { url, title, tag } => {
            let followed = library.follow(url, title.as_deref(), tag);
            let new = followed.map_err(|error| CliError::Failed(error.to_string()))?;
            writeln!(out, "{}: {}", if new { "followed" } else { "followed already" }, sanitize::line(url))?;
            context.note("`sayso fetch` gets what is in it");
        }
        FeedCommand::Rm { url } => {
            if !library.unfollow(url)? {
                return Err(CliError::Failed(format!("no feed {url} is followed; `sayso feed list` shows which are")));
            }
            writeln!(out, "let go: {}", sanitize::line(url))?;
        }
        FeedCommand::List => {
            for feed in library.feeds()? {
                let checked = feed.checked.map_or_else(|| "never".into(), dates::show);
                let title = feed.title.as_deref().unwrap_or_default();
                writeln!(
                    out,
                    "{}\t{}\t{checked}\t{}",
                    sanitize::line(&feed.url),
                    sanitize::line(title),
                    feed.tags.join(",")
                )?;
                if let Some(problem) = &feed.problem {
                    writeln!(out, "\t{}", sanitize::line(problem))?;
                }
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

/// Looks into all feeds, then gets every page that waits; or gets the named pieces again.
pub fn fetch(command: &FetchArgs, context: &CliContext) -> Result<Outcome, CliError> {
    let mut library = context.library()?;
    let stop = interrupt::flag();
    let mut outcome = Outcome::Done;
    if command.pieces.named.is_empty() && command.pieces.filter.is_none() {
        if !command.no_feeds && feeds(&mut library, context, &stop)? {
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
            FetchEvent::Done(due, new) => {
                if written.is_ok() {
                    let unchanged = if new { "" } else { " (unchanged)" };
                    let line = writeln!(out, "fetched: {}{unchanged}", sanitize::line(&due.url));
                    written = line.and_then(|()| out.flush());
                }
            }
            FetchEvent::Failed(due, why, again) => {
                let later = if again { " (it will be tried again)" } else { "" };
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
        context.note(&format!("{} {wait} for a later time", pluralize(waiting, "address", "addresses")));
    }
    Ok(if report.failed > 0 { Outcome::SomeFailed } else { outcome })
}

/// Takes what is new in every feed; whether any failed.
fn feeds(library: &mut Library, context: &CliContext, stop: &Arc<AtomicBool>) -> Result<bool, CliError> {
    let mut failed = false;
    for feed in library.feeds()? {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        // Asked for anew each time: what one feed of a host was told counts for the others.
        if let Some(until) = library.feed_rests(feed.id)? {
            context.note(&format!("{}: not asked before {}, as its server wishes", feed.url, dates::show(until)));
            continue;
        }
        let bytes = queue::load_feed(&feed, stop);
        match queue::take_feed(library, &feed, bytes, context.models())? {
            Ok(0) => {}
            Ok(new) => context.note(&format!("{}: {new} new", feed.title.as_deref().unwrap_or(&feed.url))),
            Err(why) => {
                failed = true;
                context.error(&format!("{}: {why}", feed.url));
            }
        }
    }
    Ok(failed)
}

/// Joins two speakers into one, or parts them again.
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
