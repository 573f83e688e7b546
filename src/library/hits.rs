//! [`HitWords`]: the words that answer a filter, to be marked where they are shown; [`Library::hit`]: the first place of an
//! article that does.

use super::error::Result;
use super::fold::{words, words_at};
use super::ids::PieceId;
use super::query::{Predicate, Query};
use super::sql::Guess;
use super::{Library, index, speakers};
use crate::document::Span;
use crate::small_sort::SmallSort;

/// Words of a filter, for marking hits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HitWords {
    /// Looked for in texts and titles.
    text: Vec<HitPhrase>,
    /// Looked for in titles alone.
    title: Vec<HitPhrase>,
    /// Looked for in names of speakers.
    speakers: Vec<HitPhrase>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct HitPhrase {
    words: Vec<String>,
    is_prefix: bool,
}

impl HitWords {
    /// The words of a filter, with those that were taken for what stands nowhere.
    pub fn of(query: &Query, guesses: &[Guess]) -> Self {
        let mut hits = Self::default();
        let one = |word: &str, is_prefix| HitPhrase { words: vec![word.to_owned()], is_prefix };
        let guessed = |typed: &str| guesses.iter().filter(|guess| guess.typed == typed).collect::<Vec<_>>();
        for test in query.wanted() {
            match test {
                Predicate::Words { words: all, is_prefix } => {
                    hits.text.push(HitPhrase { words: all.clone(), is_prefix: *is_prefix });
                }
                Predicate::Title { words, is_prefix } => {
                    hits.title.extend(words.iter().map(|word| one(word, *is_prefix)));
                }
                Predicate::Said(name) => {
                    let taken = guessed(name).into_iter().map(|guess| guess.taken.as_str()).next().unwrap_or(name);
                    hits.speakers.extend(words(taken).iter().map(|word| one(word, true)));
                }
                _ => {}
            }
        }
        for guess in guesses {
            let is_word = |phrase: &HitPhrase| phrase.words == [guess.typed.as_str()];
            let taken = words(&guess.taken);
            for list in [&mut hits.text, &mut hits.title] {
                if list.iter().any(is_word) {
                    list.extend(taken.iter().map(|word| one(word, false)));
                }
            }
        }
        hits
    }

    /// Returns true if nothing is to be marked.
    pub const fn is_empty(&self) -> bool {
        self.text.is_empty() && self.title.is_empty() && self.speakers.is_empty()
    }

    /// The hits in a text, in order, without overlaps.
    pub fn in_text(&self, text: &str) -> Vec<Span> {
        spans(&self.text, text)
    }

    /// The hits in a title.
    pub fn in_title(&self, title: &str) -> Vec<Span> {
        let mut all = spans(&self.text, title);
        all.extend(spans(&self.title, title));
        merged(all)
    }

    /// The hits in a speaker's name.
    pub fn in_speaker(&self, name: &str) -> Vec<Span> {
        spans(&self.speakers, name)
    }
}

fn spans(phrases: &[HitPhrase], text: &str) -> Vec<Span> {
    if phrases.is_empty() {
        return Vec::new();
    }
    let at = words_at(text);
    let mut found = Vec::new();
    for phrase in phrases {
        let last = phrase.words.len().saturating_sub(1);
        for window in at.windows(phrase.words.len().max(1)) {
            let fits = window.iter().zip(&phrase.words).enumerate().all(|(n, ((_, word), typed))| {
                if n == last && phrase.is_prefix { word.starts_with(typed.as_str()) } else { word == typed }
            });
            if let (true, Some((first, _)), Some((end, _))) = (fits, window.first(), window.last()) {
                found.push(Span::new(first.start, end.end));
            }
        }
    }
    merged(found)
}

fn merged(mut all: Vec<Span>) -> Vec<Span> {
    all.small_sort_by_key(|span| (span.start, span.end));
    let mut merged: Vec<Span> = Vec::new();
    for span in all {
        match merged.last_mut().filter(|last| span.start < last.end) {
            Some(last) => last.end = last.end.max(span.end),
            None => merged.push(span),
        }
    }
    merged
}

