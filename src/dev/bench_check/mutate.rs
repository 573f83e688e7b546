//! Drafts' mistakes, made on purpose: each changes a true quotation in one way.
//!
//! Written without a look at the checker and sharing none of its lists, so that the benchmark measures something.

use std::fmt;

/// A way in which a quotation is put into the draft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Mutation {
    /// As it is.
    Untouched,
    /// Other marks, dashes, hyphens, or the damage of a PDF.
    Typography,
    /// Words replaced by an ellipsis, or insertions in brackets.
    Elision,
    /// Another number.
    Number,
    /// A negation put in or taken out.
    Negation,
    /// Another name.
    Name,
    /// Another word, one more, or one less.
    Word,
    /// Another speaker of the same article.
    OtherSpeaker,
    /// A condition, exception or negation cut off.
    Cut,
    /// Two quotations in one pair of marks.
    Joined,
    /// Said by nobody in this article.
    Invented,
}

impl Mutation {
    /// All of them.
    pub const ALL: [Self; 11] = [
        Self::Untouched,
        Self::Typography,
        Self::Elision,
        Self::Number,
        Self::Negation,
        Self::Name,
        Self::Word,
        Self::OtherSpeaker,
        Self::Cut,
        Self::Joined,
        Self::Invented,
    ];

    /// The name in the report.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Untouched => "exact",
            Self::Typography => "typography",
            Self::Elision => "elided",
            Self::Number => "number",
            Self::Negation => "negation",
            Self::Name => "name",
            Self::Word => "word",
            Self::OtherSpeaker => "other speaker",
            Self::Cut => "cut",
            Self::Joined => "joined",
            Self::Invented => "invented",
        }
    }

    /// The verdict that is right.
    pub const fn expected(self) -> &'static str {
        match self {
            Self::Number | Self::Negation | Self::Name | Self::Word => "altered",
            Self::Invented => "not found",
            other => other.name(),
        }
    }
}

impl fmt::Display for Mutation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A generator of pseudo-random numbers (xorshift64*, Vigna 2016), so that the drafts can be made again.
#[derive(Debug)]
pub struct Chance(u64);

impl Chance {
    /// A generator for a text.
    pub fn of(text: &str) -> Self {
        let seed = text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |all, byte| (all ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(seed | 1)
    }

    /// A number below `most`.
    pub fn below(&mut self, most: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % most.max(1)
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> Option<&'a T> {
        all.get(self.below(all.len()))
    }
}

/// A word of a text without the signs around it: its bytes.
pub(super) fn bare_words(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        let inside = c.is_alphanumeric() || matches!(c, '\'' | '’' | '-') && start.is_some();
        match (start, inside) {
            (None, true) => start = Some(at),
            (Some(first), false) => {
                let end = first + text[first..at].trim_end_matches(['\'', '’', '-']).len();
                found.push((first, end));
                start = None;
            }
            _ => {}
        }
    }
    found
}

fn replaced(text: &str, (start, end): (usize, usize), with: &str) -> String {
    format!("{}{with}{}", &text[..start], &text[end..])
}

