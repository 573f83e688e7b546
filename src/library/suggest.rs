//! Suggestions from the library for the end of a filter or of a list of tags.

use super::Library;
use super::error::Result;
use super::fold::folded;
use super::query::{Operator, Wanted, completion, quote_value};

/// A line of input with what its end may become.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Suggestions {
    /// The byte of the input from which on a suggestion replaces it.
    pub start: usize,
    /// Suggestions, the most used first.
    pub words: Vec<String>,
}

/// Suggestions shown, at most.
const MAX_SUGGESTIONS: usize = 8;

/// Names looked at for one beginning.
const MAX_CANDIDATES: usize = 400;

impl Library {
    /// Suggestions for the end of a filter: operators, their values, names in the library.
    ///
    /// # Errors
    /// The file fails.
    pub fn filter_suggestions(&self, filter: &str) -> Result<Suggestions> {
        let Some(completion) = completion(filter) else { return Ok(Suggestions::default()) };
        let words = match completion.wanted {
            Wanted::OneOf(words) => words,
            Wanted::Value(operator) => self
                .values(operator, &completion.typed)?
                .into_iter()
                .map(|value| quote_value(&value))
                .filter(|value| filter.get(completion.start..) != Some(value))
                .collect(),
        };
        Ok(Suggestions { start: completion.start, words: words.into_iter().take(MAX_SUGGESTIONS).collect() })
    }

    /// The tags that the last one of a list parted by commas may become; none that stands in the list already.
    ///
    /// # Errors
    /// The file fails.
    pub fn tag_suggestions(&self, list: &str) -> Result<Suggestions> {
        let comma = list.rfind(',').map_or(0, |at| at + 1);
        // A `-` takes a tag away.
        let typed = list[comma..].trim_start().trim_start_matches('-');
        if typed.is_empty() {
            return Ok(Suggestions::default());
        }
        let there: Vec<String> = list[..comma].split(',').map(folded).collect();
        let mut words = self.values(Operator::Tag, typed)?;
        words.retain(|word| !there.contains(&folded(word)) && word != typed);
        words.truncate(MAX_SUGGESTIONS);
        Ok(Suggestions { start: list.len() - typed.len(), words })
    }

    /// Values of an operator that begin so, the most used first.
    fn values(&self, operator: Operator, typed: &str) -> Result<Vec<String>> {
        let key = folded(typed);
        let sql = match operator {
            Operator::Said if key.is_empty() => return Ok(Vec::new()),
            Operator::Said => {
                // Only the last word of a name is being typed; those before it stand in the name, too.
                let last = key.rsplit(' ').next().unwrap_or_default();
                let sql = "SELECT s.name, s.key, (SELECT count(*) FROM quote_speaker d WHERE d.speaker = s.id)
                           FROM speaker s WHERE s.merged_into IS NULL AND s.id IN
                             (SELECT speaker FROM speaker_name_word WHERE word >= ?1 AND word < ?1 || char(1114111) LIMIT ?2)
                           ORDER BY 3 DESC, 1";
                let mut statement = self.db.prepare_cached(sql)?;
                let rows = statement
                    .query_map(rusqlite::params![last, MAX_CANDIDATES], |row| Ok((row.get(0)?, row.get(1)?)))?;
                let all: Vec<(String, String)> = rows.collect::<std::result::Result<_, _>>()?;
                return Ok(all.into_iter().filter(|(_, name)| begins(name, &key)).map(|(name, _)| name).collect());
            }
            Operator::By => {
                "SELECT a.name, count(*) FROM author a JOIN piece_author w ON w.author = a.id GROUP BY a.id
                 ORDER BY 2 DESC, 1"
            }
            Operator::Tag => {
                "SELECT t.name, count(*) FROM tag t JOIN piece_tag d ON d.tag = t.id JOIN piece p ON p.id = d.piece
                 WHERE p.deleted = 0 GROUP BY t.id ORDER BY 2 DESC, 1"
            }
            Operator::Site => {
                "SELECT coalesce(s.name, s.host), count(*) FROM piece p JOIN site s ON s.id = p.site WHERE p.deleted = 0
                 GROUP BY 1 ORDER BY 2 DESC, 1"
            }
            Operator::Feed => "SELECT coalesce(name, title, url), 0 FROM feed WHERE state < 3 ORDER BY 1",
            Operator::Language => {
                "SELECT lower(language), count(*) FROM piece WHERE deleted = 0 AND language IS NOT NULL GROUP BY 1
                 ORDER BY 2 DESC, 1"
            }
            _ => return Ok(Vec::new()),
        };
        let mut statement = self.db.prepare_cached(sql)?;
        let rows = statement.query_map([], |row| row.get::<_, String>(0))?;
        let mut found = Vec::new();
        for row in rows {
            let name = row?;
            if begins(&folded(&name), &key) {
                found.push(name);
            }
            if found.len() > MAX_SUGGESTIONS {
                break;
            }
        }
        Ok(found)
    }
}

/// Returns true if a folded name, or a word in it, begins so.
fn begins(name: &str, typed: &str) -> bool {
    typed.is_empty() || format!(" {name}").contains(&format!(" {typed}"))
}
