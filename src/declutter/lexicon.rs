//! Words that lean: how often a class name, or a word of a short block, stood with articles or with clutter on the
//! sites that were learned from. Kept as hashes: the names of a site are nobody's business here.

use super::wording::fold;
use crate::char_class::{is_alphabetic, is_alphanumeric};
use crate::forest::ByteReader;

/// Log odds by the hash of a word, in steps of a sixteenth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OddsLexicon {
    /// Sorted by hash.
    entries: Vec<(u32, i8)>,
}

impl OddsLexicon {
    /// Log odds in steps of this.
    const STEP: f32 = 1.0 / 16.0;

    /// A lexicon of log odds; sorts them.
    pub fn new(odds: impl IntoIterator<Item = (u32, f32)>) -> Self {
        let mut entries: Vec<_> =
            odds.into_iter().map(|(hash, odds)| (hash, (odds / Self::STEP).clamp(-127.0, 127.0) as i8)).collect();
        entries.sort_unstable();
        entries.dedup_by_key(|e| e.0);
        Self { entries }
    }

    /// The log odds of a word, if it was met often enough.
    pub fn odds(&self, hash: u32) -> Option<f32> {
        let at = self.entries.binary_search_by_key(&hash, |e| e.0).ok()?;
        Some(f32::from(self.entries[at].1) * Self::STEP)
    }

    /// Sum, least and greatest of the known words' log odds; noughts where none is known.
    pub fn score(&self, hashes: impl IntoIterator<Item = u32>) -> WordScore {
        let mut score = WordScore::default();
        for odds in hashes.into_iter().filter_map(|h| self.odds(h)) {
            score.sum += odds;
            score.least = score.least.min(odds);
            score.most = score.most.max(odds);
        }
        score
    }

    /// As bytes.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.entries.len() as u32).to_le_bytes());
        for (hash, odds) in &self.entries {
            out.extend(hash.to_le_bytes());
            out.extend(odds.to_le_bytes());
        }
    }

    /// Reads what [`OddsLexicon::write`] wrote.
    pub fn read(bytes: &mut ByteReader<'_>) -> Option<Self> {
        let count = bytes.u32()? as usize;
        let entry = |&[a, b, c, d, odds]: &[u8; 5]| (u32::from_le_bytes([a, b, c, d]), odds.cast_signed());
        Some(Self { entries: bytes.arrays(count)?.iter().map(entry).collect() })
    }
}

/// What several words' log odds amount to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WordScore {
    /// All together.
    pub sum: f32,
    /// The one most like clutter, at most nought.
    pub least: f32,
    /// The one most like the article, at least nought.
    pub most: f32,
}

/// Hash of a word; FNV-1a, because the asset must mean the same in every version of every library.
pub fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// The hashes of an element's names: each name whole, and its parts where it is joined by hyphens, underscores or a
/// capital; figures left out, so that `post-1234` is `post`.
pub fn of_names(names: &str) -> Vec<u32> {
    let mut out = Vec::new();
    for name in names.split_whitespace().take(12) {
        let mut whole = String::new();
        let mut part = String::new();
        let mut was_lower = false;
        for c in name.chars().take(60) {
            if !is_alphabetic(c) || (c.is_uppercase() && was_lower) {
                push(&mut out, &mut part);
                if !whole.is_empty() && !whole.ends_with('-') {
                    whole.push('-');
                }
            }
            if is_alphabetic(c) {
                part.extend(c.to_lowercase());
                whole.extend(c.to_lowercase());
            }
            was_lower = c.is_lowercase();
        }
        push(&mut out, &mut part);
        let whole = whole.trim_end_matches('-');
        if whole.contains('-') {
            out.push(hash(whole));
        }
    }
    out
}

fn push(out: &mut Vec<u32>, part: &mut String) {
    if part.len() > 1 {
        out.push(hash(part));
    }
    part.clear();
}

/// The hashes of a text's words and pairs of words: the first few, where labels and turns of phrase show.
pub fn of_text(folded: &str) -> Vec<u32> {
    let mut out = Vec::new();
    let mut last = String::from("^");
    for word in folded.split(|c: char| !is_alphanumeric(c) && c != '\'').filter(|w| !w.is_empty()).take(8) {
        let plain = if word.bytes().all(|b| b.is_ascii_digit()) { "0" } else { word };
        out.push(hash(plain));
        last.push(' ');
        last.push_str(plain);
        out.push(hash(&last));
        last.clear();
        last.push_str(plain);
    }
    out
}

/// The hashes of an address's words, its host left out: `/tag/…`, `/author/…`, `#comment-1` say what a link is for.
pub fn of_address(url: &str) -> Vec<u32> {
    let path = url.split_once("://").map_or(url, |(_, rest)| rest.split_once('/').map_or("", |(_, path)| path));
    path.split(|c: char| !is_alphabetic(c))
        .filter(|w| w.len() > 1)
        .take(4)
        .map(|w| hash(&format!("/{}", fold(w))))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{OddsLexicon, hash, of_names, of_text};
    use crate::forest::ByteReader;

    #[test]
    fn names_are_taken_apart() {
        assert_eq!(of_names("entry-content"), [hash("entry"), hash("content"), hash("entry-content")]);
        assert_eq!(
            of_names("ArticleBody post-1234"),
            [hash("article"), hash("body"), hash("article-body"), hash("post")]
        );
        assert_eq!(of_text("read more"), [hash("read"), hash("^ read"), hash("more"), hash("read more")]);
    }

    #[test]
    fn keeps_log_odds() {
        let lexicon = OddsLexicon::new([(hash("b"), -2.0), (hash("a"), 1.5)]);
        let mut bytes = Vec::new();
        lexicon.write(&mut bytes);
        assert_eq!(OddsLexicon::read(&mut ByteReader(&bytes)), Some(lexicon.clone()));
        let score = lexicon.score([hash("a"), hash("b"), hash("c")]);
        assert_eq!((score.sum, score.least, score.most), (-0.5, -2.0, 1.5));
    }
}
