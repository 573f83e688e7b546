//! Separates quotations from scare quotes, titles of works and names in marks.
//!
//! A logistic regression over language-independent features, learned from the project's own annotations by `dev
//! train-quotations`. The weights are plain text: assets/attribution/quotations.weights.

use crate::attribute::draft::{Analysis, BlockPart};
use crate::attribute::lexicon::{FUNCTION, PRONOUN, WordClass};
use crate::attribute::marks::Quoted;
use crate::attribute::tokens::{Kind, Shape, Token};
use crate::forest::logistic;
use rustc_hash::FxHashMap;
use std::ops::Range;

/// The names of the features, in the order of [`MarkFeatures`].
pub const NAMES: [&str; 40] = [
    "always",
    "opens-sentence",
    "opens-paragraph",
    "ends-sentence",
    "log-words",
    "one-word",
    "two-words",
    "nine-words",
    "first-person",
    "verb-in-sentence",
    "verb-near",
    "comma-inside",
    "stop-before-close",
    "stop-or-comma-after",
    "colon-before",
    "capitals",
    "title-like",
    "digits",
    "upper-case",
    "single-marks",
    "beside-long",
    "determiner-before",
    "capital-before",
    "lower-case-start",
    "continues",
    "repeated",
    "verb-in-paragraph",
    "grammar-inside",
    "auxiliary-inside",
    "that-before",
    "bracket-after",
    "in-heading",
    "in-caption",
    "capital-start-of-few",
    "speaker-said-before",
    "others-long",
    "others-near",
    "others-short",
    "log-others",
    "verbs-of-page",
];

/// Features of a quotation in marks, one for each of [`NAMES`].
pub type MarkFeatures = [f32; NAMES.len()];

/// Words that report speech, in any language.
const SAYS: WordClass = WordClass::SPEECH.union(WordClass::FOREIGN);

/// The regression's weights.
#[derive(Clone, Debug, PartialEq)]
pub struct MarkWeights(pub MarkFeatures);

impl Default for MarkWeights {
    fn default() -> Self {
        Self([0.0; NAMES.len()])
    }
}

impl MarkWeights {
    /// Reads lines of a name and its weight; lines beginning with `#` are comments.
    pub fn read(text: &str) -> Self {
        let known: FxHashMap<&str, f32> = text
            .lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| line.split_once(' '))
            .filter_map(|(name, weight)| Some((name, weight.trim().parse().ok()?)))
            .collect();
        Self(NAMES.map(|name| known.get(name).copied().unwrap_or_default()))
    }

    /// Probability that the words in marks quote somebody.
    pub fn probability(&self, features: &MarkFeatures) -> f32 {
        logistic(self.0.iter().zip(features).map(|(weight, value)| weight * value).sum())
    }
}

/// Measures the quotations of a page.
#[derive(Debug)]
pub struct Measurer<'a> {
    page: &'a Analysis<'a>,
    /// Number of times the same words stand in marks, by their hash.
    repeated: FxHashMap<u64, u32>,
    /// For each token, the number of words before it that report speech and stand outside marks.
    says: Vec<u32>,
    /// First tokens of the outermost quotations of more than [`SHORT`] tokens, in order.
    long: Vec<usize>,
    /// Counts over all words in marks of the page: all, long ones, ones near a reporting word, short ones.
    counts: [usize; 4],
}

/// Most tokens of a quotation that is not long.
const SHORT: usize = 7;

impl<'a> Measurer<'a> {
    /// Counts repeated quotations.
    pub fn new(page: &'a Analysis<'a>) -> Self {
        let mut repeated: FxHashMap<u64, u32> = FxHashMap::default();
        for quoted in page.marks.list.iter().filter(|quoted| quoted.depth == 0) {
            *repeated.entry(fingerprint(page, quoted)).or_default() += 1;
        }
        let mut says = vec![0];
        for (at, token) in page.tokens.list.iter().enumerate() {
            let counts = token.kind == Kind::Word && token.is(SAYS) && !page.marks.inside(at);
            says.push(says.last().copied().unwrap_or(0) + u32::from(counts));
        }
        let is_long = |quoted: &&Quoted| quoted.depth == 0 && quoted.inside().len() > SHORT;
        let long = page.marks.list.iter().filter(is_long).map(|quoted| quoted.open).collect();
        let mut measurer = Self { page, repeated, says, long, counts: [0; 4] };
        for paragraph in &page.tokens.paragraphs {
            for quoted in page.quoted(paragraph) {
                let own = measurer.own(paragraph, quoted);
                measurer.counts.iter_mut().zip(own).for_each(|(sum, own)| *sum += own);
            }
        }
        measurer
    }

    /// Counts that these words in marks add to those of the page.
    fn own(&self, paragraph: &Range<usize>, quoted: &Quoted) -> [usize; 4] {
        const LONG: usize = 9;
        const FEW: usize = 4;
        let size = quoted.inside().len();
        let near = self.is_near(paragraph, quoted);
        [1, usize::from(size >= LONG), usize::from(near), usize::from(size < FEW)]
    }

    /// Returns true if a reporting word stands right before or behind words in marks.
    fn is_near(&self, paragraph: &Range<usize>, quoted: &Quoted) -> bool {
        let sentence = self.page.sentences.at(quoted.open);
        let end = quoted.whole().end;
        self.says(quoted.open.saturating_sub(4).max(sentence.start)..quoted.open)
            || self.says(end..(end + 4).min(paragraph.end))
    }

