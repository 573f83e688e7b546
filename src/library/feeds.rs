//! Feeds the user follows. Reading them needs the network, which is not here: see `sayso fetch`.

use super::address::{canonical, host};
use super::error::{Error, Result};
use super::fold::hash;
use super::piece::Seconds;
use super::{Library, fetch_queue};
use rusqlite::{OptionalExtension, params};

/// A feed that is followed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// Its number.
    pub id: i64,
    /// Its address.
    pub url: String,
    /// Its title, once it was read.
    pub title: Option<String>,
    /// Tags that each of its pieces gets.
    pub tags: Vec<String>,
    /// When it was last read.
    pub checked: Option<Seconds>,
    /// Why it could not be read, if it could not.
    pub problem: Option<String>,
}

impl Library {
    /// Follows a feed; says whether it is new.
    ///
    /// # Errors
    /// It is no address of the web, or the file can't be written.
    pub fn follow(&mut self, url: &str, title: Option<&str>, tags: &[String]) -> Result<bool> {
        self.ensure_writable()?;
        if canonical(url).is_none() {
            return Err(Error::NotAWebAddress(url.to_owned()));
        }
        let tags = serde_json::to_string(tags).unwrap_or_default();
        let sql = "INSERT INTO feed(url, title, tags) VALUES (?1, ?2, ?3) ON CONFLICT(url) DO NOTHING";
        Ok(self.db.prepare_cached(sql)?.execute(params![url, title, tags])? > 0)
    }

    /// Follows a feed no longer; says whether it was followed.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn unfollow(&mut self, url: &str) -> Result<bool> {
        self.ensure_writable()?;
        Ok(self.db.prepare_cached("DELETE FROM feed WHERE url = ?1")?.execute([url])? > 0)
    }

    /// All feeds, by title.
    ///
    /// # Errors
    /// The file fails.
    pub fn feeds(&self) -> Result<Vec<Feed>> {
        let sql = "SELECT id, url, title, tags, checked, problem FROM feed ORDER BY coalesce(title, url)";
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| {
            let tags: String = row.get(3)?;
            Ok(Feed {
                id: row.get(0)?,
                url: row.get(1)?,
                title: row.get(2)?,
                tags: serde_json::from_str(&tags).unwrap_or_default(),
                checked: row.get(4)?,
                problem: row.get(5)?,
            })
        })?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Notes that a feed was read, or why it could not be.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn feed_checked(&mut self, feed: i64, title: Option<&str>, problem: Option<&str>) -> Result<()> {
        let sql = "UPDATE feed SET title = coalesce(?2, title), checked = ?3, problem = ?4, due = 0 WHERE id = ?1";
        self.db.prepare_cached(sql)?.execute(params![feed, title, self.now(), problem])?;
        Ok(())
    }

    /// Until when a feed's server does not wish it to be asked, if that is in the future. What lies too far ahead comes from a
    /// clock that has been set back since.
    ///
    /// # Errors
    /// The file fails.
    pub fn feed_rests(&self, feed: i64) -> Result<Option<Seconds>> {
        let mut statement = self.db.prepare_cached("SELECT due FROM feed WHERE id = ?1")?;
        let due: Option<Seconds> = statement.query_row([feed], |row| row.get(0)).optional()?;
        let now = self.now();
        Ok(due.filter(|due| (now + 1..=now + fetch_queue::MAX_DELAY).contains(due)))
    }

    /// Puts off all feeds of a feed's host ("Retry-After").
    ///
    /// # Errors
    /// The file can't be written.
    pub fn delay_host_feeds(&mut self, feed: &Feed, until: Seconds) -> Result<()> {
        let of = host(&feed.url);
        for other in self.feeds()?.iter().filter(|other| other.id == feed.id || of.is_some() && host(&other.url) == of)
        {
            self.db.prepare_cached("UPDATE feed SET due = max(due, ?2) WHERE id = ?1")?.execute([other.id, until])?;
        }
        Ok(())
    }

    /// Whether an entry of a feed was seen before.
    ///
    /// # Errors
    /// The file fails.
    pub fn was_seen(&self, feed: i64, entry: &str) -> Result<bool> {
        let number = hash(entry.as_bytes()) as i64;
        Ok(self.db.prepare_cached("SELECT 1 FROM seen WHERE feed = ?1 AND entry = ?2")?.exists([feed, number])?)
    }

    /// The numbers of a feed's entries that were seen.
    ///
    /// # Errors
    /// The file fails.
    pub fn seen(&self, feed: i64) -> Result<Vec<i64>> {
        let mut statement = self.db.prepare_cached("SELECT entry FROM seen WHERE feed = ?1 ORDER BY entry")?;
        let rows = statement.query_map([feed], |row| row.get(0))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }

    /// Notes that these entries of a feed were seen elsewhere.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn saw_all(&mut self, feed: &str, entries: &[i64]) -> Result<()> {
        let tx = self.db.transaction()?;
        let sql = "INSERT OR IGNORE INTO seen(feed, entry) SELECT id, ?2 FROM feed WHERE url = ?1";
        for entry in entries {
            tx.prepare_cached(sql)?.execute(params![feed, entry])?;
        }
        Ok(tx.commit()?)
    }

    /// Notes that an entry was seen, so that it does not come back when its piece is deleted.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn saw(&mut self, feed: i64, entry: &str) -> Result<()> {
        let number = hash(entry.as_bytes()) as i64;
        self.db.prepare_cached("INSERT OR IGNORE INTO seen(feed, entry) VALUES (?1, ?2)")?.execute([feed, number])?;
        Ok(())
    }
}
