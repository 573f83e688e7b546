//! Attributes articles again that an older model attributed, a few at a time. The user's corrections are applied to
//! the new attributions too.

use super::error::Result;
use super::ids::PieceId;
use super::pack;
use super::versions::reading_of_version;
use super::{Library, reindex};
use crate::attribute::{self, attribute};
use rusqlite::{OptionalExtension, TransactionBehavior, params};

impl Library {
    /// Number of articles with a text that an older model attributed.
    ///
    /// # Errors
    /// The file fails.
    pub fn outdated(&self) -> Result<usize> {
        let sql = "SELECT count(*) FROM piece WHERE model < ?1 AND body IS NOT NULL";
        Ok(self.db.prepare_cached(sql)?.query_row([attribute::VERSION], |row| row.get(0))?)
    }

    /// Attributes up to `limit` of these articles again, newest first, and returns their number. Each is written
    /// separately, so that other writers need not wait. There is no undo step, because no choice of the user changes.
    ///
    /// # Errors
    /// The file fails, or can't be written.
    pub fn reanalyse(&mut self, limit: usize) -> Result<usize> {
        self.ensure_writable()?;
        let sql = "SELECT id, body FROM piece WHERE model < ?1 AND body IS NOT NULL ORDER BY place DESC LIMIT ?2";
        let outdated: Vec<(PieceId, i64)> = {
            let mut statement = self.db.prepare_cached(sql)?;
            let rows = statement.query_map(params![attribute::VERSION, limit], |row| Ok((row.get(0)?, row.get(1)?)))?;
            rows.collect::<std::result::Result<_, _>>()?
        };
        for &(id, body) in &outdated {
            self.reanalyse_one(id, body)?;
        }
        Ok(outdated.len())
    }

    fn reanalyse_one(&mut self, id: PieceId, body: i64) -> Result<()> {
        // A text that does not unpack stays as it is and is not tried again with this model.
        let packed = reading_of_version(&self.db, body).ok().and_then(|mut reading| {
            reading.attributions = attribute(&reading.article, self.models.attribution());
            pack::pack(reading).ok()
        });
        let tx = self.db.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let in_force: Option<i64> =
            tx.prepare_cached("SELECT body FROM piece WHERE id = ?1")?.query_row([id], |row| row.get(0)).optional()?;
        // Another version may have been stored meanwhile.
        if in_force == Some(body) {
            if let Some(pack::Packed { text, rest }) = packed {
                let sql = "UPDATE body SET text = ?2, reading_json = ?3 WHERE id = ?1";
                tx.prepare_cached(sql)?.execute(params![body, text, rest])?;
                reindex::reindex(&tx, &self.models, id)?;
            }
            let sql = "UPDATE piece SET model = max(model, ?2) WHERE id = ?1";
            tx.prepare_cached(sql)?.execute(params![id, attribute::VERSION])?;
        }
        tx.commit()?;
        Ok(())
    }
}
