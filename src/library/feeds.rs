//! The feeds that the user follows: settings and state. Fetching them is in [`super::feed_fetch`].

use super::address::canonical;
use super::error::{Error, Result};
use super::fold::folded;
use super::ids::{FeedId, PieceId};
use super::journal::{JournalField, json};
use super::piece::Seconds;
use super::{Library, fetch_queue};
use crate::load::{Validators, without_login};
use rusqlite::{Connection, OptionalExtension, Row, params};
use serde::{Deserialize, Serialize};
use url::Url;

/// A followed feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Number in the file.
    pub id: FeedId,
    /// Address of the feed.
    pub url: String,
    /// Title: the user's name for it, else its own, once it was read.
    pub title: Option<String>,
    /// The user's settings.
    pub settings: FeedSettings,
    /// Address of its site.
    pub site: Option<String>,
    /// Validators of the last answer.
    pub validators: Validators,
    /// Time of the last request.
    pub checked: Option<Seconds>,
    /// Time of the last successful answer.
    pub fetched: Option<Seconds>,
    /// Reason for the last failure, if it failed.
    pub problem: Option<String>,
    /// Number of failures in a row.
    pub errors: u32,
    /// Number of unread articles.
    pub unread: usize,
    /// Number of all articles.
    pub articles: usize,
}

/// The user's settings of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct FeedSettings {
    /// The user's name for it.
    pub name: Option<String>,
    /// Tags for each of its articles.
    pub tags: Vec<String>,
    /// State of fetching.
    pub state: FeedState,
    /// Source of its articles' texts.
    pub text: FeedText,
    /// Number of unread articles to keep; `None` for all.
    pub keep: Option<u32>,
}

/// Request state of a feed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedState {
    /// It is fetched.
    #[default]
    Followed,
    /// The user paused it.
    Paused,
    /// Its server says that it is gone for good.
    Ended,
    /// The user removed it; it can be brought back.
    Removed,
}

/// Source of the texts of a feed's articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FeedText {
    /// The feed if it has the whole text, else the page.
    #[default]
    Auto,
    /// The feed; no page is fetched.
    Feed,
    /// The page.
    Page,
}

impl FeedState {
    const ALL: [Self; 4] = [Self::Followed, Self::Paused, Self::Ended, Self::Removed];
}

