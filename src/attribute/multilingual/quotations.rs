//! Separates quotations from scare quotes, titles of works and names in marks.
//!
//! Boosted trees over language-independent features, learned from the project's own annotations by `dev
//! train-quotations`.

use super::mentions::NOUN;
use crate::attribute::draft::{Analysis, BlockPart};
use crate::attribute::language::Language;
use crate::attribute::lexicon::{FUNCTION, GIVEN, PRONOUN, WordClass};
use crate::attribute::marks::Quoted;
use crate::attribute::tokens::{Kind, Shape, Token};
use crate::forest::{ByteReader, FeatureRow, Forest};
use rustc_hash::FxHashMap;
use std::ops::Range;

/// Number of features.
pub const WIDTH: usize = 75;

/// Features of a quotation in marks.
pub type MarkFeatures = [f32; WIDTH];

/// Words that report speech, in any language.
const SAYS: WordClass = WordClass::SPEECH.union(WordClass::FOREIGN);
/// Distances are counted up to here, in tokens.
const FAR: usize = 15;

/// The trained trees.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MarkModel(pub Forest);

impl MarkModel {
    /// Reads what [`MarkModel::write`] wrote; an empty model where bytes are missing.
    pub fn read(bytes: &[u8]) -> Self {
        Self(Forest::read(&mut ByteReader(bytes)).unwrap_or_default())
    }

    /// As bytes.
    pub fn write(&self, out: &mut Vec<u8>) {
        self.0.write(out);
    }