/// The words that one pair of changes swaps: none of them changes what is said.
pub fn typography(text: &str, chance: &mut Chance) -> Option<String> {
    let mut ways: Vec<String> = Vec::new();
    for (from, to) in [
        ("’", "'"),
        ("'", "’"),
        (" — ", "—"),
        ("—", " – "),
        (" – ", " - "),
        (" - ", " – "),
        ("fi", "ﬁ"),
        ("ﬂ", "fl"),
        ("...", "…"),
    ] {
        if text.contains(from) {
            ways.push(text.replace(from, to));
        }
    }
    let words = bare_words(text);
    let long: Vec<_> =
        words.iter().filter(|w| w.1 - w.0 > 6 && text[w.0..w.1].bytes().all(|b| b.is_ascii_lowercase())).collect();
    if let Some(&&(start, end)) = chance.pick(&long) {
        let middle = usize::midpoint(start, end);
        ways.push(format!("{}- {}", &text[..middle], &text[middle..]));
    }
    if let Some(hyphen) = text
        .find('-')
        .filter(|at| text[..*at].ends_with(char::is_alphabetic) && text[at + 1..].starts_with(char::is_alphabetic))
    {
        ways.push(format!("{} {}", &text[..hyphen], &text[hyphen + 1..]));
    }
    if words.len() > 5 {
        let at = 1 + chance.below(words.len() - 3);
        if &text[words[at].1..words[at + 1].0] == " " {
            ways.push(format!("{}{}", &text[..words[at].1], &text[words[at + 1].0..]));
        }
    }
    let mut first = text.chars();
    if let Some(c) = first
        .next()
        .filter(|c| c.is_alphabetic() && !text.starts_with("I ") && !text.starts_with("I'") && !text.starts_with("I’"))
    {
        let turned: String = if c.is_uppercase() { c.to_lowercase().collect() } else { c.to_uppercase().collect() };
        ways.push(format!("{turned}{}", first.as_str()));
    }
    ways.retain(|way| way != text);
    chance.pick(&ways).cloned()
}

/// Words that an elision had better keep: what is left would say something else.
const KEEP: [&str; 22] = [
    "not", "no", "never", "nothing", "nobody", "none", "without", "if", "unless", "until", "except", "but", "only",
    "hardly", "cannot", "neither", "nor", "deny", "denies", "doubt", "refuse", "refused",
];

/// Some words less, with a sign, or a few more in brackets.
pub fn elision(text: &str, chance: &mut Chance) -> Option<String> {
    let words = bare_words(text);
    if words.len() < 8 || text.contains('…') || text.contains("...") || text.contains('[') {
        return None;
    }
    if chance.below(4) == 0 {
        let after = words[2 + chance.below(words.len() - 4)].1;
        let added = ["[sic]", "[on Monday]", "[the company]", "[as he put it]"][chance.below(4)];
        return Some(format!("{} {added}{}", &text[..after], &text[after..]));
    }
    let length = 2 + chance.below(4).min(words.len() - 7);
    let from = 2 + chance.below(words.len() - 4 - length);
    let gone = &text[words[from].0..words[from + length - 1].1];
    let keeps = bare_words(gone).iter().any(|w| {
        let word = gone[w.0..w.1].to_lowercase();
        KEEP.contains(&word.as_str()) || word.ends_with("n't") || word.ends_with("n’t")
    });
    let sign = [" … ", " ... ", " […] ", " [...] ", "… "][chance.below(5)];
    let (before, after) = (text[..words[from].0].trim_end(), &text[words[from + length].0..]);
    (!keeps).then(|| format!("{before}{sign}{after}"))
}

/// Another number.
pub fn number(text: &str, chance: &mut Chance) -> Option<String> {
    const SPELT: [&str; 13] = [
        "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve", "twenty", "hundred",
        "million",
    ];
    let words = bare_words(text);
    let spelt = |w: &&(usize, usize)| SPELT.contains(&text[w.0..w.1].to_lowercase().as_str());
    let digits = |w: &&(usize, usize)| text[w.0..w.1].bytes().all(|b| b.is_ascii_digit());
    let all: Vec<_> = words.iter().filter(|w| digits(w) || spelt(w)).collect();
    let &&place = chance.pick(&all)?;
    let word = &text[place.0..place.1];
    let new = match word.parse::<u64>() {
        Ok(value) if value > 1900 && value < 2100 => (value - 1 - chance.below(9) as u64).to_string(),
        Ok(value) => [value + 1 + chance.below(8) as u64, value * 10 + 10][chance.below(2)].to_string(),
        Err(_) => {
            SPELT.iter().cycle().skip_while(|it| **it != word.to_lowercase()).nth(1 + chance.below(11))?.to_string()
        }
    };
    // The last digits of "1,234" alone would be a number with a sign missing.
    Some(replaced(
        text,
        place,
        &if word.len() == 3 && word.bytes().all(|b| b.is_ascii_digit()) {
            format!("{:0>3}", new.chars().take(3).collect::<String>())
        } else {
            new
        },
    ))
    .filter(|changed| changed != text)
}

