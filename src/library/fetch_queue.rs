//! The queue of addresses to fetch. It is stored in the file and survives a restart. A worker claims an address for a
//! limited time, so that two processes do not fetch it twice.

use super::Library;
use super::address::host;
use super::error::Result;
use super::ids::PieceId;
use super::piece::Seconds;
use rusqlite::{OptionalExtension, TransactionBehavior, params};

/// Duration of a claim in seconds; longer than the longest fetch.
const CLAIM_DURATION: Seconds = 180;
/// Longest delay of an address, in seconds. A later due time comes from a clock that was set back since.
pub(super) const MAX_DELAY: Seconds = 7 * 86_400;
/// Number of attempts before an address is given up.
const MAX_TRIES: u32 = 4;

/// An address to fetch now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FetchJob {
    /// Piece that waits for the page.
    pub piece: PieceId,
    /// Address as it was given.
    pub url: String,
    /// Host of the address; one page of a host is fetched at a time.
    pub host: String,
    /// True if the user typed it; it may then be local.
    pub trusted: bool,
}

/// State of the queue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct QueueStats {
    /// Number of addresses that will be tried.
    pub waiting: usize,
    /// Number of those that are due now.
    pub due: usize,
    /// Number of addresses that were given up.
    pub failed: usize,
    /// Time at which the next one is due.
    pub next: Option<Seconds>,
}

impl Library {
    /// Appends a piece's address to the queue, again if it had been given up. `trusted`: the user typed it.
    ///
    /// # Errors
    /// The file can't be written, or the piece has no address.
    pub fn enqueue(&mut self, piece: PieceId, trusted: bool) -> Result<()> {
        self.ensure_writable()?;
        let held = self.piece(piece)?;
        if held.deleted {
            return Err(super::Error::Other("it is deleted; restore it to download it".into()));
        }
        let url = held.url.unwrap_or_default();
        let Some(host) = host(&url) else {
            return Err(super::Error::Other("this article has no URL to download".into()));
        };
        let sql = "INSERT INTO fetch(piece, host, trusted) VALUES (?1, ?2, ?3)
                   ON CONFLICT(piece) DO UPDATE SET tries = 0, due = 0, problem = NULL, trusted = max(trusted, ?3)";
        self.db.prepare_cached(sql)?.execute(params![piece, host, trusted])?;
        Ok(())
    }

