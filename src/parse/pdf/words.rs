//! Words of a file, by which a hyphen at the end of a line is judged.

use super::lines::PageLine;
use std::collections::HashSet;

/// Words of a file.
#[derive(Debug, Default)]
pub struct KnownWords {
    whole: HashSet<String>,
    hyphenated: HashSet<String>,
    lines: usize,
    broken_lines: usize,
}

/// Characters that end a divided line.
pub const HYPHENS: [char; 3] = ['-', '\u{ad}', '\u{2010}'];
/// Most words kept.
const MAX_WORDS: usize = 400_000;
/// Share of lines that end with a hyphen, from which on words are divided: one in this many.
const HYPHENATES_FROM: usize = 50;

impl KnownWords {
    /// Adds the words of a line.
    pub fn add(&mut self, line: &PageLine) {
        let text = line.text();
        let mut words = text.split_whitespace().peekable();
        while let Some(word) = words.next() {
            let is_last = words.peek().is_none();
            if is_last {
                self.lines += 1;
                self.broken_lines += usize::from(is_divided(word));
            }
            let word = word.trim_matches(|c: char| !c.is_alphanumeric());
            if is_last || self.whole.len() + self.hyphenated.len() >= MAX_WORDS || word.len() < 4 {
                continue;
            }
            let lower = word.to_lowercase();
            if lower.contains(HYPHENS) {
                self.hyphenated.insert(lower.replace(HYPHENS, "-"));
            } else {
                self.whole.insert(lower);
            }
        }
    }

    /// Returns true if the hyphen between two parts of a word was only put in at the end of the line.
    pub fn is_divided(&self, start: &str, end: &str) -> bool {
        let clean = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
        let (start, end) = (clean(start), clean(end));
        let hyphenates = self.broken_lines * HYPHENATES_FROM >= self.lines;
        if self.whole.contains(&format!("{start}{end}")) {
            return true;
        }
        hyphenates && !self.hyphenated.contains(&format!("{start}-{end}"))
    }
}

/// Returns true if a word at the end of a line may be divided there.
fn is_divided(word: &str) -> bool {
    let mut chars = word.chars().rev();
    chars.next().is_some_and(|c| HYPHENS.contains(&c)) && chars.next().is_some_and(char::is_alphabetic)
}
