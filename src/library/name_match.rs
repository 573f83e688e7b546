//! Names of speakers, authors, sites, tags and feeds as somebody remembers them: without accents, begun, with another ending,
//! with one typing error. Closer names shut out those that are less close.

use super::error::Result;
use super::fold::words;
use rusqlite::Connection;
use std::collections::HashMap;

/// Closeness of a name to the typed one, the closest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Closeness {
    /// It has these words.
    Whole,
    /// Its words begin so.
    Begins,
    /// Its words have other endings: `Merkels`, `Путина`.
    Ending,
    /// A letter is wrong, missing, too many, or changed places with its neighbour.
    Typo,
}

/// A shorter word is too easily another one.
pub(super) const MIN_FORGIVEN: usize = 4;

/// Letters that an ending may have.
const MAX_ENDING: usize = 2;

/// Closeness of two folded words; `None` if they differ too much.
pub(super) fn closeness(word: &str, typed: &str) -> Option<Closeness> {
    closeness_within(word, typed, Closeness::Typo)
}

/// Closeness of two folded words; `None` if it is less than `least`.
fn closeness_within(word: &str, typed: &str, least: Closeness) -> Option<Closeness> {
    if let Some(rest) = word.strip_prefix(typed) {
        let close = if rest.is_empty() { Closeness::Whole } else { Closeness::Begins };
        return Some(close).filter(|close| *close <= least);
    }
    if least < Closeness::Ending {
        return None;
    }
    let (letters, length) = (typed.chars().count(), word.chars().count());
    if letters < MIN_FORGIVEN || length.abs_diff(letters) > MAX_ENDING {
        return None;
    }
    let shared = word.chars().zip(typed.chars()).take_while(|(a, b)| a == b).count();
    if shared >= MIN_FORGIVEN && letters - shared <= MAX_ENDING && length - shared <= MAX_ENDING {
        return Some(Closeness::Ending);
    }
    (least >= Closeness::Typo && is_one_typo(word, typed)).then_some(Closeness::Typo)
}

/// Returns true if two words differ in one letter, which is wrong, missing, too many, or changed places with its
/// neighbour.
fn is_one_typo(one: &str, other: &str) -> bool {
    let (mut a, mut b) = (one.chars(), other.chars());
    loop {
        let (at_a, at_b) = (a.clone(), b.clone());
        match (a.next(), b.next()) {
            (None, None) => return false,
            (x, y) if x == y => {}
            (x, y) => {
                let swapped = {
                    let (mut rest_a, mut rest_b) = (a.clone(), b.clone());
                    x.is_some() && y.is_some() && rest_a.next() == y && rest_b.next() == x && rest_a.eq(rest_b)
                };
                return swapped || a.clone().eq(b.clone()) || a.eq(at_b) || at_a.eq(b);
            }
        }
    }
}

/// A typed name, as folded words.
#[derive(Clone, Debug)]
pub(super) struct TypedName {
    words: Vec<String>,
    /// The least close names that are wanted.
    least: Closeness,
}

impl TypedName {
    /// A name that may be misremembered; `exactly`: only its words and their beginnings count.
    pub(super) fn new(typed: &str, exactly: bool) -> Self {
        // The s of a genitive is no word of the name.
        let typed = typed.trim().trim_end_matches("'s").trim_end_matches("’s");
        let mut words = words(typed);
        words.sort_unstable();
        words.dedup();
        Self { words, least: if exactly { Closeness::Begins } else { Closeness::Typo } }
    }