    /// The page apart from these words: shares of the other words in marks that are long, near a reporting
    /// word, short; their number; reporting words in a hundred.
    fn of_page(&self, paragraph: &Range<usize>, quoted: &Quoted) -> [f32; 5] {
        let own = self.own(paragraph, quoted);
        let rest = |at: usize| self.counts[at].saturating_sub(own[at]) as f32;
        let all = rest(0);
        let share = |at: usize| rest(at) / all.max(1.0);
        let verbs = self.says.last().copied().unwrap_or_default() as f32 * 100.0;
        let density = verbs / self.page.tokens.list.len().max(1) as f32;
        [share(1), share(2), share(3), (all + 1.0).log2() / 2.0, (density / 2.0).min(3.0)]
    }

    /// Returns true if a word in the range reports speech, outside marks. The cost is that of two look-ups, since a paragraph
    /// may hold thousands of quotations.
    fn says(&self, range: Range<usize>) -> bool {
        let before = |at: usize| self.says.get(at).or(self.says.last());
        range.start < range.end && before(range.end) > before(range.start)
    }

    /// Returns true if another quotation in the paragraph is long.
    fn is_beside_long(&self, paragraph: &Range<usize>, quoted: &Quoted) -> bool {
        let before = |token: usize| self.long.partition_point(|&open| open < token);
        let all = before(paragraph.end).saturating_sub(before(paragraph.start));
        let itself = paragraph.contains(&quoted.open) && self.long.binary_search(&quoted.open).is_ok();
        all > usize::from(itself)
    }

    /// The features of an outermost quotation.
    pub fn features(&self, paragraph: &Range<usize>, quoted: &Quoted) -> MarkFeatures {
        let page = self.page;
        let tokens = &page.tokens.list;
        let inside = || tokens[quoted.inside()].iter();
        let is_word = |kind: Kind| matches!(kind, Kind::Word | Kind::Number);
        // Ideographs are tokens of their own and count half: a Chinese or Japanese word has about two.
        let half = inside().filter(|t| t.has(Shape::CASELESS) && t.end - t.start == 3).count() / 2;
        let words = inside().filter(|t| is_word(t.kind)).count() - half;
        let capitals = inside().filter(|t| t.capital()).count();
        let sentence = page.sentences.at(quoted.open);
        let whole = quoted.whole();
        let says = |range: Range<usize>| self.says(range);
        let near = self.is_near(paragraph, quoted);
        let [others_long, others_near, others_short, others, verbs] = self.of_page(paragraph, quoted);
        let before = quoted.open.checked_sub(1).filter(|&at| at >= paragraph.start).map(|at| &tokens[at]);
        let after = tokens.get(whole.end).filter(|_| whole.end < paragraph.end);
        let last = quoted.inside().next_back().filter(|&at| at > quoted.open).map(|at| &tokens[at]);
        let first = inside().next();
        let stop = |kind: Kind| matches!(kind, Kind::Stop | Kind::Comma);
        let flag = |yes: bool| f32::from(u8::from(yes));
        let cased = !page.language.capital_nouns();
        let part = page.part(page.paragraph(quoted.open));
        [
            1.0,
            flag(sentence.start == quoted.open),
            flag(paragraph.start == quoted.open),
            flag(whole.end + 1 >= sentence.end),
            (words as f32 + 1.0).log2(),
            flag(words < 2),
            flag(words == 2),
            flag(words >= 9),
            flag(inside().any(|t| t.is(WordClass::FIRST))),
            flag(says(sentence.clone())),
            flag(near),
            flag(quoted.inside().rev().skip(1).any(|at| tokens[at].kind == Kind::Comma)),
            flag(last.is_some_and(|t| stop(t.kind))),
            flag(after.is_some_and(|t| stop(t.kind))),
            flag(before.is_some_and(|t| t.kind == Kind::Colon)),
            if cased { capitals as f32 / words.max(1) as f32 } else { 0.0 },
            flag(words > 1 && words < 9 && if cased { capitals * 2 > words } else { capitals == words }),
            flag(inside().any(|t| t.has(Shape::DIGIT) || t.kind == Kind::Number)),
            flag(inside().filter(|t| t.kind == Kind::Word).all(|t| t.has(Shape::UPPER))),
            flag(quoted.single),
            flag(self.is_beside_long(paragraph, quoted)),
            flag(before.is_some_and(|t| t.is(WordClass::DET))),
            flag(before.is_some_and(|t| t.capital() && t.start as usize != paragraph.start)),
            flag(first.is_some_and(|t| t.kind == Kind::Word && !t.has(Shape::CAPITAL | Shape::CASELESS))),
            flag(quoted.continues),
            flag(self.repeated.get(&fingerprint(page, quoted)).is_some_and(|&times| times > 1)),
            flag(says(paragraph.clone())),
            inside().filter(|t| t.is(FUNCTION)).count() as f32 / words.max(1) as f32,
            flag(inside().any(|t| t.is(WordClass::AUX | PRONOUN | WordClass::FIRST))),
            flag(before.is_some_and(|t| t.is(WordClass::THAT | WordClass::CITE | WordClass::ADV))),
            flag(after.is_some_and(|t| t.kind == Kind::Open)),
            flag(part == BlockPart::Heading),
            flag(part == BlockPart::Caption),
            flag(words < 6 && first.is_some_and(Token::capital) && last.is_none_or(|t| t.kind == Kind::Word)),
            flag(says(sentence.start..quoted.open)),
            others_long,
            others_near,
            others_short,
            others,
            verbs,
        ]
    }
}

/// Returns a hash of the words in marks.
fn fingerprint(page: &Analysis<'_>, quoted: &Quoted) -> u64 {
    let words = page.tokens.list[quoted.inside()].iter().filter(|token| token.kind == Kind::Word);
    words.fold(0, |hash: u64, token| crate::attribute::lexicon::mix(hash.rotate_left(5) ^ token.hash))
}