impl FeedText {
    /// All values with their names.
    pub const ALL: [(&'static str, Self); 3] = [("auto", Self::Auto), ("feed", Self::Feed), ("page", Self::Page)];
}

impl Feed {
    /// Returns the title, else the address without a password.
    pub fn label(&self) -> String {
        self.title.clone().unwrap_or_else(|| without_login(&self.url).into_owned())
    }
}

/// File name endings.
const FILE_ENDINGS: [&str; 7] = [".xml", ".rss", ".atom", ".rdf", ".json", ".opml", ".html"];

/// Normalises the address of a feed: resolves `feed:` and a missing scheme, puts scheme and host into lower case.
///
/// # Errors
/// It is not a web address.
pub fn feed_address(address: &str) -> Result<String> {
    let wrong = || Error::NotAWebAddress(without_login(address).into_owned());
    let trimmed = address.trim();
    let lower = trimmed.to_ascii_lowercase();
    let given = match lower.split_once(':') {
        Some(("feed", rest)) if rest.starts_with("//") => format!("http:{}", &trimmed[5..]),
        Some(("feed", _)) => return feed_address(&trimmed[5..]),
        Some(("http" | "https", _)) => trimmed.to_owned(),
        // `example.org`, `example.org:8080/feed`, but not `mailto:a@b`.
        Some((host, rest)) if !host.contains('.') || !rest.starts_with(|c: char| c.is_ascii_digit()) => {
            return Err(wrong());
        }
        // A missing file rather than a host.
        _ if !lower.contains('/') && FILE_ENDINGS.iter().any(|ending| lower.ends_with(ending)) => return Err(wrong()),
        _ => format!("https://{trimmed}"),
    };
    let url = Url::parse(&given).map_err(|_| wrong())?;
    let is_web =
        url.host_str().is_some_and(|host| host.contains(['.', ':']) || host == "localhost" || given == trimmed);
    if is_web && canonical(&given).is_some() { Ok(url.into()) } else { Err(wrong()) }
}

const COLUMNS: &str = "SELECT f.id, f.url, coalesce(f.name, f.title), f.name, f.tags, f.state, f.source, f.keep, f.site, f.etag,
  f.modified, f.checked, f.fetched, f.problem, f.errors, coalesce(c.unread, 0), coalesce(c.articles, 0)
  FROM feed f LEFT JOIN (SELECT s.feed, count(DISTINCT p.id) AS articles,
                           count(DISTINCT CASE WHEN p.state = 0 THEN p.id END) AS unread
                         FROM seen s JOIN piece p ON p.id = s.piece AND p.deleted = 0 GROUP BY s.feed) c ON c.feed = f.id";

fn from_row(row: &Row<'_>) -> rusqlite::Result<Feed> {
    let tags: String = row.get(4)?;
    Ok(Feed {
        id: row.get(0)?,
        url: row.get(1)?,
        title: row.get(2)?,
        settings: FeedSettings {
            name: row.get(3)?,
            tags: serde_json::from_str(&tags).unwrap_or_default(),
            state: FeedState::ALL.get(row.get::<_, usize>(5)?).copied().unwrap_or_default(),
            text: FeedText::ALL.get(row.get::<_, usize>(6)?).map(|(_, text)| *text).unwrap_or_default(),
            keep: row.get(7)?,
        },
        site: row.get(8)?,
        validators: Validators { etag: row.get(9)?, modified: row.get(10)? },
        checked: row.get(11)?,
        fetched: row.get(12)?,
        problem: row.get(13)?,
        errors: row.get(14)?,
        unread: row.get(15)?,
        articles: row.get(16)?,
    })
}

pub(super) fn read_feed(db: &Connection, id: FeedId) -> Result<FeedSettings> {
    let sql = format!("{COLUMNS} WHERE f.id = ?1");
    let found = db.prepare_cached(&sql)?.query_row([id], from_row).optional()?;
    found.map(|feed| feed.settings).ok_or_else(|| Error::NotFound(format!("feed {id}")))
}

pub(super) fn write_feed(db: &Connection, id: FeedId, settings: &FeedSettings) -> Result<()> {
    let FeedSettings { name, tags, state, text, keep } = settings;
    let tags = serde_json::to_string(tags).unwrap_or_default();
    let sql = "UPDATE feed SET name = ?2, tags = ?3, state = ?4, source = ?5, keep = ?6 WHERE id = ?1";
    db.prepare_cached(sql)?.execute(params![id, name, tags, *state as i64, *text as i64, keep])?;
    Ok(())
}

impl Library {
    /// Follows a feed, or brings back a removed one. Returns true if it is new. For a followed feed, a given name and
    /// tags replace the old ones.
    ///
    /// # Errors
    /// It is not a web address, or the file can't be written.
    pub fn follow(&mut self, url: &str, name: Option<&str>, tags: &[String]) -> Result<bool> {
        let url = feed_address(url)?;
        let known = self.feed_of_address(&url)?;
        self.transaction(|journal| {
            let sql = "INSERT INTO feed(url, state) VALUES (?1, 3)";
            let id = match known {
                Some(id) => id,
                None => journal.db.prepare_cached(sql)?.insert([&url]).map(FeedId)?,
            };
            let mut settings = read_feed(journal.db, id)?;
            let new = matches!(settings.state, FeedState::Removed | FeedState::Ended);
            if new {
                settings.state = FeedState::Followed;
            }
            settings.name = name.map(str::to_owned).or(settings.name);
            if !tags.is_empty() {
                settings.tags = tags.to_vec();
            }
            journal.set(id, JournalField::Feed, &json(&settings)?)?;
            let label = settings.name.as_deref().map_or_else(|| without_login(&url), Into::into);
            journal.relabel(format!("{} {label}", if new { "followed" } else { "changed" }))?;
            let sql = "UPDATE feed SET problem = NULL, errors = 0, due = 0 WHERE id = ?1";
            journal.db.prepare_cached(sql)?.execute([id])?;
            Ok(new)
        })
    }

    /// Returns the feed with an address, even if it was removed.
    fn feed_of_address(&self, url: &str) -> Result<Option<FeedId>> {
        let mut statement = self.db.prepare_cached("SELECT id FROM feed WHERE url = ?1")?;
        if let Some(id) = statement.query_row([url], |row| row.get(0)).optional()? {
            return Ok(Some(id));
        }
        // Older versions stored addresses as they were typed.
        let mut statement = self.db.prepare_cached("SELECT id, url FROM feed")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, FeedId>(0)?, row.get::<_, String>(1)?)))?;
        let all = rows.collect::<std::result::Result<Vec<_>, _>>()?;
        Ok(all.into_iter().find(|(_, held)| feed_address(held).is_ok_and(|held| held == url)).map(|(id, _)| id))
    }

    /// Changes the settings of feeds as one undo step. Returns the number of feeds changed.
    ///
    /// # Errors
    /// The file can't be written, or there is no such feed.
    pub fn change_feeds(&mut self, feeds: &[FeedId], label: &str, change: impl Fn(&mut FeedSettings)) -> Result<usize> {
        self.transaction(|journal| {
            let mut changed = 0;
            for &id in feeds {
                let mut settings = read_feed(journal.db, id)?;
                change(&mut settings);
                changed += usize::from(journal.set(id, JournalField::Feed, &json(&settings)?)?);
            }
            journal.relabel(label.to_owned())?;
            Ok(changed)
        })
    }

    /// Stops following a feed. Returns false if it was not followed. Its articles stay, and undo brings it back.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn unfollow(&mut self, feed: &Feed) -> Result<bool> {
        let label = format!("unfollowed {}", feed.label());
        Ok(self.change_feeds(&[feed.id], &label, |settings| settings.state = FeedState::Removed)? > 0)
    }

    /// Returns all feeds that were not removed, by title.
    ///
    /// # Errors
    /// The file fails.
    pub fn feeds(&self) -> Result<Vec<Feed>> {
        let sql = format!("{COLUMNS} WHERE f.state < 3 ORDER BY coalesce(f.name, f.title, f.url) COLLATE NOCASE, f.id");
        let mut statement = self.db.prepare_cached(&sql)?;
        let rows = statement.query_map([], from_row)?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Finds a feed by number, address or unique name.
    ///
    /// # Errors
    /// The file fails, or several feeds have the name.
    pub fn feed(&self, name: &str) -> Result<Option<Feed>> {
        let feeds = self.feeds()?;
        let address = feed_address(name).ok();
        let by_number = || feeds.iter().find(|feed| feed.id.to_string() == name.trim());
        let by_address = || {
            let same = |feed: &&Feed| feed.url == name || address.as_ref().is_some_and(|address| *address == feed.url);
            feeds.iter().find(same)
        };
        if let Some(found) = by_number().or_else(by_address) {
            return Ok(Some(found.clone()));
        }
        let wanted = folded(name);
        let title = |feed: &Feed| folded(&feed.label());
        let exact: Vec<&Feed> = feeds.iter().filter(|feed| title(feed) == wanted).collect();
        let part: Vec<&Feed> =
            feeds.iter().filter(|feed| !wanted.is_empty() && title(feed).contains(&wanted)).collect();
        match if exact.is_empty() { part } else { exact }.as_slice() {
            [] => Ok(None),
            [one] => Ok(Some((*one).clone())),
            several => {
                let numbers: Vec<String> = several.iter().map(|feed| feed.id.to_string()).collect();
                Err(Error::Other(format!("several feeds are called {name}: {}", numbers.join(", "))))
            }
        }
    }

    /// Returns the unread articles of feeds, newest first.
    ///
    /// # Errors
    /// The file fails.
    pub fn unread_of_feeds(&self, feeds: &[FeedId]) -> Result<Vec<PieceId>> {
        let feeds = serde_json::to_string(feeds).unwrap_or_default();
        let sql = "SELECT DISTINCT p.id FROM seen s JOIN piece p ON p.id = s.piece
                   WHERE s.feed IN (SELECT value FROM json_each(?1)) AND p.deleted = 0 AND p.state = 0 ORDER BY p.place DESC";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([feeds], |row| row.get(0))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Returns the time before which a feed must not be requested, if it is in the future. A time too far ahead comes
    /// from a clock that was set back since.
    ///
    /// # Errors
    /// The file fails.
    pub fn feed_rests(&self, feed: FeedId) -> Result<Option<Seconds>> {
        let mut statement = self.db.prepare_cached("SELECT due FROM feed WHERE id = ?1")?;
        let due: Option<Seconds> = statement.query_row([feed], |row| row.get(0)).optional()?;
        let now = self.now();
        Ok(due.filter(|due| (now + 1..=now + fetch_queue::MAX_DELAY).contains(due)))
    }

    /// Returns the keys of a feed's entries that were seen.
    ///
    /// # Errors
    /// The file fails.
    pub fn seen(&self, feed: FeedId) -> Result<Vec<i64>> {
        let mut statement = self.db.prepare_cached("SELECT entry FROM seen WHERE feed = ?1 ORDER BY entry")?;
        let rows = statement.query_map([feed], |row| row.get(0))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Marks entries of a feed as seen, for those that another library had.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn saw_all(&mut self, feed: &str, entries: &[i64]) -> Result<()> {
        let Some(feed) = self.feed_of_address(&feed_address(feed)?)? else { return Ok(()) };
        let tx = self.db.transaction()?;
        let sql = "INSERT OR IGNORE INTO seen(feed, entry) VALUES (?1, ?2)";
        for entry in entries {
            tx.prepare_cached(sql)?.execute(params![feed, entry])?;
        }
        Ok(tx.commit()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_feeds_are_mended() {
        let cases = [
            ("feed://a.example/x.xml", Some("http://a.example/x.xml")),
            ("feed:https://a.example/x", Some("https://a.example/x")),
            ("HTTP://A.Example/X", Some("http://a.example/X")),
            ("a.example", Some("https://a.example/")),
            ("a.example:8080/feed", Some("https://a.example:8080/feed")),
            ("http://user:pw@a.example/", Some("http://user:pw@a.example/")),
            ("mailto:a@b.example", None),
            ("exec:rm", None),
            ("nonsense", None),
            ("nosuch.xml", None),
            ("file:///etc/passwd", None),
            ("", None),
        ];
        for (given, expected) in cases {
            assert_eq!(feed_address(given).ok().as_deref(), expected, "{given}");
        }
    }
}