    /// Queues every address without a text. Returns their number.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn enqueue_missing(&mut self) -> Result<usize> {
        self.ensure_writable()?;
        let sql =
            "INSERT OR IGNORE INTO fetch(piece, host) SELECT p.id, s.host FROM piece p JOIN site s ON s.id = p.site
                     LEFT JOIN body b ON b.id = p.body
                   WHERE (b.id IS NULL OR b.excerpt = 1) AND p.deleted = 0 AND p.url IS NOT NULL
                     AND NOT EXISTS (SELECT 1 FROM seen e JOIN feed d ON d.id = e.feed WHERE e.piece = p.id AND d.source = 1)
                   ORDER BY p.saved DESC";
        Ok(self.db.execute(sql, [])?)
    }

    /// Claims the next due address whose host is not in `busy`.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn claim(&mut self, busy: &[String]) -> Result<Option<FetchJob>> {
        self.ensure_writable()?;
        let now = self.now();
        let busy = serde_json::to_string(busy).unwrap_or_default();
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // A claim from the future comes from a clock that was set back since.
        let sql = "SELECT f.piece, coalesce(p.given_url, p.url), f.host, f.trusted FROM fetch f JOIN piece p ON p.id = f.piece
                   WHERE (f.due <= ?1 OR f.due > ?1 + ?5) AND (f.claimed <= ?1 OR f.claimed > ?1 + ?4) AND f.tries < ?2 AND p.deleted = 0
                     AND f.host NOT IN (SELECT value FROM json_each(?3))
                   ORDER BY f.due, f.piece DESC LIMIT 1";
        let due = tx
            .prepare_cached(sql)?
            .query_row(params![now, MAX_TRIES, busy, CLAIM_DURATION, MAX_DELAY], |row| {
                Ok(FetchJob { piece: row.get(0)?, url: row.get(1)?, host: row.get(2)?, trusted: row.get(3)? })
            })
            .optional()?;
        if let Some(due) = &due {
            tx.prepare_cached("UPDATE fetch SET claimed = ?2 WHERE piece = ?1")?
                .execute(params![due.piece, now + CLAIM_DURATION])?;
        }
        tx.commit()?;
        Ok(due)
    }

    /// Releases all claims. The caller must know that no other process is working.
    pub(super) fn unclaim_all(&mut self) -> Result<()> {
        self.db.prepare_cached("UPDATE fetch SET claimed = 0 WHERE claimed > 0")?.execute([])?;
        Ok(())
    }

    /// Removes a fetched address from the queue.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn fetched(&mut self, piece: PieceId) -> Result<()> {
        self.db.prepare_cached("DELETE FROM fetch WHERE piece = ?1")?.execute([piece])?;
        Ok(())
    }

    /// Records a failed fetch. `again` is the time of the next attempt; `None` gives up. A piece that has its text is
    /// given up too: whoever asked for it can ask again. Returns true if it will be retried.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn fetch_failed(&mut self, piece: PieceId, problem: &str, again: Option<Seconds>) -> Result<bool> {
        let sql = "UPDATE fetch SET claimed = 0, problem = ?2, due = coalesce(?3, due),
                   tries = CASE WHEN ?3 IS NULL OR EXISTS (SELECT 1 FROM piece p JOIN body b ON b.id = p.body
                                                           WHERE p.id = ?1 AND b.excerpt = 0) THEN ?4 ELSE tries + 1 END
                   WHERE piece = ?1 RETURNING tries < ?4";
        let mut statement = self.db.prepare_cached(sql)?;
        let tried: Option<bool> =
            statement.query_row(params![piece, problem, again, MAX_TRIES], |row| row.get(0)).optional()?;
        Ok(tried.unwrap_or_default())
    }

    /// Releases a claim after cancelling.
    ///
    /// # Errors
    /// The file can't be written.
    pub fn unclaim(&mut self, piece: PieceId) -> Result<()> {
        self.db.prepare_cached("UPDATE fetch SET claimed = 0 WHERE piece = ?1")?.execute([piece])?;
        Ok(())
    }

    /// Delays all addresses of a host ("Retry-After").
    ///
    /// # Errors
    /// The file can't be written.
    pub fn delay_host(&mut self, host: &str, until: Seconds) -> Result<()> {
        self.db.prepare_cached("UPDATE fetch SET due = max(due, ?2) WHERE host = ?1")?.execute(params![host, until])?;
        Ok(())
    }

    /// Returns the state of the queue, without deleted pieces, which are not fetched unless they are brought back.
    ///
    /// # Errors
    /// The file fails.
    pub fn queue_stats(&self) -> Result<QueueStats> {
        let sql = "SELECT count(*) FILTER (WHERE f.tries < ?1), count(*) FILTER (WHERE f.tries >= ?1),
                   min(f.due) FILTER (WHERE f.tries < ?1), count(*) FILTER (WHERE f.tries < ?1 AND f.due <= ?2)
                   FROM fetch f JOIN piece p ON p.id = f.piece WHERE p.deleted = 0";
        Ok(self.db.prepare_cached(sql)?.query_row(params![MAX_TRIES, self.now()], |row| {
            Ok(QueueStats { waiting: row.get(0)?, due: row.get(3)?, failed: row.get(1)?, next: row.get(2)? })
        })?)
    }

    /// Returns the time at which the first address to retry is due.
    ///
    /// # Errors
    /// The file fails.
    pub fn next_due(&self) -> Result<Option<Seconds>> {
        let sql = "SELECT f.due FROM fetch f JOIN piece p ON p.id = f.piece
                   WHERE f.tries < ?1 AND p.deleted = 0 ORDER BY f.due, f.piece LIMIT 1";
        Ok(self.db.prepare_cached(sql)?.query_row([MAX_TRIES], |row| row.get(0)).optional()?)
    }

    /// Returns the reason why the last fetch of a piece failed, if it did.
    ///
    /// # Errors
    /// The file fails.
    pub fn fetch_problem(&self, piece: PieceId) -> Result<Option<String>> {
        let mut statement = self.db.prepare_cached("SELECT problem FROM fetch WHERE piece = ?1")?;
        Ok(statement.query_row([piece], |row| row.get(0)).optional()?.flatten())
    }
}