    /// Closeness of a name with these folded words: that of its farthest word; `None` if it is less than `least`.
    fn fits<'n>(&self, name: impl Iterator<Item = &'n str> + Clone, least: Closeness) -> Option<Closeness> {
        let mut farthest = None;
        for typed in &self.words {
            let close = name.clone().filter_map(|word| closeness_within(word, typed, least)).min()?;
            farthest = farthest.max(Some(close));
        }
        farthest
    }

    /// Those of the rows, each with its folded name, that are closest; and whether they had to be guessed.
    pub(super) fn closest<T>(&self, rows: impl IntoIterator<Item = (T, String)>) -> (Vec<T>, Option<Closeness>) {
        let mut closest = ClosestNames::to(self);
        for (row, key) in rows {
            closest.see(&key, row);
        }
        closest.end()
    }

    /// The speakers of such a name: numbers as a JSON list, and the words that were taken for what was typed where they are
    /// others.
    pub(super) fn speakers(&self, db: &Connection) -> Result<(Vec<i64>, Option<String>)> {
        if self.words.is_empty() {
            return Ok((Vec::new(), None));
        }
        let list = serde_json::to_string(&self.words).unwrap_or_default();
        let exact = "SELECT c.speaker FROM json_each(?1) w JOIN speaker_name_word c ON c.word = w.value
                     GROUP BY c.speaker HAVING count(*) = ?2";
        let begun = "SELECT c.speaker FROM json_each(?1) w
                     JOIN speaker_name_word c ON c.word >= w.value AND c.word < w.value || char(1114111)
                     GROUP BY c.speaker HAVING count(DISTINCT w.key) = ?2";
        for sql in [exact, begun] {
            let mut statement = db.prepare_cached(sql)?;
            let rows = statement.query_map(rusqlite::params![list, self.words.len()], |row| row.get(0))?;
            let found: Vec<i64> = rows.collect::<std::result::Result<_, _>>()?;
            if !found.is_empty() || self.least == Closeness::Begins && sql == begun {
                return Ok((found, None));
            }
        }
        self.guessed_speakers(db)
    }

    fn guessed_speakers(&self, db: &Connection) -> Result<(Vec<i64>, Option<String>)> {
        let mut all = db.prepare_cached("SELECT DISTINCT word FROM speaker_name_word")?;
        let mut near: HashMap<String, Vec<(usize, Closeness)>> = HashMap::new();
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let word = row.get_ref(0)?.as_str().unwrap_or_default();
            for (n, typed) in self.words.iter().enumerate() {
                if let Some(close) = closeness(word, typed) {
                    near.entry(word.to_owned()).or_default().push((n, close));
                }
            }
        }
        for least in [Closeness::Ending, Closeness::Typo] {
            let within = |(n, close): &(usize, Closeness)| (*close <= least).then_some(*n);
            let pairs: Vec<(&str, usize)> = near
                .iter()
                .flat_map(|(word, fits)| fits.iter().filter_map(within).map(|n| (word.as_str(), n)))
                .collect();
            let sql = "SELECT c.speaker, s.name FROM json_each(?1) w
                       JOIN speaker_name_word c ON c.word = json_extract(w.value, '$[0]')
                       JOIN speaker s ON s.id = c.speaker
                       GROUP BY c.speaker HAVING count(DISTINCT json_extract(w.value, '$[1]')) = ?2";
            let mut statement = db.prepare_cached(sql)?;
            let list = serde_json::to_string(&pairs).unwrap_or_default();
            let rows =
                statement.query_map(rusqlite::params![list, self.words.len()], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let found: Vec<(i64, String)> = rows.collect::<std::result::Result<_, _>>()?;
            if let Some((_, first)) = found.first() {
                let taken = if found.len() == 1 {
                    first.clone()
                } else {
                    let mut words: Vec<&str> = pairs.iter().map(|(word, _)| *word).collect();
                    words.sort_unstable();
                    words.truncate(3);
                    words.join(", ")
                };
                return Ok((found.into_iter().map(|(id, _)| id).collect(), Some(taken)));
            }
        }
        Ok((Vec::new(), None))
    }
}

/// The closest of the names seen so far.
#[derive(Debug)]
pub(super) struct ClosestNames<'t, T> {
    typed: &'t TypedName,
    found: Vec<T>,
    best: Option<Closeness>,
}

impl<'t, T> ClosestNames<'t, T> {
    /// Names that are close to a typed one; none is seen yet.
    pub(super) const fn to(typed: &'t TypedName) -> Self {
        Self { typed, found: Vec::new(), best: None }
    }

    /// Sees a folded name, and keeps its row if no other is closer.
    pub(super) fn see(&mut self, key: &str, row: T) {
        let least = self.best.unwrap_or(self.typed.least);
        let Some(close) = self.typed.fits(key.split(' '), least) else { return };
        if self.best != Some(close) {
            self.found.clear();
            self.best = Some(close);
        }
        self.found.push(row);
    }

    /// Returns the rows that are closest, in the order in which they were seen, and how close they are.
    pub(super) fn end(self) -> (Vec<T>, Option<Closeness>) {
        (self.found, self.best)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_close_that_one_may_mix_up() {
        for (word, typed, expected) in [
            ("blinken", "blinken", Some(Closeness::Whole)),
            ("blinken", "blin", Some(Closeness::Begins)),
            ("merkel", "merkels", Some(Closeness::Ending)),
            ("путин", "путина", Some(Closeness::Ending)),
            ("jansson", "janssen", Some(Closeness::Ending)),
            ("blinken", "blinekn", Some(Closeness::Typo)),
            ("blinken", "bilnken", Some(Closeness::Typo)),
            ("blinken", "linken", Some(Closeness::Typo)),
            ("blinken", "blinkken", Some(Closeness::Typo)),
            ("blinken", "bxlinken", Some(Closeness::Typo)),
            ("blinken", "vlinken", Some(Closeness::Typo)),
            ("blinken", "lbinken", Some(Closeness::Typo)),
            ("blinken", "lbinkne", None),
            ("blinken", "vlinkem", None),
            ("kim", "jim", None),
            ("moreau", "morgan", None),
        ] {
            assert_eq!(closeness(word, typed), expected, "{word} {typed}");
        }
    }

    #[test]
    fn closer_names_shut_out_others() {
        let rows = || {
            let names = [(2, "adam more"), (1, "ada moreau"), (4, "adamo li"), (3, "eva jansson")];
            names.map(|(number, name)| (number, name.to_owned()))
        };
        let closest = |typed: &str| TypedName::new(typed, false).closest(rows()).0;
        assert_eq!(closest("Moreau"), [1]);
        assert_eq!(closest("more"), [2]);
        assert_eq!(closest("mor"), [2, 1]);
        assert_eq!(closest("ada"), [1], "a whole word shuts out one that only begins so, whatever comes first");
        assert_eq!(closest("janson"), [3]);
        assert_eq!(closest("Moreau’s"), [1]);
        assert_eq!(closest("moraeu ada"), [1]);
        assert!(TypedName::new("janson", true).closest(rows()).0.is_empty());
    }
}
