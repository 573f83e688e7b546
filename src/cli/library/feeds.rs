//! `sayso feed`: followed feeds and their settings.

use super::export::unwritten;
use super::feed_args::{FeedAdd, FeedCommand, FeedList, FeedSet, TextFrom};
use crate::atomic_write::{self, Permissions};
use crate::cli::context::CliContext;
use crate::cli::error::{CliError, Outcome};
use crate::cli::interrupt;
use crate::cli::output::{StdoutWriter, out};
use crate::cli::read_args::RowFormat;
use crate::cli::rows::{JsonArray, csv, escape_csv_formula, json, markdown};
use crate::cli::table::{self, Cell};
use crate::library::feed::NamedFeed;
use crate::library::feed_fetch::FeedFailure;
use crate::library::{
    Change, Feed, FeedId, FeedState, FeedText, FoundFeeds, Library, dates, export, feed_address, find_feeds,
};
use crate::load;
use crate::plural::pluralize;
use crate::sanitize;
use serde::Serialize;
use std::io::Write;

/// Adds, lists, changes and removes feeds.
pub fn feed(command: &FeedCommand, context: &CliContext) -> Result<Outcome, CliError> {
    match command {
        FeedCommand::Add(it) => add(it, context),
        FeedCommand::List(it) => list(it, context),
        FeedCommand::Rename { feed, name } => {
            let change = |library: &mut Library, feed: &Feed| {
                let label = format!("renamed feed {}", feed.label());
                library.change_feeds(&[feed.id], &label, |settings| settings.name.clone_from(name))
            };
            changed(feed, if name.is_some() { "renamed" } else { "name reset" }, context, change)
        }
        FeedCommand::Tag { feed, tags } => {
            let change = |library: &mut Library, feed: &Feed| {
                let label = format!("tagged feed {}", feed.label());
                library.change_feeds(&[feed.id], &label, |settings| settings.tags.clone_from(tags))
            };
            changed(feed, if tags.is_empty() { "tags removed" } else { "tagged" }, context, change)
        }
        FeedCommand::Set(it) => set(it, context),
        FeedCommand::Rm { feeds } => remove(feeds, context),
        FeedCommand::ReadAll { feeds } => read_all(feeds, context),
        FeedCommand::Export { output } => {
            let library = context.library_to_read()?;
            match output {
                None => {
                    let mut out = out();
                    export::write_opml(&library, &mut out)?;
                    out.flush()?;
                }
                Some(file) => {
                    atomic_write::write(file, Permissions::Default, |out| export::write_opml(&library, out))
                        .map_err(unwritten(file))?;
                }
            }
            Ok(Outcome::Done)
        }
    }
}

/// Finds a feed by number, name or address.
pub fn named(library: &Library, name: &str) -> Result<Feed, CliError> {
    library.feed(name)?.ok_or_else(|| {
        let name = load::without_login(name).into_owned();
        CliError::Failed(format!("no feed is called {}; `sayso feed list` shows their names", sanitize::line(&name)))
    })
}

fn changed(
    name: &str,
    done: &str,
    context: &CliContext,
    change: impl FnOnce(&mut Library, &Feed) -> crate::library::Result<usize>,
) -> Result<Outcome, CliError> {
    let mut library = context.library()?;
    let feed = named(&library, name)?;
    change(&mut library, &feed)?;
    let mut out = out();
    let feed = named(&library, &feed.id.to_string())?;
    writeln!(out, "{done}: {}", sanitize::line(&feed.label()))?;
    out.flush()?;
    Ok(Outcome::Done)
}

fn set(command: &FeedSet, context: &CliContext) -> Result<Outcome, CliError> {
    if command.text.is_none() && command.keep.is_none() && !command.pause && !command.resume {
        return Err(CliError::Usage("nothing to set; name an option (see `sayso feed set --help`)".into()));
    }
    changed(&command.feed, "changed", context, |library, feed| {
        let label = format!("changed feed {}", feed.label());
        library.change_feeds(&[feed.id], &label, |settings| {
            settings.text = match command.text {
                Some(TextFrom::Auto) => FeedText::Auto,
                Some(TextFrom::Feed) => FeedText::Feed,
                Some(TextFrom::Page) => FeedText::Page,
                None => settings.text,
            };
            settings.keep = command.keep.map_or(settings.keep, |keep| (keep > 0).then_some(keep));
            settings.state = match (command.pause, command.resume) {
                (true, _) => FeedState::Paused,
                (_, true) => FeedState::Followed,
                _ => settings.state,
            };
        })
    })
}