    /// Probability that the words in marks quote somebody.
    pub fn probability(&self, features: &MarkFeatures) -> f32 {
        self.0.probability(features)
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
    /// First tokens of the outermost quotations, in order.
    opens: Vec<usize>,
    /// Those of more than [`SHORT`] tokens.
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
        let outermost = page.marks.list.iter().filter(|quoted| quoted.depth == 0);
        let opens = outermost.map(|quoted| quoted.open).collect();
        let mut measurer = Self { page, repeated, says, opens, long, counts: [0; 4] };
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

    /// Number of quotations that begin in the range.
    fn opens(&self, range: &Range<usize>) -> usize {
        let before = |token: usize| self.opens.partition_point(|&open| open < token);
        before(range.end).saturating_sub(before(range.start))
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
        let mut row = FeatureRow::<WIDTH>::default();
        self.push_inside(quoted, &mut row);
        self.push_place(paragraph, quoted, &mut row);
        self.push_beside(paragraph, quoted, &mut row);
        self.push_speech(paragraph, quoted, &mut row);
        self.of_page(paragraph, quoted).into_iter().for_each(|value| row.push(value));
        row.finish()
    }

    /// Number of words; ideographs are tokens of their own and count half: a Chinese or Japanese word has about two.
    fn words(&self, quoted: &Quoted) -> usize {
        let inside = || self.page.tokens.list[quoted.inside()].iter();
        let half = inside().filter(|t| t.has(Shape::CASELESS) && t.end - t.start == 3).count() / 2;
        inside().filter(|t| matches!(t.kind, Kind::Word | Kind::Number)).count() - half
    }

    /// Fills the columns about the words between the marks.
    fn push_inside(&self, quoted: &Quoted, row: &mut FeatureRow<WIDTH>) {
        let page = self.page;
        let tokens = &page.tokens.list;
        let inside = || tokens[quoted.inside()].iter();
        let words = self.words(quoted);
        let capitals = inside().filter(|t| t.capital()).count();
        let last = quoted.inside().next_back().filter(|&at| at > quoted.open);
        let ends = |signs: &[&str]| last.is_some_and(|at| signs.contains(&page.word(at)));
        let first = inside().next();
        let cased = !page.language.capital_nouns();
        let sentences = |at: usize| page.sentences.of.get(at).copied().unwrap_or_default();
        let share = |class: WordClass| inside().filter(|t| t.is(class)).count() as f32 / words.max(1) as f32;
        row.push((words as f32 + 1.0).log2());
        row.push(if cased { capitals as f32 / words.max(1) as f32 } else { 0.0 });
        row.push(share(FUNCTION));
        row.push((sentences(quoted.close.saturating_sub(1)) as f32 - sentences(quoted.open) as f32).clamp(0.0, 5.0));
        row.flags(&[
            words > 1 && words < 9 && if cased { capitals * 2 > words } else { capitals == words },
            inside().any(|t| t.is(WordClass::FIRST)),
            quoted.inside().rev().skip(1).any(|at| tokens[at].kind == Kind::Comma),
            last.is_some_and(|at| matches!(tokens[at].kind, Kind::Stop | Kind::Comma)),
            ends(&["?", "？"]),
            ends(&["!", "！"]),
            ends(&["…", "..."]),
            ends(&[",", "，", "、"]),
            inside().any(|t| t.has(Shape::DIGIT) || t.kind == Kind::Number),
            inside().filter(|t| t.kind == Kind::Word).all(|t| t.has(Shape::UPPER)),
            first.is_some_and(|t| t.kind == Kind::Word && !t.has(Shape::CAPITAL | Shape::CASELESS)),
            first.is_some_and(|t| t.is(WordClass::DET)),
            first.is_some_and(|t| t.is(WordClass::THAT | WordClass::CONJ)),
            inside().any(|t| t.is(WordClass::AUX | PRONOUN | WordClass::FIRST)),
            inside().any(|t| t.is(WordClass::AUX)),
            inside().any(|t| t.is(SAYS)),
            inside().any(|t| t.is(GIVEN)),
            inside().any(|t| t.is(NOUN)),
            words < 6 && first.is_some_and(Token::capital) && last.is_none_or(|at| tokens[at].kind == Kind::Word),
            self.repeated.get(&fingerprint(page, quoted)).is_some_and(|&times| times > 1),
        ]);
    }

    /// Fills the columns about their place in the page, and the form of the marks.
    fn push_place(&self, paragraph: &Range<usize>, quoted: &Quoted, row: &mut FeatureRow<WIDTH>) {
        let page = self.page;
        let sentence = page.sentences.at(quoted.open);
        let whole = quoted.whole();
        let number = page.paragraph(quoted.open);
        let part = page.part(number);
        let asked = number.checked_sub(1).is_some_and(|before| is_question(page, before));
        let size = |range: &Range<usize>| (range.len() as f32 + 1.0).log2();
        row.flags(&[
            sentence.start == quoted.open,
            paragraph.start == quoted.open,
            whole.end + 1 >= sentence.end,
            whole.end + 1 >= paragraph.end,
            quoted.single,
            quoted.closed,
            quoted.continues,
            part == BlockPart::Heading,
            part == BlockPart::Caption,
            part == BlockPart::Quote,
            asked,
            page.language.is_unspaced(),
            page.language == Language::Korean,
            page.language == Language::German,
        ]);
        row.push(mark(page.token(quoted.open).map_or('\0', |token| token.mark)));
        row.push(size(paragraph));
        row.push((sentence.len().saturating_sub(whole.len()) as f32 + 1.0).log2());
        row.push((quoted.open - sentence.start.min(quoted.open)).min(FAR) as f32);
        row.push(self.opens(paragraph).min(9) as f32);
        row.push(self.opens(&sentence).min(9) as f32);
        row.flags(&[self.is_beside_long(paragraph, quoted)]);
    }

    /// The words before the opening mark and behind the closing one.
    fn push_beside(&self, paragraph: &Range<usize>, quoted: &Quoted, row: &mut FeatureRow<WIDTH>) {
        let tokens = &self.page.tokens.list;
        let end = quoted.whole().end;
        let before = quoted.open.checked_sub(1).filter(|&at| at >= paragraph.start).map(|at| &tokens[at]);
        let after = tokens.get(end).filter(|_| end < paragraph.end);
        let word = |token: &&Token| token.kind == Kind::Word;
        let led = |class: WordClass| before.is_some_and(|t| t.is(class));
        let kind = |token: Option<&Token>, kind: Kind| token.is_some_and(|t| t.kind == kind);
        row.flags(&[
            kind(before, Kind::Colon),
            kind(before, Kind::Comma),
            kind(before, Kind::Open),
            before.as_ref().is_some_and(word),
            before.is_some_and(|t| t.capital() && t.start as usize != paragraph.start),
            led(WordClass::DET),
            led(WordClass::PREP | WordClass::ADV),
            led(WordClass::THAT | WordClass::CITE | WordClass::ADV),
            led(WordClass::AUX),
            led(WordClass::CONJ),
            led(NOUN),
            led(SAYS),
            kind(after, Kind::Open),
            after.is_some_and(|t| matches!(t.kind, Kind::Stop | Kind::Comma)),
            kind(after, Kind::Comma),
            after.filter(word).is_some_and(|t| !t.capital()),
            after.filter(word).is_some_and(Token::capital),
            after.is_some_and(|t| t.is(SAYS | WordClass::THAT | WordClass::CITE)),
            after.is_some_and(|t| t.is(NOUN)),
        ]);
    }

    /// The reporting words around them.
    fn push_speech(&self, paragraph: &Range<usize>, quoted: &Quoted, row: &mut FeatureRow<WIDTH>) {
        let sentence = self.page.sentences.at(quoted.open);
        let end = quoted.whole().end;
        let low = sentence.start.max(quoted.open.saturating_sub(FAR));
        let before = (low..quoted.open).rev().position(|at| self.says(at..at + 1)).unwrap_or(FAR);
        let high = paragraph.end.min(end + FAR);
        let behind = (end..high).position(|at| self.says(at..at + 1)).unwrap_or(FAR);
        row.push(before as f32);
        row.push(behind as f32);
        row.flags(&[
            self.says(sentence.clone()),
            self.is_near(paragraph, quoted),
            self.says(paragraph.clone()),
            self.says(sentence.start..quoted.open),
        ]);
    }
}

/// A number for each kind of opening mark.
const fn mark(sign: char) -> f32 {
    match sign {
        '"' => 0.0,
        '“' | '”' | '„' | '‟' => 1.0,
        '«' | '»' => 2.0,
        '「' => 3.0,
        '『' => 4.0,
        '《' | '〈' => 5.0,
        '\'' | '‘' | '’' | '‚' => 6.0,
        _ => 7.0,
    }
}

/// Returns true if a paragraph ends with a question outside marks, as an interviewer's does.
pub fn is_question(page: &Analysis<'_>, paragraph: usize) -> bool {
    let last = page.tokens.paragraphs.get(paragraph).and_then(|range| range.clone().next_back());
    last.is_some_and(|at| !page.marks.inside(at) && matches!(page.word(at), "?" | "？"))
}

/// Returns a hash of the words in marks.
fn fingerprint(page: &Analysis<'_>, quoted: &Quoted) -> u64 {
    let words = page.tokens.list[quoted.inside()].iter().filter(|token| token.kind == Kind::Word);
    words.fold(0, |hash: u64, token| crate::attribute::lexicon::mix(hash.rotate_left(5) ^ token.hash))
}
