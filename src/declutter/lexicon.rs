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
    hash_on(BASIS, word.as_bytes())
}

/// Hash of no bytes.
const BASIS: u32 = 0x811c_9dc5;

/// Returns the hash of some bytes and those that follow them.
fn hash_on(hash: u32, bytes: &[u8]) -> u32 {
    bytes.iter().fold(hash, |h, &b| (h ^ u32::from(b)).wrapping_mul(0x0100_0193))
}

/// The hash of a text that is read letter by letter.
#[derive(Clone, Copy, Debug)]
struct Letters {
    hash: u32,
    length: usize,
}

impl Letters {
    const NONE: Self = Self { hash: BASIS, length: 0 };

    fn push(&mut self, c: char) {
        let mut buffer = [0; 4];
        let bytes = c.encode_utf8(&mut buffer).as_bytes();
        *self = Self { hash: hash_on(self.hash, bytes), length: self.length + bytes.len() };
    }
}

/// Returns the hashes of an element's names: each whole name, and its parts at hyphens, underscores and capitals.
/// Digits are removed, so that `post-1234` is `post`.
pub fn of_names(names: &str) -> impl Iterator<Item = u32> {
    names.split_whitespace().take(12).flat_map(|name| {
        let mut hashes = Vec::new();
        let (mut whole, mut part) = (Letters::NONE, Letters::NONE);
        // Of the whole name, a hyphen counts only if letters follow.
        let (mut is_parted, mut has_hyphen, mut was_lower) = (false, false, false);
        for c in name.chars().take(60) {
            let is_letter = is_alphabetic(c);
            if !is_letter || (was_lower && c.is_uppercase()) {
                hashes.extend((part.length > 1).then_some(part.hash));
                part = Letters::NONE;
                is_parted = whole.length > 0;
            }
            if is_letter {
                if std::mem::take(&mut is_parted) {
                    whole.push('-');
                    has_hyphen = true;
                }
                for c in c.to_lowercase() {
                    part.push(c);
                    whole.push(c);
                }
            }
            was_lower = c.is_lowercase();
        }
        hashes.extend((part.length > 1).then_some(part.hash));
        hashes.extend(has_hyphen.then_some(whole.hash));
        hashes
    })
}

/// Returns the hashes of a text's first words and word pairs, where labels and phrases are.
pub fn of_text(folded: &str) -> impl Iterator<Item = u32> {
    let words = folded.split(|c: char| !is_alphanumeric(c) && c != '\'').filter(|w| !w.is_empty()).take(8);
    words
        .scan(hash("^"), |last, word| {
            let plain = if word.bytes().all(|b| b.is_ascii_digit()) { "0" } else { word };
            let pair = hash_on(hash_on(*last, b" "), plain.as_bytes());
            *last = hash(plain);
            Some([*last, pair])
        })
        .flatten()
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
        let names = |names: &str| of_names(names).collect::<Vec<_>>();
        assert_eq!(names("entry-content"), [hash("entry"), hash("content"), hash("entry-content")]);
        assert_eq!(names("ArticleBody post-1234"), ["article", "body", "article-body", "post"].map(hash));
        assert_eq!(names("-x_ÉtéB--c-"), ["été", "x-été-b-c"].map(hash), "single letters are no names");
        let text: Vec<_> = of_text("read more").collect();
        assert_eq!(text, [hash("read"), hash("^ read"), hash("more"), hash("read more")]);
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
