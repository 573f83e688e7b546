//! Word scores: the log odds of clutter for class names and words of short blocks on the training sites. Words are
//! stored as hashes, so no site's names are in the program.

use super::wording::fold;
use crate::char_class::{is_alphabetic, is_alphanumeric};
use crate::forest::ByteReader;

/// Log odds by the hash of a word, in steps of 1/16.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OddsLexicon {
    /// Sorted by hash.
    entries: Vec<(u32, i8)>,
}

impl OddsLexicon {
    /// Step of the log odds.
    const STEP: f32 = 1.0 / 16.0;

    /// Creates a lexicon; the entries are sorted.
    pub fn new(odds: impl IntoIterator<Item = (u32, f32)>) -> Self {
        let mut entries: Vec<_> =
            odds.into_iter().map(|(hash, odds)| (hash, (odds / Self::STEP).clamp(-127.0, 127.0) as i8)).collect();
        entries.sort_unstable();
        entries.dedup_by_key(|e| e.0);
        Self { entries }
    }

    /// Returns the log odds of a word, if it was frequent enough.
    pub fn odds(&self, hash: u32) -> Option<f32> {
        let at = self.entries.binary_search_by_key(&hash, |e| e.0).ok()?;
        Some(f32::from(self.entries[at].1) * Self::STEP)
    }

    /// Returns sum, minimum and maximum of the known words' log odds; 0 if none is known.
    pub fn score(&self, hashes: impl IntoIterator<Item = u32>) -> WordScore {
        let mut score = WordScore::default();
        for odds in hashes.into_iter().filter_map(|h| self.odds(h)) {
            score.sum += odds;
            score.least = score.least.min(odds);
            score.most = score.most.max(odds);
        }
        score
    }

    /// Serialises the entries.
    pub fn write(&self, out: &mut Vec<u8>) {
        out.extend((self.entries.len() as u32).to_le_bytes());
        for (hash, odds) in &self.entries {
            out.extend(hash.to_le_bytes());
            out.extend(odds.to_le_bytes());
        }
    }

    /// Reads the format of [`OddsLexicon::write`].
    pub fn read(bytes: &mut ByteReader<'_>) -> Option<Self> {
        let count = bytes.u32()? as usize;
        let entry = |&[a, b, c, d, odds]: &[u8; 5]| (u32::from_le_bytes([a, b, c, d]), odds.cast_signed());
        Some(Self { entries: bytes.arrays(count)?.iter().map(entry).collect() })
    }
}

/// Summary of several words' log odds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct WordScore {
    /// Sum.
    pub sum: f32,
    /// Lowest value, at most 0.
    pub least: f32,
    /// Highest value, at least 0.
    pub most: f32,
}

/// Returns the hash of a word (FNV-1a, since the weights must stay valid in every version of every library).
pub fn hash(word: &str) -> u32 {
    word.bytes().fold(0x811c_9dc5, |h, b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// Returns the hashes of an element's names: each whole name, and its parts at hyphens, underscores and capitals.
/// Digits are removed, so that `post-1234` is `post`.
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

/// Returns the hashes of a text's first words and word pairs, where labels and phrases are.
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

/// Returns the hashes of the words of an address without its host: `/tag/…`, `/author/…`, `#comment-1` show the
/// purpose of a link.
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