fn remove(names: &[String], context: &CliContext) -> Result<Outcome, CliError> {
    let mut library = context.library()?;
    let mut outcome = Outcome::Done;
    let mut out = out();
    for name in names {
        match named(&library, name) {
            Ok(feed) => {
                library.unfollow(&feed)?;
                writeln!(out, "unfollowed: {}", sanitize::line(&feed.label()))?;
            }
            Err(CliError::Failed(why)) => {
                context.error(&why);
                outcome = Outcome::SomeFailed;
            }
            Err(other) => return Err(other),
        }
    }
    out.flush()?;
    Ok(outcome)
}

fn read_all(names: &[String], context: &CliContext) -> Result<Outcome, CliError> {
    let mut library = context.library()?;
    let feeds = if names.is_empty() {
        library.feeds()?
    } else {
        names.iter().map(|name| named(&library, name)).collect::<Result<Vec<_>, _>>()?
    };
    let numbers: Vec<FeedId> = feeds.iter().map(|feed| feed.id).collect();
    let unread = library.unread_of_feeds(&numbers)?;
    let changed = library.change(&unread, &Change::Read(true))?;
    let mut out = out();
    writeln!(out, "marked read: {}", pluralize(changed, "article", "articles"))?;
    out.flush()?;
    Ok(Outcome::Done)
}

fn add(command: &FeedAdd, context: &CliContext) -> Result<Outcome, CliError> {
    let mut library = context.library()?;
    if command.title.is_some() && command.urls.len() > 1 {
        return Err(CliError::Usage("--title works with one feed; add them one by one".into()));
    }
    let mut outcome = Outcome::Done;
    for url in &command.urls {
        if let Err(error) = add_one(&mut library, url, command, context) {
            let CliError::Failed(why) = error else { return Err(error) };
            context.error(&why);
            outcome = Outcome::SomeFailed;
        }
    }
    Ok(outcome)
}

fn add_one(library: &mut Library, given: &str, command: &FeedAdd, context: &CliContext) -> Result<(), CliError> {
    let failed = |error: crate::library::Error| CliError::Failed(error.to_string());
    let mut address = feed_address(given).map_err(failed)?;
    let mut fetched = None;
    if !command.unchecked {
        match find_feeds(&address, &interrupt::flag()) {
            Ok(FoundFeeds::One(url, found)) => (address, fetched) = (url, Some(*found)),
            Ok(FoundFeeds::None) => return Err(ambiguous(&[], given)),
            Ok(FoundFeeds::Several(named)) => return Err(ambiguous(&named, given)),
            Err((_, FeedFailure::Stopped)) => return Err(CliError::Signal(interrupt::SIGNAL)),
            Err((url, failure)) => {
                let (url, why) = (load::without_login(&url), failure.reason());
                let words = format!("{url}: {why}; not added (--unchecked adds it anyway)");
                return Err(CliError::Failed(words));
            }
        }
    }
    let new = library.follow(&address, command.title.as_deref(), &command.tag).map_err(failed)?;
    let feed = named(library, &address)?;
    let mut line = format!("{}: ", if new { "followed" } else { "already followed" });
    if let Some(fetched) = fetched {
        let saved = library.save_feed(&feed, fetched, context.models())?;
        for (name, why) in &saved.failed {
            context.error(&format!("{}: {name}: {why}", feed.label()));
        }
        let feed = named(library, &address)?;
        line.push_str(&format!("{} ({}), ", feed.label(), load::without_login(&address)));
        line.push_str(&pluralize(feed.articles, "article", "articles"));
    } else {
        line.push_str(&load::without_login(&address));
    }
    let mut out = out();
    writeln!(out, "{}", sanitize::line(&line))?;
    out.flush()?;
    context.note("`sayso fetch` downloads new entries");
    Ok(())
}

/// Returns the error for a page that names no feed or several, which are listed.
fn ambiguous(named: &[NamedFeed], page: &str) -> CliError {
    let page = load::without_login(page).into_owned();
    if named.is_empty() {
        return CliError::Failed(format!("{page}: a web page without a link to a feed"));
    }
    let line = |one: &NamedFeed| {
        let title = one.title.as_deref().map(|title| format!(" ({title})")).unwrap_or_default();
        sanitize::line(&format!("  sayso feed add {}{title}", one.url)).into_owned()
    };
    let lines: Vec<String> = named.iter().map(line).collect();
    CliError::Failed(format!("{page} links to several feeds; choose one:\n{}", lines.join("\n")))
}