impl Library {
    /// Words of a filter that stand nowhere, with those that are searched for instead; none for a filter that asks for
    /// neither words nor a speaker.
    ///
    /// # Errors
    /// The file fails.
    pub fn guesses(&self, query: &Query) -> Result<Vec<Guess>> {
        if !query.wanted().iter().any(|test| matches!(test, Predicate::Words { .. } | Predicate::Said(_))) {
            return Ok(Vec::new());
        }
        Ok(super::sql::Sql::of(&self.db, query, self.now())?.guesses)
    }

    /// The first place of an article that answers a filter, in bytes of its text: a quotation of whom it asks for, with its words
    /// if there is one; else its words. `None` where the filter asks for neither, or it stands in title or note alone.
    ///
    /// `guesses` are those of the list that the filter gave ([`Self::guesses`]).
    ///
    /// # Errors
    /// The file fails.
    pub fn hit(&self, id: PieceId, query: &Query, guesses: &[Guess]) -> Result<Option<Span>> {
        let said: Vec<&String> = query
            .wanted()
            .into_iter()
            .filter_map(|test| if let Predicate::Said(name) = test { Some(name) } else { None })
            .collect();
        let has_words = query.wanted().iter().any(|test| matches!(test, Predicate::Words { .. }));
        if said.is_empty() && !has_words {
            return Ok(None);
        }
        let words = HitWords::of(query, guesses);
        let mut first = None;
        for name in said {
            let sql = "SELECT DISTINCT q.n, q.start FROM quote q JOIN quote_speaker d ON d.quote = q.id
                       WHERE q.piece = ?1 AND q.grade > 0 AND d.speaker IN (SELECT value FROM json_each(?2))
                       ORDER BY q.start";
            let ids = speakers::ids_by_name(&self.db, name, false)?.ids;
            let mut statement = self.db.prepare_cached(sql)?;
            let rows = statement.query_map(rusqlite::params![id, ids], |row| Ok((row.get(0)?, row.get(1)?)))?;
            let quotes: Vec<(usize, usize)> = rows.collect::<std::result::Result<_, _>>()?;
            if quotes.is_empty() {
                continue;
            }
            let texts = index::spoken(&self.db, id)?;
            let span = |(n, start): &(usize, usize)| Span::new(*start, start + texts.get(*n).map_or(0, String::len));
            let with_words =
                quotes.iter().find(|(n, _)| texts.get(*n).is_some_and(|text| !words.in_text(text).is_empty()));
            if with_words.is_some() {
                return Ok(with_words.map(span));
            }
            first = first.or_else(|| quotes.first().map(span));
        }
        if first.is_some() || !has_words {
            return Ok(first);
        }
        let text = index::text(&self.db, id)?.unwrap_or_default();
        Ok(words.in_text(&text).first().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::query::LastWord;

    #[test]
    fn hits_are_the_words_as_written() {
        let query = Query::parse("\"cease fire\" (talks OR cafe) -sport said:moreau title:harb", LastWord::Open);
        let guesses = [Guess { typed: "talks".into(), taken: "talk, talked".into() }];
        let hits = HitWords::of(&query, &guesses);
        let marked = |spans: Vec<Span>, text: &str| -> Vec<String> {
            spans.into_iter().map(|span| span.of(text).to_owned()).collect()
        };
        let text = "A cease-fire: they talked in a café of sport.";
        assert_eq!(marked(hits.in_text(text), text), ["cease-fire", "talked", "café"]);
        let title = "Talk at the Harbour";
        assert_eq!(marked(hits.in_title(title), title), ["Talk", "Harbour"]);
        assert_eq!(marked(hits.in_speaker("Ada Moreau"), "Ada Moreau"), ["Moreau"]);
        assert!(HitWords::of(&Query::parse("is:unread", LastWord::Open), &[]).is_empty());
    }
}