/// A negation more or less.
pub fn negation(text: &str, chance: &mut Chance) -> Option<String> {
    let words = bare_words(text);
    let is = |w: &(usize, usize), all: &[&str]| all.contains(&text[w.0..w.1].to_lowercase().as_str());
    let mut ways = Vec::new();
    for (at, w) in words.iter().enumerate() {
        if is(w, &["not", "never"]) && at > 0 {
            ways.push(format!("{}{}", text[..w.0].trim_end(), &text[w.1..]));
        }
        for short in ["n't", "n’t"] {
            if text[w.0..w.1].ends_with(short) && !is(w, &["can't", "won't", "can’t", "won’t"]) {
                ways.push(replaced(text, (w.1 - short.len(), w.1), ""));
            }
        }
    }
    if ways.is_empty() {
        for w in &words {
            if is(w, &["is", "are", "was", "were", "will", "can", "should", "would", "could", "must", "am"]) {
                ways.push(format!("{} not{}", &text[..w.1], &text[w.1..]));
            }
        }
    }
    chance.pick(&ways).cloned()
}

/// Another name in the place of one.
pub fn name(text: &str, chance: &mut Chance) -> Option<String> {
    const OTHERS: [&str; 8] =
        ["Fairbanks", "Delgado", "Norway", "Lindqvist", "Chicago", "Okonkwo", "Bremen", "Harriet"];
    let words = bare_words(text);
    let inside =
        |at: usize| at > 0 && !text[..words[at].0].trim_end().ends_with(['.', '!', '?', ':', '“', '"', '‘', '\'']);
    let names: Vec<_> = (0..words.len())
        .filter(|&at| {
            let word = &text[words[at].0..words[at].1];
            inside(at)
                && word.len() > 2
                && word.starts_with(|c: char| c.is_ascii_uppercase())
                && !word.starts_with("I'")
                && !word.starts_with("I’")
        })
        .collect();
    let &at = chance.pick(&names)?;
    let other = OTHERS[chance.below(OTHERS.len())];
    (!text.contains(other)).then(|| replaced(text, words[at], other))
}

/// Another word, one more or one less.
pub fn word(text: &str, chance: &mut Chance) -> Option<String> {
    const OTHERS: [&str; 10] =
        ["window", "probably", "garden", "suddenly", "carpet", "honest", "wonderful", "bicycle", "quietly", "shadow"];
    let words = bare_words(text);
    let plain: Vec<_> = (1..words.len().saturating_sub(1))
        .filter(|&at| {
            let word = &text[words[at].0..words[at].1];
            word.chars().count() > 3 && word.chars().all(char::is_lowercase) && !KEEP.contains(&word)
        })
        .collect();
    let &at = chance.pick(&plain)?;
    let other = OTHERS[chance.below(OTHERS.len())];
    let place = words[at];
    Some(match chance.below(3) {
        0 => format!("{}{}", text[..place.0].trim_end(), &text[place.1..]),
        1 => format!("{}{other} {}", &text[..place.0], &text[place.0..]),
        _ => replaced(text, place, other),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_mutation_changes_its_quotation() {
        let text = "We don’t think that Ross will pay 12 million, if the well-known firm in Leeds fails";
        let changed = |way: fn(&str, &mut Chance) -> Option<String>| way(text, &mut Chance::of(text));
        for way in [typography, elision, number, negation, name, word] {
            let changed = changed(way);
            assert!(changed.as_deref().is_some_and(|it| it != text), "{changed:?}");
        }
    }
}