/// A feed in JSON and CSV.
#[derive(Debug, Serialize)]
struct FeedRow<'a> {
    id: FeedId,
    url: String,
    title: Option<&'a str>,
    tags: &'a [String],
    state: FeedState,
    text: FeedText,
    keep: Option<u32>,
    unread: usize,
    articles: usize,
    checked: Option<String>,
    fetched: Option<String>,
    problem: Option<&'a str>,
}

impl<'a> FeedRow<'a> {
    fn of(feed: &'a Feed) -> Self {
        Self {
            id: feed.id,
            url: load::without_login(&feed.url).into_owned(),
            title: feed.title.as_deref(),
            tags: &feed.settings.tags,
            state: feed.settings.state,
            text: feed.settings.text,
            keep: feed.settings.keep,
            unread: feed.unread,
            articles: feed.articles,
            checked: feed.checked.map(dates::show),
            fetched: feed.fetched.map(dates::show),
            problem: feed.problem.as_deref(),
        }
    }
}

fn list(command: &FeedList, context: &CliContext) -> Result<Outcome, CliError> {
    let feeds = context.library_to_read()?.feeds()?;
    let mut out = out();
    match command.format {
        RowFormat::Table if feeds.is_empty() => context.note("you follow no feeds; `sayso feed add URL` adds one"),
        RowFormat::Table => table_of(&feeds, context, &mut out)?,
        RowFormat::Json => {
            let mut array = JsonArray::default();
            for feed in &feeds {
                array.push(&json(&FeedRow::of(feed))?, &mut out)?;
            }
            array.finish(&mut out)?;
        }
        RowFormat::Jsonl => {
            for feed in &feeds {
                writeln!(out, "{}", json(&FeedRow::of(feed))?)?;
            }
        }
        RowFormat::Csv => {
            out.write_all(&csv(&["id", "url", "title", "tags", "unread", "articles", "fetched", "problem"])?)?;
            for feed in &feeds {
                let row = FeedRow::of(feed);
                let [tags, title, problem] = [
                    row.tags.join(","),
                    row.title.unwrap_or_default().to_owned(),
                    row.problem.unwrap_or_default().to_owned(),
                ]
                .map(escape_csv_formula);
                let (unread, articles) = (row.unread.to_string(), row.articles.to_string());
                let fetched = row.fetched.unwrap_or_default();
                let id = row.id.to_string();
                out.write_all(&csv(&[&id, &row.url, &title, &tags, &unread, &articles, &fetched, &problem])?)?;
            }
        }
        RowFormat::Markdown => {
            for feed in &feeds {
                writeln!(out, "- [{}](<{}>)", markdown(&feed.label()), load::without_login(&feed.url))?;
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn table_of(feeds: &[Feed], context: &CliContext, out: &mut StdoutWriter) -> Result<(), CliError> {
    let styling = context.styling();
    let dim = if styling == crate::cli::context::Styling::Plain { "" } else { ";2" };
    let rows: Vec<Vec<Cell>> = feeds
        .iter()
        .map(|feed| {
            let mut title = Cell::new(sanitize::line(&feed.label()), "");
            let tags = feed.settings.tags.iter().map(|tag| format!(" #{tag}")).collect::<String>();
            title.push(&format!("\n{}{}", load::without_login(&feed.url), sanitize::line(&tags)), dim);
            let state = match feed.settings.state {
                FeedState::Paused => Some("paused"),
                FeedState::Ended => Some("ended"),
                FeedState::Followed | FeedState::Removed => None,
            };
            for line in state.into_iter().chain(feed.problem.as_deref()) {
                title.push(&format!("\n{}", sanitize::line(line)), "");
            }
            let fetched = feed.fetched.map_or_else(|| "never".into(), dates::show);
            vec![
                Cell::new(feed.id.to_string(), dim),
                Cell::new(feed.unread.to_string(), ""),
                Cell::new(fetched.get(..16).unwrap_or(&fetched).replace('T', " "), dim),
                title,
            ]
        })
        .collect();
    out.write_all(table::lay(&["NO", "UNREAD", "FETCHED", "FEED"], &rows, styling).as_bytes())?;
    Ok(())
}
